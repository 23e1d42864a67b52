/** Quick fixes and source actions. */
import * as vscode from "vscode";
import type { Cells } from "../cells.ts";
import type { AdviceKind, Fix } from "../protocol.ts";
import { workspaceEdit } from "./edits.ts";

const addMissing = vscode.CodeActionKind.Source.append("addMissingImports").append("gradbook");

export const actionKinds: vscode.CodeActionProviderMetadata = {
  providedCodeActionKinds: [
    vscode.CodeActionKind.QuickFix,
    vscode.CodeActionKind.SourceOrganizeImports,
    addMissing,
  ],
};

export class CodeActionProvider implements vscode.CodeActionProvider {
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
        const code = codeOf(diagnostic);
        if (code === null) continue;
        const start = document.offsetAt(diagnostic.range.start);
        const span = { start, length: document.offsetAt(diagnostic.range.end) - start };
        const asked = { span, code };
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

const adviceKinds: Readonly<Record<AdviceKind, true>> = {
  await: true,
  index: true,
  operator: true,
  plot: true,
  python: true,
  zeroGrad: true,
};

/** By which the worker knows what was said; null for what others say. */
function codeOf({ source, code }: vscode.Diagnostic): number | AdviceKind | null {
  if (source === "ts" && typeof code === "number") return code;
  return source === "Gradbook" && typeof code === "string" && Object.hasOwn(adviceKinds, code)
    ? (code as AdviceKind)
    : null;
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
      return vscode.l10n.t("Import {0} from {1}", fix.title, fix.from ?? "gradbook");
    case "write":
      return vscode.l10n.t("Write {0}", abridged(fix.title));
    default:
      return fix.title;
  }
}

/** One line of a menu. */
function abridged(code: string): string {
  const line = code.replace(/\s+/g, " ").trim();
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
