/** What autograd has recorded below a tensor, as far as it can still be seen. */
import { reachable } from "../../autograd/walk.ts";
import { withGradMode } from "../../core/gradMode.ts";
import { linear } from "../../ops/products/linear.ts";
import { isSmall } from "../../core/record.ts";
import type { Node } from "../../core/node.ts";
import { Tensor } from "../../core/tensor.ts";

/** What an operation was given: a node of the graph, a tensor that takes no gradient, a number, or nobody knows. */
export type Operand = Node | Tensor | number | null;

export interface Recorded {
  /** The oldest first, so that each stands after its inputs; the last one made the output. */
  operations: readonly Node[];
  /** Of each operation, in the order in which its function takes them. */
  operands: ReadonlyMap<Node, readonly Operand[]>;
  /** The outputs that are still to be had; leaves are outputs of their own nodes. */
  values: ReadonlyMap<Node, Tensor>;
  /** Whether a backward pass has freed what operations had stored. */
  freed: boolean;
}

/**
 * @param root the node of `output`
 * @param known tensors that may be outputs of operations, wherever they come from
 */
export function recordedBelow(output: Tensor, root: Node, known: Iterable<unknown>): Recorded {
  const nodes = reachable([root]).reverse();
  const operations = nodes.filter(({ leaf }) => !leaf);
  const values = new Map<Node, Tensor>([[root, output]]);
  const take = (tensor: Tensor | null): void => {
    // In-place changes give a tensor another place in the graph.
    if (tensor?.node && !values.has(tensor.node)) values.set(tensor.node, tensor);
  };
  for (const node of nodes) {
    for (const tensor of [node.leaf, node.output, node.retained, ...(node.kept ?? [])]) take(tensor);
  }
  for (const value of known) if (value instanceof Tensor) take(value);
  for (const node of operations) {
    const computed = values.has(node) ? null : neverInMemory(node);
    if (computed) values.set(node, computed);
  }
  return {
    operations,
    operands: new Map(operations.map((node) => [node, operandsOf(node)])),
    values,
    freed: operations.some(({ kept }) => kept === null),
  };
}

export function isNode(operand: Operand): operand is Node {
  return typeof operand === "object" && operand !== null && !(operand instanceof Tensor);
}

/** A number that an operation was given beside its tensor, as in `x.mul(2)`. */
export function numberOf({ op, params }: Node): { value: number; first: boolean } | null {
  if (!("reversed" in op) || typeof op.reversed !== "boolean") return null;
  return { value: (params as { value: number }).value, first: op.reversed };
}

function operandsOf(node: Node): Operand[] {
  const number = numberOf(node);
  if (number) return number.first ? [number.value, node.inputs[0]] : [node.inputs[0], number.value];
  const kept = node.kept ?? [];
  const isConstant = (tensor: Tensor | null | undefined): tensor is Tensor =>
    tensor !== null && tensor !== undefined && !tensor.requiresGrad && !tensor.node;
  const given = node.inputs.map((input, i): Operand => {
    if (input) return input;
    const stored = kept[i];
    return isConstant(stored) ? stored : node.constant;
  });
  // A loss keeps its target behind what it differentiates.
  return [...given, ...kept.slice(node.inputs.length).filter(isConstant)];
}

/** What a layer gave to an activation function that was computed in the same kernel. */
function neverInMemory({ op, inputs, kept }: Node): Tensor | null {
  if (op.name !== "linear" || !kept) return null;
  const [x, w] = kept;
  const weight = inputs[1]?.leaf ?? w;
  if (!x || !weight || (inputs.length > 2 && !inputs[2]?.leaf)) return null;
  const examples = x.numel() / Math.max(1, weight.array.shape[1] ?? 1);
  if (examples * (weight.array.shape[0] ?? 1) > 64) return null;
  const y = withGradMode(false, () => linear(x, weight, inputs[2]?.leaf ?? null));
  return isSmall(y) ? y : null;
}
