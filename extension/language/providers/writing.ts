/** Formatting, folding, the outline, and code actions. */
import * as vscode from "vscode";
import { atPosition, rangeOf, type Cells } from "../cells.ts";
import type { Fix, Fold, FormatStyle, SymbolInfo } from "../protocol.ts";
import { textEdits, workspaceEdit } from "./edits.ts";

export const formatTriggers: [string, ...string[]] = [";", "}", "\n"];

export class FormattingProvider
  implements vscode.DocumentRangeFormattingEditProvider, vscode.OnTypeFormattingEditProvider
{
  readonly #cells: Cells;

  constructor(cells: Cells) {
    this.#cells = cells;
  }

  /** VS Code asks for the whole text as a range, too. */
  async provideDocumentRangeFormattingEdits(
    document: vscode.TextDocument,
    range: vscode.Range,
    options: vscode.FormattingOptions,
    token: vscode.CancellationToken,
  ): Promise<vscode.TextEdit[] | undefined> {
    const start = document.offsetAt(range.start);
    const span = { start, length: document.offsetAt(range.end) - start };
    const edits = await this.#cells.ask("format", document, { style: styleOf(options), span }, token);
    return edits && textEdits(document, edits);
  }

  async provideOnTypeFormattingEdits(
    document: vscode.TextDocument,
    position: vscode.Position,
    typed: string,
    options: vscode.FormattingOptions,
    token: vscode.CancellationToken,
  ): Promise<vscode.TextEdit[] | undefined> {
    const asked = { ...atPosition(document, position), typed, style: styleOf(options) };
    const edits = await this.#cells.ask("formatTyped", document, asked, token);
    return edits && textEdits(document, edits);
  }
}

function styleOf({ tabSize, insertSpaces }: vscode.FormattingOptions): FormatStyle {
  return { tabSize, insertSpaces };
}

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

const addMissing = vscode.CodeActionKind.Source.append("addMissingImports").append("gradbook");

export const actionKinds: vscode.CodeActionProviderMetadata = {
  providedCodeActionKinds: [
    vscode.CodeActionKind.QuickFix,
    vscode.CodeActionKind.SourceOrganizeImports,
    addMissing,
  ],
};

export class ActionProvider implements vscode.CodeActionProvider {
  readonly #cells: Cells;

  constructor(cells: Cells) {
    this.#cells = cells;
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics, only }: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    const found: Fix[] = [];
    const mended = new Map<Fix, vscode.Diagnostic[]>();
    const wants = (kind: vscode.CodeActionKind): boolean => !only || only.intersects(kind);
    if (wants(vscode.CodeActionKind.QuickFix)) {
      for (const diagnostic of diagnostics) {
        if (diagnostic.source !== "ts" || typeof diagnostic.code !== "number") continue;
        const start = document.offsetAt(diagnostic.range.start);
        const span = { start, length: document.offsetAt(diagnostic.range.end) - start };
        const asked = { span, codes: [diagnostic.code] };
        for (const fix of (await this.#cells.ask("fixes", document, asked, token)) ?? []) {
          mended.set(fix, [diagnostic]);
          found.push(fix);
        }
      }
    }
    // Only when asked for: they belong to the whole cell, not to the cursor.
    if (only && vscode.CodeActionKind.Source.intersects(only)) {
      found.push(...((await this.#cells.ask("sourceFixes", document, {}, token)) ?? []));
    }
    const actions = await Promise.all(
      found.map(async (fix) => actionOf(fix, mended.get(fix) ?? [], await workspaceEdit(fix.edits))),
    );
    return actions.filter(({ kind }) => kind !== undefined && wants(kind));
  }
}

function actionOf(fix: Fix, mended: vscode.Diagnostic[], edit: vscode.WorkspaceEdit): vscode.CodeAction {
  const kind =
    fix.kind === "quickfix"
      ? vscode.CodeActionKind.QuickFix
      : fix.kind === "source.organizeImports"
        ? vscode.CodeActionKind.SourceOrganizeImports
        : addMissing;
  const action = new vscode.CodeAction(titleOf(fix), kind);
  action.edit = edit;
  action.diagnostics = mended;
  action.isPreferred = fix.preferred;
  return action;
}

/** TypeScript speaks the editor's language itself; what is ours is said here. */
function titleOf(fix: Fix): string {
  switch (fix.action) {
    case "organizeImports":
      return vscode.l10n.t("Organize Imports");
    case "addMissingImports":
      return vscode.l10n.t("Add All Missing Imports from gradbook");
    case "import":
      return vscode.l10n.t("Import {0} from gradbook", fix.title);
    default:
      return fix.title;
  }
}
