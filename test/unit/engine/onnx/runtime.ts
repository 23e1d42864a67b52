/** Runs ONNX files by ONNX Runtime, the reference implementation in WebAssembly. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import * as ort from "onnxruntime-web";
import { fromArray, type Tensor } from "../../../../engine/index.ts";

ort.env.wasm.numThreads = 1;
ort.env.logLevel = "error";

type Values = ort.Tensor["data"];

function toOrt(x: Tensor): ort.Tensor {
  const values = x.detach().toTypedArray();
  const shape = [...x.array.shape];
  if (values instanceof Float32Array) return new ort.Tensor("float32", values.slice(), shape);
  if (values instanceof Float64Array) return new ort.Tensor("float64", values.slice(), shape);
  if (x.dtype === "bool") return new ort.Tensor("bool", Uint8Array.from(values), shape);
  return new ort.Tensor(
    "int64",
    BigInt64Array.from(values, (value) => BigInt(value)),
    shape,
  );
}

function fromOrt({ data, dims, type }: ort.Tensor): Tensor {
  const values: Values = data;
  const dtype =
    ({ float32: "float32", float64: "float64", bool: "bool" } as const)[type as string] ?? "int32";
  return fromArray(
    Float64Array.from(values as ArrayLike<number | bigint>, (value) => Number(value)),
    [...dims],
    { dtype },
  );
}

/** What ONNX Runtime gives for `inputs`, in their order. */
export async function runOnnx(file: string, inputs: readonly Tensor[]): Promise<Tensor[]> {
  const data = await readFile(`${file}.data`).catch(() => null);
  const session = await ort.InferenceSession.create(new Uint8Array(await readFile(file)), {
    executionProviders: ["wasm"],
    ...(data && { externalData: [{ path: `${path.basename(file)}.data`, data: new Uint8Array(data) }] }),
  });
  try {
    const feeds = Object.fromEntries(session.inputNames.map((name, i) => [name, toOrt(inputs[i])]));
    const outputs = await session.run(feeds);
    return session.outputNames.map((name) => fromOrt(outputs[name]));
  } finally {
    await session.release();
  }
}
