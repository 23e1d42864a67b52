/** The texts of runs beside one another, in English and 简体中文. */
const en = {
  summary: (title: string, count: number, metric: string, best: string, value: string) =>
    `${count === 1 ? "1 training" : `${count} trainings`}${title && ` “${title}”`}; the best ${metric} has ${best}: ${value}.`,
  epoch: "epoch",
  run: "Run",
  bestAt: "at epoch",
  seconds: "Seconds",
  ended: "Ended",
  verdict: "Verdict",
  validation: "validation (dashed: training)",
  unlike: "of different loss functions: these numbers do not compare",
  others: (count: number) => `${count} more`,
  rank: (rank: number, count: number) => `number ${rank} of ${count}`,
  parallel: "from what was given to what came of it",
  reasons: {
    epochs: "all epochs",
    earlyStopping: "early stopping",
    nan: "diverged",
    interrupted: "interrupted",
    callback: "by a callback",
    failed: "failed",
  } as Record<string, string>,
  verdicts: {
    underfitting: "underfitting",
    overfitting: "overfitting",
    goodFit: "good fit",
    tooFewEpochs: "too few epochs",
    diverging: "diverging",
  } as Record<string, string>,
  settings: {
    model: "model",
    parameters: "parameters",
    loss: "loss function",
    optimizer: "optimizer",
    lr: "learning rate",
    batchSize: "batch size",
    shuffle: "shuffle",
    seed: "seed",
    epochs: "epochs",
    examples: "examples",
    callbacks: "callbacks",
  } as Record<string, string>,
};

export type RunsTexts = typeof en;

const zh: RunsTexts = {
  summary: (title, count, metric, best, value) =>
    `${count} 次训练${title && `“${title}”`}；${metric} 最好的是 ${best}：${value}。`,
  epoch: "epoch",
  run: "运行",
  bestAt: "所在 epoch",
  seconds: "秒",
  ended: "结束原因",
  verdict: "诊断",
  validation: "验证（虚线：训练）",
  unlike: "损失函数不同：数值不可比较",
  others: (count) => `另有 ${count} 个`,
  rank: (rank, count) => `${count} 个中的第 ${rank} 名`,
  parallel: "从设置到结果",
  reasons: {
    epochs: "全部 epoch",
    earlyStopping: "早停",
    nan: "发散",
    interrupted: "被中断",
    callback: "由回调停止",
    failed: "失败",
  },
  verdicts: {
    underfitting: "欠拟合",
    overfitting: "过拟合",
    goodFit: "拟合良好",
    tooFewEpochs: "epoch 太少",
    diverging: "发散",
  },
  settings: {
    model: "模型",
    parameters: "参数个数",
    loss: "损失函数",
    optimizer: "优化器",
    lr: "学习率",
    batchSize: "批量大小",
    shuffle: "打乱",
    seed: "随机种子",
    epochs: "epoch 数",
    examples: "样本数",
    callbacks: "回调",
  },
};

export const runsTexts = { en, zh };

/** What a setting is called; one that nobody has a word for keeps its name. */
export function settingName(name: string, texts: RunsTexts): string {
  return texts.settings[name] ?? name;
}
