/** The backward pass: from an output through the recorded operations to the leaves. */
import { expect, expectObject } from "./expect.ts";
import { context } from "./context.ts";
import { withGradMode } from "./gradMode.ts";
import { freedError, nonScalarError, noGraphError, overwrittenError } from "./errors.ts";
import { throwIfInterrupted } from "./host.ts";
import { add } from "./ops/binary.ts";
import { clone, to } from "./ops/convert.ts";
import { onesLike } from "./ops/create.ts";
import { allocateLike, type Node, nodeOf, requireTensor, wrap } from "./ops/op.ts";
import { sameShape, showShape } from "./shape.ts";
import { storeGradient } from "./storedGradient.ts";
import type { Tensor } from "./tensor.ts";
import { checkOptions, type OptionNames } from "./options.ts";

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

/** Adds `g` to what `node` has so far. `owned`: nobody else refers to the memory of `g`. */
function receive(node: Node, g: Tensor, owned: boolean): void {
  const sofar = node.gradient;
  if (!sofar) {
    node.gradient = g;
    node.owned = owned;
  } else if (node.owned && !context.gradEnabled && sofar.array.contiguous) {
    context.backend.addScaled(sofar.array, g.array, 1);
    if (owned) context.backend.release(g.array.storage);
  } else {
    node.gradient = add(sofar, g);
    node.owned = !context.gradEnabled;
  }
}

/** Puts the gradient that a leaf received into `leaf.grad`, adding to what is there. */
function accumulate(leaf: Tensor, g: Tensor, owned: boolean): void {
  const before = leaf.gradient;
  if (before && !context.gradEnabled && before.array.contiguous && before.dtype === g.dtype) {
    context.backend.addScaled(before.array, g.array, 1);
    before.array.counter.version++;
    if (owned) context.backend.release(g.array.storage);
    return;
  }
  const movable = owned && g.array.contiguous && g.array.size === g.array.storage.length;
  const grad = before ? add(before, g) : movable ? g : clone(g);
  context.backend.retag(grad.array.storage, "gradient");
  storeGradient(leaf, grad);
  leaf.gradientSeen = context.gradEnabled;
}

/** What a hook gave back. @throws when it cannot go on in the place of `g` */
function requireSameKind(g: Tensor, returned: Tensor): Tensor {
  if (returned === g) return g;
  requireTensor("registerHook", returned);
  const [before, after] = [g.array, returned.array];
  if (sameShape(before.shape, after.shape) && before.dtype === after.dtype) return returned;
  throw new RangeError(
    `registerHook: the hook was given a ${before.dtype} gradient of shape ${showShape(before.shape)} and returned ` +
      `${after.dtype} ${showShape(after.shape)}; they must be equal.`,
  );
}

/** Runs one node: hooks, its leaf or its inputs. `captured` receives instead of leaves when given. */
function visit(node: Node, captured: Map<Node, Tensor> | null): void {
  let g = node.gradient;
  if (!g) return;
  let { owned } = node;
  node.gradient = null;
  if (node.hooks) {
    for (const hook of [...node.hooks]) g = requireSameKind(g, hook(g) ?? g);
    owned = false;
  }
  if (captured?.has(node)) {
    captured.set(node, g);
    owned = false;
  }
  if (node.retained && node.runs) {
    const before = node.retained.gradient;
    node.retained.grad = before ? add(before, g) : clone(g);
  }
  if (node.leaf) {
    if (!captured && node.leaf.requiresGrad) accumulate(node.leaf, g, owned);
    return;
  }
  if (!node.runs) return;
  if (!node.kept) throw freedError(node.name);
  // A recorded backward pass saves what it reads in nodes of its own.
  if (context.gradEnabled) node.privately = false;
  let versions = 0;
  for (const saved of node.kept) if (saved) versions += saved.array.counter.version;
  if (versions !== node.versions) throw overwrittenError(node.name);
  node.owned = owned;
  propagate(node, g, owned, captured);
}

/** Hands the gradients by a node's inputs on to them, and frees `g` when nothing refers to it any more. */
function propagate(node: Node, g: Tensor, owned: boolean, captured: Map<Node, Tensor> | null): void {
  const { inputs } = node;
  const { backward } = node.op;
  const { storage } = g.array;
  // Who gets `g` itself, or a view of it, waits until the others have read it: it may be changed in place then.
  let heir: Node | null = null;
  let inherited: Tensor | null = null;
  let uses = 0;
  for (let i = 0; i < inputs.length; i++) {
    const input = inputs[i];
    if (!input || !(input.runs || captured?.has(input))) continue;
    const result = backward[i]?.(g, node);
    if (!result) continue;
    if (result.array.storage !== storage) {
      receive(input, result, !context.gradEnabled);
    } else if (++uses === 1) {
      heir = input;
      inherited = result;
    } else {
      receive(input, result, false);
    }
  }
  if (heir && inherited) receive(heir, inherited, owned && uses === 1);
  else if (owned) context.backend.release(storage);
}

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

function run(
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
      roots.forEach((root, i) => receive(root, gradients[i], false));
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

function startingGradient(output: Tensor, gradient: Tensor | null | undefined): Tensor {
  if (!gradient) {
    if (output.array.size !== 1) throw nonScalarError(output.array.shape);
    return onesLike(output);
  }
  if (!sameShape(gradient.array.shape, output.array.shape)) {
    throw new RangeError(
      `backward: the gradient has shape ${showShape(gradient.array.shape)}, ` +
        `but the tensor has ${showShape(output.array.shape)}; they must be equal.`,
    );
  }
  return to(gradient, output.dtype);
}

/** For a call of `backward` with options alone. */
export interface BackwardFrom extends BackwardOptions {
  /** Where to start from. Default: ones, for a scalar. */
  gradient?: Tensor | null;
}

const none: BackwardOptions = {};
const backwardNames: OptionNames<BackwardOptions> = { retainGraph: 1, createGraph: 1 };

/** What `tensor.backward` does; see there. */
export function backward(
  output: Tensor,
  from?: Tensor | BackwardFrom | null,
  others: BackwardOptions = none,
): void {
  let gradient: Tensor | null | undefined = null;
  let options = others;
  if (from && !("array" in Object(from))) {
    expectObject("backward", "a gradient, or options as in { retainGraph: true }", from);
    ({ gradient, ...options } = from as BackwardFrom);
  } else if (from) gradient = from as Tensor;
  if (options !== none) checkOptions<BackwardOptions>("backward", options, backwardNames);
  if (gradient) requireTensor("backward", gradient);
  const root = nodeOf(output);
  if (!root) throw noGraphError();
  run([root], [startingGradient(output, gradient)], options, null);
}

/** What `grad` does with the graph and with inputs that play no part. */
export interface GradOptions extends BackwardOptions {
  /** Gradients to start from, one per output; ones for scalars when left out. */
  gradOutputs?: readonly (Tensor | null)[] | Tensor;
  /** Give null for an input that the outputs do not depend on, instead of throwing. Default false. */
  allowUnused?: boolean;
}

/**
 * Gradients of the sum of `outputs` by each of `inputs`, without touching any `.grad`.
 * @throws when an output is not a scalar and has no entry in `gradOutputs`; when an input is unused.
 * @example const [dx] = grad(y, x, { createGraph: true })
 */
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  options: GradOptions & { allowUnused: true },
): (Tensor | null)[];
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  options?: GradOptions,
): Tensor[];
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  options: GradOptions = {},
): (Tensor | null)[] {
  checkOptions("grad", options, { gradOutputs: 1, allowUnused: 1, retainGraph: 1, createGraph: 1 });
  const ys = list(outputs);
  const xs = list(inputs);
  for (const tensor of [...ys, ...xs]) requireTensor("grad", tensor);
  expect("grad", "at least one input", inputs, xs.length > 0);
  const starts = options.gradOutputs ? list(options.gradOutputs) : [];
  const roots = ys.map((y) => {
    const node = nodeOf(y);
    if (!node) throw noGraphError();
    return node;
  });
  const wanted = xs.map((x, i) => {
    const node = nodeOf(x);
    if (!node)
      throw new Error(
        `grad: input ${i} does not have requiresGrad; set x.requiresGrad = true before it is used.`,
      );
    return node;
  });
  const none = wrap(allocateLike("grad", xs[0].array, xs[0].dtype));
  const captured = new Map(wanted.map((node) => [node, none]));
  const gradients = ys.map((y, i) => startingGradient(y, starts[i]));
  run(roots, gradients, options, captured);
  const memory = new Set(gradients.map(({ array }) => array.storage));
  return wanted.map((node, i) => {
    const g = captured.get(node);
    if (g && g !== none) {
      // Not that a change of one changes another, or what was handed in.
      const own = memory.has(g.array.storage) ? clone(g) : g;
      memory.add(own.array.storage);
      return own;
    }
    if (options.allowUnused) return null;
    throw new Error(
      `grad: the outputs do not depend on input ${i}. Pass { allowUnused: true } to get null for it instead.`,
    );
  });
}

function list<T>(x: T | readonly T[]): readonly T[] {
  return Array.isArray(x) ? (x as readonly T[]) : [x as T];
}
