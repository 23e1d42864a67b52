/** The texts of pictures of networks over images and sequences, in English and 简体中文. */
import { plural } from "../../../../engine/payload/language.ts";
import type { BlockFact } from "../../../../engine/payload/networkPictures.ts";

const en = {
  facts: {
    kernel: (value: string) => value,
    stride: (value: string) => `stride ${value}`,
    padding: (value: string) => `padding ${value}`,
    dilation: (value: string) => `dilation ${value}`,
    groups: (value: string) => `${value} groups`,
    heads: (value: string) => plural(value, "head"),
    hidden: (value: string) => `${value} units`,
    layers: (value: string) => plural(value, "layer"),
    both: () => "both directions",
  } satisfies Record<BlockFact["name"], (value: string) => string>,
  channels: (count: number) => plural(count, "channel"),
  steps: (count: number, size: string) => `${plural(count, "step")} of ${size}`,
  list: ", ",
  unroll: "Unroll",
  folded: "folded",
  unrolledTo: (steps: number) => plural(steps, "step"),
  unrollKeys: "Left and right arrow keys fold and unroll the network in time.",
  recurrence: (title: string, name: string, steps: number) =>
    `Recurrent network${title && ` “${title}”`}: ${name}, folded and unrolled to ${plural(steps, "step")}.`,
  sameWeights: (parameters: string) => `${plural(parameters, "parameter")}, the same at every step of time.`,
  bothWays: "A second one goes through the sequence from its end.",
  state: "state",
  memory: "memory",
  time: "time",
  layerOf: (layer: number) => `layer ${layer}`,
  cell: (layer: number, step: number) => `layer ${layer}, step ${step}`,
  reads: (from: string, to: string) => `reads ${from}, gives ${to}`,
  cellHead: ["Layer", "Step", "Reads", "Gives"],
  receptive: (title: string, height: number, width: number) =>
    `Receptive fields${title && `, “${title}”`}, in an image of ${height} × ${width}.`,
  sees: (name: string, field: string) => `One output of ${name} sees ${field} pixels.`,
  apart: (jump: string) => `Its neighbour sees as many, ${jump} further.`,
  all: "That is the whole image.",
  layer: "Layer",
  receptiveKeys: "Left and right arrow keys go from layer to layer.",
  receptiveHead: ["Layer", "Output", "Field", "Steps between neighbours"],
  gradients: {
    time: (title: string) =>
      `Gradient of the last output by the input of each step${title && `, “${title}”`}.`,
    steps: (title: string) => `Lengths of the layers' gradients while training${title && `, “${title}”`}.`,
  },
  gradientAxis: "length of the gradient",
  xAxis: { time: "step of time", steps: "batches" },
  at: { time: (x: string) => `step ${x}`, steps: (x: string) => `batch ${x}` },
  waiting: "nothing was measured yet",
};

export type NetworkTexts = typeof en;

const zh: NetworkTexts = {
  facts: {
    kernel: (value) => value,
    stride: (value) => `步幅 ${value}`,
    padding: (value) => `填充 ${value}`,
    dilation: (value) => `膨胀 ${value}`,
    groups: (value) => `${value} 组`,
    heads: (value) => `${value} 个头`,
    hidden: (value) => `${value} 个单元`,
    layers: (value) => `${value} 层`,
    both: () => "双向",
  },
  channels: (count) => `${count} 个通道`,
  steps: (count, size) => `${count} 步，每步 ${size}`,
  list: "，",
  unroll: "展开",
  folded: "折叠",
  unrolledTo: (steps) => `${steps} 步`,
  unrollKeys: "左右方向键沿时间折叠和展开网络。",
  recurrence: (title, name, steps) =>
    `循环神经网络${title && `“${title}”`}：${name}，折叠以及展开到 ${steps} 步。`,
  sameWeights: (parameters) => `${parameters} 个参数，每个时间步共用。`,
  bothWays: "另有一个从序列末尾往回走。",
  state: "状态",
  memory: "记忆",
  time: "时间",
  layerOf: (layer) => `第 ${layer} 层`,
  cell: (layer, step) => `第 ${layer} 层，第 ${step} 步`,
  reads: (from, to) => `读入 ${from}，给出 ${to}`,
  cellHead: ["层", "时间步", "读入", "给出"],
  receptive: (title, height, width) => `${height} × ${width} 图像中的感受野${title && `“${title}”`}。`,
  sees: (name, field) => `${name} 的一个输出看到 ${field} 个像素。`,
  apart: (jump) => `相邻的输出看到同样多，错开 ${jump}。`,
  all: "这就是整幅图像。",
  layer: "层",
  receptiveKeys: "左右方向键逐层移动。",
  receptiveHead: ["层", "输出", "感受野", "相邻的间距"],
  gradients: {
    time: (title) => `最后的输出对各时间步输入的梯度${title && `“${title}”`}。`,
    steps: (title) => `训练中各层梯度的范数${title && `“${title}”`}。`,
  },
  gradientAxis: "梯度的范数",
  xAxis: { time: "时间步", steps: "批次" },
  at: { time: (x) => `第 ${x} 步`, steps: (x) => `第 ${x} 批` },
  waiting: "还没有测量",
};

export const networkTexts = { en, zh };
