/** The headless runner: a notebook's cells in the same kernel, without VS Code. */
import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArguments, usage, type RunOptions } from "./arguments.ts";
import { copy, grade, type Surroundings } from "./masterCommands.ts";
import { IpynbView } from "./ipynbView.ts";
import { JsonView } from "./jsonView.ts";
import { isOurs, runNotebook } from "./runNotebook.ts";
import { TerminalView } from "./terminalView.ts";
import { decodeText } from "../markdown/fileText.ts";
import { IpynbError, parseIpynb } from "../ipynb/parseIpynb.ts";
import type { OutputCell } from "../ipynb/printIpynb.ts";
import { KernelProcess } from "../kernel/host/kernelProcess.ts";
import { frontMatterIn } from "../markdown/frontMatter.ts";
import { parseMarkdown, type MarkdownNotebook } from "../markdown/parseMarkdown.ts";
import { writeWhole } from "../saving/wholeFile.ts";

const allRan = 0;
const cellThrew = 1;
const badUsage = 2;
/** What shells give a program that Ctrl-C ended. */
const quit = 130;

async function main(args: readonly string[]): Promise<number> {
  const command = parseArguments(args);
  switch (command.command) {
    case "help":
      process.stdout.write(usage);
      return allRan;
    case "version":
      process.stdout.write(`${version()}\n`);
      return allRan;
    case "refuse":
      return fail(command.reason);
    case "mcp": {
      const { serve } = await import("../mcp/mcp.entry.ts");
      await serve({
        version: version(),
        kernelEntry: kernelEntry(),
        dist: distFolder(),
        instructions: instructions(),
      });
      return allRan;
    }
    case "run":
      return run(path.resolve(command.file), command);
    case "grade":
      return grade(command, surroundings());
    case "copy":
      return copy(command, surroundings());
  }
}

function surroundings(): Surroundings {
  return {
    kernelEntry: kernelEntry(),
    tell,
    write: (text) => void process.stdout.write(text),
    interactive: process.stderr.isTTY,
  };
}

async function run(file: string, options: RunOptions): Promise<number> {
  const { json, ipynb, html, live, pytorch, onnx } = options;
  const read = readNotebook(file);
  if ("refused" in read) return fail(read.refused);
  const write = (text: string): void => void process.stdout.write(text);
  const interactive = process.stdout.isTTY && !json;
  const front = frontMatterIn(read.notebook.cells);
  if (front.noLanguage !== undefined)
    tell(`The front matter's language, ${front.noLanguage}, is none: write a tag such as zh or en.`);
  const language = front.language ?? Intl.DateTimeFormat().resolvedOptions().locale;
  const kernel = new KernelProcess(
    {
      entry: kernelEntry(),
      options: {
        cwd: path.dirname(file),
        notebook: file,
        language,
        colors: interactive,
        exports: {
          ...(pytorch !== null && { pytorch: path.resolve(pytorch) }),
          ...(onnx !== null && { onnx: path.resolve(onnx) }),
        },
      },
    },
    { stuck: () => tell("The cell does not stop. Ctrl-C again ends the run, its variables with it.") },
  );
  // Where the reader has gone there is nobody to run for.
  process.stdout.on("error", () => void kernel.dispose().then(() => process.exit(cellThrew)));
  let asked = 0;
  process.on("SIGINT", () => {
    asked++;
    if (asked === 1) {
      tell("The cell is being stopped. Ctrl-C again ends the run.");
      kernel.interrupt();
    } else void kernel.dispose().then(() => process.exit(quit));
  });
  const view = json
    ? new JsonView(write)
    : new TerminalView({ write, interactive, now: () => performance.now() });
  const kept = new IpynbView();
  const nothing = nothingToRun(file, read.notebook);
  if (nothing !== null) {
    // Written as asked, it was of use; otherwise a script that checks its notebooks has one that checks nothing.
    if (ipynb === null && html === null && live === null) return fail(nothing);
    tell(nothing);
  }
  const ok = await runNotebook(read.notebook.cells, kernel, [view, kept]);
  await kernel.dispose();
  if (ipynb !== null) {
    const refused = writeText(path.resolve(ipynb), kept.print(read.notebook));
    if (refused !== null) return fail(refused);
  }
  if (html !== null) {
    const report = await htmlOf(file, kept.executed(read.notebook), language);
    const refused = writeText(path.resolve(html), report);
    if (refused !== null) return fail(refused);
  }
  if (live !== null) {
    const page = await liveOf(file, read.notebook, kept.executed(read.notebook), language);
    const refused = writeText(path.resolve(live), page);
    if (refused !== null) return fail(refused);
  }
  return ok ? allRan : cellThrew;
}

function readNotebook(file: string): { notebook: MarkdownNotebook } | { refused: string } {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    return { refused: `Cannot read ${file}: ${(error as Error).message}` };
  }
  const decoded = decodeText(bytes);
  if ("text" in decoded) return parseNotebook(file, decoded.text);
  const reason = decoded.unreadable === "binary" ? "it holds bytes that no text has" : "it is not UTF-8";
  return { refused: `${file} is not a text file: ${reason}.` };
}

function parseNotebook(file: string, text: string): { notebook: MarkdownNotebook } | { refused: string } {
  if (!/\.ipynb$/i.test(file)) return { notebook: parseMarkdown(text) };
  try {
    return { notebook: parseIpynb(text) };
  } catch (error) {
    if (error instanceof IpynbError)
      return { refused: `${file} is not a Jupyter notebook. ${error.message}` };
    throw error;
  }
}

/** Why a notebook is not to be run: no cell of it is TypeScript. Null where one is. */
function nothingToRun(file: string, { cells }: MarkdownNotebook): string | null {
  if (cells.some(isOurs)) return null;
  const languages = new Set(cells.map((cell) => (cell.kind === "code" ? cell.language : undefined)));
  languages.delete(undefined);
  const only = languages.size === 0 ? "" : `, only ${[...languages].join(", ")}`;
  return `${file} has no TypeScript cells to run${only}. Cells are fenced blocks that begin with \`\`\`ts.`;
}

async function htmlOf(file: string, cells: readonly OutputCell[], language: string): Promise<string> {
  const { reportHtml } = await import("../report/report.entry.ts");
  const notebook = { cells, name: path.basename(file), language };
  return reportHtml(notebook, { dist: distFolder(), readFile: besideNotebook(file) });
}

async function liveOf(
  file: string,
  { layout }: MarkdownNotebook,
  cells: readonly OutputCell[],
  language: string,
): Promise<string> {
  const { liveHtml } = await import("../report/report.entry.ts");
  const notebook = { cells, layout, name: path.basename(file), language };
  const { html, left } = await liveHtml(notebook, { dist: distFolder(), readFile: besideNotebook(file) });
  if (left.length > 0) tell(`${left.join(", ")}: too large to be in the page, whose cells will not find it.`);
  return html;
}

/** Reads a file by its address relative to the notebook. */
function besideNotebook(notebook: string): (address: string) => Promise<Uint8Array | null> {
  return (address) => readFile(path.resolve(path.dirname(notebook), address)).catch(() => null);
}

/** Returns why it could not be written, or null. */
function writeText(file: string, text: string): string | null {
  try {
    writeWhole(file, text);
    return null;
  } catch (error) {
    return `Cannot write ${file}: ${(error as Error).message}`;
  }
}

function tell(text: string): void {
  process.stderr.write(`gradbook: ${text.replaceAll("\n", " ")}\n`);
}

function fail(reason: string): number {
  tell(reason);
  return badUsage;
}

/** The kernel's main module: beside this file when built. */
function kernelEntry(): string {
  const candidates = ["kernel.js", "../kernel/node/kernel.entry.js", "../kernel/node/kernel.entry.ts"].map(
    beside,
  );
  const entry = candidates.find((candidate) => existsSync(candidate));
  if (entry === undefined)
    throw new Error(`There is no kernel beside ${beside(".")}. Build it: npm run build`);
  return entry;
}

/** Where the parts of a report are. */
function distFolder(): string {
  const folders = [".", "../../dist", "../../../dist"].map(beside);
  return folders.find((folder) => existsSync(path.join(folder, "reportPage.js"))) ?? beside(".");
}

function version(): string {
  for (const up of ["../package.json", "../../package.json", "../../../package.json"]) {
    if (!existsSync(beside(up))) continue;
    const { name, version: found } = JSON.parse(readFileSync(beside(up), "utf8")) as Record<string, unknown>;
    if (name === "gradbook" && typeof found === "string") return found;
  }
  return "unknown";
}

/** What assistants are told of notebooks. */
function instructions(): string {
  const file = path.join(distFolder(), "assistant", "gradbook-notebooks", "SKILL.md");
  return existsSync(file) ? readFileSync(file, "utf8").replace(/^---\n[\s\S]*?\n---\n/, "") : "";
}

function beside(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

// Set rather than called, so that what was written is written out first.
process.exitCode = await main(process.argv.slice(2));
