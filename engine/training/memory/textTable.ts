/** Rows of cells as text: the first column flush left, the others flush right, two spaces between. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, i) =>
    Math.max(...rows.map((row) => width(row[i] ?? ""))),
  );
  const pad = (cell: string, i: number): string => {
    const space = " ".repeat(widths[i] - width(cell));
    return i === 0 ? cell + space : space + cell;
  };
  return rows.map((row) => row.map(pad).join("  ").trimEnd()).join("\n");
}

/** The same as a table of Markdown, the first row its head. */
export function markdownTable([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? ":--" : "--:"))), ...rows.map(line)].join("\n");
}

/** Columns of a terminal: Chinese characters take two. */
function width(text: string): number {
  let columns = 0;
  for (const character of text) columns += /[\u3000-\u9fff\uff00-\uff60]/.test(character) ? 2 : 1;
  return columns;
}
