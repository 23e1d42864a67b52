import { expect } from "../../core/expect.ts";
import { checkOptions } from "../../core/options.ts";
import type { Tensor } from "../../core/tensor.ts";
import { batchOf } from "../../data/dataset.ts";
import { files } from "../../data/files.ts";
import type { RawArray } from "../../data/idx.ts";
import { printSafetensors } from "../../data/safetensors.ts";
import { encodeUtf8 } from "../../data/utf8.ts";
import type { DataLoader } from "../../data/dataLoader.ts";
import * as nn from "../../nn/index.ts";
import { Module } from "../../nn/module.ts";
import { say } from "../../payload/say.ts";
import { EarlyStopping } from "../../training/callbacks/earlyStopping.ts";
import { LearningRateScheduler, ReduceLROnPlateau } from "../../training/callbacks/learningRate.ts";
import { ModelCheckpoint } from "../../training/callbacks/modelCheckpoint.ts";
import { TerminateOnNaN } from "../../training/callbacks/terminateOnNaN.ts";
import { History, historyOf } from "../../training/history.ts";
import {
  firstExamples,
  recordOf,
  stateNow,
  type TrainingRecord,
  type TrainingState,
} from "../../training/record.ts";
import { historyLines } from "../../training/log/historyLines.ts";
import type { XY } from "../../training/loop/trainData.ts";
import { lossOf, metricsOf } from "./losses.ts";
import { modelText, type ModelText } from "./modelFile.ts";
import { torchState } from "./optimizers.ts";
import { readme, requirements, tensorFile } from "./projectTexts.ts";
import { rngState } from "./rngState.ts";
import { trainFile } from "./trainFile.ts";

/** What a project is called, and how a model is followed that has not been trained. */
export interface ExportPyTorchOptions {
  /** Heading of the README. Default: the title of the training, or the model's class. */
  title?: string;
  /** A batch of inputs, for a model of one's own class that `fit` has not trained. */
  input?: Tensor | readonly Tensor[];
}

/**
 * Writes a PyTorch project that goes on with a training: `model.py`, `train.py`, weights and data as safetensors, and a
 * README with the commands, for one process or, under torchrun, for many. On one process, its losses are those of the
 * training, up to rounding. A model that `fit` has not trained gets `model.py` and its weights.
 *
 * @param what a history as `fit` gives it, or a model, of which the last training is taken
 * @param folder made where it is missing; files of the same names are replaced
 * @throws {Error} naming what cannot be written in PyTorch; nothing is written then
 * @example const history = await fit(net, [x, y], { loss: "mse" }); await exportPyTorch(history, "pytorch/net");
 */
export async function exportPyTorch(
  what: Module | History,
  folder: string,
  options: ExportPyTorchOptions = {},
): Promise<void> {
  const isModel = (what as unknown) instanceof Module;
  expect(
    "exportPyTorch",
    "a history, as fit gives it, or a model",
    what,
    isModel || (what as unknown) instanceof History,
  );
  expect("exportPyTorch", "the path of a folder", folder, typeof folder === "string" && folder !== "");
  checkOptions("exportPyTorch", options, { title: 1, input: 1 });
  const history = what instanceof History ? what : historyOf(what as nn.Layer);
  const record = history && recordOf(history);
  if (what instanceof History && !record) {
    throw new TypeError(
      say`exportPyTorch: no fit of this kernel has made this history. Run the cell with fit again, or give the model.`,
    );
  }
  const written = record ? trainingFiles(record, history, options) : modelFiles(what as Module, options);
  for (const [name, content] of written) {
    const bytes = typeof content === "string" ? encodeUtf8(content) : content;
    await files().write(`${folder.replace(/[/\\]+$/, "")}/${name}`, bytes);
  }
}

type FileList = [name: string, content: string | Uint8Array][];

function modelFiles(model: Module, { title, input }: ExportPyTorchOptions): FileList {
  const inputs = input === undefined ? null : [input].flat();
  const text = modelText(model, inputs);
  const weights = Array.from(model.stateDict(), ([name, value]): [string, RawArray] => [
    name,
    { dtype: value.dtype, shape: [...value.shape], values: value.toTypedArray() },
  ]);
  const facts = {
    title: title ?? model.typeName(),
    model: String(model),
    parameters: model.parameters().reduce((sum, { array }) => sum + array.size, 0),
    training: null,
  };
  return [
    ["model.py", modelFile(text)],
    ["tensorfile.py", tensorFile],
    ["weights.safetensors", printSafetensors(weights)],
    ["requirements.txt", requirements],
    ["README.md", readme(facts)],
  ];
}

function trainingFiles(
  record: TrainingRecord,
  history: History,
  { title, input }: ExportPyTorchOptions,
): FileList {
  const { model, loader, validation } = record;
  const sample = firstExamples(loader);
  const text = modelText(model, input === undefined ? [sample[0]] : [input].flat());
  const heading = title ?? (record.title === "" ? model.typeName() : record.title);
  const { known, own } = metricsOf(record);
  const frozen = [...model.namedParameters()].flatMap(([name, p]) => (p.requiresGrad ? [] : [name]));
  const script = trainFile({ title: heading, record, loss: lossOf(record, sample), metrics: known, frozen });
  // What the model is now is the end of its last training alone.
  const end = historyOf(model) === history && history.ended ? stateNow(model, record.trainer) : null;
  const weights = [
    ...stateEntries("start", record.start, record.trainer),
    ...(end ? stateEntries("end", end, record.trainer) : []),
  ];
  const modules = model.modules();
  const facts = {
    title: heading,
    model: record.modelText,
    parameters: record.parameters,
    training: {
      epochs: record.epochs,
      examples: loader.dataset.length,
      batchSize: record.batchSize,
      seed: record.seed,
      dropout: modules.some((m) => m instanceof nn.Dropout || m instanceof nn.Dropout2d),
      norm: modules.some((m) => m instanceof nn.BatchNorm1d || m instanceof nn.BatchNorm2d),
      left: [...own, ...leftOut(record)],
      ownOrder: loader.generator !== null,
      ended: end !== null,
    },
  };
  return [
    ["model.py", modelFile(text)],
    ["train.py", script],
    ["tensorfile.py", tensorFile],
    ["weights.safetensors", printSafetensors(weights)],
    ["train.safetensors", dataFile(loader)],
    ...(validation ? ([["validation.safetensors", dataFile(validation)]] as FileList) : []),
    ["notebook.jsonl", historyLines(history)],
    ["requirements.txt", requirements],
    ["README.md", readme(facts)],
  ];
}

/** Callbacks that the script does without; checkpoints it writes by itself. */
function leftOut({ callbacks }: TrainingRecord): string[] {
  const known = [EarlyStopping, LearningRateScheduler, ReduceLROnPlateau, TerminateOnNaN, ModelCheckpoint];
  return callbacks
    .filter((callback) => !known.some((each) => callback instanceof each))
    .map((callback) => callback.constructor.name);
}

function modelFile({ definitions, made, type }: ModelText): string {
  const body = definitions.join("\n\n\n");
  const uses = (name: string): boolean => `${body}${made}`.includes(name);
  const imports = [
    ...(uses("OrderedDict(") ? ["from collections import OrderedDict", ""] : []),
    ...(uses("torch.") ? ["import torch"] : []),
    ...(uses("F.") ? ["import torch.nn.functional as F"] : []),
    "from torch import nn",
  ];
  return [
    '"""The model, as it was defined in a Gradbook notebook."""',
    "",
    ...imports,
    ...(body === "" ? [] : ["", "", body]),
    "",
    "",
    `def build_model() -> ${type}:`,
    '    """The model with weights drawn anew."""',
    `    return ${made.replaceAll("\n", "\n    ")}`,
    "",
  ].join("\n");
}

function stateEntries(when: string, state: TrainingState, trainer: unknown): [string, RawArray][] {
  const { weights, optimizer, generator } = state;
  const entries: [string, RawArray][] = Array.from(weights, ([name, raw]) => [`${when}.model.${name}`, raw]);
  if (optimizer) {
    const rates = optimizer.paramGroups.map(({ lr }) => lr);
    entries.push([
      `${when}.lr`,
      { dtype: "float64", shape: [rates.length], values: Float64Array.from(rates) },
    ]);
    for (const [name, value] of torchState(trainer, optimizer)) {
      const raw: RawArray =
        typeof value === "number" ? { dtype: "float32", shape: [], values: Float32Array.of(value) } : value;
      entries.push([`${when}.optimizer.${name}`, raw]);
    }
  }
  entries.push([`${when}.rng`, rngState(generator)]);
  return entries;
}

function dataFile({ dataset }: DataLoader<XY>): Uint8Array {
  const [x, y] = batchOf(
    dataset,
    Array.from({ length: dataset.length }, (_, i) => i),
  );
  const raw = (t: Tensor): RawArray => ({
    dtype: t.dtype,
    shape: [...t.shape],
    values: t.detach().toTypedArray(),
  });
  return printSafetensors([
    ["x", raw(x)],
    ["y", raw(y)],
  ]);
}
