/** The kernel's process: the entry of `dist/kernel.js`. Glue between the channel to the host and the control. */
import { exitWithDescendants } from "../host/childProcess.ts";
import { Control } from "../control/control.ts";
import { totalmem } from "node:os";
import { ExecutionTerminator } from "./executionTerminator.ts";
import { availableMemory, residentMemory } from "./processMemory.ts";
import { engineModule, ownFolders } from "./siblingModule.ts";
import { cellThreadModule, startCellThread, transformThreads } from "./threads.ts";
import type { FromKernel, KernelOptions, ToKernel } from "../protocol/protocol.ts";

const [, , text] = process.argv;
if (text === undefined || !process.send) {
  throw new Error("The kernel is started by Gradbook: KernelProcess in process.ts shows how.");
}

const send = (message: FromKernel, sent?: () => void): void => {
  // Without a channel there is nobody left to tell, and "disconnect" ends the process.
  if (process.connected) process.send?.(message, undefined, {}, () => sent?.());
  else sent?.();
};

// A notebook may not outlive the program that shows it.
process.once("disconnect", exitWithDescendants);
// The terminal's Ctrl-C goes to the whole group of processes; what it means here is the host's to say.
process.on("SIGINT", () => undefined);

// What fails here, such as for want of file descriptors or memory, must not cost the cells' variables.
let told = "";
for (const event of ["uncaughtException", "unhandledRejection"]) {
  process.on(event, (fault: unknown) => {
    const text = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
    // Once: what fails in a timer would fill the notebook.
    if (text !== told) process.stderr.write(`The kernel's control thread: ${text}\n`);
    told = text;
  });
}

const options = JSON.parse(text) as KernelOptions;
const control = new Control(options, send, {
  startCellThread,
  startTransformThread: transformThreads({ compiled: options.compiled }),
  makeTerminator: (mayTerminate, terminated) =>
    ExecutionTerminator.possible
      ? new ExecutionTerminator(cellThreadModule.href, mayTerminate, terminated)
      : null,
  own: ownFolders(options.engine ?? engineModule().href),
  memory: { used: residentMemory, available: availableMemory, total: totalmem },
  changeFolder,
  exit: () => process.exit(1),
});
process.on("message", (message) => control.receive(message as ToKernel));

/** The process's working directory, which the cell thread's follows. */
function changeFolder(folder: string): boolean {
  try {
    process.chdir(folder);
    return true;
  } catch {
    return false;
  }
}
