import * as vscode from "vscode";
import { atPosition, rangeOf, type Cells } from "../cells.ts";
import type { Completion } from "../protocol.ts";
import { textEdits } from "./edits.ts";
import { snippetItems } from "./snippetItems.ts";

/** No space: while VS Code waits for an answer to it, and be it none, a name that is typed meanwhile gets no list. */
export const completionTriggers = [".", '"', "'", "`", "/", "@", "<", "#"];

export interface CellCompletion extends vscode.CompletionItem {
  /** Names that it needs and the cell does not see. */
  lacks?: { document: vscode.TextDocument; names: readonly string[] };
  asked?: { document: vscode.TextDocument; offset: number; name: string; importFrom?: string };
}

export class CompletionProvider implements vscode.CompletionItemProvider<CellCompletion> {
  readonly #cells: Cells;

  constructor(cells: Cells) {
    this.#cells = cells;
  }

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
    { triggerCharacter }: vscode.CompletionContext,
  ): Promise<vscode.CompletionList<CellCompletion> | undefined> {
    const at = atPosition(document, position);
    const trigger = triggerCharacter === undefined ? {} : { trigger: triggerCharacter };
    const found = await this.#cells.ask("completions", document, { ...at, ...trigger }, token);
    if (!found) return undefined;
    const lineBefore = document.getText(new vscode.Range(position.with({ character: 0 }), position));
    const items = found.entries.map((entry) => {
      const item = itemOf(entry, document, at.offset, lineBefore);
      item.commitCharacters = commitCharacters(entry.commit ?? found.commit);
      return item;
    });
    if (found.global && /^\s*[\w$]*$/.test(lineBefore)) {
      const seen = found.entries.filter(({ importFrom }) => importFrom === undefined);
      items.push(...(await snippetItems(document, new Set(seen.map(({ name }) => name)))));
    }
    return new vscode.CompletionList(items, found.incomplete);
  }

  async resolveCompletionItem(
    item: CellCompletion,
    token: vscode.CancellationToken,
  ): Promise<CellCompletion> {
    if (item.lacks) {
      const { document, names } = item.lacks;
      const edits = await this.#cells.ask("importEdits", document, { names: [...names] }, token);
      if (edits) item.additionalTextEdits = textEdits(document, edits);
    }
    if (!item.asked) return item;
    const { document, ...asked } = item.asked;
    const details = await this.#cells.ask("completionDetails", document, asked, token);
    if (!details) return item;
    item.detail = details.detail;
    item.documentation = new vscode.MarkdownString(details.documentation);
    if (details.edits.length > 0) item.additionalTextEdits = textEdits(document, details.edits);
    return item;
  }
}

/** A call is typed on where any other expression may be. */
function commitCharacters(characters: readonly string[]): string[] {
  return characters.includes(".") ? [...characters, "("] : [...characters];
}

function itemOf(
  entry: Completion,
  document: vscode.TextDocument,
  offset: number,
  lineBefore: string,
): CellCompletion {
  const description = entry.importFrom ?? entry.detail;
  const item: CellCompletion = new vscode.CompletionItem(
    description === undefined ? entry.name : { label: entry.name, description },
    kinds[entry.kind] ?? vscode.CompletionItemKind.Property,
  );
  item.sortText = entry.sortText;
  if (entry.insertText !== undefined) item.insertText = entry.insertText;
  if (entry.snippet !== undefined) item.insertText = new vscode.SnippetString(entry.snippet);
  if (entry.filterText !== undefined) item.filterText = entry.filterText;
  if (entry.replace) {
    item.range = rangeOf(document, entry.replace);
    // The person typed `.` and gets `?.` or `["a b"]`: what is typed must still match.
    const typed = document.getText(item.range);
    if (entry.filterText === undefined && typed.startsWith(".") && lineBefore.includes(".")) {
      item.filterText = `${typed.slice(0, 1)}${entry.name}`;
    }
  }
  const modifiers = entry.modifiers.split(",");
  if (modifiers.includes("deprecated")) item.tags = [vscode.CompletionItemTag.Deprecated];
  if (modifiers.includes("optional") && typeof item.label === "string") item.label += "?";
  item.asked = {
    document,
    offset,
    name: entry.name,
    ...(entry.importFrom !== undefined && { importFrom: entry.importFrom }),
  };
  return item;
}

/** TypeScript's kinds as VS Code's icons. */
const kinds: Readonly<Record<string, vscode.CompletionItemKind>> = {
  "primitive type": vscode.CompletionItemKind.Keyword,
  "keyword": vscode.CompletionItemKind.Keyword,
  "const": vscode.CompletionItemKind.Constant,
  "let": vscode.CompletionItemKind.Variable,
  "var": vscode.CompletionItemKind.Variable,
  "local var": vscode.CompletionItemKind.Variable,
  "alias": vscode.CompletionItemKind.Variable,
  "parameter": vscode.CompletionItemKind.Variable,
  "property": vscode.CompletionItemKind.Field,
  "getter": vscode.CompletionItemKind.Field,
  "setter": vscode.CompletionItemKind.Field,
  "function": vscode.CompletionItemKind.Function,
  "local function": vscode.CompletionItemKind.Function,
  "method": vscode.CompletionItemKind.Method,
  "construct": vscode.CompletionItemKind.Method,
  "call": vscode.CompletionItemKind.Method,
  "index": vscode.CompletionItemKind.Method,
  "enum": vscode.CompletionItemKind.Enum,
  "enum member": vscode.CompletionItemKind.EnumMember,
  "module": vscode.CompletionItemKind.Module,
  "external module name": vscode.CompletionItemKind.Module,
  "class": vscode.CompletionItemKind.Class,
  "local class": vscode.CompletionItemKind.Class,
  "type": vscode.CompletionItemKind.Class,
  "type parameter": vscode.CompletionItemKind.TypeParameter,
  "interface": vscode.CompletionItemKind.Interface,
  "warning": vscode.CompletionItemKind.Text,
  "string": vscode.CompletionItemKind.Constant,
  "script": vscode.CompletionItemKind.File,
  "directory": vscode.CompletionItemKind.Folder,
};
