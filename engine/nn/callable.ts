import { whenCutOff } from "../callsUnderWay.ts";
import { context } from "../context.ts";

/**
 * A class whose instances can be called: `net(x)` runs `net.forward(x)`. The base constructor returns a
 * function that has the subclass's prototype, so that fields and private names of subclasses land on it.
 * `this["forward"]` gives the call the types of the subclass's own `forward`.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- TypeScript has no other way to say that instances are callable
export interface Callable {
  (...inputs: Parameters<this["forward"]>): ReturnType<this["forward"]>;
}

// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- see above
export abstract class Callable {
  constructor() {
    // Only spread again, `inputs` is never made: V8 passes the arguments on.
    const self = (...inputs: unknown[]): unknown => {
      const outer = context.call;
      context.call = { module: self, outer };
      try {
        return observer === null
          ? (self as unknown as Callable).forward(...inputs)
          : observed(self as unknown as Callable, ...inputs);
      } finally {
        context.call = outer;
      }
    };
    // A function's own name and length would shadow a module's fields of these names.
    Reflect.deleteProperty(self, "name");
    Reflect.deleteProperty(self, "length");
    Object.setPrototypeOf(self, new.target.prototype as object);
    return self as unknown as this;
  }

  /** What a call does: `net(x)` runs `net.forward(x)`. A subclass narrows inputs and result.
   * @example forward(x: Tensor) { return this.out(this.hidden(x).relu()); } */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- parameters are compared contravariantly: `unknown` would forbid every subclass
  abstract forward(...inputs: any[]): any;
}

/** Of a class that has none: without it, a call would end in JavaScript's own words. */
Object.defineProperty(Callable.prototype, "forward", {
  configurable: true,
  writable: true,
  value(this: object): never {
    const { name } = this.constructor;
    throw new TypeError(
      `${name}: there is no forward. Give the class one, class ${name} extends nn.Module { forward(x) { … } }.`,
    );
  },
});

/** Sees every call of a module, after it: parts before the whole. */
export type CallObserver = (module: Callable, inputs: readonly unknown[], output: unknown) => void;

let observer: CallObserver | null = null;

function observed(module: Callable, ...inputs: unknown[]): unknown {
  const output: unknown = module.forward(...inputs);
  observer?.(module, inputs, output);
  return output;
}

/** Tells the observer of a layer whose call was left out; `output` is undefined where it went into the next one. */
export function tellCall(module: Callable, output: unknown): void {
  observer?.(module, [], output);
}

let seesAll = false;

whenCutOff(() => {
  [observer, seesAll] = [null, false];
});

/** Whether calls of modules are seen now, so that none may be left out. */
export function isObserved(): boolean {
  return seesAll;
}

/**
 * Runs `body` while `observe` sees calls of modules: all of them, or only those that are made when layers may be
 * computed together.
 */
export function observeCalls<T>(observe: CallObserver, body: () => T, { all = true } = {}): T {
  const before = [observer, seesAll] as const;
  [observer, seesAll] = [observe, all];
  try {
    return body();
  } finally {
    [observer, seesAll] = before;
  }
}
