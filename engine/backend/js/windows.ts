/** Convolutions and pools by the definition: for each place of the window, each of its taps. */
import { elementsOf, type NDArray } from "../../core/ndarray.ts";
import type { Window } from "../backend.ts";

/** The taps of a window that lie inside of an image, place by place. */
interface Taps {
  /** How many places there are, and how many taps at each. */
  readonly places: number;
  readonly taps: number;
  /** For each place and tap the position in the image; −1 outside of it. */
  readonly at: Int32Array;
}

function tapsOf({ kernel, stride, padding, dilation }: Window, image: NDArray, out: readonly number[]): Taps {
  const [height, width] = image.shape.slice(2);
  const [rows, columns] = out;
  const [places, taps] = [rows * columns, kernel[0] * kernel[1]];
  const at = new Int32Array(places * taps);
  let n = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      for (let k = 0; k < kernel[0]; k++) {
        const y = i * stride[0] - padding[0] + k * dilation[0];
        for (let l = 0; l < kernel[1]; l++) {
          const x = j * stride[1] - padding[1] + l * dilation[1];
          at[n++] = y >= 0 && y < height && x >= 0 && x < width ? y * width + x : -1;
        }
      }
    }
  }
  return { places, taps, at };
}

/** Calls `visit` with the parts of x, w and y that a pair of an input and an output channel is about. */
function eachPair(
  x: NDArray,
  w: NDArray,
  y: NDArray,
  visit: (image: number, weight: number, made: number) => void,
): void {
  const [images, channels, height, width] = x.shape;
  const [outputs, inputs, ...kernel] = w.shape;
  const perGroup = inputs === 0 ? outputs : outputs / (channels / inputs);
  const [plane, taps, places] = [height * width, kernel[0] * kernel[1], y.shape[2] * y.shape[3]];
  for (let n = 0; n < images; n++) {
    for (let o = 0; o < outputs; o++) {
      const first = Math.floor(o / perGroup) * inputs;
      for (let c = 0; c < inputs; c++) {
        visit((n * channels + first + c) * plane, (o * inputs + c) * taps, (n * outputs + o) * places);
      }
    }
  }
}

/** Sums are made in double precision, and rounded once. */
export function convolve(x: NDArray, w: NDArray, bias: NDArray | null, out: NDArray, window: Window): void {
  const [from, weights, to] = [elementsOf(x), elementsOf(w), elementsOf(out)];
  const sums = new Float64Array(out.size);
  const { places, taps, at } = tapsOf(window, x, out.shape.slice(2));
  if (bias) {
    const offsets = elementsOf(bias);
    for (let i = 0; i < sums.length; i++) sums[i] = offsets[Math.floor(i / places) % offsets.length];
  }
  eachPair(x, w, out, (image, weight, made) => {
    for (let p = 0; p < places; p++) {
      let total = 0;
      for (let t = 0; t < taps; t++) {
        const place = at[p * taps + t];
        if (place >= 0) total += from[image + place] * weights[weight + t];
      }
      sums[made + p] += total;
    }
  });
  to.set(sums);
}

export function convolveInput(g: NDArray, w: NDArray, out: NDArray, window: Window): void {
  const [from, weights, to] = [elementsOf(g), elementsOf(w), elementsOf(out)];
  const sums = new Float64Array(out.size);
  const { places, taps, at } = tapsOf(window, out, g.shape.slice(2));
  eachPair(out, w, g, (image, weight, made) => {
    for (let p = 0; p < places; p++) {
      for (let t = 0; t < taps; t++) {
        const place = at[p * taps + t];
        if (place >= 0) sums[image + place] += from[made + p] * weights[weight + t];
      }
    }
  });
  to.set(sums);
}

export function convolveWeight(x: NDArray, g: NDArray, out: NDArray, window: Window): void {
  const [from, slopes, to] = [elementsOf(x), elementsOf(g), elementsOf(out)];
  const sums = new Float64Array(out.size);
  const { places, taps, at } = tapsOf(window, x, g.shape.slice(2));
  eachPair(x, out, g, (image, weight, made) => {
    for (let p = 0; p < places; p++) {
      for (let t = 0; t < taps; t++) {
        const place = at[p * taps + t];
        if (place >= 0) sums[weight + t] += from[image + place] * slopes[made + p];
      }
    }
  });
  to.set(sums);
}

/** Calls `visit` with where the planes of images, and of what is made of them, begin. */
function eachPlane(image: NDArray, made: number, visit: (image: number, made: number) => void): void {
  const [images, channels, height, width] = image.shape;
  for (let p = 0; p < images * channels; p++) visit(p * height * width, p * made);
}

export function unfold(x: NDArray, out: NDArray, window: Window): void {
  const [from, to] = [elementsOf(x), elementsOf(out)];
  const { places, taps, at } = tapsOf(window, x, out.shape.slice(4));
  eachPlane(x, places * taps, (image, made) => {
    for (let t = 0; t < taps; t++) {
      for (let p = 0; p < places; p++) {
        const place = at[p * taps + t];
        to[made + t * places + p] = place < 0 ? 0 : from[image + place];
      }
    }
  });
}

export function fold(columns: NDArray, out: NDArray, window: Window): void {
  const [from, to] = [elementsOf(columns), elementsOf(out)];
  const { places, taps, at } = tapsOf(window, out, columns.shape.slice(4));
  to.fill(0);
  eachPlane(out, places * taps, (image, made) => {
    for (let t = 0; t < taps; t++) {
      for (let p = 0; p < places; p++) {
        const place = at[p * taps + t];
        if (place >= 0) to[image + place] += from[made + t * places + p];
      }
    }
  });
}

export function maxPool(x: NDArray, out: NDArray, positions: NDArray, window: Window): void {
  const [from, to, where] = [elementsOf(x), elementsOf(out), elementsOf(positions)];
  const { places, taps, at } = tapsOf(window, x, out.shape.slice(2));
  eachPlane(x, places, (image, made) => {
    for (let p = 0; p < places; p++) {
      let best = -1;
      for (let t = 0; t < taps; t++) {
        const place = at[p * taps + t];
        if (place < 0) continue;
        const value = from[image + place];
        if (best < 0 || value > from[best] || Number.isNaN(value)) best = image + place;
      }
      to[made + p] = from[best];
      where[made + p] = best;
    }
  });
}

/** What the sum at each place is divided by. */
function divisors(
  { places, taps, at }: Taps,
  window: Window,
  x: NDArray,
  padded: boolean,
  out: readonly number[],
) {
  const [height, width] = x.shape.slice(2);
  const { kernel, stride, padding } = window;
  return Float64Array.from({ length: places }, (_, p) => {
    if (!padded)
      return at.subarray(p * taps, p * taps + taps).reduce((n, place) => n + Number(place >= 0), 0);
    // The padding behind is as wide as that before; what the window reaches over, besides, does not count.
    const [top, left] = [Math.floor(p / out[1]) * stride[0], (p % out[1]) * stride[1]];
    const rows = Math.min(kernel[0], height + 2 * padding[0] - top);
    return rows * Math.min(kernel[1], width + 2 * padding[1] - left);
  });
}

export function avgPool(x: NDArray, out: NDArray, window: Window, padded: boolean, divisor: number): void {
  const [from, to] = [elementsOf(x), elementsOf(out)];
  const all = tapsOf(window, x, out.shape.slice(2));
  const { places, taps, at } = all;
  const by = divisors(all, window, x, padded, out.shape.slice(2));
  eachPlane(x, places, (image, made) => {
    for (let p = 0; p < places; p++) {
      let total = 0;
      for (let t = 0; t < taps; t++) {
        const place = at[p * taps + t];
        if (place >= 0) total += from[image + place];
      }
      to[made + p] = total / (divisor || by[p]);
    }
  });
}

export function avgPoolBackward(
  g: NDArray,
  out: NDArray,
  window: Window,
  padded: boolean,
  divisor: number,
): void {
  const [from, to] = [elementsOf(g), elementsOf(out)];
  const all = tapsOf(window, out, g.shape.slice(2));
  const { places, taps, at } = all;
  const by = divisors(all, window, out, padded, g.shape.slice(2));
  to.fill(0);
  eachPlane(out, places, (image, made) => {
    for (let p = 0; p < places; p++) {
      const share = from[made + p] / (divisor || by[p]);
      for (let t = 0; t < taps; t++) {
        const place = at[p * taps + t];
        if (place >= 0) to[image + place] += share;
      }
    }
  });
}
