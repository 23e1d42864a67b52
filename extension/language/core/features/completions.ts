import ts from "typescript";
import type { Completion, CompletionDetails, Completions } from "../../protocol.ts";
import { importEdit } from "../imports.ts";
import { cellSpan, fileOffset } from "../places.ts";
import type { Cell } from "../project.ts";
import { documentation, plain, withoutAlias } from "../text.ts";
import { aliasKinds, kindOf } from "./aliasKinds.ts";
import { cellCompletionDetails, cellCompletions } from "./cellCompletions.ts";
import { engineExports, resolveAlias } from "./engineExports.ts";

const preferences: ts.UserPreferences = {
  includeCompletionsWithInsertText: true,
  includeAutomaticOptionalChainCompletions: true,
  includeCompletionsForImportStatements: false,
  includeCompletionsForModuleExports: false,
};

export function completions(cell: Cell, offset: number, trigger?: string): Completions {
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
    if (!types) entries.push(...importable(cell, seen));
  }
  return {
    entries,
    incomplete: Boolean(info?.isIncomplete),
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
    const exported = engineExports(cell.project).find((symbol) => symbol.name === name);
    const checker = program.getTypeChecker();
    const symbol = exported && resolveAlias(checker, exported, ts.SymbolFlags.Alias);
    return {
      detail: symbol ? signatureOf(cell, symbol, checker) : name,
      documentation: documentation(symbol?.getDocumentationComment(checker), symbol?.getJsDocTags(checker)),
      edits: [importEdit(cell.text, importFrom, [name])],
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

/** What the engine exports and the cell does not see yet. */
function importable(cell: Cell, seen: ReadonlySet<string>): Completion[] {
  const checker = cell.project.program.getTypeChecker();
  return engineExports(cell.project)
    .filter(({ name }) => !seen.has(name) && !reserved.has(name))
    .map((exported) => ({
      name: exported.name,
      kind: kindOf(resolveAlias(checker, exported, ts.SymbolFlags.Alias)),
      modifiers: "",
      // After all that is in scope.
      sortText: "16",
      detail: "gradbook",
      importFrom: "gradbook",
    }));
}

/** Exported for `torch.var`, but no name for a variable. */
const reserved = new Set(["var"]);

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
