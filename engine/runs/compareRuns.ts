/** Trainings beside one another: which was best, and what differs. */
import { checkOptions, type OptionNames } from "../core/options.ts";
import { Shown } from "../evaluation/shown.ts";
import { type RunsPicture, runsPicture, runsText, type RunSummary } from "../payload/runs/runs.ts";
import { samples } from "../payload/sample.ts";
import { say } from "../payload/say.ts";
import { History } from "../training/history.ts";
import { rememberedRuns, runOf } from "./remembered.ts";

/** How {@link compareRuns} compares. */
export interface CompareRunsOptions {
  /** The series that decides. Default `valLoss` where there is one, else `loss`. */
  metric?: string;
  /** How many of the last runs, where none are given. Default: all since the kernel was started. */
  last?: number;
  /** Only runs whose name begins with this text, where none are given. */
  startsWith?: string;
  /** Heading of the picture. */
  title?: string;
}

const names: OptionNames<CompareRunsOptions> = { metric: 1, last: 1, startsWith: 1, title: 1 };

/** What {@link compareRuns} gives.
 * @example compareRuns().best.name */
export class RunComparison extends Shown {
  /** The best first. */
  readonly runs: readonly RunSummary[];
  /** The series that decides. */
  readonly metric: string;
  /** The settings that are not the same in all. */
  readonly differing: readonly string[];
  readonly #picture: RunsPicture;

  /** @internal */
  constructor(picture: RunsPicture) {
    super();
    this.runs = picture.runs;
    this.metric = picture.metric;
    this.differing = picture.differing;
    this.#picture = picture;
  }

  /** The run that was best; its `settings` are what it was given.
   * @example compareRuns().best.settings.lr */
  get best(): RunSummary {
    return this.runs[0];
  }

  picture(): RunsPicture {
    return this.#picture;
  }

  toString(): string {
    return runsText(this.#picture);
  }
}

/**
 * Trainings beside one another: their curves, what differs between them, what came of each, the best first. With three
 * runs or more that differ in something, parallel lines lead from what each was given to what came of it. As a cell's
 * last value it is drawn.
 *
 * @param runs histories by the names that they are to have; a list of them; or nothing, for all trainings since the
 * kernel was started
 * @throws {RangeError} when there is no run, or none with the metric
 * @example compareRuns({ adam: h1, sgd: h2 })
 * @example
 * for (const lr of [0.3, 0.1, 0.03]) {
 *   manualSeed(1);
 *   const net = new nn.Linear(2, 1);
 *   await fit(net, data, { loss: "mse", optimizer: new optim.SGD(net.parameters(), { lr }), name: `lr ${lr}` });
 * }
 * compareRuns()
 */
export function compareRuns(
  runs?: Readonly<Record<string, History>> | readonly History[] | CompareRunsOptions | null,
  options: CompareRunsOptions = {},
): RunComparison {
  if (isOptions(runs)) return compareRuns(null, runs);
  checkOptions("compareRuns", options, names);
  const { metric, title = "" } = options;
  const compared = distinct(runs ? given(runs) : remembered(options));
  if (compared.length === 0)
    throw new RangeError(say`compareRuns: there is no run yet; train with fit first.`);
  if (metric !== undefined && !compared.some(({ results }) => metric in results)) {
    const all = [...new Set(compared.flatMap(({ results }) => Object.keys(results)))];
    throw new RangeError(say`compareRuns: no run has the series "${metric}"; there are ${all.join(", ")}.`);
  }
  return new RunComparison(runsPicture(compared, metric, title));
}

/** Histories are no options, whatever they are called. */
function isOptions(value: unknown): value is CompareRunsOptions {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const all = Object.values(value);
  return all.length > 0 && !all.some((one) => typeof one === "object" && one !== null);
}

function remembered({ last, startsWith = "" }: CompareRunsOptions): RunSummary[] {
  if (last !== undefined && !(Number.isInteger(last) && last >= 1))
    throw new RangeError(say`compareRuns: last is ${last}; give a whole number of at least 1.`);
  const all = rememberedRuns().filter(({ name }) => name.startsWith(startsWith));
  return last === undefined ? all : all.slice(-last);
}

function given(runs: Readonly<Record<string, History>> | readonly History[]): RunSummary[] {
  const isList = Array.isArray(runs);
  const entries: [string | null, unknown][] = isList
    ? (runs as readonly unknown[]).map((run) => [null, run])
    : Object.entries(runs);
  return entries.map(([name, history], i) => {
    if (!(history instanceof History)) {
      throw new TypeError(
        say`compareRuns: give histories, as fit returns them, such as { adam: h1, sgd: h2 }; something else was given.`,
      );
    }
    const known = runOf(history) ?? bare(history, i);
    return name === null ? known : { ...known, name };
  });
}

/** A history that no `fit` of this program has made, such as one that was loaded. */
function bare(history: History, i: number): RunSummary {
  const results = Object.entries(history.series).map(([series, values]) => {
    const direction: "min" | "max" = /acc|score|auc|f1|precision|recall|r2/i.test(series) ? "max" : "min";
    let best = -1;
    values.forEach((value, at) => {
      if (
        Number.isFinite(value) &&
        (best < 0 || (direction === "min" ? value < values[best] : value > values[best]))
      )
        best = at;
    });
    const last = values.at(-1) ?? NaN;
    return [
      series,
      {
        direction,
        best: best < 0 ? null : values[best],
        bestEpoch: best < 0 ? null : history.epochs[best],
        last: Number.isFinite(last) ? last : null,
      },
    ] as const;
  });
  return {
    version: 1,
    id: `bare-${i}`,
    name: say`run ${i + 1}`,
    model: "",
    settings: { seed: history.seed },
    began: 0,
    seconds: history.times.reduce((a, b) => a + b, 0),
    ended: history.ended?.reason ?? "",
    message: history.ended?.message ?? "",
    verdict: null,
    epochs: [...history.epochs],
    series: Object.fromEntries(
      Object.entries(history.series).map(([series, values]) => [series, samples(values)]),
    ),
    results: Object.fromEntries(results),
    code: "",
  };
}

/** Names that occur twice are numbered, so that a legend tells the runs apart. */
function distinct(runs: readonly RunSummary[]): RunSummary[] {
  const seen = new Map<string, number>();
  return runs.map((run) => {
    const times = (seen.get(run.name) ?? 0) + 1;
    seen.set(run.name, times);
    return times === 1 ? run : { ...run, name: `${run.name} (${times})` };
  });
}
