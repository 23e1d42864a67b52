/** Code actions: TypeScript's own where they stay out of the prefix, and imports from the engine. */
import ts from "typescript";
import type { Fix, Span, TextEdit } from "../../protocol.ts";
import { importEdit } from "../imports.ts";
import { cellSpan, fileOffset } from "../places.ts";
import type { Cell } from "../project.ts";
import type { Scratch } from "../scratch.ts";
import { readable } from "../text.ts";
import { engineExports } from "./engineExports.ts";
import { formatSettings } from "./formatting.ts";
import { misspeltName, nearName, respellTitle } from "./spelling.ts";

/** Cannot find name, with and without a suggestion; refers to a type or value; cannot find namespace. */
const unknownName = new Set([2304, 2552, 2503, 2693, 18004]);
const style = formatSettings({ tabSize: 2, insertSpaces: true });

export function fixes(cell: Cell, { start, length }: Span, codes: readonly number[]): Fix[] {
  const { service } = cell.project;
  const from = fileOffset(cell, start);
  const found: Fix[] = [];
  if (codes.some((code) => unknownName.has(code))) {
    const name = cell.text.slice(start, start + length);
    if (engineExports(cell.project).some((symbol) => symbol.name === name)) {
      const edit = importEdit(cell.text, "gradbook", [name]);
      const mends = codes.filter((code) => unknownName.has(code));
      found.push({
        title: name,
        action: "import",
        kind: "quickfix",
        edits: inCell(cell, [edit]),
        mends,
        preferred: true,
      });
    }
  }
  if (codes.includes(misspeltName)) {
    const near = nearName(cell, cell.text.slice(start, start + length), null);
    // TypeScript's own fix knows those that the cell mentions.
    if (near !== null && !cell.names.mentions.has(near)) {
      found.push({
        title: respellTitle(near),
        action: "typescript",
        kind: "quickfix",
        edits: inCell(cell, [{ start, length, text: near }]),
        mends: [misspeltName],
        preferred: found.length === 0,
      });
    }
  }
  for (const action of service.getCodeFixesAtPosition(cell.file, from, from + length, codes, style, {})) {
    // Its edits would go into the prefix; ours is above.
    if (action.fixName === "import") continue;
    const edits = editsOf(cell, action.changes);
    if (!edits) continue;
    const title = readable(action.description);
    found.push({
      title,
      action: "typescript",
      kind: "quickfix",
      edits,
      mends: [...codes],
      preferred: found.length === 0,
    });
  }
  return found;
}

/** Null when a change would touch a prefix or a file that is not the person's. */
function editsOf(cell: Cell, changes: readonly ts.FileTextChanges[]): Fix["edits"] | null {
  const edits: Fix["edits"] = [];
  for (const { fileName, textChanges, isNewFile } of changes) {
    const target = cell.project.cellOf(fileName);
    if (!target || isNewFile) return null;
    for (const { span, newText } of textChanges) {
      const own = cellSpan(target, span);
      if (!own) return null;
      edits.push({ place: { cell: target.id, ...own }, text: newText });
    }
  }
  return edits.length > 0 ? edits : null;
}

/** Actions on the whole cell: organise its imports, and import what it lacks from the engine. */
export function sourceFixes(cell: Cell, scratch: Scratch): Fix[] {
  const found: Fix[] = [];
  const organised = organizeImports(cell, scratch);
  if (organised.length > 0) {
    found.push({
      title: "",
      action: "organizeImports",
      kind: "source.organizeImports",
      edits: inCell(cell, organised),
      mends: [],
      preferred: false,
    });
  }
  const missing = missingFromEngine(cell);
  if (missing.length > 0) {
    found.push({
      title: "",
      action: "addMissingImports",
      kind: "source.addMissingImports.gradbook",
      edits: inCell(cell, [importEdit(cell.text, "gradbook", missing)]),
      mends: [],
      preferred: false,
    });
  }
  return found;
}

/** Sorts and merges, and drops what neither this cell nor one below uses. */
function organizeImports(cell: Cell, scratch: Scratch): TextEdit[] {
  const needed = cell.names.names
    .filter(({ kind, name }) => kind === "import" && usedBelow(cell, name))
    .map(({ name }) => name);
  const text = `${cell.text}\n;export{${needed.join(",")}};`;
  const changes = scratch.ask(text, (service, file) =>
    service.organizeImports({ type: "file", fileName: file }, style, undefined),
  );
  return changes
    .flatMap(({ textChanges }) => textChanges)
    .filter(({ span }) => span.start + span.length <= cell.text.length)
    .filter(({ span, newText }) => cell.text.slice(span.start, span.start + span.length) !== newText)
    .map(({ span, newText }) => ({ ...span, text: newText }));
}

function usedBelow(cell: Cell, name: string): boolean {
  return cell.project.cells.some(({ prefix }) =>
    prefix.names.some((candidate) => candidate.name === name && candidate.from === cell.number),
  );
}

function missingFromEngine(cell: Cell): string[] {
  const exports = new Set(engineExports(cell.project).map(({ name }) => name));
  const names = cell.project.service
    .getSemanticDiagnostics(cell.file)
    .filter(({ code, start }) => unknownName.has(code) && start !== undefined)
    .map(({ start = 0, length = 0 }) => cellSpan(cell, { start, length }))
    .map((span) => (span ? cell.text.slice(span.start, span.start + span.length) : ""));
  return [...new Set(names)].filter((name) => exports.has(name)).sort();
}

function inCell(cell: Cell, edits: readonly TextEdit[]): Fix["edits"] {
  return edits.map(({ start, length, text }) => ({ place: { cell: cell.id, start, length }, text }));
}
