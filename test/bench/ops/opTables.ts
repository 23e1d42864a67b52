/** What was measured as tables: all at a glance, what is slow, and every call. */
import type { BenchTable } from "../main.ts";
import { median } from "../harness/statistics.ts";
import { type Family, families } from "./allCases.ts";
import type { OpMeasured } from "./opTurns.ts";
import type { OpTask } from "./opTask.ts";
import { reasonFor } from "./reasons.ts";

interface Timed {
  task: OpTask;
  torch: number;
  engine: number;
  /** How many times as fast as PyTorch: the median of the rounds. */
  ratio: number;
  /** The same of the other builds. */
  others: number[];
}

/** Slower than this is said, with the reason. */
const slow = 0.8;

export function opTables(
  measured: readonly OpMeasured[],
  engines: readonly string[],
): { tables: BenchTable[]; remarks: string[] } {
  const timed = measured.flatMap(timedOf).sort((a, b) => a.ratio - b.ratio);
  const failures = measured.flatMap((one) => failuresOf(one, engines));
  return {
    tables: [
      { title: "At a glance: Gradbook’s speed as a multiple of PyTorch’s", rows: glance(timed) },
      { title: `Below ${slow}×`, rows: timed.filter(({ ratio }) => ratio < slow).map((one) => slowRow(one)) },
      { title: "Every call", rows: everyCall(timed, engines) },
    ].filter(({ rows }) => rows.length > 0),
    remarks: [
      `${timed.length} timings; the median is ${times(median(timed.map(({ ratio }) => ratio)))}, the lowest ${times(timed[0]?.ratio ?? NaN)}.`,
      ...failures,
    ],
  };
}

function timedOf({ task, torch, engines }: OpMeasured): Timed[] {
  const [engine, ...others] = engines;
  if (typeof torch === "string" || engine === undefined || typeof engine === "string") return [];
  const ratioTo = (seconds: readonly number[]): number =>
    median(seconds.map((own, i) => (torch[i] ?? median(torch)) / own));
  return [
    {
      task,
      torch: median(torch),
      engine: median(engine),
      ratio: ratioTo(engine),
      others: others.map((one) => (typeof one === "string" ? NaN : ratioTo(one))),
    },
  ];
}

function failuresOf({ task, torch, engines }: OpMeasured, files: readonly string[]): string[] {
  const names = ["PyTorch", ...(files.length === 1 ? ["Gradbook"] : files)];
  return [torch, ...engines].flatMap((one, i) =>
    typeof one === "string" ? [`${nameOf(task)}, ${names[i] ?? ""}: ${one}`] : [],
  );
}

const familyOf = (name: string): Family | undefined =>
  (Object.keys(families) as Family[]).find((family) => families[family].some((row) => row.name === name));

function glance(timed: readonly Timed[]): BenchTable["rows"] {
  const share = (some: readonly Timed[]): string =>
    some.length === 0 ? "–" : times(median(some.map(({ ratio }) => ratio)));
  const row = (family: string, some: readonly Timed[]): BenchTable["rows"][number] => {
    const of = (keep: (task: OpTask) => boolean): string => share(some.filter(({ task }) => keep(task)));
    return {
      family,
      "timings": some.length,
      "median": share(some),
      "1 K": of(({ scale }) => scale.n === 1_000),
      "100 K": of(({ scale }) => scale.n === 100_000),
      "4 M": of(({ scale }) => scale.n === 4_000_000),
      "float32": of(({ dtype }) => dtype === "float32"),
      "float64": of(({ dtype }) => dtype === "float64"),
      "int32, bool": of(({ dtype }) => dtype === "int32" || dtype === "bool"),
      "strided": of(({ layout }) => layout !== "contiguous"),
      "forward + backward": of(({ backward }) => backward),
      "lowest": times(Math.min(...some.map(({ ratio }) => ratio))),
      [`below ${slow}×`]: some.filter(({ ratio }) => ratio < slow).length,
    };
  };
  const rows = (Object.keys(families) as Family[])
    .map((family) => [family, timed.filter(({ task }) => familyOf(task.name) === family)] as const)
    .filter(([, some]) => some.length > 0)
    .map(([family, some]) => row(family, some));
  return timed.length === 0 ? [] : [...rows, row("all", timed)];
}

function slowRow({ task, torch, engine, ratio }: Timed): BenchTable["rows"][number] {
  return {
    "call": nameOf(task),
    "PyTorch": duration(torch),
    "Gradbook": duration(engine),
    "PyTorch ÷ Gradbook": times(ratio),
    "why": reasonFor(task),
  };
}

/** A row a call, sorted by its lowest; of each dtype the medians by size. */
function everyCall(timed: readonly Timed[], engines: readonly string[]): BenchTable["rows"] {
  const names = [...new Set(timed.map(({ task }) => task.name))];
  return names.map((name) => {
    const some = timed.filter(({ task }) => task.name === name);
    const cells: Record<string, string> = {};
    for (const [label, n] of [
      ["1 K", 1_000],
      ["100 K", 100_000],
      ["4 M", 4_000_000],
    ] as const) {
      for (const backward of [false, true]) {
        const of = some.filter(({ task }) => task.scale.n === n && task.backward === backward);
        cells[`${label}, ${backward ? "+ backward" : "forward"}`] =
          of.length === 0 ? "" : times(median(of.map(({ ratio }) => ratio)));
      }
    }
    const [worst] = some;
    const builds = engines
      .slice(1)
      .map((file, i) => [file, times(median(some.map(({ others }) => others[i] ?? NaN)))]);
    return {
      call: name,
      lowest: worst ? `${times(worst.ratio)} (${conditionsOf(worst.task)})` : "",
      ...cells,
      ...(Object.fromEntries(builds) as Record<string, string>),
    };
  });
}

const sizes: Readonly<Record<number, string>> = { 1_000: "1 K", 100_000: "100 K", 4_000_000: "4 M" };

function conditionsOf({ dtype, scale, layout, backward }: OpTask): string {
  const laid = layout === "contiguous" ? [] : [layout];
  return [dtype, sizes[scale.n] ?? "", ...laid, ...(backward ? ["+ backward"] : [])].join(", ");
}

const nameOf = (task: OpTask): string => `${task.name} (${conditionsOf(task)})`;

function times(ratio: number): string {
  return Number.isNaN(ratio) ? "–" : `${Number(ratio.toPrecision(ratio < 10 ? 2 : 3))}×`;
}

function duration(seconds: number): string {
  const [value, unit] = seconds < 1e-3 ? [seconds * 1e6, "µs"] : [seconds * 1e3, "ms"];
  return `${Number(value.toPrecision(3))} ${unit}`;
}
