/** A notebook's controls: what moving one does, and where its value is kept. */
import type * as vscode from "vscode";
import type { ControlPayload, ControlValue, KeptValue } from "../../engine/payload/control.ts";
import { allowedValue } from "../../engine/payload/controlValue.ts";
import type { ControlMoved, FromRenderer } from "../../engine/payload/messages.ts";
import { CONTROL_MIME } from "../../engine/payload/mime.ts";
import type { BoundControls, KernelOutput, MimeBundle } from "../kernel/protocol/protocol.ts";
import type { CellRuns } from "../notebook/cellRuns.ts";
import type { AutoRun } from "./autoRun.ts";
import { controlsIn, movedBundle } from "./controlOutputs.ts";
import { ControlValues } from "./controlValues.ts";

export interface NotebookControlsParts {
  /** Of the notebook, those that hold code. */
  cells(): vscode.NotebookCell[];
  /** Stable for the life of a cell. */
  id: (cell: vscode.NotebookCell) => string;
  /** The language of what the notebook shows. */
  language(): string;
  /** Whether the workspace is trusted. */
  mayRun(): boolean;
  items(bundle: MimeBundle): vscode.NotebookCellOutputItem[];
  runs: CellRuns;
  autoRun: AutoRun;
  /** The cell that runs; null while none does. */
  running(): vscode.NotebookCell | null;
  /** Whether VS Code has an execution of the cell. */
  isExecuted(cell: vscode.NotebookCell): boolean;
  /** Changes the outputs of a cell that has none. */
  change(
    cell: vscode.NotebookCell,
    change: (execution: vscode.NotebookCellExecution) => Thenable<void>,
  ): Promise<void>;
  /** Gives the names that stand for a control alone another value. */
  give(cell: vscode.NotebookCell, key: string, value: ControlValue): void;
  /** Tells all pages. */
  tellPages(message: ControlMoved): void;
  /** What cells show may no longer be so. */
  moved(): void;
}

/** A control that was moved is written into its output when it has been left alone for this long, in milliseconds. */
const writeAfter = 400;

export class NotebookControls {
  readonly #parts: NotebookControlsParts;
  readonly #values: ControlValues;
  /** Of each cell's last run. */
  readonly #bound = new Map<string, BoundControls>();
  /** Controls of the running cell that were moved since it began, by key. */
  readonly #meanwhile = new Map<string, ControlPayload>();
  readonly #writing = new Map<vscode.NotebookCell, NodeJS.Timeout>();

  constructor(parts: NotebookControlsParts) {
    this.#parts = parts;
    this.#values = new ControlValues(parts.id);
  }

  /** A cell begins to run. @returns what the person has chosen of its controls, by their keys */
  began(cell: vscode.NotebookCell): Record<string, KeptValue> {
    this.#meanwhile.clear();
    return this.#values.of(cell);
  }

  /** A run of `cell` shows something. */
  shown(cell: vscode.NotebookCell, output: KernelOutput): void {
    if (output.type === "display" && CONTROL_MIME in output.data)
      this.#values.shown(cell, output.data[CONTROL_MIME] as ControlPayload);
  }

  /** A cell has ended. @param bound null where it could not be read, and has the names of the run before */
  ended(cell: vscode.NotebookCell, bound: BoundControls | null): void {
    if (bound) this.#bound.set(this.#parts.id(cell), bound);
    const moved = [...this.#meanwhile.values()];
    this.#meanwhile.clear();
    if (cell.index < 0) return;
    for (const payload of moved) this.#apply(cell, payload);
    if (moved.length > 0) this.#writeSoon(cell);
  }

  /** The person has moved a control on a page of the notebook. */
  move({ id, value, stamp }: Extract<FromRenderer, { type: "control" }>): void {
    const found = this.#values.find(this.#parts.cells(), id);
    const allowed = found && allowedValue(found.payload.control, value);
    if (!found || allowed === undefined) return;
    const { cell, payload } = found;
    this.#values.choose(cell, payload, allowed, stamp);
    const isRunning = this.#parts.running() === cell;
    const followed = this.#parts.mayRun() && (isRunning || this.#parts.runs.hasRun(cell));
    this.#parts.tellPages({ type: "controlMoved", id, value: allowed, stamp, followed });
    if (isRunning) this.#meanwhile.set(payload.key, payload);
    if (followed) this.#apply(cell, payload);
    this.#writeSoon(cell);
  }

  /** What the person has cleared, or taken away, is as if it had never run: its controls have the cell's own values. */
  forget(cell: vscode.NotebookCell): void {
    this.#values.forget(cell);
  }

  /** The kernel has gone, and with it what it knew of controls; their values stay. */
  lost(): void {
    this.#bound.clear();
    this.#values.forgetButtons();
  }

  dispose(): void {
    for (const timer of this.#writing.values()) clearTimeout(timer);
    this.#writing.clear();
  }

  /** Its cells run again that use what was moved, as far as the person wants that. */
  #apply(cell: vscode.NotebookCell, { key, control: { label } }: ControlPayload): void {
    const kept = this.#values.get(cell, key);
    if (!kept) return;
    const names = this.#bound.get(this.#parts.id(cell))?.[key] ?? [];
    if (names.length > 0) this.#parts.give(cell, key, kept.value);
    this.#parts.runs.moved(cell, label, names);
    this.#parts.autoRun.moved(this.#parts.id(cell), label, names);
    this.#parts.moved();
  }

  #writeSoon(cell: vscode.NotebookCell): void {
    clearTimeout(this.#writing.get(cell));
    this.#writing.set(
      cell,
      setTimeout(() => this.#write(cell), writeAfter),
    );
  }

  /** Writes the controls' values into the cell's outputs, where reopening and export find them. */
  #write(cell: vscode.NotebookCell): void {
    this.#writing.delete(cell);
    if (cell.index < 0 || !this.#parts.mayRun()) return;
    if (this.#parts.isExecuted(cell)) return this.#writeSoon(cell);
    const moved = controlsIn(cell).flatMap((control) => {
      const kept = this.#values.get(cell, control.payload.key);
      return kept && kept.stamp > control.payload.stamp ? [{ control, kept }] : [];
    });
    if (moved.length === 0) return;
    const language = this.#parts.language();
    void this.#parts.change(cell, async (execution) => {
      const written = moved.map(({ control: { payload, output }, kept }) =>
        execution.replaceOutputItems(
          this.#parts.items(movedBundle(payload, kept.value, kept.stamp, language)),
          output,
        ),
      );
      await Promise.all(written);
    });
  }
}
