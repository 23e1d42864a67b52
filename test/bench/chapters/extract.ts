/** The PyTorch cells of a chapter file of *Dive into Deep Learning*: Markdown with one fence a cell and framework. */

/** A cell as the book's PyTorch notebook has it, without the line that names its frameworks. */
export interface BookCell {
  python: string;
  /** Whether the book keeps it for later chapters, as part of its package. */
  saved: boolean;
}

const fence = /^```\s*(?:\{\.python \.input[^\n]*\}|python)[ \t]*\n([\s\S]*?)^```/gm;
/** `#@tab mxnet, pytorch` in the first edition, `%%tab all` in the second. */
const tab = /^(?:#@tab|%%tab)[ \t]+(.*)\n/m;

/** Cells without a tab are those of the edition's first framework, which is not PyTorch. */
export function pytorchCells(markdown: string): BookCell[] {
  const cells: BookCell[] = [];
  for (const [, text = ""] of markdown.replaceAll("\r\n", "\n").matchAll(fence)) {
    const frameworks =
      tab
        .exec(text)?.[1]
        ?.split(",")
        .map((name) => name.trim().toLowerCase()) ?? [];
    if (!frameworks.includes("pytorch") && !frameworks.includes("all")) continue;
    const python = text.replace(tab, "").trim();
    cells.push({ python, saved: /#\s*@save\b/.test(python) });
  }
  return cells;
}
