/** What TypeScript says of a cell, without what only the chain of modules would make it say. */
import ts from "typescript";
import { say } from "../../../kernel/protocol/messages.ts";
import { importOf, isEngines } from "../../../kernel/transform/python/pythonImports.ts";
import { CellSyntaxError, transformCell } from "../../../kernel/transform/transformCell.ts";
import type { CellDiagnostic, Severity, Span } from "../../protocol.ts";
import { typeScriptMessage } from "../messages.ts";
import { adviseOn, type Advice } from "../advice/advice.ts";
import { misspeltName, nearName, remedyOf, unknownName } from "../advice/unknownName.ts";
import { cellSpan, placeOf } from "../places.ts";
import type { Cell } from "../project.ts";
import { readable } from "../readableText.ts";
import { findFaults } from "../shapes/findFaults.ts";
import { earlyUses } from "./earlyUses.ts";
import { maybeNarrowed } from "./narrowing.ts";
import { misspeltMessage, suggestedName, suggestedSymbol, unknownMessage } from "./spelling.ts";

/** A variable without a type is any to the cells below; a package without types runs all the same. */
const dropped = new Set([7005, 7016, 7034]);
/** Something may be null or undefined. */
const nullish = new Set([2531, 2532, 2533, 18047, 18048, 18049]);
/** An annotation is missing, so that a value is `any`: no mistake by itself. */
const implicitAny = new Set([7006, 7008, 7010, 7011, 7018, 7019, 7023, 7024, 7031, 7044, 7045, 7046, 7050]);
const unknownModule = 2307;
const assignToImport = 2632;
const assignToConstant = 2588;

/** For each cell of the notebook, the last change that may have touched what there is to say of it. */
export function stamps({ project }: Cell): { cell: string; stamp: number }[] {
  return project.cells.map(({ id, number }) => ({ cell: id, stamp: project.changes.stamp(number) }));
}

const known = new WeakMap<Cell, { stamp: number; found: CellDiagnostic[] }>();

/** Errors first, then hints such as names that nobody uses. What was found stays until a change touches the cell. */
export function diagnostics(cell: Cell): CellDiagnostic[] {
  const { changes } = cell.project;
  const before = known.get(cell);
  if (before?.stamp === changes.stamp(cell.number)) return before.found;
  cell.project.prepare(cell);
  changes.settle(cell.number);
  const found = allDiagnostics(cell);
  known.set(cell, { stamp: changes.stamp(cell.number), found });
  return found;
}

function allDiagnostics(cell: Cell): CellDiagnostic[] {
  const { service } = cell.project;
  const faults = typeScriptFaults(cell);
  const isBroken = service.getSyntacticDiagnostics(cell.file).length > 0;
  const { advice, said } = adviseOn(cell, faults);
  const found = [...faults, ...service.getSuggestionDiagnostics(cell.file)]
    .filter((diagnostic) => !said.has(diagnostic) && isWanted(cell, diagnostic))
    .flatMap((diagnostic) => asCellDiagnostic(cell, diagnostic));
  found.push(...advice.map(asDiagnostic));
  const own = isBroken ? shapeFaults(cell) : [...earlyFaults(cell), ...shapeFaults(cell)];
  if (found.some(({ severity }) => severity === "error")) return [...found, ...own];
  return [...kernelFault(cell), ...found, ...own];
}

/** Of a text that does not parse, only that. */
export function typeScriptFaults({ project: { service }, file }: Cell): ts.Diagnostic[] {
  const syntactic = service.getSyntacticDiagnostics(file);
  return syntactic.length > 0 ? syntactic : service.getSemanticDiagnostics(file);
}

function asDiagnostic({ kind, start, length, severity, message }: Advice): CellDiagnostic {
  const said = { start, length, severity, message, code: 0, advice: kind };
  return { ...said, unused: false, deprecated: false, related: [] };
}

/** What is declared below is not there yet when the notebook runs from the top. */
function earlyFaults(cell: Cell): CellDiagnostic[] {
  return earlyUses(cell).flatMap((id) => {
    const start = id.getStart();
    const span = cellSpan(cell, { start, length: id.end - start });
    if (!span) return [];
    const fault = { ...span, code: 0, message: id.text, severity: "error" as const, early: id.text };
    return [{ ...fault, unused: false, deprecated: false, related: [] }];
  });
}

function isWanted(
  cell: Cell,
  { code, start, category, reportsUnnecessary, reportsDeprecated }: ts.Diagnostic,
) {
  if (dropped.has(code)) return false;
  if (category === ts.DiagnosticCategory.Suggestion) {
    return implicitAny.has(code) || Boolean(reportsUnnecessary) || Boolean(reportsDeprecated);
  }
  if (!nullish.has(code) || start === undefined) return true;
  // What other cells make sure of may change without a change in what this one imports.
  cell.project.changes.unsettle(cell.number);
  return !maybeNarrowed(cell, start);
}

function asCellDiagnostic(cell: Cell, diagnostic: ts.Diagnostic): CellDiagnostic[] {
  const { start, length = 0, code, messageText } = diagnostic;
  const span = start === undefined ? null : cellSpan(cell, { start, length });
  if (!span) return [];
  return [
    {
      ...span,
      length: Math.max(0, Math.min(span.length, cell.text.length - span.start)),
      code,
      message: message(messageText),
      severity: severityOf(diagnostic),
      unused: Boolean(diagnostic.reportsUnnecessary),
      deprecated: Boolean(diagnostic.reportsDeprecated),
      related: (diagnostic.relatedInformation ?? []).flatMap((related) => relatedPlace(cell, related)),
      ...inTermsOfCells(cell, span, diagnostic),
    },
  ];
}

/** What TypeScript would say if the cells were one text. */
function inTermsOfCells(
  cell: Cell,
  { start, length }: Span,
  { code, messageText }: ts.Diagnostic,
): Partial<CellDiagnostic> {
  const text = cell.text.slice(start, start + length);
  if (code === assignToImport) return { code: assignToConstant, message: constantMessage(text) };
  if (code === unknownModule) return missingModule(text.slice(1, -1), message(messageText));
  if (code !== unknownName && code !== misspeltName) return {};
  // Any cell may declare, or cease to declare, what comes near.
  cell.project.changes.unsettle(cell.number);
  const remedy = remedyOf(cell, text);
  if (remedy !== null)
    return { code: unknownName, message: `${unknownMessage(text)} ${remedy}`, related: [] };
  const own = code === misspeltName ? suggestedName(message(messageText)) : null;
  const symbol = own === null ? suggestedSymbol(cell, start) : undefined;
  const near = nearName(cell, text, own ?? symbol?.name ?? null);
  if (near !== null) return { code: misspeltName, message: misspeltMessage(text, near), related: [] };
  if (!symbol) return {};
  return {
    code: misspeltName,
    message: misspeltMessage(text, symbol.name),
    related: declaredHere(cell, symbol),
  };
}

/** @param name as it is imported */
function missingModule(name: string, said: string): Partial<CellDiagnostic> {
  if (!isEngines(name)) return {};
  return { message: `${said} ${say("In TypeScript, write: {0}", importOf(name, undefined))}` };
}

function declaredHere(cell: Cell, { name, valueDeclaration }: ts.Symbol): CellDiagnostic["related"] {
  const declared = valueDeclaration && ts.getNameOfDeclaration(valueDeclaration);
  const place = declared && {
    file: declared.getSourceFile(),
    start: declared.getStart(),
    length: declared.getWidth(),
  };
  return place
    ? relatedPlace(cell, {
        ...place,
        category: ts.DiagnosticCategory.Message,
        code: 2728,
        messageText: typeScriptMessage("_0_is_declared_here_2728", "'{0}' is declared here.", name),
      })
    : [];
}

function relatedPlace(cell: Cell, { file, start, length = 0, messageText }: ts.DiagnosticRelatedInformation) {
  const place = file && start !== undefined && placeOf(cell.project, file.fileName, { start, length });
  return place ? [{ place, message: message(messageText) }] : [];
}

/** The name came through an import that the person did not write. */
function constantMessage(name: string): string {
  return typeScriptMessage(
    "Cannot_assign_to_0_because_it_is_a_constant_2588",
    "Cannot assign to '{0}' because it is a constant.",
    name,
  );
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
  if (project.reshapes) return [];
  const file = project.sourceFile(cell);
  const surroundings = {
    checker: project.program.getTypeChecker(),
    isEngine: (other: ts.SourceFile) => project.isEngine(other.fileName),
  };
  return findFaults(file, prefix.text.length, surroundings).flatMap(({ node, mismatch }) => {
    const start = node.getStart(file);
    const span = cellSpan(cell, { start, length: node.end - start });
    if (!span) return [];
    const fault = { ...span, code: 0, message: mismatch.operation, severity: "warning" as const, mismatch };
    return [{ ...fault, unused: false, deprecated: false, related: [] }];
  });
}

/** What the kernel would refuse to run, though TypeScript takes it: a matter of the text alone. */
function kernelFault(cell: Cell): CellDiagnostic[] {
  const before = refused.get(cell);
  if (before?.text === cell.text) return before.found;
  const found = findKernelFault(cell);
  refused.set(cell, { text: cell.text, found });
  return found;
}

const refused = new WeakMap<Cell, { text: string; found: CellDiagnostic[] }>();

function findKernelFault(cell: Cell): CellDiagnostic[] {
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
