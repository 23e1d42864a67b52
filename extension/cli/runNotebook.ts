import type { KernelProcess } from "../kernel/process.ts";
import { parseMarkdown } from "../markdown.ts";
import type { View } from "./view.ts";

/** Runs the code cells of a notebook in order until one throws. Resolves to whether all ran. */
export async function runNotebook(text: string, kernel: KernelProcess, view: View): Promise<boolean> {
  const above: string[] = [];
  let n = 0;
  for (const cell of parseMarkdown(text).cells) {
    if (cell.kind !== "code") continue;
    n++;
    const id = `cell-${n}`;
    view.begin(n, cell.text);
    const request = { cell: { id, text: cell.text }, execution: n, above };
    const result = await kernel.run(request, (output) => view.output(n, output));
    view.end(n, result);
    if (!result.ok) return false;
    above.push(id);
  }
  return true;
}
