import type { HoverInfo } from "../../protocol.ts";
import { cellSpan, fileOffset } from "../places.ts";
import type { Cell } from "../project.ts";
import { documentation, plain, withoutAlias } from "../readableText.ts";
import { originOf, type Origin } from "./origin.ts";

export function hover(cell: Cell, offset: number): HoverInfo | null {
  const at = fileOffset(cell, offset);
  const info = cell.project.service.getQuickInfoAtPosition(cell.file, at);
  const span = info && cellSpan(cell, info.textSpan);
  if (!info || !span) return null;
  const top = originOf(cell, at);
  const origin = top && cell.project.service.getQuickInfoAtPosition(top.cell.file, top.at);
  const own = documentation(info.documentation, info.tags);
  return {
    ...span,
    code: withoutAlias(plain(info.displayParts)),
    variable: top && isVariable(top) ? { cell: top.cell.id, name: top.name } : null,
    // A `let` of another cell is declared in the prefix, without its doc comment.
    documentation: own === "" && origin ? documentation(origin.documentation, origin.tags) : own,
  };
}

/** What holds a value of the notebook's own, rather than code. */
const variableKinds: ReadonlySet<string> = new Set(["const", "let", "var"]);

function isVariable({ cell, name }: Origin): boolean {
  return cell.names.names.some((named) => named.name === name && variableKinds.has(named.kind));
}

export function variables({ names }: Cell): { name: string; end: number }[] {
  return names.names
    .filter(({ kind }) => variableKinds.has(kind))
    .map(({ name, start }) => ({ name, end: start + name.length }));
}
