/** Controls in words: for readers that draw nothing, and beside stills. */
import type { Control } from "./control.ts";
import { plural, textsIn } from "./language.ts";

const en = {
  slider: (min: string, max: string) => `slider from ${min} to ${max}`,
  log: "log scale",
  /** Between parts of a list. */
  comma: ", ",
  number: "number",
  atLeast: (min: string) => `at least ${min}`,
  atMost: (max: string) => `at most ${max}`,
  oneOf: (choices: string) => `one of ${choices}`,
  anyOf: (choices: string) => `any of ${choices}`,
  none: "none",
  yes: "yes",
  no: "no",
  empty: "empty",
  button: "button",
  pressed: (count: number) => `pressed ${count === 1 ? "once" : `${count} times`}`,
  drawing: (width: number, height: number) => `drawing of ${width} × ${height} pixels`,
  drawn: (inked: number) => `${plural(inked, "pixel")} drawn on`,
  points: (count: number) => plural(count, "point"),
  noFile: "no file chosen",
  file: (name: string, size: string) => `${name}, ${size}`,
};
const zh: typeof en = {
  slider: (min, max) => `滑块，从 ${min} 到 ${max}`,
  log: "对数刻度",
  comma: "，",
  number: "数字",
  atLeast: (min) => `不小于 ${min}`,
  atMost: (max) => `不大于 ${max}`,
  oneOf: (choices) => `可选 ${choices}`,
  anyOf: (choices) => `可多选 ${choices}`,
  none: "无",
  yes: "是",
  no: "否",
  empty: "空",
  button: "按钮",
  pressed: (count) => `已按 ${count} 次`,
  drawing: (width, height) => `${width} × ${height} 像素的画板`,
  drawn: (inked) => `画了 ${inked} 个像素`,
  points: (count) => `${count} 个点`,
  noFile: "未选择文件",
  file: (name, size) => `${name}，${size}`,
};

/** Label, value, and in brackets what else it could be. */
export function controlWords(control: Control, language: string): string {
  const note = noteOf(control, language);
  const value = valueWords(control, language);
  return `${control.label}: ${value}${note === "" ? "" : ` (${note})`}`;
}

/** The value alone. */
export function valueWords(control: Control, language: string): string {
  const texts = textsIn({ en, zh }, language);
  switch (control.kind) {
    case "slider":
    case "number":
      return numberText(control.value);
    case "select":
    case "radio":
      return control.value;
    case "selectMany":
    case "checkboxes":
      return control.value.length === 0 ? texts.none : control.value.join(texts.comma);
    case "checkbox":
      return control.value ? texts.yes : texts.no;
    case "text":
      return control.value === "" ? texts.empty : control.value;
    case "button":
      return texts.pressed(control.value);
    case "drawing":
      return texts.drawn(control.value.filter((ink) => ink > 0).length);
    case "points":
      return control.classes
        .map((name, i) => `${name}: ${texts.points(countOf(control.value, i))}`)
        .join(texts.comma);
    case "file":
      return control.value ? texts.file(control.value.name, sizeText(control.value.size)) : texts.noFile;
  }
}

function noteOf(control: Control, language: string): string {
  const texts = textsIn({ en, zh }, language);
  switch (control.kind) {
    case "slider": {
      const range = texts.slider(numberText(control.min), numberText(control.max));
      return control.scale === "log" ? `${range}${texts.comma}${texts.log}` : range;
    }
    case "number": {
      const { min, max } = control;
      const ends = [
        ...(min === null ? [] : [texts.atLeast(numberText(min))]),
        ...(max === null ? [] : [texts.atMost(numberText(max))]),
      ];
      return [texts.number, ...ends].join(texts.comma);
    }
    case "select":
    case "radio":
      return texts.oneOf(control.choices.join(texts.comma));
    case "selectMany":
    case "checkboxes":
      return texts.anyOf(control.choices.join(texts.comma));
    case "button":
      return texts.button;
    case "drawing":
      return texts.drawing(control.width, control.height);
    default:
      return "";
  }
}

/** As short as it tells the number: 0.0001, 1e-7. */
export function numberText(value: number): string {
  return String(Number(value.toPrecision(12)));
}

export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function countOf(points: readonly (readonly number[])[], label: number): number {
  return points.filter(([, , of]) => of === label).length;
}
