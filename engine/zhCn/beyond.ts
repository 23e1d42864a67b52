/** Exports to PyTorch and ONNX, and logs of trainings that were done elsewhere. */
import type { Messages } from "../payload/say.ts";

export const beyond: Messages = {
  "a history, as fit gives it, or a model": "fit 给出的历史记录，或一个模型",
  "the path of a folder": "文件夹的路径",
  "the path of a file or folder": "文件或文件夹的路径",
  "export: PyTorch has no {0}.": "export：PyTorch 没有 {0}。",
  "export: a convolution with another padding before than behind cannot be written as F.conv2d; pad the input with nn.functional.pad before it.":
    "export：前后填充不同的卷积不能写成 F.conv2d；请先用 nn.functional.pad 填充输入。",
  "export: a tensor that {0} takes was changed in place before. Use the operations that give a new tensor: x.add(1) for x.add_(1).":
    "export：{0} 用到的张量先前被就地修改过。请使用给出新张量的运算：用 x.add(1) 代替 x.add_(1)。",
  "export: an extent is {0} for {1} examples and {2} for {3}; only multiples of the batch can be exported.":
    "export：{1} 个样本时某一维的长度为 {0}，{3} 个时为 {2}；只能导出批量大小的倍数。",
  "export: an input with at least one example is needed, as in { input: x }.":
    "export：需要至少含一个样本的输入，例如 { input: x }。",
  'export: the activation of a Transformer layer is a function of your own; use "relu" or "gelu".':
    'export：Transformer 层的激活函数是自定义的；请使用 "relu" 或 "gelu"。',
  "export: the model computes a tensor of shape [{0}] from its input by what has no gradient, such as argmax or get with a mask; this cannot be exported.":
    "export：模型用没有梯度的运算（如 argmax 或按掩码取值的 get）由输入算出了形状为 [{0}] 的张量；这不能导出。",
  "export: the model does something else for {0} examples than for {1}. What depends on the values or the number of the examples cannot be exported.":
    "export：模型对 {0} 个样本和对 {1} 个样本所做的运算不同。取决于样本数值或数量的运算不能导出。",
  "export: the model uses {0} on a tensor of shape {1}, which cannot be written in PyTorch yet.":
    "export：模型对形状为 {1} 的张量使用了 {0}，目前还不能写成 PyTorch。",
  "export: the optimizer moves a tensor that is not a parameter of the model.":
    "export：优化器更新的张量不是模型的参数。",
  "export: {0} calls a {1} that is not a part of it. Keep the module in a field of its own, as in this.layer = new nn.Linear(…).":
    "export：{0} 调用了不属于它的 {1}。请把模块放在自己的字段里，例如 this.layer = new nn.Linear(…)。",
  "the function": "该函数",
  "export: {0} has not seen an input yet and does not know its size. Call the model once, net(x), before exporting it.":
    "export：{0} 还没有见过输入，不知道自己的大小。请先调用一次模型 net(x)，再导出。",
  "export: {0} is a class of your own; give an input to follow its forward with, as in { input: x }.":
    "export：{0} 是自定义的类；请给出输入以便跟踪它的 forward，例如 { input: x }。",
  "export: {0} is a schedule of your own; use one of optim.lrScheduler.":
    "export：{0} 是自定义的学习率调度；请使用 optim.lrScheduler 中的一种。",
  "export: {0} is an optimizer of your own; use one of {1}.":
    "export：{0} 是自定义的优化器；请使用 {1} 中的一种。",
  'export: {0} uses a tensor of shape [{1}] that is neither its parameter nor its buffer. Assign it to a field: a Parameter, or this.registerBuffer("name", x).':
    'export：{0} 使用了形状为 [{1}] 的张量，它既不是参数也不是缓冲区。请放进字段：用 Parameter，或 this.registerBuffer("name", x)。',
  "exportPyTorch: no fit of this kernel has made this history. Run the cell with fit again, or give the model.":
    "exportPyTorch：这份历史记录不是由本内核中的 fit 产生的。请重新运行含 fit 的单元格，或给出模型。",
  "watchHistory: {0} is {1}; give a number of seconds above 0.":
    "watchHistory：{0} 是 {1}；请给出大于 0 的秒数。",
  '{0}: line {1} is no JSON object, such as {"epoch": 1, "loss": 0.5}.':
    '{0}：第 {1} 行不是 JSON 对象，例如 {"epoch": 1, "loss": 0.5}。',
  "{0}: line {1}: epoch is not a number.": "{0}：第 {1} 行：epoch 不是数字。",
  "{0}: there is no column epoch; there are {1}.": "{0}：没有名为 epoch 的列；现有 {1}。",
  "Checkpoint: every is {0}; give a number of epochs, at least 1.":
    "Checkpoint：every 是 {0}；请给出至少为 1 的训练轮数。",
  "Checkpoint: give it to fit, among the callbacks.": "Checkpoint：请把它放在 fit 的 callbacks 中。",
  "a list of callbacks": "回调函数的列表",
  "a module as model": "作为 model 的模块",
  "a schedule with stateDict and loadStateDict": "带有 stateDict 和 loadStateDict 的学习率调度",
  "a scheduler of optim.lrScheduler, or one with stateDict and loadStateDict":
    "optim.lrScheduler 中的学习率调度，或带有 stateDict 和 loadStateDict 的学习率调度",
  "an optimizer of optim, made with new": "用 new 创建的 optim 优化器",
  "it is of another model: {0}": "它属于另一个模型：{0}",
  "load: there is no file {0}. Give { optional: true } behind, where a training may also begin.":
    "load：没有文件 {0}。若训练也可以从头开始，请在后面加上 { optional: true }。",
  "optimizer: groups of {0} parameters in the file, of {1} here":
    "optimizer：文件中各组的参数个数为 {0}，这里为 {1}",
  "optimizer: {0} in the file, {1} here": "optimizer：文件中是 {0}，这里是 {1}",
  "optimizer: {0} is {1} {2}, its parameter {3}": "optimizer：{0} 是 {1} {2}，其参数是 {3}",
  "random: {0} generators in the file, {1} here": "random：文件中有 {0} 个生成器，这里有 {1} 个",
  "there is no {0} in the file": "文件中没有 {0}",
  "true, false, or generators as random": "作为 random 的 true、false 或生成器",
  "what is to be kept, as in { model: net, optimizer: trainer }":
    "要保存的内容，例如 { model: net, optimizer: trainer }",
  "what to load into, as in { model: net, optimizer: trainer }":
    "要载入到的对象，例如 { model: net, optimizer: trainer }",
  "{0} is {1} here and {2} there": "{0} 在这里是 {1}，在那里是 {2}",
  "{0}: [{1}] in the file, [{2}] here": "{0}：文件中是 [{1}]，这里是 [{2}]",
  "{0}: these are tensors, but no checkpoint, as save writes it. Read them by data.loadSafetensors.":
    "{0}：其中是张量，但不是 save 写出的检查点。请用 data.loadSafetensors 读取。",
  "{0}: this checkpoint does not fit, and nothing was changed: {1}.":
    "{0}：此检查点不适用，未作任何更改：{1}。",
  "{0}: this checkpoint is damaged, its checksum does not fit. Take an older copy, or begin anew.":
    "{0}：此检查点已损坏，校验和不符。请使用较早的副本，或重新开始。",
  "{0}: this checkpoint is of a newer Gradbook (layout {1}, where {2} is known). Update Gradbook.":
    "{0}：此检查点来自更新版本的 Gradbook（格式 {1}，目前只认识 {2}）。请更新 Gradbook。",
};
