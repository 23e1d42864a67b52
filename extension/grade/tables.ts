/** What a teacher reads of all copies: a table in the terminal, and one for a spreadsheet. Pure. */
import type { GradedCopy } from "./gradeCopy.ts";

/** For a spreadsheet, which finds the encoding by the mark in front. */
export function csvOf(copies: readonly GradedCopy[]): string {
  const ids = copies[0]?.checks.map(({ id }) => id) ?? [];
  const rows = copies.map(({ copy, points, of, checks, error }) =>
    [copy, points, of, ...checks.map((check) => check.points), error ?? ""].map(field).join(","),
  );
  return `\uFEFF${[["copy", "points", "of", ...ids, "error"].map(field).join(","), ...rows].join("\r\n")}\r\n`;
}

/** A text that begins as a formula would be one: of people that one does not know. */
function field(value: string | number): string {
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function tableOf(copies: readonly GradedCopy[]): string {
  const rows = copies.map(({ copy, points, of, error }) => [
    printable(copy),
    `${points}/${of}`,
    error === null ? "" : printable(error),
  ]);
  const width = Math.max(4, ...rows.map(([name = ""]) => name.length));
  const points = Math.max(6, ...rows.map(([, text = ""]) => text.length));
  const line = ([name = "", mark = "", remark = ""]: string[]): string =>
    `${name.padEnd(width)}  ${mark.padStart(points)}  ${remark}`.trimEnd();
  return [["copy", "points", "remarks"], ...rows].map(line).join("\n") + "\n";
}

/** On one line, and without what a terminal takes for a command. */
function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ");
}
