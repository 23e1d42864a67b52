/** What TypeScript says of a cell, without what only the chain of modules would make it say. */
import ts from "typescript";
import { CellSyntaxError, transformCell } from "../../../kernel/transform.ts";
import type { CellDiagnostic, Severity } from "../../protocol.ts";
import { cellSpan, placeOf } from "../places.ts";
import type { Cell } from "../project.ts";
import { readable } from "../text.ts";
import { findFaults } from "../shapes/findFaults.ts";
import { maybeNarrowed } from "./narrowing.ts";

/** A variable without a type is any to the cells below; a package without types runs all the same. */
const dropped = new Set([7005, 7016, 7034]);
/** Something may be null or undefined. */
const nullish = new Set([2531, 2532, 2533, 18047, 18048, 18049]);
/** An annotation is missing, so that a value is `any`: no mistake by itself. */
const implicitAny = new Set([7006, 7008, 7010, 7011, 7018, 7019, 7023, 7024, 7031, 7044, 7045, 7046, 7050]);
const assignToImport = 2632;
const assignToConstant = 2588;

/** Errors first, then hints such as names that nobody uses. */
export function diagnostics(cell: Cell): CellDiagnostic[] {
  const { service } = cell.project;
  const syntactic = service.getSyntacticDiagnostics(cell.file);
  const semantic = syntactic.length > 0 ? [] : service.getSemanticDiagnostics(cell.file);
  const found = [...syntactic, ...semantic, ...service.getSuggestionDiagnostics(cell.file)]
    .filter((diagnostic) => isWanted(cell, diagnostic))
    .flatMap((diagnostic) => asCellDiagnostic(cell, diagnostic));
  if (found.some(({ severity }) => severity === "error")) return [...found, ...shapeFaults(cell)];
  return [...kernelFault(cell), ...found, ...shapeFaults(cell)];
}

function isWanted(
  cell: Cell,
  { code, start, category, reportsUnnecessary, reportsDeprecated }: ts.Diagnostic,
) {
  if (dropped.has(code)) return false;
  if (category === ts.DiagnosticCategory.Suggestion) {
    return implicitAny.has(code) || Boolean(reportsUnnecessary) || Boolean(reportsDeprecated);
  }
  return !(nullish.has(code) && start !== undefined && maybeNarrowed(cell, start));
}

function asCellDiagnostic(cell: Cell, diagnostic: ts.Diagnostic): CellDiagnostic[] {
  const { start, length = 0, code, messageText } = diagnostic;
  const span = start === undefined ? null : cellSpan(cell, { start, length });
  if (!span) return [];
  const constant = code === assignToImport;
  return [
    {
      ...span,
      length: Math.max(0, Math.min(span.length, cell.text.length - span.start)),
      code: constant ? assignToConstant : code,
      message: constant
        ? constantMessage(cell.text.slice(span.start, span.start + span.length))
        : message(messageText),
      severity: severityOf(diagnostic),
      unused: Boolean(diagnostic.reportsUnnecessary),
      deprecated: Boolean(diagnostic.reportsDeprecated),
      related: (diagnostic.relatedInformation ?? []).flatMap((related) => relatedPlace(cell, related)),
    },
  ];
}

function relatedPlace(cell: Cell, { file, start, length = 0, messageText }: ts.DiagnosticRelatedInformation) {
  const place = file && start !== undefined && placeOf(cell.project, file.fileName, { start, length });
  return place ? [{ place, message: message(messageText) }] : [];
}

/** What TypeScript does not declare: its messages in the language that was set. */
interface MessageSource {
  getLocaleSpecificMessage?: (message: { key: string; message: string }) => string;
}

/** The name came through an import that the person did not write. */
function constantMessage(name: string): string {
  const text = (ts as MessageSource).getLocaleSpecificMessage?.({
    key: "Cannot_assign_to_0_because_it_is_a_constant_2588",
    message: "Cannot assign to '{0}' because it is a constant.",
  });
  return (text ?? "Cannot assign to '{0}' because it is a constant.").replace("{0}", name);
}

function severityOf({ code, category }: ts.Diagnostic): Severity {
  if (implicitAny.has(code)) return "hint";
  switch (category) {
    case ts.DiagnosticCategory.Error:
      return "error";
    case ts.DiagnosticCategory.Warning:
      return "warning";
    default:
      return "hint";
  }
}

/** Literal shapes that cannot go together. */
function shapeFaults(cell: Cell): CellDiagnostic[] {
  const { project, prefix } = cell;
  // Other memory may have another shape.
  if (project.cells.some(({ text }) => /\.data\s*=(?!=)/.test(text))) return [];
  const file = project.sourceFile(cell);
  const surroundings = {
    checker: project.program.getTypeChecker(),
    isEngine: (other: ts.SourceFile) => project.isEngine(other.fileName),
  };
  return findFaults(file, prefix.text.length, surroundings).flatMap(({ node, misfit }) => {
    const start = node.getStart(file);
    const span = cellSpan(cell, { start, length: node.end - start });
    if (!span) return [];
    const fault = { ...span, code: 0, message: misfit.operation, severity: "warning" as const, misfit };
    return [{ ...fault, unused: false, deprecated: false, related: [] }];
  });
}

/** What the kernel would refuse to run, though TypeScript takes it. */
function kernelFault(cell: Cell): CellDiagnostic[] {
  try {
    transformCell(cell.text, "cell", []);
    return [];
  } catch (error) {
    if (!(error instanceof CellSyntaxError)) return [];
    const file = ts.createSourceFile("cell.ts", cell.text, ts.ScriptTarget.ESNext);
    const line = Math.min(error.line - 1, file.getLineStarts().length - 1);
    const lineStart = file.getLineStarts()[line] ?? 0;
    const start = Math.min(lineStart + error.column - 1, cell.text.length);
    const rest = cell.text.slice(start);
    const length = /^(?:[\p{ID_Continue}$]+|.)/u.exec(rest)?.[0].length ?? 0;
    const fault = { start, length, code: 0, message: error.message, severity: "error" as const };
    return [{ ...fault, unused: false, deprecated: false, related: [] }];
  }
}

function message(text: string | ts.DiagnosticMessageChain): string {
  return readable(ts.flattenDiagnosticMessageText(text, "\n"));
}
