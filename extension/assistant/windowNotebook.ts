/** A notebook in a window, as an assistant's tools see it. */
import * as vscode from "vscode";
import type { AgentCell, AgentNotebook, AgentOutput, CellEdit, RunWatch } from "../agents/agentNotebook.ts";
import { progressOf, ShownOutputs } from "../agents/shownOutputs.ts";
import { ToolError } from "../agents/toolError.ts";
import { CURVES_MIME } from "../../engine/payload/mime.ts";
import type { CurvesPayload } from "../../engine/payload/curves.ts";
import type { VariableSummary } from "../kernel/protocol/protocol.ts";
import { cellData } from "../markdown/serializer.ts";
import { runCells } from "../notebook/cellRanges.ts";
import type { Controller } from "../notebook/controller.ts";
import { cellId, isCodeCell } from "../notebook/notebookContext.ts";
import type { LiveCharts } from "../outputs/liveCharts.ts";

const decoder = new TextDecoder();

export class WindowNotebook implements AgentNotebook {
  readonly #notebook: vscode.NotebookDocument;
  readonly #controller: Controller;
  readonly #charts: LiveCharts;

  constructor(notebook: vscode.NotebookDocument, controller: Controller, charts: LiveCharts) {
    this.#notebook = notebook;
    this.#controller = controller;
    this.#charts = charts;
  }

  get name(): string {
    return vscode.workspace.asRelativePath(this.#notebook.uri);
  }

  cells(): AgentCell[] {
    const stale = this.#controller.session(this.#notebook).stale();
    return this.#notebook.getCells().map((cell) => {
      const ours = isCodeCell(cell);
      const why = stale.get(cellId(cell));
      const { executionOrder, timing, success } = cell.executionSummary ?? {};
      const ms = timing ? timing.endTime - timing.startTime : null;
      return {
        kind: cell.kind === vscode.NotebookCellKind.Code ? "code" : "markdown",
        language: cell.kind === vscode.NotebookCellKind.Code && !ours ? cell.document.languageId : null,
        text: cell.document.getText(),
        outputs: cell.outputs.map((output) => this.#output(output)),
        ran: executionOrder === undefined ? null : { execution: executionOrder, ok: success, ms },
        stale:
          why === undefined
            ? null
            : why.kind === "edited"
              ? "edited since it ran"
              : `${why.names.join(", ")} changed`,
      };
    });
  }

  async run(indices: readonly number[], watch: RunWatch): Promise<void> {
    const session = this.#controller.session(this.#notebook);
    const stop = (): void => void session.interrupt();
    const telling = vscode.workspace.onDidChangeNotebookDocument(({ notebook, cellChanges }) => {
      if (notebook !== this.#notebook) return;
      for (const { cell, executionSummary } of cellChanges)
        if (executionSummary && executionSummary.success === undefined) watch.progress(`cell ${cell.index}`);
    });
    watch.signal.addEventListener("abort", stop);
    try {
      // In a tab: what is not shown has no kernel.
      await vscode.window.showNotebookDocument(this.#notebook, { preserveFocus: true, preview: false });
      await runCells(indices.map((index) => this.#notebook.cellAt(index)));
      // VS Code hands cells over and may answer before the last has ended.
      await session.run([]);
    } finally {
      telling.dispose();
      watch.signal.removeEventListener("abort", stop);
    }
  }

  variables(): Promise<VariableSummary[] | null> {
    return this.#controller.session(this.#notebook).variables();
  }

  async look(expression: string, watch: RunWatch): Promise<readonly AgentOutput[]> {
    const shown = new ShownOutputs();
    const result = await this.#controller.session(this.#notebook).look(expression, (output) => {
      shown.add(output);
      const message = progressOf(output);
      if (message !== null) watch.progress(message);
    });
    if (result?.error) shown.fail(result.error);
    return shown.all;
  }

  async edit(edits: readonly CellEdit[]): Promise<void> {
    const change = new vscode.WorkspaceEdit();
    const { uri } = this.#notebook;
    const cells: vscode.NotebookEdit[] = [];
    // From the end, so that the indices of those before stay what they are.
    for (const edit of [...edits].sort((a, b) => b.at - a.at)) {
      if (edit.edit === "insert")
        cells.push(
          vscode.NotebookEdit.insertCells(edit.at, [cellData({ kind: edit.kind, text: edit.text })]),
        );
      else if (edit.edit === "delete")
        cells.push(vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(edit.at, edit.at + 1)));
      else {
        const { document } = this.#notebook.cellAt(edit.at);
        const all = document.validateRange(new vscode.Range(0, 0, document.lineCount, 0));
        change.replace(document.uri, all, edit.text);
      }
    }
    if (cells.length > 0) change.set(uri, cells);
    if (!(await vscode.workspace.applyEdit(change)))
      throw new ToolError(
        "VS Code refused the edit: the notebook may be read-only, or have changed meanwhile. Read it again.",
      );
  }

  #output({ items }: vscode.NotebookCellOutput): AgentOutput {
    const data: Record<string, unknown> = {};
    for (const { mime, data: bytes } of items) {
      if (/^image\//.test(mime)) data[mime] = `${bytes.byteLength} bytes`;
      else if (/[/+]json$|code\.notebook\.error$/.test(mime)) data[mime] = parsed(decoder.decode(bytes));
      else data[mime] = decoder.decode(bytes);
    }
    for (const name of ["stdout", "stderr"] as const) {
      const text = data[`application/vnd.code.notebook.${name}`];
      if (typeof text === "string") return { kind: "text", name, text };
    }
    const error = data["application/vnd.code.notebook.error"] as
      { name?: string; message?: string; stack?: string } | undefined;
    if (error) {
      const { name = "Error", message = "", stack = "" } = error;
      return { kind: "error", error: { name, message, stack } };
    }
    const chart = data[CURVES_MIME] as CurvesPayload | undefined;
    // While it grows, the output holds its beginning only.
    if (chart) data[CURVES_MIME] = this.#charts.snapshot(chart.id) ?? chart;
    return { kind: "data", data };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
