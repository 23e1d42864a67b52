/** The sliders of a picture. */
import type { Control } from "../../views/pictures/drawing.ts";
import { element } from "../element.ts";
import type { PictureTexts } from "../../views/pictures/pictureTexts.ts";

interface Row {
  control: Control;
  input: HTMLInputElement;
  output: HTMLElement;
}

export class Controls {
  readonly root: HTMLElement;
  readonly #document: Document;
  readonly #texts: PictureTexts;
  readonly #changed: (index: number) => void;
  #rows: Row[] = [];

  /** @param changed told which control was moved */
  constructor(document: Document, texts: PictureTexts, changed: (index: number) => void) {
    this.#document = document;
    this.#texts = texts;
    this.#changed = changed;
    this.root = element(document, "div", "gradbook-sliders");
  }

  get settings(): number[] {
    return this.#rows.map(({ input }) => Number(input.value));
  }

  /** The control that arrow keys on the picture move; −1 when there is none. */
  get stepping(): number {
    return this.#rows.findIndex(({ control }) => control.steps);
  }

  /** Where a control stands, and how far one step takes it. */
  stepOf(index: number): { at: number; step: number } {
    const row = this.#rows[index];
    return { at: Number(row?.input.value ?? 0), step: row?.control.step ?? 1 };
  }

  /** Shows `controls`; those that were there before stay where the reader has put them. */
  show(controls: readonly Control[]): void {
    const same =
      controls.length === this.#rows.length &&
      controls.every((control, i) => {
        const before = this.#rows[i]?.control;
        return before?.label === control.label && before.max === control.max && before.min === control.min;
      });
    if (same) {
      this.#rows.forEach((row, i) => (row.control = controls[i] ?? row.control));
      return;
    }
    this.#rows = [];
    this.root.replaceChildren(...controls.map((control, i) => this.#row(control, i)));
    if (controls.some(({ steps }) => !steps)) this.root.append(this.#resetButton());
  }

  /** Moves a control, as far as it goes. */
  move(index: number, to: number): void {
    const row = this.#rows[index];
    if (!row) return;
    const before = row.input.value;
    row.input.value = String(Math.min(row.control.max, Math.max(row.control.min, to)));
    this.#say(row);
    if (row.input.value !== before) this.#changed(index);
  }

  #row(control: Control, index: number): HTMLElement {
    const { label, min, max, step, value } = control;
    const input = element(this.#document, "input", "", {
      "type": "range",
      "min": String(min),
      "max": String(max),
      "step": String(step),
      "value": String(value),
      "aria-label": label,
    });
    input.value = String(value);
    const output = element(this.#document, "output", "");
    const row = { control, input, output };
    this.#rows.push(row);
    this.#say(row);
    input.addEventListener("input", () => {
      this.#say(row);
      this.#changed(index);
    });
    // Arrow keys are the slider's here, not the notebook's.
    input.addEventListener("keydown", (event) => event.stopPropagation());
    const name = element(this.#document, "span", "", {}, label);
    const slider = element(this.#document, "label", "gradbook-slider", {}, name, input, output);
    if (!control.steps) return slider;
    const { first, back, forward, last } = this.#texts;
    const buttons = [
      this.#button("|◀", first, () => this.move(index, min)),
      this.#button("◀", back, () => this.move(index, Number(input.value) - step)),
      this.#button("▶", forward, () => this.move(index, Number(input.value) + step)),
      this.#button("▶|", last, () => this.move(index, max)),
    ];
    return element(this.#document, "div", "gradbook-stepper", {}, ...buttons, slider);
  }

  #resetButton(): HTMLElement {
    const { reset } = this.#texts;
    const button = element(this.#document, "button", "gradbook-reset", { type: "button" }, reset);
    button.addEventListener("click", () => {
      this.#rows.forEach(({ control }, i) => this.move(i, control.value));
    });
    button.addEventListener("keydown", (event) => event.stopPropagation());
    return button;
  }

  #button(sign: string, hint: string, run: () => void): HTMLButtonElement {
    const attributes = { "type": "button", "title": hint, "aria-label": hint };
    // Drawn as a letter, not as an emoji.
    const button = element(this.#document, "button", "", attributes, `${sign}\ufe0e`);
    button.addEventListener("click", run);
    button.addEventListener("keydown", (event) => event.stopPropagation());
    return button;
  }

  #say({ control, input, output }: Row): void {
    const text = control.text(Number(input.value));
    output.textContent = text;
    input.setAttribute("aria-valuetext", text);
  }
}
