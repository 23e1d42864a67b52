/** Python as text: literals, names, calls that are broken over lines where they are long. */
import type { Tensor } from "../../core/tensor.ts";
import { python } from "../../nn/printModule.ts";

/** Width of a line, Black's. */
export const WIDTH = 88;

const keywords = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally for from " +
    "global if import in is lambda nonlocal not or pass raise return try while with yield"
  ).split(" "),
);

/** `hiddenSize` → `hidden_size`. */
export function snake(name: string): string {
  return name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}

/** Whether Python takes it for the name of an attribute. */
export function isIdentifier(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !keywords.has(name);
}

/** `name`, or the nearest that Python takes and nobody has. */
export function freeName(wanted: string, taken: { has(name: string): boolean }): string {
  const base = wanted.replace(/\W/g, "_").replace(/^(?=\d)|^$/, "_");
  let name = keywords.has(base) ? `${base}_` : base;
  for (let i = 2; taken.has(name); i++) name = `${base}_${i}`;
  return name;
}

export function text(value: string): string {
  return JSON.stringify(value);
}

/** A number, a text, or a list of them, as Python writes it. */
export function literal(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "string") return text(value);
  if (typeof value === "number") return number(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  return python(value as boolean);
}

function number(value: number): string {
  if (Number.isNaN(value)) return 'float("nan")';
  if (!Number.isFinite(value)) return value > 0 ? 'float("inf")' : '-float("inf")';
  return python(value);
}

/** Of extents: `(3, 4)`, `(3,)`. */
export function tuple(values: readonly number[]): string {
  return values.length === 1 ? `(${values[0]},)` : `(${values.join(", ")})`;
}

/** A small tensor as a literal. */
export function tensorLiteral(x: Tensor): string {
  const dtype = { float32: "float32", float64: "float64", int32: "int64", bool: "bool" }[x.dtype];
  const values = JSON.stringify(x.dtype === "bool" ? x.to("int32").toArray() : x.detach().toArray());
  return `torch.tensor(${values.replaceAll(",", ", ")}, dtype=torch.${dtype})`;
}

/** `head(a, b)`, its arguments a line each where one line is too short; `indent` counts spaces before it. */
export function call(head: string, parts: readonly string[], indent: number): string {
  const line = `${head}(${parts.join(", ")})`;
  if (!line.includes("\n") && indent + line.length <= WIDTH) return line;
  const inner = " ".repeat(4);
  return `${head}(\n${parts.map((part) => `${indented(part, inner)},\n`).join("")})`;
}

export function indented(block: string, by: string): string {
  return block
    .split("\n")
    .map((line) => (line === "" ? "" : by + line))
    .join("\n");
}

/** A statement of one line, broken over several where it is longer than a line, as Black does. */
export function wrapped(line: string, indent: number, isStatement = true): string {
  if (indent + line.length <= WIDTH || line.includes("\n")) return line;
  const broken = lastBrackets(line) ?? (isStatement ? parenthesised(line) : null);
  if (!broken) return line;
  const [head, inside, tail] = broken;
  const inner = " ".repeat(4);
  if (indent + 4 + inside.length <= WIDTH) return `${head}\n${inner}${inside}\n${tail}`;
  const parts = atCommas(inside).map((part) => indented(wrapped(part, indent + 4, false), inner));
  return `${head}\n${parts.length > 1 ? parts.map((part) => `${part},\n`).join("") : `${parts[0]}\n`}${tail}`;
}

/** What the last brackets of a line hold, and what is around it; null where it does not end with them. */
function lastBrackets(line: string): [head: string, inside: string, tail: string] | null {
  if (!/[)\]}]$/.test(line)) return null;
  let depth = 0;
  for (let at = line.length - 1; at >= 0; at--) {
    if (")]}".includes(line[at])) depth++;
    else if ("([{".includes(line[at]) && --depth === 0)
      return [line.slice(0, at + 1), line.slice(at + 1, -1), line.slice(-1)];
  }
  return null;
}

function parenthesised(line: string): [head: string, inside: string, tail: string] {
  const [, head = "", value = line] = /^(return |[\w, ()]+ = )?([^]*)$/.exec(line) ?? [];
  return [`${head}(`, value, ")"];
}

/** The parts of a list, cut at the commas that are not within brackets of its own. */
function atCommas(list: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < list.length; at++) {
    if ("([{".includes(list[at])) depth++;
    else if (")]}".includes(list[at])) depth--;
    else if (list[at] === "," && depth === 0) {
      parts.push(list.slice(from, at));
      from = at + 2;
    }
  }
  return [...parts, list.slice(from)].filter((part) => part !== "");
}
