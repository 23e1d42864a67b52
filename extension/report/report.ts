/** A notebook with its outputs → one HTML file that needs nothing else: *Export as HTML*. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { CURVES_MIME, FIGURE_MIME, PLOTLY_MIME } from "../../engine/payload/mime.ts";
import { needsMorePlotly, type PlotlyPayload } from "../../engine/payload/plotly/figure.ts";
import type { IpynbData } from "../ipynb/nbformat.ts";
import type { OutputCell } from "../ipynb/printIpynb.ts";
import { codeHtml } from "./codeHtml.ts";
import { frontMatterCell, frontMatterIn } from "../markdown/frontMatter.ts";
import { picturesIn, type ReadFile } from "./images.ts";
import { markdownHtml } from "./markdownHtml.ts";
import { outputHtml, textOf, type OutputFrame } from "./outputHtml.ts";
import { pageHtml } from "./reportPage.ts";

export interface ReportNotebook {
  cells: readonly OutputCell[];
  /** Title of a notebook that has none of its own. */
  name: string;
  /** The person's language, for a notebook that does not say its own. */
  language: string;
}

export interface ReportSources {
  /** The folder of reportPage.js and plotly.js. */
  dist: string;
  /** Reads a picture's file, by its address relative to the notebook. */
  readFile: ReadFile;
  /** Ends the work early; the promise is then rejected with its reason. */
  signal?: AbortSignal;
}

/** The notebook as a report shows it. */
export interface ReportBody {
  title: string;
  /** A BCP 47 tag. */
  language: string;
  html: string;
  /** Data URLs of the pictures in its Markdown, by their addresses as written. */
  pictures: ReadonlyMap<string, string>;
}

/** What is in the page already: outputs that a script wakes up, and charts among them. */
const wakes = /<figure id=|<iframe/;

export async function reportHtml(notebook: ReportNotebook, sources: ReportSources): Promise<string> {
  const { title, language, html } = await reportBody(notebook, sources);
  sources.signal?.throwIfAborted();
  const charts = holdsAny(notebook.cells, [FIGURE_MIME, CURVES_MIME, PLOTLY_MIME]);
  return pageHtml({
    title,
    language,
    body: html,
    script: wakes.test(html) ? await readFile(path.join(sources.dist, "reportPage.js"), "utf8") : null,
    parts: new Map(charts ? await plotlyParts(sources.dist, showsMorePlotly(notebook.cells)) : []),
  });
}

/**
 * Each cell's element has the cell's place among `notebook.cells` as `data-cell`.
 * @param controls whether the page's script shows controls that can be moved
 */
export async function reportBody(
  notebook: ReportNotebook,
  sources: ReportSources,
  controls = false,
): Promise<ReportBody> {
  const { cells } = notebook;
  const front = frontMatterIn(cells);
  const hidden = frontMatterCell(cells);
  const language = front.language ?? notebook.language;
  const pictures = await picturesIn(cells.flatMap(textsOf), sources.readFile);
  sources.signal?.throwIfAborted();
  const markdown = (text: string): string => markdownHtml(text, (source) => pictures.get(source) ?? null);
  const html = cells
    .flatMap((cell, i) =>
      cell === hidden ? [] : [cellHtml(cell, { language, place: i, markdown, controls })],
    )
    .join("\n");
  return { title: front.title ?? firstHeading(cells) ?? notebook.name, language, html, pictures };
}

/**
 * Plotly, as the page's script finds it.
 * @param more whether with all kinds of charts, which is as much again
 */
export async function plotlyParts(dist: string, more: boolean): Promise<[id: string, packed: string][]> {
  const part = async (id: string, file: string): Promise<[string, string]> => [
    id,
    await packed(await readFile(path.join(dist, file))),
  ];
  return [
    await part("gradbook-plotly", "plotly.js"),
    ...(more ? [await part("gradbook-plotly-more", "plotlyMore.js")] : []),
  ];
}

/** Whether an output is drawn by more of Plotly than our own charts are. */
export function showsMorePlotly(cells: readonly OutputCell[]): boolean {
  return cells.some(({ outputs = [] }) =>
    outputs.some((output) => {
      const payload = "data" in output ? (output.data[PLOTLY_MIME] as PlotlyPayload | undefined) : undefined;
      return Array.isArray(payload?.data) && needsMorePlotly(payload.data);
    }),
  );
}

/** One output as a page of its own, as {@link reportHtml} would show it. */
export async function outputPage(
  { title, language, data }: { title: string; language: string; data: IpynbData },
  dist: string,
): Promise<string> {
  const markdown = (text: string): string => markdownHtml(text, () => null);
  const output = outputHtml(
    { output_type: "display_data", data, metadata: {} },
    { language, id: "output", markdown },
  );
  return pageHtml({
    title,
    language,
    body: `<section class="outputs">${output}</section>`,
    script: await readFile(path.join(dist, "reportPage.js"), "utf8"),
    parts: new Map(),
  });
}

/** All Markdown that the page shows. */
function textsOf({ kind, text, outputs = [] }: OutputCell): string[] {
  const shown = outputs.flatMap((output) =>
    "data" in output && "text/markdown" in output.data ? [textOf(output.data["text/markdown"])] : [],
  );
  return kind === "markdown" ? [text, ...shown] : shown;
}

interface CellFrame extends Omit<OutputFrame, "id"> {
  place: number;
}

function cellHtml(cell: OutputCell, { place, ...frame }: CellFrame): string {
  const { kind, text, outputs = [], executionCount = null } = cell;
  const id = `cell-${place + 1}`;
  if (kind === "markdown")
    return `<section class="text" data-cell="${place}">\n${frame.markdown(text)}</section>`;
  const count = executionCount === null ? "" : `<span class="count">[${executionCount}]</span>`;
  const code = codeHtml(text, cell.language ?? "typescript");
  const shown = outputs.map((output, i) => outputHtml(output, { ...frame, id: `${id}-${i + 1}` }));
  const below = shown.some((html) => html !== "")
    ? `\n<section class="outputs">${shown.join("\n")}</section>`
    : "";
  return `<section class="cell" data-cell="${place}">${count}<pre class="code"><code>${code}</code></pre>${below}</section>`;
}

function holdsAny(cells: readonly OutputCell[], mimes: readonly string[]): boolean {
  return cells.some(({ outputs = [] }) =>
    outputs.some((output) => "data" in output && mimes.some((mime) => mime in output.data)),
  );
}

function firstHeading(cells: readonly OutputCell[]): string | null {
  for (const { kind, text } of cells) {
    const heading = kind === "markdown" ? /^#\s+(\S.*?)[\s#]*$/m.exec(text)?.[1] : undefined;
    if (heading !== undefined) return heading;
  }
  return null;
}

/** Gzip as base64. */
export async function packed(bytes: Uint8Array): Promise<string> {
  return (await promisify(gzip)(bytes, { level: 9 })).toString("base64");
}
