/**
 * How calls of Python's libraries are written here. A table has one call a line:
 *
 *     name(before / between * after) -> result = here
 *
 * Parameters before the `/` stand by position here, even when Python gives their names; those between may be
 * given either way; those after the `*` go into the options object. A name that ends in `!` is left out (there is
 * one device, no worker process). `result` is a tensor where nothing is said. `here` is the name in this engine
 * when it is not Python's in camel case. `...` takes any number by position.
 */
import {
  bool,
  dtype,
  iterable,
  list,
  none,
  number,
  size,
  string,
  tensor,
  tuple,
  type Type,
  unknown,
  whole,
} from "../analysis/types.ts";

export interface Signature {
  /** Name as the engine has it. */
  here: string;
  params: readonly SignatureParam[];
  /** Takes any number of arguments by position. */
  open: boolean;
  result: Type;
  /** Whether it must be awaited. */
  async: boolean;
}

export interface SignatureParam {
  name: string;
  place: "before" | "between" | "after";
  /** Left out here. */
  dropped: boolean;
}

const vocabulary: Type = { kind: "instance", path: "d2l.Vocab" };

const results: Record<string, Type> = {
  tensor,
  number,
  whole,
  string,
  bool,
  none,
  size,
  dtype,
  unknown,
  tensors: list(tensor),
  numbers: list(number),
  strings: list(string),
  pair: tuple(tensor, tensor),
  batches: iterable(tuple(tensor, tensor)),
  loaders: tuple(iterable(tuple(tensor, tensor)), iterable(tuple(tensor, tensor))),
  shares: tuple(number, number),
  frame: { kind: "instance", path: "pandas.DataFrame" },
  series: { kind: "instance", path: "pandas.Series" },
  images: iterable(tuple(tensor, tensor), "vision.ImageDataset"),
  lines: list(list(string)),
  bothLines: tuple(list(list(string)), list(list(string))),
  wholes: list(whole),
  counts: { kind: "dict", of: whole, keyed: false },
  corpus: tuple(list(whole), vocabulary),
  sequences: tuple(iterable(tuple(tensor, tensor), "d2l.SeqDataLoader"), vocabulary),
  translations: tuple(
    iterable(tuple(tensor, tensor, tensor, tensor), "data.DataLoader"),
    vocabulary,
    vocabulary,
  ),
  translated: tuple(string, list(unknown)),
  examples: tuple(iterable(tuple(tensor, tensor), "data.DataLoader"), whole),
  timed: tuple(list(number), list(number)),
  trace: list(tuple(number, number)),
  datasets: list({ kind: "instance", path: "torch.utils.data.Subset" }),
};

const row = /^(async )?([\w.]+)\(([^)]*)\)(?:\s*->\s*(\w+))?(?:\s*=\s*([\w.]+))?$/;

/** Reads a table; `result` is that of rows which name none. */
export function readTable(text: string, result: Type = tensor): Map<string, Signature> {
  const table = new Map<string, Signature>();
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const [, async, name = "", params = "", named, here] = row.exec(line.trim()) ?? [];
    if (name === "") throw new Error(`no row of a table of calls: ${line}`);
    table.set(name, {
      here: here ?? camelCase(name),
      params: readParams(params),
      open: params.includes("..."),
      result: named === undefined ? result : (results[named] ?? unknown),
      async: async !== undefined,
    });
  }
  return table;
}

function readParams(text: string): SignatureParam[] {
  const words = text.split(/\s+/).filter((word) => word !== "" && word !== "...");
  let place: SignatureParam["place"] = words.includes("/")
    ? "before"
    : words.includes("*")
      ? "between"
      : "before";
  const params: SignatureParam[] = [];
  for (const word of words) {
    if (word === "/") place = "between";
    else if (word === "*") place = "after";
    else params.push({ name: word.replace("!", ""), place, dropped: word.endsWith("!") });
  }
  return params;
}

/** `zero_grad` → `zeroGrad`; underscores before and behind stay, and so do names in capitals: `NUM_EPOCHS`. */
export function camelCase(name: string): string {
  const [, start = "", middle = "", end = ""] = /^(_*)(.*?)(_*)$/.exec(name) ?? [];
  if (!middle.includes("_") || !/[a-z]/.test(middle)) return name;
  const [first = "", ...rest] = middle.split(/_+/);
  return start + first + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("") + end;
}

/** Name of an option in the engine: `T_max` is `tMax`. */
export function optionName(name: string): string {
  return camelCase(name.replace(/^[A-Z](?=_)/, (letter) => letter.toLowerCase()));
}
