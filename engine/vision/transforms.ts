import { expectIterable } from "../core/expect.ts";
import { fromArray } from "../ops/create/create.ts";
import { say } from "../payload/say.ts";
import type { Tensor } from "../core/tensor.ts";

/** Something done to each picture of a data set. */
export interface Transform {
  apply(image: Tensor): Tensor;
}

/**
 * Pixels 0 … 255 of shape (height, width) → float32 0 … 1 of shape (1, height, width).
 * @example new vision.ToTensor().apply(image)
 */
export class ToTensor implements Transform {
  /** One picture, or several of shape (N, height, width), which become (N, 1, height, width).
   * @example new vision.ToTensor().apply(image) */
  apply(image: Tensor): Tensor {
    return image
      .to("float32")
      .div(255)
      .unsqueeze(image.ndim - 2);
  }
}

/** Which pixels of a row a new pixel is made of, and how much of each. */
interface Share {
  first: number;
  weights: number[];
}

/**
 * Pictures of another size, between whose pixels is interpolated linearly, as torchvision does it; fewer pixels are
 * means of those that they cover.
 * @example new vision.Resize(64).apply(image)
 */
export class Resize implements Transform {
  /** Height and width of the results. */
  readonly size: readonly [height: number, width: number];
  readonly #shares = new Map<number, Share[]>();

  constructor(size: number | readonly [height: number, width: number]) {
    if (typeof size !== "number") expectIterable("Resize", "a size, or a height and a width", size);
    this.size = typeof size === "number" ? [size, size] : [size[0], size[1]];
    if (this.size.some((n) => !Number.isInteger(n) || n < 1))
      throw new RangeError(
        say`Resize: the size is ${this.size.join(" × ")}; give whole numbers of at least 1.`,
      );
  }

  /** Pixels 0 … 255 of shape (height, width).
   * @example new vision.Resize(64).apply(image) */
  apply(image: Tensor): Tensor {
    const [height, width] = image.shape;
    const pixels = image.toTypedArray();
    const rows = this.#sharesOf(height, this.size[0]);
    const columns = this.#sharesOf(width, this.size[1]);
    const narrow = new Float64Array(height * columns.length);
    for (let y = 0; y < height; y++)
      columns.forEach((share, x) => {
        narrow[y * columns.length + x] = mixed(pixels, share, y * width, 1);
      });
    const out = new Float64Array(rows.length * columns.length);
    rows.forEach((share, y) => {
      for (let x = 0; x < columns.length; x++)
        out[y * columns.length + x] = Math.round(mixed(narrow, share, x, columns.length));
    });
    return fromArray(out, [rows.length, columns.length], { dtype: "int32" });
  }

  #sharesOf(from: number, to: number): Share[] {
    const key = from * 65_536 + to;
    const known = this.#shares.get(key) ?? shares(from, to);
    this.#shares.set(key, known);
    return known;
  }
}

function mixed(values: ArrayLike<number>, { first, weights }: Share, start: number, step: number): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) sum += weights[k] * values[start + (first + k) * step];
  return sum;
}

/** A triangle as wide as the new pixel, and at least as the old one, stands over the middle of each. */
function shares(from: number, to: number): Share[] {
  const scale = from / to;
  const reach = Math.max(1, scale);
  return Array.from({ length: to }, (_, i) => {
    const middle = (i + 0.5) * scale;
    const first = Math.max(0, Math.trunc(middle - reach + 0.5));
    const last = Math.min(from, Math.trunc(middle + reach + 0.5));
    const weights = Array.from({ length: last - first }, (_, k) =>
      Math.max(0, 1 - Math.abs((first + k + 0.5 - middle) / reach)),
    );
    const sum = weights.reduce((a, b) => a + b, 0);
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}

/**
 * One after the other.
 * @example new vision.Compose([new vision.Resize(64), new vision.ToTensor()])
 */
export class Compose implements Transform {
  /** In the order in which they are applied. */
  readonly transforms: readonly Transform[];

  constructor(transforms: readonly Transform[]) {
    this.transforms = transforms;
  }

  /** What the last gives.
   * @example new vision.Compose([new vision.ToTensor()]).apply(image) */
  apply(image: Tensor): Tensor {
    return this.transforms.reduce((done, transform) => transform.apply(done), image);
  }
}
