/** A host for a test to kill: starts a kernel whose cell never ends, and tells its process id. */
import { StartedKernel } from "./startedKernel.ts";

const { kernel } = new StartedKernel();
void kernel.run({ cell: { id: "a", text: "console.log(1); for (;;);" }, execution: 1, above: [] }, () =>
  process.send?.(kernel.pid),
);
