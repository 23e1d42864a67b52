/** The steps of both passes. Step 0 is before all; then each group forward; then the seed; then each back again. */
import { withGradMode } from "../../core/gradMode.ts";
import { add } from "../../ops/elementwise/binary.ts";
import type { Node } from "../../core/node.ts";
import type { Tensor } from "../../core/tensor.ts";
import type { GraphRead, GraphStep, GraphTerm } from "../../payload/graphPicture.ts";
import type { ChainRule } from "./chainRule.ts";
import { expression, formulaOf, product } from "./formulas.ts";
import type { Group } from "./groups.ts";
import type { Held } from "./held.ts";
import type { Names } from "./names.ts";
import type { Recorded } from "./recorded.ts";
import { shownValue } from "./shownValue.ts";
import type { Vertices } from "./vertices.ts";

/** All that is known of a graph while it is drawn. */
export interface Draft {
  recorded: Recorded;
  groups: readonly Group[];
  groupOf: ReadonlyMap<Node, number>;
  vertices: Vertices;
  names: Names;
  /** Null when there is no backward pass to show. */
  rule: ChainRule | null;
  held: readonly Held[];
}

/** The step in which a group is computed. */
export function forwardAt(group: number): number {
  return group + 1;
}

/** The step in which the backward pass comes through a group. */
export function backwardAt(group: number, groups: number): number {
  return groups + 2 + (groups - 1 - group);
}

export function stepsOf(draft: Draft): GraphStep[] {
  const { groups, rule, vertices } = draft;
  const count = groups.length;
  const forward = groups.map((group, g) => forwardStep(group, g, draft));
  const start: GraphStep = { phase: "start", node: -1, terms: [], reads: [], held: 0 };
  const end: GraphStep = {
    ...start,
    phase: "end",
    held: rule ? 0 : heldWhen(draft, (keeper) => keeper < count),
  };
  if (!rule) return [start, ...forward, end];
  const seed = { ...seedStep(draft), node: vertices.ofGroup[count - 1] };
  const backward = groups.map((group, g) => backwardStep(group, g, draft)).reverse();
  return [start, ...forward, seed, ...backward, end];
}

/** Bytes of the blocks whose first keeper answers to `still`. */
function heldWhen({ held }: Draft, still: (keeper: number) => boolean): number {
  return held.reduce((sum, { bytes, keeper }) => sum + (still(keeper) ? bytes : 0), 0);
}

function forwardStep(group: Group, g: number, draft: Draft): GraphStep {
  const node = draft.vertices.ofGroup[g];
  const last = group.operations[group.operations.length - 1];
  const value = draft.recorded.values.get(last);
  const term: GraphTerm = {
    to: node,
    formula: `${draft.names.of(last)} = ${formulaOf(group, draft)}`,
    factors: [],
    joiner: "→",
    result: value ? shownValue(value) : null,
    adds: false,
  };
  return { phase: "forward", node, terms: [term], reads: [], held: heldWhen(draft, (keeper) => keeper <= g) };
}

function seedStep(draft: Draft): GraphStep {
  const last = draft.recorded.operations[draft.recorded.operations.length - 1];
  const node = draft.vertices.ofGroup[draft.groups.length - 1];
  const gradient = draft.rule?.gradients.get(last);
  const term: GraphTerm = {
    to: node,
    formula: slope(last, draft),
    factors: [],
    joiner: "→",
    result: gradient ? shownValue(gradient) : null,
    adds: false,
  };
  return { phase: "seed", node, terms: [term], reads: [], held: heldWhen(draft, () => true) };
}

function backwardStep(group: Group, g: number, draft: Draft): GraphStep {
  const { operations } = group;
  const terms = operations.length === 1 ? ownTerms(operations[0], draft) : layerTerms(operations, draft);
  return {
    phase: "backward",
    node: draft.vertices.ofGroup[g],
    terms,
    reads: readsOf(group, g, draft),
    held: heldWhen(draft, (keeper) => keeper < g),
  };
}

/** `∂L/∂hidden` */
function slope(of: Node, { names, recorded }: Draft): string {
  const last = recorded.operations[recorded.operations.length - 1];
  return `∂${names.of(last)}/∂${names.of(of)}`;
}

/** Whether another operation has handed its share to `input` before `node` does. */
function adds(node: Node, input: Node, { rule }: Draft): boolean {
  return rule?.users.get(input)?.[0] !== node;
}

function ownTerms(node: Node, draft: Draft): GraphTerm[] {
  const { rule, recorded, names, vertices } = draft;
  const g = rule?.gradients.get(node);
  const shares = rule?.shares.get(node);
  if (!g || !shares) return [];
  const operands = (recorded.operands.get(node) ?? []).map((operand) =>
    operand === null ? "…" : typeof operand === "number" ? "" : names.of(operand),
  );
  const symbols = { operands, y: names.of(node), g: slope(node, draft) };
  return node.inputs.flatMap((input, i): GraphTerm[] => {
    const share = shares[i];
    if (!input || !share) return [];
    const { text, factors, joiner } = withGradMode(false, () => product(node, i, g, symbols));
    return [
      {
        to: vertices.at.get(input) ?? -1,
        formula: `${slope(input, draft)} = ${text}`,
        factors: factors.map(shownValue),
        joiner,
        result: shownValue(share),
        adds: adds(node, input, draft) || node.inputs.indexOf(input) < i,
      },
    ];
  });
}

/** What a layer hands to what lies outside of it, its parameters included. */
function layerTerms(operations: readonly Node[], draft: Draft): GraphTerm[] {
  const inside = new Set(operations);
  const sums = new Map<Node, { share: Tensor; user: Node }>();
  for (const node of operations.toReversed()) {
    node.inputs.forEach((input, i) => {
      const share = draft.rule?.shares.get(node)?.[i];
      if (!input || !share || inside.has(input)) return;
      const before = sums.get(input);
      sums.set(input, {
        share: before ? withGradMode(false, () => add(before.share, share)) : share,
        user: before?.user ?? node,
      });
    });
  }
  const g = slope(operations[operations.length - 1], draft);
  return Array.from(sums, ([input, { share, user }]) => ({
    to: draft.vertices.at.get(input) ?? -1,
    formula: `${g} → ${slope(input, draft)}`,
    factors: [],
    joiner: "→" as const,
    result: shownValue(share),
    adds: adds(user, input, draft),
  }));
}

function readsOf({ operations }: Group, g: number, draft: Draft): GraphRead[] {
  const reads = new Map<string, GraphRead>();
  for (const { kept } of operations) {
    for (const tensor of kept ?? []) {
      if (!tensor) continue;
      const block = draft.held.find(({ tensor: other }) => other.array.storage === tensor.array.storage);
      const name = nameOfStored(tensor, draft);
      if (!reads.has(name)) reads.set(name, { name, bytes: block?.bytes ?? 0, last: block?.keeper === g });
    }
  }
  return [...reads.values()];
}

/** `hidden`; `softmax(out)` for what an operation has computed for its own gradient. */
function nameOfStored(tensor: Tensor, { names, recorded, groupOf }: Draft): string {
  const { node } = tensor;
  if (!node) return names.of(tensor) || "…";
  if (node.leaf || groupOf.has(node)) return names.of(node);
  const operands = node.inputs.map((input) => (input ? names.of(input) : "…"));
  return recorded.operands.has(node) || operands.some((name) => !name) ? "…" : expression(node, operands);
}
