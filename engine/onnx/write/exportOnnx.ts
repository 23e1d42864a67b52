import { withGradMode } from "../../core/gradMode.ts";
import { expect, expectModule } from "../../core/expect.ts";
import { isFloating } from "../../core/ndarray.ts";
import { checkOptions } from "../../core/options.ts";
import { Tensor } from "../../core/tensor.ts";
import { files } from "../../data/files.ts";
import { parameterNames } from "../../export/pytorch/modelFile.ts";
import { isBuiltIn } from "../../export/pytorch/layers.ts";
import { tensorsIn } from "../../export/pytorch/forward.ts";
import { rowsOf, traceBatches } from "../../export/trace/twoBatches.ts";
import type { Module } from "../../nn/module.ts";
import { modesFor, withModes } from "../../nn/trainingModes.ts";
import { fromArray } from "../../ops/create/create.ts";
import { say } from "../../payload/say.ts";
import { historyOf } from "../../training/history.ts";
import { firstExamples, recordOf } from "../../training/record.ts";
import { printOnnx, type OnnxModel } from "../format/onnxModel.ts";
import { ImportedModel } from "../read/importedModel.ts";
import { modelGraph } from "./modelGraph.ts";
import { isRecurrent } from "./recurrent.ts";

/** What a model is followed with, and how it is written. */
export interface ExportOnnxOptions {
  /**
   * A batch of inputs, one or several tensors; of the weights, their shapes and dtypes are what counts, and of the batch any
   * size will do. Default: examples of the model's last training by `fit`.
   */
  input?: Tensor | readonly Tensor[];
  /** Which axis of the inputs is the batch, and may have any size. Default 0. */
  batchAxis?: number;
  /** Put the weights into a file beside, `net.onnx.data`. Default: when they take more than 1 GB. */
  externalData?: boolean;
}

/** Protocol Buffers end at 2 GB. */
const LARGE = 2 ** 30;

/**
 * Writes a model as ONNX, opset 17, as it predicts: dropout drops nothing, batch normalisation uses its running statistics.
 * The batch may have any size; weights keep their names in the state dict. What was written is run and compared with the
 * model before there is a file.
 *
 * @param path such as `net.onnx`; a file that is there is replaced when the new one is whole
 * @throws {Error} naming what ONNX has no words for; nothing is written then
 * @example await exportOnnx(net, "net.onnx", { input: x });
 */
export async function exportOnnx(
  model: Module,
  path: string,
  options: ExportOnnxOptions = {},
): Promise<void> {
  expectModule("exportOnnx", model);
  expect("exportOnnx", "the path of a file", path, typeof path === "string" && path !== "");
  checkOptions("exportOnnx", options, { input: 1, batchAxis: 1, externalData: 1 });
  const { batchAxis: axis = 0 } = options;
  const inputs = inputsOf(model, options);
  for (const x of inputs) {
    if (Number.isInteger(axis) && axis >= 0 && axis < x.array.shape.length) continue;
    throw new RangeError(
      say`exportOnnx: batchAxis is ${axis}, of an input with ${x.array.shape.length} axes.`,
    );
  }
  const call = (...given: Tensor[]): unknown =>
    (model as unknown as (...given: Tensor[]) => unknown)(...given);
  const batch = traceBatches(call, inputs, model.modules(), { axis, whole: isRecurrent });
  const names = isBuiltIn(model) ? [] : parameterNames(model);
  const graph = modelGraph(model, batch, names, axis);
  compare(graph, model, call, inputs, axis);
  const size = [...graph.initializers.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
  const location = (options.externalData ?? size > LARGE) ? `${path.replace(/^.*[/\\]/, "")}.data` : null;
  const { bytes, external } = printOnnx(graph, location);
  // The weights first: a model without them cannot be read.
  if (external) await files().write(`${path}.data`, external.bytes);
  await files().write(path, bytes);
}

function inputsOf(model: Module, { input }: ExportOnnxOptions): Tensor[] {
  if (input !== undefined) {
    const all: unknown[] =
      input instanceof Tensor ? [input] : Array.isArray(input) ? [...(input as unknown[])] : [];
    const fits = all.length > 0 && all.every((x) => x instanceof Tensor);
    expect("exportOnnx", "a tensor, or a list of them, as input", input, fits);
    return all as Tensor[];
  }
  const history = historyOf(model as never);
  const record = history && recordOf(history);
  if (record) return [firstExamples(record.loader)[0]];
  throw new TypeError(
    say`exportOnnx: fit has not trained this model; give an input to follow it with, as in { input: x }.`,
  );
}

/** @throws {Error} when the graph gives something else than the model, on examples that it was not made from */
function compare(
  graph: OnnxModel,
  model: Module,
  call: (...inputs: Tensor[]) => unknown,
  inputs: readonly Tensor[],
  axis: number,
): void {
  const read = new ImportedModel(graph).eval();
  for (const [which, size] of [3, 6].entries()) {
    const given = inputs.map((x, i) => mixed(rowsOf(x, size, which, axis), 7 + i));
    const [expected, got] = withGradMode(false, () => [
      withModes(modesFor(model.modules(), false), () => tensorsIn(call(...given))),
      [read.forward(...given)].flat(),
    ]);
    const fits = expected.every((x, i) => near(x, got[i]));
    if (fits) continue;
    throw new Error(
      say`exportOnnx: the model computes something that depends on its examples in a way that cannot be followed, by their
        values or by an operation without a gradient; the graph gives other numbers for others. Nothing was written.`,
    );
  }
}

function near(x: Tensor, y: Tensor): boolean {
  if (x.array.shape.join() !== y.array.shape.join()) return false;
  const [a, b] = [x.detach().toTypedArray(), y.detach().toTypedArray()];
  const tolerance = x.dtype === "float64" ? 1e-6 : 1e-3;
  return a.every((value, i) => {
    if (Number.isNaN(value)) return Number.isNaN(b[i]);
    return value === b[i] || Math.abs(value - b[i]) <= tolerance * (1 + Math.abs(value));
  });
}

/** The same elements in other places, so that examples differ from those that were followed. */
function mixed(x: Tensor, seed: number): Tensor {
  const values = x.detach().toTypedArray().slice();
  let state = seed;
  for (let i = values.length - 1; i > 0; i--) {
    state = (state * 48271) % 2147483647;
    const k = state % (i + 1);
    [values[i], values[k]] = [values[k], values[i]];
  }
  const y = fromArray(values, [...x.array.shape], { dtype: x.dtype });
  return isFloating(x.dtype) ? y.detach() : y;
}
