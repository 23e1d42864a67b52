/**
 * Values as text, as Node's `inspect` writes them, but of large ones only the beginning. `inspect` cuts arrays, maps
 * and sets after a number of entries; objects it writes out to their last key, and each of a hundred arrays of a
 * hundred arrays. So one method that all objects inherit leaves out what would be too much; it does nothing where
 * `inspect` is called by anybody else.
 */
import { say } from "../../protocol/messages.ts";
import { brief, own } from "./brief.ts";
import { inspect, inspectCustom, types, type InspectOptions } from "./valueInspection.ts";

/** How much of a value is written. */
export interface Extent {
  /** Entries of one object or list. */
  each: number;
  /** Entries of all of them together, after which those that follow are named only. */
  all: number;
  /** Characters of one string. */
  string: number;
}

/** What a cell shows at first. */
export const short: Extent = { each: 100, all: 2000, string: 10_000 };
/** What it shows to those who ask for more. */
export const longer: Extent = { each: 10_000, all: 20_000, string: 1_000_000 };

/** Characters of strings that count as one entry. */
const stringUnit = 100;

/** What is left of the room for one text. */
class Budget {
  readonly extent: Extent;
  left: number;
  /** Something did not find room. */
  exceeded = false;

  constructor(extent: Extent) {
    this.extent = extent;
    this.left = extent.all;
  }
}

/** Stands in a text for what is left out. */
class LeftOut {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  [inspectCustom](): string {
    return this.#text;
  }
}

const key = "budget";

/** Options for `inspect` with which it abridges; `install` must have been called. */
export function abridging(options: InspectOptions, extent = short): InspectOptions {
  return withBudget(options, new Budget(extent));
}

function withBudget(options: InspectOptions, budget: Budget): InspectOptions {
  const { each: maxArrayLength, string: maxStringLength } = budget.extent;
  return { ...options, maxArrayLength, maxStringLength, [key]: budget } as InspectOptions;
}

/** @param realm whose objects abridge themselves: the cells' */
export function installAbridging(realm: typeof globalThis = globalThis): void {
  Object.defineProperty(realm.Object.prototype, inspectCustom, {
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
  if (depth === options.depth) budget.left = budget.extent.all;
  return beginning(this, budget);
}

/** `value`, or what is to be written in its place. */
function beginning(value: object, budget: Budget): object {
  const size = entries(value);
  if (size === null || size === 0) return value;
  const { each } = budget.extent;
  if (budget.left <= 0) {
    budget.exceeded = true;
    return new LeftOut(brief(value, 0));
  }
  if (size > each) budget.exceeded = true;
  budget.left -= Math.min(size, each) + stringCost(value, budget);
  if (isPlain(value) && size > each) return firstProperties(value, budget);
  return hasBare(value, each) ? withBareAbridged(value, budget) : value;
}

/** Null for what has no entries of its own to count, such as errors and dates. */
function entries(value: object): number | null {
  if (Array.isArray(value)) return value.length;
  if (types.isTypedArray(value)) return (value as Uint8Array).length;
  if (types.isMap(value) || types.isSet(value)) return value.size;
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

function stringCost(value: object, budget: Budget): number {
  let characters = 0;
  let seen = 0;
  for (const name in value) {
    if (++seen > budget.extent.each) break;
    const part = own(value, name);
    if (typeof part !== "string") continue;
    characters += part.length;
    if (part.length > budget.extent.string) budget.exceeded = true;
  }
  return Math.floor(characters / stringUnit);
}

/** Those that stand for a larger object: they are short enough. */
const beginnings = new WeakSet();

/** An object of the same class with the first properties, without running any code of its own. */
function firstProperties(value: object, budget: Budget): object {
  const names = Object.keys(value);
  const { each } = budget.extent;
  const part = copy(value, names.slice(0, each), budget);
  if (names.length > each) {
    const more = say("{0} more properties", (names.length - each).toLocaleString("en-US"));
    Object.defineProperty(part, "…", { value: new LeftOut(more), enumerable: true });
  }
  return part;
}

/** Whether something in it inherits nothing, and so cannot abridge itself. */
function hasBare(value: object, each: number): boolean {
  let seen = 0;
  for (const name in value) {
    if (++seen > each) break;
    if (isBare(own(value, name))) return true;
  }
  return false;
}

function isBare(value: unknown): value is object {
  if (typeof value !== "object" || value === null || types.isProxy(value)) return false;
  return Object.getPrototypeOf(value) === null && isPlain(value);
}

/** A copy of an array or object in which what cannot abridge itself is abridged. */
function withBareAbridged(value: object, budget: Budget): object {
  if (!Array.isArray(value)) return isPlain(value) ? copy(value, Object.keys(value), budget) : value;
  const part: object = Object.setPrototypeOf(
    new Array<unknown>(value.length),
    Object.getPrototypeOf(value) as object | null,
  ) as object;
  return fill(part, value, Object.keys(value.slice(0, budget.extent.each)), budget);
}

function copy(value: object, names: readonly string[], budget: Budget): object {
  return fill(Object.create(Object.getPrototypeOf(value) as object | null) as object, value, names, budget);
}

function fill(part: object, value: object, names: readonly string[], budget: Budget): object {
  for (const name of names) {
    const descriptor = Reflect.getOwnPropertyDescriptor(value, name);
    if (!descriptor) continue;
    const inner: unknown = descriptor.value;
    if (isBare(inner)) descriptor.value = inBare(inner, () => beginning(inner, budget));
    Object.defineProperty(part, name, descriptor);
  }
  beginnings.add(part);
  return part;
}

/** Those that are being copied. */
const open = new Set<object>();

/** `make()`, but no object in itself, nor deeper than is shown. */
function inBare(value: object, make: () => object): object {
  if (open.has(value) || open.size > deepest) return new LeftOut(brief(value, 0));
  open.add(value);
  try {
    return make();
  } finally {
    open.delete(value);
  }
}
const deepest = 5;

/** A value as text. */
export interface AbridgedText {
  text: string;
  /** Nothing of it was left out for its size. */
  whole: boolean;
}

export function abridgedText(value: unknown, options: InspectOptions, extent = short): AbridgedText {
  const budget = new Budget(extent);
  if (typeof value === "string" && value.length > extent.string) budget.exceeded = true;
  const shown = isBare(value) ? inBare(value, () => beginning(value, budget)) : value;
  const text = inspect(shown, withBudget(options, budget));
  return { text, whole: !budget.exceeded };
}

/** What to write in the place of a value that inherits nothing, and so cannot abridge itself. */
export function bareBeginning(value: unknown): unknown {
  return isBare(value) ? inBare(value, () => beginning(value, new Budget(short))) : value;
}
