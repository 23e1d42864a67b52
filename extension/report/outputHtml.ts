/** What a cell showed → HTML: a still form that needs no script, with the data that a script wakes up. */
import { staticChart } from "../../renderer/views/chart/staticChart.ts";
import { controlSvg } from "../../renderer/views/controls/controlStill.ts";
import type { ControlPayload } from "../../engine/payload/control.ts";
import { controlWords, valueWords } from "../../engine/payload/controlWords.ts";
import type { CurvesPayload } from "../../engine/payload/curves.ts";
import type { Figure } from "../../engine/payload/figure.ts";
import {
  CONTROL_MIME,
  CURVES_MIME,
  FIGURE_MIME,
  PICTURE_MIME,
  PLOTLY_MIME,
  TABLE_MIME,
  TENSOR_MIME,
} from "../../engine/payload/mime.ts";
import { mostRows } from "../../engine/payload/table.ts";
import type { TablePayload } from "../../engine/payload/values.ts";
import type { Picture } from "../../engine/payload/pictures.ts";
import { plotlyHead, plotlyRows, plotlyWords } from "../../engine/payload/plotly/words.ts";
import type { DrawingTable } from "../../renderer/views/pictures/drawing.ts";
import { staticPicture } from "../../renderer/views/pictures/staticPicture.ts";
import { readPayload } from "../../renderer/views/readPayload.ts";
import { svgFile } from "../../renderer/views/svg/svg.ts";
import { remedyOf, stackBelow } from "../../renderer/views/text/errorParts.ts";
import type { IpynbData, IpynbOutput } from "../ipynb/nbformat.ts";
import { joined } from "../ipynb/parseIpynb.ts";
import { escapeHtml, scriptJson } from "./escape.ts";
import { reportTextsFor } from "./reportTexts.ts";

export interface OutputFrame {
  /** A BCP 47 tag. */
  language: string;
  /** Of the element, unique in the page. */
  id: string;
  markdown: (text: string) => string;
  /** Whether the page's script shows controls that can be moved. */
  controls?: boolean;
}

/** What the page's script can show; the first that an output has is taken. */
const awaking = [CURVES_MIME, FIGURE_MIME, PICTURE_MIME, PLOTLY_MIME, TENSOR_MIME, TABLE_MIME];
const html = ["text/html", "application/vnd.gradbook.scripted-html"];

export function outputHtml(output: IpynbOutput, frame: OutputFrame): string {
  if (output.output_type === "stream") {
    return `<pre class="${output.name === "stderr" ? "stderr" : "stdout"}">${plain(joined(output.text))}</pre>`;
  }
  if (output.output_type === "error") {
    return errorHtml(output);
  }
  return dataHtml(output.data, frame);
}

/** What was wrong, the remedy on a line of its own, the place; another program's as it wrote it. */
function errorHtml({ ename, evalue, traceback }: Extract<IpynbOutput, { output_type: "error" }>): string {
  const error = { name: ename, message: evalue, stack: traceback.join("\n") };
  const below = traceback.length === 0 ? [] : stackBelow(error);
  if (below === null) return `<pre class="error">${plain(error.stack)}</pre>`;
  const { fault, remedy } = remedyOf(evalue);
  const lines = [
    `<strong>${plain(ename)}</strong>${fault === "" ? "" : `: ${plain(fault)}`}`,
    ...(remedy === "" ? [] : [`<span class="remedy">${plain(remedy)}</span>`]),
    ...below.map(plain),
  ];
  return `<pre class="error">${lines.join("\n")}</pre>`;
}

function dataHtml(data: IpynbData, frame: OutputFrame): string {
  const mime = awaking.find((known) => known in data);
  const still = mime === undefined ? null : staticHtml(mime, data, frame);
  if (mime !== undefined && still !== null) {
    const payload = `<script type="application/json">${scriptJson(data[mime])}</script>`;
    return `<figure id="${frame.id}" data-mime="${mime}"><section class="still">${still}</section>${payload}</figure>`;
  }
  const control = CONTROL_MIME in data ? controlHtml(data, frame) : null;
  if (control !== null) {
    if (frame.controls !== true) return control;
    const payload = `<script type="application/json">${scriptJson(data[CONTROL_MIME])}</script>`;
    return `<figure id="${frame.id}" data-mime="${CONTROL_MIME}"><section class="still">${control}</section>${payload}</figure>`;
  }
  const text = (name: string): string | null => (name in data ? textOf(data[name]) : null);
  const markup = html.find((name) => name in data);
  if (markup !== undefined) return sandboxed(textOf(data[markup]), frame.language);
  const picture = pictureHtml(data);
  if (picture !== null) return picture;
  const markdown = text("text/markdown") ?? text("text/latex");
  if (markdown !== null) return `<section class="text">${frame.markdown(markdown)}</section>`;
  const json = data["application/json"];
  const words = json === undefined ? (text("text/plain") ?? "") : JSON.stringify(json, null, 2);
  return words === "" ? "" : `<pre>${plain(words)}</pre>`;
}

/** Null for what cannot be drawn: a cell may hand over anything under our names. */
function staticHtml(mime: string, data: IpynbData, frame: OutputFrame): string | null {
  try {
    return drawnStatic(mime, data, frame);
  } catch {
    return null;
  }
}

function drawnStatic(mime: string, data: IpynbData, { language }: OutputFrame): string {
  const words = textOf(data["text/plain"] ?? "");
  if (mime === TENSOR_MIME) return `<pre>${plain(words)}</pre>`;
  if (mime === TABLE_MIME) return recordsHtml(data[mime] as TablePayload);
  if (mime === PICTURE_MIME) {
    const { svg, description, table, tableOpen } = staticPicture(data[mime] as Picture, language);
    const { data: caption } = reportTextsFor(language);
    return (
      image("image/svg+xml", Buffer.from(svg).toString("base64"), description) +
      `<details${tableOpen ? " open" : ""}><summary>${caption}</summary>${tableHtml(table.head, table.rows, table.hints)}</details>`
    );
  }
  if (mime === PLOTLY_MIME) {
    // Only Plotly draws it: what needs no script tells of it.
    const payload = readPayload(mime, data[mime]);
    if (payload.kind !== "plotly") return "";
    const table = tableHtml(plotlyHead(language), plotlyRows(payload.plotly, language));
    return `<p class="words">${plain(plotlyWords(payload.plotly, language))}</p>${table}`;
  }
  const { svg, description } = staticChart(data[mime] as Figure | CurvesPayload, language);
  const picture = image("image/svg+xml", Buffer.from(svg).toString("base64"), description);
  return mime === CURVES_MIME ? `${picture}<p class="words">${plain(description)}</p>` : picture;
}

/** A control as it stood, which nobody can move. Null for what cannot be drawn. */
function controlHtml(data: IpynbData, { language }: OutputFrame): string | null {
  try {
    const { control } = data[CONTROL_MIME] as ControlPayload;
    // Undefined where it is of a kind that a later Gradbook has.
    const value = valueWords(control, language) as string | undefined;
    if (typeof control.label !== "string" || value === undefined) return null;
    const svg = controlSvg(control, language);
    const words = controlWords(control, language);
    const picture = svg === null ? "" : image("image/svg+xml", Buffer.from(svg).toString("base64"), words);
    return `<p class="words">${plain(words)}</p>${picture}`;
  } catch {
    return null;
  }
}

function recordsHtml({ title, columns, rows, index, total }: TablePayload): string {
  const head = ["", ...columns.map(({ name }) => name)];
  const shown = rows.slice(0, mostRows);
  const body = shown.map((row, i) => [index?.[i] ?? String(i), ...row.map((cell) => cell ?? "")]);
  const rest = total > shown.length ? `<p class="words">… ${total}</p>` : "";
  return (title === undefined ? "" : `<p class="words">${plain(title)}</p>`) + tableHtml(head, body) + rest;
}

function tableHtml(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  hints?: DrawingTable["hints"],
): string {
  const row = (tag: string, cells: readonly string[], hint?: string): string => {
    const title = (i: number): string =>
      hint !== undefined && i === hints?.column ? ` title="${escapeHtml(hint)}"` : "";
    return `<tr>${cells.map((cell, i) => `<${tag}${title(i)}>${escapeHtml(cell)}</${tag}>`).join("")}</tr>`;
  };
  const body = rows.map((cells, i) => row("td", cells, hints?.texts[i]));
  return `<table><thead>${row("th", head)}</thead><tbody>${body.join("")}</tbody></table>`;
}

function pictureHtml(data: IpynbData): string | null {
  const words = textOf(data["text/plain"] ?? "");
  for (const [mime, value] of Object.entries(data)) {
    if (mime === "image/svg+xml")
      return image(mime, Buffer.from(svgFile(textOf(value))).toString("base64"), words);
    const base64 = textOf(value).replaceAll(/\s/g, "");
    if (/^image\/[\w.+-]+$/.test(mime) && /^[A-Za-z\d+/]+=*$/.test(base64)) return image(mime, base64, words);
  }
  return null;
}

/** An `img`: no script in it runs, and it loads nothing from elsewhere. */
function image(mime: string, base64: string, alt: string): string {
  return `<img src="data:${mime};base64,${base64}" alt="${plain(alt)}">`;
}

const frameStyle = `<style>html{color-scheme:light dark}body{margin:0;padding:2px 4px;font:14px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}table{border-collapse:collapse}th,td{border:1px solid GrayText;padding:3px 8px;text-align:left}img{max-width:100%}</style>`;

/** HTML that anyone may have written, in a frame in which no script runs. */
function sandboxed(markup: string, language: string): string {
  const page = `<!doctype html><meta charset="utf-8">${frameStyle}<body>${markup}</body>`;
  const { html: title } = reportTextsFor(language);
  return `<iframe class="html" sandbox="allow-same-origin" title="${title}" srcdoc="${escapeHtml(page)}"></iframe>`;
}

/** Of a value that a bundle holds under a type of text: a string, or its lines. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(String).join("");
  return value === undefined ? "" : JSON.stringify(value);
}

/** Escaped, without the colours of a terminal. */
function plain(text: string): string {
  return escapeHtml(text.replaceAll(/\u001b\[[\d;]*m/g, ""));
}
