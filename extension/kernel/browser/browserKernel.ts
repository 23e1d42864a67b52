/** A notebook's kernel in a browser: the control thread is whoever makes it, and the others are workers. */
import { Control } from "../control/control.ts";
import { KernelHandle } from "../handle/kernelHandle.ts";
import type { Connect, ConnectionEvents, KernelConnection, KernelLaunch } from "../handle/kernelLink.ts";
import type { KernelEvents } from "../handle/reports.ts";
import type { KernelOptions } from "../protocol/protocol.ts";
import type { Surroundings } from "./surroundings.ts";
import { Threads } from "./threads.ts";

export class BrowserKernel extends KernelHandle {
  /** `options.cwd` and `options.notebook` are URLs. */
  constructor(launch: KernelLaunch, surroundings: Surroundings, events: KernelEvents = {}) {
    const connect: Connect = (options, told) => connected(options, surroundings, told);
    super(launch, connect, events);
  }
}

/** What there may be of linear memory, which is what is measured. */
const most = 2 ** 32;

function connected(
  options: KernelOptions,
  surroundings: Surroundings,
  events: ConnectionEvents,
): KernelConnection {
  const threads = new Threads(surroundings);
  let over = false;
  const control = new Control(
    options,
    (message, sent) => {
      // Never while something is asked of it.
      queueMicrotask(() => {
        if (over) return;
        events.message(message);
        sent?.();
      });
    },
    {
      startCellThread: (data, told) => threads.startCells(data, told),
      startTransformThread: (told) => threads.startTransform(told),
      makeTerminator: () => null,
      own: [],
      memory: { used: () => threads.used, available: () => most, total: () => most },
      changeFolder: () => false,
      exit: () => {
        over = true;
        threads.end();
        events.gone({ exitCode: null, signal: null }, () => ({ cause: "crash", detail: "" }));
      },
    },
  );
  return {
    send: (message) => control.receive(message),
    end: () => {
      over = true;
      threads.end();
      return Promise.resolve();
    },
  };
}
