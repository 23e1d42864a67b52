/**
 * What the curves of a training say. In the words of the course: underfitting, when the distance between the
 * curves is small and the validation loss never rose; overfitting, when it began to rise while the training
 * loss kept falling, or levelled off far above it. A pure function, so that the notebook's chart and a cell say
 * the same.
 */
import type { Sampling } from "../payload/curves.ts";
import { fallToCome, level, noiseOf } from "./trend.ts";

/** What the curves say: a model too small, one that learns by heart, one that fits, too early to tell, broken. */
export type Verdict = "underfitting" | "overfitting" | "goodFit" | "tooFewEpochs" | "diverging";

/** One curve; a value that is no number is null or NaN. */
export interface RecordedCurve {
  name: string;
  /** Epochs, counted from 1, increasing. */
  x: readonly number[];
  y: readonly (number | null)[];
}

export interface Recorded {
  /** All series of a run; `valLoss` and `loss` (or, better, `trainLoss`) are looked at. */
  series: readonly RecordedCurve[];
  /** Validation loss of the best answer that ignores the input, when known. */
  naiveLoss?: number | null;
  /** What chance does to the validation loss, when known. */
  sampling?: Sampling | null;
  /** What early stopping did, if there was any. */
  marks?: { stoppedEpoch?: number; restoredEpoch?: number };
}

/** The numbers behind a verdict. Levels are smoothed losses; shares are fractions, 0.1 for 10 %. */
export interface Evidence {
  /** The last epoch there is. */
  epochs: number;
  /** Where the validation loss was lowest. */
  bestEpoch: number;
  /** Validation loss there, and at the end. */
  best: number;
  validation: number;
  /** Training loss at the end. */
  train: number;
  /** How far the validation loss lies above the training loss at the end. */
  gap: number;
  /** Whether a gap that looks wide may be chance: so few validation examples may be harder than most. */
  gapUnsure: boolean;
  /** Examples that the validation loss is the mean of; null: unknown. */
  validationExamples: number | null;
  /** How far the validation loss has risen above its lowest level, as a share of that. */
  rise: number;
  /** How far the training loss fell meanwhile, as a share of what it was. */
  trainFall: number;
  /** How much of its loss the model still has, as a share of what ignoring the input would cost; null: unknown. */
  left: number | null;
  /** How much lower the validation loss would come if the training went on, as a share of what it is. */
  toCome: number;
  /** First epoch whose loss was no number; null without one. */
  brokenEpoch: number | null;
  stoppedEpoch: number | null;
  restoredEpoch: number | null;
}

export interface Diagnosis {
  verdict: Verdict;
  evidence: Evidence;
}

/** With fewer epochs than this only the worst can be told. */
const fewest = 5;
/** The thresholds: shares of the naive loss where it is known, else of the first validation loss. */
const limits = {
  /** A loss this far above the naive one is no learning. */
  diverged: 1.2,
  /** A training loss this large after the first epoch was thrown there by too large a step. */
  thrown: 3,
  /** One that only falls may merely have begun far off: targets far from 0, small steps. Up to here it is believed. */
  begunFarOff: 1000,
  /** Share of the epochs in which a loss that only falls has fallen. */
  falling: 0.9,
  /** A rise of the validation loss: of its lowest level, and of the scale. */
  rise: 0.08,
  riseOfScale: 0.015,
  /** How many standard deviations of a level's noise a rise must exceed: the lowest of many levels is low by chance. */
  noise: 5,
  /** What is still to come when a training has ended too early. */
  toCome: 0.08,
  /** A distance between the curves that is not small, and how much lower the training loss is then. */
  gap: 0.05,
  gapRatio: 0.5,
  /** The same where the scale is but the first validation loss, which may have begun far off. */
  gapOfFirst: 0.1,
  /** How far the loss on fresh examples lies above the training loss of a model that fits well. */
  ordinaryRatio: 1.3,
  /** How many standard errors of the validation loss a gap must exceed. */
  standardErrors: 3,
  /** Standard error of the validation loss, as a share of it, from which on a few examples decide where it goes. */
  relativeError: 1 / 3,
  /** What an example that is missed altogether costs, as a multiple of the scale. */
  missed: 2,
  /** Curves that part: the distance, while the training loss fell by so much while the validation loss rose at least a little. */
  partingGap: 0.1,
  partingFall: 0.15,
  partingRise: 0.02,
  /** What an underfitting model leaves of the naive loss. */
  left: 0.42,
} as const;
/** A validation set of which nobody has said anything. */
const untold: Sampling = { examples: 50, deviation: null };

/**
 * Null without a validation loss and while nothing is broken: the training loss alone cannot tell. Null, too, for
 * losses below zero, of which no share can be taken.
 * Cost: linear in the number of epochs.
 */
export function diagnose(recorded: Recorded): Diagnosis | null {
  const find = (name: string) => recorded.series.find((series) => series.name === name);
  const running = find("loss");
  const train = find("trainLoss") ?? running;
  const validation = find("valLoss");
  const looked = new Set([running, train, validation].filter((curve) => curve !== undefined));
  const broken = [...looked].map(brokenAt).filter((epoch) => epoch !== null);
  if (broken.length > 0) {
    const evidence = { ...nothing, epochs: lastEpoch(recorded), brokenEpoch: Math.min(...broken) };
    return { verdict: "diverging", evidence: { ...evidence, ...marksOf(recorded) } };
  }
  if (!train || !validation || validation.x.length === 0 || train.x.length === 0) return null;
  if ([train, validation].some(({ y }) => y.some((value) => (value ?? 0) < 0))) return null;
  return judge(train, validation, recorded);
}

const nothing: Evidence = {
  epochs: 0,
  bestEpoch: NaN,
  best: NaN,
  validation: NaN,
  train: NaN,
  gap: NaN,
  gapUnsure: false,
  validationExamples: null,
  rise: 0,
  trainFall: 0,
  left: null,
  toCome: 0,
  brokenEpoch: null,
  stoppedEpoch: null,
  restoredEpoch: null,
};

function judge(train: RecordedCurve, validation: RecordedCurve, recorded: Recorded): Diagnosis {
  const measured = numbersOf(validation.y);
  const count = measured.length;
  const window = 2 * Math.floor(count / 24) + 1;
  const smooth = level(measured, window);
  const trained = levelsAt(train, validation.x);
  // Validation targets that are all the same can be answered without any loss: that says nothing of the model's.
  const naive = (recorded.naiveLoss ?? 0) > 0 ? (recorded.naiveLoss ?? null) : null;
  const scale = naive ?? measured[0] ?? NaN;
  const bestAt = smooth.indexOf(smooth.reduce((low, value) => Math.min(low, value), Infinity));
  const [best, end] = [smooth[bestAt] ?? NaN, smooth[count - 1] ?? NaN];
  const [trainThen, trainEnd] = [trained[bestAt] ?? NaN, trained[count - 1] ?? NaN];
  const pointNoise = noiseOf(measured);
  const toCome =
    count < fewest ? 0 : Math.min(fallToCome(smooth, pointNoise), fallToCome(trained, noiseOf(trained)));
  const evidence: Evidence = {
    ...nothing,
    ...marksOf(recorded),
    validationExamples: recorded.sampling?.examples ?? null,
    gap: end - trainEnd,
    epochs: lastEpoch(recorded),
    bestEpoch: validation.x[bestAt] ?? NaN,
    best,
    validation: end,
    train: trainEnd,
    rise: best > 0 ? (end - best) / best : 0,
    trainFall: trainThen > 0 ? (trainThen - trainEnd) / trainThen : 0,
    left: naive === null ? null : best / naive,
    toCome: end > 0 ? Math.min(1, toCome / end) : 0,
  };

  const peak = trained.subarray(1).reduce((high, value) => Math.max(high, value), -Infinity);
  const onlyFalls = peak < limits.begunFarOff * scale && shareFalling(trained) >= limits.falling;
  const thrown = !onlyFalls && peak > limits.thrown * scale && Math.max(trainEnd, end) > limits.left * scale;
  const far = trainEnd > limits.diverged * scale;
  const noise = pointNoise / Math.sqrt(Math.min(window, count));
  const rise = end - best;
  // The last level is but the last value, which noise alone lifts.
  const calmEnd = Math.min(end, lastLevel(measured, window));
  const rose =
    rise > limits.rise * best && rise > limits.riseOfScale * scale && calmEnd - best > limits.noise * noise;
  const gap = calmEnd - trainEnd;
  const looksWide =
    gap > (naive === null ? limits.gapOfFirst : limits.gap) * scale && trainEnd < limits.gapRatio * calmEnd;
  const highest = highestByChance(trainEnd, scale, recorded.sampling ?? untold);
  const real = calmEnd > highest && gap > limits.noise * noise;
  const wide = looksWide && real;
  // Early stopping ends a training soon after its best epoch, when the rise is still small.
  const parted =
    gap > limits.partingGap * scale &&
    evidence.trainFall > limits.partingFall &&
    rise > limits.partingRise * best &&
    rise > noise &&
    bestAt < 0.75 * (count - 1);
  const turnedUp = (rose && evidence.trainFall > 0) || parted;
  const fewDecide = !real && relativeError(trainEnd, recorded.sampling ?? null) > limits.relativeError;
  const verdict = (): Verdict => {
    if (thrown || (far && !onlyFalls)) return "diverging";
    if (count < fewest) return "tooFewEpochs";
    if (turnedUp && !fewDecide) return "overfitting";
    // Patience that ran out says, too, that the validation loss has stopped falling.
    if (wide && (bestAt < 0.75 * (count - 1) || evidence.stoppedEpoch !== null)) return "overfitting";
    if (far || toCome > limits.toCome * scale) return "tooFewEpochs";
    if (wide) return "overfitting";
    return best > limits.left * scale ? "underfitting" : "goodFit";
  };
  return {
    verdict: verdict(),
    evidence: { ...evidence, gapUnsure: (looksWide && !real) || (turnedUp && fewDecide) },
  };
}

/**
 * The highest loss that a model with this training loss may have on some validation examples though it fits well: a
 * little more than the training loss, and what chance adds. The losses of single examples scatter at least as squares
 * of normal errors do. Where more is not known, some may be missed altogether, as those with wrong labels are.
 */
function highestByChance(train: number, scale: number, { examples, deviation }: Sampling): number {
  const fresh = limits.ordinaryRatio * train;
  const more = deviation === null ? limits.missed * scale * fresh : (limits.ordinaryRatio * deviation) ** 2;
  const variance = Math.max(2 * fresh ** 2, more);
  return fresh + limits.standardErrors * Math.sqrt(variance / examples);
}

/**
 * Standard error of the validation loss as a share of it, 0 where that is not known. Where it is large, most of the
 * loss is that of a few examples, and so is its rise: a wrong label costs the more, the surer the model is elsewhere.
 */
function relativeError(train: number, sampling: Sampling | null): number {
  const { examples, deviation } = sampling ?? untold;
  return deviation === null ? 0 : deviation / (train * Math.sqrt(examples));
}

/** The mean of the last `window` values. */
function lastLevel(values: Float64Array, window: number): number {
  const last = values.subarray(-window);
  return last.reduce((sum, value) => sum + value, 0) / last.length;
}

/** Share of the steps of a curve that lead down; 1 for a single value. */
function shareFalling(values: Float64Array): number {
  let falling = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] ?? NaN) < (values[i - 1] ?? NaN)) falling++;
  return values.length < 2 ? 1 : falling / (values.length - 1);
}

/** The levels of `curve` at `epochs`, which it may have more of. */
function levelsAt({ x, y }: RecordedCurve, epochs: readonly number[]): Float64Array {
  const smooth = level(numbersOf(y), 2 * Math.floor(y.length / 24) + 1);
  const levels = new Float64Array(epochs.length);
  let at = 0;
  for (let i = 0; i < epochs.length; i++) {
    while (at + 1 < x.length && (x[at + 1] ?? Infinity) <= (epochs[i] ?? NaN)) at++;
    levels[i] = smooth[at] ?? NaN;
  }
  return levels;
}

function numbersOf(values: RecordedCurve["y"]): Float64Array {
  const numbers = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) numbers[i] = values[i] ?? NaN;
  return numbers;
}

function brokenAt({ x, y }: RecordedCurve): number | null {
  for (let i = 0; i < y.length; i++) {
    if (!Number.isFinite(y[i])) return x[i] ?? null;
  }
  return null;
}

function lastEpoch({ series }: Recorded): number {
  return series.reduce((last, { x }) => Math.max(last, x.at(-1) ?? 0), 0);
}

function marksOf({ marks = {} }: Recorded): Pick<Evidence, "stoppedEpoch" | "restoredEpoch"> {
  return { stoppedEpoch: marks.stoppedEpoch ?? null, restoredEpoch: marks.restoredEpoch ?? null };
}
