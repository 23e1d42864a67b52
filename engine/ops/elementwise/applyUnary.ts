/** How an element-wise function of one tensor follows from its row and its slope; how it is run and recorded. */
import { allocateAsItLies, allocateLike } from "../../core/allocate.ts";
import { context } from "../../core/context.ts";
import { isFloating, type NDArray } from "../../core/ndarray.ts";
import type { Node, Op } from "../../core/node.ts";
import { record, recordMany, requireTensor, tracked } from "../../core/record.ts";
import { method, Tensor } from "../../core/tensor.ts";
import { unaries, Unary, type UnaryName, type UnaryRow } from "../../table/index.ts";
import { zerosLike } from "../create/create.ts";
import { to } from "../shape/convert.ts";

export interface UnaryParams {
  readonly p0: number;
  readonly p1: number;
}

/** f′(v)·g in operations on tensors, where v is what was saved. */
export type Slope = (g: Tensor, v: Tensor, params: UnaryParams) => Tensor;

export interface UnaryOp extends Op<UnaryParams> {
  readonly code: number;
  readonly saves: UnaryRow["saves"];
  /** Whether int32 stays int32. */
  readonly integers: boolean;
}

/** The slope of steps. */
export const flat: Slope = (g) => zerosLike(g);

/** A value and where it was taken, by which its slope is 0. */
const piecesOp: Op<null> = { name: "pieces", backward: [(g) => g, (g) => zerosLike(g)] };

/** The slope of a function of linear pieces: constant, but a function of `v` that can be differentiated once more. */
function ofPieces(slope: Tensor, v: Tensor): Tensor {
  return recordMany(piecesOp, new Tensor(slope.array), [slope, v], null, null);
}

export const noParams: UnaryParams = { p0: 0, p1: 0 };

/** The operation of a row. Its gradient in numbers is used unless the gradient itself has to be differentiated. */
export function defineUnary(name: UnaryName, slope: Slope): UnaryOp {
  const code = Unary[name];
  const row: UnaryRow = unaries[name];
  const { gradient, integers = false, pieces, saves } = row;
  const backward = (g: Tensor, node: Node<UnaryParams>): Tensor => {
    const v = node.saved[0];
    if (!gradient || (context.gradEnabled && (g.requiresGrad || v.requiresGrad))) {
      const sloped = slope(g, v, node.params);
      return pieces && tracked(v) ? ofPieces(sloped, v) : sloped;
    }
    const inPlace = node.mayOverwrite() && isWhole(g.array) && g.dtype === v.dtype;
    const out = inPlace ? g.array : allocateLike(name, v.array, v.dtype);
    context.backend.unaryBackward(code, v.array, g.array, out, node.params.p0, node.params.p1);
    return inPlace ? g : new Tensor(out);
  };
  return { name, code, saves, integers, backward: [backward], ...(row.node && { node: row.node }) };
}

/** Whether the array is all of its storage, in order. */
function isWhole({ contiguous, size, storage }: NDArray): boolean {
  return contiguous && size === storage.length;
}

/** Runs and records an element-wise function. */
export function applyUnary(op: UnaryOp, input: Tensor, params: UnaryParams = noParams): Tensor {
  requireTensor(op.name, input);
  const x = op.integers || isFloating(input.dtype) ? input : to(input, "float32");
  const { array } = x;
  // Of a transposed matrix a transposed one, as in PyTorch: nothing has to be brought into another order.
  const lying = array.contiguous ? null : allocateAsItLies(op.name, array);
  const out = lying?.out ?? allocateLike(op.name, array, x.dtype);
  context.backend.unary(op.code, lying?.from ?? array, lying?.to ?? out, params.p0, params.p1);
  const y = new Tensor(out);
  if (!tracked(x)) return y;
  return record(op, y, x, op.saves === "input" ? [x] : op.saves === "output" ? [y] : null, params);
}

/** The function of a row without parameters, which becomes a method of all tensors, too. */
export function unary(name: UnaryName, slope: Slope): (x: Tensor) => Tensor {
  return unaryOf(defineUnary(name, slope));
}

/** The same of an operation that others know, too. */
export function unaryOf(op: UnaryOp): (x: Tensor) => Tensor {
  method(op.name as "exp", function () {
    return applyUnary(op, this);
  });
  return (x) => applyUnary(op, x);
}
