/**
 * Values in one short line, without running any code of theirs: no getters, no proxies' traps, no `toString`.
 * The work is bounded by what is shown, not by the size of the value.
 */
import { types } from "./valueInspection.ts";

/** A built-in method as a function: an own property or a subclass may have replaced it on the value. */
function method<This, Result>(builtIn: (this: This) => Result): (self: This) => Result {
  return (self) => Reflect.apply(builtIn, self, []);
}
type Entries = Iterator<[unknown, unknown]>;
type AnyMap = ReadonlyMap<unknown, unknown>;
type AnySet = ReadonlySet<unknown>;
const getter = (prototype: object): (() => number) =>
  Reflect.getOwnPropertyDescriptor(prototype, "size")?.get as () => number;
const entriesIn = (prototype: object): (() => Entries) =>
  Reflect.getOwnPropertyDescriptor(prototype, "entries")?.value as () => Entries;
const sizeOfMap = method<AnyMap, number>(getter(Map.prototype));
const sizeOfSet = method<AnySet, number>(getter(Set.prototype));
const entriesOfMap = method<AnyMap, Entries>(entriesIn(Map.prototype));
const entriesOfSet = method<AnySet, Entries>(entriesIn(Set.prototype));

const parts = 5;
const characters = 60;

/** @param depth levels of objects that are opened */
export function brief(value: unknown, depth = 2): string {
  switch (typeof value) {
    case "string":
      return value.length > characters
        ? `${JSON.stringify(value.slice(0, characters))}…`
        : JSON.stringify(value);
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "bigint":
      return `${String(value)}n`;
    case "symbol":
      return value.toString();
    case "function":
      return types.isProxy(value) ? "Proxy" : briefFunction(value);
    case "object":
      return value === null ? "null" : briefObject(value, depth);
    default:
      return String(value);
  }
}

/** The class of a value, or its primitive type: what a reader would call it. */
export function typeName(value: unknown): string {
  if (value === null) return "null";
  if (typeof value !== "object" && typeof value !== "function") return typeof value;
  if (types.isProxy(value)) return "Proxy";
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof value === "function" && prototype === Function.prototype)
    return isClass(value) ? "class" : "function";
  if (prototype === null) return "Object";
  const constructor = own(prototype, "constructor");
  const name = typeof constructor === "function" ? own(constructor, "name") : undefined;
  return typeof name === "string" && name !== "" ? name : typeof value === "function" ? "function" : "Object";
}

/** An own property's value, if it is no getter. */
export function own(target: unknown, key: PropertyKey): unknown {
  if ((typeof target !== "object" && typeof target !== "function") || target === null) return undefined;
  if (types.isProxy(target)) return undefined;
  return Reflect.getOwnPropertyDescriptor(target, key)?.value as unknown;
}

function isClass(value: object): boolean {
  return Function.prototype.toString.call(value).startsWith("class");
}

function briefFunction(value: object): string {
  const name = own(value, "name");
  const shown = typeof name === "string" && name !== "" ? name : "(anonymous)";
  return isClass(value) ? `class ${shown}` : `ƒ ${shown}()`;
}

function briefObject(value: object, depth: number): string {
  if (types.isProxy(value)) return "Proxy";
  if (Array.isArray(value)) return briefList(`(${value.length}) `, value.length, depth, (i) => own(value, i));
  if (types.isTypedArray(value)) {
    const list = value as ArrayLike<unknown> & object;
    return briefList(`${typeName(value)}(${value.length}) `, value.length, depth, (i) => own(list, i));
  }
  if (types.isMap(value) || types.isSet(value)) return briefCollection(value, depth);
  if (types.isDate(value)) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (types.isRegExp(value)) return RegExp.prototype.toString.call(value);
  if (types.isNativeError(value)) return `${typeName(value)}: ${brief(own(value, "message"))}`;
  if (types.isPromise(value)) return "Promise";
  return briefRecord(value, depth);
}

function briefList(head: string, length: number, depth: number, at: (i: number) => unknown): string {
  if (depth === 0) return `${head}[…]`;
  const shown = Array.from({ length: Math.min(length, parts) }, (_, i) => brief(at(i), depth - 1));
  return `${head}[${[...shown, ...(length > parts ? ["…"] : [])].join(", ")}]`;
}

function briefCollection(value: ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>, depth: number): string {
  const isMap = types.isMap(value);
  const head = `${isMap ? "Map" : "Set"}(${isMap ? sizeOfMap(value) : sizeOfSet(value)}) `;
  if (depth === 0) return `${head}{…}`;
  const shown: string[] = [];
  const entries = isMap ? entriesOfMap(value) : entriesOfSet(value);
  for (let next = entries.next(); next.done !== true; next = entries.next()) {
    if (shown.length === parts) {
      shown.push("…");
      break;
    }
    const [key, item] = next.value;
    shown.push(isMap ? `${brief(key, 0)} => ${brief(item, depth - 1)}` : brief(item, depth - 1));
  }
  return `${head}{${shown.join(", ")}}`;
}

function briefRecord(value: object, depth: number): string {
  const name = typeName(value);
  const head = name === "Object" ? "" : `${name} `;
  if (depth === 0) return `${head}{…}`;
  const shown: string[] = [];
  for (const key in value) {
    if (!Object.hasOwn(value, key)) break;
    if (shown.length === parts) {
      shown.push("…");
      break;
    }
    const descriptor = Reflect.getOwnPropertyDescriptor(value, key);
    shown.push(`${key}: ${descriptor?.get ? "(getter)" : brief(descriptor?.value, depth - 1)}`);
  }
  return `${head}{${shown.length > 0 ? ` ${shown.join(", ")} ` : ""}}`;
}
