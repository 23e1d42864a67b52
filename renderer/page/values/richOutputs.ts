/** Outputs that are no charts: markup in its sandbox, tensors, tables, the way to text that was cut. */
import { element } from "../element.ts";
import type { FromRenderer, TextPage } from "../../../engine/payload/messages.ts";
import {
  ABRIDGED_MIME,
  CHECK_MIME,
  ERROR_MIME,
  MARKUP_MIME,
  MORE_MIME,
  TABLE_MIME,
  TENSOR_MIME,
} from "../../../engine/payload/mime.ts";
import type { CheckPayload } from "../../../engine/payload/check.ts";
import type {
  AbridgedPayload,
  ErrorPayload,
  MarkupPayload,
  MorePayload,
} from "../../../engine/payload/text.ts";
import type { TablePayload, TensorPayload } from "../../../engine/payload/values.ts";
import { svgFile } from "../../views/svg/svg.ts";
import { AbridgedView } from "./abridgedView.ts";
import { checkView } from "./checkView.ts";
import { errorView } from "./errorView.ts";
import { recordTable } from "./recordTable.ts";
import { richStringsFor, type RichStrings } from "./richStrings.ts";
import { sandboxedHtml, type SandboxedHtml } from "./sandboxedHtml.ts";
import { tensorView } from "./tensorView.ts";

const mimes = [MARKUP_MIME, TENSOR_MIME, TABLE_MIME, MORE_MIME, ABRIDGED_MIME, ERROR_MIME, CHECK_MIME];

export function isRich(mime: string): boolean {
  return mimes.includes(mime);
}

interface Shown {
  host: HTMLElement;
  /** Draws it again, in the colours of now. */
  redraw(): void;
  frame: { html: SandboxedHtml; scripts: boolean } | null;
  abridged?: AbridgedView;
}

export class RichOutputs {
  readonly #document: Document;
  readonly #dark: () => boolean;
  readonly #post: (message: FromRenderer) => void;
  readonly #shown = new Map<string, Shown>();

  constructor(document: Document, dark: () => boolean, post: (message: FromRenderer) => void) {
    this.#document = document;
    this.#dark = dark;
    this.#post = post;
  }

  /** Renders JSON of type `mime` into `host`; `read` parses it and may throw. */
  render(id: string, mime: string, read: () => unknown, host: HTMLElement, language: string): void {
    const strings = richStringsFor(language);
    try {
      this.#show(id, mime, read(), host, strings);
    } catch (error) {
      this.dispose(id);
      const reason = error instanceof Error ? error.message : String(error);
      host.replaceChildren(element(this.#document, "p", "", { role: "alert" }, strings.cannotRead(reason)));
    }
  }

  receive(page: TextPage): void {
    for (const { abridged } of this.#shown.values()) abridged?.receive(page);
  }

  /** Takes on another theme. */
  redraw(): void {
    for (const shown of this.#shown.values()) shown.redraw();
  }

  /** Frees one output, or all. */
  dispose(id?: string): void {
    for (const [key, shown] of this.#shown) {
      if (id !== undefined && key !== id) continue;
      shown.frame?.html.dispose();
      this.#shown.delete(key);
    }
  }

  #show(id: string, mime: string, value: unknown, host: HTMLElement, strings: RichStrings): void {
    const document = this.#document;
    if (typeof value !== "object" || value === null || (value as { version?: unknown }).version !== 1) {
      throw new TypeError(`unknown version of ${mime}`);
    }
    if (mime === MARKUP_MIME) return this.#showMarkup(id, value as MarkupPayload, host, strings);
    if (mime === ABRIDGED_MIME) return this.#showAbridged(id, value as AbridgedPayload, host, strings);
    const draw = (): void => {
      if (mime === TENSOR_MIME)
        host.replaceChildren(tensorView(document, value as TensorPayload, strings, this.#dark()));
      else if (mime === TABLE_MIME)
        host.replaceChildren(recordTable(document, value as TablePayload, strings));
      else if (mime === CHECK_MIME) host.replaceChildren(checkView(document, value as CheckPayload, strings));
      else if (mime === ERROR_MIME) host.replaceChildren(errorView(document, value as ErrorPayload, strings));
      else host.replaceChildren(this.#more(value as MorePayload, strings));
    };
    draw();
    this.#shown.set(id, { host, redraw: mime === TENSOR_MIME ? draw : () => undefined, frame: null });
  }

  #showMarkup(
    id: string,
    { kind, text, scripts = false }: MarkupPayload,
    host: HTMLElement,
    strings: RichStrings,
  ): void {
    if (typeof text !== "string") throw new TypeError("text is missing");
    if (kind === "svg") {
      this.dispose(id);
      const src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgFile(text))}`;
      // No script of an SVG runs in an image, and it loads nothing from elsewhere.
      host.replaceChildren(element(this.#document, "img", "gradbook-svg", { src, alt: strings.picture }));
      return;
    }
    const known = this.#shown.get(id)?.frame;
    const kept = known?.scripts === scripts ? known.html : null;
    if (!kept) this.dispose(id);
    const html = kept ?? sandboxedHtml(this.#document, scripts, strings.html);
    html.show(text);
    if (html.frame.parentElement !== host) host.replaceChildren(html.frame);
    this.#shown.set(id, { host, redraw: () => html.restyle(), frame: { html, scripts } });
  }

  #showAbridged(id: string, payload: AbridgedPayload, host: HTMLElement, strings: RichStrings): void {
    const known = this.#shown.get(id)?.abridged;
    // VS Code renders an output again when it comes into view: what was asked for stays.
    const view =
      known?.file === payload.file ? known : new AbridgedView(this.#document, payload, strings, this.#post);
    if (view.root.parentElement !== host) host.replaceChildren(view.root);
    this.#shown.set(id, { host, redraw: () => undefined, frame: null, abridged: view });
  }

  #more({ file, shown }: MorePayload, strings: RichStrings): HTMLElement {
    const button = element(this.#document, "button", "", { type: "button" }, strings.showAll);
    button.addEventListener("click", () => this.#post({ type: "openText", file }));
    const text = element(this.#document, "span", "", {}, strings.cut(shown.toLocaleString("en")));
    return element(this.#document, "div", "gradbook-more", {}, text, button);
  }
}
