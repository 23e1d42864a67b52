/** The texts of pictures that show a model with its examples, in English and 简体中文. */
import { plural } from "../../../../engine/payload/language.ts";
const en = {
  model: "model",
  examples: "examples",
  heldOut: "held out",
  error: (value: string) => `mean squared error ${value}`,
  errorHeldOut: (value: string) => `held out ${value}`,
  /** Of `count` examples, `shown` are in the picture. */
  shown: (shown: string, count: string) => `${shown} of ${count} examples`,
  says: "the model says",
  difference: "difference",
  regression: (title: string, examples: string) =>
    `A model of one input${title && `, “${title}”`}, and ${plural(examples, "example")}.`,
  className: (name: string) => (/^-?[\d.]+$/.test(name) ? `class ${name}` : name),
  right: (correct: string, count: string, share: string) => `${correct} of ${count} right (${share})`,
  wrong: "wrong",
  saysClass: (name: string, share: string) => `the model says ${name}${share && ` (${share})`}`,
  isClass: (name: string) => `it is ${name}`,
  boundary: (title: string, classes: string) =>
    `What a classifier says over two inputs${title && `, “${title}”`}: ${classes}.`,
};

export type FitTexts = typeof en;

const zh: FitTexts = {
  model: "模型",
  examples: "样本",
  heldOut: "留出的样本",
  error: (value) => `均方误差 ${value}`,
  errorHeldOut: (value) => `留出样本 ${value}`,
  shown: (shown, count) => `${count} 个样本中的 ${shown} 个`,
  says: "模型说",
  difference: "相差",
  regression: (title, examples) => `单输入模型${title && `“${title}”`}与 ${examples} 个样本。`,
  className: (name) => (/^-?[\d.]+$/.test(name) ? `类别 ${name}` : name),
  right: (correct, count, share) => `${count} 个中判对 ${correct} 个（${share}）`,
  wrong: "判错",
  saysClass: (name, share) => `模型说是${name}${share && `（${share}）`}`,
  isClass: (name) => `实际是${name}`,
  boundary: (title, classes) => `分类器在两个输入的平面上的判断${title && `“${title}”`}：${classes}。`,
};

export const fitTexts = { en, zh };
