/** Controls: a cell asks for a value, and a person moves it. */
export { number, slider, type NumberOptions, type SliderOptions } from "./numbers.ts";
export {
  checkbox,
  radio,
  select,
  type CheckboxOptions,
  type CheckboxesOptions,
  type ChoiceOptions,
  type ChoicesOptions,
  type NamedChoices,
} from "./choices.ts";
export { button, text, type TextOptions } from "./texts.ts";
export { drawing, points, type DrawingOptions, type PlacedPoints, type PointsOptions } from "./drawings.ts";
export { file, InputFile, type FileOptions } from "./files.ts";
