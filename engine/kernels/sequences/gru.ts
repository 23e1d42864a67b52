/**
 * Gated recurrent units over a whole sequence, for `rows` of its `batch`: the states of the others play no part. The
 * product by the state goes to `area`, and what is left of a step is done in one pass over it.
 *
 * Arrays are [steps, batch, …]; pointers are to the first of the rows. Of each element `gates` keeps r, z, n, and what r is
 * multiplied by.
 */
import { vsigmoid, vtanh } from "../elementary";
import { fma } from "../simd";
import { give, sigmoidSlope, take, tanhSlope } from "./lanes";
import { byPacked, wide } from "./packed";

export function gruForward(
  rows: i32, steps: i32, batch: i32, size: i32, x: usize, start: usize, packed: usize, out: usize, gates: usize,
  area: usize, backwards: bool,
): void {
  const state = <usize>(batch * size) << 2;
  const line = <usize>(wide(3 * size)) << 2;
  const width = <usize>size << 2;
  let h = start;
  for (let s = 0; s < steps; s++) {
    const t = <usize>(backwards ? steps - 1 - s : s);
    byPacked(rows, 3 * size, size, h, packed, area, false);
    let from = x + 3 * t * state;
    let keep = gates + 4 * t * state;
    let to = out + t * state;
    let u = area;
    for (let i = 0; i < rows; i++) {
      let j = 0;
      for (; j <= size - 4; j += 4) gruCell(from, u, h, to, keep, width, <usize>j << 2, 4);
      if (j < size) gruCell(from, u, h, to, keep, width, <usize>j << 2, size - j);
      from += 3 * width;
      keep += 4 * width;
      to += width;
      h += width;
      u += line;
    }
    h = out + t * state;
  }
}

// @ts-ignore: decorator
@inline
function gruCell(x: usize, u: usize, h: usize, out: usize, gates: usize, width: usize, at: usize, count: i32): void {
  const r = vsigmoid(f32x4.add(take(x + at, count), take(u + at, count)));
  const z = vsigmoid(f32x4.add(take(x + width + at, count), take(u + width + at, count)));
  const carried = take(u + 2 * width + at, count);
  const n = vtanh(fma(r, carried, take(x + 2 * width + at, count)));
  give(out + at, fma(z, f32x4.sub(take(h + at, count), n), n), count);
  give(gates + at, r, count);
  give(gates + width + at, z, count);
  give(gates + 2 * width + at, n, count);
  give(gates + 3 * width + at, carried, count);
}

/**
 * The slopes by what came from the input, `dx`, by what came from the state, `du`, and by the first state, `dstart`.
 * `packed` are the weights of the state, not turned. `area` has room for slopes of a state.
 */
export function gruBackward(
  rows: i32, steps: i32, batch: i32, size: i32, g: usize, start: usize, packed: usize, out: usize, gates: usize,
  dx: usize, du: usize, dstart: usize, area: usize, backwards: bool,
): void {
  const state = <usize>(batch * size) << 2;
  const line = <usize>(wide(size)) << 2;
  const width = <usize>size << 2;
  memory.fill(area, 0, <usize>rows * line);
  for (let s = steps - 1; s >= 0; s--) {
    const t = backwards ? steps - 1 - s : s;
    let h = s == 0 ? start : out + <usize>(backwards ? t + 1 : t - 1) * state;
    let slope = g + <usize>t * state;
    let kept = gates + 4 * <usize>t * state;
    let to = dx + 3 * <usize>t * state;
    let other = du + 3 * <usize>t * state;
    let carry = area;
    for (let i = 0; i < rows; i++) {
      let j = 0;
      for (; j <= size - 4; j += 4) gruSlopes(slope, kept, h, to, other, carry, width, <usize>j << 2, 4);
      if (j < size) gruSlopes(slope, kept, h, to, other, carry, width, <usize>j << 2, size - j);
      slope += width;
      kept += 4 * width;
      h += width;
      to += 3 * width;
      other += 3 * width;
      carry += line;
    }
    byPacked(rows, size, 3 * size, du + 3 * <usize>t * state, packed, area, true);
  }
  for (let i = 0; i < rows; i++) memory.copy(dstart + <usize>i * width, area + <usize>i * line, width);
}

// @ts-ignore: decorator
@inline
function gruSlopes(
  g: usize, gates: usize, h: usize, dx: usize, du: usize, carry: usize, width: usize, at: usize, count: i32,
): void {
  const d = f32x4.add(take(g + at, count), take(carry + at, count));
  const r = take(gates + at, count);
  const z = take(gates + width + at, count);
  const n = take(gates + 2 * width + at, count);
  const carried = take(gates + 3 * width + at, count);
  const kept = f32x4.mul(d, z);
  const dn = f32x4.mul(f32x4.sub(d, kept), tanhSlope(n));
  const dz = f32x4.mul(f32x4.mul(d, f32x4.sub(take(h + at, count), n)), sigmoidSlope(z));
  const dr = f32x4.mul(f32x4.mul(dn, carried), sigmoidSlope(r));
  give(dx + at, dr, count);
  give(dx + width + at, dz, count);
  give(dx + 2 * width + at, dn, count);
  give(du + at, dr, count);
  give(du + width + at, dz, count);
  give(du + 2 * width + at, f32x4.mul(dn, r), count);
  give(carry + at, kept, count);
}
