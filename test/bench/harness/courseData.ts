/** The data of the course's trainings, made as its cells make them and written to one file for each. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { ArrayPlace, TaskData } from "./taskData.ts";
import type { CourseTask } from "./tasks.ts";

type Engine = typeof import("../../../engine/node.ts");
type Tensor = import("../../../engine/index.ts").Tensor;

/** What is learned from, and what is validated on. */
type Arrays = Record<"x" | "y" | "validX" | "validY", Tensor>;

/**
 * @param engine the file of the engine, which brings the course's data
 * @param folder where to write
 * @returns where the data of each task lie, in their order
 */
export async function writeCourseData(
  tasks: readonly CourseTask[],
  engine: string,
  folder: string,
): Promise<TaskData[]> {
  const torch = (await import(pathToFileURL(engine).href)) as Engine;
  const [diabetes, linear, digits] = [await diabetesOf(torch), linearOf(torch), await digitsOf(torch)];
  mkdirSync(folder, { recursive: true });
  return tasks.map(({ layers }, i) => {
    const arrays = layers[0] === 10 ? diabetes : layers[0] === 2 ? linear : digits;
    return write(arrays, path.join(folder, `course-${i}.bin`));
  });
}

async function diabetesOf({ data }: Engine): Promise<Arrays> {
  const all = await data.diabetes();
  const [x, validX] = standardized(data, all.x);
  const [y, validY] = standardized(data, all.y);
  return { x, y, validX, validY };
}

function standardized(data: Engine["data"], values: Tensor): [Tensor, Tensor] {
  const { x, others } = data.standardize(values.get("0:300"), values.get("300:"));
  const [rest] = others;
  if (!rest) throw new Error("There is nothing to validate on.");
  return [x, rest];
}

function linearOf({ d2l, manualSeed, tensor }: Engine): Arrays {
  manualSeed(42);
  const [x, y] = d2l.syntheticData(tensor([2, -3.4]), 4.2, 1000);
  return { x, y, validX: x, validY: y };
}

async function digitsOf({ data, manualSeed }: Engine): Promise<Arrays> {
  manualSeed(42);
  const { x, y } = await data.digits();
  const parts = data.randomSplit(new data.TensorDataset(x.div(16), y), [1200, 597]);
  const [train, valid] = parts.map((part) => [...new data.DataLoader(part, part.length)][0]);
  if (!train || !valid) throw new Error("There are no digits.");
  return { x: train[0], y: train[1], validX: valid[0], validY: valid[1] };
}

function write(tensors: Arrays, file: string): TaskData {
  const arrays: Record<string, ArrayPlace> = {};
  const chunks: Uint8Array[] = [];
  let offset = 0;
  for (const [name, tensor] of Object.entries(tensors)) {
    const values = tensor.toTypedArray();
    const dtype = values instanceof Int32Array ? "int32" : "float32";
    arrays[name] = { shape: [...tensor.shape], dtype, offset };
    chunks.push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    offset += values.byteLength;
  }
  writeFileSync(file, Buffer.concat(chunks));
  return { file, arrays };
}
