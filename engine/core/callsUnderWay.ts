/**
 * Some modules of the engine keep something only while a function runs, such as a mode, and put it back in `finally`. A
 * function that the program around cuts off never comes to that: then all of it is forgotten at once.
 */

const forgetters: (() => void)[] = [];

/** Has `forget` called when functions were cut off; what it forgets then is as where none is under way. */
export function whenCutOff(forget: () => void): void {
  forgetters.push(forget);
}

/**
 * Forgets the calls under way, of `noGrad`, modules, `fit` and the like, whose code was cut off and will not return. For
 * the program around.
 * @example forgetCalls() // isGradEnabled() is true again
 */
export function forgetCalls(): void {
  for (const forget of forgetters) forget();
}
