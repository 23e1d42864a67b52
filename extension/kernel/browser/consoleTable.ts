/** What `console.table` prints, as Node prints it. */

type Show = (value: unknown) => string;

/** @returns null for what is no table */
export function consoleTable(data: unknown, show: Show, columns?: readonly string[]): string | null {
  if (typeof data !== "object" || data === null) return null;
  const index = data instanceof Map || data instanceof Set ? "(iteration index)" : "(index)";
  const rows: [string, unknown][] =
    data instanceof Map
      ? [...data].map(([key, value], i) => [String(i), { Key: key as unknown, Values: value as unknown }])
      : data instanceof Set
        ? [...data].map((value, i) => [String(i), value])
        : Object.entries(data);
  const names: string[] = columns ? [...columns] : [];
  let plain = false;
  for (const [, row] of rows) {
    if (!isRecord(row)) plain = true;
    else if (!columns) for (const name of Object.keys(row)) if (!names.includes(name)) names.push(name);
  }
  const head = [index, ...names, ...(plain ? ["Values"] : [])];
  const body = rows.map(([name, row]) => [
    name,
    ...names.map((column) => (isRecord(row) && Object.hasOwn(row, column) ? show(row[column]) : "")),
    ...(plain ? [isRecord(row) ? "" : show(row)] : []),
  ]);
  return drawn(head, body);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function drawn(head: readonly string[], body: readonly (readonly string[])[]): string {
  const widths = head.map((name, i) => Math.max(name.length, ...body.map((row) => row[i]?.length ?? 0)) + 2);
  const line = (cells: readonly string[]): string =>
    `│${cells.map((cell, i) => ` ${cell}`.padEnd(widths[i] ?? 0)).join("│")}│`;
  const rule = (left: string, middle: string, right: string): string =>
    left + widths.map((width) => "─".repeat(width)).join(middle) + right;
  return [rule("┌", "┬", "┐"), line(head), rule("├", "┼", "┤"), ...body.map(line), rule("└", "┴", "┘")].join(
    "\n",
  );
}
