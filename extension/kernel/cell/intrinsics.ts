/**
 * JavaScript's own objects, which cells share with the kernel. A cell may extend them as it likes; what it
 * breaks of that which the kernel cannot work without is put back. Uses nothing that a cell can replace.
 */
import { showFunctionsAsWritten } from "./functionText.ts";

// What is put back later is what is there now.
showFunctionsAsWritten();

const {
  defineProperty,
  getOwnPropertyDescriptor,
  getOwnPropertyNames,
  getOwnPropertySymbols,
  getPrototypeOf,
} = Object;
const { deleteProperty } = Reflect;
const { is, prototype: objectPrototype } = Object;

/** Left out on purpose: Math, Date, timers, console, fetch and such, which people replace for good reasons. */
const globals = [
  "AggregateError",
  "Array",
  "ArrayBuffer",
  "Atomics",
  "Boolean",
  "DataView",
  "Error",
  "Float32Array",
  "Float64Array",
  "Function",
  "Int32Array",
  "JSON",
  "Map",
  "Number",
  "Object",
  "Promise",
  "RangeError",
  "ReferenceError",
  "Reflect",
  "RegExp",
  "Set",
  "SharedArrayBuffer",
  "String",
  "Symbol",
  "SyntaxError",
  "TypeError",
  "Uint8Array",
  "WeakMap",
  "WeakRef",
  "WeakSet",
  "structuredClone",
] as const;

/** On Object.prototype each of these would be taken for a part of every property descriptor. */
const poison = ["configurable", "enumerable", "get", "set", "value", "writable"];

/** Knobs that are there to be turned. */
const free = ["stackTraceLimit", "prepareStackTrace"];

interface Part {
  owner: object;
  key: string | symbol;
  descriptor: PropertyDescriptor;
  name: string;
}

const parts: Part[] = [];

function record(owner: object, key: string | symbol, name: string): void {
  const descriptor = getOwnPropertyDescriptor(owner, key);
  if (descriptor && !free.includes(String(key))) parts.push({ owner, key, descriptor, name });
}

function recordAll(owner: object, name: string): void {
  for (const key of [...getOwnPropertyNames(owner), ...getOwnPropertySymbols(owner)]) {
    record(owner, key, `${name}.${typeof key === "symbol" ? `[${key.description ?? ""}]` : key}`);
  }
}

for (const name of globals) {
  record(globalThis, name, name);
  const value = getOwnPropertyDescriptor(globalThis, name)?.value as object | undefined;
  if (!value) continue;
  recordAll(value, name);
  const prototype = getOwnPropertyDescriptor(value, "prototype")?.value as object | undefined;
  if (prototype) recordAll(prototype, `${name}.prototype`);
}
recordAll(getPrototypeOf(Int32Array.prototype) as object, "TypedArray.prototype");
const arrayIterator = getPrototypeOf([][Symbol.iterator]()) as object;
recordAll(arrayIterator, "ArrayIterator.prototype");
recordAll(getPrototypeOf(arrayIterator) as object, "Iterator.prototype");

/** Puts back what a cell replaced or removed, and returns the names of it. */
export function restoreIntrinsics(): string[] {
  const restored: string[] = [];
  // Counted loops: a cell may have taken the iterators away.
  for (let i = 0; i < poison.length; i++) {
    const key = poison[i];
    if (key === undefined || !getOwnPropertyDescriptor(objectPrototype, key)) continue;
    if (deleteProperty(objectPrototype, key)) restored[restored.length] = `Object.prototype.${key}`;
  }
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i];
    if (!part) continue;
    const now = getOwnPropertyDescriptor(part.owner, part.key);
    if (now && is(now.value, part.descriptor.value) && now.get === part.descriptor.get) continue;
    try {
      defineProperty(part.owner, part.key, part.descriptor);
      restored[restored.length] = part.name;
    } catch {
      // Frozen with another value: nothing can be done.
    }
  }
  return restored;
}
