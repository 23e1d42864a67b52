/** Types, documentation and present values at the cursor. */
import * as vscode from "vscode";
import { variableIcon, variableLine } from "../../ui/variableText.ts";
import { atPosition, cellAt, rangeOf, type Cells } from "../cells.ts";
import type { LiveValues } from "../liveValues.ts";
import type { HoverInfo } from "../protocol.ts";

export class HoverProvider implements vscode.HoverProvider {
  readonly #cells: Cells;
  readonly #values: LiveValues;

  constructor(cells: Cells, values: LiveValues) {
    this.#cells = cells;
    this.#values = values;
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const info = await this.#cells.ask("hover", document, atPosition(document, position), token);
    if (!info) return undefined;
    const contents = [new vscode.MarkdownString().appendCodeblock(info.code, "typescript")];
    const value = await this.#value(info);
    if (value) contents.push(value);
    if (info.documentation !== "") contents.push(new vscode.MarkdownString(info.documentation));
    return new vscode.Hover(contents, rangeOf(document, info));
  }

  /** What the variable holds in the kernel, under its type. */
  async #value({ variable }: HoverInfo): Promise<vscode.MarkdownString | null> {
    const cell = variable && cellAt(variable.cell);
    const values = cell ? await this.#values.of(cell) : [];
    const held = values.find(({ name }) => name === variable?.name);
    if (!held) return null;
    return new vscode.MarkdownString(`$(${variableIcon(held)}) ${asMarkdown(variableLine(held))}`, true);
  }
}

/** Text that stays as it is; VS Code's own way makes every space one that does not break. */
function asMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!~<>|&$]/g, "\\$&");
}
