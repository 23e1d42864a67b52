/**
 * Gradients on their way back: how a node adds up what it receives, and who gives back the memory. A gradient is *owned*
 * by a node when nothing else refers to its memory: then it may be added to in place, and goes back when it was read.
 */
import { context } from "../core/context.ts";
import { isOfRows, storeGradient } from "../core/gradient.ts";
import type { Storage } from "../core/ndarray.ts";
import type { Node } from "../core/node.ts";
import type { RowGradient } from "../core/rowGradient.ts";
import type { Tensor } from "../core/tensor.ts";

/** Adds `g` to what `node` has so far. `owned`: nobody else refers to the memory of `g`. */
export function receive(node: Node, g: Tensor, owned = false): void {
  const sofar = node.gradient;
  if (!sofar) {
    node.gradient = g;
    node.owned = owned;
  } else if (isOfRows(g)) {
    node.gradient = withRows(sofar, g);
    node.owned = true;
  } else if (isOfRows(sofar)) {
    node.gradient = withRows(g, sofar);
    node.owned = true;
  } else if (node.owned && !context.gradEnabled && sofar.array.contiguous) {
    context.backend.addScaled(sofar.array, g.array, 1);
    if (owned) context.backend.release(g.array.storage);
  } else {
    node.gradient = sofar.add(g);
    node.owned = !context.gradEnabled;
  }
}

/** The sum of two gradients, one of rows: of rows when both are. Shares no memory with them. */
function withRows(g: Tensor, rows: RowGradient): Tensor {
  const both = isOfRows(g) ? rows.joined(g) : null;
  if (both) return both;
  const sum = g.clone();
  rows.addTo(sum.array);
  return sum;
}

/** Adds rows to the gradient of a leaf. */
function accumulateRows(leaf: Tensor, rows: RowGradient, owned: boolean): void {
  const before = leaf.gradient;
  if (before && !isOfRows(before) && before.array.contiguous) {
    rows.addTo(before.array);
    before.array.counter.version++;
    if (owned) rows.discard();
    return;
  }
  keep(leaf, before ? withRows(before, rows) : owned ? rows : rows.copied());
  if (before && owned) rows.discard();
}

/** Makes `grad`, which nobody has seen, the gradient of a leaf. */
function keep(leaf: Tensor, grad: Tensor): void {
  context.backend.retag(storageOf(grad), "gradient");
  storeGradient(leaf, grad);
  leaf.gradientSeen = context.gradEnabled;
}

/** The memory that a gradient keeps. */
function storageOf(g: Tensor): Storage {
  return isOfRows(g) ? g.storage : g.array.storage;
}

/** Takes what `node` has received. It belongs to others, too, when `seen`. */
export function take(node: Node, seen: boolean): Tensor | null {
  const g = node.gradient;
  node.gradient = null;
  if (seen) node.owned = false;
  return g;
}

/** Puts the gradient that the leaf of a node received into `leaf.grad`, adding to what is there. */
export function accumulate({ owned }: Node, leaf: Tensor, g: Tensor): void {
  if (isOfRows(g)) {
    accumulateRows(leaf, g, owned);
    return;
  }
  const before = leaf.gradient;
  if (before && isOfRows(before)) {
    keep(leaf, withRows(g, before));
    if (owned) context.backend.release(g.array.storage);
    return;
  }
  if (before && !context.gradEnabled && before.array.contiguous && before.dtype === g.dtype) {
    context.backend.addScaled(before.array, g.array, 1);
    before.array.counter.version++;
    if (owned) context.backend.release(g.array.storage);
    return;
  }
  const movable = owned && g.array.contiguous && g.array.size === g.array.storage.length;
  keep(leaf, before ? before.add(g) : movable ? g : g.clone());
}

/** Adds `g` to the gradient that a tensor inside the graph shall keep. */
export function retain(kept: Tensor, g: Tensor): void {
  kept.grad = kept.gradient ? kept.gradient.add(g) : g.clone();
}

/** Adds `g` to its part of what `input` has so far, where the operation gave a part and memory allows: whether it did. */
function addedToPart(node: Node, g: Tensor, input: Node): boolean {
  const { part } = node.op;
  const sofar = input.gradient;
  if (!part || !sofar || !input.owned || context.gradEnabled || sofar.dtype !== g.dtype) return false;
  const target = part(sofar.array, node.params);
  if (!target.contiguous) return false;
  context.backend.addScaled(target, g.array, 1);
  return true;
}

/** Hands the gradients by those of a node's inputs that want one on to them, and gives back `g` when that is all. */
export function propagate(node: Node, g: Tensor, wants: (input: Node) => boolean): void {
  const { inputs, owned } = node;
  // A recorded backward pass saves what it reads in nodes of its own.
  if (context.gradEnabled) node.privately = false;
  const { backward, together } = node.op;
  const { storage } = g.array;
  const all = together?.(
    g,
    node,
    inputs.map((input) => input !== null && wants(input)),
  );
  // Who gets `g` itself, or a view of it, waits until the others have read it: it may be changed in place then.
  let heir: Node | null = null;
  let inherited: Tensor | null = null;
  let uses = 0;
  for (let i = 0; i < inputs.length; i++) {
    const input = inputs[i];
    if (!input || !wants(input) || (node.op.part && addedToPart(node, g, input))) continue;
    const result = all ? all[i] : backward[i]?.(g, node);
    if (!result) continue;
    if (storageOf(result) !== storage) {
      receive(input, result, !context.gradEnabled);
    } else if (++uses === 1) {
      heir = input;
      inherited = result;
    } else {
      receive(input, result);
    }
  }
  if (heir && inherited) receive(heir, inherited, owned && uses === 1);
  else if (owned) context.backend.release(storage);
}
