/** What the live chart costs: the training that it shows, and the page that draws it. */
import { launch, NotebookPage } from "../unit/renderer/page/notebookPage.ts";
import {
  chartedTrainings,
  ChartTrainer,
  type Charting,
  type TrainingTime,
} from "./harness/chartTrainings.ts";
import { measureUpdates } from "./harness/chartUpdates.ts";
import type { Row } from "./harness/markdownTable.ts";
import { median, spread } from "./harness/statistics.ts";
import type { BenchOptions, BenchResult } from "./main.ts";

const contestants: readonly Charting[] = ["off", "sent", "drawn"];
const lengths = [100, 1000, 10_000];
/** Trainings that a page draws before what it draws is compiled. */
const firstTimes = 3;

export async function run({ quick, rows }: BenchOptions): Promise<BenchResult> {
  const browser = await launch();
  try {
    const page = await NotebookPage.open(browser, { width: 1000, height: 800 });
    const updates = await updateRows(page, quick ? 15 : 60);
    const { table, data } = await overheadRows(page, quick ? 3 : 7, rows);
    if (page.errors.length > 0) throw new Error(page.errors.join("\n"));
    return {
      tables: [
        { title: "A training with its chart, against the same without", rows: table },
        { title: "One update of a chart under way, four curves and early stopping", rows: updates.table },
      ],
      remarks: [
        `Browser: Chromium ${browser.version()}, headless.`,
        "A ratio is the median of the rounds’ ratios; noise is how far the times without a chart spread. CPU is what " +
          "the kernel’s process itself computed, whatever else the machine did; the page draws in another process.",
        `At first: in view, the ${firstTimes} trainings before, while the page still compiles what it draws with.`,
      ],
      data: { trainings: data, updates: updates.data },
    };
  } finally {
    await browser.close();
  }
}

async function updateRows(page: NotebookPage, updates: number): Promise<{ table: Row[]; data: unknown }> {
  const table: Row[] = [];
  const data: unknown[] = [];
  // The first chart also loads Plotly and has everything compiled.
  await measureUpdates(page, 50, 20);
  for (const epochs of lengths) {
    console.error(`  a chart of ${epochs} epochs`);
    const { ms, points } = await measureUpdates(page, epochs, updates);
    const sorted = [...ms].sort((a, b) => a - b);
    table.push({
      "epochs": epochs.toLocaleString("en"),
      "points drawn a curve": points.toLocaleString("en"),
      "median": `${median(ms).toFixed(1)} ms`,
      "19 of 20 within": `${(sorted[Math.ceil(0.95 * sorted.length) - 1] ?? NaN).toFixed(1)} ms`,
    });
    data.push({ epochs, points, ms });
  }
  return { table, data };
}

async function overheadRows(
  page: NotebookPage,
  rounds: number,
  wanted: RegExp,
): Promise<{ table: Row[]; data: unknown }> {
  const table: Row[] = [];
  const data: unknown[] = [];
  for (const training of chartedTrainings.filter(({ name }) => wanted.test(name))) {
    console.error(`  ${training.name}`);
    const trainer = new ChartTrainer(page);
    const times: Record<Charting, TrainingTime[]> = { off: [], sent: [], drawn: [] };
    const wall = (who: Charting): number[] => times[who].map((time) => time.wall);
    const cpu = (who: Charting): number[] => times[who].map((time) => time.cpu);
    const first: TrainingTime[] = [];
    try {
      await trainer.prepare(training);
      while (first.length < firstTimes) first.push(await trainer.train("drawn"));
      for (let round = 0; round < rounds; round++) {
        // Turned by one in every round, so that nobody always comes after the same.
        for (let i = 0; i < contestants.length; i++) {
          const who = contestants[(round + i) % contestants.length] ?? "off";
          times[who].push(await trainer.train(who));
        }
      }
    } finally {
      await trainer.dispose();
    }
    table.push({
      "training": training.name,
      "epochs": training.epochs.toLocaleString("en"),
      "without a chart": `${median(wall("off")).toFixed(2)} s`,
      "out of view": overhead(wall("sent"), wall("off")),
      "in view": overhead(wall("drawn"), wall("off")),
      "at first": overhead(
        first.map((time) => time.wall),
        first.map(() => median(wall("off"))),
      ),
      "noise": `±${(100 * halfSpread(wall("off"))).toFixed(1)} %`,
      "CPU, out of view": overhead(cpu("sent"), cpu("off")),
      "CPU, in view": overhead(cpu("drawn"), cpu("off")),
      "noise of CPU": `±${(100 * halfSpread(cpu("off"))).toFixed(1)} %`,
    });
    data.push({ ...training, times, first });
  }
  return { table, data };
}

/** By how much the times exceed those without a chart in the same rounds. */
function overhead(times: readonly number[], without: readonly number[]): string {
  const share = median(times.map((time, i) => time / (without[i] ?? NaN))) - 1;
  return `${share < 0 ? "−" : "+"}${(100 * Math.abs(share)).toFixed(1)} %`;
}

/** Half of what the middle half of the values spans, as a share of the median. */
function halfSpread(values: readonly number[]): number {
  return spread(values) / 2;
}
