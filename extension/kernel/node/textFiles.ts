/** Text that a notebook does not show at first, in files of the folder that the kernel was given for it. */
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { StoreText } from "../display/longText.ts";
import type { TextFile } from "../display/overflow.ts";

/** For all that a run prints; null without a folder. */
export function overflowFile(folder: string | undefined, run: number): TextFile | null {
  if (folder === undefined) return null;
  const file = path.join(folder, `output-${process.pid}-${run}.txt`);
  let begun = false;
  return {
    path: file,
    append: (text) => {
      if (!begun) mkdirSync(folder, { recursive: true });
      begun = true;
      // Colours are for the notebook.
      appendFileSync(file, stripVTControlCharacters(text));
    },
  };
}

/** Stores texts in files; null without a folder. */
export function textStore(folder: string | undefined): StoreText | null {
  if (folder === undefined) return null;
  return (id, text) => {
    const name = `output-${process.pid}-${id}.txt`;
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, name), text);
    return name;
  };
}
