/** Code actions: TypeScript's own where they stay out of the prefix, and imports from the engine. */
import ts from "typescript";
import type { AdviceKind, Fix, Span, TextEdit } from "../../protocol.ts";
import { adviseOn } from "../advice/advice.ts";
import { misspeltName, nameFixes, nearName, respelt, unknownNames } from "../advice/unknownName.ts";
import { importEdit } from "../importing/importEdit.ts";
import { cellSpan, fileOffset } from "../places.ts";
import type { Cell } from "../project.ts";
import type { Scratch } from "../scratch.ts";
import { readable } from "../readableText.ts";
import { engineNames } from "../importing/exportedNames.ts";
import { formatSettings } from "./formatting.ts";
import { typeScriptFaults } from "./diagnostics.ts";
import { respellTitle } from "./spelling.ts";

const style = formatSettings({ tabSize: 2, insertSpaces: true });

/** @param code of TypeScript's diagnostic at this very span, or the kind of ours */
export function fixes(cell: Cell, span: Span, code: number | AdviceKind): Fix[] {
  const found =
    typeof code === "number"
      ? [...ownFixes(cell, span, code), ...theirFixes(cell, span, code)]
      : adviceFixes(cell, span, code);
  return found.map((fix, i) => ({ ...fix, preferred: i === 0 }));
}

function adviceFixes(cell: Cell, span: Span, kind: AdviceKind): Fix[] {
  return adviseOn(cell, typeScriptFaults(cell)).advice.flatMap(({ start, length, kind: other, mend }) => {
    if (!mend || other !== kind || start !== span.start || length !== span.length) return [];
    return [quickFix(cell, { action: "write", title: mend.title }, mend.edits)];
  });
}

function ownFixes(cell: Cell, span: Span, code: number): Fix[] {
  if (!unknownNames.has(code)) return [];
  const found = nameFixes(cell, span).map(({ edits, ...fix }) => quickFix(cell, fix, edits));
  const name = cell.text.slice(span.start, span.start + span.length);
  const near = code === misspeltName ? nearName(cell, name, null) : null;
  // TypeScript's own fix knows those that the cell mentions.
  if (near !== null && !cell.names.mentions.has(near)) {
    const fix = { action: "typescript", title: respellTitle(near) } as const;
    found.push(quickFix(cell, fix, respelt(cell, span, near)));
  }
  return found;
}

function theirFixes(cell: Cell, { start, length }: Span, code: number): Fix[] {
  const from = fileOffset(cell, start);
  const { service } = cell.project;
  return service
    .getCodeFixesAtPosition(cell.file, from, from + length, [code], style, {})
    .flatMap((action) => {
      // Its edits would go into the prefix; ours is above.
      const edits = action.fixName === "import" ? null : editsOf(cell, action.changes);
      if (!edits) return [];
      const title = readable(action.description);
      return [{ title, action: "typescript", kind: "quickfix", edits, preferred: false }];
    });
}

function quickFix(cell: Cell, fix: Pick<Fix, "action" | "title" | "from">, edits: readonly TextEdit[]): Fix {
  return { ...fix, kind: "quickfix", edits: inCell(cell, edits), preferred: false };
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
  const { byName } = engineNames(cell.project);
  const names = cell.project.service
    .getSemanticDiagnostics(cell.file)
    .filter(({ code, start }) => unknownNames.has(code) && start !== undefined)
    .map(({ start = 0, length = 0 }) => cellSpan(cell, { start, length }))
    .map((span) => (span ? cell.text.slice(span.start, span.start + span.length) : ""));
  return [...new Set(names)].filter((name) => byName.has(name)).sort();
}

function inCell(cell: Cell, edits: readonly TextEdit[]): Fix["edits"] {
  return edits.map(({ start, length, text }) => ({ place: { cell: cell.id, start, length }, text }));
}
