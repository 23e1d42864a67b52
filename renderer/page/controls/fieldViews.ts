/** Sliders and fields: numbers and texts. */
import type { NumberControl, SliderControl, TextControl } from "../../../engine/payload/control.ts";
import { allowedValue, lastPlace, placeOf, valueAtPlace } from "../../../engine/payload/controlValue.ts";
import { numberText } from "../../../engine/payload/controlWords.ts";
import { element } from "../element.ts";
import { elementId, keepKeys, type ControlView, type ViewParts } from "./view.ts";

/** Who types is left to finish, in milliseconds. */
const typing = 500;

export function sliderView(parts: ViewParts, first: SliderControl): ControlView<SliderControl> {
  const { document, texts } = parts;
  const id = elementId();
  const { label } = first;
  const range = element(document, "input", "", {
    type: "range",
    id,
    min: "0",
    max: String(lastPlace(first)),
    step: "1",
  });
  const field = numberField(document, texts.exactly(label));
  let control = first;
  const show = (next: SliderControl): void => {
    control = next;
    const text = numberText(next.value);
    range.value = String(placeOf(next, next.value));
    range.setAttribute("aria-valuetext", text);
    if (document.activeElement !== field || Number(field.value) !== next.value) field.value = text;
  };
  const change = (value: number): void => {
    show({ ...control, value });
    parts.changed(value);
  };
  range.addEventListener("input", () => change(valueAtPlace(control, Number(range.value))));
  whenTyped(field, (text) => {
    const value = Number(text.replace(",", "."));
    const allowed = text.trim() === "" ? undefined : allowedValue(control, value);
    if (allowed === undefined) show(control);
    else change(allowed as number);
  });
  keepKeys(range);
  show(first);
  const name = element(document, "label", "gradbook-control-label", { for: id }, label);
  return { root: element(document, "div", "gradbook-control-row", {}, name, range, field), show };
}

export function numberView(parts: ViewParts, first: NumberControl): ControlView<NumberControl> {
  const { document } = parts;
  const id = elementId();
  const { label, min, max, step } = first;
  const field = element(document, "input", "gradbook-control-number", {
    type: "number",
    id,
    step: "any",
    ...(min === null ? {} : { min: String(min) }),
    ...(max === null ? {} : { max: String(max) }),
  });
  let control = first;
  const show = (next: NumberControl): void => {
    control = next;
    if (document.activeElement !== field || Number(field.value) !== next.value)
      field.value = numberText(next.value);
  };
  const change = (value: number): void => {
    const allowed = allowedValue(control, value);
    if (typeof allowed !== "number") return show(control);
    const differs = allowed !== control.value;
    show({ ...control, value: allowed });
    if (differs) parts.changed(allowed);
  };
  whenTyped(field, (text) => (text.trim() === "" ? show(control) : change(Number(text))));
  // The browser's own steps would be those of `step`, and refuse all numbers in between.
  field.addEventListener("keydown", (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    change(Number(numberText(Number(field.value) + by * (step ?? 1))));
  });
  keepKeys(field);
  show(first);
  const name = element(document, "label", "gradbook-control-label", { for: id }, label);
  return { root: element(document, "div", "gradbook-control-row", {}, name, field), show };
}

export function textView(parts: ViewParts, first: TextControl): ControlView<TextControl> {
  const { document } = parts;
  const id = elementId();
  const { label, placeholder, rows } = first;
  const attributes = { id, placeholder, spellcheck: "false" };
  const field =
    rows > 1
      ? element(document, "textarea", "gradbook-control-text", { ...attributes, rows: String(rows) })
      : element(document, "input", "gradbook-control-text", { ...attributes, type: "text" });
  let control = first;
  const show = (next: TextControl): void => {
    control = next;
    if (field.value !== next.value) field.value = next.value;
  };
  whenTyped(field, (value) => {
    if (value === control.value) return;
    control = { ...control, value };
    parts.changed(value);
  });
  keepKeys(field);
  show(first);
  const name = element(document, "label", "gradbook-control-label", { for: id }, label);
  return { root: element(document, "div", "gradbook-control-row", {}, name, field), show };
}

function numberField(document: Document, label: string): HTMLInputElement {
  const field = element(document, "input", "gradbook-control-number", {
    "type": "text",
    "inputmode": "decimal",
    "aria-label": label,
  });
  keepKeys(field);
  return field;
}

/** Tells what is typed once its author rests, presses Enter or leaves the field. */
function whenTyped(field: HTMLInputElement | HTMLTextAreaElement, told: (text: string) => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = (): void => {
    clearTimeout(timer);
    timer = undefined;
    told(field.value);
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    // A number that is half typed is another number.
    if (field.classList.contains("gradbook-control-text")) timer = setTimeout(tell, typing);
  });
  field.addEventListener("change", tell);
}
