/** `process.chdir` for cells: Node refuses it in a thread, so the control thread does it for them. */
import { realpathSync } from "node:fs";
import { say } from "../protocol/messages.ts";
import { SharedSlot, type FromThread } from "../protocol/threadProtocol.ts";

/** The control thread is never blocked; it answers sooner. In milliseconds. */
const patience = 5000;

/** @returns what `process.chdir` is to be; it does not return before the folder is changed */
export function requestChdir(
  post: (message: FromThread) => void,
  ints: Int32Array,
): (folder: string) => void {
  return (folder) => {
    // Refuses what is no name, and names what is not there, as Node does.
    const target = realpathSync(folder);
    Atomics.store(ints, SharedSlot.moved, 0);
    post({ type: "chdir", folder: target });
    Atomics.wait(ints, SharedSlot.moved, 0, patience);
    if (Atomics.load(ints, SharedSlot.moved) !== 1)
      throw new Error(say("process.chdir: {0} cannot be made the working directory.", target));
  };
}
