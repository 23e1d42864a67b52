/** Matrices too large to be drawn entry by entry. */
import { sample, type Sample } from "../payload/sample.ts";

/** Means of blocks of a matrix given row by row; those at the edges may be smaller. */
export function blocks(
  values: ArrayLike<number>,
  [height, width]: readonly [number, number],
  rowsEach: number,
  columnsEach: number,
): Sample[][] {
  return Array.from({ length: Math.ceil(height / rowsEach) }, (_, r) =>
    Array.from({ length: Math.ceil(width / columnsEach) }, (_, c) => {
      let [sum, count] = [0, 0];
      for (let i = r * rowsEach; i < Math.min(height, (r + 1) * rowsEach); i++) {
        for (let j = c * columnsEach; j < Math.min(width, (c + 1) * columnsEach); j++) {
          sum += values[i * width + j];
          count++;
        }
      }
      return sample(sum / count);
    }),
  );
}
