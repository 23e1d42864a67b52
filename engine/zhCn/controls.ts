/** 简体中文: what controls say. */
import type { Messages } from "../payload/say.ts";

export const controls: Messages = {
  "a label, a text that says what the value is": "标签，即说明这个值是什么的文字",
  "{0}: {1} is {2}; give a finite number.": "{0}：{1} 是 {2}；请给出有限的数。",
  '{0}: scale is {1}; give "linear" or "log".': '{0}：scale 是 {1}；请给出 "linear" 或 "log"。',
  "{0}: min is {1} and max is {2}; give the smaller first.": "{0}：min 是 {1}，max 是 {2}；min 应较小。",
  "{0}: a log scale has no {1}; give a min above 0, such as 1e-4.":
    "{0}：对数刻度上没有 {1}；请给出大于 0 的 min，例如 1e-4。",
  "{0}: step is {1}; give a number above 0.": "{0}：step 是 {1}；请给出大于 0 的数。",
  "{0}: value is {1}; give one from min, {2}, to max, {3}.":
    "{0}：value 是 {1}；请给出从 min（{2}）到 max（{3}）的值。",
  "value as true or false": "value，true 或 false",
  "value as a list of choices": "value，由选项组成的列表",
  "choices, a list or an object of values by name": "选项，即列表，或由名称到值的对象",
  "format as a function from a choice to its name": "format，由选项给出其名称的函数",
  "{0}: there is nothing to choose from; give some choices.": "{0}：没有可选的内容；请给出一些选项。",
  "{0}: two choices are called {1}; give { format } to tell them apart.":
    "{0}：有两个选项都叫 {1}；请用 { format } 加以区分。",
  "{0}: the value {1} is none of the choices {2}; give one of them.":
    "{0}：值 {1} 不在选项 {2} 之中；请给出其中之一。",
  "value as a text": "value，一段文字",
  "placeholder as a text": "placeholder，一段文字",
  "{0}: rows is {1}; give a whole number from 1 to 40.": "{0}：rows 是 {1}；请给出 1 到 40 的整数。",
  "{0}: size is {1}; give whole numbers from 1 to {2}.": "{0}：size 是 {1}；请给出 1 到 {2} 的整数。",
  "value as a tensor": "value，一个张量",
  "{0}: the value has the shape [{1}]; give the size's, [{2}, {3}].":
    "{0}：value 的形状是 [{1}]；请给出与 size 相同的 [{2}, {3}]。",
  "{0}: a side goes from {1} to {2}; give the smaller number first.":
    "{0}：一边从 {1} 到 {2}；请先给出较小的数。",
  "{0}: there are {1} classes; give 1 to {2}.": "{0}：有 {1} 个类别；请给出 1 到 {2} 个。",
  "{0}: give value as { x, y }: x of shape [n, 2], y of shape [n].":
    "{0}：请以 { x, y } 给出 value：x 的形状为 [n, 2]，y 的形状为 [n]。",
  "{0}: a point has the class {1}; give numbers from 0 to {2}.":
    "{0}：有一个点的类别是 {1}；请给出 0 到 {2} 的数。",
  'accept as a text, such as ".csv"': 'accept，一段文字，例如 ".csv"',
};
