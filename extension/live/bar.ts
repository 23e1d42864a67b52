/** The bar above the notebook: what concerns all cells, and how the kernel does. */
import { element } from "../../renderer/page/element.ts";
import { button } from "./icons.ts";
import type { Texts } from "./texts.ts";

export interface BarActions {
  runAll(): void;
  stop(): void;
  reset(): void;
  download(): void;
  toggleScheme(): void;
}

export interface BarState {
  status: string;
  hint: string;
  busy: boolean;
  dark: boolean;
}

export class Bar {
  readonly root: HTMLElement;
  readonly #document: Document;
  readonly #texts: Texts;
  readonly #stop: HTMLButtonElement;
  readonly #scheme: ReturnType<typeof button>;
  readonly #status: HTMLElement;
  readonly #notices: HTMLElement;
  readonly #said: HTMLElement;

  constructor(document: Document, texts: Texts, actions: BarActions) {
    this.#document = document;
    this.#texts = texts;
    const runAll = button(document, "runAll", () => actions.runAll());
    runAll.set("runAll", { label: texts.runAll, shown: texts.runAll });
    const stop = button(document, "stop", () => actions.stop());
    stop.set("stop", { label: texts.stop, shown: texts.stop });
    this.#stop = stop.root;
    const reset = button(document, "reset", () => actions.reset());
    reset.set("reset", { label: texts.reset, shown: texts.reset });
    const download = button(document, "download", () => actions.download());
    download.set("download", { label: texts.download, shown: texts.download, hint: texts.downloadHint });
    // On a telephone their icons must do.
    for (const lesser of [stop, reset, download]) lesser.root.classList.add("live-lesser");
    this.#scheme = button(document, "scheme", () => actions.toggleScheme());
    this.#status = element(document, "span", "live-status");
    this.#notices = element(document, "div", "live-notices");
    this.#said = element(document, "div", "gradbook-hidden", { "role": "status", "aria-live": "polite" });
    const buttons = [runAll.root, stop.root, reset.root, download.root];
    this.root = element(
      document,
      "header",
      "live-bar",
      {},
      element(
        document,
        "div",
        "live-buttons",
        { "role": "group", "aria-label": texts.notebook },
        ...buttons,
        this.#status,
        this.#scheme.root,
      ),
      this.#notices,
      this.#said,
    );
  }

  show({ status, hint, busy, dark }: BarState): void {
    if (this.#status.textContent !== status) this.#status.textContent = status;
    this.#status.title = hint;
    this.root.dataset["busy"] = String(busy);
    this.#stop.disabled = !busy;
    this.#scheme.set("scheme", { label: dark ? this.#texts.toLight : this.#texts.toDark });
  }

  /** Says `text` through a screen reader when it is free. */
  announce(text: string): void {
    this.#said.textContent = text;
  }

  /** Says something that the reader is to see, with something to do about it; returns what takes it away. */
  notice(text: string, action: HTMLElement): () => void {
    const line = element(this.#document, "p", "live-notice", { role: "alert" }, text, " ", action);
    this.#notices.append(line);
    return () => line.remove();
  }
}
