/** Python's names in TypeScript: camel case, and nothing that has a meaning of its own there. */
import { camelCase } from "../library/signature.ts";

const taken: ReadonlySet<string> = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends " +
    "false finally for function if implements import in instanceof interface let new null package private " +
    "protected public return static super switch this throw true try typeof undefined var void while with yield " +
    "Array Boolean Date Error Infinity JSON Map Math NaN Number Object Set String console performance"
  ).split(" "),
);

export class Names {
  readonly #here = new Map<string, string>();
  readonly #used = new Map<string, string>();

  /** The same name every time; two Python names never become one. */
  of(python: string): string {
    const known = this.#here.get(python);
    if (known !== undefined) return known;
    let name = camelCase(python);
    if (taken.has(name)) name += "_";
    if (this.#used.has(name)) name = python;
    while (this.#used.has(name)) name += "_";
    this.#here.set(python, name);
    this.#used.set(name, python);
    return name;
  }
}
