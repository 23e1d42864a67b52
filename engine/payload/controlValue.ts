/** Which values a control can have. What asks is the page, the kernel and the editor: none of them trusts another. */
import type { ChosenFile, Control, ControlValue, PlacedPoint, SliderControl } from "./control.ts";
import { largestFile, largestKeptFile, mostPoints } from "./control.ts";

/** Values of a decade on a log scale without steps: two digits tell them apart. */
const perDecade = 20;

/**
 * The values that a slider goes through on a log scale, increasing; a linear one has too many to be listed.
 * @example stopsOf({ kind: "slider", label: "rate", min: 0.1, max: 1, step: null, scale: "log", value: 1 }) // 0.1, 0.11, …, 1
 */
export function stopsOf({ min, max, step, scale }: SliderControl): number[] {
  if (scale !== "log") return [];
  const count = Math.max(1, Math.round(Math.log10(max / min) * perDecade));
  const stops = Array.from({ length: count + 1 }, (_, i) => {
    const value = min * (max / min) ** (i / count);
    return step === null ? rounded(value, 2) : tidy(Math.round(value / step) * step);
  });
  return [...new Set([min, ...stops.filter((stop) => stop > min && stop < max), max])];
}

/** How many steps a linear slider has. */
export function stepsOf({ min, max, step }: SliderControl): number {
  return Math.max(1, Math.ceil(tidy((max - min) / (step ?? (max - min) / 100))));
}

/** The value of a slider at a place from 0 to {@link lastPlace}. */
export function valueAtPlace(slider: SliderControl, place: number): number {
  const { min, max, step } = slider;
  if (slider.scale === "log") {
    const stops = stopsOf(slider);
    return stops[Math.min(stops.length - 1, Math.max(0, Math.round(place)))] ?? min;
  }
  if (place >= stepsOf(slider)) return max;
  return Math.min(max, tidy(min + Math.max(0, Math.round(place)) * (step ?? (max - min) / 100)));
}

export function lastPlace(slider: SliderControl): number {
  return slider.scale === "log" ? stopsOf(slider).length - 1 : stepsOf(slider);
}

/** The place on a slider that is nearest to a value. */
export function placeOf(slider: SliderControl, value: number): number {
  const { min, max, step } = slider;
  if (slider.scale !== "log") {
    if (value >= max) return stepsOf(slider);
    return Math.max(0, Math.round((value - min) / (step ?? (max - min) / 100)));
  }
  const stops = stopsOf(slider);
  let best = 0;
  stops.forEach((stop, i) => {
    if (Math.abs(Math.log(stop / value)) < Math.abs(Math.log((stops[best] ?? stop) / value))) best = i;
  });
  return best;
}

/**
 * `value` as `control` can have it, such as a number between its ends; undefined where there is no such thing, as of a
 * choice that is offered no more.
 */
export function allowedValue(control: Control, value: unknown): ControlValue | undefined {
  switch (control.kind) {
    case "slider":
      return isNumber(value) ? between(value, control.min, control.max) : undefined;
    case "number":
      return isNumber(value) ? between(value, control.min ?? -Infinity, control.max ?? Infinity) : undefined;
    case "select":
    case "radio":
      return control.choices.find((choice) => choice === value);
    case "selectMany":
    case "checkboxes":
      return Array.isArray(value) ? control.choices.filter((choice) => value.includes(choice)) : undefined;
    case "checkbox":
      return typeof value === "boolean" ? value : undefined;
    case "text":
      return typeof value === "string" ? value : undefined;
    case "button":
      return isNumber(value) && value >= 0 ? Math.floor(value) : undefined;
    case "drawing":
      return Array.isArray(value) && value.length === control.width * control.height && value.every(isNumber)
        ? value.map((ink) => Math.round(between(ink, 0, 255)))
        : undefined;
    case "points":
      return Array.isArray(value)
        ? value
            .filter(isPoint)
            .filter(([, , label]) => label < control.classes.length)
            .map(([x, y, label]): PlacedPoint => [between(x, ...control.x), between(y, ...control.y), label])
            .slice(0, mostPoints)
        : undefined;
    case "file":
      return value === null || isFile(value) ? value : undefined;
  }
}

/** `control` with another value, which has been found to be allowed; as it is where that is none of its kind. */
export function withValue(control: Control, value: unknown): Control {
  const allowed = allowedValue(control, value);
  return allowed === undefined ? control : ({ ...control, value: allowed } as Control);
}

/** `control` as it is kept with a notebook's outputs: without the bytes of a large file. */
export function keptControl(control: Control): Control {
  if (control.kind !== "file" || !control.value || control.value.size <= largestKeptFile) return control;
  return { ...control, value: { ...control.value, base64: null } };
}

/** Whether two values are the same to the person who chose them. */
export function sameValue(a: ControlValue, b: ControlValue): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Without what arithmetic in binary fractions adds: 0.30000000000000004 is 0.3. */
export function tidy(value: number): number {
  return rounded(value, 12);
}

function rounded(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

function between(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function isPoint(value: unknown): value is PlacedPoint {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [x, y, label] = value as unknown[];
  return isNumber(x) && isNumber(y) && isNumber(label) && Number.isInteger(label) && label >= 0;
}

function isFile(value: unknown): value is ChosenFile {
  if (typeof value !== "object" || value === null) return false;
  const { name, type, size, base64 } = value as Partial<Record<keyof ChosenFile, unknown>>;
  return (
    typeof name === "string" &&
    typeof type === "string" &&
    isNumber(size) &&
    size <= largestFile &&
    (base64 === null || typeof base64 === "string")
  );
}
