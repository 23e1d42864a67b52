/** Images with their labels and predictions. */
import { expectIterable } from "../core/expect.ts";
import { host } from "../core/host.ts";
import { checkOptions, type OptionNames } from "../core/options.ts";
import { plural } from "../payload/language.ts";
import { say } from "../payload/say.ts";
import type { Image } from "./images.ts";
import { type LabelledImage, labelledImages } from "./labelledImages.ts";
import { type Plottable, rowsOf, type TensorLike } from "./values.ts";

/** How {@link showImages} shows. */
export interface ShowImagesOptions {
  /** What each image is: a class or a text. */
  labels?: Plottable | readonly string[];
  /** What a model says of each: a class or a text. Those that differ from the label are marked. */
  predictions?: Plottable | readonly string[];
  /** Names of the classes 0, 1, 2, … Default: their numbers. */
  classNames?: readonly string[];
  /** Images in a line. Default 6. */
  columns?: number;
  /** How many are shown. Default 24. */
  count?: number;
}

const names: OptionNames<ShowImagesOptions> = {
  labels: 1,
  predictions: 1,
  classNames: 1,
  columns: 1,
  count: 1,
};

/**
 * Shows images in a grid, with what they are and what a model says; where these differ, the image is framed. Each is
 * stretched from its smallest value (black) to its largest (white); colour images hold red, green and blue in [0, 1].
 *
 * @param images (n, height, width), (n, 1 or 3, height, width) or (n, height, width, 3); or a list of images
 * @throws {RangeError} for fewer labels or predictions than images
 * @example showImages(x, { labels: y, predictions: predict(net, x).argmax(1), classNames });
 */
export function showImages(images: TensorLike | readonly Image[], options: ShowImagesOptions = {}): void {
  expectIterable("showImages", "pictures, such as a tensor (count, height, width)", images);
  const { svg, text } = shownImages(images, options);
  host().display?.({ "image/svg+xml": svg, "text/plain": text });
}

/** What {@link showImages} shows. Pure. */
export function shownImages(
  images: TensorLike | readonly Image[],
  options: ShowImagesOptions = {},
): { svg: string; text: string } {
  checkOptions("showImages", options, names);
  const { columns = 6, count = 24, classNames } = options;
  for (const [name, value] of Object.entries({ columns, count }))
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(say`showImages: ${name} is ${value}; give a whole number of at least 1.`);
  const all = ("toArray" in images ? images.toArray() : Array.from(images)) as Image[];
  const labels = options.labels === undefined ? null : textsOf(options.labels, "labels", classNames);
  const predictions =
    options.predictions === undefined ? null : textsOf(options.predictions, "predictions", classNames);
  for (const [name, texts] of Object.entries({ labels, predictions }))
    if (texts && texts.length < all.length)
      throw new RangeError(
        say`showImages: there are ${all.length} images and ${texts.length} ${name}; give as many.`,
      );
  const shown = all.slice(0, count).map((image, i): LabelledImage => ({
    image,
    label: labels?.[i] ?? "",
    prediction: predictions?.[i] ?? null,
    note: "",
  }));
  const words = shown.map(({ label, prediction }) =>
    prediction === null
      ? label
      : label === ""
        ? prediction
        : label === prediction
          ? `✓ ${label}`
          : `✗ ${prediction} (${label})`,
  );
  const more = shown.length < all.length ? ` of ${all.length}` : "";
  const list = words.some((word) => word !== "") ? `: ${words.join(", ")}` : "";
  return {
    svg: labelledImages(shown, Math.min(columns, Math.max(1, shown.length))),
    text: `${plural(shown.length, "image")}${more}${list}`,
  };
}

function textsOf(
  given: Plottable | readonly string[],
  name: string,
  classNames: readonly string[] | undefined,
): string[] {
  const isTexts = Array.isArray(given) && given.every((one) => typeof one === "string");
  if (isTexts) return [...(given as readonly string[])];
  return rowsOf(given as Plottable, `showImages: ${name}`)
    .flat()
    .map((value) => classNames?.[value] ?? String(value));
}
