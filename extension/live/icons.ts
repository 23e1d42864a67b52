/** The page's icons: drawn, so that no font of pictures stands in for them. */

const shapes = {
  run: "M4 2.5v11l9-5.5z",
  stop: "M3.5 3.5h9v9h-9z",
  runAll: "M1.5 2.5v11l6.5-5.5zM8 2.5v11l6.5-5.5z",
  reset: "M8 2a6 6 0 1 0 6 6h-1.6A4.4 4.4 0 1 1 8 3.6V6l4-3.2L8 0z",
  download: "M7.2 1h1.6v7.2l2.5-2.5 1.1 1.1L8 11.2 3.6 6.8l1.1-1.1 2.5 2.5zM2 13h12v1.6H2z",
  scheme: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 1.6v10.8a5.4 5.4 0 0 1 0-10.8z",
  add: "M7.2 2h1.6v5.2H14v1.6H8.8V14H7.2V8.8H2V7.2h5.2z",
  remove: "M6 1h4l.8 1H14v1.5H2V2h3.2zM3 5h10l-.8 10H3.8zm3 2v6h1V7zm3 0v6h1V7z",
  edit: "M11.5 1.5l3 3-9 9-3.8.8.8-3.8z",
  done: "M2 8.5l1.2-1.2 3 3 6.6-6.6L14 4.9l-7.8 7.8z",
} as const;

export type Icon = keyof typeof shapes;

export function icon(document: Document, name: Icon): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", shapes[name]);
  svg.append(path);
  return svg;
}

export interface ButtonText {
  label: string;
  /** What it says beside its icon; nothing by default. */
  shown?: string;
  hint?: string;
}

/** A button whose icon and words can be told apart by nobody but those who see. */
export function button(document: Document, name: Icon, run: () => void): Button {
  const root = document.createElement("button");
  root.type = "button";
  root.addEventListener("click", run);
  return new Button(document, root, name);
}

export class Button {
  readonly root: HTMLButtonElement;
  readonly #document: Document;
  #icon: Icon;
  #shown = "";

  constructor(document: Document, root: HTMLButtonElement, name: Icon) {
    this.#document = document;
    this.root = root;
    this.#icon = name;
    this.#draw();
  }

  /** Changes what differs. */
  set(name: Icon, { label, shown = "", hint = label }: ButtonText): void {
    if (this.root.getAttribute("aria-label") !== label) this.root.setAttribute("aria-label", label);
    this.root.title = hint;
    if (name === this.#icon && shown === this.#shown) return;
    this.#icon = name;
    this.#shown = shown;
    this.#draw();
  }

  #draw(): void {
    const words = this.#document.createElement("span");
    words.textContent = this.#shown;
    this.root.replaceChildren(icon(this.#document, this.#icon), ...(this.#shown === "" ? [] : [words]));
  }
}
