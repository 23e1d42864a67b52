/** Light or dark: as the reader's system is, until the reader chooses; on the site, as the reader chose there. */

export class Scheme {
  readonly #document: Document;
  readonly #window: Window;
  readonly #changed: (dark: boolean) => void;
  readonly #system: MediaQueryList;
  /** Where pages of a site that share a choice keep it; undefined of a page that stands alone. */
  readonly #key: string | undefined;
  #chosen: boolean | null = null;

  constructor(document: Document, window: Window, changed: (dark: boolean) => void) {
    this.#document = document;
    this.#window = window;
    this.#changed = changed;
    this.#system = window.matchMedia("(prefers-color-scheme: dark)");
    this.#system.addEventListener("change", () => this.#show());
    this.#key = document.documentElement.dataset["themeKey"];
    if (this.#key !== undefined) {
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
    this.#keep(this.#chosen);
    this.#show();
  }

  #read(): void {
    if (this.#key === undefined) return;
    try {
      const kept = this.#window.localStorage.getItem(this.#key);
      if (kept === "dark" || kept === "light") this.#chosen = kept === "dark";
    } catch {
      // No storage: the system's theme.
    }
  }

  #keep(dark: boolean): void {
    if (this.#key === undefined) return;
    try {
      this.#window.localStorage.setItem(this.#key, dark ? "dark" : "light");
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
