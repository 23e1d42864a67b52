import ts from "typescript";
import type { Place, Requests, Span } from "../../protocol.ts";
import { cellSpan, fileOffset, keyOf, placeOf } from "../places.ts";
import type { Cell } from "../project.ts";
import { importersOf, originOf, type Origin } from "./origin.ts";

export function definition(cell: Cell, offset: number): Requests["definition"]["result"] {
  const { project } = cell;
  const at = fileOffset(cell, offset);
  const found = project.service.getDefinitionAndBoundSpan(cell.file, at);
  const origin = found && cellSpan(cell, found.textSpan);
  if (!found || !origin) return null;
  const inherited = originOf(cell, at);
  const places = (found.definitions ?? []).flatMap(({ fileName, textSpan }) => {
    const place = placeOf(project, fileName, textSpan);
    return place ? [place] : [];
  });
  if (places.length > 0 || !inherited) return { origin, places };
  const declared = placeOf(project, inherited.cell.file, {
    start: inherited.at,
    length: inherited.name.length,
  });
  return { origin, places: declared ? [declared] : [] };
}

/** Every use in the notebook and in the person's own files; those in packages are of no interest. */
export function references(cell: Cell, offset: number, withDeclaration: boolean): Place[] {
  const { project } = cell;
  const at = fileOffset(cell, offset);
  const origin = originOf(cell, at);
  const starts = origin
    ? [{ cell: origin.cell, at: origin.at }, ...importersOf(origin).filter(({ anew }) => anew)]
    : [{ cell, at }];
  const found = new Map<string, Place>();
  for (const start of starts) {
    for (const symbol of project.service.findReferences(start.cell.file, start.at) ?? []) {
      for (const { fileName, textSpan, isDefinition } of symbol.references) {
        if (isDefinition && !withDeclaration) continue;
        const place = placeOf(project, fileName, textSpan);
        if (place && ("cell" in place || project.isPersonal(place.path))) found.set(keyOf(place), place);
      }
    }
  }
  // To the cells below, it is the import that defines the name.
  if (origin && !withDeclaration) found.delete(keyOf({ cell: origin.cell.id, ...declarationSpan(origin) }));
  return [...found.values()];
}

/** Uses of the same name in the cell. */
export function highlights(cell: Cell, offset: number): (Span & { written: boolean })[] {
  const at = fileOffset(cell, offset);
  const found = cell.project.service.getDocumentHighlights(cell.file, at, [cell.file]) ?? [];
  return found.flatMap(({ highlightSpans }) =>
    highlightSpans.flatMap(({ textSpan, kind }) => {
      const span = cellSpan(cell, textSpan);
      return span ? [{ ...span, written: kind === ts.HighlightSpanKind.writtenReference }] : [];
    }),
  );
}

function declarationSpan({ cell, name, at }: Origin): Span {
  return { start: at - cell.prefix.text.length, length: name.length };
}
