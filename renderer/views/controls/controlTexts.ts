/** The texts around controls, in English and 简体中文. */
import { textsIn } from "../../../engine/payload/language.ts";

const en = {
  exactly: (label: string) => `${label}, as a number`,
  asleep: "Run the cell to use this value.",
  choose: "Choose a file…",
  tooLarge: (most: string) =>
    `The file is larger than ${most}. Choose a smaller one, or read it from the disk in a cell.`,
  notKept: "It is too large to be kept: choose it again after the window was closed.",
  clear: "Clear",
  undo: "Undo",
  erase: "Erase",
  drawingKeys:
    "Draw with the pointer. With the keyboard: arrow keys move the pen, Space lowers and lifts it, Delete clears.",
  penAt: (row: number, column: number, down: boolean) =>
    `row ${row}, column ${column}, pen ${down ? "down" : "up"}`,
  pointsKeys:
    "Click to place a point, click on a point to take it away, drag it to move it. With the keyboard: arrow keys move the cross, Space places or takes away, digits choose the class, Delete clears.",
  crossAt: (x: string, y: string) => `${x}, ${y}`,
  placed: (name: string, count: number) => `${name} placed, ${count} in all`,
  takenAway: (count: number) => `taken away, ${count} left`,
  classes: "Class of the next point",
};

export type ControlTexts = typeof en;

const zh: ControlTexts = {
  exactly: (label) => `${label}（输入数字）`,
  asleep: "运行此单元格后，这个值才会生效。",
  choose: "选择文件…",
  tooLarge: (most) => `文件大于 ${most}。请选择较小的文件，或在单元格中从磁盘读取。`,
  notKept: "文件太大，没有保存下来：窗口关闭之后请重新选择。",
  clear: "清空",
  undo: "撤销",
  erase: "擦除",
  drawingKeys: "用指针绘制。用键盘：方向键移动画笔，空格落笔或抬笔，Delete 清空。",
  penAt: (row, column, down) => `第 ${row} 行第 ${column} 列，${down ? "已落笔" : "已抬笔"}`,
  pointsKeys:
    "单击放置一个点，单击已有的点将其移除，拖动可移动。用键盘：方向键移动十字，空格放置或移除，数字键选择类别，Delete 清空。",
  crossAt: (x, y) => `${x}，${y}`,
  placed: (name, count) => `已放置 ${name}，共 ${count} 个`,
  takenAway: (count) => `已移除，剩余 ${count} 个`,
  classes: "下一个点的类别",
};

/** The texts for a BCP 47 tag; English where there is no translation. */
export function controlTextsFor(language: string): ControlTexts {
  return textsIn({ en, zh }, language);
}
