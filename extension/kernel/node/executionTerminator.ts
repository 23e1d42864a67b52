/**
 * Cuts off what the cell thread does where no guard is: recursion that syntax does not show, a sort's comparator, a
 * regular expression. V8's inspector reaches a busy thread: the code is paused, and its execution ends when it would
 * go on. The thread and all variables stay; `finally` and `catch` do not run. The inspector is there only while it is
 * needed: nothing else costs anything.
 */
import { createRequire } from "node:module";
import type inspector from "node:inspector";
import type { MayTerminate, PausedFrame, Terminator } from "../control/terminator.ts";
import { terminationFlag } from "../host/childProcess.ts";

interface Reply {
  id?: number;
  method?: string;
  params?: { scriptId?: string; url?: string; callFrames?: CallFrame[] };
}

interface CallFrame {
  functionName: string;
  location: { scriptId: string; lineNumber: number; columnNumber?: number };
}

export class ExecutionTerminator implements Terminator {
  readonly #workerUrl: string;
  readonly #mayTerminate: MayTerminate;
  readonly #terminated: (frames: readonly PausedFrame[]) => void;
  #session: inspector.Session | null = null;
  #worker: string | null = null;
  /** URLs of scripts by V8's number: it leaves them out of frames. */
  readonly #urls = new Map<string, string>();
  #leaving = false;
  #asked = 0;

  /**
   * @param workerUrl URL of the thread's module
   * @param terminated told where the code was cut off
   */
  constructor(
    workerUrl: string,
    mayTerminate: MayTerminate,
    terminated: (frames: readonly PausedFrame[]) => void,
  ) {
    this.#workerUrl = workerUrl;
    this.#mayTerminate = mayTerminate;
    this.#terminated = terminated;
  }

  /**
   * Whether this Node can. It counts what a promise or a timer runs in, and ends the process when the count is not right
   * after what was cut off: without {@link terminationFlag}, and before 24 whatever it was told.
   */
  static get possible(): boolean {
    const { allowedNodeEnvironmentFlags: flags, features, versions } = process;
    // A process that may reach little may not reach its inspector either.
    if ((process as { permission?: unknown }).permission !== undefined) return false;
    return features.inspector && flags.has(terminationFlag) && Number(versions.node.split(".")[0]) >= 24;
  }

  /** Pauses the code as soon as it can be, asks whether it may be cut off there, and does it or lets it go on. */
  attempt(): void {
    this.#leaving = false;
    if (this.#session) this.#send("Debugger.pause");
    else this.#open();
  }

  /** Leaves the thread alone. */
  leave(): void {
    if (!this.#session || this.#leaving) return;
    this.#leaving = true;
    // Not before the thread has let go: one that is paused by somebody who has left is paused for ever.
    this.#send("Debugger.disable", "leave");
  }

  #open(): void {
    const { Session } = createRequire(import.meta.url)("node:inspector") as typeof inspector;
    const session = new Session();
    session.connect();
    this.#session = session;
    session.on("NodeWorker.attachedToWorker", ({ params }) => {
      if (params.workerInfo.url !== this.#workerUrl) return;
      this.#worker = params.sessionId;
      this.#send("Debugger.enable");
      this.#send("Debugger.pause");
    });
    session.on("NodeWorker.receivedMessageFromWorker", ({ params }) => {
      if (params.sessionId === this.#worker) this.#receive(JSON.parse(params.message) as Reply);
    });
    session.post("NodeWorker.enable", { waitForDebuggerOnStart: false });
  }

  #receive({ id, method, params = {} }: Reply): void {
    if (method === "Debugger.scriptParsed") {
      this.#urls.set(params.scriptId ?? "", params.url ?? "");
    } else if (method === "Debugger.paused") {
      const frames = (params.callFrames ?? []).map((frame) => this.#frame(frame));
      const ends = !this.#leaving && this.#mayTerminate(frames);
      this.#send("Debugger.resume", undefined, ends ? { terminateOnResume: true } : {});
      if (ends) this.#terminated(frames);
    } else if (id === leaveId && this.#leaving) {
      this.#session?.disconnect();
      this.#session = null;
      this.#worker = null;
      this.#urls.clear();
    }
  }

  #frame({ functionName, location }: CallFrame): PausedFrame {
    const { scriptId, lineNumber, columnNumber = 0 } = location;
    const url = this.#urls.get(scriptId) ?? "";
    return { name: functionName, url, line: lineNumber + 1, column: columnNumber + 1 };
  }

  #send(method: string, purpose?: "leave", params: object = {}): void {
    if (this.#worker === null) return;
    const id = purpose === "leave" ? leaveId : ++this.#asked;
    this.#session?.post("NodeWorker.sendMessageToWorker", {
      sessionId: this.#worker,
      message: JSON.stringify({ id, method, params }),
    });
  }
}

const leaveId = 1_000_000;
