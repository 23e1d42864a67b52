/** Light or dark: as the reader's system is, until the reader chooses. */

export class Scheme {
  readonly #document: Document;
  readonly #changed: (dark: boolean) => void;
  readonly #system: MediaQueryList;
  #chosen: boolean | null = null;

  constructor(document: Document, window: Window, changed: (dark: boolean) => void) {
    this.#document = document;
    this.#changed = changed;
    this.#system = window.matchMedia("(prefers-color-scheme: dark)");
    this.#system.addEventListener("change", () => this.#show());
    this.#show();
  }

  get dark(): boolean {
    return this.#chosen ?? this.#system.matches;
  }

  toggle(): void {
    this.#chosen = !this.dark;
    this.#show();
  }

  #show(): void {
    const { dark } = this;
    this.#document.documentElement.dataset["scheme"] = dark ? "dark" : "light";
    this.#document.body.classList.toggle("vscode-dark", dark);
    this.#document.body.classList.toggle("vscode-light", !dark);
    this.#changed(dark);
  }
}
