import { createRequire, syncBuiltinESMExports } from "node:module";
import { say } from "../protocol/messages.ts";

const require = createRequire(import.meta.url);

/**
 * Makes `process` fit for a notebook: ending the process is not a cell's to do, and warnings go to the cell.
 * @param report is told of what nobody catches, whatever cells do with the listeners
 */
export function guardProcess(report: (thrown: unknown) => void): void {
  process.exit = () => refuse("exit");
  process.abort = () => refuse("abort");
  (process as { reallyExit?: () => never }).reallyExit = () => refuse("reallyExit");
  const kill = process.kill.bind(process);
  process.kill = (pid, signal) => (pid === process.pid && signal !== 0 ? refuse("kill") : kill(pid, signal));
  // Node's own listener writes past the console, and warns of features that cells use on purpose.
  process.removeAllListeners("warning");
  process.on("warning", (warning) => {
    if (warning.name !== "ExperimentalWarning") process.stderr.write(`${warning.name}: ${warning.message}\n`);
  });
  keepListening(report);
  // For those who import the functions by name.
  syncBuiltinESMExports();
}

/** Without a listener, one error in a timer would end the thread with all variables. */
function keepListening(report: (thrown: unknown) => void): void {
  const listen = (): void => {
    for (const event of ["uncaughtException", "unhandledRejection"]) {
      if (!process.listeners(event as "SIGINT").includes(report)) process.on(event, report);
    }
  };
  listen();
  for (const name of ["removeAllListeners", "removeListener", "off"] as const) {
    const original = process[name].bind(process) as (...given: unknown[]) => NodeJS.Process;
    process[name] = (...given: unknown[]) => {
      original(...given);
      listen();
      return process;
    };
  }
}

/**
 * Lets cells, and libraries in them, take their thread for the main one: a library that finds itself in a worker
 * talks to its parent, and that is the kernel. Call it after the thread has taken what is its own.
 */
export function presentAsMainThread(): void {
  const threads = require("node:worker_threads") as Record<string, unknown>;
  Object.assign(threads, { isMainThread: true, parentPort: null, workerData: null });
  syncBuiltinESMExports();
}

function refuse(method: string): never {
  throw new Error(
    say(
      "process.{0}() would end the kernel with all its variables. To stop a cell, throw an error; to start afresh, restart the kernel.",
      method,
    ),
  );
}
