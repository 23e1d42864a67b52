/** Runs as files for others: a line of JSON each, or a table. */
import type { KeptRun } from "./runStore.ts";

export function runsAsJsonLines(runs: readonly KeptRun[]): string {
  return runs.map((run) => `${JSON.stringify(run)}\n`).join("");
}

/** One row a run: what it was given and what came of it, without the curves. */
export function runsAsCsv(runs: readonly KeptRun[]): string {
  const settings = namesIn(runs.map((run) => run.settings));
  const metrics = namesIn(runs.map(({ results }) => results));
  const head = [
    "name",
    "notebook",
    "began",
    "seconds",
    "ended",
    "verdict",
    "note",
    "pinned",
    ...settings,
    ...metrics.flatMap((name) => [`${name}.best`, `${name}.bestEpoch`, `${name}.last`]),
    "model",
  ];
  const rows = runs.map((run) => [
    run.name,
    run.notebook,
    new Date(run.began).toISOString(),
    run.seconds,
    run.ended,
    run.verdict,
    run.note,
    run.pinned === true,
    ...settings.map((name) => run.settings[name]),
    ...metrics.flatMap((name) => [
      run.results[name]?.best,
      run.results[name]?.bestEpoch,
      run.results[name]?.last,
    ]),
    run.model,
  ]);
  return [head, ...rows].map((row) => `${row.map(field).join(",")}\r\n`).join("");
}

function namesIn(records: readonly Readonly<Record<string, unknown>>[]): string[] {
  return [...new Set(records.flatMap((record) => Object.keys(record)))];
}

/** As RFC 4180 has it. What a spreadsheet would take for a formula is given to it as a text. */
function field(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
