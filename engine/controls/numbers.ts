import { checkOptions, shown } from "../core/options.ts";
import type { NumberControl, SliderControl } from "../payload/control.ts";
import { tidy } from "../payload/controlValue.ts";
import type { Scale } from "../payload/figure.ts";
import { say } from "../payload/say.ts";
import { checkLabel, show } from "./show.ts";

/** Where a slider begins and ends, and how it gets there. */
export interface SliderOptions {
  /** Default 0; on a log scale it must be given. */
  min?: number;
  /** Default 1. */
  max?: number;
  /**
   * Distance of two values. Default: a round number, about a hundredth of the way; on a log scale, values of two
   * digits at equal ratios.
   */
  step?: number;
  /** Where it stands until somebody moves it. Default: in the middle. */
  value?: number;
  /** `"log"` gives each power of ten the same room, as learning rates need it. Default `"linear"`. */
  scale?: Scale;
}

/** What a field for a number takes. */
export interface NumberOptions {
  /** Default: no end. */
  min?: number;
  /** Default: no end. */
  max?: number;
  /** What the field's arrows add. Default 1. */
  step?: number;
  /** Default: 0, or the end that is nearest to it. */
  value?: number;
}

/**
 * A slider under the cell, and the number that it stands at. Moving it runs again what uses the number.
 *
 * @param label what the number is
 * @throws {RangeError} for ends in the wrong order, a step that is not above 0, a value outside, a log scale that
 * reaches 0
 * @example const lr = input.slider("learning rate", { min: 1e-4, max: 1, value: 0.01, scale: "log" });
 */
export function slider(label: string, options: SliderOptions = {}): number {
  const owner = "input.slider";
  checkLabel(owner, label);
  checkOptions(owner, options, { min: 1, max: 1, step: 1, value: 1, scale: 1 });
  const { min = 0, max = 1, step, scale = "linear" } = options;
  checkNumbers(owner, { min, max, step, value: options.value });
  if (!(["linear", "log"] as unknown[]).includes(scale))
    throw new TypeError(say`${owner}: scale is ${scale}; give "linear" or "log".`);
  if (!(min < max))
    throw new RangeError(say`${owner}: min is ${min} and max is ${max}; give the smaller first.`);
  if (scale === "log" && min <= 0)
    throw new RangeError(say`${owner}: a log scale has no ${min}; give a min above 0, such as 1e-4.`);
  if (step !== undefined && step <= 0)
    throw new RangeError(say`${owner}: step is ${step}; give a number above 0.`);
  const control: SliderControl = {
    kind: "slider",
    label,
    min,
    max,
    step: step ?? (scale === "log" ? null : niceStep((max - min) / 100)),
    scale,
    value: min,
  };
  const value = options.value ?? middle(control);
  if (value < min || value > max)
    throw new RangeError(say`${owner}: value is ${value}; give one from min, ${min}, to max, ${max}.`);
  return show({ ...control, value }, (chosen) => chosen);
}

/**
 * A field for a number under the cell, and the number in it.
 *
 * @param label what the number is
 * @throws {RangeError} for ends in the wrong order, a step that is not above 0, a value outside
 * @example const epochs = input.number("epochs", { min: 1, value: 20 });
 */
export function number(label: string, options: NumberOptions = {}): number {
  const owner = "input.number";
  checkLabel(owner, label);
  checkOptions(owner, options, { min: 1, max: 1, step: 1, value: 1 });
  const { min, max, step = 1 } = options;
  checkNumbers(owner, { min, max, step, value: options.value });
  const [low, high] = [min ?? -Infinity, max ?? Infinity];
  if (low > high)
    throw new RangeError(say`${owner}: min is ${low} and max is ${high}; give the smaller first.`);
  if (step <= 0) throw new RangeError(say`${owner}: step is ${step}; give a number above 0.`);
  const value = options.value ?? Math.min(high, Math.max(low, 0));
  if (value < low || value > high)
    throw new RangeError(say`${owner}: value is ${value}; give one from min, ${low}, to max, ${high}.`);
  const control: NumberControl = { kind: "number", label, min: min ?? null, max: max ?? null, step, value };
  return show(control, (chosen) => chosen);
}

function checkNumbers(owner: string, numbers: Readonly<Record<string, unknown>>): void {
  for (const [name, given] of Object.entries(numbers)) {
    if (given === undefined || (typeof given === "number" && Number.isFinite(given))) continue;
    throw new TypeError(say`${owner}: ${name} is ${shown(given)}; give a finite number.`);
  }
}

/** 1, 2 or 5 times a power of ten, at least `least`. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((one) => one * power >= least * (1 - 1e-9)) ?? 10;
  return tidy(factor * power);
}

function middle({ min, max, step, scale }: SliderControl): number {
  if (scale === "log") {
    const value = step === null ? Math.sqrt(min * max) : Math.round(Math.sqrt(min * max) / step) * step;
    return Math.min(max, Math.max(min, Number(value.toPrecision(step === null ? 2 : 12))));
  }
  return step === null
    ? (min + max) / 2
    : Math.min(max, tidy(min + Math.round((max - min) / 2 / step) * step));
}
