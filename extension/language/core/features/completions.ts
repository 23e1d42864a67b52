import ts from "typescript";
import type { Completion, CompletionDetails, Completions } from "../../protocol.ts";
import { engineExports, resolveAlias } from "../importing/engineExports.ts";
import { engineNames } from "../importing/exportedNames.ts";
import { editFor, importsOf, type Importable } from "../importing/importable.ts";
import { unfinishedImport } from "../importing/unfinishedImport.ts";
import { cellSpan, fileOffset } from "../places.ts";
import type { Cell } from "../project.ts";
import { documentation, plain, withoutAlias } from "../readableText.ts";
import { aliasKinds } from "./aliasKinds.ts";
import { cellCompletionDetails, cellCompletions } from "./cellCompletions.ts";

const preferences: ts.UserPreferences = {
  includeCompletionsWithInsertText: true,
  includeAutomaticOptionalChainCompletions: true,
  includeCompletionsForImportStatements: false,
  includeCompletionsForModuleExports: false,
};

export function completions(cell: Cell, offset: number, trigger?: string): Completions {
  const named = importedNames(cell, offset);
  if (named) return named;
  const { service } = cell.project;
  const at = fileOffset(cell, offset);
  const module = moduleName(cell, at);
  const info = service.getCompletionsAtPosition(cell.file, at, {
    ...preferences,
    ...(trigger !== undefined && { triggerCharacter: trigger as ts.CompletionsTriggerCharacter }),
  });
  const found = (info?.entries ?? []).filter((entry) => !isHidden(cell, entry));
  const kinds = found.some(({ kind }) => kind === ts.ScriptElementKind.alias)
    ? aliasKinds(cell, offset)
    : null;
  const entries = found.map((entry) => {
    const completion = asCompletion(cell, entry);
    return entry.kind === ts.ScriptElementKind.alias
      ? { ...completion, kind: kinds?.(entry.name) ?? entry.kind }
      : completion;
  });
  if (module && "gradbook".startsWith(module.text)) entries.unshift(engineModule(module));
  const seen = new Set(entries.map(({ name }) => name));
  if (isNamePlace(found)) {
    const types = isTypePlace(found);
    const others = cellCompletions(cell, offset, seen, types);
    for (const { name } of others) seen.add(name);
    entries.push(...others);
    entries.push(...importable(cell, initialOf(cell, offset), seen, types));
  }
  return {
    entries,
    incomplete: Boolean(info?.isIncomplete) || (isNamePlace(found) && initialOf(cell, offset) === ""),
    commit: info?.defaultCommitCharacters ?? [],
    global: Boolean(info?.isGlobalCompletion),
  };
}

export function completionDetails(
  cell: Cell,
  offset: number,
  name: string,
  importFrom?: string,
): CompletionDetails | null {
  const { service, program } = cell.project;
  if (importFrom !== undefined) {
    const imported = importsOf(cell, name).find(({ module }) => module === importFrom);
    const edits = imported && !unfinishedImport(cell.text, offset) ? [editFor(cell.text, imported)] : [];
    if (imported?.origin !== "engine") return { detail: `${name} (${importFrom})`, documentation: "", edits };
    const exported = engineExports(cell.project).find((symbol) => symbol.name === name);
    const checker = program.getTypeChecker();
    const symbol = exported && resolveAlias(checker, exported);
    return {
      detail: symbol ? signatureOf(cell, symbol, checker) : name,
      documentation: documentation(symbol?.getDocumentationComment(checker), symbol?.getJsDocTags(checker)),
      edits,
    };
  }
  const at = fileOffset(cell, offset);
  const details = service.getCompletionEntryDetails(
    cell.file,
    at,
    name,
    undefined,
    undefined,
    preferences,
    undefined,
  );
  if (!details || (isGlobal(details) && isFromAbove(cell, name))) return cellCompletionDetails(cell, name);
  return {
    detail: withoutAlias(plain(details.displayParts)),
    documentation: documentation(details.documentation, details.tags),
    edits: [],
  };
}

/** Whether any name in scope may stand there. */
function isNamePlace(entries: readonly ts.CompletionEntry[]): boolean {
  return entries.some(
    ({ name, kind }) => name === "globalThis" && kind === ts.ScriptElementKind.moduleElement,
  );
}

/** Where types are wanted, `undefined` is one; where values are, it is a variable. */
function isTypePlace(entries: readonly ts.CompletionEntry[]): boolean {
  return entries.some(({ name, kind }) => name === "undefined" && kind === ts.ScriptElementKind.keyword);
}

/** Whether the entry is a global that a cell above has declared anew. */
function isHidden(cell: Cell, entry: ts.CompletionEntry): boolean {
  return entry.kind !== ts.ScriptElementKind.keyword && isGlobal(entry) && isFromAbove(cell, entry.name);
}

function isGlobal({ kindModifiers = "" }: { kindModifiers?: string }): boolean {
  return kindModifiers.split(",").includes("declare");
}

/** Whether a cell above declares the name, which the cell's file does not import yet. */
function isFromAbove(cell: Cell, name: string): boolean {
  return (
    cell.project.table.value(name, cell.index)?.below === false &&
    !cell.names.mentions.has(name) &&
    !cell.names.names.some((own) => own.name === name)
  );
}

function asCompletion(cell: Cell, entry: ts.CompletionEntry): Completion {
  const { name, kind, kindModifiers = "", sortText, insertText, filterText, replacementSpan } = entry;
  const replace = replacementSpan && cellSpan(cell, replacementSpan);
  return {
    name,
    kind,
    modifiers: kindModifiers,
    sortText,
    ...(entry.commitCharacters && { commit: entry.commitCharacters }),
    ...(insertText !== undefined && { insertText }),
    ...(filterText !== undefined && { filterText }),
    ...(replace && { replace }),
    ...(entry.sourceDisplay && { detail: plain(entry.sourceDisplay) }),
  };
}

/** The first letter of the name at the offset; empty where none is typed. */
function initialOf({ text }: Cell, offset: number): string {
  return /([\p{ID_Continue}$])[\p{ID_Continue}$]*$/u.exec(text.slice(0, offset))?.[1]?.toLowerCase() ?? "";
}

/** The engine's names come before all that is global, and after what the notebook declares. */
const ranks = { engine: "14z", beside: "16", node: "16z" };

/**
 * What the cell does not see and can import. Of Node's many names, those that begin as the typed one does.
 *
 * @param seen names that need not be offered
 */
function importable(cell: Cell, initial: string, seen: Set<string>, types: boolean): Completion[] {
  const offered = [
    ...engineNames(cell.project).exported,
    ...cell.project.neighbours,
    ...cell.project.builtinNames.filter(({ name }) => name[0]?.toLowerCase() === initial),
  ];
  return offered.flatMap((one) => {
    if (seen.has(one.name) || !(types ? one.isType : one.isValue)) return [];
    // Of two that are called the same, the likelier one; the other is offered as a fix.
    seen.add(one.name);
    return [asImport(one)];
  });
}

function asImport({ name, kind, module, origin }: Importable): Completion {
  return { name, kind, modifiers: "", sortText: ranks[origin], detail: module, importFrom: module };
}

/** The engine's names, in an import that does not say yet from where. */
function importedNames(cell: Cell, offset: number): Completions | null {
  const found = unfinishedImport(cell.text, offset);
  if (!found) return null;
  const { before, after, names, replace, isType } = found;
  const entries = engineNames(cell.project).exported.flatMap((one) =>
    names.has(one.name) || (isType && !one.isType)
      ? []
      : [{ ...asImport(one), replace, snippet: `${before}${one.name}$1${after}` }],
  );
  return { entries, incomplete: false, commit: [], global: false };
}

function signatureOf(cell: Cell, symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const declaration = symbol.valueDeclaration;
  if (!declaration || !(symbol.flags & ts.SymbolFlags.Function)) return symbol.name;
  const type = checker.getTypeOfSymbolAtLocation(symbol, cell.project.sourceFile(cell));
  return type
    .getCallSignatures()
    .map((signature) => `function ${symbol.name}${checker.signatureToString(signature)}`)
    .join("\n");
}

/** The specifier of an import that the offset is in, as far as it is typed. */
function moduleName(cell: Cell, at: number): { text: string; start: number; length: number } | null {
  const file = cell.project.sourceFile(cell);
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const start = statement.moduleSpecifier.getStart(file) + 1;
    const { text } = statement.moduleSpecifier;
    if (start > cell.prefix.text.length && at >= start && at <= start + text.length) {
      return { text: text.slice(0, at - start), start: start - cell.prefix.text.length, length: text.length };
    }
  }
  return null;
}

function engineModule({ start, length }: { start: number; length: number }): Completion {
  return {
    name: "gradbook",
    kind: ts.ScriptElementKind.externalModuleName,
    modifiers: "",
    sortText: "0",
    replace: { start, length },
  };
}
