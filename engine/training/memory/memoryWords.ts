/** What the memory lesson says, in English and 简体中文. */
import { textsIn } from "../../payload/language.ts";

const en = {
  training: "training",
  prediction: "prediction",
  /** Of a curve whose points were measured, not foreseen. */
  measured: (what: string) => `${what}, measured`,
  kinds: {
    parameter: "parameter",
    gradient: "gradient",
    optimiser: "optimiser",
    input: "input",
    intermediate: "intermediate",
    temporary: "temporary",
    total: "total",
  },
  batchSize: "batch size",
  layers: "layers",
  layer: "layer",
  batchOf: (n: number) => `batch of ${n}`,
  megabytesOf: (n: number) => `MB for a batch of ${n}`,
  /** Headings of the figures. */
  byBatch: "Training and prediction over the batch size",
  byKind: "What training holds, by kind",
  byLayer: "After each layer: training keeps, prediction lets go",
  byDepth: "Training and prediction over the depth",
  limit: (bytes: string) => `limit ${bytes}`,
  /** The sentence that names the largest batch; `batch` is 0 where not even one example fits. */
  largest: (bytes: string, batch: number) =>
    batch === 0
      ? `Not even one example fits into ${bytes}.`
      : `The largest batch that fits into ${bytes}: ${batch}.`,
  measuredWith: (n: number, training: string, prediction: string) =>
    `measured with a batch of ${n}: training ${training}, prediction ${prediction}`,
  parameters: "parameters",
  kept: "kept for backward",
  held: "held to predict",
};

export type MemoryWords = typeof en;

const zh: MemoryWords = {
  training: "训练",
  prediction: "预测",
  measured: (what) => `${what}（实测）`,
  kinds: {
    parameter: "参数",
    gradient: "梯度",
    optimiser: "优化器状态",
    input: "输入",
    intermediate: "中间值",
    temporary: "临时",
    total: "合计",
  },
  batchSize: "批量大小",
  layers: "层数",
  layer: "层",
  batchOf: (n) => `批量 ${n}`,
  megabytesOf: (n) => `MB（批量 ${n}）`,
  byBatch: "训练和预测所需内存与批量大小",
  byKind: "训练所占内存，按种类",
  byLayer: "逐层占用的内存：训练保留中间值，预测随即释放",
  byDepth: "训练和预测所需内存与层数",
  limit: (bytes) => `上限 ${bytes}`,
  largest: (bytes, batch) =>
    batch === 0 ? `${bytes} 连一个样本也放不下。` : `${bytes} 能容纳的最大批量：${batch}。`,
  measuredWith: (n, training, prediction) => `批量 ${n} 实测：训练 ${training}，预测 ${prediction}`,
  parameters: "参数",
  kept: "为反向传播保留",
  held: "预测时占用",
};

/** @param language BCP 47 tag of the person's language; English for those that we do not speak */
export function memoryWords(language = "en"): MemoryWords {
  return textsIn({ en, zh }, language);
}
