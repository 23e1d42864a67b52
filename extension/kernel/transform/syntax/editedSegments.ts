/** Source map segments of a text that was edited. */
import { Lines } from "./lines.ts";
import type { Segment } from "./sourceMap.ts";
import type { EditedText } from "./textEdits.ts";

/** Words and single signs: what V8 names a place by begins with one of them. */
const token = /[\w$\u0080-\uffff]+|[^\s\w$\u0080-\uffff]/g;

/** Segments of each line of the edited text: one for each token that was kept, and for each place of an edit. */
export function editedSegments(edited: EditedText, original: string): Segment[][] {
  const editedLines = new Lines(edited.text);
  const originalLines = new Lines(original);
  const segments = Array.from({ length: editedLines.count }, (): Segment[] => []);
  const add = (at: number, from: number): void => {
    const { line, column } = editedLines.position(at);
    const source = originalLines.position(from);
    segments[line]?.push([column, 0, source.line, source.column]);
  };
  let end = { edited: 0, original: 0 };
  for (const run of edited.kept) {
    if (run.edited > end.edited) add(end.edited, end.original);
    for (const { index } of original.slice(run.original, run.original + run.length).matchAll(token)) {
      add(run.edited + index, run.original + index);
    }
    end = { edited: run.edited + run.length, original: run.original + run.length };
  }
  if (edited.text.length > end.edited) add(end.edited, end.original);
  return segments;
}
