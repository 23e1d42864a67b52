import { Console } from "node:console";
import { Writable } from "node:stream";
import type { ErrorContext } from "../cell/errors.ts";
import { abridging, bareBeginning } from "../display/inspect/abridged.ts";
import { inspectOptions } from "../display/mimeBundle.ts";
import { callingRun } from "../cell/runContext.ts";
import { readableStacks } from "../cell/stackTrace.ts";

import type { CellConsole } from "../cell/cellThread.ts";

/** Node's `console`, and the streams below it, for cells. */
export const cellConsole: CellConsole = { install, closeGroups };

/** Sends `console`, `process.stdout` and `process.stderr` to the output of the run that calls them. */
function install(colors: boolean, errors: ErrorContext): void {
  const stdout = runStream("stdout", errors);
  const stderr = runStream("stderr", errors);
  const console = new Console({
    stdout,
    stderr,
    colorMode: colors,
    inspectOptions: abridging(colors ? {} : inspectOptions),
  });
  for (const name of ["log", "info", "debug", "warn", "error", "dir"] as const) {
    const print = console[name].bind(console) as (...values: unknown[]) => void;
    console[name] = (...values: unknown[]) => print(...values.map(bareBeginning));
  }
  const group = console.group.bind(console);
  const groupEnd = console.groupEnd.bind(console);
  console.group = (...label: unknown[]) => {
    const run = callingRun();
    if (run) run.groups++;
    group(...label);
  };
  console.groupCollapsed = (...label: unknown[]) => console.group(...label);
  endGroup = groupEnd;
  console.groupEnd = () => {
    const run = callingRun();
    if (run && run.groups > 0) run.groups--;
    groupEnd();
  };
  for (const [name, stream] of [["stdout", stdout] as const, ["stderr", stderr] as const]) {
    process[name].write = ((...args: Parameters<typeof stream.write>) =>
      stream.write(...args)) as typeof process.stdout.write;
  }
  Object.defineProperty(globalThis, "console", { value: console, writable: true, configurable: true });
}

let endGroup = (): void => undefined;

/** Closes the groups that a run left open, so that the next one begins at the margin. */
function closeGroups(run: { groups: number }): void {
  for (; run.groups > 0; run.groups--) endGroup();
}

function runStream(name: "stdout" | "stderr", { sources, hidden }: ErrorContext): Writable {
  const decoder = new TextDecoder();
  return new Writable({
    decodeStrings: false,
    write(piece: string | Uint8Array, _encoding, done) {
      const text = typeof piece === "string" ? piece : decoder.decode(piece, { stream: true });
      callingRun()?.outputs.stream(name, readableStacks(text, sources, hidden));
      done();
    },
  });
}
