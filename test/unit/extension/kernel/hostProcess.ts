/**
 * A host for a test to kill: starts a kernel whose cell never ends, and tells its process id, or that of a
 * program which the cell has started.
 */
import { StartedKernel } from "./startedKernel.ts";

const { kernel } = new StartedKernel();
const program = process.argv.length > 2;
const text = program
  ? "import { spawn } from 'node:child_process'; console.log(spawn('sleep', ['600']).pid); for (;;);"
  : "console.log(1); for (;;);";
void kernel.run({ cell: { id: "a", text }, execution: 1, above: [] }, (output) => {
  if (output.type === "stream") process.send?.(program ? Number(output.text) : kernel.pid);
});
