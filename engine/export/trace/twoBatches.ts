/** A model traced with two batch sizes: what differs between them depends on the batch. */
import { withGradMode } from "../../core/gradMode.ts";
import { Tensor } from "../../core/tensor.ts";
import type { Module } from "../../nn/module.ts";
import { tensorExpected } from "../../core/errors.ts";
import { arange } from "../../ops/create/ranges.ts";
import { indexSelect } from "../../ops/index/gather.ts";
import { add } from "../../ops/elementwise/binary.ts";
import { say } from "../../payload/say.ts";
import { type Trace, traceOf, type TraceStep } from "./trace.ts";

/** One extent: a number, or a multiple of the batch. */
export type Extent = number | { readonly batches: number };

export interface BatchTrace {
  readonly trace: Trace;
  /** The shape of any tensor of the trace. */
  shapeOf(x: Tensor): Extent[];
  /** What stands for a tensor that the trace did not make: a constant, or one of the same number all over. */
  constantOf(x: Tensor): Constant;
}

export type Constant =
  | { readonly kind: "values"; readonly x: Tensor }
  | { readonly kind: "filled"; readonly shape: readonly Extent[]; readonly value: number };

/** How a model is followed. */
export interface TraceOptions {
  /** Which axis of the inputs is the batch. Default 0. */
  axis?: number;
  /** Modules whose inside is not looked at. */
  whole?: (module: object) => boolean;
}

/** Enough rows that what is chosen by their values, as by argmax, is hardly the same in all. */
const SIZES = [5, 7] as const;

/**
 * @param inputs examples, a row each; some are taken, or the few there are repeated
 * @throws {Error} when the two traces are not alike
 */
export function traceBatches(
  run: (...inputs: Tensor[]) => unknown,
  inputs: readonly Tensor[],
  modules: readonly Module[],
  { axis = 0, whole }: TraceOptions = {},
): BatchTrace {
  for (const x of inputs) if (!((x as unknown) instanceof Tensor)) throw tensorExpected("export", x);
  const [first, second] = SIZES.map((size, which) =>
    traceOf(
      run,
      inputs.map((x) => rowsOf(x, size, which, axis)),
      modules,
      whole,
    ),
  );
  const twins = new Map<Tensor, Tensor>();
  const pair = (a: unknown, b: unknown): void => {
    if (a instanceof Tensor && b instanceof Tensor) twins.set(a, b);
  };
  first.inputs.forEach((x, i) => {
    pair(x, second.inputs[i]);
  });
  const alike = first.events.length === second.events.length;
  for (const [i, event] of first.events.entries()) {
    const other = second.events[i] as (typeof second.events)[number] | undefined;
    if (!alike || other?.kind !== event.kind || nameOf(event) !== nameOf(other)) {
      throw new Error(
        say`export: the model does something else for ${SIZES[1]} examples than for ${SIZES[0]}. What depends on the
          values or the number of the examples cannot be exported.`,
      );
    }
    if (event.kind === "step" && other.kind === "step") {
      pair(event.output, other.output);
      event.inputs.forEach((x, k) => {
        pair(x, other.inputs[k]);
      });
    }
  }
  const extents = (a: readonly number[], b: readonly number[]): Extent[] =>
    a.map((extent, axis) => (extent === b[axis] ? extent : batches(extent, b[axis])));
  return {
    trace: first,
    shapeOf: (x) => extents(x.array.shape, (twins.get(x) ?? x).array.shape),
    constantOf(x) {
      const twin = twins.get(x) ?? x;
      const value = uniform(x);
      // Whole numbers, one for each example, are positions, and the same by chance.
      const positions = !x.dtype.startsWith("float") && x.array.shape.join() !== twin.array.shape.join();
      if (
        !positions &&
        value !== null &&
        value === uniform(twin) &&
        x.array.shape.length === twin.array.shape.length
      ) {
        return { kind: "filled", shape: extents(x.array.shape, twin.array.shape), value };
      }
      if (x === twin || x.equal(twin)) return { kind: "values", x };
      throw new Error(
        say`export: the model computes a tensor of shape [${x.array.shape.join(", ")}] from its input by what has no
          gradient, such as argmax or get with a mask; this cannot be exported.`,
      );
    },
  };
}

function nameOf(event: Trace["events"][number]): string {
  return event.kind === "step" ? `step ${event.name}` : `call ${event.module.typeName()}`;
}

function batches(a: number, b: number): Extent {
  const count = a / SIZES[0];
  if (Number.isInteger(count) && count * SIZES[1] === b) return { batches: count };
  throw new Error(
    say`export: an extent is ${a} for ${SIZES[0]} examples and ${b} for ${SIZES[1]}; only multiples of the batch can be
      exported.`,
  );
}

/** The number that all elements are; null where they differ, or there are none. */
function uniform(x: Tensor): number | null {
  const values = x.detach().toTypedArray();
  if (values.length === 0) return null;
  return values.every((value) => Object.is(value, values[0])) ? values[0] : null;
}

/** Other examples for the other trace, so that what was computed from them differs. */
export function rowsOf(x: Tensor, size: number, which: number, axis: number): Tensor {
  return withGradMode(false, () => {
    const count = x.array.shape[axis] ?? 0;
    if (count === 0) {
      throw new RangeError(say`export: an input with at least one example is needed, as in { input: x }.`);
    }
    const rows = indexSelect(
      x.detach(),
      axis,
      Array.from(arange(0, size).toTypedArray(), (i) => (i + which) % count),
    );
    // Where there is one example alone, its copies would not differ.
    return count === 1 && which > 0 && x.dtype.startsWith("float") ? add(rows, 0.1) : rows;
  });
}

export type { TraceStep };
