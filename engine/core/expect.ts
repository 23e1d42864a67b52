/** Refuses arguments of a wrong kind, which untyped code may pass, in words. */
import { shown } from "./options.ts";
import { type Phrase, say } from "../payload/say.ts";

/** @throws {TypeError} unless `fits`: `owner` wants `what`, as in "a list of tensors, [x, y]", and not `given` */
export function expect(owner: string, what: Phrase, given: unknown, fits: boolean): void {
  if (fits) return;
  throw new TypeError(
    say`${owner}: give ${say(what)}; ${given === undefined ? say`nothing` : shown(given)} was given.`,
  );
}

/** @throws {TypeError} for what cannot be gone through */
export function expectIterable(owner: string, what: Phrase, given: unknown): void {
  const iterator = (given as Partial<Iterable<unknown>> | null | undefined)?.[Symbol.iterator];
  expect(owner, what, given, typeof iterator === "function" && typeof given !== "string");
}

/** @throws {TypeError} for what cannot be called */
export function expectFunction(owner: string, what: Phrase, given: unknown): void {
  expect(owner, what, given, typeof given === "function");
}

/** @throws {TypeError} for what is no object */
export function expectObject(owner: string, what: Phrase, given: unknown): void {
  expect(owner, what, given, typeof given === "object" && given !== null && !Array.isArray(given));
}

/** @throws {TypeError} for what is no module */
export function expectModule(owner: string, given: unknown): void {
  const { modules } = (given ?? {}) as { modules?: unknown };
  expect(owner, "a module, such as an nn.Sequential", given, typeof modules === "function");
}
