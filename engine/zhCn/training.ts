/** 简体中文: what training says when it cannot go on. */
import type { Messages } from "../payload/say.ts";

export const training: Messages = {
  'fit: there is no loss "{0}"; there are {1}, or give a function.':
    "fit：没有损失“{0}”；有 {1}，也可以给出一个函数。",
  'fit: there is no optimizer "{0}"; there are {1}.': "fit：没有优化器“{0}”；有 {1}。",
  "fit: {0} is at work in another fit that has not ended. Await that one first, or give each training one of its own.":
    "fit：{0}正用于另一个尚未结束的 fit。请先 await 那一个，或为每次训练各准备一个。",
  "this model": "此模型",
  "this {0}": "此 {0} ",
  '{0}: mode "{1}" is none of "auto", "min", "max".': '{0}：mode "{1}" 不是 "auto"、"min"、"max" 之一。',
  '"{0}": is larger or smaller better? Say so with mode: "max" or mode: "min"; auto knows {1} and metrics that carry a direction.':
    '“{0}”：是越大越好还是越小越好？请用 mode: "max" 或 mode: "min" 说明；auto 只认识 {1} 和自带方向的指标。',
  "EarlyStopping: {0} is {1}; give a number of epochs ≥ 0.": "EarlyStopping：{0} 是 {1}；请给出 ≥ 0 的轮数。",
  "options, as in { batchSize: 32, inputShape: [4] }": "选项，例如 { batchSize: 32, inputShape: [4] }",
  "estimateMemory: batchSize is {0}; give a whole number of at least 1.":
    "estimateMemory：batchSize 是 {0}；请给出不小于 1 的整数。",
  'evaluate: there is no loss; give one as in evaluate(net, data, { loss: "mse" }).':
    'evaluate：没有损失；请给出，例如 evaluate(net, data, { loss: "mse" })。',
  "predict: batchSize is {0}; give a whole number of at least 1.":
    "predict：batchSize 是 {0}；请给出不小于 1 的整数。",
  "fit: epochs is {0}; give a whole number.": "fit：epochs 是 {0}；请给出整数。",
  "fit: validationEvery is {0}; give a whole number of at least 1.":
    "fit：validationEvery 是 {0}；请给出不小于 1 的整数。",
  "fit: give validation data or validationSplit, not both.":
    "fit：请给出验证数据或 validationSplit，不要两者都给。",
  'fit: there is no loss; give one as in fit(net, data, { loss: "mse" }).':
    'fit：没有损失；请给出，例如 fit(net, data, { loss: "mse" })。',
  'fit: two series would be named "{0}"; rename the metric.': "fit：会有两条曲线都叫“{0}”；请给指标改名。",
  'fit: a callback is not an object; did you forget "new", as in new EarlyStopping()?':
    "fit：有一个回调不是对象；是否忘了写 new，例如 new EarlyStopping()？",
  "fit: the loss returned {0}; it must be a tensor, computed from the prediction.":
    "fit：损失函数返回了{0}；它必须是由预测计算得到的张量。",
  "the number {0}": "数 {0}",
  "a promise": "Promise",
  'History: there is no series "{0}"; there are {1}.': "History：没有曲线“{0}”；有 {1}。",
  "a history, as fit gives it": "训练历史，如 fit 所返回的",
  "The epoch of a chart's point is {0}; give a number.": "图表中一个点的轮次是 {0}；请给出数。",
  "options, as in { batchSize: 32 }": "选项，例如 { batchSize: 32 }",
  "memoryReport: say what one example looks like: inputShape: [784].":
    "memoryReport：请说明一个样本的形状：inputShape: [784]。",
  "{0}: a prediction of shape {1} and a target of shape {2} do not match.":
    "{0}：预测的形状 {1} 与目标的形状 {2} 不匹配。",
  "accuracy: scores of shape {0} need {1} class indices; the target has shape {2}.":
    "accuracy：形状为 {0} 的得分需要 {1} 个类别编号；而目标的形状是 {2}。",
  'fit: there is no metric "{0}"; there are accuracy, {1}, or give a function.':
    "fit：没有指标“{0}”；有 accuracy、{1}，也可以给出一个函数。",
  "fit: a metric function needs a name: const kappa = (yHat, y) => …":
    "fit：指标函数需要名称：const kappa = (yHat, y) => …",
  'The metric "{0}"': "指标“{0}”",
  'options with the path, as in { path: "best.safetensors" }':
    '包含路径的选项，例如 { path: "best.safetensors" }',
  '{0}: there is no "{1}" for the path; there are {2}.': "{0}：路径中的“{1}”不存在；有 {2}。",
  "restoreWeights: give what saveWeights returned.": "restoreWeights：请给出 saveWeights 返回的值。",
  "the value": "该值",
  "{0} is a tensor of shape {1}; make one number of it, as with .mean().":
    "{0}是形状为 {1} 的张量；请化为一个数，例如用 .mean()。",
  "{0} is {1}; a number, or a tensor with one element, is expected.":
    "{0}是 {1}；此处应为一个数，或只有一个元素的张量。",
  "a promise (it is not waited for; compute it without async)": "Promise（不会等待它；请不用 async 来计算）",
  "{0}: the data are two tensors, [x, y], a data set or a DataLoader; something else was given.":
    "{0}：数据应为两个张量 [x, y]、数据集或 DataLoader；而给出的不是其中之一。",
  "{0}: the data are two tensors, [x, y]; {1} were given.": "{0}：数据应为两个张量 [x, y]；而给出了 {1} 个。",
  "{0}: there is no batch in the data, which have {1} examples.": "{0}：数据有 {1} 个样本，凑不成一个批次。",
  "{0}: there is no batch in the data, which have {1} examples: dropLast leaves out a batch of fewer than {2}.":
    "{0}：数据有 {1} 个样本，凑不成一个批次：dropLast 会舍弃不足 {2} 个样本的批次。",
  "fit: validationSplit needs the data itself; give a loader its own validation data.":
    "fit：validationSplit 需要数据本身；使用 DataLoader 时请另外给出验证数据。",
  "fit: validationSplit {0} of {1} examples leaves a part empty.":
    "fit：对 {1} 个样本使用 validationSplit {0} 会使其中一部分为空。",
};
