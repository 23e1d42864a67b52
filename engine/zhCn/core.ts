/** 简体中文: what tensors, automatic differentiation and the checks of all arguments say. */
import type { Messages } from "../payload/say.ts";

export const core: Messages = {
  // Shapes and dtypes.
  "{0}: no memory for the {1} result of shape {2} ({3}).":
    "{0}：内存不足，放不下形状为 {2} 的 {1} 结果（{3}）。",
  "That alone is more than the engine may use.": "仅此一项就超过了引擎可用的内存。",
  "Held now: {0}.": "目前占用：{0}。",
  "Use a smaller batch, predict inside noGrad(), or let go of tensors you no longer need.":
    "请减小批次大小，在 noGrad() 中做预测，或释放不再需要的张量。",
  "{0}: {1} and {2} do not broadcast: {3} ≠ {4} (axis {5} of the first, axis {6} of the second).":
    "{0}：{1} 与 {2} 无法广播：{3} ≠ {4}（第一个张量的轴 {5}，第二个张量的轴 {6}）。",
  "{0}: {1} and {2} do not broadcast.": "{0}：{1} 与 {2} 无法广播。",
  "Axes are compared from the right; they must be equal, or one of them 1.":
    "广播时从最右边的轴开始比较：长度必须相等，或者其中一个为 1。",
  "Did you mean {0}?": "您是指 {0} 吗？",
  "matmul: {0} and {1} do not fit: both need at least one axis. To scale by a number, use x.mul(s).":
    "matmul：{0} 与 {1} 不匹配：两者都至少需要一个轴。要乘以一个数，请用 x.mul(s)。",
  "matmul: {0} and {1} do not fit: {2} ≠ {3} (axis {4} of the first, axis {5} of the second).":
    "matmul：{0} 与 {1} 不匹配：{2} ≠ {3}（第一个张量的轴 {4}，第二个张量的轴 {5}）。",
  "The last axis of the first must be as long as the second to last axis of the second.":
    "第一个张量的最后一个轴必须与第二个张量的倒数第二个轴等长。",
  "{0}: there is no axis {1} in shape {2}; use {3} … {4}.": "{0}：形状 {2} 没有轴 {1}；请使用 {3} … {4}。",
  '{0}: the dtypes differ, {1} and {2}. Convert one of them, for example x.to("{3}").':
    '{0}：数据类型不同，分别是 {1} 和 {2}。请转换其中一个，例如 x.to("{3}")。',
  "{0}: a tensor is expected where {1} was given.": "{0}：此处应为张量，而给出的是{1}。",
  "Make a tensor of it: tensor([…]).": "请先转换为张量：tensor([…])。",
  "{0}: there is no dtype {1}.": "{0}：没有数据类型 {1}。",
  "Use {0}, or torch.float32 and the like.": "请使用 {0}，或 torch.float32 这样的名称。",

  // Automatic differentiation.
  "backward: the graph was freed by an earlier backward ({0} has lost what it saved). Compute the loss anew, or keep the graph: loss.backward(undefined, { retainGraph: true }).":
    "backward：计算图已在之前的 backward 中释放（{0} 保存的中间结果已丢失）。请重新计算损失，或保留计算图：loss.backward(undefined, { retainGraph: true })。",
  "backward: {0} needs a tensor that was changed in place after it was used. Use the out-of-place form (x.add(y) for x.add_(y)), or clone() before the change.":
    "backward：{0} 所需的张量在使用之后被原地修改了。请改用非原地的形式（用 x.add(y) 代替 x.add_(y)），或在修改之前 clone()。",
  "backward: a gradient starts from a scalar, but this tensor has shape {0}. Reduce it first, y.sum().backward(), or hand in a gradient, y.backward(ones(y.shape)).":
    "backward：梯度从标量开始计算，但此张量的形状是 {0}。请先归约，如 y.sum().backward()，或传入梯度，如 y.backward(ones(y.shape))。",
  "backward: nothing to differentiate: this tensor does not depend on any tensor with requiresGrad, or it was made inside noGrad() or after detach(). Set requiresGrad on the parameters first.":
    "backward：没有可求导的内容：此张量不依赖任何 requiresGrad 的张量，或者是在 noGrad() 中、detach() 之后得到的。请先对参数设置 requiresGrad。",
  "backward: the gradient has shape {0}, but the tensor has {1}; they must be equal.":
    "backward：梯度的形状是 {0}，而张量的形状是 {1}；两者必须相同。",
  "registerHook: the hook was given a {0} gradient of shape {1} and returned {2} {3}; they must be equal.":
    "registerHook：钩子收到形状为 {1} 的 {0} 梯度，却返回了 {2} {3}；两者必须相同。",
  "grad: input {0} does not have requiresGrad; set x.requiresGrad = true before it is used.":
    "grad：第 {0} 个输入没有 requiresGrad；请在使用之前设置 x.requiresGrad = true。",
  "grad: the outputs do not depend on input {0}. Pass { allowUnused: true } to get null for it instead.":
    "grad：输出不依赖第 {0} 个输入。若希望得到 null，请传入 { allowUnused: true }。",
  "A gradient is null here because {0}.": "这里的梯度为 null，原因是：{0}。",
  "the tensor has requiresGrad = false: make it with { requiresGrad: true }, or call requiresGrad_(), before it is used":
    "该张量的 requiresGrad 为 false：请在使用之前以 { requiresGrad: true } 创建它，或调用 requiresGrad_()",
  "the tensor was computed from others, and such tensors do not keep theirs: call retainGrad() before backward()":
    "该张量由其他张量计算得到，这样的张量不保留梯度：请在 backward() 之前调用 retainGrad()",
  "no backward() has reached the tensor since it was made or its gradient was forgotten: call loss.backward() first":
    "自该张量创建或梯度清除以来，还没有 backward() 到达它：请先调用 loss.backward()",
  'grad: a {0} gradient for a {1} tensor; convert it: grad.to("{2}").':
    'grad：{1} 张量不能使用 {0} 梯度；请转换：grad.to("{2}")。',
  "grad: a gradient of shape {0} for a tensor of shape {1}; they must be equal. After assigning other data, forget the gradient first: x.grad = null.":
    "grad：梯度的形状是 {0}，而张量的形状是 {1}；两者必须相同。换成其他数据之后，请先清除梯度：x.grad = null。",
  "grad: a tensor cannot be its own gradient.": "grad：张量不能是它自己的梯度。",
  "{0}: give a function with the code to run, as in {1}(() => net(x)).":
    "{0}：请给出一个函数，其中是要运行的代码，例如 {1}(() => net(x))。",

  // Tensors.
  "length: a 0-d tensor has no length.": "length：0 维张量没有长度。",
  "item: a tensor of shape {0} has {1} elements, not one. Use toArray(), or pick one: x.at(0).":
    "item：形状为 {0} 的张量有 {1} 个元素，而不是一个。请使用 toArray()，或取出其中一个：x.at(0)。",
  "operator: TypeScript's operators do not work on tensors. Use methods: x.add(y) for x + y, x.sub(y), x.mul(y), x.div(y), x.pow(2) for x ** 2, x.gt(y) for x > y; or loss.item() for a number.":
    "运算符：TypeScript 的运算符不能用于张量。请使用方法：x + y 写作 x.add(y)，另有 x.sub(y)、x.mul(y)、x.div(y)，x ** 2 写作 x.pow(2)，x > y 写作 x.gt(y)；需要数值时用 loss.item()。",
  "data: a tensor that requires a gradient holds float32 or float64 numbers, not {0}.":
    "data：需要梯度的张量只能保存 float32 或 float64 的数，而不是 {0}。",
  "requiresGrad_: only float32 and float64 tensors can require a gradient, not {0}.":
    "requiresGrad_：只有 float32 和 float64 张量可以需要梯度，{0} 不可以。",
  "requiresGrad_: this tensor was computed from others; use detach() to leave the graph.":
    "requiresGrad_：此张量由其他张量计算得到；要脱离计算图，请使用 detach()。",
  "retainGrad: this tensor does not require a gradient.": "retainGrad：此张量不需要梯度。",
  "registerHook: this tensor does not require a gradient.": "registerHook：此张量不需要梯度。",
  "t: a tensor of shape {0} is no matrix; use transpose(0, 1).":
    "t：形状为 {0} 的张量不是矩阵；请使用 transpose(0, 1)。",
  "{0}: {1} is no shape.": "{0}：{1} 不是形状。",

  // Arguments and options.
  "{0}: give {1}; {2} was given.": "{0}：请给出{1}，而给出的是{2}。",
  "nothing": "空值",
  "an array": "数组",
  "a function": "函数",
  "a tensor": "张量",
  "an object": "对象",
  "a {0}": " {0} 对象",
  "a module, such as an nn.Sequential": "模块，例如 nn.Sequential",
  "a gradient, or options as in { retainGraph: true }": "梯度，或选项，例如 { retainGraph: true }",
  "at least one input": "至少一个输入",
  "{0}: options are an object, such as { {1}: … }, but {2} was given.":
    "{0}：选项是一个对象，例如 { {1}: … }，而给出的是{2}。",
  "{0}: a tensor was given where options are expected.": "{0}：此处应为选项，而给出的是张量。",
  '{0}: there is no option "{1}".': "{0}：没有选项“{1}”。",
  "PyTorch's {0} is {1} here.": "PyTorch 的 {0} 在这里写作 {1}。",
  "The options of {0} are {1}.": "{0} 的选项有：{1}。",
  "Interrupted: the running cell was stopped.": "已中断：正在运行的单元格被停止。",
};
