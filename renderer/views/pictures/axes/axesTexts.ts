/** The texts of plots on axes, in English and 简体中文. */
import { plural } from "../../../../engine/payload/language.ts";

const en = {
  summary: (title: string, panels: string) => `${title === "" ? "Plot" : `Plot “${title}”`}: ${panels}.`,
  between: "; ",
  pair: ", ",
  line: (name: string) => (name === "" ? "a line" : `line ${name}`),
  points: (name: string, count: number) => `${plural(count, "point")}${name === "" ? "" : ` ${name}`}`,
  bars: (name: string, count: number) => `${plural(count, "bar")}${name === "" ? "" : ` ${name}`}`,
  boxes: (count: number) => plural(count, "box", "boxes"),
  cells: (rows: number, columns: number) => `a matrix of ${rows} × ${columns}`,
  image: (width: number, height: number) => `an image of ${width} × ${height}`,
  shown: (shown: number, count: string) => `${shown} of ${count} points shown`,
  value: "value",
  row: "row",
  column: "column",
  mean: "mean",
  median: "median",
  quartiles: (from: string, to: string) => `quartiles ${from} and ${to}`,
  whiskers: (from: string, to: string) => `whiskers ${from} to ${to}`,
  beyond: (count: number) => `${count} beyond the whiskers`,
  values: (count: number) => plural(count, "value"),
  band: (from: string, to: string) => `from ${from} to ${to}`,
  note: "note",
  head: ["Panel", "Mark", "x", "y", ""],
};

export type AxesTexts = typeof en;

const zh: AxesTexts = {
  summary: (title, panels) => `${title === "" ? "图" : `图“${title}”`}：${panels}。`,
  between: "；",
  pair: "，",
  line: (name) => (name === "" ? "一条线" : `线 ${name}`),
  points: (name, count) => `${name === "" ? "" : `${name} `}${count} 个点`,
  bars: (name, count) => `${name === "" ? "" : `${name} `}${count} 个柱`,
  boxes: (count) => `${count} 个箱`,
  cells: (rows, columns) => `${rows} × ${columns} 的矩阵`,
  image: (width, height) => `${width} × ${height} 的图像`,
  shown: (shown, count) => `显示 ${count} 个点中的 ${shown} 个`,
  value: "值",
  row: "行",
  column: "列",
  mean: "平均",
  median: "中位数",
  quartiles: (from, to) => `四分位数 ${from} 和 ${to}`,
  whiskers: (from, to) => `须 ${from} 到 ${to}`,
  beyond: (count) => `须外 ${count} 个`,
  values: (count) => `${count} 个值`,
  band: (from, to) => `从 ${from} 到 ${to}`,
  note: "注释",
  head: ["图", "标记", "x", "y", ""],
};

export const axesTexts = { en, zh };
