/**
 * Measures the language service over one long notebook, in a process of its own for the memory. Prints one line of JSON.
 *
 *     node languageChild.js CELLS ROUNDS
 */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { languageThread } from "../../../extension/desktop/languageThread.ts";
import { LanguageWorker } from "../../../extension/language/languageWorker.ts";
import { longNotebook } from "./longNotebook.ts";

/** In milliseconds of the processor, which other programs do not lengthen as they do those of the clock; memory in MB. */
export interface LanguageTimes {
  /** From the worker's start to what is to be said of the last cell. */
  first: number;
  /** From a key in the last cell to the list of completions, and then to the cell's marks. */
  lastCompletion: number;
  lastMarks: number;
  /** From a key in the first cell to its marks. */
  firstMarks: number;
  /** From a new name in the first cell to its marks, and to those of the last cell. */
  nameMarks: number;
  nameLastMarks: number;
  /** Marks of all cells, in the background. */
  all: number;
  /** Of the whole process, once all that was done. */
  memory: number;
}

const [cells = 30, rounds = 11] = process.argv.slice(2).map(Number);
const texts = longNotebook(cells);
const dist = path.resolve("dist");
const setup = {
  libraries: path.join(dist, "library"),
  engine: path.join(dist, "engine.d.ts"),
  language: "en",
};
const id = (cell: number): string => `cell-${cell}`;
const worker = new LanguageWorker(
  languageThread(pathToFileURL(path.join(dist, "languageWorker.cjs"))),
  setup,
  () => [
    {
      type: "notebook",
      notebook: "note",
      folder: process.cwd(),
      cells: texts.map((text, i) => ({ id: id(i), text })),
    },
  ],
);

/** Of all threads until now. */
function busy(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function timed(ask: () => Promise<unknown>): Promise<number> {
  const began = busy();
  await ask();
  return busy() - began;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

const last = cells - 1;
const type = (cell: number, more: string): string => {
  const text = `${texts[cell]}\n${more}`;
  worker.tell({ type: "text", cell: id(cell), text });
  return text;
};
const marks = (cell: number) => worker.ask("diagnostics", { cell: id(cell) });

// The worker alone keeps no process alive.
const alive = setInterval(() => undefined, 1000);
const first = await timed(() => marks(last));
const times: Record<"lastCompletion" | "lastMarks" | "firstMarks" | "nameMarks" | "nameLastMarks", number[]> =
  {
    lastCompletion: [],
    lastMarks: [],
    firstMarks: [],
    nameMarks: [],
    nameLastMarks: [],
  };
for (let round = 0; round < rounds; round++) {
  const key = `a${last}.sum() + ${"1".repeat(round + 1)}; n`;
  const { length } = type(last, key);
  const began = busy();
  await worker.ask("completions", { cell: id(last), offset: length });
  times.lastCompletion.push(busy() - began);
  await marks(last);
  times.lastMarks.push(busy() - began);
}
for (let round = 0; round < rounds; round++) {
  type(0, `a0.sum() + ${round}`);
  times.firstMarks.push(await timed(() => marks(0)));
}
for (let round = 0; round < rounds; round++) {
  type(0, `const fresh${round} = 1`);
  const began = busy();
  await marks(0);
  times.nameMarks.push(busy() - began);
  await marks(last);
  times.nameLastMarks.push(busy() - began);
}
const all = await timed(async () => {
  for (let cell = 0; cell < cells; cell++) await marks(cell);
});
const memory = process.memoryUsage.rss() / 2 ** 20;
const medians = Object.fromEntries(Object.entries(times).map(([what, values]) => [what, median(values)]));
console.log(JSON.stringify({ first, ...medians, all, memory }));
clearInterval(alive);
await worker.dispose();
