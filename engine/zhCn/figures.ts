/** 简体中文: what plots and pictures say. */
import type { Messages } from "../payload/say.ts";

export const figures: Messages = {
  "affine: the weights of shape {0} are no matrix; give a tensor (out, in) or a Linear layer.":
    "affine：形状为 {0} 的权重不是矩阵；请给出张量 (out, in) 或 Linear 层。",
  "a tensor (out, in) or a Linear layer": "张量 (out, in) 或 Linear 层",
  "affine: weights of shape {0} need a bias of {1} elements, not of shape {2}: one for each row.":
    "affine：形状为 {0} 的权重需要 {1} 个元素的偏置，每行一个，而不是形状 {2}。",
  "affine: points of shape {0} are not of the plane; give (n, 2).":
    "affine：形状为 {0} 的点不在平面上；请给出 (n, 2)。",
  "a model": "模型",
  "decisionBoundary: there are {0} examples and y has the shape [{1}]; give one class an example: [n].":
    "decisionBoundary：有 {0} 个样本，而 y 的形状是 [{1}]；请为每个样本给出一个类别：[n]。",
  "decisionBoundary: there are {0} classNames and the model has {1} classes; give a name for each.":
    "decisionBoundary：有 {0} 个 classNames，而模型有 {1} 个类别；请为每个类别给出名称。",
  "decisionBoundary: {0} is in y, and the model's classes are 0 to {1}; number the classes from 0, or give the model an output for each.":
    "decisionBoundary：y 中有 {0}，而模型的类别是 0 到 {1}；请从 0 开始为类别编号，或让模型为每个类别给出一个输出。",
  "decisionBoundary: the model must give one output an example, or one for each class: [n, 1] or [n, classes].":
    "decisionBoundary：模型必须为每个样本给出一个输出，或为每个类别各给出一个：[n, 1] 或 [n, classes]。",
  "decisionBoundary: resolution is {0}; give a whole number from 2 to 200.":
    "decisionBoundary：resolution 是 {0}；请给出 2 到 200 的整数。",
  "diagram: maxUnits is {0}; give a whole number of at least 2.":
    "diagram：maxUnits 是 {0}；请给出不小于 2 的整数。",
  "{0}: the model has no Linear layer to tell its input from; give { inputShape: [784] }.":
    "{0}：模型中没有 Linear 层，无法得知输入的形状；请给出 { inputShape: [784] }。",
  "{0}: the model begins with a {1}, which takes images of any size; give the shape of one, as in { inputShape: {2} }.":
    "{0}：模型以 {1} 开头，它接受任意大小的图像；请给出一张图像的形状，例如 { inputShape: {2} }。",
  "unrolled: steps is {0}; give a whole number from 1 to 12.":
    "unrolled：steps 是 {0}；请给出 1 到 12 的整数。",
  "unrolled: there is no RNN, GRU or LSTM in this model of {0}.":
    "unrolled：这个由 {0} 组成的模型里没有 RNN、GRU 或 LSTM。",
  "receptiveField: one example has the shape {0}; give that of one image, as in { inputShape: [1, 28, 28] }.":
    "receptiveField：一个样本的形状是 {0}；请给出一张图像的形状，例如 { inputShape: [1, 28, 28] }。",
  "receptiveField: there is no convolution or pool over images in this model of {0}.":
    "receptiveField：这个由 {0} 组成的模型里没有作用在图像上的卷积或汇聚层。",
  "a model, or several by name, such as { RNN: rnn, LSTM: lstm }":
    "一个模型，或按名称给出的几个模型，例如 { RNN: rnn, LSTM: lstm }",
  "gradientsThroughTime: there is no RNN, GRU or LSTM in this model of {0}.":
    "gradientsThroughTime：这个由 {0} 组成的模型里没有 RNN、GRU 或 LSTM。",
  "{0}: X has the shape [{1}]; give {2} an example: [n, {3}].":
    "{0}：X 的形状是 [{1}]；请为每个样本给出{2}：[n, {3}]。",
  "one input": "一个输入",
  "{0} inputs": " {0} 个输入",
  "{0}: range is [{1}]; give the smaller number first.": "{0}：range 是 [{1}]；请先写较小的数。",
  "graph: give the tensor to differentiate, such as the loss.": "graph：请给出要求导的张量，例如损失。",
  "graph: maxNodes is {0}; give a number from 10 to 200.": "graph：maxNodes 是 {0}；请给出 10 到 200 的数。",
  "graph: no operation was recorded for this tensor of shape {0}. Compute it from tensors with requiresGrad, outside noGrad().":
    "graph：没有为这个形状为 {0} 的张量记录任何运算。请在 noGrad() 之外，由 requiresGrad 的张量计算它。",
  "heatmaps: the tensor of shape {0} is no matrices; give one of shape [rows, cols, queries, keys].":
    "heatmaps：形状为 {0} 的张量不是若干矩阵；请给出形状为 [rows, cols, queries, keys] 的张量。",
  'heatmaps: {0} maps are too many to be told apart; choose {1} at most, as in weights.get("0:2").':
    'heatmaps：{0} 张图太多，无法分辨；请最多选择 {1} 张，例如 weights.get("0:2")。',
  "heatmaps: there are {0} {1} for a tensor of shape {2}; give {3}.":
    "heatmaps：形状为 {2} 的张量有 {0} 个 {1}；请给出 {3} 个。",
  "kernels: there is no convolution in this model of {0}.": "kernels：这个由 {0} 组成的模型里没有卷积。",
  "featureMaps: no layer of this model of {0} gives images (N, C, H, W); it takes one with convolutions.":
    "featureMaps：这个由 {0} 组成的模型里没有输出图像 (N, C, H, W) 的层；它需要带卷积的模型。",
  "featureMaps: the tensor of shape {0} is no image; give [channels, height, width].":
    "featureMaps：形状为 {0} 的张量不是图像；请给出 [channels, height, width]。",
  'featureMaps: no layer "{0}" gives images (N, C, H, W); there are {1}.':
    "featureMaps：没有名为“{0}”、输出图像 (N, C, H, W) 的层；有 {1}。",
  "{0}: {1} is {2}; give a whole number of at least 1.": "{0}：{1} 是 {2}；请给出不小于 1 的整数。",
  "pictures, such as a tensor (count, height, width)": "图片，例如张量 (count, height, width)",
  "showImages: give a list of images, or a tensor of shape (n, height, width).":
    "showImages：请给出由图片组成的列表，或形状为 (n, height, width) 的张量。",
  "{0}: image {1} is not a grid of numbers; use x.reshape(-1, height, width).":
    "{0}：第 {1} 张图片不是数的网格；请使用 x.reshape(-1, height, width)。",
  "{0}: image {1} has rows of different lengths, or not 3 colours.":
    "{0}：第 {1} 张图片各行长度不同，或颜色通道不是 3 个。",
  "plot: {0} X for {1} Y; give one X for all, or one for each Y.":
    "plot：有 {0} 个 X 和 {1} 个 Y；请给出一个共用的 X，或为每个 Y 各给一个。",
  'plot: aspect "equal" needs linear axes; leave out xscale and yscale.':
    'plot：aspect "equal" 需要线性坐标轴；请去掉 xscale 和 yscale。',
  "plot: curve {0} has {1} x values and {2} y values.": "plot：曲线 {0} 有 {1} 个 x 值和 {2} 个 y 值。",
  "plotActivation: range is [{0}, {1}]; give the smaller number first.":
    "plotActivation：range 是 [{0}, {1}]；请先写较小的数。",
  "plotActivation: model and data go together; give both, or neither.":
    "plotActivation：model 和 data 要一起使用；请都给出，或都不给。",
  'plotActivation: there is no activation "{0}"; there are {1}. Or give a function.':
    "plotActivation：没有激活函数“{0}”；有 {1}。也可以给出一个函数。",
  'plotActivation: give a name such as "relu", a layer, or a function of a tensor.':
    'plotActivation：请给出名称，例如 "relu"，或一个层，或以张量为参数的函数。',
  "plotActivation: the function must give one number for each number it gets.":
    "plotActivation：该函数必须对每个输入的数给出一个数。",
  "plotActivation: the model has no {0}; put one between its Linear layers.":
    "plotActivation：模型中没有 {0}；请在它的 Linear 层之间放一个。",
  "regressionFit: there are {0} examples and {1} targets; give one target an example.":
    "regressionFit：有 {0} 个样本和 {1} 个目标；请为每个样本给出一个目标。",
  "regressionFit: the model gives {0} for {1} examples; it must give one number an example.":
    "regressionFit：模型对 {1} 个样本给出了{0}；它必须为每个样本给出一个数。",
  "a tensor of the shape [{0}]": "形状为 [{0}] 的张量",
  "{0}: give a tensor or an array of numbers, not {1}.": "{0}：请给出张量或由数组成的数组，而不是 {1}。",
  "{0}[{1}] has 2 axes or more; a curve has one.": "{0}[{1}] 有 2 个或更多的轴；曲线只有一个轴。",
  "{0}: {1} where a number should be. Number the categories, as in names.map((_, i) => i).":
    "{0}：此处应为数，而给出的是 {1}。请给类别编号，例如 names.map((_, i) => i)。",
  "{0}: {1} where a number should be.": "{0}：此处应为数，而给出的是 {1}。",
};
