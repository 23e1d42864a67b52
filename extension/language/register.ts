import * as vscode from "vscode";
import type { Controller } from "../notebook/controller.ts";
import { CellChecks } from "./cellChecks.ts";
import { Cells, cellSelector, type LanguagePlatform } from "./cells.ts";
import { LiveValues } from "./liveValues.ts";
import { CompletionProvider, completionTriggers } from "./providers/completion.ts";
import { NavigationProvider } from "./providers/navigation.ts";
import { HoverProvider } from "./providers/hover.ts";
import { SemanticTokensProvider, tokensLegend } from "./providers/semanticTokens.ts";
import { SignatureProvider, signatureTriggers } from "./providers/signatureHelp.ts";
import { ShapeHints } from "./providers/shapeHints.ts";
import { CodeActionProvider, actionKinds } from "./providers/codeActions.ts";
import { FormattingProvider, formatTriggers } from "./providers/formatting.ts";
import { StructureProvider } from "./providers/structure.ts";

/** What a `.ts` file has in VS Code, for cells. The worker behind it starts with the first question. */
export function registerLanguage(
  { extensionUri }: vscode.ExtensionContext,
  controller: Controller,
  platform: LanguagePlatform,
): vscode.Disposable {
  const { languages } = vscode;
  const cells = new Cells(extensionUri, platform);
  const values = new LiveValues(controller);
  const shapes = new ShapeHints(cells, values);
  const navigation = new NavigationProvider(cells);
  const formatting = new FormattingProvider(cells);
  const structure = new StructureProvider(cells);
  return vscode.Disposable.from(
    new CellChecks(cells),
    languages.registerCompletionItemProvider(
      cellSelector,
      new CompletionProvider(cells),
      ...completionTriggers,
    ),
    languages.registerHoverProvider(cellSelector, new HoverProvider(cells, values)),
    languages.registerSignatureHelpProvider(cellSelector, new SignatureProvider(cells), signatureTriggers),
    languages.registerDefinitionProvider(cellSelector, navigation),
    languages.registerReferenceProvider(cellSelector, navigation),
    languages.registerDocumentHighlightProvider(cellSelector, navigation),
    languages.registerRenameProvider(cellSelector, navigation),
    languages.registerDocumentSemanticTokensProvider(
      cellSelector,
      new SemanticTokensProvider(cells),
      tokensLegend,
    ),
    languages.registerDocumentRangeFormattingEditProvider(cellSelector, formatting),
    languages.registerOnTypeFormattingEditProvider(cellSelector, formatting, ...formatTriggers),
    languages.registerFoldingRangeProvider(cellSelector, structure),
    languages.registerDocumentSymbolProvider(cellSelector, structure),
    languages.registerCodeActionsProvider(cellSelector, new CodeActionProvider(cells), actionKinds),
    languages.registerInlayHintsProvider(cellSelector, shapes),
    shapes,
    values,
    cells,
  );
}
