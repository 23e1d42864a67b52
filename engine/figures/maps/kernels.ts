import { expectModule } from "../../core/expect.ts";
import { checkOptions } from "../../core/options.ts";
import { Conv1d, Conv2d, ConvTranspose2d } from "../../nn/images/conv.ts";
import type { Module } from "../../nn/module.ts";
import type { MapGroup, MapsPicture } from "../../payload/pictures.ts";
import { say } from "../../payload/say.ts";
import { type LivePicture, showLive } from "../livePicture.ts";
import { atLeastOne, partNames } from "./layers.ts";
import { extremesOf, heatMapOf, matricesOf } from "./heatMap.ts";

/** How {@link kernels} draws. */
export interface KernelsOptions {
  title?: string;
  /** Output channels that are drawn of a layer, and input channels of each; of more, the first. Default 16. */
  maxChannels?: number;
}

/**
 * Draws the kernels of convolutions as images: what each output channel looks for. Of a layer with one input channel
 * it is one image for each output channel; with several, a line for each output channel with an image for each input
 * channel. While `fit` trains the model in the same cell, the picture follows; in a loop of one's own call `update()`.
 *
 * @param layer a convolution, whose weight has the shape [out, in / groups, height, width]; or a model with some
 * @throws {Error} when there is no convolution in it
 * @example kernels(net[0]);
 */
export function kernels(layer: Module, options: KernelsOptions = {}): LivePicture {
  return showLive(layer, () => kernelsPicture(layer, options));
}

/** The picture that {@link kernels} shows. Pure.
 * @example kernelsPicture(new nn.Conv2d(1, 6, 5)).groups[0].maps.length // 6 */
export function kernelsPicture(layer: Module, options: KernelsOptions = {}): MapsPicture {
  expectModule("kernels", layer);
  checkOptions("kernels", options, { title: 1, maxChannels: 1 });
  const { title = "", maxChannels = 16 } = options;
  atLeastOne("kernels", { maxChannels });
  const groups: MapGroup[] = [];
  for (const [name, part] of layer.namedModules()) {
    const isTurned = part instanceof ConvTranspose2d;
    if (isTurned || part instanceof Conv2d || part instanceof Conv1d) {
      groups.push(groupOf(name, part, isTurned, maxChannels));
    }
  }
  if (groups.length === 0) {
    throw new Error(say`kernels: there is no convolution in this model of ${partNames(layer)}.`);
  }
  return {
    version: 1,
    kind: "maps",
    shows: "kernels",
    title,
    xLabel: "",
    yLabel: "",
    xTicks: [],
    yTicks: [],
    groups,
  };
}

type Convolution = Conv1d<boolean> | Conv2d<boolean> | ConvTranspose2d<boolean>;

/** The weight of a transposed convolution has its input channels first. */
function groupOf(name: string, part: Convolution, isTurned: boolean, most: number): MapGroup {
  const { weight } = part;
  const [first, second] = weight.array.shape;
  const shown = [Math.min(first, most), Math.min(second, most)] as const;
  const matrices = matricesOf(weight);
  // Kernels along sequences are matrices of input channel and place already.
  const flat = weight.array.shape.length === 3;
  const inputs = flat ? 1 : shown[1];
  const maps = Array.from({ length: shown[0] }, (_, i) =>
    Array.from({ length: inputs }, (_, j) => {
      // Output channels of a group see the input channels of that group, and a transposed layer's the other way round.
      const other = Math.floor(i / (first / part.groups)) * second + j;
      const [from, to] = isTurned ? [i, other] : [other, i];
      const label = second === 1 || flat ? String(i) : `${from} → ${to}`;
      return heatMapOf(matrices[flat ? i : i * second + j], label);
    }),
  ).flat();
  return {
    title: [name, part.typeName(), `(${weight.array.shape.join(", ")})`]
      .filter((text) => text !== "")
      .join(" "),
    inLine: inputs > 1 ? inputs : null,
    total: flat ? first : first * second,
    ...extremesOf(maps),
    maps,
  };
}
