import { fenceInfoOf, pointsOf } from "../exercises/fenceInfo.ts";
import type { KernelProcess } from "../kernel/host/kernelProcess.ts";
import type { MarkdownCell } from "../markdown/parseMarkdown.ts";
import type { View } from "./view.ts";

/** Whether a cell is one that the kernel runs. */
export function isOurs(cell: MarkdownCell): cell is MarkdownCell & { kind: "code" } {
  return cell.kind === "code" && cell.language === undefined;
}

/** Runs the code cells of a notebook in order until one throws. Resolves to whether all ran. */
export async function runNotebook(
  cells: readonly MarkdownCell[],
  kernel: KernelProcess,
  views: readonly View[],
): Promise<boolean> {
  const above: string[] = [];
  let n = 0;
  for (const cell of cells) {
    if (!isOurs(cell)) continue;
    n++;
    const id = `cell-${n}`;
    for (const view of views) view.begin(n, cell.text);
    const points = pointsOf(fenceInfoOf(cell)) ?? 1;
    const request = { cell: { id, text: cell.text, points }, execution: n, above };
    const result = await kernel.run(request, (output) => {
      for (const view of views) view.output(n, output);
    });
    for (const view of views) view.end(n, result);
    if (!result.ok) return false;
    above.push(id);
  }
  return true;
}
