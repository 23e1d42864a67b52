/**
 * What a person has chosen of a notebook's controls, cell by cell. It is stored with the outputs: those that a notebook is
 * opened with tell it, and with cleared outputs it is forgotten.
 */
import type * as vscode from "vscode";
import type { ControlPayload, ControlValue, KeptValue } from "../../engine/payload/control.ts";
import { controlsIn, findControl } from "./controlOutputs.ts";

/** A button's number counts from the start of the kernel: it is no value to come back to. */
const isButton = (key: string): boolean => key.startsWith("button ");

/** A control, and the cell that shows it. */
interface Place {
  cell: vscode.NotebookCell;
  payload: ControlPayload;
}

export class ControlValues {
  readonly #id: (cell: vscode.NotebookCell) => string;
  /** Controls that were shown, by their ids: a page may not have drawn the newest yet. */
  readonly #places = new Map<string, Place>();
  /** By cell, then by the control's key. */
  readonly #chosen = new Map<string, Map<string, KeptValue>>();

  /** @param id stable for the life of a cell */
  constructor(id: (cell: vscode.NotebookCell) => string) {
    this.#id = id;
  }

  /** A run of `cell` shows a control. */
  shown(cell: vscode.NotebookCell, payload: ControlPayload): void {
    this.#places.set(payload.id, { cell, payload });
  }

  /** The control with this id; undefined where none of `cells` shows it. */
  find(cells: readonly vscode.NotebookCell[], id: string): Place | undefined {
    const place = this.#places.get(id);
    const found = place && cells.includes(place.cell) ? place : findControl(cells, id);
    if (found) this.#places.set(id, found);
    return found;
  }

  /** What is kept of the cell's controls, by key. */
  of(cell: vscode.NotebookCell): Record<string, KeptValue> {
    const stored = controlsIn(cell).flatMap(({ payload: { key, stamp, initial, control } }) =>
      stamp > 0 && !isButton(key) ? [[key, { value: control.value, stamp, initial }] as const] : [],
    );
    const kept = new Map<string, KeptValue>(this.#chosen.get(this.#id(cell)));
    for (const [key, value] of stored) if ((kept.get(key)?.stamp ?? 0) < value.stamp) kept.set(key, value);
    this.#chosen.set(this.#id(cell), kept);
    return Object.fromEntries(kept);
  }

  choose(
    cell: vscode.NotebookCell,
    { key, initial }: ControlPayload,
    value: ControlValue,
    stamp: number,
  ): void {
    const chosen = this.#chosen.get(this.#id(cell)) ?? new Map<string, KeptValue>();
    this.#chosen.set(this.#id(cell), chosen.set(key, { value, stamp, initial }));
  }

  /** The value that was chosen of a control; undefined where it is the cell's own. */
  get(cell: vscode.NotebookCell, key: string): KeptValue | undefined {
    return this.#chosen.get(this.#id(cell))?.get(key);
  }

  forget(cell: vscode.NotebookCell): void {
    this.#chosen.delete(this.#id(cell));
    for (const [id, place] of this.#places) if (place.cell === cell) this.#places.delete(id);
  }

  /** The kernel has gone: buttons have not been pressed. */
  forgetButtons(): void {
    for (const chosen of this.#chosen.values()) {
      for (const key of chosen.keys()) if (isButton(key)) chosen.delete(key);
    }
  }
}
