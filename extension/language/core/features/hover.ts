import type ts from "typescript";
import type { HoverInfo } from "../../protocol.ts";
import { cellSpan, fileOffset } from "../places.ts";
import type { Cell } from "../project.ts";
import { documentation, plain } from "../text.ts";
import { originOf } from "./origin.ts";

export function hover(cell: Cell, offset: number): HoverInfo | null {
  const at = fileOffset(cell, offset);
  const info = cell.project.service.getQuickInfoAtPosition(cell.file, at);
  const span = info && cellSpan(cell, info.textSpan);
  if (!info || !span) return null;
  const origin = originInfo(cell, at);
  const own = documentation(info.documentation, info.tags);
  return {
    ...span,
    code: withoutAlias(plain(info.displayParts)),
    documentation: own === "" && origin ? documentation(origin.documentation, origin.tags) : own,
  };
}

/** A `let` of another cell is declared in the prefix, without its doc comment. */
function originInfo(cell: Cell, at: number): ts.QuickInfo | undefined {
  const origin = originOf(cell, at);
  if (!origin) return undefined;
  return cell.project.service.getQuickInfoAtPosition(origin.cell.file, origin.at);
}

/** What comes from other cells is imported, which the person did not write and need not read. */
function withoutAlias(code: string): string {
  if (!code.startsWith("(alias) ")) return code.replace(/^import (\S+)$/, "namespace $1");
  const own = code.slice("(alias) ".length).replace(/\n(?:import|export) \S+$/, "");
  return /^[\p{ID_Continue}$]+[(<]/u.test(own) ? `function ${own}` : own;
}
