/** The parts of a report → one HTML file. */
import { createHash } from "node:crypto";
import { escapeHtml, scriptCode, scriptJson } from "./escape.ts";
import { reportStyle } from "./reportStyle.ts";

export interface ReportPage {
  title: string;
  /** A BCP 47 tag. */
  language: string;
  /** Of the cells, one after the other. */
  body: string;
  /** What shows the outputs as the notebook does; null where there is nothing to show. */
  script: string | null;
  /** What the script unpacks: by the id of its element, packed with gzip, as base64. */
  parts: ReadonlyMap<string, string>;
  /** JSON for the script, by the id of its element. */
  data?: ReadonlyMap<string, unknown>;
  /** A style sheet behind the report's. */
  style?: string;
  /** Whether the script runs cells, in workers made of parts. Default false. */
  runs?: boolean;
}

export function pageHtml(page: ReportPage): string {
  const {
    title,
    language,
    body,
    script,
    parts,
    data = new Map<string, unknown>(),
    style = "",
    runs = false,
  } = page;
  const code = script === null ? "" : scriptCode(script);
  const behind = [
    ...[...data].map(
      ([id, value]) => `<script id="${escapeHtml(id)}" type="application/json">${scriptJson(value)}</script>`,
    ),
    ...[...parts].map(
      ([id, packed]) => `<script id="${escapeHtml(id)}" type="application/octet-stream">${packed}</script>`,
    ),
    ...(script === null ? [] : [`<script>${code}</script>`]),
  ];
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy(code, runs)}">
<meta name="generator" content="Gradbook">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<style>${reportStyle}${style}</style>
</head>
<body>
<main>
${body}
</main>
${behind.map((element) => `${element}\n`).join("")}</body>
</html>
`;
}

/**
 * Nothing is loaded from anywhere, and no script runs but this one, whatever a cell's output holds. What it unpacks
 * it runs from a blob, which only a script can make. Workers have the page's policy: in them cells are evaluated, and
 * reach the network no more than the page does.
 */
function policy(code: string, runs: boolean): string {
  const own = code === "" ? "'none'" : `'sha256-${createHash("sha256").update(code).digest("base64")}' blob:`;
  return [
    "default-src 'none'",
    `script-src ${own}${runs ? " 'unsafe-eval'" : ""}`,
    ...(runs ? ["worker-src blob:"] : []),
    "style-src 'unsafe-inline'",
    "img-src data: blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}
