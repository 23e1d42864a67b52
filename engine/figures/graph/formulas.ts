/** Operations in symbols, and what the chain rule multiplies for each of their inputs. */
import { transposed } from "../../ops/shape/views.ts";
import { onesLike } from "../../ops/create/create.ts";
import type { Node } from "../../core/node.ts";
import type { Tensor } from "../../core/tensor.ts";
import type { GraphTerm } from "../../payload/graphPicture.ts";
import type { Group } from "./groups.ts";
import { isTranspose, type Names, plain, transposedName } from "./names.ts";
import { numberOf, type Recorded } from "./recorded.ts";
import { binary, type BinaryRow, unaries, type UnaryRow } from "../../table/index.ts";

/** How an operation is written, its operands given by name. */
export function expression(node: Node, operands: readonly string[]): string {
  const [a = "…", b = "…"] = operands;
  const bias = operands.at(2);
  switch (node.op.name) {
    case "mul":
      return `${a} ${numberOf(node) ? "·" : "⊙"} ${b}`;
    case "pow":
      return power(a, b);
    case "square":
      return power(a, "2");
    case "neg":
      return `−${a}`;
    case "matmul":
      return `${a} · ${b}`;
    case "linear":
      return `${a} · ${transposedName(b)}${bias === undefined ? "" : ` + ${bias}`}`;
    case "sum":
      return `Σ ${a}`;
    case "permute":
      return `${isTranspose(node) ? "transpose" : "permute"}(${a})`;
    case "slice":
      return `${a}[…]`;
    case "view":
      return `reshape(${a})`;
    default: {
      const symbol = binaryTable[node.op.name]?.symbol;
      return symbol === undefined ? `${node.op.name}(${operands.join(", ")})` : `${a} ${symbol} ${b}`;
    }
  }
}

const SUPERSCRIPTS: Readonly<Record<string, string>> = {
  "2": "²",
  "3": "³",
  "4": "⁴",
  "−1": "⁻¹",
  "−2": "⁻²",
};

function power(a: string, b: string): string {
  return a + (SUPERSCRIPTS[b] ?? `^${b}`);
}

/** An operation in symbols; of a layer, the names of its operations. */
export function formulaOf(
  { operations }: Group,
  { recorded, names }: { recorded: Recorded; names: Names },
): string {
  const [first] = operations;
  if (operations.length > 1) return [...new Set(operations.map(({ op }) => op.name))].join(", ");
  const operands = (recorded.operands.get(first) ?? []).map((operand) => {
    if (operand === null) return "…";
    return typeof operand === "number" ? plain(operand) : names.of(operand);
  });
  return expression(first, operands);
}

/** Names for {@link product}. */
export interface Symbols {
  operands: readonly string[];
  /** Of the output. */
  y: string;
  /** Of the gradient by the output: `∂L/∂y`. */
  g: string;
}

export interface Product {
  text: string;
  factors: readonly (Tensor | number)[];
  joiner: GraphTerm["joiner"];
}

/** The gradient by input `i` as a product: the gradient `g` by the output, and the operation's own derivative. */
export function product(node: Node, i: number, g: Tensor, symbols: Symbols): Product {
  const { name } = node.op;
  const [a = "", b = ""] = symbols.operands;
  const [left, right] = node.kept ?? [];
  if (name === "matmul" && g.array.shape.length === 2) {
    if (i === 0 && right) return times(`${symbols.g} · ${transposedName(b)}`, [g, transposed(right)], "·");
    if (i === 1 && left) return times(`${transposedName(a)} · ${symbols.g}`, [transposed(left), g], "·");
  }
  if (name === "linear" && g.array.shape.length === 2) {
    if (i === 0 && right) return times(`${symbols.g} · ${b}`, [g, right], "·");
    if (i === 1 && left) return times(`(${symbols.g})ᵀ · ${a}`, [transposed(g), left], "·");
    if (i === 2) return times(`Σ ${symbols.g}`, [g], "→");
  }
  if (isTranspose(node)) return times(`(${symbols.g})ᵀ`, [g], "→");
  const slope = derivative(node, i, symbols);
  if (slope === null) return times(`${symbols.g} · ∂${symbols.y}/∂${a}`, [g], "→");
  const { params } = node as Node<Partial<Record<"a" | "b", unknown>> | null>;
  const stretched = !numberOf(node) && params?.[i === 0 ? "a" : "b"];
  // Summed over the axes along which the operand was repeated.
  if (stretched) return times(`Σ ${symbols.g} ⊙ ${slope.text}`, [g], "→");
  const local = slope.value ?? localSlope(node, i, g);
  const single = g.numel() === 1 || typeof local === "number";
  return times(`${symbols.g} ${single ? "·" : "⊙"} ${slope.text}`, [g, local], single ? "·" : "⊙");
}

function times(text: string, factors: readonly (Tensor | number)[], joiner: Product["joiner"]): Product {
  return { text, factors, joiner };
}

/** The derivative itself: what the chain rule gives for gradients of one. */
function localSlope(node: Node, i: number, g: Tensor): Tensor | number {
  return node.op.backward[i]?.(onesLike(g), node) ?? 0;
}

/** An operation's own derivative by input `i`, where it works element by element or gives a scalar; else null. */
function derivative(node: Node, i: number, symbols: Symbols): { text: string; value?: number } | null {
  const number = numberOf(node);
  if (number) return scalarDerivative(node.op.name, number, symbols);
  const [a = "", b = ""] = symbols.operands;
  const { y } = symbols;
  const { name } = node.op;
  const text = binaryTable[name]?.derivatives?.(a, b, y)[i] ?? unaryDerivative(name, a, y);
  if (text === "1") return { text, value: 1 };
  if (text === "(−1)") return { text, value: -1 };
  if (text !== undefined) return { text };
  return lossDerivative(node, a, b);
}

function scalarDerivative(
  name: string,
  { value, first }: { value: number; first: boolean },
  { operands, y }: Symbols,
): { text: string; value?: number } | null {
  const a = operands[first ? 1 : 0] ?? "";
  const v = plain(value);
  const bracketed = value < 0 ? `(${v})` : v;
  switch (name) {
    case "add":
      return { text: "1", value: 1 };
    case "sub":
      return first ? { text: "(−1)", value: -1 } : { text: "1", value: 1 };
    case "mul":
      return { text: bracketed, value };
    case "div":
      return first ? { text: `(−${v}/${power(a, "2")})` } : { text: `1/${bracketed}`, value: 1 / value };
    case "pow":
      if (first) return { text: `${y}·ln ${v}` };
      return value === 2 ? { text: `2·${a}` } : { text: `${bracketed}·${power(a, plain(value - 1))}` };
    case "maximum":
      return { text: `[${a} > ${v}]` };
    case "minimum":
      return { text: `[${a} < ${v}]` };
    default:
      return null;
  }
}

const binaryTable: Readonly<Record<string, BinaryRow | undefined>> = binary;
const unaryTable: Readonly<Record<string, UnaryRow | undefined>> = unaries;

function unaryDerivative(name: string, x: string, y: string): string | undefined {
  if (name === "clone") return "1";
  const row = unaryTable[name];
  if (!row || row.saves === "nothing") return row?.derivative?.(x, y);
  return row.derivative ? row.derivative(x, y) : `${name}′(${x})`;
}

/** Of losses and of reductions of everything. */
function lossDerivative(node: Node, x: string, t: string): { text: string; value?: number } | null {
  const { params } = node as Node<{ reduction?: string; axes?: unknown; count?: number } | null>;
  const reduction = params?.reduction;
  const count = node.kept?.[0]?.numel() ?? 0;
  const share = reduction === "mean" ? `/${count}` : "";
  switch (node.op.name) {
    case "sum":
      return params?.axes === null ? { text: "1" } : null;
    case "mean":
      return params?.axes === null && params.count ? { text: `1/${params.count}` } : null;
    case "mse":
      return { text: `2(${x} − ${t})${share}` };
    case "l1":
      return { text: `sign(${x} − ${t})${share}` };
    case "bceWithLogits":
      return { text: `(sigmoid(${x}) − ${t})${share}` };
    case "crossEntropy": {
      if (reduction === "none") return null;
      const rows = node.kept?.[0]?.array.shape[0] ?? 1;
      return { text: `(softmax(${x}) − 1[class])${reduction === "mean" && rows > 1 ? `/${rows}` : ""}` };
    }
    default:
      return null;
  }
}
