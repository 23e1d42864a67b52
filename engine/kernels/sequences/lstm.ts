/**
 * Long short-term memory over a whole sequence, for `rows` of its `batch`, as gru.ts does gated recurrent units. Of each
 * element `gates` keeps i, f, g and o; `cells` are the memories after each step.
 */
import { vsigmoid, vtanh } from "../elementary";
import { fma } from "../simd";
import { give, sigmoidSlope, take, tanhSlope } from "./lanes";
import { byPacked, wide } from "./packed";

export function lstmForward(
  rows: i32, steps: i32, batch: i32, size: i32, x: usize, start: usize, startCell: usize, packed: usize, out: usize,
  cells: usize, gates: usize, area: usize, backwards: bool,
): void {
  const state = <usize>(batch * size) << 2;
  const line = <usize>(wide(4 * size)) << 2;
  const width = <usize>size << 2;
  let h = start;
  let c = startCell;
  for (let s = 0; s < steps; s++) {
    const t = <usize>(backwards ? steps - 1 - s : s);
    byPacked(rows, 4 * size, size, h, packed, area, false);
    let from = x + 4 * t * state;
    let keep = gates + 4 * t * state;
    let to = out + t * state;
    let next = cells + t * state;
    let u = area;
    for (let i = 0; i < rows; i++) {
      let j = 0;
      for (; j <= size - 4; j += 4) lstmCell(from, u, c, to, next, keep, width, <usize>j << 2, 4);
      if (j < size) lstmCell(from, u, c, to, next, keep, width, <usize>j << 2, size - j);
      from += 4 * width;
      keep += 4 * width;
      to += width;
      next += width;
      c += width;
      u += line;
    }
    h = out + t * state;
    c = cells + t * state;
  }
}

// @ts-ignore: decorator
@inline
function lstmCell(
  x: usize, u: usize, c: usize, out: usize, next: usize, gates: usize, width: usize, at: usize, count: i32,
): void {
  const i = vsigmoid(f32x4.add(take(x + at, count), take(u + at, count)));
  const f = vsigmoid(f32x4.add(take(x + width + at, count), take(u + width + at, count)));
  const g = vtanh(f32x4.add(take(x + 2 * width + at, count), take(u + 2 * width + at, count)));
  const o = vsigmoid(f32x4.add(take(x + 3 * width + at, count), take(u + 3 * width + at, count)));
  const cell = fma(f, take(c + at, count), f32x4.mul(i, g));
  give(next + at, cell, count);
  give(out + at, f32x4.mul(o, vtanh(cell)), count);
  give(gates + at, i, count);
  give(gates + width + at, f, count);
  give(gates + 2 * width + at, g, count);
  give(gates + 3 * width + at, o, count);
}

/**
 * The slopes by what came from input and state, `dx`, and by the first state and cells; `dcell` are those by the last
 * cells at first, and by the first ones in the end. `area` has room for slopes of a state.
 */
export function lstmBackward(
  rows: i32, steps: i32, batch: i32, size: i32, g: usize, startCell: usize, packed: usize, cells: usize, gates: usize,
  dx: usize, dstart: usize, dcell: usize, area: usize, backwards: bool,
): void {
  const state = <usize>(batch * size) << 2;
  const line = <usize>(wide(size)) << 2;
  const width = <usize>size << 2;
  memory.fill(area, 0, <usize>rows * line);
  for (let s = steps - 1; s >= 0; s--) {
    const t = backwards ? steps - 1 - s : s;
    let before = s == 0 ? startCell : cells + <usize>(backwards ? t + 1 : t - 1) * state;
    let cell = cells + <usize>t * state;
    let slope = g + <usize>t * state;
    let kept = gates + 4 * <usize>t * state;
    let to = dx + 4 * <usize>t * state;
    let carry = area;
    let other = dcell;
    for (let i = 0; i < rows; i++) {
      let j = 0;
      for (; j <= size - 4; j += 4) lstmSlopes(slope, kept, before, cell, to, carry, other, width, <usize>j << 2, 4);
      if (j < size) lstmSlopes(slope, kept, before, cell, to, carry, other, width, <usize>j << 2, size - j);
      slope += width;
      kept += 4 * width;
      before += width;
      cell += width;
      to += 4 * width;
      carry += line;
      other += width;
    }
    byPacked(rows, size, 4 * size, dx + 4 * <usize>t * state, packed, area, false);
  }
  for (let i = 0; i < rows; i++) memory.copy(dstart + <usize>i * width, area + <usize>i * line, width);
}

// @ts-ignore: decorator
@inline
function lstmSlopes(
  slope: usize, gates: usize, before: usize, cell: usize, dx: usize, carry: usize, dcell: usize, width: usize, at: usize,
  count: i32,
): void {
  const d = f32x4.add(take(slope + at, count), take(carry + at, count));
  const i = take(gates + at, count);
  const f = take(gates + width + at, count);
  const g = take(gates + 2 * width + at, count);
  const o = take(gates + 3 * width + at, count);
  const shown = vtanh(take(cell + at, count));
  const dc = fma(f32x4.mul(d, o), tanhSlope(shown), take(dcell + at, count));
  give(dx + at, f32x4.mul(f32x4.mul(dc, g), sigmoidSlope(i)), count);
  give(dx + width + at, f32x4.mul(f32x4.mul(dc, take(before + at, count)), sigmoidSlope(f)), count);
  give(dx + 2 * width + at, f32x4.mul(f32x4.mul(dc, i), tanhSlope(g)), count);
  give(dx + 3 * width + at, f32x4.mul(f32x4.mul(d, shown), sigmoidSlope(o)), count);
  give(dcell + at, f32x4.mul(dc, f), count);
}
