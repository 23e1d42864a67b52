/**
 * `npm run bench`: prints what the other modules of this folder measure. Each exports `run`, which measures and
 * returns tables; nothing here passes or fails. What was measured is kept in out/bench/NAME.json too.
 *
 *     node out/test/bench/main.js [NAME…] [--quick] [--rows=PATTERN] [--against=PATTERN] [--write]
 *         [--engines=FILE,FILE…] [--sizes=PATTERN] [--dtypes=PATTERN] [--layout=PATTERN]
 *
 * `--engines` names the builds that `builds` compares, the measure first, and those that `ops` times; `--quick` takes
 * fewer and shorter samples; `--rows` and `--against` choose steps and contestants of `engine` and `networks`, and calls
 * of `ops`, by regular expression, as `--sizes`, `--dtypes` and `--layout` do for `ops`; `--write` puts the tables of
 * `engine`, `networks`, `book`, `course`, `chart`, `language`, `csv` and `browser` into docs/benchmarks.md, those of `ops` into
 * docs/performance.md, those of `accuracy` into docs/parity.md.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { machineLine } from "./harness/machineLine.ts";
import { markdownTable, type Row } from "./harness/markdownTable.ts";
import { replaceMarkedBlock } from "./harness/markedBlock.ts";

/** One table of results. */
export interface BenchTable {
  title: string;
  /** Cells by column; units belong into the columns' names, such as `median ms`, or into the cells. */
  rows: Row[];
}

export interface BenchOptions {
  quick: boolean;
  rows: RegExp;
  against: RegExp;
  /** Files of builds of the engine. */
  engines: string[];
  /** Which of `ops`: numbers in a call, as 4000000. */
  sizes: RegExp;
  dtypes: RegExp;
  layout: RegExp;
}

/** Tables with what they leave unsaid, and what they were made from. */
export interface BenchResult {
  tables: BenchTable[];
  remarks?: string[];
  data?: unknown;
}

interface BenchModule {
  run?: (options: BenchOptions) => Promise<BenchTable | BenchTable[] | BenchResult>;
}

/** What is measured when nothing is named, in this order. */
const usual = ["engine", "networks", "book", "course", "chart", "kernels", "kernel", "language"];
const details = path.join("docs", "benchmarks.md");
/** The documents that show results: the marked block is named `bench-NAME`. */
const published: Readonly<Record<string, readonly string[]>> = {
  engine: [details],
  networks: [details],
  book: [details],
  course: [details],
  chart: [details],
  language: [details],
  csv: [details],
  browser: [details],
  accuracy: [path.join("docs", "parity.md")],
  ops: [path.join("docs", "performance.md")],
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    rows: { type: "string", default: "" },
    against: { type: "string", default: "" },
    engines: { type: "string", default: "dist/engine.js" },
    sizes: { type: "string", default: "" },
    dtypes: { type: "string", default: "" },
    layout: { type: "string", default: "" },
    write: { type: "boolean", default: false },
  },
});
const folder = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const modules = readdirSync(folder)
  .filter((name) => name.endsWith(".js") && name !== "main.js")
  .map((name) => path.basename(name, ".js"));
const chosen = positionals.length === 0 ? usual : positionals;
const unknown = chosen.find((name) => !modules.includes(name));
if (unknown !== undefined) throw new Error(`There is no ${unknown}; there are ${modules.join(", ")}.`);
const options: BenchOptions = {
  quick: values.quick,
  rows: new RegExp(values.rows),
  against: new RegExp(values.against),
  engines: values.engines.split(","),
  sizes: new RegExp(values.sizes),
  dtypes: new RegExp(values.dtypes),
  layout: new RegExp(values.layout),
};

const machine = machineLine();
console.log(machine);
for (const name of chosen) {
  const { run } = (await import(pathToFileURL(path.join(folder, `${name}.js`)).href)) as BenchModule;
  if (!run) continue;
  const result = withParts(await run(options));
  const text = markdown(result);
  console.log(`\n${text}`);
  keep(name, result);
  if (values.write) publish(name, text);
}

function withParts(result: BenchTable | BenchTable[] | BenchResult): BenchResult {
  return "tables" in result ? result : { tables: [result].flat() };
}

function markdown({ tables, remarks = [] }: BenchResult): string {
  const parts = tables.map(({ title, rows }) => `**${title}**\n\n${markdownTable(rows)}`);
  if (remarks.length > 0) parts.push(remarks.map((line) => `- ${line}`).join("\n"));
  return parts.join("\n\n");
}

function keep(name: string, result: BenchResult): void {
  const file = path.join("out", "bench", `${name}.json`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ date: new Date().toISOString(), machine, ...result }, null, 1));
}

function publish(name: string, text: string): void {
  const date = new Date().toISOString().slice(0, 10);
  for (const file of published[name] ?? []) {
    const content = `Measured on ${date}: ${machine}.\n\n${text}`;
    writeFileSync(file, replaceMarkedBlock(readFileSync(file, "utf8"), `bench-${name}`, content));
  }
}
