/** Who is at work in a training, so that no second one takes the same at once. */

import { whenCutOff } from "../../core/callsUnderWay.ts";
import { say } from "../../payload/say.ts";

let claimed = new WeakSet<object>();

whenCutOff(() => {
  claimed = new WeakSet();
});

/**
 * Takes `things`, each with its name for the error, for one training; returns what gives them back.
 * @throws {Error} when one is at work already; nothing is taken then
 */
export function claim(things: readonly (readonly [named: () => string, thing: object])[]): () => void {
  const own = new Set<object>();
  for (const [named, thing] of things) {
    own.add(thing);
    if (claimed.has(thing)) {
      throw new Error(
        say`fit: ${named()} is at work in another fit that has not ended. Await that one first, or give each
          training one of its own.`,
      );
    }
  }
  for (const thing of own) claimed.add(thing);
  return () => {
    for (const thing of own) claimed.delete(thing);
  };
}
