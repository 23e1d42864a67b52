/** The texts of pictures, in English and 简体中文. */

import { affineTexts } from "./affine/affineTexts.ts";
import { axesTexts } from "./axes/axesTexts.ts";
import { fitTexts } from "./fit/fitTexts.ts";
import { graphTexts } from "./graph/graphTexts.ts";
import { mapsTexts } from "./maps/mapsTexts.ts";
import { networkTexts } from "./networks/networkTexts.ts";
import { runsTexts } from "./runs/runsTexts.ts";
import { plural, textsIn } from "../../../engine/payload/language.ts";

const en = {
  fit: fitTexts.en,
  keys: "Arrow keys walk through the picture and read it.",
  first: "To the start",
  back: "One step back",
  forward: "One step forward",
  last: "To the end",
  reset: "Reset",
  graph: graphTexts.en,
  affine: affineTexts.en,
  axes: axesTexts.en,
  maps: mapsTexts.en,
  runs: runsTexts.en,
  networks: networkTexts.en,
  units: (count: number) => plural(count, "unit"),
  parameters: (count: string) => plural(count, "parameter"),
  derivative: "derivative",
  received: (layer: string) => `what layer ${layer} receives`,
  receivedHere: (layer: string, count: string, share: string) =>
    `layer ${layer}: ${plural(count, "value")} (${share})`,
  dead: (count: number) => `${count} dead`,
  saturated: (count: number) => `${count} saturated`,
  outside: (share: string) => `${share} outside`,
  activationSummary: (name: string, from: string, to: string) =>
    `The function ${name} and its derivative, from ${from} to ${to}.`,
  activationLayer: ({
    layer,
    units,
    dead,
    saturated,
  }: {
    layer: string;
    units: number;
    dead: number;
    saturated: number;
  }) => `Layer ${layer}: ${plural(units, "unit")}, ${dead} dead, ${saturated} saturated.`,
  input: "input",
  weight: "weight",
  bias: "bias",
  gradient: "gradient",
  unit: (layer: string, unit: number) => `${layer}, unit ${unit}`,
  moreUnits: (count: string) => `${count} more`,
  network: (title: string, layers: string, parameters: string) =>
    `Network${title && ` “${title}”`}: ${layers}; ${plural(parameters, "parameter")}.`,
  positive: "positive weight",
  negative: "negative weight",
  layer: "Layer",
  type: "Type",
  shape: "Output shape",
  parameterHead: "Parameters",
  memory: "Memory",
  total: "Total",
};

export type PictureTexts = typeof en;

const zh: PictureTexts = {
  fit: fitTexts.zh,
  keys: "方向键在图中逐项移动并朗读。",
  first: "到开头",
  back: "后退一步",
  forward: "前进一步",
  last: "到结尾",
  reset: "重置",
  graph: graphTexts.zh,
  affine: affineTexts.zh,
  axes: axesTexts.zh,
  maps: mapsTexts.zh,
  runs: runsTexts.zh,
  networks: networkTexts.zh,
  units: (count) => `${count} 个单元`,
  parameters: (count) => `${count} 个参数`,
  derivative: "导数",
  received: (layer) => `第 ${layer} 层接收的值`,
  receivedHere: (layer, count, share) => `第 ${layer} 层：${count} 个值（${share}）`,
  dead: (count) => `${count} 个失活`,
  saturated: (count) => `${count} 个饱和`,
  outside: (share) => `${share} 在范围外`,
  activationSummary: (name, from, to) => `函数 ${name} 及其导数，从 ${from} 到 ${to}。`,
  activationLayer: ({ layer, units, dead, saturated }) =>
    `第 ${layer} 层：${units} 个单元，${dead} 个失活，${saturated} 个饱和。`,
  input: "输入",
  weight: "权重",
  bias: "偏置",
  gradient: "梯度",
  unit: (layer, unit) => `${layer}，第 ${unit} 个单元`,
  moreUnits: (count) => `另有 ${count} 个`,
  network: (title, layers, parameters) =>
    `网络${title && `“${title}”`}：${layers}；共 ${parameters} 个参数。`,
  positive: "正权重",
  negative: "负权重",
  layer: "层",
  type: "类型",
  shape: "输出形状",
  parameterHead: "参数",
  memory: "内存",
  total: "合计",
};

/** The texts for a BCP 47 language tag; English where we have no translation. */
export function pictureTextsFor(language: string): PictureTexts {
  return textsIn({ en, zh }, language);
}
