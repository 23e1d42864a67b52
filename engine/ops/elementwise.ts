/** How an element-wise function of one tensor is defined, run and recorded. */
import { Unary, type UnaryCode, type UnaryGradCode } from "../backend/backend.ts";
import { context } from "../context.ts";
import type { NDArray } from "../ndarray.ts";
import type { Tensor } from "../tensor.ts";
import { to } from "./convert.ts";
import { zerosLike } from "./create.ts";
import {
  allocateLike,
  type Example,
  isFloating,
  type Node,
  type Op,
  record,
  recordMany,
  requireTensor,
  tracked,
  wrap,
} from "./op.ts";

export interface UnaryParams {
  readonly p0: number;
  readonly p1: number;
}

/** f′(v)·g, where v is what was saved. */
export type Slope = (g: Tensor, v: Tensor, params: UnaryParams) => Tensor;

export interface UnaryOp extends Op<UnaryParams> {
  readonly code: UnaryCode;
  readonly saves: "input" | "output" | "nothing";
  /** Whether int32 stays int32. */
  readonly integers: boolean;
}

/** A value and where it was taken, by which its slope is 0. */
const piecesOp: Op<null> = { name: "pieces", backward: [(g) => g, (g) => zerosLike(g)] };

/** The slope of a function of linear pieces: constant, but a function of `v` that can be differentiated once more. */
function ofPieces(slope: Tensor, v: Tensor): Tensor {
  return recordMany(piecesOp, wrap(slope.array), [slope, v], null, null);
}

export const noParams: UnaryParams = { p0: 0, p1: 0 };

/**
 * One row of the table: a kernel, what it saves and its slope. With `fused` there is a kernel for the slope as
 * well, which is used unless the gradient itself has to be differentiated; `pieces` are linear ones.
 */
export function defineUnary(
  name: keyof typeof Unary,
  saves: UnaryOp["saves"],
  slope: Slope,
  examples: () => Example[],
  options: { fused?: boolean; integers?: boolean; pieces?: boolean } = {},
): UnaryOp {
  const code = Unary[name];
  const backward = (g: Tensor, node: Node<UnaryParams>): Tensor => {
    const v = node.saved[0];
    if (!options.fused || (context.gradEnabled && (g.requiresGrad || v.requiresGrad))) {
      const sloped = slope(g, v, node.params);
      return options.pieces && tracked(v) ? ofPieces(sloped, v) : sloped;
    }
    const inPlace = node.owned && !context.gradEnabled && isWhole(g.array) && g.dtype === v.dtype;
    const out = inPlace ? g.array : allocateLike(name, v.array, v.dtype);
    context.backend.unaryBackward(
      code as UnaryGradCode,
      v.array,
      g.array,
      out,
      node.params.p0,
      node.params.p1,
    );
    return inPlace ? g : wrap(out);
  };
  return { name, code, saves, integers: options.integers ?? false, backward: [backward], examples };
}

/** Whether the array is all of its storage, in order. */
function isWhole({ contiguous, size, storage }: NDArray): boolean {
  return contiguous && size === storage.length;
}

/** Runs and records an element-wise function. */
export function applyUnary(op: UnaryOp, input: Tensor, params: UnaryParams = noParams): Tensor {
  requireTensor(op.name, input);
  const x = op.integers || isFloating(input.dtype) ? input : to(input, "float32");
  const out = allocateLike(op.name, x.array, x.dtype);
  context.backend.unary(op.code, x.array, out, params.p0, params.p1);
  const y = wrap(out);
  if (!tracked(x)) return y;
  return record(op, y, x, op.saves === "input" ? [x] : op.saves === "output" ? [y] : null, params);
}
