/** HTML and SVG of cells as our renderer draws them, in a sandbox. Pure. */
import type { MarkupPayload } from "../../engine/payload/text.ts";

const markup: Readonly<Record<string, Omit<MarkupPayload, "text">>> = {
  "text/html": { version: 1, kind: "html" },
  "application/vnd.gradbook.scripted-html": { version: 1, kind: "html", scripts: true },
  "image/svg+xml": { version: 1, kind: "svg" },
};

/** Null for what is no markup. */
export function markupPayload(mime: string, value: unknown): MarkupPayload | null {
  const kind = markup[mime.toLowerCase()];
  return kind ? { ...kind, text: String(value) } : null;
}
