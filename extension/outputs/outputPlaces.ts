/**
 * The places of a cell's outputs while it runs again by itself: an output takes that of the same kind, and is drawn there.
 * Nothing is taken away and made again, which would be seen as a flicker.
 */
import type * as vscode from "vscode";
import type { ControlPayload } from "../../engine/payload/control.ts";
import { CONTROL_MIME, ERROR_MIME } from "../../engine/payload/mime.ts";

interface Place {
  kind: string;
  output: vscode.NotebookCellOutput;
}

export class OutputPlaces {
  readonly #first: readonly Place[];
  #free: Place[];
  /** How many of the places were taken one after the other, from the first on. */
  #inOrder = true;
  #taken = 0;

  constructor(outputs: readonly vscode.NotebookCellOutput[]) {
    this.#first = outputs.map((output) => ({ kind: kindOf(output), output }));
    this.#free = [...this.#first];
  }

  /** The output whose place `output` takes; undefined where it gets a new one. */
  take(output: vscode.NotebookCellOutput): vscode.NotebookCellOutput | undefined {
    const kind = kindOf(output);
    // An error belongs to the run that it ended.
    const at = kind === ERROR_MIME ? -1 : this.#free.findIndex((place) => place.kind === kind);
    const [place] = at < 0 ? [] : this.#free.splice(at, 1);
    if (this.#first[this.#taken++]?.output !== place?.output) this.#inOrder = false;
    return place?.output;
  }

  /** No more outputs come. @returns whether others are left, or stand in another order than they came */
  end(): boolean {
    const differs = this.#free.length > 0 || (this.#first.length > 0 && !this.#inOrder);
    this.#free = [];
    return differs;
  }
}

/** What an output is, by its richest item. */
function kindOf({ items }: vscode.NotebookCellOutput): string {
  const control = items.find(({ mime }) => mime === CONTROL_MIME);
  if (control) return `control ${keyOf(control)}`;
  const item = items.find(({ mime }) => mime !== "text/plain") ?? items[0];
  return item?.mime ?? "";
}

function keyOf({ data }: vscode.NotebookCellOutputItem): string {
  return (JSON.parse(new TextDecoder().decode(data)) as Partial<ControlPayload>).key ?? "";
}
