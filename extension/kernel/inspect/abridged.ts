/**
 * Values as text, as Node's `inspect` writes them, but of large ones only the beginning. `inspect` cuts arrays, maps
 * and sets after a number of entries; objects it writes out to their last key, and each of a hundred arrays of a
 * hundred arrays. So one method that all objects inherit leaves out what would be too much; it does nothing where
 * `inspect` is called by anybody else.
 */
import { inspect, types, type InspectOptions } from "node:util";
import { say } from "../messages.ts";
import { brief, own } from "./brief.ts";

/** Entries of one object or list. */
const each = 100;
/** Entries of all of them together, after which those that follow are named only. */
const all = 2000;
/** Characters of strings that count as one entry. */
const stringUnit = 100;

/** What is left of the room for one text. */
class Budget {
  left = all;
}

/** Stands in a text for what is left out. */
class LeftOut {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  [inspect.custom](): string {
    return this.#text;
  }
}

const key = "budget";

/** Options for `inspect` with which it abridges; `install` must have been called. */
export function abridging(options: InspectOptions): InspectOptions {
  return { ...options, [key]: new Budget() } as InspectOptions;
}

/** @param realm whose objects abridge themselves: the cells' */
export function installAbridging(realm: typeof globalThis = globalThis): void {
  Object.defineProperty(realm.Object.prototype, inspect.custom, {
    value: abridge,
    writable: true,
    configurable: true,
    enumerable: false,
  });
}

/** What `inspect` is to write in the place of `this`. */
function abridge(this: object, depth: number, options: InspectOptions): object {
  const budget = (options as Record<string, unknown>)[key];
  if (!(budget instanceof Budget) || types.isProxy(this) || beginnings.has(this)) return this;
  // A new text begins: options may be used for many.
  if (depth === options.depth) budget.left = all;
  const size = entries(this);
  if (size === null || size === 0) return this;
  if (budget.left <= 0) return new LeftOut(brief(this, 0));
  budget.left -= Math.min(size, each) + stringCost(this);
  return isPlain(this) && size > each ? beginning(this) : this;
}

/** Null for what has no entries of its own to count, such as errors and dates. */
function entries(value: object): number | null {
  if (Array.isArray(value)) return value.length;
  if (types.isTypedArray(value)) return (value as Uint8Array).length;
  if (types.isMap(value) || types.isSet(value)) return (value as ReadonlySet<unknown>).size;
  return isPlain(value) ? Object.keys(value).length : null;
}

/** An object whose properties are all there is to it. */
function isPlain(value: object): boolean {
  return (
    typeof value === "object" &&
    !Array.isArray(value) &&
    !ArrayBuffer.isView(value) &&
    !types.isNativeError(value) &&
    !types.isModuleNamespaceObject(value) &&
    !types.isArgumentsObject(value) &&
    !types.isBoxedPrimitive(value) &&
    !types.isAnyArrayBuffer(value) &&
    !types.isMap(value) &&
    !types.isSet(value) &&
    !types.isDate(value) &&
    !types.isRegExp(value) &&
    !types.isPromise(value)
  );
}

function stringCost(value: object): number {
  let characters = 0;
  let seen = 0;
  for (const name in value) {
    if (++seen > each) break;
    const part = own(value, name);
    if (typeof part === "string") characters += part.length;
  }
  return Math.floor(characters / stringUnit);
}

/** Those that stand for a larger object: they are short enough. */
const beginnings = new WeakSet();

/** An object of the same class with the first properties, without running any code of its own. */
function beginning(value: object): object {
  const names = Object.keys(value);
  const part = Object.create(Object.getPrototypeOf(value) as object | null) as object;
  for (const name of names.slice(0, each)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(value, name);
    if (descriptor) Object.defineProperty(part, name, descriptor);
  }
  const more = say("{0} more properties", (names.length - each).toLocaleString("en-US"));
  Object.defineProperty(part, "…", { value: new LeftOut(more), enumerable: true });
  beginnings.add(part);
  return part;
}

/** `value` as text. */
export function abridgedText(value: unknown, options: InspectOptions): string {
  return inspect(bareBeginning(value), abridging(options));
}

/** What to write in the place of a value that inherits nothing, and so cannot abridge itself. */
export function bareBeginning(value: unknown): unknown {
  if (typeof value !== "object" || value === null || types.isProxy(value)) return value;
  if (Object.getPrototypeOf(value) !== null || !isPlain(value)) return value;
  return Object.keys(value).length > each ? beginning(value) : value;
}
