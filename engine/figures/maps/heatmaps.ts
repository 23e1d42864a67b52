import { checkOptions } from "../../core/options.ts";
import { requireTensor } from "../../core/record.ts";
import { showShape } from "../../core/shape.ts";
import type { Tensor } from "../../core/tensor.ts";
import type { MapsPicture } from "../../payload/pictures.ts";
import { say } from "../../payload/say.ts";
import { type LivePicture, showLive } from "../livePicture.ts";
import { extremesOf, heatMapOf, matricesOf } from "./heatMap.ts";

/** How {@link heatmaps} draws. */
export interface HeatmapsOptions {
  title?: string;
  /** One for each column of maps, such as `["head 1", "head 2"]`. Default: none. */
  titles?: readonly string[];
  /** One for each row of maps. Default: none. */
  rowTitles?: readonly string[];
  /** What runs across a map and down. Default: nothing. */
  xLabel?: string;
  yLabel?: string;
  /** Names of the columns and rows of each map, such as the words of a sentence. Default: their numbers. */
  xTicks?: readonly string[];
  yTicks?: readonly string[];
}

/** Maps in one picture: more are not told apart. */
const MOST = 256;

/**
 * Draws matrices as heat maps in rows and columns, with one scale of colours for all: attention weights, say, with
 * a query a row and a key a column. Positive and negative numbers differ in colour; the further from 0, the stronger.
 *
 * @param matrices shape [rows, cols, queries, keys]; [cols, queries, keys] is one row of maps, [queries, keys] one map
 * @returns what draws the values that hold later, with `update()`
 * @throws {RangeError} for another number of axes, or names that are not as many as what they name
 * @example heatmaps(weights, { xLabel: "keys", yLabel: "queries", titles: ["head 1", "head 2"] });
 */
export function heatmaps(matrices: Tensor, options: HeatmapsOptions = {}): LivePicture {
  return showLive(matrices, () => heatmapsPicture(matrices, options));
}

/** The picture that {@link heatmaps} shows. Pure.
 * @example heatmapsPicture(torch.eye(3)).groups[0].maps[0].values */
export function heatmapsPicture(matrices: Tensor, options: HeatmapsOptions = {}): MapsPicture {
  requireTensor("heatmaps", matrices);
  checkOptions("heatmaps", options, {
    title: 1,
    titles: 1,
    rowTitles: 1,
    xLabel: 1,
    yLabel: 1,
    xTicks: 1,
    yTicks: 1,
  });
  const { shape } = matrices.array;
  if (shape.length < 2 || shape.length > 4 || matrices.array.size === 0) {
    throw new RangeError(
      say`heatmaps: the tensor of shape ${showShape(shape)} is no matrices; give one of shape [rows, cols, queries,
        keys].`,
    );
  }
  const [rows, cols, height, width] = [1, 1, ...shape].slice(-4);
  if (rows * cols > MOST) {
    throw new RangeError(
      say`heatmaps: ${rows * cols} maps are too many to be told apart; choose ${MOST} at most, as in
        weights.get("0:2").`,
    );
  }
  const { title = "", titles = [], rowTitles = [], xLabel = "", yLabel = "" } = options;
  const { xTicks = [], yTicks = [] } = options;
  const counts = { titles: cols, rowTitles: rows, xTicks: width, yTicks: height };
  for (const [name, given] of Object.entries({ titles, rowTitles, xTicks, yTicks })) {
    const wanted = counts[name as keyof typeof counts];
    if (given.length === 0 || given.length === wanted) continue;
    throw new RangeError(
      say`heatmaps: there are ${given.length} ${name} for a tensor of shape ${showShape(shape)}; give ${wanted}.`,
    );
  }
  const maps = matricesOf(matrices).map((matrix, i) => heatMapOf(matrix, titles[i % cols] ?? ""));
  const range = extremesOf(maps);
  return {
    version: 1,
    kind: "maps",
    shows: "maps",
    title,
    xLabel,
    yLabel,
    xTicks: [...xTicks],
    yTicks: [...yTicks],
    groups: Array.from({ length: rows }, (_, row) => ({
      title: rowTitles[row] ?? "",
      inLine: cols,
      total: cols,
      ...range,
      maps: maps.slice(row * cols, (row + 1) * cols),
    })),
  };
}
