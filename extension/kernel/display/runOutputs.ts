import { clearTimeout, now, setTimeout, type Timer } from "../cell/clock.ts";
import type { RunSummary } from "../../../engine/payload/runs/runs.ts";
import type { CheckPayload } from "../../../engine/payload/check.ts";
import type { CurvesDelta } from "../../../engine/payload/curves.ts";
import { MORE_MIME } from "../../../engine/payload/mime.ts";
import type { MorePayload } from "../../../engine/payload/text.ts";
import { say } from "../protocol/messages.ts";
import { outputSize } from "./outputSize.ts";
import { Overflow, type TextFile } from "./overflow.ts";
import type { KernelOutput, MimeBundle } from "../protocol/protocol.ts";

/** Sends one output of a run. */
export type PostOutput = (output: KernelOutput) => void;

export interface OutputLimits {
  /** Characters of console text that are sent. */
  characters: number;
  /** File for all of the text when there is more of it; null drops the rest. */
  overflow: TextFile | null;
}

const chunk = 16_384;
/** Console text, and a display that is updated, wait at most this long for company, in milliseconds. */
const patience = 50;
/** Displays of one run that are shown: a notebook with thousands of outputs does not scroll any more. */
const mostDisplays = 500;
/** Changes between the streams after which both streams go into one: order is worth more than colour. */
const mostSwitches = 200;
/** Characters of one display. */
const largestDisplay = 20_000_000;

/** The outputs of one run, in order. Console text is sent in pieces of many lines. */
export class RunOutputs {
  readonly #post: PostOutput;
  readonly #limits: OutputLimits;
  #name: "stdout" | "stderr" = "stdout";
  #text = "";
  #printed = 0;
  /** What was printed so far, while the run may still outgrow its limit. */
  #whole = "";
  #cut = false;
  #overflow: Overflow | null = null;
  #switches = 0;
  #sentAt = -Infinity;
  #timer: Timer | null = null;
  readonly #pending: (waiting: boolean) => void;
  readonly #shown = new Set<string>();
  /** New values of displays that wait to be sent. */
  readonly #updates = new Map<string, MimeBundle>();
  #left = 0;

  /** @param pending told when output begins to wait and when none waits any more */
  constructor(post: PostOutput, limits: OutputLimits, pending: (waiting: boolean) => void) {
    this.#post = post;
    this.#limits = limits;
    this.#pending = pending;
  }

  stream(name: "stdout" | "stderr", text: string): void {
    if (text === "") return;
    if (this.#cut) {
      this.#overflow?.write(text);
      return;
    }
    const room = this.#limits.characters - this.#printed;
    this.#printed += text.length;
    if (this.#limits.overflow !== null) this.#whole += text;
    this.#choose(name);
    if (text.length <= room) {
      this.#text += text;
    } else {
      this.#cut = true;
      this.#text += text.slice(0, room);
      this.#tellCut();
    }
    if (this.#text.length >= chunk || now() - this.#sentAt >= patience) this.flush();
    else this.#wait();
  }

  /**
   * Shows `data` as a new output, or in place of what is shown under this id.
   * @param atOnce do not wait for further updates
   */
  display(id: string, data: MimeBundle, atOnce = false): void {
    const bundle = fitting(data);
    if (this.#shown.has(id)) {
      this.#updates.set(id, bundle);
      if (atOnce || now() - this.#sentAt >= patience) this.flush();
      else this.#wait();
      return;
    }
    if (this.#shown.size >= mostDisplays) {
      this.#left++;
      return;
    }
    this.flush();
    this.#shown.add(id);
    this.#post({ type: "display", id, data: bundle });
  }

  /** Takes a display away, or all that was shown and printed. */
  clear(id: string | null): void {
    if (id === null) this.#text = "";
    else if (!this.#shown.has(id)) return;
    this.flush();
    if (id === null) {
      this.#shown.clear();
      this.#updates.clear();
    } else {
      this.#shown.delete(id);
      this.#updates.delete(id);
    }
    this.#post({ type: "clear", id });
  }

  checked(result: CheckPayload): void {
    this.#post({ type: "checked", result });
  }

  trained(run: RunSummary): void {
    this.#post({ type: "trained", run });
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
    this.#sentAt = now();
    const text = this.#text;
    this.#text = "";
    for (let at = 0; at < text.length; at += largest) {
      this.#post({ type: "stream", name: this.#name, text: text.slice(at, at + largest) });
    }
    const updates = [...this.#updates];
    this.#updates.clear();
    for (const [id, data] of updates) this.#post({ type: "display", id, data });
  }

  /** The run is over, though timers of it may still print: sends what waits, and tells what was left out. */
  end(): void {
    this.flush();
    this.#whole = "";
    if (this.#left === 0) return;
    const text = say("{0} more outputs are not shown: {1} are shown for one run.", this.#left, mostDisplays);
    this.#left = 0;
    this.#post({ type: "stream", name: "stderr", text: `${text}\n` });
  }

  #choose(name: "stdout" | "stderr"): void {
    if (name === this.#name || this.#switches >= mostSwitches) return;
    this.#switches++;
    this.flush();
    this.#name = name;
  }

  #tellCut(): void {
    this.flush();
    const { characters, overflow } = this.#limits;
    const file = overflow === null ? null : new Overflow(overflow);
    const kept = file?.write(this.#whole) === true;
    this.#whole = "";
    const told = say("Output is cut after {0} characters; the cell goes on.", characters);
    if (file && kept) {
      this.#overflow = file;
      const more: MorePayload = { version: 1, file: file.path, shown: characters };
      const text = `${told}\n${say("All of it is in {0}", file.path)}`;
      this.#post({ type: "display", id: "more", data: { [MORE_MIME]: more, "text/plain": text } });
    } else {
      this.#post({ type: "stream", name: "stderr", text: `\n${told}\n` });
    }
  }

  #wait(): void {
    if (this.#timer) return;
    this.#timer = setTimeout(() => this.flush(), patience);
    this.#pending(true);
  }
}

/** A bundle that is small enough to be shown, or what to say instead. */
function fitting(data: MimeBundle): MimeBundle {
  const size = outputSize({ type: "display", id: "", data });
  if (size <= largestDisplay) return data;
  const text = say("This output is too large to be shown: {0} MB.", Math.round(size / 1e6));
  return { "text/plain": text };
}

/** Longest piece of text in one message. */
const largest = 1_000_000;
