/** Names that people bring along from Python, and what to write in a cell instead. */

/** What stands for the name itself, so that an editor can put it in its place. */
const replacements: Readonly<Record<string, string>> = {
  print: "console.log",
  None: "null",
  True: "true",
  False: "false",
  self: "this",
  math: "Math",
  str: "String",
  list: "Array.from",
  F: "nn.functional",
};

/** How it is written, where more than the name differs. */
const examples: Readonly<Record<string, string>> = {
  print: "console.log(x)",
  len: "x.length",
  range: "arange(n), for (let i = 0; i < n; i++)",
  enumerate: "for (const [i, x] of list.entries())",
  zip: "a.map((x, i) => [x, b[i]])",
  sorted: "list.toSorted((a, b) => a - b)",
  reversed: "list.toReversed()",
  isinstance: "x instanceof Tensor",
  dict: "{ key: value }, new Map()",
  tuple: "[a, b]",
  np: 'import { tensor, zeros, arange } from "gradbook"',
  numpy: 'import { tensor, zeros, arange } from "gradbook"',
  pd: 'import { pandas as pd } from "gradbook"',
  plt: 'import { plot } from "gradbook"',
  torch: 'import * as torch from "gradbook"',
};

/** What to write for a name of Python's; null for any other. */
export function inTypeScript(name: string): string | null {
  return own(examples, name) ?? own(replacements, name);
}

/** What to put in place of the name; null where that is not all. */
export function replacementOf(name: string): string | null {
  return own(replacements, name);
}

function own(table: Readonly<Record<string, string>>, name: string): string | null {
  return Object.hasOwn(table, name) ? (table[name] ?? null) : null;
}
