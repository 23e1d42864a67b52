/** Pictures of networks in words, for readers that cannot draw them. */
import type {
  GradientsPicture,
  ReceptivePicture,
  RecurrencePicture,
} from "../../../engine/payload/networkPictures.ts";
import { plural } from "../../../engine/payload/language.ts";
import { short } from "./graphText.ts";

export function recurrenceText(picture: RecurrencePicture): string {
  const { title, type, name, inputSize, hiddenSize, layers, bothWays, steps, parameters } = picture;
  const both = bothWays ? ", both directions" : "";
  const state = type === "LSTM" ? "(h, c)" : "h";
  const chain = steps.map((t) => `[x${t}, ${state}${t - 1} → ${state}${t}]`).join(" → ");
  return [
    ...(title === "" ? [] : [title]),
    `${[name, type].filter((text) => text !== "").join(" ")}: ${inputSize} → ${hiddenSize}, ${plural(layers, "layer")}${both}, ${plural(parameters, "parameter")}, the same at every step`,
    chain,
  ].join("\n");
}

export function receptiveText({ title, height, width, layers }: ReceptivePicture): string {
  const lines = layers.map(({ name, type, output, field, jump }) => {
    const where = `${[name, type].filter((text) => text !== "").join(" ")} (${output.join(" × ")})`;
    return `${where}: one output sees ${field.join(" × ")} pixels, its neighbour ${jump.join(" × ")} further`;
  });
  return [`${title || "Receptive field"} in an image of ${height} × ${width}`, ...lines].join("\n");
}

/** In one line while a training goes on: a terminal writes it over the one before. */
export function gradientsText({ over, title, lines }: GradientsPicture): string {
  if ((lines[0]?.y.length ?? 0) === 0) return title || "Gradient norms";
  const parts = lines.map(({ name, y }) =>
    over === "time"
      ? `${name}: ${short(y[0] ?? null)} at the first step, ${short(y.at(-1) ?? null)} at the last`
      : `${name} ${short(y.at(-1) ?? null)}`,
  );
  const head = over === "time" ? "Gradients through time" : "Gradient norms";
  return over === "time" ? [title || head, ...parts].join("\n") : `${title || head}: ${parts.join(", ")}`;
}
