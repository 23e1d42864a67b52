/** Positions in virtual files ↔ positions in cells. */
import type ts from "typescript";
import type { Place, Span } from "../protocol.ts";
import type { Cell, Project } from "./project.ts";

export function fileOffset(cell: Cell, offset: number): number {
  return cell.prefix.text.length + offset;
}

/** The span in the cell's text, or null for one that touches the prefix. */
export function cellSpan(cell: Cell, { start, length }: ts.TextSpan): Span | null {
  const at = start - cell.prefix.text.length;
  return at < 0 ? null : { start: at, length };
}

/** Where a span of any file is for the person; null for places in a prefix. */
export function placeOf(project: Project, file: string, span: ts.TextSpan): Place | null {
  const cell = project.cellOf(file);
  if (!cell) return project.isVirtual(file) ? null : { path: file, start: span.start, length: span.length };
  const own = cellSpan(cell, span);
  return own && { cell: cell.id, ...own };
}

/** A place as a key. */
export function keyOf(place: Place): string {
  return `${"cell" in place ? place.cell : place.path}:${place.start}`;
}
