/** The texts of heat maps, in English and 简体中文. */
import { plural } from "../../../../engine/payload/language.ts";

/** Of how many maps, and what they are. */
type Summary = (title: string, groups: string, maps: string) => string;

const en = {
  summary: {
    maps: ((title, groups, maps) => `Heat maps${title && ` “${title}”`}: ${maps}${groups}.`) as Summary,
    features: ((title, groups) =>
      `What the channels of a network see${title && ` “${title}”`}: ${groups}.`) as Summary,
    kernels: ((title, groups) => `Kernels of convolutions${title && ` “${title}”`}: ${groups}.`) as Summary,
  },
  count: (count: string, rows: number, columns: number) => `${plural(count, "map")} of ${rows} × ${columns}`,
  list: "; ",
  pair: ", ",
  input: "image",
  /** Of `count` maps, `shown` are in the picture. */
  shown: (shown: number, count: string) => `${shown} of ${count}`,
  range: (low: string, high: string) => `from ${low} to ${high}`,
  channel: (name: string) => `channel ${name}`,
  kernel: (name: string) => `kernel ${name}`,
  map: (name: string) => name || "map",
  row: "row",
  column: "column",
  mean: "mean",
  largest: (value: string, where: string) => `largest ${value} at ${where}`,
  head: ["Map", "Shape", "Smallest", "Largest", "Mean"],
};

export type MapsTexts = typeof en;

const zh: MapsTexts = {
  summary: {
    maps: (title, groups, maps) => `热图${title && `“${title}”`}：${maps}${groups}。`,
    features: (title, groups) => `网络各通道看到的${title && `“${title}”`}：${groups}。`,
    kernels: (title, groups) => `卷积核${title && `“${title}”`}：${groups}。`,
  },
  count: (count, rows, columns) => `${count} 张 ${rows} × ${columns} 的图`,
  list: "；",
  pair: "，",
  input: "图像",
  shown: (shown, count) => `${count} 张中的 ${shown} 张`,
  range: (low, high) => `从 ${low} 到 ${high}`,
  channel: (name) => `通道 ${name}`,
  kernel: (name) => `卷积核 ${name}`,
  map: (name) => name || "图",
  row: "行",
  column: "列",
  mean: "平均值",
  largest: (value, where) => `最大 ${value}，位于 ${where}`,
  head: ["图", "形状", "最小", "最大", "平均"],
};

export const mapsTexts = { en, zh };
