/** The numbers that all contestants work on: made once, written to a file, read by each. */
import { writeFileSync } from "node:fs";
import type { NetworkArray } from "../networks/networkTasks.ts";
import type { StepTask, TrainTask } from "./tasks.ts";

/** Where an array lies in the file of a task; little-endian, one after the other. */
export interface ArrayPlace {
  shape: number[];
  dtype: "float32" | "int32" | "uint8";
  /** In bytes. */
  offset: number;
}

export interface TaskData {
  file: string;
  /** `x`, `y`, `w0`, `b0`, … for training (weights as PyTorch has them, outputs × inputs); `x`, `g`; `a`, `b`. */
  arrays: Record<string, ArrayPlace>;
}

type Values = Float32Array | Int32Array;

/** Makes the data of `task`, the same in every run, and writes it to `file`. */
export function writeTaskData(task: StepTask, file: string): TaskData {
  const arrays: Record<string, ArrayPlace> = {};
  const chunks: Uint8Array[] = [];
  let offset = 0;
  for (const [name, shape, values] of arraysOf(task)) {
    arrays[name] = { shape, dtype: values instanceof Int32Array ? "int32" : "float32", offset };
    chunks.push(new Uint8Array(values.buffer));
    offset += values.byteLength;
  }
  writeFileSync(file, Buffer.concat(chunks));
  return { file, arrays };
}

function arraysOf(task: StepTask): [name: string, shape: number[], values: Values][] {
  const random = mulberry32(1);
  const uniform = (shape: number[], low: number, high: number): Float32Array =>
    Float32Array.from({ length: product(shape) }, () => low + (high - low) * random());
  switch (task.kind) {
    case "matmul": {
      const shape = [task.n, task.n];
      return [
        ["a", shape, uniform(shape, -1, 1)],
        ["b", shape, uniform(shape, -1, 1)],
      ];
    }
    case "call":
      return ["x", "y"].map((name) => [name, [4, 4], uniform([4, 4], -1, 1)]);
    case "elementwise":
      return [
        ["x", [task.size], uniform([task.size], -3, 3)],
        ["g", [task.size], uniform([task.size], -1, 1)],
      ];
    case "train":
      return trainingArrays(task, uniform, random);
    case "network":
      return [...task.parameters, ...task.inputs].map((one) => [
        one.name,
        one.shape,
        networkValues(one, random),
      ]);
  }
}

function networkValues({ shape, bound, around = 0, classes }: NetworkArray, random: () => number): Values {
  const length = product(shape);
  if (classes !== undefined) return Int32Array.from({ length }, () => Math.floor(random() * classes));
  return Float32Array.from({ length }, () => around + bound * (2 * random() - 1));
}

function trainingArrays(
  { layers, batch, loss }: TrainTask,
  uniform: (shape: number[], low: number, high: number) => Float32Array,
  random: () => number,
): [name: string, shape: number[], values: Values][] {
  const [inputs, outputs] = [layers[0] ?? 0, layers.at(-1) ?? 0];
  const arrays: [string, number[], Values][] = [["x", [batch, inputs], uniform([batch, inputs], -1, 1)]];
  if (loss === "mse") arrays.push(["y", [batch, outputs], uniform([batch, outputs], -1, 1)]);
  else arrays.push(["y", [batch], Int32Array.from({ length: batch }, () => Math.floor(random() * outputs))]);
  for (let i = 1; i < layers.length; i++) {
    const [k, n] = [layers[i - 1] ?? 0, layers[i] ?? 0];
    const bound = 1 / Math.sqrt(k);
    arrays.push([`w${i - 1}`, [n, k], uniform([n, k], -bound, bound)]);
    arrays.push([`b${i - 1}`, [n], uniform([n], -bound, bound)]);
  }
  return arrays;
}

function product(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

/** Uniform in [0, 1); Tommy Ettinger's mulberry32. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
