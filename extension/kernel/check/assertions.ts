/** What a check can ask for, as sentences that teach: what was expected, what is there, and what it looks like. */
import type { History, tensor } from "../../../engine/index.ts";
import { say } from "../protocol/messages.ts";
import { isTensor, type TensorShape } from "../display/tensorPayload.ts";
import { types } from "../display/inspect/valueInspection.ts";
import { numbersOf, numberText, placeOf, sameShape, shapeText, shown, type Numbers } from "./values.ts";

/** What is not as it should be: its message is the learner's to read. */
export class CheckFailure extends Error {
  override name = "CheckFailure";
}

export interface CloseOptions {
  /** Share of what is expected that a number may be off. Default 1e-4. */
  rtol?: number;
  /** How far off a number may be besides. Default 1e-6. */
  atol?: number;
  /** Said where it fails: what to think of. */
  hint?: string;
}

export interface TrainsOptions {
  /** What the metric must come below. */
  below: number;
  /** Epochs in which it must. Default: any number. */
  within?: number;
  /** A series of the history. Default `valLoss`. */
  metric?: string;
  hint?: string;
}

/** What each part of a check is given. */
export interface Assertions {
  /** `condition` must be true, and nothing else. */
  ok(condition: boolean, hint?: string): void;
  /** The same value: text, truth value, number, or arrays and plain objects of them. */
  equal(actual: unknown, expected: unknown, hint?: string): void;
  /** Numbers, arrays of them or tensors of the same shape, with room for rounding. */
  close(actual: unknown, expected: unknown, options?: CloseOptions | string): void;
  shape(actual: unknown, shape: readonly number[], hint?: string): void;
  dtype(actual: unknown, dtype: string, hint?: string): void;
  /** `tensor.grad` is there and is close to `expected`; or to the slope of `expected`, measured at the tensor. */
  gradient(tensor: unknown, expected: unknown, options?: CloseOptions | string): void;
  /** A history, or what trains and gives one, comes below a number early enough. */
  trains(history: unknown, options: TrainsOptions): Promise<void>;
  /** The function must throw; with `pattern`, something that says so. */
  throws(call: () => unknown, pattern?: RegExp | string, hint?: string): void;
}

function fail(message: string, hint?: string): never {
  throw new CheckFailure(hint === undefined || hint === "" ? message : `${message} ${hint}`);
}

type MakeTensor = typeof tensor;

/** A tensor, with what is read of its gradient. */
interface Learned extends TensorShape {
  readonly gradient: TensorShape | null;
  readonly requiresGrad: boolean;
}

/** @param engine what `gradbook` exports */
export function makeAssertions(engine: Readonly<Record<string, unknown>>): Assertions {
  const makeTensor = engine["tensor"] as MakeTensor;
  const HistoryClass = engine["History"] as typeof History;
  const assertions: Assertions = {
    ok(condition, hint) {
      if ((condition as unknown) !== true) fail(say("This does not hold."), hint);
    },
    equal(actual, expected, hint) {
      refuseMissing(actual, hint);
      if (!same(actual, expected, 0))
        fail(say("{0} was expected, and {1} is there.", shown(expected), shown(actual)), hint);
    },
    close(actual, expected, options) {
      const { hint, ...tolerance } = optionsOf(options);
      closeTo(needNumbers(actual, hint), wanted(expected), tolerance, hint);
    },
    shape(actual, shape, hint) {
      const { shape: found } = needNumbers(actual, hint);
      if (!sameShape(found, shape)) fail(shapeFault(found, shape), hint);
    },
    dtype(actual, dtype, hint) {
      if (types.isProxy(actual) || !isTensor(actual)) {
        refuseMissing(actual, hint);
        fail(say("A tensor was expected, and {0} is there.", shown(actual)), hint);
      }
      if (actual.dtype !== dtype) {
        const remedy = say('Convert it: x.to("{0}").', dtype);
        fail(`${say("dtype {0} was expected, and {1} is there.", dtype, actual.dtype)} ${remedy}`, hint);
      }
    },
    gradient(tensor, expected, options) {
      const { hint, ...tolerance } = optionsOf(options);
      if (types.isProxy(tensor) || !isTensor(tensor)) {
        refuseMissing(tensor, hint);
        fail(say("A tensor was expected, and {0} is there.", shown(tensor)), hint);
      }
      const { gradient, requiresGrad } = tensor as Learned;
      if (!gradient) {
        const why = requiresGrad
          ? say("It has no gradient yet: call backward() on what was computed of it.")
          : say("It has no gradient: make it with { requiresGrad: true }.");
        fail(why, hint);
      }
      const right =
        typeof expected === "function"
          ? measuredSlope(expected as (x: unknown) => unknown, tensor, makeTensor)
          : wanted(expected);
      const measured = typeof expected === "function" ? { rtol: 1e-3, atol: 1e-4, ...tolerance } : tolerance;
      closeTo(wanted(gradient), right, measured, hint, say("The gradient is not right."));
    },
    async trains(history, { below, within = Infinity, metric = "valLoss", hint }) {
      const made: unknown = typeof history === "function" ? (history as () => unknown)() : history;
      const run: unknown = await made;
      refuseMissing(run, hint);
      if (!(run instanceof HistoryClass))
        fail(say("A History was expected, as fit gives it, and {0} is there.", shown(run)), hint);
      const series = run.series[metric];
      if (!series) {
        const there = Object.keys(run.series).join(", ");
        fail(say("The history has no {0}; it has {1}. Was validation given to fit?", metric, there), hint);
      }
      const looked = series.slice(0, within);
      const best = Math.min(...looked.filter((value) => !Number.isNaN(value)));
      if (best < below) return;
      const later = series.findIndex((value) => value < below);
      const wantedText =
        within === Infinity
          ? say("{0} was to come below {1}.", metric, below)
          : say("{0} was to come below {1} within {2} epochs.", metric, below, within);
      const found =
        later >= 0
          ? say("It did so only in epoch {0}: it learns too slowly.", later + 1)
          : best === Infinity
            ? say("It was never a number: the training diverged. Try a smaller learning rate.")
            : say("The lowest was {0}, after {1} epochs.", numberText(best), series.indexOf(best) + 1);
      fail(`${wantedText} ${found}`, hint);
    },
    throws(call, pattern, hint) {
      try {
        call();
      } catch (error) {
        const said = error instanceof Error ? error.message : String(error);
        if (
          pattern === undefined ||
          (typeof pattern === "string" ? said.includes(pattern) : pattern.test(said))
        )
          return;
        fail(say("It throws, but says: {0}", said), hint);
      }
      fail(say("It was to throw, and did not."), hint);
    },
  };
  return Object.freeze(assertions);
}

function optionsOf(options: CloseOptions | string | undefined): CloseOptions {
  return typeof options === "string" ? { hint: options } : (options ?? {});
}

/** @throws {CheckFailure} for what is not there yet */
function refuseMissing(value: unknown, hint: string | undefined): void {
  if (value === undefined || value === null)
    fail(say("Nothing is there yet: {0}. Is a return missing, or the answer?", String(value)), hint);
  if (!types.isProxy(value) && value instanceof Promise)
    fail(say("A promise is there, which has to be waited for: write await."), hint);
}

function needNumbers(value: unknown, hint: string | undefined): Numbers {
  const numbers = numbersOf(value);
  if (numbers) return numbers;
  refuseMissing(value, hint);
  fail(say("Numbers or a tensor were expected, and {0} is there.", shown(value)), hint);
}

/** @throws {TypeError} a mistake of the check itself */
function wanted(expected: unknown): Numbers {
  const numbers = numbersOf(expected);
  if (numbers) return numbers;
  throw new TypeError(say("check: numbers or a tensor are to be expected, not {0}.", shown(expected)));
}

function shapeFault(found: readonly number[], expected: readonly number[]): string {
  const told = say("Shape {0} was expected, and {1} is there.", shapeText(expected), shapeText(found));
  const turned = sameShape(found.toReversed(), expected);
  if (turned && found.length > 1) return `${told} ${say("It is the transpose: try .T.")}`;
  const count = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1);
  if (count(found) === count(expected))
    return `${told} ${say("The number of elements is right: reshape arranges them.")}`;
  return told;
}

function closeTo(
  actual: Numbers,
  expected: Numbers,
  { rtol = 1e-4, atol = 1e-6 }: CloseOptions,
  hint: string | undefined,
  title = "",
): void {
  if (!sameShape(actual.shape, expected.shape)) fail(shapeFault(actual.shape, expected.shape), hint);
  let worst = -1;
  let excess = 0;
  let different = 0;
  for (let i = 0; i < expected.values.length; i++) {
    const a = actual.values[i] ?? NaN;
    const e = expected.values[i] ?? NaN;
    if (Object.is(a, e) || a === e) continue;
    const off = Math.abs(a - e);
    const allowed = atol + rtol * Math.abs(e);
    if (off <= allowed) continue;
    different++;
    const over = Number.isNaN(off) ? Infinity : off / allowed;
    if (worst < 0 || over > excess) [worst, excess] = [i, over];
  }
  if (worst < 0) return;
  const [a = NaN, e = NaN] = [actual.values[worst], expected.values[worst]];
  const single = expected.values.length === 1;
  const count = single ? "" : say("{0} of {1} elements are not right.", different, expected.values.length);
  const one = single
    ? say("{0} was expected, and {1} is there.", numberText(e), numberText(a))
    : say(
        "The worst is at {0}: {1} was expected, and {2} is there.",
        placeOf(worst, expected.shape),
        numberText(e),
        numberText(a),
      );
  const pattern = patternOf(actual.values, expected.values);
  fail([title, count, one, pattern].filter((part) => part !== "").join(" "), hint);
}

/** What all the differences have in common; empty where nothing. */
function patternOf(actual: readonly number[], expected: readonly number[]): string {
  if (actual.some((value) => Number.isNaN(value)))
    return say("NaN comes of 0 / 0, of log of a negative number, or of a training that diverged.");
  const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-4 * Math.abs(b) + 1e-6;
  if (expected.every((e) => Math.abs(e) < 1e-6)) return "";
  if (actual.every((a, i) => near(a, -(expected[i] ?? 0)))) return say("The sign is the other way round.");
  const largest = expected.reduce((at, e, i) => (Math.abs(e) > Math.abs(expected[at] ?? 0) ? i : at), 0);
  const factor = (actual[largest] ?? 0) / (expected[largest] ?? 1);
  if (factor !== 0 && expected.length > 1 && actual.every((a, i) => near(a, factor * (expected[i] ?? 0))))
    return say("Everything is {0} times what it should be.", numberText(factor));
  return "";
}

/** The slope of `of` at a tensor, by differences in float64. */
function measuredSlope(of: (x: unknown) => unknown, tensor: TensorShape, makeTensor: MakeTensor): Numbers {
  const { shape, values } = wanted(tensor);
  const step = 1e-5;
  const at = (i: number, by: number): number => {
    const moved = values.map((value, k) => (k === i ? value + by : value));
    const x = makeTensor(nested(moved, shape) as number[], { dtype: "float64" });
    const { values: out } = wanted(of(x));
    return out.reduce((sum, value) => sum + value, 0);
  };
  const slopes = values.map((_, i) => (at(i, step) - at(i, -step)) / (2 * step));
  return { shape, dtype: "float64", values: slopes };
}

function nested(values: readonly number[], shape: readonly number[]): unknown {
  const [extent, ...inner] = shape;
  if (extent === undefined) return values[0];
  const size = values.length / extent;
  return Array.from({ length: extent }, (_, i) => nested(values.slice(i * size, (i + 1) * size), inner));
}

/** Deep enough for answers, and no deeper. */
function same(a: unknown, b: unknown, depth: number): boolean {
  if (Object.is(a, b) || a === b) return true;
  if (depth > 20 || types.isProxy(a) || types.isProxy(b)) return false;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const [x, y] = [numbersOf(a), numbersOf(b)];
  if (x && y)
    return sameShape(x.shape, y.shape) && x.values.every((value, i) => Object.is(value, y.values[i]));
  const [own, other] = [Object.keys(a), Object.keys(b)];
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return own.length === other.length && other.every((key) => same(left[key], right[key], depth + 1));
}
