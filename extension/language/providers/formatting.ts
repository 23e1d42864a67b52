/** Formats cells, and lines as they are typed. */
import type * as vscode from "vscode";
import { atPosition, type Cells } from "../cells.ts";
import type { FormatStyle } from "../protocol.ts";
import { textEdits } from "./edits.ts";

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
