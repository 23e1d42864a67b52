/** Everything in the engine that is global, in one place. */
import type { Backend, MemoryUse } from "./backend/backend.ts";
import { JsBackend } from "./backend/jsBackend.ts";
import { showBytes } from "./errors.ts";

/** One call of a module, and the call that it was made in. */
export interface ModuleCall {
  readonly module: object;
  readonly outer: ModuleCall | null;
}

export interface Context {
  backend: Backend;
  /** Whether operations are recorded for a backward pass. */
  gradEnabled: boolean;
  /** Number of operations recorded so far: a recorded operation is younger than all that it depends on. */
  recorded: number;
  /** Number of backward passes begun so far. */
  passes: number;
  /** The innermost call of a module that runs now. */
  call: ModuleCall | null;
}

export const context: Context = {
  backend: new JsBackend(),
  gradEnabled: true,
  recorded: 0,
  passes: 0,
  call: null,
};

/** Makes every tensor from now on with `backend`; tensors of another one stay with theirs and do not mix. */
export function useBackend(backend: Backend): void {
  context.backend = backend;
}

/**
 * Runs `body` with recording switched on or off and returns what it returns. When that is a promise, the
 * former mode comes back when it settles.
 */
export function withGradMode<T>(enabled: boolean, body: () => T): T {
  const before = context.gradEnabled;
  context.gradEnabled = enabled;
  let result: T;
  try {
    result = body();
  } catch (error) {
    context.gradEnabled = before;
    throw error;
  }
  if (result instanceof Promise) {
    return result.finally(() => {
      context.gradEnabled = before;
    }) as T;
  }
  context.gradEnabled = before;
  return result;
}

/**
 * Runs `body` without recording: its results have `requiresGrad` false, and parameters may be changed in place.
 * @example noGrad(() => w.sub_(w.grad.mul(lr)))
 */
export function noGrad<T>(body: () => T): T {
  return withGradMode(false, body);
}

/**
 * Runs `body` with recording, inside a `noGrad` too.
 * @example noGrad(() => enableGrad(() => w.mul(2).requiresGrad)) // true
 */
export function enableGrad<T>(body: () => T): T {
  return withGradMode(true, body);
}

/**
 * Whether operations are recorded just now: true outside `noGrad`.
 * @example noGrad(() => isGradEnabled()) // false
 */
export function isGradEnabled(): boolean {
  return context.gradEnabled;
}

/**
 * Live bytes of all tensors by what they are for, and their sum.
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
