/** The texts of affine maps, in English and 简体中文. */
import { plural } from "../../../../engine/payload/language.ts";

const en = {
  keys: "Left and right arrow keys undo and apply the map: first the linear part, then the translation. Every entry has a slider.",
  summary: (title: string, inputs: number, outputs: number) =>
    `Affine map${title && ` “${title}”`} from ${inputs} to ${plural(outputs, "dimension")}.`,
  progress: "Apply",
  before: "Every point where it is",
  linear: "First the linear part: x · Wᵀ",
  translation: "Then the translation: + b",
  areas: (det: string) => `det W = ${det}: areas are multiplied by its absolute value.`,
  flips: "It is negative: the plane is turned over.",
  collapses: "det W = 0: the plane is pressed onto a line or a point; there is no way back.",
  blocks: (rows: number, columns: number) => `Each cell is the mean of ${rows} × ${columns} entries.`,
  mean: "mean",
  bias: "bias",
  output: "output",
  input: "input",
  head: ["x", "x · Wᵀ", "x · Wᵀ + b"],
};

export type AffineTexts = typeof en;

const zh: AffineTexts = {
  keys: "左右方向键撤销和施加变换：先是线性部分，然后是平移。每个元素都有滑块。",
  summary: (title, inputs, outputs) => `仿射变换${title && `“${title}”`}：从 ${inputs} 维到 ${outputs} 维。`,
  progress: "施加",
  before: "每个点都在原处",
  linear: "先是线性部分：x · Wᵀ",
  translation: "然后是平移：+ b",
  areas: (det) => `det W = ${det}：面积乘以它的绝对值。`,
  flips: "它是负数：平面被翻面。",
  collapses: "det W = 0：平面被压成一条线或一个点，无法还原。",
  blocks: (rows, columns) => `每格是 ${rows} × ${columns} 个元素的平均值。`,
  mean: "平均值",
  bias: "偏置",
  output: "输出",
  input: "输入",
  head: ["x", "x · Wᵀ", "x · Wᵀ + b"],
};

export const affineTexts = { en, zh };
