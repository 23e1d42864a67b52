/** A notebook → one HTML file with a kernel in it, in which its cells can be changed and run: *Export as Live Page*. */
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import type { OutputCell } from "../../ipynb/printIpynb.ts";
import type { FileLayout } from "../../markdown/parseMarkdown.ts";
import {
  packed,
  plotlyParts,
  reportBody,
  type ReportNotebook,
  type ReportSources,
  showsMorePlotly,
} from "../report.ts";
import { pageHtml } from "../reportPage.ts";
import { dataPart, filePart, liveDataId, programPart, type LiveCell, type LiveData } from "./liveData.ts";
import { liveStyle } from "./liveStyle.ts";
import { filesNamedIn } from "./namedFiles.ts";
import { withoutServices } from "./typescriptCut.ts";

export interface LiveNotebook extends ReportNotebook {
  /** How the notebook's file is written. */
  layout: FileLayout;
}

export interface LivePage {
  html: string;
  /** Files that cells name, and that are too large to be in the page. */
  left: readonly string[];
}

/** What the page unpacks and runs, of `dist/`. */
const programs = [
  "browserKernel.js",
  "browserTransform.js",
  "typescript.cjs",
  "kernels.relaxed.wasm",
  "kernels.wasm",
  "liveMarkdown.js",
  "livePage.js",
];

/** Characters of pictures that are kept for Markdown that is edited. */
const mostPictures = 1024 * 1024;

/** @param sources `dist` is the folder of all parts, beside which the examples' data lie */
export async function liveHtml(notebook: LiveNotebook, sources: ReportSources): Promise<LivePage> {
  const { cells, name, layout } = notebook;
  const { dist, signal } = sources;
  const { title, language, html, pictures } = await reportBody(notebook, sources, true);
  const code = cells.filter(({ kind }) => kind === "code").map(({ text }) => text);
  const { files, left } = await filesNamedIn(code, sources.readFile);
  signal?.throwIfAborted();
  let characters = 0;
  const data: LiveData = {
    name,
    layout,
    cells: cells.map(withoutOutputs),
    files: [...files.keys()],
    names: namesIn(await readFile(path.join(dist, "parity.md"), "utf8").catch(() => "")),
    pictures: Object.fromEntries(
      [...pictures].filter(([, { length }]) => (characters += length) <= mostPictures),
    ),
  };
  const parts = new Map<string, string>();
  for (const program of programs)
    parts.set(programPart(program), await packed(await bytesOf(path.join(dist, program))));
  // All of Plotly is half a megabyte more, for pages that have a use for it.
  const more = showsMorePlotly(cells) || code.some((text) => /\bdisplay\s*\.\s*plotly\b/.test(text));
  for (const [id, plotly] of await plotlyParts(dist, more)) parts.set(id, plotly);
  signal?.throwIfAborted();
  for (const [address, bytes] of files) parts.set(filePart(address), await packed(bytes));
  const shipped = path.join(dist, "..", "examples", "data");
  for (const file of await dataFor(code, shipped))
    parts.set(dataPart(file), await packed(await readFile(path.join(shipped, file))));
  signal?.throwIfAborted();
  const page = pageHtml({
    title,
    language,
    body: html,
    script: await readFile(path.join(dist, "liveStart.js"), "utf8"),
    parts,
    data: new Map([[liveDataId, data]]),
    style: liveStyle,
    runs: true,
  });
  return { html: page, left };
}

async function bytesOf(program: string): Promise<Uint8Array> {
  const bytes = await readFile(program);
  if (!program.endsWith("typescript.cjs")) return bytes;
  return new TextEncoder().encode(withoutServices(bytes.toString("utf8")));
}

function withoutOutputs({ kind, text, language, layout, executionCount = null }: OutputCell): LiveCell {
  return {
    kind,
    text,
    ...(language !== undefined && { language }),
    ...(layout && { layout }),
    executionCount,
  };
}

/** Shipped data sets: the small ones always, since a reader may turn to another; pictures of clothes where cells do. */
async function dataFor(code: readonly string[], folder: string): Promise<string[]> {
  const fashion = code.some((text) => /fashion/i.test(text));
  const names = await readdir(folder);
  const sets = names.filter((name) => /(?:^[a-z_-]+\.(?:csv|txt|dat)|ubyte)(?:\.gz)?$/.test(name));
  return sets.filter((name) => fashion || !name.startsWith("fashion-"));
}

/** The engine's names, of the page on parity. */
function namesIn(parity: string): string[] {
  return [...new Set([...parity.matchAll(/^\| `([A-Za-z_$][\w.]*)/gm)].map(([, name = ""]) => name))];
}
