import * as vscode from "vscode";
import { shapeText, variableLine } from "../../ui/variableText.ts";
import { cellOf, type Cells } from "../cells.ts";
import type { LiveValues } from "../liveValues.ts";

const setting = "gradbook.inlayHints.shapes";

/** The shape of each tensor where it is declared, from when its cell has run until it is edited. */
export class ShapeHints implements vscode.InlayHintsProvider, vscode.Disposable {
  readonly #cells: Cells;
  readonly #values: LiveValues;
  readonly #changes = new vscode.EventEmitter<void>();
  readonly #listeners: vscode.Disposable[];

  readonly onDidChangeInlayHints = this.#changes.event;

  constructor(cells: Cells, values: LiveValues) {
    this.#cells = cells;
    this.#values = values;
    this.#listeners = [
      values.onDidChange(() => this.#changes.fire()),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(setting)) this.#changes.fire();
      }),
    ];
  }

  async provideInlayHints(
    document: vscode.TextDocument,
    range: vscode.Range,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlayHint[]> {
    const cell = cellOf(document);
    if (!cell || !vscode.workspace.getConfiguration(undefined, document).get<boolean>(setting, true))
      return [];
    const values = await this.#values.of(cell);
    const tensors = new Map(
      values.filter(({ dtype }) => dtype !== null).map((variable) => [variable.name, variable]),
    );
    if (tensors.size === 0 || this.#values.isEdited(cell)) return [];
    const declared = await this.#cells.ask("variables", document, {}, token);
    if (!declared) throw new vscode.CancellationError();
    return declared.flatMap(({ name, end }) => {
      const tensor = tensors.get(name);
      const position = document.positionAt(end);
      if (!tensor?.shape || !range.contains(position)) return [];
      const hint = new vscode.InlayHint(position, shapeText(tensor.shape), vscode.InlayHintKind.Type);
      hint.paddingLeft = true;
      hint.tooltip = variableLine(tensor);
      return [hint];
    });
  }

  dispose(): void {
    vscode.Disposable.from(...this.#listeners, this.#changes).dispose();
  }
}
