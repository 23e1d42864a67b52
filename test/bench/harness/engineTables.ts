/** From samples to the tables that people read; pure. */
import type { Entry } from "./contestants.ts";
import type { Row } from "./markdownTable.ts";
import type { Absent, Measured, Present, Samples } from "./roundRobin.ts";
import { median, spread } from "./statistics.ts";
import { workOf } from "./tasks.ts";

export interface EngineTable {
  title: string;
  rows: Row[];
}

const jsPeers = ["jax-js", "tfjs WASM", "tfjs CPU"] as const;
/** What users get. */
const best = "paired SIMD";

export interface EngineResults {
  present: readonly Present[];
  absent: readonly Absent[];
  measured: readonly Measured[];
}

export function engineTables({ present, absent, measured }: EngineResults): EngineTable[] {
  const entries = [...present, ...absent].map(({ entry }) => entry);
  const counts = [...new Set(entries.map(({ threads }) => threads))].sort((a, b) => a - b);
  const tables = counts.map((threads) => ({
    title: threads === 1 ? "One thread" : `All ${threads} threads`,
    rows: measured.map((one) => rowAgainstPeers(one, entries, threads)),
  }));
  const ours = entries.filter(({ who }) => who === "Gradbook");
  if (new Set(ours.map(({ variant }) => variant)).size > 1) {
    const title = "What the instructions and threads are worth: Gradbook with less";
    tables.push({ title, rows: measured.map((one) => rowOfVariants(one, entries)) });
  }
  return tables.filter(({ rows }) => rows.some((row) => Object.keys(row).length > 1));
}

function rowAgainstPeers(measured: Measured, entries: readonly Entry[], threads: number): Row {
  const samplesOf = (who: Entry["who"], variant = best): Samples | undefined => {
    const entry = entries.find(
      (one) => one.who === who && one.threads === threads && (one.variant ?? best) === variant,
    );
    return entry && (measured.samples[entry.id] ?? { invalid: "not there" });
  };
  const row: Row = { step: measured.task.name };
  const ours = samplesOf("Gradbook");
  const torch = samplesOf("PyTorch");
  const narrow = samplesOf("PyTorch", "AVX2");
  const peers = jsPeers.map((who) => samplesOf(who));
  if (torch) row["PyTorch"] = show(measured, torch);
  if (narrow) row["PyTorch, AVX2"] = show(measured, narrow);
  for (const [i, peer] of peers.entries()) if (peer) row[jsPeers[i] ?? ""] = show(measured, peer);
  if (!ours) return row;
  row["Gradbook"] = show(measured, ours);
  if (torch) row["PyTorch ÷ Gradbook"] = ratio(torch, ours);
  if (narrow) row["PyTorch, AVX2 ÷ Gradbook"] = ratio(narrow, ours);
  if (peers.some((peer) => peer)) row["best JS peer ÷ Gradbook"] = ratio(fastest(peers), ours);
  else if (threads > 1) {
    // They know no other number than one: that is what their users have on the same machine.
    const alone = jsPeers.flatMap((who) => entries.filter((one) => one.who === who));
    const best = fastest(alone.map(({ id }) => measured.samples[id]));
    if (best) row["best JS peer, one thread ÷ Gradbook"] = ratio(best, ours);
  }
  const ceiling = ceilingSeconds(measured, threads);
  if (ceiling !== null) row["of the machine’s ceiling"] = percent(ceiling / middle(ours));
  return row;
}

function rowOfVariants(measured: Measured, entries: readonly Entry[]): Row {
  const row: Row = { step: measured.task.name };
  const ours = entries.filter(({ who }) => who === "Gradbook");
  for (const { id, variant = best, threads } of ours) {
    const column = threads === 1 ? variant : `${variant}, ${threads} threads`;
    row[column] = show(measured, measured.samples[id]);
  }
  const plain = ours.find(({ variant }) => variant === "plain SIMD");
  const peers = entries.filter(({ who }) => (jsPeers as readonly string[]).includes(who));
  if (plain && peers.length > 0) {
    row["best JS peer ÷ plain SIMD"] = ratio(
      fastest(peers.map(({ id }) => measured.samples[id])),
      measured.samples[plain.id],
    );
  }
  return row;
}

/** The least time that the machine's arithmetic and memory allow, in seconds; null when it was not measured. */
export function ceilingSeconds({ task, samples, ceilings }: Measured, threads: number): number | null {
  const rate = (who: "fma" | "stream", place: number): number =>
    (ceilings[`${who} ${threads}`]?.[place] ?? NaN) / middle(samples[`${who} ${threads}`]);
  const { flops, bytes } = workOf(task);
  const seconds = Math.max(flops / rate("fma", 0), bytes / rate("stream", 1));
  return Number.isNaN(seconds) ? null : seconds;
}

function middle(samples: Samples | undefined): number {
  return samples && "seconds" in samples ? median(samples.seconds) : NaN;
}

function fastest(all: readonly (Samples | undefined)[]): Samples | undefined {
  return all.reduce((a, b) => (!a || Number.isNaN(middle(a)) || middle(b) < middle(a) ? b : a), undefined);
}

/** How many times longer `slow` takes: the median of the rounds' ratios, which noise of the machine spares. */
export function ratio(slow: Samples | undefined, fast: Samples | undefined): string {
  if (!slow || !fast || "invalid" in slow || "invalid" in fast) return "–";
  const paired = slow.seconds.length === fast.seconds.length;
  const value = paired
    ? median(slow.seconds.map((seconds, i) => seconds / (fast.seconds[i] ?? NaN)))
    : median(slow.seconds) / median(fast.seconds);
  return `${significant(value)}×`;
}

/** A step's time, or for a product its speed. */
export function show({ task }: Measured, samples: Samples | undefined): string {
  if (!samples || "invalid" in samples) return "–";
  const seconds = median(samples.seconds);
  if (task.kind === "matmul") return `${significant(workOf(task).flops / seconds / 1e9)} GFLOP/s`;
  return `${significant(seconds * 1e6)} µs`;
}

function percent(share: number): string {
  return Number.isNaN(share) ? "–" : `${significant(share * 100)} %`;
}

/** Three significant digits are more than the noise allows; whole numbers keep all of theirs. */
function significant(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString("en");
  return String(Number(value.toPrecision(value < 1 ? 2 : 3)));
}

/** Who took part and who could not, one line each, and rows that are not valid. */
export function remarks({ present, absent, measured }: EngineResults): string[] {
  const who = ({ id }: Entry): string => id;
  const lines = present
    .filter(({ entry }) => entry.who !== "fma" && entry.who !== "stream")
    .map(
      ({ entry, hello }) => `${who(entry)}: ${[hello.name, hello.version].join(" ").trim()}, ${hello.detail}`,
    );
  lines.push(...absent.map(({ entry, reason }) => `${who(entry)} does not run here: ${reason}`));
  for (const { task, samples } of measured) {
    for (const [id, one] of Object.entries(samples)) {
      if ("invalid" in one) lines.push(`${task.name}, ${id}: ${one.invalid}`);
    }
  }
  const spreads = measured.flatMap(({ samples }) =>
    Object.values(samples).flatMap((one) => ("seconds" in one ? [spread(one.seconds)] : [])),
  );
  if (spreads.length > 0) {
    lines.push(
      `Noise: the middle half of the samples spreads over ${percent(median(spreads))} of their median.`,
    );
  }
  return lines;
}
