/** Evenly spaced numbers. */
import { dtypeNamed } from "../../core/dtypes.ts";
import { byName, checkOptions, shown } from "../../core/options.ts";
import { Tensor } from "../../core/tensor.ts";
import { sizesAndOptions, type TensorOptions, withOptions } from "./create.ts";
import { allocate } from "../../core/allocate.ts";
import { Ramp } from "../../backend/backend.ts";
import { context } from "../../core/context.ts";
import { say } from "../../payload/say.ts";

/** start, start + step, … up to but without `end`; start is 0 and step 1 when left out.
 * @throws when the step is 0 or leads away from `end`.
 * @example arange(12)
 * @example arange(-8, 8, 0.5, { requiresGrad: true }) */
export function arange(
  ...args:
    | [end: number, options?: TensorOptions]
    | [start: number, end: number, options?: TensorOptions]
    | [start: number, end: number, step: number, options?: TensorOptions]
): Tensor {
  const numbers = args.filter((arg) => typeof arg === "number");
  const options = args.find((arg) => typeof arg === "object") ?? {};
  checkOptions("arange", options, { dtype: 1, requiresGrad: 1 });
  if (numbers.length === 0 || numbers.length + Number(args.length > numbers.length) < args.length) {
    throw new TypeError(
      say`arange: give numbers, as in arange(12) or arange(0, 1, 0.1), not ${args.map(shown).join(", ")}.`,
    );
  }
  const [start, end] = numbers.length === 1 ? [0, numbers[0]] : [numbers[0], numbers[1]];
  const step = numbers[2] ?? 1;
  const count = Math.ceil((end - start) / step);
  if (!((end - start) / step >= 0) || !Number.isFinite(count)) {
    throw new RangeError(
      say`arange: from ${start} to ${end} with step ${step} there is no end; the step must be a number other
        than 0 that leads from start towards end.`,
    );
  }
  const dtype = dtypeNamed("arange", options.dtype, "float32");
  const x = new Tensor(allocate("arange", dtype, [count], "input"));
  const whole = Number.isInteger(start) && Number.isInteger(step);
  context.backend.ramp(whole ? Ramp.whole : Ramp.steps, x.array, start, step, end);
  return withOptions("arange", x, options);
}

/** `steps` numbers evenly spaced from `start` to `end`, both included.
 * @throws when `steps` is no whole number of at least 0.
 * @example linspace(0, 1, 5)
 * @example linspace(0, 1, { steps: 5 }) */
export function linspace(
  start: number,
  end: number,
  steps: number | (TensorOptions & { steps: number }),
  others: TensorOptions = {},
): Tensor {
  const { steps: wanted, ...options }: TensorOptions & { steps: number } = {
    ...others,
    ...byName("linspace", steps, "steps", { steps: 1, dtype: 1, requiresGrad: 1 }),
  };
  checkOptions("linspace", others, { dtype: 1, requiresGrad: 1 });
  if ((wanted as number | undefined) === undefined) {
    throw new TypeError(say`linspace: how many numbers? Give the steps, as in linspace(0, 1, 5).`);
  }
  const [[count]] = sizesAndOptions("linspace", [wanted]);
  const dtype = dtypeNamed("linspace", options.dtype, "float32");
  // Of float32 the width is one, too.
  const round = dtype === "float32" ? Math.fround : (x: number): number => x;
  const [from, to] = [round(start), round(end)];
  const width = count > 1 ? round(round(to - from) / (count - 1)) : 0;
  const x = new Tensor(allocate("linspace", dtype, [count], "input"));
  context.backend.ramp(Ramp.between, x.array, from, width, to);
  return withOptions("linspace", x, options);
}
