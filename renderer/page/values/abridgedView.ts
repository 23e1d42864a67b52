/** The beginning of a large value, and a button that shows more of it in its place, page after page. */
import type { FromRenderer, TextPage } from "../../../engine/payload/messages.ts";
import type { AbridgedPayload } from "../../../engine/payload/text.ts";
import { colouredRuns } from "../../views/text/ansi.ts";
import { element } from "../element.ts";
import type { RichStrings } from "./richStrings.ts";

export class AbridgedView {
  readonly root: HTMLElement;
  readonly file: string;
  readonly #document: Document;
  readonly #beginning: string;
  readonly #strings: RichStrings;
  readonly #post: (message: FromRenderer) => void;
  readonly #text: HTMLElement;
  readonly #button: HTMLButtonElement;
  readonly #status: HTMLElement;
  /** Characters of the file that are shown; 0 where it is the beginning of the value alone. */
  #shown = 0;
  #waiting = false;
  #complete = false;

  constructor(
    document: Document,
    { text, file }: AbridgedPayload,
    strings: RichStrings,
    post: (message: FromRenderer) => void,
  ) {
    if (typeof text !== "string" || typeof file !== "string") throw new TypeError("text or file is missing");
    this.file = file;
    this.#document = document;
    this.#beginning = text;
    this.#strings = strings;
    this.#post = post;
    // No tab index: what scrolls can be reached by key without one, and VS Code would put the focus here, and not on the
    // button, after a click on the button.
    this.#text = element(document, "pre", "", {
      "role": "region",
      "aria-label": strings.value,
    });
    this.#button = element(document, "button", "", { "type": "button", "aria-expanded": "false" });
    this.#button.addEventListener("click", () => this.#pressed());
    this.#status = element(document, "span", "", { role: "status" });
    const row = element(document, "div", "gradbook-more", {}, this.#button, this.#status);
    this.root = element(document, "div", "gradbook-abridged", {}, this.#text, row);
    this.#collapse();
  }

  receive({ file, from, text, last }: TextPage): void {
    if (file !== this.file || from !== this.#shown || !this.#waiting) return;
    this.#waiting = false;
    if (text === null) {
      this.#status.textContent = this.#strings.noLongerThere;
      return;
    }
    const { scrollHeight: seen, clientHeight: visible } = this.#text;
    if (from === 0) this.#text.replaceChildren();
    this.#append(text);
    // Where the new begins.
    this.#text.scrollTop = Math.max(0, seen - visible / 2);
    this.#shown += text.length;
    this.#complete = last;
    const count = this.#text.textContent.length.toLocaleString("en");
    const { allShown, charactersShown, showLess, showMore } = this.#strings;
    this.#status.textContent = last ? allShown(count) : charactersShown(count);
    this.#button.textContent = last ? showLess : showMore;
    this.#button.setAttribute("aria-expanded", "true");
  }

  #pressed(): void {
    if (this.#complete) return this.#collapse();
    this.#waiting = true;
    this.#post({ type: "readText", file: this.file, from: this.#shown });
  }

  #collapse(): void {
    this.#shown = 0;
    this.#complete = false;
    this.#text.replaceChildren();
    this.#append(this.#beginning);
    this.#text.scrollTop = 0;
    this.#status.textContent = this.#strings.beginning;
    this.#button.textContent = this.#strings.showMore;
    this.#button.setAttribute("aria-expanded", "false");
  }

  #append(text: string): void {
    for (const { text: piece, colour, bold } of colouredRuns(text)) {
      if (colour === null && !bold) {
        this.#text.append(piece);
        continue;
      }
      const run = element(this.#document, "span", "", {}, piece);
      // A terminal's yellow alone is 3:1 on a light page.
      if (colour !== null) {
        run.style.color = `color-mix(in srgb, var(--vscode-terminal-ansi${colour}, currentColor) 60%, var(--vscode-editor-foreground, currentColor))`;
      }
      if (bold) run.style.fontWeight = "bold";
      this.#text.append(run);
    }
  }
}
