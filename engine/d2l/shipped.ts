/** The book's data: the whole file where a person has put it beside the notebook, else the part that is shipped. */
import { readNow } from "../data/files.ts";
import { decodeUtf8 } from "../data/utf8.ts";
import { say } from "../payload/say.ts";
import { tell } from "./told.ts";

/** Where the book's chapters keep their files, seen from the notebook. */
export const folders = ["../data", "data"] as const;

/**
 * The text of a file of the book, `../data/NAME`, if it lies there.
 * @param shipped the file that comes with Gradbook
 */
export function bookText(names: readonly string[], shipped: string): string {
  for (const folder of folders)
    for (const name of names) {
      const bytes = readNow(`${folder}/${name}`);
      if (bytes) return decodeUtf8(bytes, name);
    }
  const bytes = readNow(shipped, { bundled: true });
  if (!bytes) throw new Error(say`${shipped} does not come with this Gradbook. Install it again.`);
  return decodeUtf8(bytes, shipped);
}

const told = new Set<string>();

/** Says once that a part stands for the whole. */
export function tellOnce(notice: string): void {
  if (told.has(notice)) return;
  told.add(notice);
  tell(notice);
}
