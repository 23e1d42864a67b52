import { performance } from "node:perf_hooks";
import { clearTimeout, setTimeout } from "node:timers";
import { say } from "./messages.ts";
import type { KernelOutput, MimeBundle } from "./protocol.ts";
import type { CurvesDelta } from "../../renderer/payload.ts";

/** Sends one output of a run. */
export type PostOutput = (output: KernelOutput) => void;

const chunk = 16_384;
/** Console text waits at most this long for company, in milliseconds. */
const patience = 50;

/** The outputs of one run, in order. Console text is sent in pieces of many lines. */
export class RunOutputs {
  readonly #post: PostOutput;
  readonly #limit: number;
  #name: "stdout" | "stderr" = "stdout";
  #text = "";
  #printed = 0;
  #sentAt = -Infinity;
  #timer: NodeJS.Timeout | null = null;
  readonly #pending: (waiting: boolean) => void;

  /**
   * @param limit characters of console text that are sent
   * @param pending told when text begins to wait and when none waits any more
   */
  constructor(post: PostOutput, limit: number, pending: (waiting: boolean) => void) {
    this.#post = post;
    this.#limit = limit;
    this.#pending = pending;
  }

  stream(name: "stdout" | "stderr", text: string): void {
    const room = this.#limit - this.#printed;
    this.#printed += text.length;
    if (room <= 0) return;
    if (name !== this.#name) this.flush();
    this.#name = name;
    if (text.length <= room) {
      this.#text += text;
    } else {
      this.#text += text.slice(0, room);
      this.flush();
      this.#name = "stderr";
      this.#text = `\n${say("Output is cut after {0} characters; the cell goes on.", this.#limit)}\n`;
    }
    if (this.#text.length >= chunk || performance.now() - this.#sentAt >= patience) this.flush();
    else this.#wait();
  }

  display(id: string, data: MimeBundle): void {
    this.flush();
    this.#post({ type: "display", id, data });
  }

  delta(delta: CurvesDelta): void {
    this.flush();
    this.#post({ type: "delta", delta });
  }

  /** Sends what waits. */
  flush(): void {
    if (this.#timer) {
      clearTimeout(this.#timer);
      this.#timer = null;
      this.#pending(false);
    }
    this.#sentAt = performance.now();
    if (this.#text === "") return;
    const text = this.#text;
    this.#text = "";
    for (let at = 0; at < text.length; at += largest) {
      this.#post({ type: "stream", name: this.#name, text: text.slice(at, at + largest) });
    }
  }

  #wait(): void {
    if (this.#timer) return;
    this.#timer = setTimeout(() => this.flush(), patience);
    this.#pending(true);
  }
}

/** Longest piece of text in one message. */
const largest = 1_000_000;
