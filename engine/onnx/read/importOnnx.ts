import { expect } from "../../core/expect.ts";
import type { Tensor } from "../../core/tensor.ts";
import { readFile } from "../../data/files.ts";
import type { Module } from "../../nn/module.ts";
import { say } from "../../payload/say.ts";
import { parseOnnx } from "../format/onnxModel.ts";
import { ImportedModel } from "./importedModel.ts";

/** A model from a file: called with its inputs, it gives its output, or a list where there are several. */
export interface ImportedModule<Output = Tensor> extends Module {
  (...inputs: Tensor[]): Output;
  forward(...inputs: Tensor[]): Output;
  readonly inputNames: string[];
  readonly outputNames: string[];
}

/**
 * Reads an ONNX model as a module that predicts, and that can be trained further: weights are parameters under the names of
 * the file. Operators are those that {@link exportOnnx} writes, of opset 9 or newer; batch normalisation keeps its running
 * statistics. Whole numbers become int32.
 * @typeParam Output `Tensor[]` for a model with several outputs
 * @throws {Error} for a file that is damaged or no ONNX model, naming operators that Gradbook does not have
 * @example const net = await importOnnx("net.onnx"); net(x); await fit(net, [x, y], { loss: "mse" });
 */
export async function importOnnx<Output = Tensor>(path: string): Promise<ImportedModule<Output>> {
  expect("importOnnx", "the path of a file", path, typeof path === "string" && path !== "");
  const bytes = await readFile(path);
  const folder = path.replace(/[^/\\]*$/, "");
  try {
    const model = await parseOnnx(bytes, (location) => beside(folder, location));
    return new ImportedModel(model) as unknown as ImportedModule<Output>;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new Error(
      say`importOnnx: ${path} is no ONNX model that can be read: ${error.message.replace(/\.$/, "")}.`,
      {
        cause: error,
      },
    );
  }
}

/** Weights lie in the same folder, or below: what a file says must not lead elsewhere. */
async function beside(folder: string, location: string): Promise<Uint8Array> {
  if (location === "" || /^[/\\]|^[a-z]:|(^|[/\\])\.\.([/\\]|$)/i.test(location)) {
    throw new Error(say`its weights are said to be in ${location}, which is not beside it`);
  }
  return readFile(folder + location);
}
