/**
 * How a view stays in step with the tensor whose memory it shares, as in PyTorch: a recorded change of a view is a
 * change of that tensor, and a view that is used after a change is a region of the changed tensor.
 */
import { context } from "../../core/context.ts";
import type { NDArray } from "../../core/ndarray.ts";
import { Tensor } from "../../core/tensor.ts";
import { asStridedOp, copySlicesOp, regionOf } from "./asStrided.ts";
import { zerosLike } from "../create/create.ts";
import { isSmall, nodeOf, record, tracked } from "../../core/record.ts";
import { Node, type Op } from "../../core/node.ts";

/** Why changes of a view are not recorded but refused, if they are: it is one of several that one call gave, or it
 * was made while nothing was recorded. Views of it are of its kind. */
type ViewKind = "plain" | "oneOfSeveral" | "unrecorded";

/** What a tensor that is a view knows of it. */
export class View {
  /** The tensor that is no view itself. */
  readonly base: Tensor;
  kind: ViewKind;
  /** Of the memory when the view got its node. */
  #version: number;

  constructor(of: Tensor, array: NDArray) {
    this.base = of.shared ? of.shared.base : of;
    this.kind = context.gradEnabled ? (of.shared ? of.shared.kind : "plain") : "unrecorded";
    this.#version = array.counter.version;
  }

  /** Whether the view requires a gradient because its base does. */
  get requiresGrad(): boolean {
    return this.kind !== "unrecorded" && this.base.requiresGrad;
  }

  /** Whether `x`, whose view this is, still lies in the memory of its base: `data` may have been replaced. */
  shares(x: Tensor): boolean {
    return x.array.storage === this.base.array.storage;
  }

  /** Gives `x`, whose view this is, a node that stems from its base as that is now, if it was changed meanwhile. */
  follow(x: Tensor): void {
    const { version } = x.array.counter;
    if (version === this.#version || !this.requiresGrad || !this.shares(x)) return;
    this.#version = version;
    const region = regionOf(this.base.array, x.array);
    succeed(x, new Node(asStridedOp, [nodeOf(this.base)], [], region, null) as Node);
  }
}

/** A view of `x` as a tensor, recorded as the result of `op`. */
export function viewed<P>(op: Op<P>, x: Tensor, array: NDArray, params: P): Tensor {
  const y = new Tensor(array);
  y.shared = new View(x, array);
  return tracked(x) ? record(op, y, x, null, params) : y;
}

/** `x`, a view of something that nobody else has, as a tensor in its own right. */
export function unshared(x: Tensor): Tensor {
  x.shared = null;
  return x;
}

/** `x`, one of the views that one call gives. */
export function oneOfSeveral(x: Tensor): Tensor {
  if (x.shared?.kind === "plain") x.shared.kind = "oneOfSeveral";
  return x;
}

/** Overwritten by constants: what was there before has no influence any more. */
const fillOp: Op<null> = { name: "fill", backward: [(g) => zerosLike(g)] };

/** Records that the memory of `x` was changed: it holds what `made` has made, or constants when that is null. */
export function rebase(x: Tensor, made: Node | null): void {
  if (x.shared?.shares(x)) {
    const { base } = x.shared;
    const region = regionOf(base.array, x.array);
    succeed(base, new Node(copySlicesOp, [nodeOf(base), made], [], region, null) as Node);
  } else {
    succeed(x, made ?? (new Node(fillOp, [nodeOf(x)], [], null, null) as Node));
  }
}

/** Puts `node` in the place of what `x` had. Hooks stay with the former value, the wish for a gradient does not. */
function succeed(x: Tensor, node: Node): void {
  if (x.node?.retained === x) {
    x.node.retained = null;
    node.retained = x;
  }
  if (isSmall(x)) node.output = x;
  x.requiresGrad = true;
  x.node = node;
}
