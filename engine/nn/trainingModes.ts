/** Modes of modules, training or predicting, that hold for a function and not for all who use the modules. */

import { whenCutOff } from "../core/callsUnderWay.ts";

let overriding: Map<object, boolean> | null = null;

whenCutOff(() => {
  overriding = null;
});

/** What `module` is for the code under way, when that differs from its own mode. */
export function overriddenMode(module: object): boolean | undefined {
  return overriding?.get(module);
}

/** Sets the mode of `module` for the function under way only; false where it is nobody's but the module's own. */
export function overrideMode(module: object, training: boolean): boolean {
  if (!overriding?.has(module)) return false;
  overriding.set(module, training);
  return true;
}

/** Modes to begin with for {@link withModes}: all `modules` predict, or all train. */
export function modesFor(modules: Iterable<object>, training: boolean): Map<object, boolean> {
  const modes = new Map<object, boolean>();
  for (const module of modules) modes.set(module, training);
  return modes;
}

/**
 * Runs `body`, which is synchronous, with modes of its own: it begins with `modes`, and what it sets is written there.
 * The modules themselves stay as they are, so that a training beside it never notices.
 */
export function withModes<T>(modes: Map<object, boolean>, body: () => T): T {
  const before = overriding;
  overriding = modes;
  try {
    return body();
  } finally {
    overriding = before;
  }
}
