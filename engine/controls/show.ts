import { expect } from "../core/expect.ts";
import { host } from "../core/host.ts";
import type { Control } from "../payload/control.ts";

/**
 * Shows `control`, and gives the value that it has now, as `read` makes it of what is kept. Where nobody can move
 * anything, such as in a plain program, it is the control's own.
 */
export function show<C extends Control, Value>(control: C, read: (value: C["value"]) => Value): Value {
  const around = host();
  return around.control ? around.control(control, read) : read(control.value);
}

export function checkLabel(owner: string, label: unknown): void {
  expect(owner, "a label, a text that says what the value is", label, typeof label === "string");
}
