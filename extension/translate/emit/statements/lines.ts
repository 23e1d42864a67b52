/** Lines, blocks and comments. */
import { contains } from "../../analysis/walk.ts";
import type { Block } from "../../python/ast.ts";
import type { Emit } from "../context.ts";
import { type Doc, hard, indent, joinDocs } from "../doc.ts";

/** A statement's lines; an empty array for one that needs none. */
export type Lines = readonly Doc[];

/** `{ … }`. */
export function braced(emit: Emit, block: Block): Doc {
  return bracedLines(emit.block(block));
}

export function bracedLines(lines: Lines): Doc {
  return lines.length === 0 ? "{}" : ["{", indent([hard, linesDoc(lines)]), hard, "}"];
}

/** Lines one below the other; empty ones stay empty. */
export function linesDoc(lines: Lines): Doc {
  return joinDocs(lines, hard);
}

export function comment(text: string): string {
  return `// ${text.trim()}`.trimEnd();
}

/** A docstring; `jsdoc` for one that describes what follows. */
export function docComment(text: string, jsdoc: boolean): Doc[] {
  const lines = dedent(text).replaceAll("*/", "* /").split("\n");
  if (!jsdoc) return lines.map((line) => comment(line));
  if (lines.length === 1) return [`/** ${lines[0] ?? ""} */`];
  return ["/**", ...lines.map((line) => ` * ${line}`.trimEnd()), " */"];
}

function dedent(text: string): string {
  const [first = "", ...rest] = text.trimEnd().split("\n");
  const indents = rest.filter((line) => line.trim() !== "").map((line) => line.search(/\S/));
  const common = indents.length > 0 ? Math.min(...indents) : 0;
  const lines = [first.trim(), ...rest.map((line) => line.slice(common).trimEnd())];
  while (lines[0] === "") lines.shift();
  return lines.join("\n");
}

/** Whether a block, without the functions within it, leaves the function it is in. */
export function returns(block: Block): boolean {
  return contains(block, ({ kind }) => kind === "return");
}
