/**
 * Saves one version of a file after the other until it is killed. Arguments: how, the file, the journal's folder;
 * with `once` it ends at the first error, and says it.
 */
import { closeSync, openSync, writeSync } from "node:fs";
import { nodeFiles } from "../../../engine/nodeFiles.ts";
import { SaveJournal } from "../../../extension/saving/saveJournal.ts";
import { writeWhole } from "../../../extension/saving/wholeFile.ts";

const [, , how = "", file = "", folder = "", times = ""] = process.argv;
// Node.js would be ended where a file grows larger than it may.
process.on("SIGXFSZ", () => undefined);
if (times === "once") process.once("uncaughtException", ({ message }) => console.log(message));
const journal = new SaveJournal(folder);
const files = nodeFiles(import.meta.url);

/** As VS Code does it: empties the file, then writes it piece by piece; here slowly, once `told` is called. */
function writeInPlace(bytes: Uint8Array, told: (() => void) | null): void {
  const handle = openSync(file, "w");
  const clock = new Int32Array(new SharedArrayBuffer(4));
  for (let at = 0; at < bytes.length; at += 4096) {
    writeSync(handle, bytes.subarray(at, at + 4096));
    if (at === 4096) told?.();
    if (told) Atomics.wait(clock, 0, 0, 20);
  }
  closeSync(handle);
}

for (let version = 0; ; version++) {
  const text = `version ${version}\n${`line ${version}\n`.repeat(20_000)}end ${version}\n`;
  const bytes = new TextEncoder().encode(text);
  if (how === "whole") {
    writeWhole(file, bytes);
  } else if (how === "checkpoint") {
    await files.write(file, bytes);
  } else {
    journal.begin(file, bytes);
    writeInPlace(bytes, version === 2 ? () => process.send?.("saving") : null);
    journal.end(file);
  }
  if (version === 2 && how !== "journal") process.send?.("saving");
}
