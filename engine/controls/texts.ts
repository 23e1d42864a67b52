import { expect } from "../core/expect.ts";
import { checkOptions } from "../core/options.ts";
import type { ButtonControl, TextControl } from "../payload/control.ts";
import { say } from "../payload/say.ts";
import { checkLabel, show } from "./show.ts";

/** What a field for text holds and says. */
export interface TextOptions {
  /** What is in it until somebody writes. Default "". */
  value?: string;
  /** What is shown in pale letters while it is empty. Default "". */
  placeholder?: string;
  /** Lines of the field. Default 1. */
  rows?: number;
}

/**
 * A field for text under the cell, and the text in it.
 *
 * @param label what the text is
 * @throws {RangeError} for rows that are no whole number from 1 to 40
 * @example const prompt = input.text("beginning", { value: "the time traveller " });
 */
export function text(label: string, options: TextOptions = {}): string {
  const owner = "input.text";
  checkLabel(owner, label);
  checkOptions(owner, options, { value: 1, placeholder: 1, rows: 1 });
  const { value = "", placeholder = "", rows = 1 } = options;
  expect(owner, "value as a text", value, typeof value === "string");
  expect(owner, "placeholder as a text", placeholder, typeof placeholder === "string");
  if (!Number.isInteger(rows) || rows < 1 || rows > 40)
    throw new RangeError(say`${owner}: rows is ${String(rows)}; give a whole number from 1 to 40.`);
  const control: TextControl = { kind: "text", label, placeholder, rows, value };
  return show(control, (written) => written);
}

/**
 * A button under the cell, and how often it has been pressed since the kernel started. Pressing it runs again what uses
 * the number. It does not wait: until somebody presses it, the number is 0.
 *
 * @param label what it does
 * @example
 * const again = input.button("Train again");
 * // in another cell
 * if (again > 0) await fit(net, train, { loss: "mse", seed: again });
 */
export function button(label: string): number {
  checkLabel("input.button", label);
  const control: ButtonControl = { kind: "button", label, value: 0 };
  return show(control, (pressed) => pressed);
}
