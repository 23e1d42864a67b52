/**
 * Locks a kernel whose cells are a stranger's, to be graded: what checks stand on cannot be changed, and what reaches
 * out of the thread is taken away. One wall of several: the process itself may not reach beyond its folder either.
 */
import { types } from "node:util";
import vm from "node:vm";
import type { Namespace } from "../cell/imports.ts";

/** They reach other threads, processes, files, the network, or a debugger's view of this thread. */
const takenAway = [
  "BroadcastChannel",
  "EventSource",
  "SharedWorker",
  "Storage",
  "WebSocket",
  "WebSocketStream",
  "Worker",
  "XMLHttpRequest",
  "fetch",
  "gc",
  "localStorage",
  "module",
  "require",
  "sessionStorage",
];

/** People assign these on objects of their own, which a frozen prototype would forbid. */
const assigned = ["constructor", "message", "name", "toString", "valueOf", "toJSON", "forward"];

/** @param engine what cells import as `gradbook` */
export function seal(engine: Namespace): void {
  const held = globalThis as unknown as Record<string, unknown>;
  for (const name of takenAway) Reflect.deleteProperty(held, name);
  held["process"] = harmlessProcess();
  const seen = new Set<unknown>([globalThis, held["SharedArrayBuffer"]]);
  // Those of the language, and none of Node's, which it goes on changing.
  for (const name of vm.runInNewContext("Object.getOwnPropertyNames(globalThis)") as string[]) {
    if (name !== "console") lock(held[name], seen);
  }
  for (const root of hiddenIntrinsics()) lock(root, seen);
  lock(engine, seen);
  for (const key of Reflect.ownKeys(globalThis)) lockProperty(globalThis, key);
}

/** What has no name of its own, and is used by syntax. */
function hiddenIntrinsics(): unknown[] {
  function* generator(): Generator<never> {
    // Nothing.
  }
  async function* asyncGenerator(): AsyncGenerator<never> {
    // Nothing.
  }
  const iterators = [[][Symbol.iterator](), new Map()[Symbol.iterator](), new Set()[Symbol.iterator]()];
  const others = [""[Symbol.iterator](), "".matchAll(/x/g), generator(), asyncGenerator()];
  return [
    ...[...iterators, ...others].map((iterator) => Object.getPrototypeOf(iterator) as unknown),
    Object.getPrototypeOf(generator),
    Object.getPrototypeOf(asyncGenerator),
    Object.getPrototypeOf(async () => Promise.resolve()),
    Object.getPrototypeOf(Int8Array),
  ];
}

/** Freezes functions, their prototypes and plain objects, with all that is reached through them. */
function lock(value: unknown, seen: Set<unknown>): void {
  if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) return;
  const prototype = Object.getPrototypeOf(value) as object | null;
  const own = Object.getOwnPropertyDescriptors(value) as Record<string | symbol, PropertyDescriptor>;
  if (!isLockable(value, own)) return;
  seen.add(value);
  if (types.isModuleNamespaceObject(value)) {
    for (const { value: exported } of Object.values(own)) lock(exported, seen);
    return;
  }
  for (const key of Reflect.ownKeys(own)) {
    const property = own[key];
    if (!property) continue;
    for (const part of Object.values(property) as unknown[]) lock(part, seen);
    if (typeof value === "object" && assigned.includes(String(key))) letAssign(value, key, property);
  }
  lock(prototype, seen);
  Object.freeze(value);
}

/** Instances have a state that changes as they are used. */
function isLockable(value: object, own: Readonly<Record<string | symbol, PropertyDescriptor>>): boolean {
  if (typeof value === "function") return true;
  if (ArrayBuffer.isView(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // What inherits from a class is its instance, or the prototype of a class below it.
  return (
    prototype === null || prototype === Object.prototype || "constructor" in own || Symbol.toStringTag in own
  );
}

/** An object that inherits the property can have one of its own by assigning to it, as where nothing is frozen. */
function letAssign(owner: object, key: string | symbol, property: PropertyDescriptor): void {
  if (property.configurable !== true || !("value" in property)) return;
  const value: unknown = property.value;
  Object.defineProperty(owner, key, {
    configurable: false,
    enumerable: property.enumerable ?? false,
    get: Object.freeze(() => value),
    set: Object.freeze(function (this: object, assignedValue: unknown) {
      if (this === owner) throw new TypeError(`Cannot assign to read only property '${String(key)}'`);
      Object.defineProperty(this, key, {
        value: assignedValue,
        writable: true,
        enumerable: true,
        configurable: true,
      });
    }),
  });
}

function lockProperty(owner: object, key: string | symbol): void {
  const property = Object.getOwnPropertyDescriptor(owner, key);
  if (property?.configurable !== true) return;
  Object.defineProperty(owner, key, {
    configurable: false,
    ...("value" in property && { writable: false }),
  });
}

/** What programs ask of `process` without meaning to change anything. */
function harmlessProcess(): object {
  const { platform, arch, version, versions, stdout, stderr } = process;
  const print = (stream: NodeJS.WriteStream): object => ({
    write: (text: unknown) => stream.write(String(text)),
    isTTY: false,
  });
  return {
    platform,
    arch,
    version,
    versions: { ...versions },
    argv: [],
    env: {},
    pid: 0,
    stdout: print(stdout),
    stderr: print(stderr),
    cwd: () => ".",
    exit: () => {
      throw new Error("process.exit() is not there while answers are graded.");
    },
    hrtime: Object.assign((earlier?: [number, number]) => passedTime(earlier), { bigint: bigintTime }),
    memoryUsage: memoryUse,
    uptime: () => performance.now() / 1000,
    nextTick: (call: (...given: unknown[]) => void, ...given: unknown[]) =>
      queueMicrotask(() => call(...given)),
    on: () => undefined,
    once: () => undefined,
    off: () => undefined,
  };
}

const clock = process.hrtime;
const memoryOf = process.memoryUsage.bind(process);
const passedTime = (earlier?: [number, number]): [number, number] => clock(earlier);
const bigintTime = (): bigint => clock.bigint();
const memoryUse = (): NodeJS.MemoryUsage => memoryOf();
