/** Controls in a notebook's outputs: where they are, and with which value they are stored. */
import type * as vscode from "vscode";
import type { ControlPayload, ControlValue } from "../../engine/payload/control.ts";
import { keptControl, withValue } from "../../engine/payload/controlValue.ts";
import { controlWords } from "../../engine/payload/controlWords.ts";
import { CONTROL_MIME } from "../../engine/payload/mime.ts";
import type { MimeBundle } from "../kernel/protocol/protocol.ts";

/** A control, and the output that shows it. */
export interface FoundControl {
  cell: vscode.NotebookCell;
  output: vscode.NotebookCellOutput;
  payload: ControlPayload;
}

/** The control with this id; undefined where the notebook shows none. */
export function findControl(
  cells: readonly vscode.NotebookCell[],
  id: string,
): Omit<FoundControl, "output"> | undefined {
  for (const cell of cells) {
    for (const payload of controlsIn(cell).map((found) => found.payload)) {
      if (payload.id === id) return { cell, payload };
    }
  }
  return undefined;
}

export function controlsIn(cell: vscode.NotebookCell): FoundControl[] {
  return cell.outputs.flatMap((output) => {
    const payload = controlOf(output.items);
    return payload ? [{ cell, output, payload }] : [];
  });
}

/** The control that an output shows. */
export function controlOf(items: readonly vscode.NotebookCellOutputItem[]): ControlPayload | undefined {
  const item = items.find(({ mime }) => mime === CONTROL_MIME);
  if (!item) return undefined;
  try {
    const payload = JSON.parse(new TextDecoder().decode(item.data)) as ControlPayload;
    return typeof payload.id === "string" && typeof payload.key === "string" ? payload : undefined;
  } catch {
    // Anyone may have written the file that it was read from.
    return undefined;
  }
}

/** What an output shows whose control has another value, in words too. */
export function movedBundle(
  payload: ControlPayload,
  value: ControlValue,
  stamp: number,
  language: string,
): MimeBundle {
  const control = keptControl(withValue(payload.control, value));
  const moved: ControlPayload = { ...payload, stamp, control };
  return { [CONTROL_MIME]: moved, "text/plain": controlWords(control, language) };
}
