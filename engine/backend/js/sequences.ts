/** Gated recurrent networks and attention by their definitions, step by step; sums in double precision. */
import { elementsOf, type NDArray } from "../../core/ndarray.ts";

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** The product of row `row` of `weight` and the state of one example. */
function product(
  weight: ArrayLike<number>,
  row: number,
  state: ArrayLike<number>,
  at: number,
  size: number,
): number {
  let sum = 0;
  for (let k = 0; k < size; k++) sum += weight[row * size + k] * state[at + k];
  return sum;
}

/** Calls `visit` with each step in its order: its place, where its first state is, and of what the one before it is. */
function eachStep(steps: number, backwards: boolean, visit: (t: number, before: number) => void): void {
  for (let s = 0; s < steps; s++) {
    const t = backwards ? steps - 1 - s : s;
    visit(t, s === 0 ? -1 : backwards ? t + 1 : t - 1);
  }
}

export function gru(
  x: NDArray,
  start: NDArray,
  w: NDArray,
  bias: NDArray | null,
  out: NDArray,
  gates: NDArray,
  backwards: boolean,
): void {
  const [steps, batch] = x.shape;
  const size = w.shape[1];
  const [xs, first, ws, to, kept] = [x, start, w, out, gates].map(elementsOf);
  const offsets = bias && elementsOf(bias);
  eachStep(steps, backwards, (t, before) => {
    for (let n = 0; n < batch; n++) {
      const [from, at] = before < 0 ? [first, n * size] : [to, (before * batch + n) * size];
      const here = (t * batch + n) * size;
      for (let j = 0; j < size; j++) {
        const [ur, uz, un] = [0, 1, 2].map(
          (gate) => product(ws, gate * size + j, from, at, size) + (offsets?.[gate * size + j] ?? 0),
        );
        const r = sigmoid(xs[3 * here + j] + ur);
        const z = sigmoid(xs[3 * here + size + j] + uz);
        const next = Math.tanh(xs[3 * here + 2 * size + j] + r * un);
        to[here + j] = (1 - z) * next + z * from[at + j];
        [r, z, next, un].forEach((value, gate) => (kept[4 * here + gate * size + j] = value));
      }
    }
  });
}

/** The slopes by the state before a step, from those by what its gates received. */
function carriedBack(
  received: ArrayLike<number>,
  at: number,
  weight: ArrayLike<number>,
  rows: number,
  size: number,
): Float64Array {
  const slopes = new Float64Array(size);
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < size; k++) slopes[k] += received[at + row] * weight[row * size + k];
  }
  return slopes;
}

/** The steps from the last to the first. */
function eachStepBack(steps: number, backwards: boolean, visit: (t: number, before: number) => void): void {
  const all: [number, number][] = [];
  eachStep(steps, backwards, (...step) => all.push(step));
  for (const step of all.reverse()) visit(...step);
}

export function gruBackward(
  g: NDArray,
  start: NDArray,
  w: NDArray,
  out: NDArray,
  gates: NDArray,
  dx: NDArray,
  du: NDArray,
  dstart: NDArray,
  backwards: boolean,
): void {
  const [steps, batch, size] = g.shape;
  const [upper, first, ws, made, kept] = [g, start, w, out, gates].map(elementsOf);
  // All of them before anything is written: of memory that was given back there are none.
  const [toX, toU, toStart] = [dx, du, dstart].map(elementsOf);
  const carry = new Float64Array(batch * size);
  eachStepBack(steps, backwards, (t, before) => {
    for (let n = 0; n < batch; n++) {
      const [from, at] = before < 0 ? [first, n * size] : [made, (before * batch + n) * size];
      const here = (t * batch + n) * size;
      const through = new Float64Array(size);
      for (let j = 0; j < size; j++) {
        const [r, z, next, un] = [0, 1, 2, 3].map((gate) => kept[4 * here + gate * size + j]);
        const d = upper[here + j] + carry[n * size + j];
        const dn = d * (1 - z) * (1 - next * next);
        const dz = d * (from[at + j] - next) * z * (1 - z);
        const dr = dn * un * r * (1 - r);
        [dr, dz, dn].forEach((value, gate) => (toX[3 * here + gate * size + j] = value));
        [dr, dz, dn * r].forEach((value, gate) => (toU[3 * here + gate * size + j] = value));
        through[j] = d * z;
      }
      const back = carriedBack(toU, 3 * here, ws, 3 * size, size);
      for (let j = 0; j < size; j++) carry[n * size + j] = through[j] + back[j];
    }
  });
  toStart.set(carry);
}

export function lstm(
  x: NDArray,
  start: NDArray,
  startCell: NDArray,
  w: NDArray,
  bias: NDArray | null,
  out: NDArray,
  cells: NDArray,
  gates: NDArray,
  backwards: boolean,
): void {
  const [steps, batch] = x.shape;
  const size = w.shape[1];
  const [xs, first, firstCell, ws] = [x, start, startCell, w].map(elementsOf);
  const [to, memory, kept] = [out, cells, gates].map(elementsOf);
  const offsets = bias && elementsOf(bias);
  eachStep(steps, backwards, (t, before) => {
    for (let n = 0; n < batch; n++) {
      const at = (Math.max(before, 0) * batch + n) * size;
      const [from, fromCell] = before < 0 ? [first, firstCell] : [to, memory];
      const here = (t * batch + n) * size;
      for (let j = 0; j < size; j++) {
        const [i, f, g, o] = [0, 1, 2, 3].map((gate) => {
          const sum = product(ws, gate * size + j, from, at, size) + (offsets?.[gate * size + j] ?? 0);
          const received = xs[4 * here + gate * size + j] + sum;
          return gate === 2 ? Math.tanh(received) : sigmoid(received);
        });
        const cell = f * fromCell[at + j] + i * g;
        memory[here + j] = cell;
        to[here + j] = o * Math.tanh(cell);
        [i, f, g, o].forEach((value, gate) => (kept[4 * here + gate * size + j] = value));
      }
    }
  });
}

export function lstmBackward(
  g: NDArray,
  gcell: NDArray,
  startCell: NDArray,
  w: NDArray,
  cells: NDArray,
  gates: NDArray,
  dx: NDArray,
  dstart: NDArray,
  dcell: NDArray,
  backwards: boolean,
): void {
  const [steps, batch, size] = g.shape;
  const [upper, firstCell, ws, memory, kept, to] = [g, startCell, w, cells, gates, dx].map(elementsOf);
  const [toStart, toCell] = [dstart, dcell].map(elementsOf);
  const carry = new Float64Array(batch * size);
  const carried = Float64Array.from(elementsOf(gcell));
  eachStepBack(steps, backwards, (t, before) => {
    for (let n = 0; n < batch; n++) {
      const at = (Math.max(before, 0) * batch + n) * size;
      const from = before < 0 ? firstCell : memory;
      const here = (t * batch + n) * size;
      for (let j = 0; j < size; j++) {
        const [i, f, next, o] = [0, 1, 2, 3].map((gate) => kept[4 * here + gate * size + j]);
        const d = upper[here + j] + carry[n * size + j];
        const shown = Math.tanh(memory[here + j]);
        const dc = carried[n * size + j] + d * o * (1 - shown * shown);
        const slopes = [
          dc * next * i * (1 - i),
          dc * from[at + j] * f * (1 - f),
          dc * i * (1 - next * next),
          d * shown * o * (1 - o),
        ];
        slopes.forEach((value, gate) => (to[4 * here + gate * size + j] = value));
        carried[n * size + j] = dc * f;
      }
      carry.set(carriedBack(to, 4 * here, ws, 4 * size, size), n * size);
    }
  });
  toStart.set(carry);
  toCell.set(carried);
}

/** The rows of the heads of an array: where each begins. */
function rowsOf({ shape, strides, offset }: NDArray): (example: number, head: number, row: number) => number {
  // A mask may have fewer axes, and stretched ones.
  const lead = 4 - shape.length;
  const steps = [0, 1, 2].map((axis) => (axis < lead || shape[axis - lead] === 1 ? 0 : strides[axis - lead]));
  return (example, head, row) => offset + example * steps[0] + head * steps[1] + row * steps[2];
}

/** Calls `visit` with each row of queries of each head. */
function eachQuery(weights: NDArray, visit: (example: number, head: number, row: number) => void): void {
  const [count, heads, rows] = weights.shape;
  for (let n = 0; n < count; n++) {
    for (let head = 0; head < heads; head++) for (let i = 0; i < rows; i++) visit(n, head, i);
  }
}

export function attention(
  q: NDArray,
  k: NDArray,
  v: NDArray,
  mask: NDArray | null,
  out: NDArray,
  weights: NDArray,
  scale: number,
): void {
  const columns = weights.shape[3];
  const [qs, ks, vs, to, kept] = [q, k, v, out, weights].map(({ storage }) => storage.data);
  const [queries, keys, values, given, shares] = [q, k, v, out, weights].map(rowsOf);
  const added = mask && { data: mask.storage.data, row: rowsOf(mask), step: mask.shape.at(-1) === 1 ? 0 : 1 };
  eachQuery(weights, (n, head, i) => {
    const query = queries(n, head, i);
    const scores = Float64Array.from({ length: columns }, (_, j) => {
      let sum = 0;
      const key = keys(n, head, j);
      for (let c = 0; c < q.shape[3]; c++) sum += qs[query + c] * ks[key + c];
      return sum * scale + (added ? added.data[added.row(n, head, i) + j * added.step] : 0);
    });
    const most = scores.reduce((a, b) => Math.max(a, b), -Infinity);
    const powers = scores.map((score) => Math.exp(score - most));
    const total = powers.reduce((a, b) => a + b, 0);
    const sums = new Float64Array(v.shape[3]);
    powers.forEach((power, j) => {
      kept[shares(n, head, i) + j] = power / total;
      const value = values(n, head, j);
      for (let c = 0; c < sums.length; c++) sums[c] += (power / total) * vs[value + c];
    });
    sums.forEach((sum, c) => (to[given(n, head, i) + c] = sum));
  });
}

export function attentionBackward(
  q: NDArray,
  k: NDArray,
  v: NDArray,
  weights: NDArray,
  g: NDArray,
  dq: NDArray,
  dk: NDArray,
  dv: NDArray,
  scale: number,
): void {
  const [qs, ks, vs, kept, gs] = [q, k, v, weights, g].map(({ storage }) => storage.data);
  const [queries, keys, values, shares, upper] = [q, k, v, weights, g].map(rowsOf);
  const [width, given, columns] = [q.shape[3], v.shape[3], weights.shape[3]];
  const targets = [dq, dk, dv].map((x) => ({ data: x.storage.data, row: rowsOf(x), shape: x.shape }));
  const [toQ, toK, toV] = targets;
  for (const { data, row, shape } of targets) {
    for (let n = 0; n < shape[0]; n++) {
      for (let head = 0; head < shape[1]; head++) {
        for (let i = 0; i < shape[2]; i++) data.fill(0, row(n, head, i), row(n, head, i) + shape[3]);
      }
    }
  }
  eachQuery(weights, (n, head, i) => {
    const [query, slope, share] = [queries(n, head, i), upper(n, head, i), shares(n, head, i)];
    const by = Float64Array.from({ length: columns }, (_, j) => {
      let sum = 0;
      for (let c = 0; c < given; c++) sum += gs[slope + c] * vs[values(n, head, j) + c];
      return sum;
    });
    const mean = by.reduce((sum, d, j) => sum + d * kept[share + j], 0);
    by.forEach((d, j) => {
      const ds = kept[share + j] * (d - mean) * scale;
      const [key, dkey, dquery] = [keys(n, head, j), toK.row(n, head, j), toQ.row(n, head, i)];
      for (let c = 0; c < width; c++) {
        toQ.data[dquery + c] += ds * ks[key + c];
        toK.data[dkey + c] += ds * qs[query + c];
      }
      const value = toV.row(n, head, j);
      for (let c = 0; c < given; c++) toV.data[value + c] += kept[share + j] * gs[slope + c];
    });
  });
}
