/** `console` for cells, as Node writes it: to the output of the run that calls. */
import util from "node-inspect-extracted";
import type { CellConsole } from "../cell/cellThread.ts";
import type { ErrorContext } from "../cell/errors.ts";
import { callingRun } from "../cell/runContext.ts";
import { readableStacks } from "../cell/stackTrace.ts";
import { abridging, bareBeginning } from "../display/inspect/abridged.ts";
import { inspectOptions } from "../display/mimeBundle.ts";
import type { InspectOptions } from "../display/inspect/valueInspection.ts";
import { consoleTable } from "./consoleTable.ts";

const { performance } = globalThis;

let depth = 0;

export const browserConsole: CellConsole = {
  install(colors, errors) {
    Object.defineProperty(globalThis, "console", {
      value: makeConsole(colors, errors),
      writable: true,
      configurable: true,
    });
  },
  closeGroups(run) {
    depth = Math.max(0, depth - run.groups);
    run.groups = 0;
  },
};

function makeConsole(colors: boolean, { sources, hidden }: ErrorContext): object {
  const options = (more: InspectOptions = {}): InspectOptions =>
    abridging({ ...(colors ? { colors } : inspectOptions), ...more });
  const write = (name: "stdout" | "stderr", text: string): void => {
    const indent = "  ".repeat(depth);
    const lines = depth === 0 ? text : indent + text.replaceAll("\n", `\n${indent}`);
    callingRun()?.outputs.stream(name, readableStacks(`${lines}\n`, sources, hidden));
  };
  const format = (values: unknown[]): string =>
    util.formatWithOptions(options(), ...(values.map(bareBeginning) as [unknown, ...unknown[]]));
  const out = (...values: unknown[]): void => write("stdout", format(values));
  const err = (...values: unknown[]): void => write("stderr", format(values));
  const counts = new Map<string, number>();
  const timers = new Map<string, number>();
  const took = (label: string): string | null => {
    const began = timers.get(label);
    if (began === undefined) return null;
    const ms = performance.now() - began;
    return ms >= 1000 ? `${(ms / 1000).toFixed(3)}s` : `${Number(ms.toFixed(3))}ms`;
  };
  const group = (...label: unknown[]): void => {
    if (label.length > 0) out(...label);
    const run = callingRun();
    if (run) run.groups++;
    depth++;
  };
  return {
    log: out,
    info: out,
    debug: out,
    warn: err,
    error: err,
    dir: (value: unknown, more: InspectOptions = {}) =>
      write("stdout", util.inspect(bareBeginning(value), { customInspect: false, ...options(more) })),
    dirxml: out,
    trace: (...values: unknown[]) => {
      const place = new Error().stack?.split("\n").slice(2).join("\n") ?? "";
      write("stderr", `Trace${values.length > 0 ? `: ${format(values)}` : ""}\n${place}`);
    },
    assert: (holds: unknown, ...values: unknown[]) => {
      if (!holds) err(...(values.length > 0 ? ["Assertion failed:", ...values] : ["Assertion failed"]));
    },
    table: (data: unknown, columns?: readonly string[]) => {
      const text = consoleTable(data, (value) => util.inspect(value, { depth: 0, ...options() }), columns);
      if (text === null) out(data);
      else write("stdout", text);
    },
    count: (label: unknown = "default") => {
      const name = String(label);
      counts.set(name, (counts.get(name) ?? 0) + 1);
      out(`${name}: ${counts.get(name) ?? 0}`);
    },
    countReset: (label: unknown = "default") => void counts.delete(String(label)),
    time: (label: unknown = "default") => void timers.set(String(label), performance.now()),
    timeLog: (label: unknown = "default", ...values: unknown[]) => {
      const time = took(String(label));
      if (time !== null) out(`${String(label)}: ${time}`, ...values);
    },
    timeEnd: (label: unknown = "default") => {
      const time = took(String(label));
      if (time !== null) out(`${String(label)}: ${time}`);
      timers.delete(String(label));
    },
    group,
    groupCollapsed: group,
    groupEnd: () => {
      const run = callingRun();
      if (run && run.groups > 0) run.groups--;
      depth = Math.max(0, depth - 1);
    },
    clear: () => undefined,
  };
}
