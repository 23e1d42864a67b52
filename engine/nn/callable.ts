import { whenCutOff } from "../core/callsUnderWay.ts";
import { context } from "../core/context.ts";
import { say } from "../payload/say.ts";

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
        return observer === null && hooked === 0
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
      say`${name}: there is no forward. Give the class one, class ${name} extends nn.Module { forward(x) { … }
        }.`,
    );
  },
});

/** Sees every call of a module, after it: parts before the whole. */
export type CallObserver = (module: Callable, inputs: readonly unknown[], output: unknown) => void;

let observer: CallObserver | null = null;

function observed(module: Callable, ...inputs: unknown[]): unknown {
  const own = hooked > 0 ? hooks.get(module) : undefined;
  const given = own ? own.before.reduce(replaceInputs(module), inputs) : inputs;
  let output: unknown = module.forward(...given);
  for (const hook of own?.after ?? []) output = hook(module, given, output) ?? output;
  observer?.(module, given, output);
  return output;
}

/** What a hook before the call gives back takes the place of the inputs: several of them in an array. */
function replaceInputs(module: Callable): (inputs: unknown[], hook: BeforeHook) => unknown[] {
  return (inputs, hook) => {
    const other = hook(module, inputs);
    return other === undefined || other === null
      ? inputs
      : Array.isArray(other)
        ? (other as unknown[])
        : [other];
  };
}

/** Runs before a call: what it gives back, if anything, takes the place of the inputs. */
export type BeforeHook = (module: Callable, inputs: readonly unknown[]) => unknown;
/** Runs after a call: what it gives back, if anything, takes the place of the output. */
export type AfterHook = (module: Callable, inputs: readonly unknown[], output: unknown) => unknown;

/** Hooks of modules that have some, in the order in which they run. */
const hooks = new WeakMap<Callable, { readonly before: BeforeHook[]; readonly after: AfterHook[] }>();
/** How many hooks there are: while there are none, calls need not look for them. */
let hooked = 0;

/** Adds a hook to the calls of a module. @returns what takes it away again */
export function addHook<K extends "before" | "after">(
  module: Callable,
  when: K,
  hook: K extends "before" ? BeforeHook : AfterHook,
): () => void {
  const own = hooks.get(module) ?? { before: [], after: [] };
  hooks.set(module, own);
  const list: unknown[] = own[when];
  list.push(hook);
  hooked++;
  let there = true;
  return () => {
    if (!there) return;
    there = false;
    hooked--;
    list.splice(list.indexOf(hook), 1);
  };
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
  return seesAll || hooked > 0;
}

/** Whether nobody but the modules themselves sees what calls of them take and give. */
export function isUnwatched(): boolean {
  return observer === null && hooked === 0;
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
