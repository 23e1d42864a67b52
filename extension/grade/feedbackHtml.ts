/** Pages for people: each student's feedback, and the teacher's table. Self-contained, without scripts. Pure. */
import { codeHtml } from "../report/codeHtml.ts";
import { escapeHtml } from "../report/escape.ts";
import { reportStyle } from "../report/reportStyle.ts";
import type { CopyFeedback } from "./gradeCopy.ts";
import { gradeTextsFor } from "./gradeTexts.ts";

const style = `${reportStyle}
.good { color: var(--string); } .bad { color: var(--error); }
h2 .points { float: right; font-weight: 400; color: var(--quiet); font-size: 0.92em; }
ul.parts { list-style: none; padding: 0; } ul.parts li { padding: 2px 0 2px 1.6em; text-indent: -1.6em; }
ul.parts .why { display: block; text-indent: 0; color: var(--quiet); white-space: pre-wrap; }
p.note { white-space: pre-wrap; }
table.results td.number, table.results th.number { text-align: right; }
table.results td, table.results th { border: 1px solid var(--vscode-editorWidget-border); padding: 4px 8px; text-align: left; }
.scroll { overflow-x: auto; }
details > summary { cursor: pointer; color: var(--quiet); }
`;

export function feedbackPage(copy: CopyFeedback, title: string, language: string): string {
  const texts = gradeTextsFor(language);
  const sections = copy.checks.map((check) => {
    const about = copy.answers.find(({ id }) => id === check.id);
    const parts = (about?.parts ?? []).map(
      ({ ok, name, message }) =>
        `<li><span class="${ok ? "good" : "bad"}">${ok ? "✓" : "✗"}</span> ${escapeHtml(name)}${message === "" ? "" : `<span class="why">${escapeHtml(message)}</span>`}</li>`,
    );
    const said = parts.length === 0 ? check.message : noteOf(check.message);
    const answer = about?.answer ?? "";
    const code =
      answer === ""
        ? ""
        : `<details><summary>${texts.yourAnswer}</summary><pre class="code"><code>${codeHtml(answer, "typescript")}</code></pre></details>`;
    return [
      `<h2><span class="points">${texts.pointsOf(check.points, check.of)}</span>${escapeHtml(about?.title === undefined || about.title === "" ? check.id : about.title)}</h2>`,
      said === "" ? "" : `<p class="note">${escapeHtml(said)}</p>`,
      parts.length === 0 ? "" : `<ul class="parts">${parts.join("")}</ul>`,
      code,
    ].join("\n");
  });
  const head = `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(copy.copy)} · <strong>${texts.pointsOf(copy.points, copy.of)}</strong></p>`;
  const error = copy.error === null ? "" : `<pre class="error">${escapeHtml(copy.error)}</pre>`;
  return page(texts.feedback(copy.copy), language, [head, error, ...sections].join("\n"));
}

/** What stands beside the parts: they are listed below it. */
function noteOf(message: string): string {
  const lines = message.split("\n");
  const parts = lines.findIndex((line) => line.startsWith("✗ "));
  return (parts < 0 ? lines : lines.slice(0, parts)).join("\n");
}

/** @param pageOf the name of a copy's page, beside this one */
export function resultsPage(
  copies: readonly CopyFeedback[],
  title: string,
  language: string,
  pageOf: (copy: CopyFeedback) => string,
): string {
  const texts = gradeTextsFor(language);
  const checks = copies[0]?.checks ?? [];
  const number = (value: number): string => `<td class="number">${value}</td>`;
  const mean = (of: (copy: CopyFeedback) => number): number =>
    Math.round((100 * copies.reduce((sum, copy) => sum + of(copy), 0)) / Math.max(1, copies.length)) / 100;
  const rows = copies.map(
    (copy) =>
      `<tr><td><a href="${escapeHtml(encodeURIComponent(pageOf(copy)))}">${escapeHtml(copy.copy)}</a></td>${number(copy.points)}${copy.checks.map(({ points }) => number(points)).join("")}<td>${escapeHtml(copy.error ?? "")}</td></tr>`,
  );
  const ids = checks.map(({ id, of }) => `<th class="number">${escapeHtml(id)} (${of})</th>`).join("");
  const means = checks.map((_, i) => number(mean((copy) => copy.checks[i]?.points ?? 0))).join("");
  const table = `<div class="scroll"><table class="results"><thead><tr><th>${texts.copy}</th><th class="number">${texts.points} (${copies[0]?.of ?? 0})</th>${ids}<th>${texts.remarks}</th></tr></thead><tbody>${rows.join("\n")}</tbody><tfoot><tr><th>${texts.mean}</th>${number(mean(({ points }) => points))}${means}<td></td></tr></tfoot></table></div>`;
  return page(texts.results(title), language, `<h1>${escapeHtml(texts.results(title))}</h1>${table}`);
}

function page(title: string, language: string, body: string): string {
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
<body><main>
${body}
</main></body>
</html>
`;
}
