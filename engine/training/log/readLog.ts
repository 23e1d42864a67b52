/** Logs of trainings as text → epochs: our lines of JSON, Lightning's CSV, Keras's CSVLogger. */
import { parseCsv } from "../../data/csv.ts";
import { say } from "../../payload/say.ts";
import { validationName } from "../metrics/direction.ts";
import type { HistoryLine } from "./historyLines.ts";

/** What a log says of an epoch. */
export interface LoggedEpoch {
  /** Counted from 1. */
  readonly epoch: number;
  readonly values: Readonly<Record<string, number>>;
  readonly lr: number;
  readonly seconds: number;
}

export interface Log {
  /** In order, each once. */
  readonly epochs: readonly LoggedEpoch[];
  /** Epochs planned; null where the log does not say. */
  readonly planned: number | null;
  /** Why the training ended, in the log's words; null while it may go on. */
  readonly ended: string | null;
  /** Whether an epoch may still get values, as its lines come one by one. */
  readonly openEnd: boolean;
}

/**
 * @param whole whether nothing more will come: then an incomplete last line is an error
 * @throws {Error} naming the line that cannot be read
 */
export function parseLog(text: string, name: string, whole: boolean): Log {
  const complete = whole ? text : text.slice(0, text.lastIndexOf("\n") + 1);
  if (complete.trim() === "") return { epochs: [], planned: null, ended: null, openEnd: false };
  return complete.trimStart().startsWith("{") ? fromJson(complete, name) : fromCsv(complete, name);
}

function fromJson(text: string, name: string): Log {
  const found = new Map<number, LoggedEpoch>();
  let planned: number | null = null;
  let ended: string | null = null;
  for (const [i, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const entry = objectIn(line);
    if (!entry)
      throw new Error(say`${name}: line ${i + 1} is no JSON object, such as {"epoch": 1, "loss": 0.5}.`);
    if (typeof entry.epochs === "number") planned = entry.epochs;
    if (typeof entry.ended === "string") ended = entry.ended;
    if (!("epoch" in entry)) continue;
    if (typeof entry.epoch !== "number" || !Number.isFinite(entry.epoch))
      throw new Error(say`${name}: line ${i + 1}: epoch is not a number.`);
    found.set(entry.epoch, { ...measuredIn(entry), epoch: entry.epoch });
  }
  return { epochs: inOrder(found), planned, ended, openEnd: false };
}

type Entry = Partial<HistoryLine> & Record<string, unknown>;

function objectIn(line: string): Entry | null {
  try {
    // NaN, which Python writes, is no JSON.
    const value: unknown = JSON.parse(line.replace(/(?<=[:,[]\s*)-?(NaN|Infinity)\b/g, "null"));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Entry) : null;
  } catch {
    return null;
  }
}

function measuredIn({ metrics, seconds, lr, ...rest }: Entry): Omit<LoggedEpoch, "epoch"> {
  const values: Record<string, number> = {};
  for (const [name, value] of Object.entries({ ...rest, ...metrics }))
    if (typeof value === "number" && name !== "epoch" && name !== "epochs") values[seriesName(name)] = value;
  return { values, lr: lr ?? NaN, seconds: seconds ?? NaN };
}

/** Epochs counted from 0, as Lightning and Keras do, become ours. */
function inOrder(found: ReadonlyMap<number, LoggedEpoch>): LoggedEpoch[] {
  const epochs = [...found.values()].sort((a, b) => a.epoch - b.epoch);
  const shift = epochs[0]?.epoch === 0 ? 1 : 0;
  return epochs.map((one) => ({ ...one, epoch: one.epoch + shift }));
}

const rates = new Set(["lr", "learning_rate"]);

function fromCsv(text: string, name: string): Log {
  const { columns, rows } = parseCsv(text, { header: true }, name);
  const at = columns.indexOf("epoch");
  if (at < 0) throw new Error(say`${name}: there is no column epoch; there are ${columns.join(", ")}.`);
  const sums = new Map<number, Map<string, { sum: number; count: number }>>();
  for (const row of rows) {
    const epoch = row[at];
    if (typeof epoch !== "number") continue;
    const own = sums.get(epoch) ?? new Map<string, { sum: number; count: number }>();
    sums.set(epoch, own);
    for (const [i, value] of row.entries()) {
      if (typeof value !== "number" || i === at || columns[i] === "step") continue;
      const before = own.get(columns[i]) ?? { sum: 0, count: 0 };
      own.set(columns[i], { sum: before.sum + value, count: before.count + 1 });
    }
  }
  const found = new Map<number, LoggedEpoch>();
  for (const [epoch, own] of sums) {
    const values: Record<string, number> = {};
    let lr = NaN;
    for (const [column, { sum, count }] of own) {
      // Lightning writes some both ways: of each step, and of the epoch.
      if (column.endsWith("_step") && own.has(column.replace(/_step$/, "_epoch"))) continue;
      if (rates.has(column) || column.startsWith("lr-")) lr = sum / count;
      else values[seriesName(column.replace(/_(epoch|step)$/, ""))] = sum / count;
    }
    found.set(epoch, { epoch, values, lr, seconds: NaN });
  }
  // Of one who writes a line for each step, the last epoch is not over.
  const openEnd = columns.includes("step");
  return { epochs: inOrder(found), planned: null, ended: null, openEnd };
}

/** `val_loss`, `val/loss` → `valLoss`; `train_acc` → `acc`. */
export function seriesName(name: string): string {
  const words = /^(train|training|val|valid|validation)[_/ ](.+)$/i.exec(name);
  const metric = camel(words ? words[2] : name);
  return words && !words[1].toLowerCase().startsWith("train") ? validationName(metric) : metric;
}

function camel(name: string): string {
  return name.replace(/[_/ -]+(\w)/g, (_, letter: string) => letter.toUpperCase());
}
