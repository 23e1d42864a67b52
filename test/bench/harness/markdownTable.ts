export type Row = Record<string, string | number>;

/** A table in Markdown, its columns those of the rows in order of appearance; all but the first flush right. */
export function markdownTable(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => columns.map((column) => escapeCell(String(row[column] ?? ""))));
  const heads = columns.map(escapeCell);
  const widths = heads.map((head, i) =>
    Math.max(3, ...[head, ...cells.map((row) => row[i] ?? "")].map(width)),
  );
  const pad = (text: string, i: number): string => {
    const space = " ".repeat((widths[i] ?? 0) - width(text));
    return i === 0 ? text + space : space + text;
  };
  const line = (texts: string[]): string => `| ${texts.map(pad).join(" | ")} |`;
  const rule = widths.map((n, i) => (i === 0 ? "-".repeat(n) : `${"-".repeat(n - 1)}:`));
  return [line(heads), line(rule), ...cells.map(line)].join("\n");
}

function escapeCell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

function width(text: string): number {
  return Array.from(text).length;
}
