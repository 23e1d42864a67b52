/** What is drawn of a graph, in an order in which everything stands after what it is computed from. */
import type { Node } from "../../core/node.ts";
import { Tensor } from "../../core/tensor.ts";
import type { Group } from "./groups.ts";
import { isNode, type Recorded } from "./recorded.ts";

/** A leaf, a constant, or a group of operations. */
export type Vertex = { leaf: Node } | { constant: Tensor } | { group: Group; index: number };

export interface Vertices {
  list: Vertex[];
  /** Index of the vertex that stands for an operation, a leaf or a constant. */
  at: Map<Node | Tensor, number>;
  /** Index of the vertex of each group. */
  ofGroup: number[];
}

/** @param alone whether leaves and constants are drawn themselves; else as part of the first group that uses them */
export function verticesOf(groups: readonly Group[], recorded: Recorded, alone: boolean): Vertices {
  const list: Vertex[] = [];
  const at: Vertices["at"] = new Map();
  const ofGroup: number[] = [];
  groups.forEach((group, index) => {
    const inside = new Set<unknown>(group.operations);
    const own: (Node | Tensor)[] = [];
    for (const node of group.operations) {
      for (const operand of recorded.operands.get(node) ?? []) {
        if (operand === null || typeof operand === "number" || inside.has(operand) || at.has(operand))
          continue;
        if (isNode(operand) && !operand.leaf) continue;
        if (alone) at.set(operand, list.length);
        else own.push(operand);
        if (alone) list.push(isNode(operand) ? { leaf: operand } : { constant: operand });
      }
    }
    for (const thing of [...group.operations, ...own]) at.set(thing, list.length);
    ofGroup.push(list.length);
    list.push({ group, index });
  });
  return { list, at, ofGroup };
}
