/**
 * Which of some young objects have ended: learnt from a collection of the young generation alone, which takes some
 * ten microseconds where a full one takes milliseconds.
 *
 * A WeakRef or a FinalizationRegistry learns of an end from full collections only. V8's young collections do strike
 * ended objects out of WeakSets; and Node.js shows what a WeakSet holds, by `util.inspect` with `showHidden`.
 */

const custom: unique symbol = Symbol.for("nodejs.util.inspect.custom");

/** An object that can be found in a WeakSet. */
export abstract class Findable {
  [custom](_depth: number, { found }: { found?: Findable[] }): string {
    found?.push(this);
    return "";
  }
}

export interface YoungObjects {
  watch(object: Findable): void;
  /** Must be called for what is watched no longer. */
  forget(object: Findable): void;
  /**
   * Collects the young generation, if `collect`, and gives those that are watched and have not ended. Some of them
   * may be unreachable all the same. Null when it cannot be told: then all must be taken for alive.
   */
  survivors(collect: boolean): Findable[] | null;
}

/** `inspect` of `node:util`. */
export type Inspect = (value: object, options: object) => string;

class Probe extends Findable {}

/**
 * @param collectYoung runs a collection of the young generation
 * @returns null where Node.js does not show them
 */
export function youngObjects(collectYoung: () => void, inspect: Inspect): YoungObjects | null {
  const watched = new WeakSet<Findable>();
  // Always there: when it is not found, nothing that is missing may be taken for ended.
  const witness = new Probe();
  watched.add(witness);
  const young: YoungObjects = {
    watch: (object) => void watched.add(object),
    forget: (object) => void watched.delete(object),
    survivors(collect) {
      if (collect) collectYoung();
      const found: Findable[] = [];
      const all = { showHidden: true, customInspect: true, maxArrayLength: Infinity, depth: 2, found };
      inspect(watched, { ...all, breakLength: Infinity, sorted: false, showProxy: false, colors: false });
      const place = found.indexOf(witness);
      if (place < 0) return null;
      found.splice(place, 1);
      return found;
    },
  };
  return young.survivors(true) === null ? null : young;
}
