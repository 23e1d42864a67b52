/** 简体中文: evaluations, comparisons, plots on axes and tables. */
import type { Messages } from "../payload/say.ts";

export const evaluation: Messages = {
  "{0}: give a model and its data, as in {1}(net, [x, y]), or predictions and what is right, as tensors or lists of numbers.":
    "{0}：请给出模型和数据，例如 {1}(net, [x, y])；或以张量或数字列表给出预测和正确答案。",
  "{0}: predictions of {1} examples and {2} targets do not belong together; give one target an example.":
    "{0}：{1} 个样本的预测与 {2} 个目标不对应；请为每个样本给出一个目标。",
  "{0}: there are no examples.": "{0}：没有样本。",
  "{0}: every target is the one that is ignored, {1}.": "{0}：所有目标都是被忽略的 {1}。",
  "{0}: {1} is among the targets, which are classes; number them from 0.":
    "{0}：目标是类别，其中却有 {1}；请从 0 开始编号。",
  "{0}: there are {1} classNames, and class {2} occurs; give a name for each class from 0 on.":
    "{0}：有 {1} 个 classNames，却出现了类别 {2}；请从 0 起为每个类别给出名称。",
  "{0}: a prediction is NaN; train with a smaller learning rate.":
    "{0}：有预测为 NaN；请用更小的学习率训练。",
  "{0}: {1} is among the targets; with {2} numbers an example they are 0 to {3}.":
    "{0}：目标中有 {1}；每个样本 {2} 个数时，目标应为 0 到 {3}。",
  "{0}: a prediction is no probability; give probabilities from 0 to 1, as sigmoid makes them of scores.":
    "{0}：有预测不是概率；请给出 0 到 1 的概率，例如用 sigmoid 由得分得出。",
  'confusionMatrix: normalize is {0}; give "true", "pred" or "all".':
    'confusionMatrix：normalize 是 {0}；请给出 "true"、"pred" 或 "all"。',
  "confusionMatrix: no example is of the labels {0}.": "confusionMatrix：没有样本属于 labels {0}。",
  "predicted class": "预测类别",
  "true class": "真实类别",
  "examples": "样本数",
  "share": "比例",
  "accuracy": "准确率",
  "precision": "精确率",
  "recall": "召回率",
  "macro average": "宏平均",
  "weighted average": "加权平均",
  "chance": "随机",
  "area under the curve": "曲线下面积",
  "false positives, share of the others": "假阳性，占其余类别的比例",
  "true positives, share of the class": "真阳性，占该类别的比例",
  "average precision": "平均精确率",
  "calibration: bins is {0}; give a whole number of at least 1.":
    "calibration：bins 是 {0}；请给出不小于 1 的整数。",
  'calibration: strategy is {0}; give "uniform" or "quantile".':
    'calibration：strategy 是 {0}；请给出 "uniform" 或 "quantile"。',
  "expected calibration error": "期望校准误差",
  "probability that was said": "给出的概率",
  "share that was right": "正确的比例",
  "as said": "如其所说",
  "share of the examples": "样本的比例",
  "model": "模型",
  "said and right": "预测与正确值",
  "what is right": "正确值",
  "what the model says": "模型的预测",
  "residuals": "残差",
  "right less said": "正确值减预测",
  "how often": "频数",
  'residuals: there are {0} predictions an example; give one, as in net(x).get(":, 0").':
    'residuals：每个样本有 {0} 个预测；请给出一个，例如 net(x).get(":, 0")。',
  "right": "正确",
  "said": "预测",
  "worstExamples: count is {0}; give a whole number of at least 1.":
    "worstExamples：count 是 {0}；请给出不小于 1 的整数。",
  "suggested learning rate: {0}": "建议的学习率：{0}",
  "no learning rate made the loss fall": "没有学习率能使损失下降",
  "learning rate": "学习率",
  "loss": "损失",
  "a batch": "一个批量",
  "running mean": "滑动平均",
  'findLearningRate: there is no loss; give one as in findLearningRate(net, data, { loss: "mse" }).':
    'findLearningRate：没有损失函数；请给出，例如 findLearningRate(net, data, { loss: "mse" })。',
  "findLearningRate: the rates go from {0} to {1}; give two positive numbers, the smaller first.":
    "findLearningRate：学习率从 {0} 到 {1}；请给出两个正数，小的在前。",
  "findLearningRate: steps is {0}; give a whole number of at least 10.":
    "findLearningRate：steps 是 {0}；请给出不小于 10 的整数。",
  "loss by the amount of data": "损失随数据量的变化",
  "training examples": "训练样本数",
  "training": "训练",
  "validation": "验证",
  "a function that makes a model": "返回模型的函数",
  "learningCurve: there is nothing to measure on; give validation: [x, y].":
    "learningCurve：没有用于测量的数据；请给出 validation: [x, y]。",
  "learningCurve: sizes are {0} of {1} examples; give numbers that increase, whole or up to 1.":
    "learningCurve：sizes 是 {0}，共有 {1} 个样本；请给出递增的数，整数或不大于 1 的比例。",
  "compareRuns: there is no run yet; train with fit first.": "compareRuns：还没有训练；请先用 fit 训练。",
  'compareRuns: no run has the series "{0}"; there are {1}.':
    "compareRuns：没有训练含有序列“{0}”；有的是 {1}。",
  "compareRuns: last is {0}; give a whole number of at least 1.":
    "compareRuns：last 是 {0}；请给出不小于 1 的整数。",
  "compareRuns: give histories, as fit returns them, such as { adam: h1, sgd: h2 }; something else was given.":
    "compareRuns：请给出 fit 返回的 history，例如 { adam: h1, sgd: h2 }；给出的是别的东西。",
  "run {0}": "运行 {0}",
  "{0}: there are {1} values and {2} that go with them; give as many.":
    "{0}：有 {1} 个值，而与之对应的有 {2} 个；请给出同样多个。",
  "{0} has 2 axes or more; give one list of numbers.": "{0} 有 2 个或更多轴；请给出一个数字列表。",
  "{0}: the edges in bins must be at least two numbers that increase.":
    "{0}：bins 中的边界至少要有两个，并且递增。",
  "{0}: range is [{1}, {2}]; give two numbers, the smaller first.":
    "{0}：range 是 [{1}, {2}]；请给出两个数，小的在前。",
  '{0}: bins is {1}; give a whole number from 1 to {2}, edges, or "auto".':
    '{0}：bins 是 {1}；请给出 1 到 {2} 的整数、边界，或 "auto"。',
  '{0}: {1} is {2}; give "linear" or "log".': '{0}：{1} 是 {2}；请给出 "linear" 或 "log"。',
  "subplots: {0} rows and {1} columns; give whole numbers from 1 on, {2} axes at most.":
    "subplots：{0} 行 {1} 列；请给出从 1 起的整数，最多 {2} 个坐标系。",
  "showImages: {0} is {1}; give a whole number of at least 1.":
    "showImages：{0} 是 {1}；请给出不小于 1 的整数。",
  "showImages: there are {0} images and {1} {2}; give as many.":
    "showImages：有 {0} 张图片和 {1} 个 {2}；请给出同样多个。",
  "a function of a row, such as (row) => row.price > 0": "以行为参数的函数，例如 (row) => row.price > 0",
  "a function of a row, such as (row) => 2 * row.price": "以行为参数的函数，例如 (row) => 2 * row.price",
  "numbers": "数字",
  "empty": "空",
  "texts": "文本",
  "mixed": "混合",
  'fillMissing: column "{0}" holds texts, which have no {1}; use "mostCommon" or a text.':
    'fillMissing：列“{0}”是文本，没有 {1}；请用 "mostCommon" 或一个文本。',
  'fillMissing: {0} is none of mean, median, mostCommon; a text goes to columns by their names, as in { {1}: "unknown" }.':
    'fillMissing：{0} 不是 mean、median、mostCommon 之一；文本请按列名给出，例如 { {1}: "unknown" }。',
  'standardize: column "{0}" holds "{1}", which is no number; use oneHot(["{2}"]) first.':
    'standardize：列“{0}”含有“{1}”，它不是数字；请先用 oneHot(["{2}"])。',
  'classes: row {0} of "{1}" is missing; leave such rows out with dropMissing(["{2}"]).':
    'classes：“{1}”的第 {0} 行缺失；请用 dropMissing(["{2}"]) 去掉这样的行。',
  'classes: "{0}" in row {1} is none of {2}.': "classes：第 {1} 行的“{0}”不在 {2} 之中。",
  'aggregate: "{0}" is none of {1}, nor a function.': "aggregate：“{0}”不在 {1} 之中，也不是函数。",
  'aggregate: column "{0}" holds "{1}", of which there is no {2}; use count or a function.':
    "aggregate：列“{0}”含有“{1}”，没有它的 {2}；请用 count 或函数。",
  'table: "{0}" is the name of a file; read it with await data.readCsv("{1}").':
    'table：“{0}”是文件名；请用 await data.readCsv("{1}") 读取。',
  "table: give the text of a CSV file, a list of records, or columns by their names, as in { a: [1, 2] }.":
    "table：请给出 CSV 文件的文本、记录的列表，或按名称给出的列，例如 { a: [1, 2] }。",
  "table: the columns have {0} rows; give as many for each.":
    "table：各列有 {0} 行；请为每列给出同样多的行。",
  'table: column "{0}" holds a value that is neither a number nor a text.':
    "table：列“{0}”含有既不是数字也不是文本的值。",
};
