/** What a check found, as a terminal and a screen reader have it. */
import type { CheckPayload } from "../../../engine/payload/check.ts";
import { say } from "../protocol/messages.ts";

export function resultText({ id, points, of, parts }: CheckPayload): string {
  const right = parts.filter(({ ok }) => ok).length;
  const head =
    right === parts.length
      ? say("{0}: right, {1} of {2} points", id, points, of)
      : say("{0}: {1} of {2} parts right, {3} of {4} points", id, right, parts.length, points, of);
  const lines = parts.map(
    ({ ok, name, message }) => `  ${ok ? "✓" : "✗"} ${name}${message === "" ? "" : `\n      ${message}`}`,
  );
  return [head, ...lines].join("\n");
}
