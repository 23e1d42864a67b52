/** On which page of the reference a name stands: namespaces have their own, others stand with their room. */

/** @type {readonly { name: string, title: { en: string, zh: string }, rooms?: RegExp, prefix?: RegExp }[]} */
export const apiGroups = [
  { name: "tensor", title: { en: "Tensor", zh: "张量 Tensor" } },
  { name: "creation", title: { en: "Making tensors", zh: "创建张量" }, rooms: /\/ops\/create\// },
  {
    name: "elementwise",
    title: { en: "Element by element", zh: "逐元素运算" },
    rooms: /\/ops\/elementwise\//,
  },
  {
    name: "reductions",
    title: { en: "Reductions and order", zh: "归约与排序" },
    rooms: /\/ops\/(?:reduce|order)\//,
  },
  {
    name: "products",
    title: { en: "Products and linear algebra", zh: "乘积与线性代数" },
    // The index names some of linalg at the top, too.
    rooms: /\/ops\/(?:(?:products|linalg)\/|index)/,
    prefix: /^linalg\./,
  },
  { name: "shape", title: { en: "Shape and indexing", zh: "形状与索引" }, rooms: /\/ops\/(?:shape|index)\// },
  {
    name: "random",
    title: { en: "Random numbers", zh: "随机数" },
    rooms: /\/random\//,
    prefix: /^distributions\./,
  },
  {
    name: "gradients",
    title: { en: "Gradients and memory", zh: "梯度与内存" },
    rooms: /\/(?:autograd|core)\//,
    prefix: /^autograd\./,
  },
  {
    name: "nn",
    title: { en: "nn: layers and losses", zh: "nn：层与损失" },
    prefix: /^nn\.[A-Z]\w*$|^nn\.[a-z]\w*$/,
  },
  {
    name: "nn.functional",
    title: { en: "nn.functional, nn.init, nn.utils", zh: "nn.functional、nn.init、nn.utils" },
    // Options of windows, sequences and losses.
    rooms: /\/ops\//,
    prefix: /^nn\./,
  },
  {
    name: "optim",
    title: { en: "optim: optimisers, schedules", zh: "optim：优化器与学习率调度" },
    prefix: /^optim\./,
  },
  { name: "data", title: { en: "data: data sets and loaders", zh: "data：数据集与加载" }, prefix: /^data\./ },
  {
    name: "training",
    title: { en: "Training, callbacks, runs", zh: "训练、回调、运行记录" },
    rooms: /\/(?:training|runs|curves)\//,
  },
  { name: "evaluation", title: { en: "What a model does", zh: "评估模型" }, rooms: /\/evaluation\// },
  { name: "figures", title: { en: "Figures and pictures", zh: "图表与图" }, rooms: /\/figures\// },
  {
    name: "controls",
    title: { en: "input: controls", zh: "input：控件" },
    rooms: /\/controls\//,
    prefix: /^input\./,
  },
  {
    name: "exchange",
    title: { en: "PyTorch, ONNX, files", zh: "PyTorch、ONNX、文件" },
    rooms: /\/(?:export|onnx|interchange|host)/,
  },
  { name: "d2l", title: { en: "d2l: the book’s helpers", zh: "d2l：书中的辅助函数" }, prefix: /^d2l\./ },
  {
    name: "pandas",
    title: { en: "pandas and vision", zh: "pandas 与 vision" },
    prefix: /^(?:pandas|vision)\./,
  },
  { name: "payloads", title: { en: "What outputs are made of", zh: "输出的数据" }, rooms: /./ },
];

/**
 * @param {string} prefix of the namespace, such as `nn.`
 * @param {string} name
 * @param {string} file where it is declared
 * @param {string} kind
 * @returns {string} name of a group
 */
export function pageOf(prefix, name, file, kind) {
  if (prefix === "" && name === "Tensor") return "tensor";
  const found = apiGroups.find((group) =>
    prefix === "" ? group.rooms?.test(file) : group.prefix?.test(prefix + name),
  );
  if (!found)
    throw new Error(
      `No page of the reference takes the ${kind} ${prefix}${name}: scripts/site/apiGroups.mjs.`,
    );
  return found.name;
}
