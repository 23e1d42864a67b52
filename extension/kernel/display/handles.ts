/** Values that a call gives only so that something can be done with them later. A call alone does not show them. */
import { types } from "./inspect/valueInspection.ts";
import type { LastStatement } from "../transform/transformCell.ts";

/**
 * Whether the value of a cell's last statement is shown. A value that is written for its own sake always is; what a
 * call gives is, unless it is a handle; what was assigned is not.
 */
export function isShown(value: unknown, last: LastStatement | null): boolean {
  if (value === undefined || last === null || last === "change") return false;
  return last === "value" || !isHandle(value);
}

const handles = new WeakSet<object>();

/** Marks `value` as a handle, and returns it. */
export function handle<Value extends object>(value: Value): Value {
  handles.add(value);
  return value;
}

function isHandle(value: unknown): boolean {
  // Asking a proxy anything runs the cell's code.
  if (typeof value !== "object" || value === null || types.isProxy(value)) return false;
  return handles.has(value) || isTimer(value) || isGenerator(value);
}

/** The engine's source of random numbers, which seeding gives; cells may have loaded it from anywhere. */
function isGenerator(value: object): boolean {
  return "manualSeed" in value && "initialSeed" in value;
}

/** Node.js exports no classes of its timers; these methods they alone have. */
function isTimer(value: object): boolean {
  return "hasRef" in value && "unref" in value;
}
