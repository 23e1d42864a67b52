/** The texts of outputs that are no charts, in English and 简体中文. */
import { textsIn } from "../../../engine/payload/language.ts";

const en = {
  /** Title of a frame with HTML, for a screen reader. */
  html: "HTML output",
  picture: "Picture",
  cannotRead: (reason: string) => `This output cannot be drawn: ${reason}. Run the cell again.`,
  tensor: (shape: string, dtype: string) => `tensor ${shape}, ${dtype}`,
  range: (min: string, max: string, mean: string) => `from ${min} to ${max}, mean ${mean}`,
  notFinite: (count: number) => `${count} not finite`,
  looked: (count: string) => `of ${count} elements, evenly chosen`,
  heatMap: (rows: number, columns: number) => `Heat map of ${rows} by ${columns} values`,
  histogram: (from: string, to: string) => `Histogram of the values from ${from} to ${to}`,
  counted: (from: string, to: string, count: number) => `${from} to ${to}: ${count}`,
  rowsShown: (shown: number, total: number) => `${shown} of ${total} rows`,
  noRows: "no rows",
  noValue: "no value",
  columnsShown: (shown: number, total: number) => `${shown} of ${total} columns`,
  sortBy: (column: string) => `Sort by ${column}`,
  page: (from: number, to: number, total: number) => `rows ${from} to ${to} of ${total}`,
  pageBack: "Previous rows",
  pageForward: "Next rows",
  cut: (characters: string) => `Output is cut after ${characters} characters.`,
  showAll: "Show all in editor",
  showMore: "Show more",
  showLess: "Show less",
  /** Over the places that led to an error. */
  calledFrom: "Called from",
  /** A value, for a screen reader. */
  value: "Value",
  beginning: "Only the beginning is shown.",
  charactersShown: (count: string) => `${count} characters are shown; there is more.`,
  allShown: (count: string) => `${count} characters are shown.`,
  noLongerThere: "The rest is no longer there. Run the cell again to see it.",
  /** Of an exercise, all that was looked at. */
  allRight: "Right",
  partsRight: (right: number, parts: number) => `${right} of ${parts} right`,
  points: (points: number, of: number) => `${points} of ${of} ${of === 1 ? "point" : "points"}`,
  partRight: "right:",
  partWrong: "not right:",
};

export type RichStrings = typeof en;

const zh: RichStrings = {
  html: "HTML 输出",
  picture: "图片",
  cannotRead: (reason) => `无法显示此输出：${reason}。请重新运行单元格。`,
  tensor: (shape, dtype) => `张量 ${shape}，${dtype}`,
  range: (min, max, mean) => `从 ${min} 到 ${max}，平均 ${mean}`,
  notFinite: (count) => `${count} 个非有限值`,
  looked: (count) => `均匀选取 ${count} 个元素`,
  heatMap: (rows, columns) => `${rows} 行 ${columns} 列数值的热图`,
  histogram: (from, to) => `数值直方图，从 ${from} 到 ${to}`,
  counted: (from, to, count) => `${from} 到 ${to}：${count} 个`,
  rowsShown: (shown, total) => `共 ${total} 行，显示 ${shown} 行`,
  noRows: "没有行",
  noValue: "没有值",
  columnsShown: (shown, total) => `共 ${total} 列，显示 ${shown} 列`,
  sortBy: (column) => `按 ${column} 排序`,
  page: (from, to, total) => `第 ${from} 至 ${to} 行，共 ${total} 行`,
  pageBack: "前面的行",
  pageForward: "后面的行",
  cut: (characters) => `输出超过 ${characters} 个字符，其余部分未显示。`,
  showAll: "在编辑器中显示全部",
  showMore: "显示更多",
  showLess: "收起",
  calledFrom: "调用位置",
  value: "值",
  beginning: "只显示了开头。",
  charactersShown: (count) => `已显示 ${count} 个字符，还有更多。`,
  allShown: (count) => `已显示 ${count} 个字符。`,
  noLongerThere: "其余内容已不存在。请重新运行单元格以查看。",
  allRight: "正确",
  partsRight: (right, parts) => `${parts} 项中 ${right} 项正确`,
  points: (points, of) => `得分 ${points} / ${of}`,
  partRight: "正确：",
  partWrong: "不正确：",
};

/** The texts for a BCP 47 language tag; English where there is no translation. */
export function richStringsFor(language: string): RichStrings {
  return textsIn({ en, zh }, language);
}
