/** Every text of the renderer, in English and 简体中文. */
import { plural, textsIn } from "../../../engine/payload/language.ts";

const en = {
  data: "Data",
  logHint: "Logarithmic loss axis (L)",
  smoothHint: "Smooth the curves (S)",
  shiftHint:
    "Draw the running means of training half an epoch earlier, in the middle of the epoch they are of (H)",
  resetHint: "Show everything (0)",
  savePng: "Save as PNG",
  saveSvg: "Save as SVG",
  toolbar: "Chart tools",
  keys: "Arrow keys read the values, plus and minus zoom, 0 shows everything.",
  epoch: "epoch",
  loss: "loss",
  metrics: "metric",
  best: "best",
  restored: "restored",
  stopped: "stopped",
  bestAndRestored: "best, restored",
  /** How much of the patience is used up. */
  patience: (wait: number, patience: number) => `patience ${wait}/${patience}`,
  whatIf: "What if…",
  whatIfHint: "Other settings of early stopping, replayed on the recorded curve",
  whatIfBest: "what if: best",
  whatIfStop: "what if: stop",
  /** What other settings would have done. */
  whatIfStops: ({
    stopped,
    best,
    value,
    monitor,
  }: {
    stopped: number;
    best: number;
    value: string;
    monitor: string;
  }) => `would have stopped at epoch ${stopped}, with the best ${monitor} ${value} at epoch ${best}`,
  whatIfGoesOn: ({
    last,
    best,
    value,
    monitor,
  }: {
    last: number;
    best: number;
    value: string;
    monitor: string;
  }) =>
    `would not have stopped by epoch ${last}, where the record ends; best ${monitor} ${value} at epoch ${best}`,
  /** Where early stopping stands while training. */
  bestSoFar: ({ monitor, value, epoch }: { monitor: string; value: string; epoch: number }) =>
    `best ${monitor} ${value} at epoch ${epoch}`,
  mustBeat: (limit: string) => `to improve, it must pass ${limit}`,
  soFar: "so far",
  language: "en",
  waiting: "waiting for the first epoch",
  noData: "no data",
  noFinite: "no finite loss: at every epoch the loss was NaN or infinite",
  cannotRead: (reason: string) => `This output cannot be drawn: ${reason}. Run the cell again.`,
  drawing: "Drawing…",
  notInPage:
    "this page was exported without this kind of chart; one that a cell with display.plotly is in has it",
  cannotDraw: (reason: string) =>
    `The chart could not be drawn: ${reason}. Reopen the notebook to try again.`,
  cannotSave: (reason: string) => `The picture could not be saved: ${reason}.`,
  states: {
    running: "training",
    finished: "finished",
    stopped: "stopped early",
    interrupted: "interrupted",
    failed: "failed",
  },
  lineChart: (title: string, count: number) =>
    `Line chart${title && ` “${title}”`} with ${count === 1 ? "one line" : `${count} lines`}.`,
  curvesChart: (title: string, state: string) => `Training curves${title && ` “${title}”`}, ${state}.`,
  axes: (x: string, y: string) =>
    [x && `Horizontal: ${x}.`, y && `Vertical: ${y}.`].filter(Boolean).join(" "),
  seriesSummary: ({
    name,
    count,
    low,
    high,
    last,
  }: {
    name: string;
    count: number;
    low: string;
    high: string;
    last: string;
  }) => `${name}: ${plural(count, "point")} from ${low} to ${high}, the last ${last}.`,
  curveSummary: ({
    name,
    last,
    best,
    at,
    lowest,
  }: {
    name: string;
    last: string;
    best: string;
    at: string;
    lowest: boolean;
  }) => `${name}: last ${last}, ${lowest ? "lowest" : "highest"} ${best} at epoch ${at}.`,
  emptySeries: (name: string) => `${name}: no data.`,
  marks: (parts: string[]) => `${parts.join("; ")}.`,
  markBest: (epoch: string) => `Best epoch ${epoch}`,
  markStopped: (epoch: string) => `stopped at epoch ${epoch}`,
  markRestored: (epoch: string) => `weights restored from epoch ${epoch}`,
  readoutEnd: "no more points",
  rowsShown: (shown: number, all: number) => `${shown} of ${all} rows, evenly chosen`,
};

export type Strings = typeof en;

const zh: Strings = {
  data: "数据",
  logHint: "损失使用对数坐标（L）",
  smoothHint: "平滑曲线（S）",
  shiftHint: "将训练中的滑动均值左移半轮，画在所平均的那一轮的中间（H）",
  resetHint: "显示全部（0）",
  savePng: "另存为 PNG",
  saveSvg: "另存为 SVG",
  toolbar: "图表工具",
  keys: "方向键逐点读数，加减号缩放，0 显示全部。",
  epoch: "轮次",
  loss: "损失",
  metrics: "指标",
  best: "最佳",
  restored: "已恢复",
  stopped: "停止",
  bestAndRestored: "最佳，已恢复",
  patience: (wait, patience) => `耐心 ${wait}/${patience}`,
  whatIf: "如果……",
  whatIfHint: "用提前停止的其他设置重放已记录的曲线",
  whatIfBest: "如果：最佳",
  whatIfStop: "如果：停止",
  whatIfStops: ({ stopped, best, value, monitor }) =>
    `会停止于第 ${stopped} 轮，最佳 ${monitor} 为 ${value}（第 ${best} 轮）`,
  whatIfGoesOn: ({ last, best, value, monitor }) =>
    `到记录结束的第 ${last} 轮仍不会停止；最佳 ${monitor} 为 ${value}（第 ${best} 轮）`,
  bestSoFar: ({ monitor, value, epoch }) => `最佳 ${monitor} ${value}（第 ${epoch} 轮）`,
  mustBeat: (limit) => `要算作改进，须越过 ${limit}`,
  soFar: "目前",
  language: "zh-cn",
  waiting: "等待第一轮结束",
  noData: "没有数据",
  noFinite: "没有有限的损失：每一轮的损失都是 NaN 或无穷大",
  cannotRead: (reason) => `无法绘制此输出：${reason}。请重新运行单元格。`,
  drawing: "正在绘制……",
  notInPage: "此页面导出时不含这类图表；含有 display.plotly 单元格的页面才带有它",
  cannotDraw: (reason) => `图表无法绘制：${reason}。请重新打开笔记本再试。`,
  cannotSave: (reason) => `图片无法保存：${reason}。`,
  states: {
    running: "训练中",
    finished: "已完成",
    stopped: "提前停止",
    interrupted: "已中断",
    failed: "失败",
  },
  lineChart: (title, count) => `折线图${title && `“${title}”`}，共 ${count} 条线。`,
  curvesChart: (title, state) => `训练曲线${title && `“${title}”`}，${state}。`,
  axes: (x, y) => [x && `横轴：${x}。`, y && `纵轴：${y}。`].join(""),
  seriesSummary: ({ name, count, low, high, last }) =>
    `${name}：${count} 个点，从 ${low} 到 ${high}，最后为 ${last}。`,
  curveSummary: ({ name, last, best, at, lowest }) =>
    `${name}：最后为 ${last}，${lowest ? "最低" : "最高"} ${best}（第 ${at} 轮）。`,
  emptySeries: (name) => `${name}：没有数据。`,
  marks: (parts) => `${parts.join("；")}。`,
  markBest: (epoch) => `最佳为第 ${epoch} 轮`,
  markStopped: (epoch) => `停止于第 ${epoch} 轮`,
  markRestored: (epoch) => `权重已恢复到第 ${epoch} 轮`,
  readoutEnd: "没有更多的点",
  rowsShown: (shown, all) => `共 ${all} 行，均匀选出 ${shown} 行`,
};

/** The texts for a BCP 47 language tag; English where we have no translation. */
export function stringsFor(language: string): Strings {
  return textsIn({ en, zh }, language);
}
