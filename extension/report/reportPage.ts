/** The parts of a report → one HTML file. */
import { createHash } from "node:crypto";
import { escapeHtml, scriptCode } from "./escape.ts";
import { reportStyle } from "./reportStyle.ts";

export interface ReportPage {
  title: string;
  /** A BCP 47 tag. */
  language: string;
  /** Of the cells, one after the other. */
  body: string;
  /** What shows the outputs as the notebook does; null where there is nothing to show. */
  script: string | null;
  /** Plotly's module, packed with gzip, as base64; null where there is no chart. */
  plotly: string | null;
}

export function pageHtml({ title, language, body, script, plotly }: ReportPage): string {
  const code = script === null ? "" : scriptCode(script);
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy(code)}">
<meta name="generator" content="Gradbook">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<style>${reportStyle}</style>
</head>
<body>
<main>
${body}
</main>
${plotly === null ? "" : `<script id="gradbook-plotly" type="application/octet-stream">${plotly}</script>\n`}${
    script === null ? "" : `<script>${code}</script>\n`
  }</body>
</html>
`;
}

/**
 * Nothing is loaded from anywhere, and no script runs but this one, whatever a cell's output holds. What it unpacks
 * it runs from a blob, which only a script can make.
 */
function policy(code: string): string {
  const own = code === "" ? "'none'" : `'sha256-${createHash("sha256").update(code).digest("base64")}' blob:`;
  return [
    "default-src 'none'",
    `script-src ${own}`,
    "style-src 'unsafe-inline'",
    "img-src data: blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}
