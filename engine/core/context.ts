/** Everything in the engine that is global, in one place. */
import type { Backend, MemoryUse } from "../backend/backend.ts";
import { jsBackend } from "../backend/js/jsBackend.ts";
import { whenCutOff } from "./callsUnderWay.ts";
import { showBytes } from "./errors.ts";
import { gradMode } from "./gradMode.ts";

/** One call of a module, and the call that it was made in. */
export interface ModuleCall {
  readonly module: object;
  readonly outer: ModuleCall | null;
}

/** Who writes down which operations were used on which tensors; see engine/export/trace. */
export interface Tracer {
  /** An operation of the graph was recorded. */
  step(name: string, output: object, inputs: readonly object[], params: unknown): void;
  /** What made `output` is better known by another name, with other inputs. */
  refine(name: string, output: object, inputs: readonly object[], params: unknown): void;
}

/** A class, since V8 would look up each field of an object literal with a getter in a table. */
class Context {
  backend: Backend = jsBackend();
  /** Whether operations are recorded for a backward pass, in the code that asks: see gradMode.ts. */
  get gradEnabled(): boolean {
    return gradMode.anyPending ? gradMode.inScope() : gradMode.recording;
  }
  /** Number of operations recorded so far: a recorded operation is younger than all that it depends on. */
  recorded = 0;
  /** Number of backward passes begun so far. */
  passes = 0;
  /** Number of backward passes under way: a hook may start another. */
  passesUnderWay = 0;
  /** The innermost call of a module that runs now. */
  call: ModuleCall | null = null;
  /** Null but while a model is being exported. */
  tracer: Tracer | null = null;
}

export const context = new Context();

/** Makes every tensor from now on with `backend`; tensors of another one stay with theirs and do not mix. */
export function useBackend(backend: Backend): void {
  context.backend = backend;
}

whenCutOff(() => {
  context.call = null;
  context.tracer = null;
  context.passesUnderWay = 0;
});

/**
 * Live bytes of all tensors by what they are for, and their sum. What is alive only a full garbage collection can
 * tell, and each call makes one: some ten milliseconds, more where other programs need the processor. A loop that
 * trains should not ask at every step.
 * @example memory() // { parameter: 4004000, gradient: 0, …, total: 4008000 }
 */
export function memory(): MemoryUse & { total: number } {
  const use = context.backend.memory();
  let total = 0;
  for (const bytes of Object.values(use)) total += bytes;
  const all = { ...use, total };
  // Shown in a cell, it is a table; otherwise a plain object.
  Object.defineProperty(all, inspect, { value: () => tableOf(all) });
  return all;
}

const inspect: unique symbol = Symbol.for("nodejs.util.inspect.custom");

function tableOf(use: Readonly<Record<string, number>>): string {
  const rows = Object.entries(use).map(([kind, bytes]) => [kind, showBytes(bytes)]);
  const widths = [0, 1].map((i) => Math.max(...rows.map((row) => row[i].length)));
  return rows.map(([kind, bytes]) => `${kind.padEnd(widths[0])}  ${bytes.padStart(widths[1])}`).join("\n");
}
