import { expectModule } from "../../core/expect.ts";
import { checkOptions } from "../../core/options.ts";
import { requireTensor } from "../../core/record.ts";
import { showShape } from "../../core/shape.ts";
import { Tensor } from "../../core/tensor.ts";
import { observeCalls } from "../../nn/callable.ts";
import { Linear } from "../../nn/linear.ts";
import { Module } from "../../nn/module.ts";
import type { MapGroup, MapsPicture } from "../../payload/pictures.ts";
import { say } from "../../payload/say.ts";
import { type LivePicture, showLive } from "../livePicture.ts";
import { isActivation } from "../plotActivation.ts";
import { quietly } from "../quietly.ts";
import { extremesOf, heatMapOf, matricesOf } from "./heatMap.ts";
import { atLeastOne, partNames } from "./layers.ts";

/** How {@link featureMaps} draws. */
export interface FeatureMapsOptions {
  title?: string;
  /** Names of the layers to draw, as in `namedModules()`: `["0", "3"]`. Default: all whose outputs are images; of a layer
   * and the normalisation or activation behind it, what the last of them gives. */
  layers?: readonly string[];
  /** Channels of a layer that are drawn; of more, the first. Default 16. */
  maxChannels?: number;
}

/**
 * Draws what the channels of a network see in an image: the image, and the output of each layer that gives images, a
 * heat map for each channel. The model predicts for it as in `eval` and is left as it is. While `fit` trains the model
 * in the same cell, the picture follows; in a loop of one's own call `update()`.
 *
 * @param image shape [channels, height, width], [height, width], or a batch [n, …] of which the first is taken
 * @throws {Error} when no layer gives images
 * @example featureMaps(lenet, images.at(0));
 */
export function featureMaps(model: Module, image: Tensor, options: FeatureMapsOptions = {}): LivePicture {
  return showLive(model, () => featureMapsPicture(model, image, options));
}

/** The picture that {@link featureMaps} shows. Pure.
 * @example featureMapsPicture(lenet, images.at(0)).groups.map((group) => group.title) */
export function featureMapsPicture(
  model: Module,
  image: Tensor,
  options: FeatureMapsOptions = {},
): MapsPicture {
  expectModule("featureMaps", model);
  requireTensor("featureMaps", image);
  checkOptions("featureMaps", options, { title: 1, layers: 1, maxChannels: 1 });
  const { title = "", layers, maxChannels = 16 } = options;
  atLeastOne("featureMaps", { maxChannels });
  const x = oneImage(image);
  const called = imagesOf(model, x);
  const chosen = layers
    ? layers.map((name) => named(name, called, model))
    : called.filter(({ last }) => last);
  if (chosen.length === 0) {
    throw new Error(
      say`featureMaps: no layer of this model of ${partNames(model)} gives images (N, C, H, W); it takes one with
        convolutions.`,
    );
  }
  const groups = chosen.map(({ name, module, output }) =>
    groupOf([name, module.typeName()].filter((text) => text !== "").join(" "), output, maxChannels),
  );
  return {
    version: 1,
    kind: "maps",
    shows: "features",
    title,
    xLabel: "",
    yLabel: "",
    xTicks: [],
    yTicks: [],
    groups: [groupOf("", x, maxChannels), ...groups],
  };
}

/** A batch of one. */
function oneImage(image: Tensor): Tensor {
  const { shape } = image.array;
  if (shape.length < 2 || shape.length > 4 || image.array.size === 0) {
    throw new RangeError(
      say`featureMaps: the tensor of shape ${showShape(shape)} is no image; give [channels, height, width].`,
    );
  }
  const x = image.detach();
  if (shape.length === 4) return x.get("0:1");
  return x.reshape([...new Array<number>(4 - shape.length).fill(1), ...shape]);
}

interface Called {
  name: string;
  module: Module;
  output: Tensor;
  /** Whether no normalisation or activation goes on with what it gives. */
  last: boolean;
}

/** Every call of a part without parts that gives images, in order. */
function imagesOf(model: Module, x: Tensor): Called[] {
  const names = new Map<unknown, string>(Array.from(model.namedModules(), ([name, part]) => [part, name]));
  const calls: Called[] = [];
  quietly(model, () =>
    observeCalls(
      (module, _inputs, output) => {
        if (!(module instanceof Module) || module.children().length > 0) return;
        if (!(output instanceof Tensor) || output.array.shape.length !== 4) return;
        const before = calls.at(-1);
        // Others go along the last axis of whatever they get, and so do these, but for what is an image already.
        if (!before && !/Conv|Pool/.test(module.typeName())) return;
        if (module instanceof Linear) return;
        if (before && goesOn(module)) before.last = false;
        calls.push({ name: names.get(module) ?? "", module, output, last: true });
      },
      () => model(x) as unknown,
    ),
  );
  return calls;
}

/** Whether what a layer gives is only shown again in other numbers. */
function goesOn(module: Module): boolean {
  return /Norm|Dropout/.test(module.typeName()) || isActivation(module);
}

function named(name: string, called: readonly Called[], model: Module): Called {
  const found = called.find((call) => call.name === name);
  if (found) return found;
  throw new RangeError(
    say`featureMaps: no layer "${name}" gives images (N, C, H, W); there are ${called.map((call) => call.name).join(", ") || partNames(model)}.`,
  );
}

function groupOf(title: string, images: Tensor, most: number): MapGroup {
  const [, channels, height, width] = images.array.shape;
  const maps = matricesOf(images)
    .slice(0, Math.min(channels, most))
    .map((matrix, channel) => heatMapOf(matrix, String(channel)));
  return {
    title: `${title} (${channels}, ${height}, ${width})`.trim(),
    inLine: null,
    total: channels,
    ...extremesOf(maps),
    maps,
  };
}
