/** The backward pass: from outputs through the recorded operations, each after all that use its output, to the leaves. */
import { context } from "../core/context.ts";
import { freedError, overwrittenError } from "../core/errors.ts";
import { withGradMode } from "../core/gradMode.ts";
import { throwIfInterrupted } from "../core/host.ts";
import type { Node } from "../core/node.ts";
import { requireTensor } from "../core/record.ts";
import { sameShape, showShape } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { say } from "../payload/say.ts";
import { accumulate, propagate, receive, retain, take } from "./received.ts";

/** What `backward` does with the graph. */
export interface BackwardOptions {
  /** Keep what the graph saved, for another backward. Default: as `createGraph`. */
  retainGraph?: boolean;
  /** Record the backward pass itself, so that gradients can be differentiated. Default false. */
  createGraph?: boolean;
}

/** All nodes that `roots` depend on: every node comes after all that use its output, and leaves come last. */
export function reachable(roots: readonly Node[]): Node[] {
  const pass = ++context.passes;
  const found: Node[] = [];
  const leaves: Node[] = [];
  // A chain of layers is found in order; only other graphs need to be sorted.
  let [inOrder, youngest] = [true, Infinity];
  const find = (node: Node): void => {
    if (node.pass === pass) return;
    node.pass = pass;
    if (node.leaf) {
      leaves.push(node);
      return;
    }
    if (node.order > youngest) inOrder = false;
    youngest = node.order;
    found.push(node);
  };
  for (const root of roots) find(root);
  for (let i = 0; i < found.length; i++) {
    const { inputs } = found[i];
    for (let k = 0; k < inputs.length; k++) {
      const input = inputs[k];
      if (input) find(input);
    }
  }
  // The youngest first.
  if (!inOrder) found.sort((a, b) => b.order - a.order);
  for (let i = 0; i < leaves.length; i++) found.push(leaves[i]);
  return found;
}

/** What a hook gave back. @throws when it cannot go on in the place of `g` */
function requireSameKind(g: Tensor, returned: Tensor): Tensor {
  if (returned === g) return g;
  requireTensor("registerHook", returned);
  const [before, after] = [g.array, returned.array];
  if (sameShape(before.shape, after.shape) && before.dtype === after.dtype) return returned;
  throw new RangeError(
    say`registerHook: the hook was given a ${before.dtype} gradient of shape ${showShape(before.shape)} and
      returned ${after.dtype} ${showShape(after.shape)}; they must be equal.`,
  );
}

/** Runs one node: hooks, its leaf or its inputs. `captured` receives instead of leaves when given. */
function visit(node: Node, captured: Map<Node, Tensor> | null): void {
  if (!node.gradient) return;
  const captures = captured?.has(node) ?? false;
  let g = take(node, captures || node.hooks !== null);
  if (!g) return;
  if (node.hooks) for (const hook of [...node.hooks]) g = requireSameKind(g, hook(g) ?? g);
  if (captures) captured?.set(node, g);
  if (node.retained && node.runs) retain(node.retained, g);
  if (node.leaf) {
    if (!captured && node.leaf.requiresGrad) accumulate(node, node.leaf, g);
    return;
  }
  if (!node.runs) return;
  if (!node.kept) throw freedError(node.name);
  if (node.wasOverwritten()) throw overwrittenError(node.name);
  propagate(node, g, captured ? (input) => input.runs || captured.has(input) : runs);
}

const runs = (input: Node): boolean => input.runs;

/** Lets only those of `nodes`, sorted as a pass visits them, run that a gradient in `captured` comes through. */
function runOnlyTowards(captured: ReadonlyMap<Node, Tensor>, nodes: readonly Node[]): void {
  for (const node of nodes.toReversed()) {
    node.runs = node.inputs.some((input) => input && (input.runs || captured.has(input)));
  }
}

/** Takes from `nodes` what the pass has in them whose hook starts another, and gives it to be put back. */
function setAside(nodes: readonly Node[]): Pick<Node, "gradient" | "owned" | "runs">[] {
  return nodes.map((node) => {
    const { gradient, owned, runs } = node;
    node.gradient = null;
    node.runs = true;
    return { gradient, owned, runs };
  });
}

/** A pass from `roots` with the gradients by them. */
export function run(
  roots: readonly Node[],
  gradients: readonly Tensor[],
  options: BackwardOptions,
  captured: Map<Node, Tensor> | null,
): void {
  const createGraph = options.createGraph ?? false;
  const keep = options.retainGraph ?? createGraph;
  withGradMode(createGraph, () => {
    const nodes = reachable(roots);
    const interrupted = context.passesUnderWay++ > 0 ? setAside(nodes) : null;
    if (captured) runOnlyTowards(captured, nodes);
    try {
      roots.forEach((root, i) => receive(root, gradients[i]));
      for (const node of nodes) {
        throwIfInterrupted();
        visit(node, captured);
        if (!keep && node.runs) node.free();
      }
    } finally {
      context.passesUnderWay--;
      for (const node of nodes) node.gradient = null;
      if (captured) for (const node of nodes) node.runs = true;
      interrupted?.forEach((state, i) => Object.assign(nodes[i], state));
    }
  });
}
