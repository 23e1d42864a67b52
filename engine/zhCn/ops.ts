/** 简体中文: what operations say. */
import type { Messages } from "../payload/say.ts";

export const ops: Messages = {
  "hardtanh: minVal is {0} and maxVal {1}; give the smaller number first.":
    "hardtanh：minVal 是 {0}，maxVal 是 {1}；请先写较小的数。",
  // Making tensors.
  "{0}: a size must be a whole number of at least 0, not {1}.":
    "{0}：大小必须是不小于 0 的整数，而不是 {1}。",
  "{0}: only float32 and float64 tensors can require a gradient, not {1}.":
    "{0}：只有 float32 和 float64 张量可以需要梯度，{1} 不可以。",
  "tensor: expected a number at depth {0}, found {1}. All rows must have the same length and depth, and hold numbers or booleans.":
    "tensor：第 {0} 层应为数，却是{1}。所有行的长度和嵌套深度必须相同，元素必须是数或布尔值。",
  "tensor: expected {0} elements at depth {1}, found {2}. All rows must have the same length.":
    "tensor：第 {1} 层应有 {0} 个元素，却是 {2}。所有行的长度必须相同。",
  "{0} elements": "{0} 个元素",
  "tensor: give all numbers as one array: tensor([1, 2, 3]).":
    "tensor：请把所有数放在一个数组中：tensor([1, 2, 3])。",
  "an array of numbers": "由数组成的数组",
  "fromArray: {0} numbers do not fill shape ({1}).": "fromArray：{0} 个数不能恰好填满形状 ({1})。",
  "arange: give numbers, as in arange(12) or arange(0, 1, 0.1), not {0}.":
    "arange：请给出数，例如 arange(12) 或 arange(0, 1, 0.1)，而不是 {0}。",
  "arange: from {0} to {1} with step {2} there is no end; the step must be a number other than 0 that leads from start towards end.":
    "arange：以步长 {2} 从 {0} 到不了 {1}；步长必须是非 0 的数，并从起点朝向终点。",
  "linspace: how many numbers? Give the steps, as in linspace(0, 1, 5).":
    "linspace：要多少个数？请给出个数，例如 linspace(0, 1, 5)。",
  "oneHot: element {0} is {1}, but classes count from 0.":
    "oneHot：第 {0} 个元素是 {1}，但类别从 0 开始编号。",
  "oneHot: how many classes there are does not follow from no index; say so: oneHot(x, 10).":
    "oneHot：没有索引就无法得知类别数；请写明：oneHot(x, 10)。",
  "{0}: paddingIdx is {1}; there are {2} rows, {3} … {4}.":
    "{0}：paddingIdx 是 {1}；共有 {2} 行，{3} … {4}。",
  "{0}: the weight has shape {1}; it must be a matrix of one row for each index.":
    "{0}：权重的形状是 {1}；它必须是矩阵，每个索引一行。",
  "{0}: index {1} is not one of the {2} rows 0 … {3}.": "{0}：索引 {1} 不在 {2} 行（0 … {3}）之内。",
  "embeddingBag: the rows of an index of shape {0} are the bags; leave the offsets out.":
    "embeddingBag：形状为 {0} 的索引以行为袋；请不要给出偏移量。",
  "embeddingBag: the index has shape {0}; give one axis with offsets, or two.":
    "embeddingBag：索引的形状是 {0}；请给出一个轴并附上偏移量，或给出两个轴。",
  "embeddingBag: an index with one axis needs offsets, where each bag starts, as in tensor([0, 4]).":
    "embeddingBag：只有一个轴的索引需要偏移量，即每个袋的起点，例如 tensor([0, 4])。",
  "embeddingBag: the offsets have shape {0}; they must have one axis.":
    "embeddingBag：偏移量的形状是 {0}；它们必须只有一个轴。",
  "embeddingBag: with includeLastOffset there must be an offset.":
    "embeddingBag：使用 includeLastOffset 时至少要有一个偏移量。",
  "embeddingBag: the offsets are {0}; they must start with 0, not fall, and not go beyond the {1} indices.":
    "embeddingBag：偏移量是 {0}；它们必须从 0 开始、不能递减，且不能超出 {1} 个索引。",
  'embeddingBag: mode is {0}; use "sum", "mean" or "max".':
    'embeddingBag：mode 是 {0}；请使用 "sum"、"mean" 或 "max"。',
  "embeddingBag: there is no sparse gradient of the largest; leave sparse out.":
    "embeddingBag：最大值没有稀疏梯度；请不要给出 sparse。",
  'embeddingBag: perSampleWeights go with mode "sum", not with {0}.':
    'embeddingBag：perSampleWeights 只能与 mode "sum" 一起使用，不能与 {0} 一起使用。',
  "embeddingBag: perSampleWeights have shape {0}, the index has {1}; they must be equal.":
    "embeddingBag：perSampleWeights 的形状是 {0}，索引的形状是 {1}；两者必须相同。",
  "embeddingBag: perSampleWeights are {0}, the weight is {1}; they must be equal.":
    "embeddingBag：perSampleWeights 是 {0}，权重是 {1}；两者必须相同。",
  "repeatInterleave: a 0-d tensor has no axis {0}; leave dim out.":
    "repeatInterleave：0 维张量没有轴 {0}；请不要给出 dim。",
  "{0}: {1} does not stretch to the shape of the product, {2}.": "{0}：{1} 无法扩展到乘积的形状 {2}。",
  "pad: mode {0} does not take [{1}] for an input of shape {2}: give two numbers for each axis behind the batch and the channels.":
    "pad：对于形状为 {2} 的输入，模式 {0} 不接受 [{1}]：请为批量轴和通道轴之后的每个轴给出两个数字。",
  "{0}: this tensor of shape {1} is not sparse.": "{0}：这个形状为 {1} 的张量不是稀疏的。",
  "Gradients of embeddings with { sparse: true } are.": "带 { sparse: true } 的嵌入层的梯度才是稀疏的。",
  "{0}: this gradient was changed in rows that it did not have; use toDense().":
    "{0}：这个梯度在它原本没有的行上被修改过；请使用 toDense()。",

  // Other orders and places.
  "a number of places, or one for each axis": "位置数，或每个轴各一个",
  "an axis, or an array of them": "一个轴，或由轴组成的数组",
  "a number of times, or one for each element": "次数，或每个元素各一个",
  "roll: {0} is no whole number of places.": "roll：{0} 不是整数个位置。",
  "roll: {0} shifts do not fit {1} axes.": "roll：{0} 个位移与 {1} 个轴不匹配。",
  "repeatInterleave: {0} numbers of times do not fit the {1} elements of axis {2}.":
    "repeatInterleave：{0} 个次数与轴 {2} 的 {1} 个元素不匹配。",
  "repeatInterleave: {0} times is no whole number of at least 0.":
    "repeatInterleave：{0} 次不是不小于 0 的整数。",
  "{0}: a matrix is expected, but the shape is {1}.": "{0}：应为矩阵，但形状是 {1}。",
  "{0}: a vector is expected, but the shape is {1}.": "{0}：应为向量，但形状是 {1}。",
  "{0}: a square matrix is expected, but the shape is {1}.": "{0}：应为方阵，但形状是 {1}。",
  "diagonal: dim1 and dim2 are both axis {0}.": "diagonal：dim1 和 dim2 都是轴 {0}。",
  "diag: a vector or a matrix is expected, but the shape is {0}.": "diag：应为向量或矩阵，但形状是 {0}。",
  'meshgrid: indexing is {0}; use "ij" or "xy".': 'meshgrid：indexing 是 {0}；请用 "ij" 或 "xy"。',
  "meshgrid: a vector is expected, but the shape is {0}.": "meshgrid：应为向量，但形状是 {0}。",
  "indexAdd: the source has shape {0}; it must be {1}.": "indexAdd：source 的形状是 {0}；它必须是 {1}。",
  "topk: there are no {0} among the {1} elements of axis {2}.": "topk：轴 {2} 的 {1} 个元素中取不出 {0} 个。",
  "searchsorted: sorted numbers of shape {0} and values of {1} do not fit: they may differ in the last axis only, or the first is a vector.":
    "searchsorted：形状为 {0} 的有序数与形状为 {1} 的值不匹配：只有最后一个轴可以不同，或者前者是向量。",
  "bincount: minlength is {0}; give a whole number of at least 0.":
    "bincount：minlength 是 {0}；请给出不小于 0 的整数。",
  "bincount: {0} is negative.": "bincount：{0} 是负数。",
  "bincount: {0} weights do not fit {1} numbers.": "bincount：{0} 个权重与 {1} 个数不匹配。",
  'histc: the input is {0}; convert it with to("float32").': 'histc：输入是 {0}；请用 to("float32") 转换。',
  "histc: {0} bins; give a whole number of at least 1.": "histc：{0} 个区间；请给出不小于 1 的整数。",
  "histc: from {0} to {1} there is no interval.": "histc：从 {0} 到 {1} 没有区间。",
  "einsum of {0}: {1}": "等式 {0} 的 einsum：{1}",
  "axes are single letters, and one ellipsis (...) may stand for others.":
    "轴用单个字母表示，另可用一个省略号（...）代表其余的轴。",
  "axis {0} has {1} and {2} elements.": "轴 {0} 有 {1} 和 {2} 个元素。",
  "it has {0} operands, but there are {1} tensors.": "其中有 {0} 个运算对象，但给出了 {1} 个张量。",
  "{0} does not fit the axes of {1}.": "{0} 与 {1} 的轴不匹配。",
  "axis {0} of the result is in no operand, or there twice.":
    "结果的轴 {0} 不在任何运算对象中，或出现了两次。",
  'einsum: the equation comes first, as in "ij,jk->ik".': 'einsum：请先给出等式，例如 "ij,jk->ik"。',
  '{0}: {1} matrices are not taken. Convert them: x.to("float32").':
    '{0}：不接受 {1} 矩阵。请转换：x.to("float32")。',
  "{0}: the matrix is singular, so that there is no solution.": "{0}：矩阵是奇异的，因此没有解。",
  "solve: matrices {0} and right sides {1} do not fit.": "solve：矩阵 {0} 与右端项 {1} 不匹配。",
  "{0}: the gradient by {1} is not there; detach() the input.":
    "{0}：没有对 {1} 的梯度；请对输入使用 detach()。",
  "Q and R with a complete Q": "完整 Q 时的 Q 和 R",
  "U and Vᵀ": "U 和 Vᵀ",
  'qr: mode is {0}; use "reduced" or "complete".': 'qr：mode 是 {0}；请用 "reduced" 或 "complete"。',

  // Axes and shapes.
  "{0}: along which axis? Pass its number, or { dim: 0 }.": "{0}：沿哪个轴？请传入轴的编号，或 { dim: 0 }。",
  "{0}: dim is {1}; give the number of an axis, or an array of them.":
    "{0}：dim 是 {1}；请给出一个轴的编号，或由编号组成的数组。",
  "{0}: axis {1} appears twice in dim.": "{0}：轴 {1} 在 dim 中出现了两次。",
  "{0}: {1} is no size in ({2}); sizes are whole numbers, and one may be -1.":
    "{0}：({2}) 中的 {1} 不能作为大小；大小是整数，其中一个可以是 -1。",
  "{0}: {1} has {2} elements, which do not fit {3}. Use -1 for a size that follows from the others.":
    "{0}：{1} 有 {2} 个元素，与 {3} 不符。可以用 -1 表示由其余大小推算出的那一个。",
  "{0}: {1} has {2} elements, which do not fit {3} ({4} elements). Use -1 for a size that follows from the others.":
    "{0}：{1} 有 {2} 个元素，与 {3}（{4} 个元素）不符。可以用 -1 表示由其余大小推算出的那一个。",
  "view: the elements of this {0} tensor do not lie in an order that can be seen as ({1}). Use reshape, which copies where it must.":
    "view：此 {0} 张量的元素在内存中的顺序无法看作 ({1})。请使用 reshape，它会在必要时复制。",
  "flatten: startDim {0} comes after endDim {1}.": "flatten：startDim {0} 在 endDim {1} 之后。",
  "expand: {0} does not stretch to {1}; only axes of length 1 stretch.":
    "expand：{0} 不能扩展为 {1}；只有长度为 1 的轴可以扩展。",
  "permute: ({0}) must name each of the {1} axes once.": "permute：({0}) 必须恰好包含 {1} 个轴各一次。",
  "narrow: {0} elements from {1} leave axis {2} of shape {3}.":
    "narrow：从 {1} 开始的 {0} 个元素超出了形状 {3} 的轴 {2}。",
  "{0}: give the tensors as one array: {1}([a, b], 0).": "{0}：请把张量放在一个数组中：{1}([a, b], 0)。",
  "{0}: expected at least one tensor.": "{0}：至少需要一个张量。",
  "cat: 0-d tensors cannot be joined; use stack([a, b]).": "cat：0 维张量不能拼接；请使用 stack([a, b])。",
  "cat: tensor {0} of shape {1} does not fit beside {2}: all axes but axis {3} must be equal.":
    "cat：第 {0} 个张量的形状 {1} 与 {2} 不能拼接：除轴 {3} 外，其余各轴必须等长。",
  "stack: all shapes must be equal, but there are {0} and {1}.":
    "stack：所有形状必须相同，但出现了 {0} 和 {1}。",
  "{0}: a 0-d tensor has no axis to take apart.": "{0}：0 维张量没有可拆分的轴。",
  "split: the size of a piece must be above 0, not {0}.": "split：每块的大小必须大于 0，而不是 {0}。",
  "a size or a list of sizes, as in x.split([1, 2])": "一个大小或一组大小，例如 x.split([1, 2])",
  "split: the sizes add up to {0}, but axis {1} has length {2}.":
    "split：各块大小之和为 {0}，而轴 {1} 的长度为 {2}。",
  "chunk: the number of pieces must be above 0, not {0}.": "chunk：块数必须大于 0，而不是 {0}。",
  "repeat: {0} numbers are too few for the {1} axes of {2}.": "repeat：{0} 个数少于 {2} 的 {1} 个轴。",
  "repeat: {0} times is no whole number of at least 0.": "repeat：重复次数 {0} 不是不小于 0 的整数。",

  // Indices.
  "an index: a whole number, a slice, null, a list, a tensor": "索引：整数、切片、null、列表或张量",
  'get: "{0}" is no index; write a number, "start:stop" or "start:stop:step" with any part empty, "..." or "None".':
    'get：“{0}”不是索引；请写数、"start:stop" 或 "start:stop:step"（任一部分可省略）、"..." 或 "None"。',
  "get: the step of a slice must be at least 1, not {0}.": "get：切片的步长必须至少为 1，而不是 {0}。",
  "get: the mask has shape {0}, but it covers axes {1}.": "get：掩码的形状是 {0}，而它对应的各轴是 {1}。",
  "get: {0} indices are too many for shape {1}.": "get：对形状 {1} 来说，{0} 个索引太多。",
  'get: "..." may stand once only.': 'get："..." 只能出现一次。',
  "get: the mask has {0} elements, but axis {1} has {2}.": "get：掩码有 {0} 个元素，而轴 {1} 有 {2} 个。",
  "get: index lists of shapes {0} do not pair up.": "get：形状为 {0} 的索引列表无法一一对应。",
  "{0}: an index must be a whole number, but element {1} is {2}.":
    "{0}：索引必须是整数，但第 {1} 个元素是 {2}。",
  "{0}: index {1} is outside of axis {2} with {3} elements ({4} … {5}).":
    "{0}：索引 {1} 超出了轴 {2} 的范围，该轴有 {3} 个元素（{4} … {5}）。",
  "{0}: the index of shape {1} must have as many axes as {2} and, apart from axis {3}, be no longer.":
    "{0}：形状为 {1} 的索引必须与 {2} 轴数相同，且除轴 {3} 外不能更长。",
  "indexSelect: a 0-d tensor has one element, but there are {0} indices.":
    "indexSelect：0 维张量只有一个元素，却给出了 {0} 个索引。",
  "{0}: the source has shape {1}, the index {2}; they must be equal.":
    "{0}：源的形状是 {1}，索引的形状是 {2}；两者必须相同。",
  "{0}: there is nothing to choose from in shape ({1}); an axis has length 0.":
    "{0}：形状 ({1}) 中没有可选的元素；有一个轴的长度为 0。",

  // Numbers.
  '{0}: alpha is {1}, but whole numbers are multiplied by whole ones. Convert them: x.to("float32").':
    '{0}：alpha 是 {1}，但整数只能与整数相乘。请转换：x.to("float32")。',
  "{0}: at least one operand must be a tensor.": "{0}：至少有一个操作数必须是张量。",
  '{0}: {1} does not fit among {2} numbers; convert them first: x.to("float32").':
    '{0}：{1} 不能放入 {2} 类型的数中；请先转换：x.to("float32")。',
  "matmul: the leading axes of {0} and {1} do not broadcast.": "matmul：{0} 与 {1} 的前面各轴无法广播。",
  'matmul: {0} matrices are not multiplied. Convert them: x.to("float32").':
    'matmul：{0} 矩阵不能相乘。请转换：x.to("float32")。',
  "{0}: the first must be {1}, but has shape {2}. Use matmul for other ranks.":
    "{0}：第一个张量必须是{1}，而它的形状是 {2}。其他维数请使用 matmul。",
  "{0}: the second must be {1}, but has shape {2}. Use matmul for other ranks.":
    "{0}：第二个张量必须是{1}，而它的形状是 {2}。其他维数请使用 matmul。",
  "a vector": "向量",
  "a matrix": "矩阵",
  "a batch of matrices": "一批矩阵",
  "bmm: {0} and {1} do not fit: {2} ≠ {3} matrices (axis 0 of both). matmul repeats one matrix for all.":
    "bmm：{0} 与 {1} 不匹配：矩阵个数 {2} ≠ {3}（两者的轴 0）。matmul 可以让一个矩阵与所有矩阵相乘。",
  "linear: {0} does not fit a layer of {1} inputs and {2} outputs: {3} ≠ {4} (last axis of the input). Flatten the input first, or change the layer's number of inputs.":
    "linear：{0} 与 {1} 个输入、{2} 个输出的层不匹配：{3} ≠ {4}（输入的最后一个轴）。请先展平输入，或修改该层的输入数。",
  "no axis": "没有轴",
  "prelu: {0} weights do not fit the {1} channels of shape {2}; use 1 or {3}.":
    "prelu：{0} 个权重与形状 {2} 的 {1} 个通道不匹配；请使用 1 个或 {3} 个。",
  "an order, or options as in { p: 1 }": "范数的阶，或选项，例如 { p: 1 }",

  // Losses.
  "{0}: the prediction has shape {1}, the target {2}; they must be equal. (Broadcasting here would compare every prediction with every target.) Did you mean y.reshape(yHat.shape)?":
    "{0}：预测的形状是 {1}，目标的形状是 {2}；两者必须相同。（此处若广播，每个预测都会与每个目标比较。）您是指 y.reshape(yHat.shape) 吗？",
  "{0}: target {1} is class {2}, but there are {3} classes: 0 … {4} (axis 1 of the input).":
    "{0}：第 {1} 个目标是类别 {2}，但只有 {3} 个类别：0 … {4}（输入的轴 1）。",
  "{0}: for predictions of shape {1} the target must have shape {2} (classes) or {3} (probabilities), not {4}.":
    "{0}：预测的形状为 {1} 时，目标的形状必须是 {2}（类别）或 {3}（概率），而不是 {4}。",
  "smoothL1: beta must be at least 0, not {0}.": "smoothL1：beta 必须不小于 0，而不是 {0}。",
  "huber: delta must be above 0, not {0}.": "huber：delta 必须大于 0，而不是 {0}。",
  "bce: predictions must be probabilities in [0, 1], but one is {0}. Apply sigmoid first, or use bceWithLogits.":
    "bce：预测必须是 [0, 1] 中的概率，但其中一个是 {0}。请先应用 sigmoid，或使用 bceWithLogits。",

  // In place.
  "{0}: a leaf tensor that requires a gradient cannot be changed in place while operations are recorded. Change it inside noGrad(() => x.{1}(…)), or change x.data.":
    "{0}：在记录运算期间，不能原地修改需要梯度的叶子张量。请在 noGrad(() => x.{1}(…)) 中修改，或修改 x.data。",
  "{0}: a view of a leaf tensor that requires a gradient cannot be changed in place while operations are recorded. Change it inside noGrad(() => x.{1}(…)), or change x.data.":
    "{0}：在记录运算期间，不能原地修改需要梯度的叶子张量的视图。请在 noGrad(() => x.{1}(…)) 中修改，或修改 x.data。",
  "{0}: this tensor is one of several views that one call gave (split, chunk, unbind), and changes of these are not recorded. Use the out-of-place form, or a view by x.narrow(…) or x.get(…).":
    "{0}：此张量是一次调用（split、chunk、unbind）得到的多个视图之一，对它们的修改不会被记录。请使用非原地的形式，或用 x.narrow(…)、x.get(…) 得到视图。",
  "{0}: this view was made inside noGrad(), and is changed while operations are recorded. Make it where it is changed: both inside noGrad(), or both outside.":
    "{0}：此视图在 noGrad() 中创建，却在记录运算时被修改。请在同一处创建和修改：都在 noGrad() 中，或都在其外。",
  "{0}: several elements of this expanded tensor lie in one place of the memory. Change a clone() instead.":
    "{0}：这个扩展得到的张量有多个元素共用同一处内存。请改为修改它的 clone()。",
  "{0}: a {1} result cannot be stored in an {2} tensor; convert x first.":
    "{0}：{1} 的结果不能存入 {2} 张量；请先转换 x。",
  '{0}: the result is {1}, which does not fit into a tensor of {2}. Convert it first, x.to("{3}"), or use the form that makes a new tensor.':
    '{0}：结果是 {1}，无法放入 {2} 张量。请先转换，如 x.to("{3}")，或使用得到新张量的形式。',

  // Windows over images.
  '{0}: the input is {1}; convert it with to("float32").': '{0}：输入是 {1}；请用 to("float32") 转换。',
  "{0}: {1} is {2}; give a whole number of at least {3}, or two: [rows, columns].":
    "{0}：{1} 是 {2}；请给出一个不小于 {3} 的整数，或两个：[行, 列]。",
  "{0}: {1} is {2}; give a whole number of at least {3}.": "{0}：{1} 是 {2}；请给出一个不小于 {3} 的整数。",
  '{0}: padding is {1}; give numbers, "same" or "valid".':
    '{0}：padding 是 {1}；请给出数字、"same" 或 "valid"。',
  '{0}: padding "same" goes with stride 1 only.': '{0}：padding "same" 只能与步幅 1 一起使用。',
  "{0}: the input has shape {1}; it must be (N, C, H, W) or (C, H, W). Add the axes that it lacks: x.unsqueeze(1) adds one for a single channel.":
    "{0}：输入的形状是 {1}；它必须是 (N, C, H, W) 或 (C, H, W)。请补上缺少的轴：x.unsqueeze(1) 为单个通道加一个轴。",
  "{0}: the input has shape {1}; it must be (N, C, L) or (C, L). Add the axes that it lacks: x.unsqueeze(1) adds one for a single channel.":
    "{0}：输入的形状是 {1}；它必须是 (N, C, L) 或 (C, L)。请补上缺少的轴：x.unsqueeze(1) 为单个通道加一个轴。",
  "{0}: a window of {1} does not fit into an input of shape {2}. Take a smaller window or a smaller stride before it, or add padding.":
    "{0}：{1} 的窗口放不进形状为 {2} 的输入。请使用更小的窗口，或在它之前使用更小的步幅，或添加填充。",
  "{0}: {1} input and {2} output channels do not divide into {3} groups.":
    "{0}：{1} 个输入通道和 {2} 个输出通道不能分成 {3} 组。",
  "{0}: the bias has shape {1}, but there are {2} output channels.":
    "{0}：偏置的形状是 {1}，但输出通道有 {2} 个。",
  "{0}: the weight has shape {1}; it must be of two numbers of channels, rows and columns.":
    "{0}：权重的形状是 {1}；它必须由两个通道数、行数和列数组成。",
  "{0}: the weight has shape {1}; it must be of two numbers of channels and a length.":
    "{0}：权重的形状是 {1}；它必须由两个通道数和一个长度组成。",
  "{0}: an input of shape {1} has {2} channels (axis {3}), but a weight of shape {4} takes {5}. Change the layer's number of input channels, or reshape the input.":
    "{0}：形状为 {1} 的输入有 {2} 个通道（轴 {3}），但形状为 {4} 的权重接受 {5} 个。请修改该层的输入通道数，或改变输入的形状。",
  "{0}: outputPadding must be smaller than the stride or the dilation.":
    "{0}：outputPadding 必须小于步幅或扩张率。",
  "{0}: a padding of {1} is more than half of a window of {2}.": "{0}：{1} 的填充超过了 {2} 的窗口的一半。",
  "{0}: divisorOverride is {1}; nothing is divided by that.": "{0}：divisorOverride 是 {1}；不能以它作除数。",
  "{0}: there is nothing to pool in an input of shape {1}.": "{0}：形状为 {1} 的输入中没有可汇聚的元素。",
  "fold: the input has shape {0}; for an output of {1} and a window of {2} it must be (N, C · {3}, {4}).":
    "fold：输入的形状是 {0}；对于 {1} 的输出和 {2} 的窗口，它必须是 (N, C · {3}, {4})。",
  "pad: {0} is no padding of an input of shape {1}; give two whole numbers for each axis, the last axis first: [left, right, top, bottom].":
    "pad：{0} 不是形状为 {1} 的输入的填充量；请为每个轴给出两个整数，最后一个轴在前：[左, 右, 上, 下]。",
  "pad: {0} and {1} elements cannot be taken from axis {2} of shape {3}.":
    "pad：不能从形状 {3} 的轴 {2} 上去掉 {0} 个和 {1} 个元素。",
  "pad: mode {0} cannot add {1} and {2} elements to axis {3} of shape {4}.":
    "pad：模式 {0} 不能在形状 {4} 的轴 {3} 上添加 {1} 个和 {2} 个元素。",
  'pad: there is no mode {0}; use "constant", "reflect", "replicate" or "circular".':
    'pad：没有名为 {0} 的模式；请使用 "constant"、"reflect"、"replicate" 或 "circular"。',
};
