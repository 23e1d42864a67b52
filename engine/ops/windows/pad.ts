/** Elements added around a tensor: a constant, its mirror image, or its border. */
import { allocate } from "../../core/allocate.ts";
import { context } from "../../core/context.ts";
import { elementsOf } from "../../core/ndarray.ts";
import type { Op } from "../../core/node.ts";
import { byName, shown } from "../../core/options.ts";
import { record, requireTensor, tracked } from "../../core/record.ts";
import { type Shape, showShape } from "../../core/shape.ts";
import { Tensor } from "../../core/tensor.ts";
import { say } from "../../payload/say.ts";
import { clone } from "../shape/convert.ts";
import { indexSelect } from "../index/gather.ts";
import { slicedArray } from "../shape/views.ts";

/** What is added around a tensor. */
export type PadMode = "constant" | "reflect" | "replicate" | "circular";

/** What is added, and of a constant its value. */
export interface PadOptions {
  /** `constant`, the mirror image without its edge (`reflect`), the edge itself (`replicate`), or the other end
   * (`circular`). Default constant. */
  mode?: PadMode;
  /** Of the constant. Default 0. */
  value?: number;
}

/** Of each axis: how many before and behind. */
type Margins = readonly (readonly [before: number, behind: number])[];

const padOp: Op<Margins> = {
  name: "pad",
  node: "ConstantPadNdBackward0",
  backward: [
    (g, { params }) =>
      padConstant(
        g,
        params.map(([before, behind]) => [-before, -behind] as const),
        0,
      ),
  ],
};

/** Negative margins cut off. */
function padConstant(x: Tensor, margins: Margins, value: number): Tensor {
  const { shape } = x.array;
  const out = allocate(
    "pad",
    x.dtype,
    shape.map((extent, axis) => extent + margins[axis][0] + margins[axis][1]),
  );
  if (margins.some(([before, behind]) => before > 0 || behind > 0)) context.backend.fill(out, value);
  let [from, to] = [x.array, out];
  margins.forEach(([before, behind], axis) => {
    const kept = Math.max(0, shape[axis] + Math.min(before, 0) + Math.min(behind, 0));
    from = slicedArray(from, axis, Math.max(0, -before), kept, 1);
    to = slicedArray(to, axis, Math.max(0, before), kept, 1);
  });
  context.backend.copy(from, to);
  const y = new Tensor(out);
  if (!tracked(x)) return y;
  record(padOp, y, x, null, margins);
  if (context.tracer !== null) context.tracer.refine("pad", y, [x], { margins, value });
  return y;
}

/** Which elements of an axis stand in the padded one. */
function sources(mode: PadMode, extent: number, before: number, behind: number): number[] {
  const mirrored = 2 * (extent - 1);
  const cut = Math.max(0, -before);
  const kept = extent + Math.min(before, 0) + Math.min(behind, 0);
  return Array.from({ length: extent + before + behind }, (_, i) => {
    const at = i - before;
    if (mode === "replicate") return Math.min(Math.max(at, 0), extent - 1);
    if (mode === "circular") return cut + ((at - cut + kept) % kept);
    const reflected = Math.abs(at);
    return reflected < extent ? reflected : mirrored - reflected;
  });
}

function marginsOf(padding: readonly number[], shape: Shape): Margins {
  const given = Array.isArray(padding) && padding.every(Number.isInteger);
  if (!given || padding.length % 2 !== 0 || padding.length > 2 * shape.length) {
    const what = Array.isArray(padding) ? `[${padding.join(", ")}]` : shown(padding);
    throw new RangeError(
      say`pad: ${what} is no padding of an input of shape ${showShape(shape)}; give two whole numbers for each axis,
        the last axis first: [left, right, top, bottom].`,
    );
  }
  return shape.map((_, axis) => {
    const at = 2 * (shape.length - 1 - axis);
    return at < padding.length ? ([padding[at], padding[at + 1]] as const) : ([0, 0] as const);
  });
}

function requireMargins(mode: PadMode, margins: Margins, shape: Shape): void {
  margins.forEach(([before, behind], axis) => {
    const extent = shape[axis];
    if (extent + before + behind < 0) {
      throw new RangeError(
        say`pad: ${before} and ${behind} elements cannot be taken from axis ${axis} of shape ${showShape(shape)}.`,
      );
    }
    if (mode === "constant" || (before === 0 && behind === 0)) return;
    const kept = extent + Math.min(before, 0) + Math.min(behind, 0);
    const most = mode === "reflect" ? extent - 1 : mode === "circular" ? kept : Infinity;
    if (before > most || behind > most || kept <= 0) {
      throw new RangeError(
        say`pad: mode ${mode} cannot add ${before} and ${behind} elements to axis ${axis} of shape
          ${showShape(shape)}.`,
      );
    }
  });
}

/** What is no constant is added to all axes behind the batch and the channels, as in PyTorch; circular ones need both. */
function requireImages(mode: PadMode, padding: readonly number[], shape: Shape): void {
  const before = shape.length - padding.length / 2;
  if (padding.length >= 2 && padding.length <= 6 && (before === 2 || (before === 1 && mode !== "circular")))
    return;
  throw new RangeError(
    say`pad: mode ${mode} does not take [${padding.join(", ")}] for an input of shape ${showShape(shape)}: give two
      numbers for each axis behind the batch and the channels.`,
  );
}

/**
 * Adds elements around a tensor: `padding` is two numbers for each axis, before and behind, the last axis first.
 * Negative ones cut off.
 * @param mode what is added, or options by name
 * @throws {RangeError} when `padding` does not fit the shape; a reflection must be smaller than the axis
 * @example nn.functional.pad(x, [1, 1, 2, 2]) // one column left and right, two rows above and below
 * @example nn.functional.pad(x, [1, 1], "replicate")
 */
export function pad(
  x: Tensor,
  padding: readonly number[],
  mode: PadMode | PadOptions = {},
  value = 0,
): Tensor {
  requireTensor("pad", x);
  const options: PadOptions =
    typeof mode === "string"
      ? { mode, value }
      : { value, ...byName("pad", mode, "mode", { mode: 1, value: 1 }) };
  const { mode: kind = "constant", value: filled = 0 } = options;
  if (!["constant", "reflect", "replicate", "circular"].includes(kind)) {
    throw new RangeError(
      say`pad: there is no mode ${shown(kind)}; use "constant", "reflect", "replicate" or "circular".`,
    );
  }
  const { shape } = x.array;
  const margins = marginsOf(padding, shape);
  if (kind !== "constant") requireImages(kind, padding, shape);
  requireMargins(kind, margins, shape);
  if (kind === "constant") return padConstant(x, margins, filled);
  let y = x;
  margins.forEach(([before, behind], axis) => {
    if (before === 0 && behind === 0) return;
    const from = allocate("pad", "int32", [shape[axis] + before + behind]);
    elementsOf(from).set(sources(kind, shape[axis], before, behind));
    y = indexSelect(y, axis, new Tensor(from));
  });
  // Without margins, too, a change in place must not reach what was given.
  return y === x ? clone(x) : y;
}
