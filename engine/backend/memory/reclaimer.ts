import { say } from "../../payload/say.ts";
import { type Inspect, youngObjects, type YoungObjects } from "./youngObjects.ts";

/** How the engine asks the JavaScript engine around it to find out what is unreachable. */
export interface Reclaimer {
  /**
   * Collects garbage now, inside a synchronous loop too, so that afterwards a WeakRef to an unreachable object
   * gives undefined. (By the language's rules a WeakRef keeps its target until the running job ends; the
   * implementation must end that as well.) Takes a few milliseconds.
   */
  reclaim(): void;
  /** Something that finds out the same of young objects, and much faster; null where there is no such thing. */
  watchYoung(): YoungObjects | null;
}

/** The part of `node:v8` that is needed. */
interface V8 {
  setFlagsFromString(flags: string): void;
}

/** The part of `node:vm` that is needed. */
interface Vm {
  createContext(object: object, options: { microtaskMode: "afterEvaluate" }): object;
  runInNewContext(code: string): unknown;
  Script: new (code: string) => { runInContext(context: object): unknown };
}

/**
 * Node's.
 * @param inspect of `node:util`; without it, nothing is learnt from young collections
 * @throws where there is no gc() to be had
 */
export function v8Reclaimer(v8: V8, vm: Vm, inspect?: Inspect): Reclaimer {
  // While the flag is set, new contexts have a gc(): this one only, which nobody else gets to see.
  v8.setFlagsFromString("--expose-gc");
  const gc = vm.runInNewContext("typeof gc === 'function' ? gc : null") as
    ((options?: { type: "minor" }) => void) | null;
  v8.setFlagsFromString("--no-expose-gc");
  if (!gc) throw new Error(say`This JavaScript engine cannot be asked to collect garbage.`);
  // Leaving a context that has its own microtask queue ends the job as far as WeakRefs are concerned.
  const context = vm.createContext({}, { microtaskMode: "afterEvaluate" });
  const nothing = new vm.Script("0");
  /** There is little to look through: to wake threads for it takes longer than to do it. */
  const collectYoung = (): void => {
    v8.setFlagsFromString("--no-parallel-scavenge");
    gc({ type: "minor" });
    v8.setFlagsFromString("--parallel-scavenge");
  };
  return {
    reclaim() {
      nothing.runInContext(context);
      gc();
    },
    watchYoung: () => (inspect ? youngObjects(collectYoung, inspect) : null),
  };
}
