/** The texts of the computation graph, in English and 简体中文. */
import { plural } from "../../../../engine/payload/language.ts";

const en = {
  keys: "Left and right arrow keys step backward and forward; Home and End go to the start and the end.",
  step: "Step",
  stepOf: (step: number, last: number) => `${step} of ${last}`,
  summary: ({
    name,
    operations,
    nodes,
    steps,
  }: {
    name: string;
    operations: number;
    nodes: number;
    steps: number;
  }) =>
    `Computation graph of ${name}: ${plural(operations, "operation")}, ${plural(nodes, "node")}; ${plural(steps, "step")} forward and backward.`,
  start: "Before the forward pass: parameters and data.",
  forward: (what: string) => `Forward: ${what}`,
  seed: "The backward pass begins with 1.",
  backward: (what: string) => `Backward through ${what}`,
  end: "All is computed. Home goes back to the start.",
  stores: (list: string) => `Stores for the backward pass: ${list}.`,
  reads: (list: string) => `Reads: ${list}.`,
  stored: (bytes: string) => `stored, ${bytes}`,
  released: "now let go",
  noCopy: "there anyway",
  held: (bytes: string) => `Held for the backward pass: ${bytes}`,
  adds: (name: string) => `${name} has received a share before: this one is added.`,
  freed:
    "backward() has freed what was stored, so only what it left can be shown. Draw the graph before backward(), or call backward with { retainGraph: true }.",
  notScalar: "A gradient starts from a scalar, and this tensor is none: only the forward pass is shown.",
  folded: (operations: number, nodes: number) =>
    `${operations} operations, folded by layer into ${nodes} nodes.`,
  leaf: "parameter",
  constant: "takes no gradient",
  operations: (count: number) => (count === 1 ? "1 operation" : `${count} operations`),
  value: "value",
  notStored: "not stored",
  gradient: "gradient",
  shape: (shape: string) => `shape ${shape}`,
  head: ["Step", "What", "Formula", "Result", "Bytes held"],
};

export type GraphTexts = typeof en;

const zh: GraphTexts = {
  keys: "左右方向键后退和前进一步；Home 和 End 键到开头和结尾。",
  step: "步骤",
  stepOf: (step, last) => `${step} / ${last}`,
  summary: ({ name, operations, nodes, steps }) =>
    `${name} 的计算图：${operations} 个运算，${nodes} 个节点；前向和反向共 ${steps} 步。`,
  start: "前向传播之前：参数和数据。",
  forward: (what) => `前向：${what}`,
  seed: "反向传播从 1 开始。",
  backward: (what) => `反向通过 ${what}`,
  end: "全部算完。按 Home 键回到开头。",
  stores: (list) => `为反向传播存储：${list}。`,
  reads: (list) => `读取：${list}。`,
  stored: (bytes) => `已存储，${bytes}`,
  released: "随后释放",
  noCopy: "本来就在",
  held: (bytes) => `为反向传播保留：${bytes}`,
  adds: (name) => `${name} 已得到过一份梯度：这一份累加上去。`,
  freed:
    "backward() 已释放存储的中间值，只能显示它留下的内容。请在 backward() 之前画图，或用 { retainGraph: true } 调用 backward。",
  notScalar: "梯度从标量开始，而这个张量不是标量：只显示前向传播。",
  folded: (operations, nodes) => `${operations} 个运算，按层折叠为 ${nodes} 个节点。`,
  leaf: "参数",
  constant: "不求梯度",
  operations: (count) => `${count} 个运算`,
  value: "值",
  notStored: "未存储",
  gradient: "梯度",
  shape: (shape) => `形状 ${shape}`,
  head: ["步骤", "内容", "公式", "结果", "保留字节"],
};

export const graphTexts = { en, zh };
