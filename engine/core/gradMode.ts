/**
 * Whether operations are recorded. The mode belongs to who runs, not to the program: a plain variable while a function
 * runs, and for what it awaits the asynchronous context, which the host provides.
 */

import { say } from "../payload/say.ts";
import { whenCutOff } from "./callsUnderWay.ts";

/** A call of `noGrad` or `enableGrad`, for what its function leaves to run later. */
interface GradScope {
  readonly enabled: boolean;
  /** The scope that the call was made in. */
  readonly outer: GradScope | null;
  /** False once the function has returned, or its promise has settled. */
  open: boolean;
}

/** Where code that runs later finds the scope that it was started in: in Node, an `AsyncLocalStorage`. */
export interface AsyncScopes {
  getStore(): GradScope | null | undefined;
  /** Makes `scope` that of the code under way and all that it starts. */
  enterWith(scope: GradScope | null): void;
}

/** Open scopes whose functions have returned promises, the newest last. */
const pending = new Set<GradScope>();

/** Without asynchronous contexts, as in browsers, the newest scope that is still open holds for all. */
const newest: AsyncScopes = {
  getStore: () => [...pending].at(-1),
  enterWith: () => undefined,
};

let scopes = newest;
/** How many calls of `noGrad` and the like are on the stack. */
let depth = 0;

/** The mode as every operation asks for it. */
class GradMode {
  /** That of the functions under way; outside of all, that of code with no scope. */
  recording = true;
  /** Whether code may be running that a function left to run later: then its scope decides. */
  anyPending = false;

  inScope(): boolean {
    return depth > 0 ? this.recording : (openScope(scopes.getStore() ?? null)?.enabled ?? true);
  }
}

export const gradMode = new GradMode();

/** Tells the engine where asynchronous contexts are kept; null where there are none. Returns what was used before. */
export function useAsyncScopes(provided: AsyncScopes | null): AsyncScopes {
  const before = scopes;
  scopes = provided ?? newest;
  return before;
}

/** The innermost scope around that has not ended. */
function openScope(innermost: GradScope | null): GradScope | null {
  let scope = innermost;
  while (scope && !scope.open) scope = scope.outer;
  return scope;
}

/** Runs `body`, which does nothing later, with recording switched on or off and returns what it returns. */
export function withGradMode<T>(enabled: boolean, body: () => T): T {
  const before = gradMode.recording;
  gradMode.recording = enabled;
  depth++;
  try {
    return body();
  } finally {
    depth--;
    gradMode.recording = before;
  }
}

/** {@link withGradMode} for any function: what `body` does later, until its promise settles, has the mode too. */
function inScope<T>(enabled: boolean, body: () => T): T {
  // Where nothing is under way no scope around is open.
  const outer = depth > 0 || gradMode.anyPending ? openScope(scopes.getStore() ?? null) : null;
  const scope: GradScope = { enabled, outer, open: true };
  // Not put back for a function that ends at once: a scope that is closed counts for nothing.
  scopes.enterWith(scope);
  try {
    const result = withGradMode(enabled, body);
    if (!isThenable(result)) {
      scope.open = false;
      return result;
    }
    pending.add(scope);
    gradMode.anyPending = true;
    scopes.enterWith(outer);
    return Promise.resolve(result).finally(() => {
      close(scope);
    }) as T;
  } catch (error) {
    scope.open = false;
    throw error;
  }
}

function close(scope: GradScope): void {
  scope.open = false;
  pending.delete(scope);
  gradMode.anyPending = pending.size > 0;
}

// Recording, as at the start.
whenCutOff(() => {
  for (const scope of [...pending]) close(scope);
  depth = 0;
  gradMode.recording = true;
});

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && typeof (value as { then?: unknown } | null)?.then === "function";
}

function requireBody(name: string, body: unknown): void {
  if (typeof body === "function") return;
  throw new TypeError(say`${name}: give a function with the code to run, as in ${name}(() => net(x)).`);
}

/**
 * Runs `body` without recording: its results have `requiresGrad` false, and parameters may be changed in place.
 *
 * The mode holds for `body` and, when that is asynchronous, for what it awaits and starts, until its promise settles;
 * what runs beside it, another training for one, keeps its own. A timer or promise that `body` leaves behind has the
 * mode of the code around once `body` has ended, and a generator that of whoever calls its `next`. In a browser, which
 * cannot tell who runs, an asynchronous `body` changes the mode of what runs beside it, until it settles.
 *
 * @throws {TypeError} when `body` is not a function
 * @example noGrad(() => w.sub_(w.grad.mul(lr)))
 * @example const scores = await noGrad(async () => net(await load()));
 */
export function noGrad<T>(body: () => T): T {
  requireBody("noGrad", body);
  return inScope(false, body);
}

/**
 * Runs `body` with recording, inside a `noGrad` too; asynchronous functions as there.
 * @throws {TypeError} when `body` is not a function
 * @example noGrad(() => enableGrad(() => w.mul(2).requiresGrad)) // true
 */
export function enableGrad<T>(body: () => T): T {
  requireBody("enableGrad", body);
  return inScope(true, body);
}

/**
 * Whether operations are recorded just now: true outside `noGrad`.
 * @example noGrad(() => isGradEnabled()) // false
 */
export function isGradEnabled(): boolean {
  return gradMode.anyPending ? gradMode.inScope() : gradMode.recording;
}
