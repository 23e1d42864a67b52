/** Light or dark: as the reader's system is, until the reader chooses; on the site, as the reader chose there. */

/** Where the site's pages keep the choice (scripts/site/assets/theme.js). */
const key = "gradbook-theme";

export class Scheme {
  readonly #document: Document;
  readonly #window: Window;
  readonly #changed: (dark: boolean) => void;
  readonly #system: MediaQueryList;
  /** Whether the page is one of the site's, which share a choice. */
  readonly #ofSite: boolean;
  #chosen: boolean | null = null;

  constructor(document: Document, window: Window, changed: (dark: boolean) => void) {
    this.#document = document;
    this.#window = window;
    this.#changed = changed;
    this.#system = window.matchMedia("(prefers-color-scheme: dark)");
    this.#system.addEventListener("change", () => this.#show());
    this.#ofSite = document.documentElement.dataset["site"] !== undefined;
    if (this.#ofSite) {
      this.#read();
      // Another page of the site, or this one again after the reader has gone back to it.
      for (const event of ["storage", "pageshow"])
        window.addEventListener(event, () => {
          this.#read();
          this.#show();
        });
    }
    this.#show();
  }

  get dark(): boolean {
    return this.#chosen ?? this.#system.matches;
  }

  toggle(): void {
    this.#chosen = !this.dark;
    if (this.#ofSite) this.#keep(this.#chosen);
    this.#show();
  }

  #read(): void {
    try {
      const kept = this.#window.localStorage.getItem(key);
      if (kept === "dark" || kept === "light") this.#chosen = kept === "dark";
    } catch {
      // No storage: the system's theme.
    }
  }

  #keep(dark: boolean): void {
    try {
      this.#window.localStorage.setItem(key, dark ? "dark" : "light");
    } catch {
      // It holds for this page, then.
    }
  }

  #show(): void {
    const { dark } = this;
    this.#document.documentElement.dataset["scheme"] = dark ? "dark" : "light";
    this.#document.body.classList.toggle("vscode-dark", dark);
    this.#document.body.classList.toggle("vscode-light", !dark);
    this.#changed(dark);
  }
}
