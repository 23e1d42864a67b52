/** What of a large value a cell does not show at first: kept until the kernel ends, and read on request. */
import { ABRIDGED_MIME } from "../../../engine/payload/mime.ts";
import type { AbridgedPayload } from "../../../engine/payload/text.ts";
import { say } from "../protocol/messages.ts";
import type { MimeBundle } from "../protocol/protocol.ts";
import { callingRun } from "../cell/runContext.ts";

/** Characters of a text that are kept. */
const most = 1_000_000;
/** Texts of one run that are kept: to write one takes some milliseconds, and a loop may show thousands. */
const mostOfRun = 50;

/** Keeps a text for those who ask for more. @returns the file's name, or null where it is not kept */
export type KeepText = (text: () => string) => string | null;

/** Stores a text under an id. @returns the file's name @throws {Error} where the disk is full */
export type StoreText = (id: string, text: string) => string;

/** @returns what keeps the texts of runs in `store`; without one it keeps none */
export function textKeeper(store: StoreText | null): KeepText {
  return (text) => {
    const run = callingRun();
    if (!store || !run || run.longTexts >= mostOfRun) return null;
    const id = `${run.id}-${++run.longTexts}`;
    const whole = text();
    const rest = whole.length - most;
    const kept =
      rest > 0
        ? `${whole.slice(0, most)}\n${say("… {0} more characters", rest.toLocaleString("en-US"))}`
        : whole;
    try {
      return store(id, kept);
    } catch {
      // A full disk costs the longer text, not the cell.
      return null;
    }
  };
}

/** @param file name of the one that holds more; null where there is none */
export function abridgedBundle(text: string, file: string | null): MimeBundle {
  if (file === null) return { "text/plain": text };
  const payload: AbridgedPayload = { version: 1, text, file };
  return { [ABRIDGED_MIME]: payload, "text/plain": text };
}

/** Of a text in lines, such as JSON. */
const shortLines = 200;
const shortCharacters = 20_000;

/** The beginning of a text in lines, with what was left out; null where it is short. */
export function beginningOf(text: string): string | null {
  if (text.length <= 5 * shortCharacters && countLines(text) <= 5 * shortLines) return null;
  const lines = text
    .slice(0, shortCharacters)
    .split("\n", shortLines + 1)
    .slice(0, shortLines);
  const shown = lines.join("\n");
  const left = countLines(text.slice(shown.length)) - 1;
  const told =
    left > 0
      ? say("… {0} more lines", left.toLocaleString("en-US"))
      : say("… {0} more characters", (text.length - shown.length).toLocaleString("en-US"));
  return `${shown}\n${told}`;
}

function countLines(text: string): number {
  let count = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
