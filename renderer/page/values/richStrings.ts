/** The texts of outputs that are no charts, in English and 简体中文. */

export interface RichStrings {
  /** Title of a frame with HTML, for a screen reader. */
  html: string;
  picture: string;
  cannotRead: (reason: string) => string;
  tensor: (shape: string, dtype: string) => string;
  range: (min: string, max: string, mean: string) => string;
  notFinite: (count: number) => string;
  looked: (count: string) => string;
  heatMap: (rows: number, columns: number) => string;
  histogram: (from: string, to: string) => string;
  counted: (from: string, to: string, count: number) => string;
  rowsShown: (shown: number, total: number) => string;
  columnsShown: (shown: number, total: number) => string;
  cut: (characters: string) => string;
  showAll: string;
}

const english: RichStrings = {
  html: "HTML output",
  picture: "Picture",
  cannotRead: (reason) => `This output cannot be drawn: ${reason}. Run the cell again.`,
  tensor: (shape, dtype) => `tensor ${shape}, ${dtype}`,
  range: (min, max, mean) => `from ${min} to ${max}, mean ${mean}`,
  notFinite: (count) => `${count} not finite`,
  looked: (count) => `of ${count} elements, evenly chosen`,
  heatMap: (rows, columns) => `Heat map of ${rows} by ${columns} values`,
  histogram: (from, to) => `Histogram of the values from ${from} to ${to}`,
  counted: (from, to, count) => `${from} to ${to}: ${count}`,
  rowsShown: (shown, total) => `${shown} of ${total} rows`,
  columnsShown: (shown, total) => `${shown} of ${total} columns`,
  cut: (characters) => `Output is cut after ${characters} characters.`,
  showAll: "Show all in editor",
};

const chinese: RichStrings = {
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
  columnsShown: (shown, total) => `共 ${total} 列，显示 ${shown} 列`,
  cut: (characters) => `输出超过 ${characters} 个字符，其余部分未显示。`,
  showAll: "在编辑器中显示全部",
};

/** The texts for a BCP 47 language tag; English where there is no translation. */
export function richStringsFor(language: string): RichStrings {
  return /^zh\b/i.test(language) ? chinese : english;
}
