/** Node's inspection of values, as a package carries it to browsers; wired into the kernel by being imported. */
import util from "node-inspect-extracted";
import { setValueInspection, type TypedArray, type ValueTypes } from "../display/inspect/valueInspection.ts";

const getter = (prototype: object, name: string | symbol): ((this: unknown) => unknown) =>
  Reflect.getOwnPropertyDescriptor(prototype, name)?.get as () => unknown;

/** Whether a built-in that only takes objects of its own kind takes the value. */
function takes(builtIn: (this: never) => unknown): (value: unknown) => boolean {
  const call = Function.prototype.call.bind(builtIn) as (value: unknown) => unknown;
  return (value) => {
    try {
      call(value);
      return true;
    } catch {
      return false;
    }
  };
}

/* eslint-disable @typescript-eslint/unbound-method -- called with what they take */
const isArrayBuffer = takes(getter(ArrayBuffer.prototype, "byteLength"));
const isShared =
  typeof SharedArrayBuffer === "function"
    ? takes(getter(SharedArrayBuffer.prototype as object, "byteLength"))
    : () => false;
const boxes = [
  Number.prototype.valueOf,
  String.prototype.valueOf,
  Boolean.prototype.valueOf,
  BigInt.prototype.valueOf,
  Symbol.prototype.valueOf,
].map(takes);
const isDate = takes(Date.prototype.getTime);
/* eslint-enable @typescript-eslint/unbound-method */
const isMap = takes(getter(Map.prototype, "size"));
const isSet = takes(getter(Set.prototype, "size"));
const isRegExp = takes(getter(RegExp.prototype, "source"));
const kindOfArray = getter(Object.getPrototypeOf(Int8Array.prototype) as object, Symbol.toStringTag);

const tagOf = (value: unknown): string => Object.prototype.toString.call(value);
const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
const isError = (Error as { isError?: (value: unknown) => boolean }).isError;

/** Those that cells have made: nothing else tells them from other objects. */
const proxies = new WeakSet();
const isProxy = (value: unknown): boolean =>
  (isObject(value) || typeof value === "function") && proxies.has(value);

const types: ValueTypes = {
  isAnyArrayBuffer: (value): value is ArrayBuffer =>
    isObject(value) && (isArrayBuffer(value) || isShared(value)),
  isArgumentsObject: (value) => isObject(value) && !isProxy(value) && tagOf(value) === "[object Arguments]",
  isBoxedPrimitive: (value) => isObject(value) && boxes.some((takesIt) => takesIt(value)),
  isDate: (value): value is Date => isObject(value) && isDate(value),
  isMap: (value): value is ReadonlyMap<unknown, unknown> => isObject(value) && isMap(value),
  isModuleNamespaceObject: (value) =>
    isObject(value) &&
    !isProxy(value) &&
    Reflect.getOwnPropertyDescriptor(value, Symbol.toStringTag)?.configurable === false &&
    tagOf(value) === "[object Module]",
  isNativeError: (value): value is Error =>
    isObject(value) && !isProxy(value) && (isError ? isError(value) : value instanceof Error),
  isPromise: (value): value is Promise<unknown> =>
    isObject(value) && !isProxy(value) && value instanceof Promise,
  isProxy,
  isRegExp: (value): value is RegExp => isObject(value) && value !== RegExp.prototype && isRegExp(value),
  isSet: (value): value is ReadonlySet<unknown> => isObject(value) && isSet(value),
  isTypedArray: (value): value is TypedArray =>
    isObject(value) && !isProxy(value) && Reflect.apply(kindOfArray, value, []) !== undefined,
};

const NativeProxy = globalThis.Proxy;

/** `Proxy` as ever, but that the proxies are known; and that showing one shows its target without asking its traps. */
function knownProxies(): ProxyConstructor {
  const make = (target: object, handler: ProxyHandler<object>): object => {
    const made = new util.Proxy(target, handler);
    proxies.add(made);
    return made;
  };
  return new NativeProxy(NativeProxy, {
    construct: (_, [target, handler]) => make(target as object, handler as ProxyHandler<object>),
    get: (native, name, receiver) =>
      name === "revocable" ? revocable : (Reflect.get(native, name, receiver) as unknown),
  });
}

const nativeRevocable = NativeProxy.revocable.bind(NativeProxy);
const revocable: typeof nativeRevocable = (target, handler) => {
  const made = nativeRevocable(target, handler);
  proxies.add(made.proxy);
  return made;
};

Object.defineProperty(globalThis, "Proxy", { value: knownProxies(), writable: true, configurable: true });

/** V8's, on machines of 64 bits. */
const maxStringLength = 2 ** 29 - 24;

setValueInspection({
  inspect: (value, options) => util.inspect(value, options ?? {}),
  types,
  maxStringLength,
});
