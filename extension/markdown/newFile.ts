import type { FileLayout } from "./parseMarkdown.ts";

/** How a notebook is written that no file has held yet. */
export const NEW_FILE: FileLayout = { bom: false, eol: "\n", after: "\n" };
