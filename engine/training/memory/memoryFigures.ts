/** The figures of a memory report. Lines are foreseen, circles measured. */
import { showBytes } from "../../core/errors.ts";
import { plot } from "../../figures/plot.ts";
import { host } from "../../core/host.ts";
import type { MemoryKind } from "../../core/ndarray.ts";
import type { MemoryReport } from "./memoryReport.ts";
import { memoryWords, type MemoryWords } from "./memoryWords.ts";

const MEGABYTE = 2 ** 20;
const megabytes = (bytes: number): number => bytes / MEGABYTE;
const figsize = [5, 3] as const;

/** Draws all of them. */
export function drawMemory(report: MemoryReport): void {
  const words = memoryWords(host().language);
  drawBatches(report, words);
  drawLimit(report, words);
  drawKinds(report, words);
  drawLayers(report, words);
  if (report.depths.length > 0) drawDepths(report, words);
}

/** Names and looks of the four curves that compare training with prediction. */
function compared({ training, prediction, measured }: MemoryWords) {
  const legend = [training, prediction, measured(training), measured(prediction)];
  return { legend, fmts: ["b-", "m--", "bo", "mo"], figsize };
}

/** 0, a quarter, …, twice the batch of the report. */
function sizesOf(batchSize: number): number[] {
  const sizes = Array.from({ length: 9 }, (_, i) => Math.max(1, Math.round((batchSize * i) / 4)));
  return [...new Set(sizes)];
}

function drawBatches({ estimate, measured }: MemoryReport, words: MemoryWords): void {
  const sizes = sizesOf(estimate.batchSize);
  const foreseen = sizes.map((n) => estimate.at(n));
  const real = measured.map(({ batchSize }) => batchSize);
  plot(
    [sizes, sizes, real, real],
    [
      foreseen.map(({ training }) => megabytes(training.total)),
      foreseen.map(({ prediction }) => megabytes(prediction.total)),
      measured.map(({ training }) => megabytes(training)),
      measured.map(({ prediction }) => megabytes(prediction)),
    ],
    words.batchSize,
    "MB",
    { title: words.byBatch, ...compared(words) },
  );
}

/** From one example to twice what fits, on logarithmic axes: there the limit is far away from most batches. */
function drawLimit({ estimate, measured, limit, largestBatch }: MemoryReport, words: MemoryWords): void {
  const most = 2 * Math.max(estimate.batchSize, Math.min(largestBatch, 1e9));
  const steps = Math.ceil(Math.log2(most));
  const sizes = Array.from({ length: steps + 1 }, (_, i) => 2 ** ((i * Math.log2(most)) / steps));
  const foreseen = sizes.map((n) => estimate.at(n));
  const lowest = Math.min(...foreseen.map(({ prediction }) => prediction.total));
  const real = measured.map(({ batchSize }) => batchSize);
  const text = showBytes(limit);
  const fits = largestBatch > 0 ? [largestBatch, largestBatch] : [];
  plot(
    [sizes, sizes, real, [1, most], fits],
    [
      foreseen.map(({ training }) => megabytes(training.total)),
      foreseen.map(({ prediction }) => megabytes(prediction.total)),
      measured.map(({ training }) => megabytes(training)),
      [megabytes(limit), megabytes(limit)],
      fits.map((_, i) => megabytes(i === 0 ? lowest : limit)),
    ],
    words.batchSize,
    "MB",
    {
      title: words.largest(text, largestBatch),
      legend: [words.training, words.prediction, words.measured(words.training), words.limit(text)],
      fmts: ["b-", "m--", "bo", "r-", "r:"],
      xscale: "log",
      yscale: "log",
      figsize,
    },
  );
}

/** Colour and line of each kind. There are as many gradients as parameters: both can be seen. */
const looks: readonly (readonly [MemoryKind, string, string])[] = [
  ["intermediate", "b", "-"],
  ["temporary", "c", "-"],
  ["parameter", "g", "-"],
  ["gradient", "m", "--"],
  ["optimiser", "y", "-"],
  ["input", "k", "-"],
];

function drawKinds({ estimate, measured }: MemoryReport, words: MemoryWords): void {
  const sizes = sizesOf(estimate.batchSize);
  const foreseen = sizes.map((n) => estimate.at(n).training);
  const real = measured.map(({ batchSize }) => batchSize);
  plot(
    [...looks.map(() => sizes), ...looks.map(() => real)],
    [
      ...looks.map(([kind]) => foreseen.map((need) => megabytes(need[kind]))),
      ...looks.map(([kind]) => measured.map(({ kinds }) => megabytes(kinds[kind]))),
    ],
    words.batchSize,
    "MB",
    {
      title: words.byKind,
      legend: looks.map(([kind]) => words.kinds[kind]),
      fmts: [...looks.map(([, colour, line]) => colour + line), ...looks.map(([, colour]) => `${colour}o`)],
      figsize,
    },
  );
}

/** In training, what the layers until then have kept; in a prediction, what the one layer holds. */
function drawLayers({ estimate, layers }: MemoryReport, words: MemoryWords): void {
  const places = estimate.layers.map((_, i) => i + 1);
  const real = layers.map((_, i) => i + 1);
  plot(
    [places, places, real, real],
    [
      keptUntil(estimate.layers).map(megabytes),
      estimate.layers.map(({ held }) => megabytes(held)),
      keptUntil(layers).map(megabytes),
      layers.map(({ held }) => megabytes(held)),
    ],
    words.layer,
    words.megabytesOf(estimate.batchSize),
    { title: words.byLayer, ...compared(words) },
  );
}

function keptUntil(layers: readonly { kept: number }[]): number[] {
  let sum = 0;
  return layers.map(({ kept }) => (sum += kept));
}

function drawDepths({ estimate, depths }: MemoryReport, words: MemoryWords): void {
  const places = depths.map(({ layers }) => layers);
  const real = depths.flatMap(({ layers, measured }) => (measured ? [{ layers, ...measured }] : []));
  const realPlaces = real.map(({ layers }) => layers);
  plot(
    [places, places, realPlaces, realPlaces],
    [
      depths.map(({ training }) => megabytes(training)),
      depths.map(({ prediction }) => megabytes(prediction)),
      real.map(({ training }) => megabytes(training)),
      real.map(({ prediction }) => megabytes(prediction)),
    ],
    words.layers,
    words.megabytesOf(estimate.batchSize),
    { title: words.byDepth, ...compared(words) },
  );
}
