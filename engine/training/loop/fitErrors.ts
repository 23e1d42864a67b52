/** What `fit` says of options that do not fit together. */
import type { Callback } from "../callbacks/callback.ts";
import type { FitOptions } from "../fit.ts";
import { checkOptions, type OptionNames } from "../../core/options.ts";
import { say } from "../../payload/say.ts";

const fitNames: OptionNames<FitOptions> = {
  loss: 1,
  optimizer: 1,
  epochs: 1,
  batchSize: 1,
  shuffle: 1,
  validation: 1,
  validationSplit: 1,
  validationEvery: 1,
  metrics: 1,
  callbacks: 1,
  seed: 1,
  evaluateTrain: 1,
  history: 1,
  title: 1,
  name: 1,
  verbose: 1,
};

/** @throws {TypeError} when there are none, or none for the loss, or some that nobody knows */
export function checkFitOptions(options: FitOptions): void {
  if (
    typeof options === "object" &&
    (options as unknown) !== null &&
    "loss" in options &&
    (options.loss as unknown)
  ) {
    checkOptions("fit", options, fitNames);
    return;
  }
  throw new TypeError(say`fit: there is no loss; give one as in fit(net, data, { loss: "mse" }).`);
}

/** Two series of one name would be one: the second would hide the first. */
export function refuseTwins(names: readonly string[]): void {
  const twin = names.find((name, i) => names.indexOf(name) < i);
  if (twin !== undefined) throw new Error(say`fit: two series would be named "${twin}"; rename the metric.`);
}

/** @throws {TypeError} for what is none, such as a class without `new` */
export function callbackOf(callback: unknown): Callback {
  if (typeof callback === "object" && callback !== null) return callback;
  throw new TypeError(
    say`fit: a callback is not an object; did you forget "new", as in new EarlyStopping()?`,
  );
}

/** A callback's class, or "callback" for an object of no class. */
export function nameOf(callback: Callback): string {
  const { name } = callback.constructor;
  return name === "Object" ? "callback" : name;
}

/** Of a loss of the person's own that gives no tensor. */
export function lossExpected(value: unknown): TypeError {
  const what =
    typeof value === "number"
      ? say`the number ${value}`
      : value instanceof Promise
        ? say`a promise`
        : typeof value;
  return new TypeError(
    say`fit: the loss returned ${what}; it must be a tensor, computed from the prediction.`,
  );
}

/** What was thrown, in words. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
