/** Starts a kernel's threads as Node's workers, for the control thread. */
import { MessageChannel, SHARE_ENV, Worker, type MessagePort } from "node:worker_threads";
import type { CellThreadEvents, ControlPlatform } from "../control/control.ts";
import type { StartTransformThread } from "../control/transformClient.ts";
import {
  SharedSlot,
  type FromThread,
  type ModuleRequest,
  type ModuleResponse,
  type ThreadData,
} from "../protocol/threadProtocol.ts";
import type { KernelOptions } from "../protocol/protocol.ts";
import type { TransformResponse } from "../protocol/transformProtocol.ts";
import { lowerGroup, lowerThread } from "./giveWay.ts";
import { hardHeapLimit } from "./heapWatch.ts";
import { siblingModule } from "./siblingModule.ts";

/** What the cell thread is started with in Node. */
export interface NodeThreadData extends ThreadData {
  shared: SharedArrayBuffer;
  /**
   * For modules that the cell thread asks for while it is blocked: {@link ModuleRequest} and its response. Where a
   * loader in its own thread asks, here comes what it was answered: {@link LoadedElsewhere}.
   */
  modules: MessagePort;
  /** The same conversation with a loader that runs in its own thread. */
  loader: MessagePort;
  /** One 32-bit integer for the thread to write its {@link ownThread} into. */
  thread: SharedArrayBuffer;
}

/** A module that a loader in another thread has made into JavaScript. */
export interface LoadedElsewhere {
  url: string;
  answer: ModuleResponse;
}

export const cellThreadModule = siblingModule("cellThread");

export const startCellThread: ControlPlatform["startCellThread"] = (data, events) => {
  const { shared } = data;
  if (!shared) throw new Error("unreachable: threads of Node.js share memory");
  const modules = new MessageChannel();
  const loader = new MessageChannel();
  const thread = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(cellThreadModule, {
    workerData: {
      ...data,
      shared,
      modules: modules.port1,
      loader: loader.port1,
      thread: thread.buffer,
    } satisfies NodeThreadData,
    transferList: [modules.port1, loader.port1],
    // Its own copy would have no effect on what belongs to the process, such as the time zone.
    env: SHARE_ENV,
    resourceLimits: { maxOldGenerationSizeMb: hardHeapLimit(data.heapMb) },
  });
  worker.on("message", (message: FromThread) => events.message(message));
  worker.on("error", (error) => events.failed(error, isOutOfMemory(error)));
  worker.on("exit", () => events.ended());
  const ints = new Int32Array(shared);
  answerModules(modules.port2, ints, events, () => undefined);
  answerModules(loader.port2, ints, events, (url, answer) =>
    modules.port2.postMessage({ url, answer } satisfies LoadedElsewhere),
  );
  return {
    post: (message) => worker.postMessage(message),
    ...(data.options.givesWay === true && { giveWay: wayGiver(thread) }),
  };
};

/** @param thread where the cell thread's number is */
function wayGiver(thread: Int32Array): (long: boolean) => void {
  let [group, lowered] = [false, false];
  return (long) => {
    if (long && !lowered) lowerThread(thread[0] ?? 0);
    lowered ||= long;
    if (long !== group && lowerGroup(long)) group = long;
  };
}

/**
 * Gives the JavaScript of modules to whoever asks on `port`, who may be blocked until they have it.
 * @param tell told what is answered, before it is
 */
function answerModules(
  port: MessagePort,
  ints: Int32Array,
  { module }: CellThreadEvents,
  tell: (url: string, answer: ModuleResponse) => void,
): void {
  port.on("message", (request: ModuleRequest) => {
    void module(request).then((answer) => {
      tell(request.url, answer);
      port.postMessage(answer);
      Atomics.store(ints, SharedSlot.answered, 1);
      Atomics.notify(ints, SharedSlot.answered);
    });
  });
}

/** In MiB. TypeScript takes up to seven times the stack that V8 takes for the same text, and cells have 4. */
const stackMb = 32;

/** What the transform thread is started with: see {@link KernelOptions}. */
export interface TransformThreadData {
  compiled: KernelOptions["compiled"] | undefined;
}

/** @returns starts a thread that turns TypeScript into JavaScript */
export const transformThreads =
  (data: TransformThreadData): StartTransformThread =>
  (events) => {
    const worker = new Worker(siblingModule("transformThread"), {
      workerData: data,
      resourceLimits: { stackSizeMb: stackMb },
    });
    worker.on("message", (answer: TransformResponse) => events.message(answer));
    worker.on("error", (error) => events.failed(error, isOutOfMemory(error)));
    return {
      post: (message) => worker.postMessage(message),
      end: () => void worker.terminate(),
    };
  };

function isOutOfMemory(error: Error): boolean {
  return "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}
