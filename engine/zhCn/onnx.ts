/** Writing and reading of ONNX. */
import type { Messages } from "../payload/say.ts";

export const onnx: Messages = {
  "a graph within a graph is not written": "图中的子图无法写出",
  "there is no graph in it": "其中没有计算图",
  'tensor "{0}" has the shape [{1}]': "张量“{0}”的形状为 [{1}]",
  'tensor "{0}" has {1} bytes for the shape [{2}]': "张量“{0}”有 {1} 个字节，与形状 [{2}] 不符",
  "elements of type {0} are not known": "不认识类型为 {0} 的元素",
  'attribute "{0}" has no value': "属性“{0}”没有值",
  'attribute "{0}" is of a kind that is not known': "属性“{0}”属于不认识的种类",
  "it ends within a number": "它在一个数的中间结束",
  "a number has more than ten bytes": "有一个数超过十个字节",
  "it ends within a field": "它在一个字段的中间结束",
  "there is no field {0}": "没有字段 {0}",
  "there is no wire type {0}": "没有编码类型 {0}",
  "field {0} is a number, where bytes are expected": "字段 {0} 是数字，而此处应为字节",
  "{0} bytes are no numbers of {1}": "{0} 个字节不能组成每个 {1} 字节的数",
  "importOnnx: {0} is no ONNX model that can be read: {1}.":
    "importOnnx：{0} 不是可以读取的 ONNX 模型：{1}。",
  "its weights are said to be in {0}, which is not beside it": "它的权重据称在 {0} 中，而该文件不在它旁边",
  "it uses {0}, which Gradbook does not have": "它使用了 Gradbook 没有的 {0}",
  "{0}: {1} inputs were given; there are {2}: {3}.": "{0}：给出了 {1} 个输入；应有 {2} 个：{3}。",
  "{0}: node {1} ({2}): {3}": "{0}：节点 {1}（{2}）：{3}",
  '{0}: nothing gives "{1}".': "{0}：没有节点给出“{1}”。",
  "{0}: {1} is to be {2}; {3} was given.": "{0}：{1} 应为 {2}；给出的是 {3}。",
  "input {0} is missing": "缺少输入 {0}",
  "a slice has step {0} along axis {1}": "切片沿轴 {1} 的步长为 {0}",
  "a constant has no value that is known": "常量没有可识别的值",
  "CumSum is known forwards and inclusive alone": "只支持正向且包含自身的 CumSum",
  '"{0}" has {1}, which does not fit into int32': "“{0}”含有 {1}，超出 int32 的范围",
  "the attribute {0} is of another kind than {1}": "属性 {0} 的种类不是 {1}",
  "windows over {0} axes are not known; one or two are": "不支持在 {0} 个轴上的窗口；只支持一个或两个轴",
  "ConvTranspose is known with pads alone": "ConvTranspose 只支持 pads",
  "ConvTranspose cuts off more behind than before": "ConvTranspose 在后面截去的比前面多",
  "AveragePool is known without dilations alone": "AveragePool 不支持 dilations",
  "Pad with mode {0} or axes is not known": "不支持模式为 {0} 或带 axes 的 Pad",
  "{0} with {1} is not known": "不支持带 {1} 的 {0}",
  "exportOnnx: batchAxis is {0}, of an input with {1} axes.":
    "exportOnnx：batchAxis 是 {0}，而输入有 {1} 个轴。",
  "exportOnnx: fit has not trained this model; give an input to follow it with, as in { input: x }.":
    "exportOnnx：该模型未经 fit 训练；请给出输入以便跟踪它，例如 { input: x }。",
  "exportOnnx: the model computes something that depends on its examples in a way that cannot be followed, by their values or by an operation without a gradient; the graph gives other numbers for others. Nothing was written.":
    "exportOnnx：模型的计算以无法跟踪的方式取决于样本，例如取决于样本的数值，或用了没有梯度的运算；对其他样本，计算图给出不同的结果。没有写出任何文件。",
  "{0} on a tensor of shape {1}, in {2}": "{2} 中对形状为 {1} 的张量使用的 {0}",
  "exportOnnx: ONNX has no words for {0}. Nothing was written; compute it in another way, or outside of the model.":
    "exportOnnx：ONNX 无法表达{0}。没有写出任何文件；请换一种方式计算，或在模型之外计算。",
  "exportOnnx: the model gives no tensor.": "exportOnnx：模型没有给出张量。",
  "exportOnnx: {0} takes one sequence without a batch, which ONNX does not know; give a batch, of shape (L, N, inputSize).":
    "exportOnnx：{0} 接受的是没有批量的单个序列，ONNX 不支持；请给出形状为 (L, N, inputSize) 的一批序列。",
  "exportOnnx: ONNX has no words for bags with offsets; give an index of shape (B, N).":
    "exportOnnx：ONNX 无法表达带 offsets 的 bag；请给出形状为 (B, N) 的索引。",
  "exportOnnx: {0} takes packed sequences, which ONNX does not know; give them padded.":
    "exportOnnx：{0} 接受的是打包序列，ONNX 不支持；请给出填充后的序列。",
  "a tensor, or a list of them, as input": "作为 input 的一个张量或张量列表",
};
