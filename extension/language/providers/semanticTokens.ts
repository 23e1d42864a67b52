/** Colours of names by what they mean. */
import * as vscode from "vscode";
import type { Cells } from "../cells.ts";
import { tokenModifiers, tokenTypes } from "../tokenNames.ts";

export const tokensLegend = new vscode.SemanticTokensLegend([...tokenTypes], [...tokenModifiers]);

export class SemanticTokensProvider implements vscode.DocumentSemanticTokensProvider {
  readonly #cells: Cells;

  constructor(cells: Cells) {
    this.#cells = cells;
  }

  async provideDocumentSemanticTokens(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<vscode.SemanticTokens> {
    const tokens = await this.#cells.ask("semanticTokens", document, {}, token);
    // VS Code would take the colours away if there were no answer; so it keeps them.
    if (!tokens) throw new vscode.CancellationError();
    const builder = new vscode.SemanticTokensBuilder(tokensLegend);
    for (let i = 0; i + 3 < tokens.length; i += 4) {
      const [start = 0, length = 0, type = 0, modifiers = 0] = tokens.slice(i, i + 4);
      const { line, character } = document.positionAt(start);
      builder.push(line, character, length, type, modifiers);
    }
    return builder.build();
  }
}
