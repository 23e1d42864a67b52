/** Lists, boxes and buttons: one of several, any of several, yes or no, once more. */
import type {
  ButtonControl,
  CheckboxControl,
  ChoiceControl,
  ChoicesControl,
} from "../../../engine/payload/control.ts";
import { element } from "../element.ts";
import { elementId, keepKeys, type ControlView, type ViewParts } from "./view.ts";

export function selectView(parts: ViewParts, first: ChoiceControl): ControlView<ChoiceControl> {
  const { document } = parts;
  const { id, list } = listOf(document, first.choices, {});
  list.addEventListener("change", () => parts.changed(list.value));
  const show = ({ value }: ChoiceControl): void => void (list.value = value);
  show(first);
  return { root: row(document, id, first.label, list), show };
}

export function selectManyView(parts: ViewParts, first: ChoicesControl): ControlView<ChoicesControl> {
  const { document } = parts;
  const size = String(Math.min(8, Math.max(2, first.choices.length)));
  const { id, list } = listOf(document, first.choices, { multiple: "", size });
  list.addEventListener("change", () => {
    parts.changed(Array.from(list.selectedOptions, ({ value }) => value));
  });
  const show = ({ value }: ChoicesControl): void => {
    for (const option of list.options) option.selected = value.includes(option.value);
  };
  show(first);
  return { root: row(document, id, first.label, list), show };
}

export function radioView(parts: ViewParts, first: ChoiceControl): ControlView<ChoiceControl> {
  const { document } = parts;
  const { root, boxes } = boxesOf(document, "radio", first.label, first.choices);
  for (const box of boxes) box.addEventListener("change", () => parts.changed(box.value));
  const show = ({ value }: ChoiceControl): void => {
    for (const box of boxes) box.checked = box.value === value;
  };
  show(first);
  return { root, show };
}

export function checkboxesView(parts: ViewParts, first: ChoicesControl): ControlView<ChoicesControl> {
  const { document } = parts;
  const { root, boxes } = boxesOf(document, "checkbox", first.label, first.choices);
  const ticked = (): string[] => boxes.filter(({ checked }) => checked).map(({ value }) => value);
  for (const box of boxes) box.addEventListener("change", () => parts.changed(ticked()));
  const show = ({ value }: ChoicesControl): void => {
    for (const box of boxes) box.checked = value.includes(box.value);
  };
  show(first);
  return { root, show };
}

export function checkboxView(parts: ViewParts, first: CheckboxControl): ControlView<CheckboxControl> {
  const { document } = parts;
  const box = element(document, "input", "", { type: "checkbox" });
  box.addEventListener("change", () => parts.changed(box.checked));
  keepKeys(box);
  const show = ({ value }: CheckboxControl): void => void (box.checked = value);
  show(first);
  const name = element(document, "label", "gradbook-control-box", {}, box, first.label);
  return { root: element(document, "div", "gradbook-control-row", {}, name), show };
}

export function buttonView(parts: ViewParts, first: ButtonControl): ControlView<ButtonControl> {
  const { document } = parts;
  const button = element(document, "button", "gradbook-control-button", { type: "button" }, first.label);
  let pressed = first.value;
  button.addEventListener("click", () => parts.changed(++pressed));
  keepKeys(button);
  const show = ({ value }: ButtonControl): void => void (pressed = value);
  return { root: element(document, "div", "gradbook-control-row", {}, button), show };
}

function listOf(
  document: Document,
  choices: readonly string[],
  attributes: Readonly<Record<string, string>>,
): { id: string; list: HTMLSelectElement } {
  const id = elementId();
  const options = choices.map((value) => element(document, "option", "", { value }, value));
  const list = element(document, "select", "gradbook-control-list", { ...attributes, id }, ...options);
  keepKeys(list);
  return { id, list };
}

function row(document: Document, id: string, label: string, field: HTMLElement): HTMLElement {
  const name = element(document, "label", "gradbook-control-label", { for: id }, label);
  return element(document, "div", "gradbook-control-row", {}, name, field);
}

function boxesOf(
  document: Document,
  type: "radio" | "checkbox",
  label: string,
  choices: readonly string[],
): { root: HTMLElement; boxes: HTMLInputElement[] } {
  const name = elementId();
  const boxes = choices.map((value) => {
    const box = element(document, "input", "", { type, name, value });
    keepKeys(box);
    return box;
  });
  const rows = boxes.map((box) => element(document, "label", "gradbook-control-box", {}, box, box.value));
  const legend = element(document, "legend", "gradbook-control-label", {}, label);
  const list = element(document, "div", "gradbook-control-boxes", {}, ...rows);
  return { root: element(document, "fieldset", "gradbook-control-row", {}, legend, list), boxes };
}
