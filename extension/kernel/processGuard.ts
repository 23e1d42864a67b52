import { say } from "./messages.ts";

/** Makes `process` fit for a notebook: ending the process is not a cell's to do, and warnings go to the cell. */
export function tameProcess(): void {
  process.exit = () => refuse("exit");
  process.abort = () => refuse("abort");
  const kill = process.kill.bind(process);
  process.kill = (pid, signal) => (pid === process.pid && signal !== 0 ? refuse("kill") : kill(pid, signal));
  // Node's own listener writes past the console, and warns of features that cells use on purpose.
  process.removeAllListeners("warning");
  process.on("warning", (warning) => {
    if (warning.name !== "ExperimentalWarning") process.stderr.write(`${warning.name}: ${warning.message}\n`);
  });
}

function refuse(method: string): never {
  throw new Error(
    say(
      "process.{0}() would end the kernel with all its variables. To stop a cell, throw an error; to start afresh, restart the kernel.",
      method,
    ),
  );
}
