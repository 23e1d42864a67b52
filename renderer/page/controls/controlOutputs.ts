/** The controls on the page: made once, kept in place while their cells run again, told of what other pages chose. */
import type { Control, ControlPayload, ControlValue } from "../../../engine/payload/control.ts";
import { sameValue, withValue } from "../../../engine/payload/controlValue.ts";
import type { ControlMoved, FromRenderer } from "../../../engine/payload/messages.ts";
import { controlTextsFor } from "../../views/controls/controlTexts.ts";
import type { Theme } from "../../views/theme/theme.ts";
import { element } from "../element.ts";
import {
  buttonView,
  checkboxView,
  checkboxesView,
  radioView,
  selectManyView,
  selectView,
} from "./choiceViews.ts";
import { drawingView } from "./drawingView.ts";
import { numberView, sliderView, textView } from "./fieldViews.ts";
import { fileView } from "./fileView.ts";
import { pointsView } from "./pointsView.ts";
import type { ControlView, ViewParts } from "./view.ts";

export class ControlOutputs {
  readonly #document: Document;
  readonly #theme: () => Theme;
  readonly #post: (message: FromRenderer) => void;
  readonly #shown = new Map<string, ControlOutput>();

  constructor(document: Document, theme: () => Theme, post: (message: FromRenderer) => void) {
    this.#document = document;
    this.#theme = theme;
    this.#post = post;
  }

  /** Renders the JSON of a control into `host`; `read` parses it and may throw. */
  render(id: string, read: () => unknown, host: HTMLElement, language: string): void {
    try {
      const payload = readControl(read());
      let output = this.#shown.get(id);
      if (!output?.update(payload)) {
        output = new ControlOutput(this.#document, payload, {
          language,
          theme: this.#theme,
          post: this.#post,
        });
        this.#shown.set(id, output);
      }
      // Moving it would take the focus from it.
      if (output.root.parentElement !== host || host.childNodes.length !== 1)
        host.replaceChildren(output.root);
    } catch (error) {
      this.#shown.delete(id);
      const reason = error instanceof Error ? error.message : String(error);
      host.replaceChildren(element(this.#document, "p", "", { role: "alert" }, reason));
    }
  }

  receive(message: ControlMoved): void {
    for (const output of this.#shown.values()) output.receive(message);
  }

  redraw(): void {
    for (const output of this.#shown.values()) output.redraw();
  }

  /** Forgets one output, or all. */
  dispose(id?: string): void {
    if (id === undefined) this.#shown.clear();
    else this.#shown.delete(id);
  }
}

interface OutputParts {
  language: string;
  theme: () => Theme;
  post: (message: FromRenderer) => void;
}

class ControlOutput {
  readonly root: HTMLElement;
  readonly #view: ControlView;
  readonly #note: HTMLElement;
  readonly #asleep: string;
  #payload: ControlPayload;
  /** When the value that is shown was chosen. */
  #stamp: number;

  constructor(document: Document, payload: ControlPayload, { language, theme, post }: OutputParts) {
    const texts = controlTextsFor(language);
    this.#payload = payload;
    this.#stamp = payload.stamp;
    this.#asleep = texts.asleep;
    const live = element(document, "div", "gradbook-hidden", { "aria-live": "polite" });
    const changed = (value: ControlValue): void => {
      // Later than any other: of two values that are on their way, the newer one is told by it.
      this.#stamp = Math.max(Date.now(), this.#stamp + 1);
      this.#payload = { ...this.#payload, control: withValue(this.#payload.control, value) };
      post({ type: "control", id: this.#payload.id, value, stamp: this.#stamp });
    };
    const announce = (text: string): void => void (live.textContent = text);
    this.#view = viewOf({ document, texts, language, theme, changed, announce }, payload.control);
    this.#note = element(document, "div", "gradbook-control-note", { role: "status" });
    this.root = element(document, "div", "gradbook-control", {}, this.#view.root, this.#note, live);
  }

  /** Shows what a further run of the cell has shown in this place. @returns false for another control */
  update(payload: ControlPayload): boolean {
    const same =
      payload.key === this.#payload.key &&
      sameValue(payload.initial, this.#payload.initial) &&
      JSON.stringify(withoutValue(payload.control)) === JSON.stringify(withoutValue(this.#payload.control));
    if (!same) return false;
    const { control } = this.#payload;
    // What the person has chosen here is what the run shows, or newer than it.
    const newer = this.#stamp === 0 || payload.stamp > this.#stamp;
    this.#payload = newer ? payload : { ...payload, control };
    if (payload.id !== this.#payload.id) this.#note.textContent = "";
    if (newer && !sameValue(control.value, payload.control.value)) this.#view.show(payload.control);
    if (newer) this.#stamp = payload.stamp;
    return true;
  }

  /** A value that this page or another one told; those of other controls are ignored. */
  receive({ id, value, stamp, followed }: ControlMoved): void {
    if (id !== this.#payload.id) return;
    this.#note.textContent = followed ? "" : this.#asleep;
    if (stamp <= this.#stamp) return;
    this.#stamp = stamp;
    const control = withValue(this.#payload.control, value);
    this.#payload = { ...this.#payload, control };
    this.#view.show(control);
  }

  redraw(): void {
    this.#view.redraw?.();
  }
}

function withoutValue(control: Control): object {
  return { ...control, value: null };
}

function viewOf(parts: ViewParts, control: Control): ControlView {
  switch (control.kind) {
    case "slider":
      return sliderView(parts, control);
    case "number":
      return numberView(parts, control);
    case "select":
      return selectView(parts, control);
    case "radio":
      return radioView(parts, control);
    case "selectMany":
      return selectManyView(parts, control);
    case "checkboxes":
      return checkboxesView(parts, control);
    case "checkbox":
      return checkboxView(parts, control);
    case "text":
      return textView(parts, control);
    case "button":
      return buttonView(parts, control);
    case "drawing":
      return drawingView(parts, control);
    case "points":
      return pointsView(parts, control);
    case "file":
      return fileView(parts, control);
  }
}

/** @throws {TypeError} saying what is wrong with `value` */
function readControl(value: unknown): ControlPayload {
  const { version, id, key, control } = (value ?? {}) as Partial<ControlPayload>;
  if (version !== 1) throw new TypeError(`unknown version ${String(version)}`);
  if (typeof id !== "string" || typeof key !== "string" || typeof control !== "object")
    throw new TypeError("this is no control");
  return value as ControlPayload;
}
