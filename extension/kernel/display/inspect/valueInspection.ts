/** What only the platform can tell of values. Wired once, before the first value is shown; Node's is `node:util`. */

/** Of Node's options for `util.inspect`, those that the kernel uses. */
export interface InspectOptions {
  depth?: number;
  breakLength?: number;
  colors?: boolean;
  maxArrayLength?: number;
  maxStringLength?: number;
}

export type TypedArray = ArrayBufferView & ArrayLike<number | bigint>;

/** Brand checks that run no code of the value. */
export interface ValueTypes {
  isAnyArrayBuffer(value: unknown): value is ArrayBufferLike;
  isArgumentsObject(value: unknown): boolean;
  isBoxedPrimitive(value: unknown): boolean;
  isDate(value: unknown): value is Date;
  isMap(value: unknown): value is ReadonlyMap<unknown, unknown>;
  isModuleNamespaceObject(value: unknown): boolean;
  isNativeError(value: unknown): value is Error;
  isPromise(value: unknown): value is Promise<unknown>;
  /** Where nothing can tell, false. */
  isProxy(value: unknown): boolean;
  isRegExp(value: unknown): value is RegExp;
  isSet(value: unknown): value is ReadonlySet<unknown>;
  isTypedArray(value: unknown): value is TypedArray;
}

export interface ValueInspection {
  /** A value as text, as Node's `util.inspect` writes it; calls what a value has under {@link inspectCustom}. */
  inspect: (value: unknown, options?: InspectOptions) => string;
  types: ValueTypes;
  /** Characters of the longest string that there can be. */
  maxStringLength: number;
}

/** The registered symbol that Node gives as `util.inspect.custom`. */
export const inspectCustom: unique symbol = Symbol.for("nodejs.util.inspect.custom") as never;

const missing = (): never => {
  throw new Error("setValueInspection has not been called.");
};

export let inspect: ValueInspection["inspect"] = missing;
export let types: ValueTypes = new Proxy({} as ValueTypes, { get: missing });
export let maxStringLength = 0;

export function setValueInspection(inspection: ValueInspection): void {
  ({ inspect, types, maxStringLength } = inspection);
}
