/** Matrices of a tensor as heat maps. */
import type { Tensor } from "../../core/tensor.ts";
import type { HeatMap, MapGroup } from "../../payload/pictures.ts";
import { sample, type Sample } from "../../payload/sample.ts";
import { blocks } from "../blocks.ts";

/** Rows and columns of one map; of a larger matrix, cells stand for the mean of a block. */
const CELLS = 64;

/** The matrices in the last two axes of `x`, row by row of the axes before. */
export function matricesOf(x: Tensor): { values: ArrayLike<number>; rows: number; columns: number }[] {
  const [rows, columns] = x.array.shape.slice(-2);
  const all = x.toTypedArray() as ArrayLike<number | bigint>;
  const values = Float64Array.from({ length: all.length }, (_, i) => Number(all[i]));
  const size = rows * columns;
  const count = size === 0 ? 0 : values.length / size;
  return Array.from({ length: count }, (_, i) => ({
    values: values.subarray(i * size, (i + 1) * size),
    rows,
    columns,
  }));
}

export function heatMapOf(
  { values, rows, columns }: { values: ArrayLike<number>; rows: number; columns: number },
  title: string,
): HeatMap {
  const rowsEach = Math.ceil(rows / CELLS);
  const columnsEach = Math.ceil(columns / CELLS);
  return {
    title,
    rows,
    columns,
    rowsEach,
    columnsEach,
    values: blocks(values, [rows, columns], rowsEach, columnsEach).map((row) => row.map(short)),
  };
}

/** The least and the greatest of what the maps show; null where nothing is finite. */
export function extremesOf(maps: readonly HeatMap[]): Pick<MapGroup, "low" | "high"> {
  let [low, high] = [Infinity, -Infinity];
  for (const { values } of maps) {
    for (const value of values.flat()) {
      if (value === null) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return { low: sample(low), high: sample(high) };
}

/** As many digits as are read: a picture of many thousand numbers stays small. */
function short(value: Sample): Sample {
  return value === null ? null : Number(value.toPrecision(5));
}
