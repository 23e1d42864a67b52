/** Folding and the outline. */
import * as vscode from "vscode";
import { rangeOf, type Cells } from "../cells.ts";
import type { Fold, SymbolInfo } from "../protocol.ts";

const foldKinds: Partial<Record<Fold["kind"], vscode.FoldingRangeKind>> = {
  comment: vscode.FoldingRangeKind.Comment,
  imports: vscode.FoldingRangeKind.Imports,
  region: vscode.FoldingRangeKind.Region,
};

export class StructureProvider implements vscode.FoldingRangeProvider, vscode.DocumentSymbolProvider {
  readonly #cells: Cells;

  constructor(cells: Cells) {
    this.#cells = cells;
  }

  async provideFoldingRanges(
    document: vscode.TextDocument,
    _context: vscode.FoldingContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.FoldingRange[]> {
    const found = await this.#cells.ask("folds", document, {}, token);
    // What is folded stays so until there is an answer.
    if (!found) throw new vscode.CancellationError();
    return found.map((fold) => {
      const { start, end } = rangeOf(document, fold);
      // The line with the closing bracket stays in sight.
      const closes = /[}\])`]/.test(document.lineAt(end).text.charAt(Math.max(0, end.character - 1)));
      const last = closes && fold.kind === "code" ? Math.max(start.line, end.line - 1) : end.line;
      return new vscode.FoldingRange(start.line, last, foldKinds[fold.kind]);
    });
  }

  async provideDocumentSymbols(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<vscode.DocumentSymbol[] | undefined> {
    const found = await this.#cells.ask("symbols", document, {}, token);
    return found?.map((symbol) => symbolOf(document, symbol));
  }
}

const symbolKinds: Readonly<Record<string, vscode.SymbolKind>> = {
  "class": vscode.SymbolKind.Class,
  "const": vscode.SymbolKind.Constant,
  "constructor": vscode.SymbolKind.Constructor,
  "enum": vscode.SymbolKind.Enum,
  "enum member": vscode.SymbolKind.EnumMember,
  "function": vscode.SymbolKind.Function,
  "interface": vscode.SymbolKind.Interface,
  "method": vscode.SymbolKind.Method,
  "module": vscode.SymbolKind.Module,
  "property": vscode.SymbolKind.Property,
  "type": vscode.SymbolKind.TypeParameter,
};

function symbolOf(document: vscode.TextDocument, info: SymbolInfo): vscode.DocumentSymbol {
  const { name, kind, span, selection, children } = info;
  const symbol = new vscode.DocumentSymbol(
    name,
    "",
    symbolKinds[kind] ?? vscode.SymbolKind.Variable,
    rangeOf(document, span),
    rangeOf(document, selection),
  );
  symbol.children = children.map((child) => symbolOf(document, child));
  return symbol;
}
