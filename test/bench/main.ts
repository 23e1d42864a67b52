/**
 * `npm run bench`: prints what the other modules of this folder measure. Each exports `run`, which measures and
 * returns tables; nothing here passes or fails.
 *
 *     node out/test/bench/main.js [NAME…]
 */
import { readdirSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

/** One table of results. */
export interface BenchTable {
  title: string;
  /** Cells by column; units belong into the columns' names, such as `median ms`. */
  rows: Record<string, string | number>[];
}

interface BenchModule {
  run?: () => Promise<BenchTable | BenchTable[]>;
}

const { positionals } = parseArgs({ allowPositionals: true });
const folder = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const names = readdirSync(folder)
  .filter((name) => name.endsWith(".js") && name !== "main.js")
  .map((name) => path.basename(name, ".js"))
  .filter((name) => positionals.length === 0 || positionals.includes(name));

const [cpu] = os.cpus();
console.log(`Node.js ${process.version}, ${cpu?.model ?? "unknown processor"}, ${os.cpus().length} cores`);
for (const name of names) {
  const { run } = (await import(pathToFileURL(path.join(folder, `${name}.js`)).href)) as BenchModule;
  if (!run) continue;
  for (const { title, rows } of [await run()].flat()) {
    console.log(`\n${title}`);
    console.table(rows);
  }
}
