/** 简体中文: what layers, optimisers and random numbers say. */
import type { Messages } from "../payload/say.ts";

export const nn: Messages = {
  // Layers.
  "{0}: there is no forward. Give the class one, class {1} extends nn.Module { forward(x) { … } }.":
    "{0}：没有 forward。请为该类定义它：class {1} extends nn.Module { forward(x) { … } }。",
  "{0}: p is {1}; use a probability in [0, 1].": "{0}：p 是 {1}；请使用 [0, 1] 中的概率。",
  "batchNorm: more than one value per feature is needed while training; the input has shape {0}.":
    "batchNorm：训练时每个特征需要多于一个值；输入的形状是 {0}。",
  "batchNorm: predicting needs running statistics.": "batchNorm：预测需要运行统计量（running statistics）。",
  "layerNorm: an input of shape {0} does not end in {1}.": "layerNorm：输入的形状 {0} 不以 {1} 结尾。",
  "the extents of the last axes, as in [3, 4]": "最后几个轴的长度，例如 [3, 4]",
  "init: a tensor of shape {0} has no inputs and outputs; it needs 2 axes.":
    "init：形状为 {0} 的张量没有输入和输出之分；它需要 2 个轴。",
  "Linear: {0} is {1}; give two whole numbers, as in new nn.Linear(784, 10).":
    "Linear：{0} 是 {1}；请给出两个整数，例如 new nn.Linear(784, 10)。",
  "Linear: the input has shape {0}, but its last axis must have inFeatures = {1} elements.":
    "Linear：输入的形状是 {0}，但它的最后一个轴必须有 inFeatures = {1} 个元素。",
  "Put nn.Flatten() before it.": "请在它前面放一个 nn.Flatten()。",
  "nn.Flatten() before it would yield {0} features: new nn.Linear({1}, {2}).":
    "在它前面放 nn.Flatten() 会得到 {0} 个特征：new nn.Linear({1}, {2})。",
  "Make the layer with new nn.Linear({0}, {1}).": "请用 new nn.Linear({0}, {1}) 创建该层。",
  "{0}: {1} is {2}; give two numbers of channels and the kernel's extents, as in new nn.{3}(1, 6, 5).":
    "{0}：{1} 是 {2}；请给出两个通道数和卷积核的大小，例如 new nn.{3}(1, 6, 5)。",
  "{0}: the input has shape {1}; it must be (N, {2}, {3}) or ({4}, {5}), for the layer takes {6} channels. A batch of images of one channel gets its axis by x.unsqueeze(1).":
    "{0}：输入的形状是 {1}；它必须是 (N, {2}, {3}) 或 ({4}, {5})，因为该层接受 {6} 个通道。单通道图像的批量可用 x.unsqueeze(1) 得到通道轴。",
  '{0}: there is no paddingMode {1}; use "zeros", "reflect", "replicate" or "circular".':
    '{0}：没有名为 {1} 的 paddingMode；请使用 "zeros"、"reflect"、"replicate" 或 "circular"。',
  "{0}: {1} is no padding; give a whole number, or four: [left, right, top, bottom].":
    "{0}：{1} 不是填充量；请给出一个整数，或四个：[左, 右, 上, 下]。",
  "{0}: the input has shape {1}; it must be (N, {2}, H, W).":
    "{0}：输入的形状是 {1}；它必须是 (N, {2}, H, W)。",
  "{0}: more than one value is needed in each channel; the input has shape {1}.":
    "{0}：每个通道需要多于一个值；输入的形状是 {1}。",
  "groupNorm: more than one value is needed in each group; the input has shape {0}.":
    "groupNorm：每一组需要多于一个值；输入的形状是 {0}。",
  "{0}: running statistics take no gradient; give them with detach().":
    "{0}：运行统计量（running statistics）不接受梯度；请用 detach() 传入。",
  "groupNorm: an input of shape {0} does not divide into {1} groups of channels (axis 1).":
    "groupNorm：形状为 {0} 的输入不能分成 {1} 组通道（轴 1）。",
  "GroupNorm: {0} channels do not divide into {1} groups.": "GroupNorm：{0} 个通道不能分成 {1} 组。",
  "GroupNorm: the input has shape {0}; it must be (N, {1}, …).":
    "GroupNorm：输入的形状是 {0}；它必须是 (N, {1}, …)。",
  '{0}: entry {1} is not a module; did you forget "new" or the parentheses? It is {2}.':
    "{0}：第 {1} 项不是模块；是否忘了写 new 或括号？它是{2}。",
  "modules, as in [new nn.Linear(4, 4)]": "模块，例如 [new nn.Linear(4, 4)]",
  "modules by name, as in { hidden: new nn.Linear(4, 4) }":
    "按名称给出的模块，例如 { hidden: new nn.Linear(4, 4) }",
  "ModuleList: a list of modules is not called; call its modules, or use nn.Sequential.":
    "ModuleList：模块列表不能被调用；请调用其中的模块，或使用 nn.Sequential。",
  "ModuleDict: a dictionary of modules is not called; call one of its modules.":
    "ModuleDict：模块字典不能被调用；请调用其中的某个模块。",
  "ModuleDict: {0} is the name of a method; take another.": "ModuleDict：{0} 是方法的名称；请换一个名称。",
  "ModuleDict: there is no {0}. It has {1}.": "ModuleDict：没有 {0}。其中有 {1}。",
  "addModule: {0} is not a module but {1}.": "addModule：{0} 不是模块，而是{1}。",
  "loadStateDict of {0}: tensors by name are expected, as stateDict() gives them; {1} was given.":
    "{0} 的 loadStateDict：应为按名称给出的张量，如 stateDict() 所返回的；而给出的是{1}。",
  "loadStateDict of {0}: {1}.": "{0} 的 loadStateDict：{1}。",
  "missing: {0}": "缺少：{0}",
  "unexpected: {0}": "多余：{0}",
  "{0} has shape {1} here and {2} there": "{0} 在模型中的形状是 {1}，在给出的数据中是 {2}",
  "InstanceNorm1d: the input has shape {0}; it must be (N, {1}, L).":
    "InstanceNorm1d：输入的形状是 {0}；它必须是 (N, {1}, L)。",
  "BatchNorm1d: the input has shape {0}; it must be (N, {1}) or (N, {2}, L).":
    "BatchNorm1d：输入的形状是 {0}；它必须是 (N, {1}) 或 (N, {2}, L)。",
  "Sequential: give the layers one by one, not in an array: new nn.Sequential(...layers).":
    "Sequential：请逐个给出各层，而不是放在数组中：new nn.Sequential(...layers)。",
  'Sequential: entry {0} is not a module; did you forget "new" or the parentheses? It is {1}.':
    "Sequential：第 {0} 项不是模块；是否忘了写 new 或括号？它是{1}。",
  "clipGradNorm_: the norm of the gradients is {0}; the training has diverged.":
    "clipGradNorm_：梯度的范数是 {0}；训练已发散。",
  "{0}: {1} is {2}; give a number.": "{0}：{1} 是 {2}；请给出数值。",
  "{0}: tensors are expected, as in nn.utils.{1}(net.parameters(), 1); {2} was given.":
    "{0}：此处应为张量，例如 nn.utils.{1}(net.parameters(), 1)；而给出的是{2}。",

  // Networks of sequences.
  "{0}: {1} is {2}; give a whole number of at least 1, as in new nn.{3}(28, 256).":
    "{0}：{1} 是 {2}；请给出不小于 1 的整数，例如 new nn.{3}(28, 256)。",
  "{0}: the input has shape {1}; it must have {2} axes, or {3} without a batch.":
    "{0}：输入的形状是 {1}；它必须有 {2} 个轴，没有批量时则是 {3} 个。",
  "{0}: the input has shape {1}, but its last axis must have inputSize = {2} elements.":
    "{0}：输入的形状是 {1}，但它的最后一个轴必须有 inputSize = {2} 个元素。",
  "{0}: the initial state has shape {1}; it must be {2}.": "{0}：初始状态的形状是 {1}；它必须是 {2}。",
  "{0}: the initial state is a pair, [h, c].": "{0}：初始状态是一对张量 [h, c]。",
  "{0}: the state has shape {1}; it must be {2}.": "{0}：状态的形状是 {1}；它必须是 {2}。",
  '{0}: nonlinearity {1} is neither "tanh" nor "relu".':
    '{0}：nonlinearity {1} 既不是 "tanh" 也不是 "relu"。',
  "{0}: dropout is {1}; use a probability in [0, 1].": "{0}：dropout 是 {1}；请使用 [0, 1] 中的概率。",
  "{0}: the sequence is empty.": "{0}：序列为空。",
  "{0}: {1} is {2}; give two whole numbers, as in new nn.{3}(10000, 64).":
    "{0}：{1} 是 {2}；请给出两个整数，例如 new nn.{3}(10000, 64)。",
  "{0}: the table has shape {1}; it must be a matrix.": "{0}：表的形状是 {1}；它必须是矩阵。",
  "PackedSequence: batch sizes {0} do not fit data of shape {1}: they must not rise, and add up to its first axis. Make one with nn.utils.rnn.packPaddedSequence.":
    "PackedSequence：批量大小 {0} 与形状为 {1} 的数据不符：它们不能递增，且总和必须等于第一个轴的长度。请用 nn.utils.rnn.packPaddedSequence 创建。",
  "{0}: lengths are numbers or a tensor; {1} was given.": "{0}：长度应为数字或张量，但给出的是 {1}。",
  "{0}: a length is {1}; each must be a whole number of at least 1.":
    "{0}：有一个长度是 {1}；每个长度必须是不小于 1 的整数。",
  "{0}: the input has shape {1}; it must have an axis of steps and one of sequences.":
    "{0}：输入的形状是 {1}；它必须有一个时间步轴和一个序列轴。",
  "{0}: {1} lengths were given for {2} sequences (shape {3}).":
    "{0}：给出了 {1} 个长度，但有 {2} 个序列（形状 {3}）。",
  "{0}: the lengths are {1}; sequences must come longest first. Sort them, or give { enforceSorted: false }.":
    "{0}：长度是 {1}；序列必须从长到短排列。请先排序，或给出 { enforceSorted: false }。",
  "{0}: a length is {1}, but there are only {2} steps.": "{0}：有一个长度是 {1}，但只有 {2} 个时间步。",
  "{0}: totalLength is {1}, but the longest sequence has {2} steps.":
    "{0}：totalLength 是 {1}，但最长的序列有 {2} 个时间步。",
  "{0}: give an array of tensors, one for each sequence.": "{0}：请给出张量数组，每个序列一个张量。",
  "{0}: sequences of shapes {1} and {2} do not fit: all axes but the first must be equal.":
    "{0}：形状为 {1} 和 {2} 的序列不相符：除第一个轴外，各轴必须相等。",
  "{0}: the lengths {1} do not fit {2} sequences of {3} steps.": "{0}：长度 {1} 与 {2} 个 {3} 步的序列不符。",
  "{0}: a packed sequence is expected, as nn.utils.rnn.packPaddedSequence gives it; {1} was given.":
    "{0}：需要打包的序列（由 nn.utils.rnn.packPaddedSequence 给出），但给出的是 {1}。",
  "{0}: queries {1}, keys {2} and values {3} do not fit: they are (…, L, d), (…, S, d) and (…, S, v).":
    "{0}：查询 {1}、键 {2} 和值 {3} 不匹配：它们应为 (…, L, d)、(…, S, d) 和 (…, S, v)。",
  "{0}: give attnMask or isCausal, not both.": "{0}：attnMask 与 isCausal 只能给出一个。",
  "MultiheadAttention: embedDim {0} cannot be shared by {1} heads; it must be a multiple of their number.":
    "MultiheadAttention：embedDim {0} 不能由 {1} 个头平分；它必须是头数的倍数。",
  "{0}: queries, keys and values must all have 3 axes, or 2 without a batch; they have {1}.":
    "{0}：查询、键和值都必须有 3 个轴，没有批量时则是 2 个；给出的形状是 {1}。",
  "MultiheadAttention: queries, keys and values of (batch, length, size) {0}, {1} and {2} do not fit; the sizes must be {3}, {4} and {5}, the batches equal, and there must be a value for each key.":
    "MultiheadAttention：(批量, 长度, 大小) 为 {0}、{1} 和 {2} 的查询、键和值不匹配；大小必须是 {3}、{4} 和 {5}，批量必须相同，且每个键都要有一个值。",
  "MultiheadAttention: {0} has shape {1}; it must be {2}.":
    "MultiheadAttention：{0} 的形状是 {1}；它必须是 {2}。",
  '{0}: activation {1} is neither "relu" nor "gelu" nor a function.':
    '{0}：activation {1} 既不是 "relu" 或 "gelu"，也不是函数。',
  "{0}: give a layer, as in new nn.{1}(layer, 2); {2} was given.":
    "{0}：请给出一个层，例如 new nn.{1}(layer, 2)；而给出的是{2}。",
  "{0}: numLayers is {1}; give a whole number of at least 1.":
    "{0}：numLayers 是 {1}；请给出不小于 1 的整数。",

  // Optimisers and schedules.
  "{0}: betas are {1}; they must be two, in [0, 1).": "{0}：betas 是 {1}；它们必须是 [0, 1) 中的两个数。",
  "{0}: {1} is {2}; give {3}.": "{0}：{1} 是 {2}；请给出{3}。",
  "an optimiser, as in new optim.SGD(…)": "优化器，例如 new optim.SGD(…)",
  "a number of epochs, at least 1": "轮数，至少为 1",
  "a number of steps, or epochs and stepsPerEpoch": "步数，或 epochs 和 stepsPerEpoch",
  "a share in [0, 1]": "[0, 1] 中的比例",
  "a factor in (0, 1]": "(0, 1] 中的系数",
  "a factor in [0, 1]": "[0, 1] 中的系数",
  "schedules, as in [new LinearLR(…), new StepLR(…)]": "调度器，例如 [new LinearLR(…), new StepLR(…)]",
  "milestones, one less than schedules": "milestones，比调度器少一个",
  'OneCycleLR: annealStrategy {0} is neither "cos" nor "linear".':
    'OneCycleLR：annealStrategy {0} 既不是 "cos" 也不是 "linear"。',
  "OneCycleLR: there are no more than {0} steps.": "OneCycleLR：总共只有 {0} 步。",
  "a factor": "系数",
  "a learning rate": "学习率",
  "a function of the epoch": "以轮次为参数的函数",
  "MultiStepLR: milestones must be a list, such as [30, 80].":
    "MultiStepLR：milestones 必须是列表，例如 [30, 80]。",
  'ReduceLROnPlateau: mode "{0}" is neither "min" nor "max".':
    'ReduceLROnPlateau：mode "{0}" 既不是 "min" 也不是 "max"。',
  "ReduceLROnPlateau: factor is {0}; it must be below 1.": "ReduceLROnPlateau：factor 是 {0}；它必须小于 1。",
  'ReduceLROnPlateau: thresholdMode "{0}" is neither "rel" nor "abs".':
    'ReduceLROnPlateau：thresholdMode "{0}" 既不是 "rel" 也不是 "abs"。',
  "ReduceLROnPlateau: step needs the value that is watched, as in scheduler.step(valLoss).":
    "ReduceLROnPlateau：step 需要所监视的值，例如 scheduler.step(valLoss)。",
  "{0}: there are no parameters; is the model empty, or its iterator used up?":
    "{0}：没有参数；模型是空的，还是它的迭代器已用尽？",
  "{0}: a parameter is not a tensor.": "{0}：有一个参数不是张量。",
  "{0}: a parameter is the result of an operation; give leaf tensors.":
    "{0}：有一个参数是运算的结果；请给出叶子张量。",
  "{0}: a parameter is given twice, and would move twice. Give each once: [...new Set(parameters)].":
    "{0}：有一个参数给出了两次，会被更新两次。每个参数请只给一次：[...new Set(parameters)]。",
  "{0}: the gradient is sparse; use SGD, Adagrad or SparseAdam, or an embedding without sparse.":
    "{0}：梯度是稀疏的；请使用 SGD、Adagrad 或 SparseAdam，或使用不带 sparse 的嵌入层。",
  "{0}: weightDecay would move every row, but the gradient is sparse; leave one of the two out.":
    "{0}：weightDecay 会更新每一行，但梯度是稀疏的；两者请只用其一。",
  "SparseAdam: the gradient is not sparse; use Adam, or an embedding with { sparse: true }.":
    "SparseAdam：梯度不是稀疏的；请使用 Adam，或使用带 { sparse: true } 的嵌入层。",
  "{0}: a parameter is in more than one group.": "{0}：有一个参数出现在多个参数组中。",
  "{0}: lr is {1}; give a learning rate, as in { lr: 0.1 }.":
    "{0}：lr 是 {1}；请给出学习率，例如 { lr: 0.1 }。",
  "{0}: {1} is {2}; it must be at least 0.": "{0}：{1} 是 {2}；它必须不小于 0。",
  "{0}: give parameters, as in new {1}(net.parameters(), { lr: 0.1 }), or groups such as { params: [w], lr: 0.1 }; {2} was given. Did you mean net.parameters()?":
    "{0}：请给出参数，例如 new {1}(net.parameters(), { lr: 0.1 })，或参数组，例如 { params: [w], lr: 0.1 }；而给出的是{2}。您是指 net.parameters() 吗？",
  "{0}: groups of {1} parameters here, of {2} in the state.":
    "{0}：优化器中各组的参数个数是 {1}，状态中是 {2}。",
  "{0}: {1} has shape {2}, its parameter {3}.": "{0}：{1} 的形状是 {2}，而对应参数的形状是 {3}。",
  'step: the optimiser\'s state has no "{0}"; was it loaded from another kind?':
    "step：优化器的状态中没有“{0}”；它是否从另一种优化器载入？",
  'step: the optimiser remembers a {0} "{1}" of shape {2} for a parameter that is {3} {4} now. Make a new optimiser after assigning other data, or let it forget: optimizer.state.delete(parameter).':
    "step：优化器为该参数记录的 {0} “{1}”形状是 {2}，而参数现在是 {3} {4}。换成其他数据之后，请新建优化器，或让它忘记：optimizer.state.delete(parameter)。",
  "step: a {0} gradient of shape {1} for a parameter that is {2} {3} now. Call zeroGrad() after assigning other data.":
    "step：梯度是形状为 {1} 的 {0}，而参数现在是 {2} {3}。换成其他数据之后，请调用 zeroGrad()。",
  "SGD: nesterov needs a momentum above 0 and dampening 0.":
    "SGD：nesterov 需要大于 0 的 momentum，且 dampening 为 0。",

  // Random numbers.
  "Multinomial: totalCount is {0}; give a whole number of at least 1.":
    "Multinomial：totalCount 是 {0}；请给出不小于 1 的整数。",
  "Multinomial: probs has shape {0}; give weights along one axis.":
    "Multinomial：probs 的形状是 {0}；请沿一个轴给出权重。",
  "multinomial: weight {0} is {1}; give finite weights ≥ 0.":
    "multinomial：第 {0} 个权重是 {1}；请给出有限且 ≥ 0 的权重。",
  "multinomial: all weights are 0; at least one must be positive.":
    "multinomial：所有权重都是 0；至少要有一个为正。",
  "multinomial: {0} draws without replacement from {1} positive weights; pass { replacement: true }.":
    "multinomial：从 {1} 个正权重中不放回地抽取 {0} 次；请传入 { replacement: true }。",
  "manualSeed: {0} is not an integer; give a whole number such as 42.":
    "manualSeed：{0} 不是整数；请给出整数，例如 42。",
  "{0}: gives float32 or float64 numbers, not {1}.": "{0}：只能得到 float32 或 float64 的数，而不是 {1}。",
  "{0}: the standard deviation is {1}; it must be at least 0.": "{0}：标准差是 {1}；它必须不小于 0。",
  "a range and a size, as in randint(0, 10, [3])": "范围和大小，例如 randint(0, 10, [3])",
  "randint: there is no integer from {0} up to but without {1}.":
    "randint：从 {0} 到 {1}（不含）之间没有整数。",
  "bernoulli: {0} is no probability; use values in [0, 1].":
    "bernoulli：{0} 不是概率；请使用 [0, 1] 中的值。",
  "multinomial: weights have 1 or 2 axes, not the shape {0}.":
    "multinomial：权重有 1 个或 2 个轴，而不是形状 {0}。",
  "uniform_: from is {0} and to is {1}; from must not be larger.":
    "uniform_：from 是 {0}，to 是 {1}；from 不能更大。",
  "exponential_: the rate is {0}; it must be positive.": "exponential_：速率是 {0}；它必须为正。",
  "bernoulli_: p is {0}; use a probability in [0, 1].": "bernoulli_：p 是 {0}；请使用 [0, 1] 中的概率。",
};
