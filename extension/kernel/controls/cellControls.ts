/** The controls that cells show: their values, and the names that stand for them. */
import type { Control, ControlPayload, ControlValue } from "../../../engine/payload/control.ts";
import { allowedValue, keptControl, sameValue, withValue } from "../../../engine/payload/controlValue.ts";
import { controlWords } from "../../../engine/payload/controlWords.ts";
import { CONTROL_MIME } from "../../../engine/payload/mime.ts";
import type { Run } from "../cell/runContext.ts";
import { uniqueId } from "../display/ids.ts";
import type { BoundControls } from "../protocol/protocol.ts";
import type { BoundName } from "../transform/boundControls.ts";

/** A control that a run of a cell has shown. */
export interface ShownControl {
  key: string;
  control: Control;
  /** The value as the cell gets it. */
  read: (value: ControlValue) => unknown;
  /** What the cell got. */
  given: unknown;
  /** The names that stand for it; null while none does. */
  names: readonly BoundName[] | null;
}

export class CellControls {
  readonly #assign: (cell: string, name: string, value: unknown) => void;
  /** Of each cell's last run. */
  readonly #shown = new Map<string, ShownControl[]>();

  /** @param assign gives a variable of a cell another value */
  constructor(assign: (cell: string, name: string, value: unknown) => void) {
    this.#assign = assign;
  }

  /** Shows a control in the output of the run that asks for it. @returns the value that it has now */
  show<Value>(run: Run, control: Control, read: (value: ControlValue) => Value, language: string): Value {
    const alike = `${control.kind} ${control.label}`;
    const before = run.controls.filter(({ key }) => key.startsWith(`${alike}#`)).length;
    const key = `${alike}#${before + 1}`;
    const kept = run.kept[key];
    // Who writes another value into the cell wants to see that one.
    const chosen =
      kept && sameValue(kept.initial, control.value) ? allowedValue(control, kept.value) : undefined;
    const now = chosen === undefined ? control : withValue(control, chosen);
    const payload: ControlPayload = {
      version: 1,
      id: `control-${uniqueId()}`,
      key,
      stamp: chosen === undefined ? 0 : (kept?.stamp ?? 0),
      initial: control.value,
      control: keptControl(now),
    };
    const text = controlWords(now, language);
    run.outputs.display(payload.id, { [CONTROL_MIME]: payload, "text/plain": text });
    const given = read(now.value);
    run.controls.push({ key, control: now, read, given, names: null });
    this.#shown.set(run.cell, run.controls);
    return given;
  }

  /** Gives the names that stand for a control alone another value. */
  move({ cell, key, value }: { cell: string; key: string; value: ControlValue }): void {
    const shown = this.#shown.get(cell)?.find((each) => each.key === key);
    const allowed = shown && allowedValue(shown.control, value);
    if (!shown?.names || allowed === undefined) return;
    shown.given = shown.read(allowed);
    for (const { name, from } of shown.names) this.#assign(cell, name, partOf(shown.given, from));
  }
}

/**
 * What a cell hands the value of a declaration through that may be a control's: its names, how many controls had been
 * shown before, the value. Called with nothing it tells how many have been shown.
 */
export function bindControl(
  run: Run,
): (names?: readonly BoundName[], before?: number, value?: unknown) => unknown {
  return (names, before, value) => {
    if (names === undefined) return run.controls.length;
    const last = run.controls.at(-1);
    if (last && run.controls.length === (before ?? -1) + 1 && Object.is(last.given, value))
      last.names = names;
    return value;
  };
}

/** Whether `value` is what the control gave that the run has shown last: then it needs no output of its own. */
export function isLatestControl(run: Run, value: unknown): boolean {
  const last = run.controls.at(-1);
  return last !== undefined && Object.is(last.given, value);
}

/** @param visible names of the cell that others can see */
export function boundControls({ controls }: Run, visible: readonly string[]): BoundControls {
  return Object.fromEntries(
    controls.flatMap(({ key, names }) => {
      const all = names?.map(({ name }) => name) ?? [];
      return all.length > 0 && all.every((name) => visible.includes(name)) ? [[key, all]] : [];
    }),
  );
}

function partOf(value: unknown, from: string | null): unknown {
  return from === null ? value : (value as Readonly<Record<string, unknown>>)[from];
}
