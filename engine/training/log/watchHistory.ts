/** Curves that come back from elsewhere: logs of trainings, drawn while they grow. */
import { host, InterruptedError } from "../../core/host.ts";
import { expect } from "../../core/expect.ts";
import { checkOptions } from "../../core/options.ts";
import { files, readFile } from "../../data/files.ts";
import { decodeUtf8 } from "../../data/utf8.ts";
import { plural, textsIn } from "../../payload/language.ts";
import { say } from "../../payload/say.ts";
import { History } from "../history.ts";
import { LiveChart } from "../progress/liveChart.ts";
import { trainingWords } from "../trainingWords.ts";
import { type Log, parseLog } from "./readLog.ts";

/** Timers of the host, which the ES library does not declare. */
declare const setTimeout: (run: () => void, ms: number) => unknown;
declare const performance: { now(): number };

/** How a log is watched. */
export interface WatchHistoryOptions {
  /** Heading of the chart. Default: the file's name. */
  title?: string;
  /** Epochs planned, so that the axis need not grow; it ends when they are there. Default: what the log says. */
  epochs?: number;
  /** Seconds between two looks. Default 0.5. */
  every?: number;
  /** It ends when nothing came for so many seconds. Default: never; stop the cell. */
  quiet?: number;
}

/** What a log may be called in a folder: ours, Lightning's, and what Keras's users tend to write. */
const names = ["history.jsonl", "metrics.csv", "training.log", "history.csv", "log.csv"];

/**
 * Reads the log of a training that was done elsewhere: lines of JSON as an exported `train.py` writes them, Lightning's
 * `metrics.csv`, or the file of Keras's CSVLogger.
 * @param path the file, or its folder
 * @throws {Error} naming the line that cannot be read
 * @example diagnose(await loadHistory("pytorch/net"))
 */
export async function loadHistory(path: string): Promise<History> {
  expect("loadHistory", "the path of a file or folder", path, typeof path === "string");
  const { text, file } = await readLog(path);
  const log = parseLog(text, file, true);
  const history = new History();
  addTo(history, log, log.epochs.length);
  if (log.ended !== null) history.ended = { reason: "epochs", message: log.ended };
  return history;
}

/**
 * Draws the log of a training while it grows, whoever writes it, until the log says that it has ended, all `epochs` are
 * there, or the cell is stopped. The file need not be there yet. A line is one JSON object an epoch:
 * `{"epoch": 1, "loss": 0.5, "valLoss": 0.6, "metrics": {"accuracy": 0.8}}`.
 * @param path the file, or its folder
 * @throws {Error} naming the line that cannot be read
 * @throws {InterruptedError} when an earlier training of the same run of the cell was interrupted
 * @example const history = await watchHistory("pytorch/net"); diagnose(history)
 */
export async function watchHistory(path: string, options: WatchHistoryOptions = {}): Promise<History> {
  expect("watchHistory", "the path of a file or folder", path, typeof path === "string");
  checkOptions("watchHistory", options, { title: 1, epochs: 1, every: 1, quiet: 1 });
  const { every = 0.5, quiet = Infinity } = options;
  for (const [name, value] of Object.entries({ every, quiet }))
    if (!(value > 0))
      throw new RangeError(say`watchHistory: ${name} is ${value}; give a number of seconds above 0.`);
  if (host().wasInterrupted?.()) throw new InterruptedError(trainingWords().notBegun);
  const title = options.title ?? path.replace(/[/\\]+$/, "").replace(/^.*[/\\]/, "");
  const watcher = new Watcher(title, options.epochs ?? null);
  watcher.wait(path);
  let changed = performance.now();
  let before = "";
  for (;;) {
    const read = await readLog(path).catch(() => null);
    if (read && read.text !== before) {
      before = read.text;
      changed = performance.now();
      watcher.take(parseLog(read.text, read.file, false));
    }
    if (watcher.isComplete()) return watcher.finish("finished");
    if (performance.now() - changed >= quiet * 1000) return watcher.finish("finished", words().quiet(quiet));
    await wait(every);
    if (host().interrupted()) {
      host().acknowledgeInterrupt();
      return watcher.finish("interrupted", words().stopped);
    }
  }
}

async function readLog(path: string): Promise<{ text: string; file: string }> {
  const folder = path.replace(/[/\\]+$/, "");
  const places = [path, ...names.map((name) => `${folder}/${name}`)];
  let failure: unknown = null;
  for (const file of places) {
    try {
      return { text: decodeUtf8(await readFile(file), file), file };
    } catch (error) {
      // That of the path itself says best what is wrong.
      failure ??= error;
      files();
    }
  }
  throw failure;
}

/** Short enough for a stop to be felt at once. */
const STEP = 0.05;

async function wait(seconds: number): Promise<void> {
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until && !host().interrupted()) {
    await new Promise<void>((resolve) => {
      setTimeout(resolve, Math.min(STEP, seconds) * 1000);
    });
  }
}

/** A chart and the history behind it, of the run that the log tells of now. */
class Watcher {
  readonly #title: string;
  readonly #wanted: number | null;
  #log: Log = { epochs: [], planned: null, ended: null, openEnd: false };
  #history = new History();
  #chart: LiveChart | null = null;

  constructor(title: string, wanted: number | null) {
    this.#title = title;
    this.#wanted = wanted;
  }

  /** An empty chart, so that a path that was misspelt is seen. */
  wait(path: string): void {
    this.#open().say(words().waiting(path));
  }

  #open(): LiveChart {
    return (this.#chart ??= new LiveChart(host().openChart({ title: this.#title, epochs: this.#planned() })));
  }

  take(log: Log): void {
    if (this.#isAnother(log)) {
      // Written anew from its beginning: another run, which gets a chart of its own.
      this.finish("finished", words().again);
      this.#history = new History();
      this.#chart = null;
    }
    this.#log = log;
    const certain = log.epochs.length - (log.openEnd ? 1 : 0);
    if (certain > 0) this.#add(certain);
    if (certain > 0) this.#chart?.say(words().place(this.#history.epochs.length, this.#planned()));
  }

  isComplete(): boolean {
    const planned = this.#wanted;
    return this.#log.ended !== null || (planned !== null && this.#history.epochs.length >= planned);
  }

  finish(state: "finished" | "interrupted", why?: string): History {
    if (state === "finished" && this.#log.epochs.length > 0) this.#add(this.#log.epochs.length);
    const message = why ?? this.#log.ended ?? trainingWords().allDone(this.#history.epochs.length);
    this.#history.ended = { reason: state === "interrupted" ? "interrupted" : "epochs", message };
    this.#chart?.finish(message, state);
    return this.#history;
  }

  #planned(): number | null {
    return this.#wanted ?? this.#log.planned;
  }

  #add(count: number): void {
    const chart = this.#open();
    const from = this.#history.epochs.length;
    addTo(this.#history, this.#log, count);
    for (let i = from; i < this.#history.epochs.length; i++)
      chart.add(this.#history.epochs[i], this.#history.logsAt(i));
  }

  /** Whether an epoch that was drawn is told otherwise now. */
  #isAnother(log: Log): boolean {
    return log.epochs.some(({ epoch, values }, i) => {
      if (i >= this.#history.epochs.length) return false;
      const known = this.#history.logsAt(i);
      return (
        epoch !== this.#history.epochs[i] || Object.keys(known).some((name) => known[name] !== values[name])
      );
    });
  }
}

/** The first `count` epochs of a log, those that are not in the history yet. */
function addTo(history: History, { epochs }: Log, count: number): void {
  for (const { epoch, values, seconds, lr } of epochs.slice(history.epochs.length, count))
    history.add(epoch, values, seconds, lr);
}

const en = {
  place: (epoch: number, epochs: number | null) =>
    epochs === null ? plural(epoch, "epoch") : `Epoch ${epoch}/${epochs}`,
  waiting: (path: string) => `Waiting for ${path} …`,
  quiet: (seconds: number) => `Nothing new for ${plural(seconds, "second")}.`,
  stopped: "No longer watched: the cell was stopped.",
  again: "The log was begun anew.",
};

const zh: typeof en = {
  place: (epoch, epochs) => (epochs === null ? `${epoch} 轮` : `第 ${epoch}/${epochs} 轮`),
  waiting: (path) => `等待 ${path} …`,
  quiet: (seconds) => `${seconds} 秒没有新内容。`,
  stopped: "单元格已停止，不再跟踪。",
  again: "日志从头重新开始。",
};

function words(): typeof en {
  return textsIn({ en, zh }, host().language ?? "en");
}
