/** Options objects: as PyTorch's callers write them, and nothing in them that nobody reads. */
import { say, sentences } from "../payload/say.ts";

/** The names that an options object may have. The compiler sees to it that none is left out. */
export type OptionNames<O> = { readonly [K in keyof Required<O>]: unknown };

/**
 * Refuses options that are no object, and names among them that `names` does not have. Costs a look-up for each option
 * that is given.
 * @throws {TypeError} naming `owner`, what is wrong, the nearest name and all that there are
 */
export function checkOptions<O extends object>(
  owner: string,
  given: O | undefined,
  names: OptionNames<O>,
): void {
  if (given === undefined) return;
  if (typeof given !== "object" || (given as O | null) === null || Array.isArray(given)) {
    throw optionsExpected(owner, given, names);
  }
  for (const name in given) if (!(name in names)) throw unknownOption(owner, given, name, names);
}

type Bare = number | boolean | readonly number[] | ((epoch: number) => number);

/**
 * Options by name, `f(x, { std: 0.01 })`, or by position, `f(x, 0.01)`. A bare value stands for the option called
 * `first`.
 * @throws {TypeError} for names that are not among `names`
 */
export function byName<G>(
  owner: string,
  given: G,
  first: keyof Exclude<G, Bare>,
  names: OptionNames<Exclude<G, Bare>>,
): Exclude<G, Bare> {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    return { [first]: given } as Exclude<G, Bare>;
  }
  checkOptions(owner, given as Exclude<G, Bare> & object, names as OptionNames<Exclude<G, Bare> & object>);
  return given as Exclude<G, Bare>;
}

function optionsExpected(owner: string, given: unknown, names: object): TypeError {
  const [first] = Object.keys(names);
  return new TypeError(
    sentences(
      say`${owner}: options are an object, such as { ${first}: … }, but ${shown(given)} was given.`,
      takes(owner, names),
    ),
  );
}

function unknownOption(owner: string, given: object, name: string, names: object): TypeError {
  if ("array" in given && "requiresGrad" in given) {
    const fault = say`${owner}: a tensor was given where options are expected.`;
    return new TypeError(sentences(fault, takes(owner, names)));
  }
  const camel = name.replace(/_+(\w)/g, (_, letter: string) => letter.toUpperCase());
  const near = camel in names ? camel : nearest(name, Object.keys(names));
  const remedy =
    near === null
      ? ""
      : near === camel
        ? say`PyTorch's ${name} is ${near} here.`
        : say`Did you mean ${`"${near}"`}?`;
  return new TypeError(sentences(say`${owner}: there is no option "${name}".`, remedy, takes(owner, names)));
}

function takes(owner: string, names: object): string {
  const list = Object.keys(names);
  return say`The options of ${owner} are ${list.join(", ")}.`;
}

/** The value as an error shows it: strings in quotes. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return say`an array`;
  if (typeof value === "function") return say`a function`;
  if (typeof value === "object" && value !== null) {
    if ("array" in value && "requiresGrad" in value) return say`a tensor`;
    return value.constructor.name === "Object" ? say`an object` : say`a ${value.constructor.name}`;
  }
  return String(value);
}

/** Of `names`, the one that `name` was meant to be: at most a third of its letters differ; else null. */
export function nearest(name: string, names: readonly string[]): string | null {
  let best: string | null = null;
  let least = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const other of names) {
    const distance = editDistance(name.toLowerCase(), other.toLowerCase());
    if (distance < least) [best, least] = [other, distance];
  }
  return best;
}

/** Letters to insert, delete or replace. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}
