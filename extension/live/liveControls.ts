/** The controls in the page: what the reader has chosen of them, and what moving one does. */
import type { ControlPayload, ControlValue, KeptValue } from "../../engine/payload/control.ts";
import { allowedValue } from "../../engine/payload/controlValue.ts";
import type { ControlMoved, FromRenderer } from "../../engine/payload/messages.ts";
import type { BoundControls } from "../kernel/protocol/protocol.ts";
import type { AutoRun } from "../reactive/autoRun.ts";
import type { LastRuns } from "../reactive/lastRuns.ts";

export interface LiveControlsParts {
  runs: LastRuns;
  autoRun: AutoRun;
  /** The cell that runs; null while none does. */
  running(): string | null;
  /** Gives the names that stand for a control alone another value. */
  give(cell: string, key: string, value: ControlValue): void;
  /** Tells what shows controls. */
  tell(message: ControlMoved): void;
  /** What cells show may no longer be so. */
  moved(): void;
}

interface Place {
  cell: string;
  payload: ControlPayload;
  /** Which of its cell's runs showed it. */
  run: number;
}

/** A button's number counts from the start of the kernel: it is no value to come back to. */
const isButton = (key: string): boolean => key.startsWith("button ");

export class LiveControls {
  readonly #parts: LiveControlsParts;
  /** Those of each cell's last two runs, by their ids: the page may not have drawn the newest yet. */
  readonly #places = new Map<string, Place>();
  /** How often each cell has run. */
  readonly #times = new Map<string, number>();
  /** By cell, then by the control's key. */
  readonly #chosen = new Map<string, Map<string, KeptValue>>();
  /** Of each cell's last run. */
  readonly #bound = new Map<string, BoundControls>();
  /** Controls of the running cell that were moved since it began, by key. */
  readonly #meanwhile = new Map<string, ControlPayload>();

  constructor(parts: LiveControlsParts) {
    this.#parts = parts;
  }

  /** The page was written with it: as in the last run, with what the author had chosen. */
  found(cell: string, payload: ControlPayload): void {
    this.shown(cell, payload);
    const { key, stamp, initial, control } = payload;
    if (stamp > 0 && !isButton(key)) this.#keep(cell, key, { value: control.value, stamp, initial });
  }

  /** A cell begins to run. @returns what the reader has chosen of its controls, by their keys */
  began(cell: string): Record<string, KeptValue> {
    this.#meanwhile.clear();
    const run = (this.#times.get(cell) ?? 0) + 1;
    this.#times.set(cell, run);
    for (const [id, place] of this.#places)
      if (place.cell === cell && place.run < run - 1) this.#places.delete(id);
    return Object.fromEntries(this.#chosen.get(cell) ?? []);
  }

  /** A run of the cell shows a control. */
  shown(cell: string, payload: ControlPayload): void {
    this.#places.set(payload.id, { cell, payload, run: this.#times.get(cell) ?? 0 });
  }

  /** A cell has ended. @param bound null where it could not be read, and has the names of the run before */
  ended(cell: string, bound: BoundControls | null): void {
    if (bound) this.#bound.set(cell, bound);
    const moved = [...this.#meanwhile.values()];
    this.#meanwhile.clear();
    for (const payload of moved) this.#apply(cell, payload);
  }

  /** The reader has moved a control. */
  move({ id, value, stamp }: Extract<FromRenderer, { type: "control" }>): void {
    const place = this.#places.get(id);
    const allowed = place && allowedValue(place.payload.control, value);
    if (!place || allowed === undefined) return;
    const { cell, payload } = place;
    const { key, initial } = payload;
    this.#keep(cell, key, { value: allowed, stamp, initial });
    const isRunning = this.#parts.running() === cell;
    const followed = isRunning || this.#parts.runs.hasRun(cell);
    this.#parts.tell({ type: "controlMoved", id, value: allowed, stamp, followed });
    if (isRunning) this.#meanwhile.set(key, payload);
    if (followed) this.#apply(cell, payload);
  }

  /** A cell has been taken away. */
  forget(cell: string): void {
    this.#chosen.delete(cell);
    this.#bound.delete(cell);
    this.#times.delete(cell);
    for (const [id, place] of this.#places) if (place.cell === cell) this.#places.delete(id);
  }

  /** The kernel has gone, and with it what it knew of controls; their values stay, but buttons have not been pressed. */
  lost(): void {
    this.#bound.clear();
    for (const chosen of this.#chosen.values())
      for (const key of chosen.keys()) if (isButton(key)) chosen.delete(key);
  }

  #keep(cell: string, key: string, kept: KeptValue): void {
    const chosen = this.#chosen.get(cell) ?? new Map<string, KeptValue>();
    this.#chosen.set(cell, chosen.set(key, kept));
  }

  /** Cells run again that use what was moved. */
  #apply(cell: string, { key, control: { label } }: ControlPayload): void {
    const kept = this.#chosen.get(cell)?.get(key);
    if (!kept) return;
    const names = this.#bound.get(cell)?.[key] ?? [];
    if (names.length > 0) this.#parts.give(cell, key, kept.value);
    this.#parts.runs.moved(cell, label, names);
    this.#parts.autoRun.moved(cell, label, names);
    this.#parts.moved();
  }
}
