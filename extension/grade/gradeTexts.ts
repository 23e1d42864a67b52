/** What grading says of copies, to students and teachers: in the master's language. */
import { plural, textsIn } from "../../engine/payload/language.ts";

const en = {
  right: (parts: number) => (parts === 1 ? "Right." : `All ${parts} parts are right.`),
  noAnswer: "The copy has no answer cell for this exercise.",
  noAnswers: "The copy has no answer cells: is it a copy of this notebook?",
  severalAnswers: (cells: number) => `${cells} cells answer this exercise; the last one counts.`,
  answerTooLong: "The answer did not come to an end in time and was stopped.",
  answerStopped: (name: string, message: string) => `The answer stopped with ${name}: ${message}`,
  checkTooLong: "The check of the answer did not come to an end in time and was stopped.",
  checkStopped: (name: string, message: string) => `The check could not be run: ${name}: ${message}`,
  notReached: "It was not come to: the copy had been ended before.",
  notCounted: "The check was interfered with: it counts for nothing.",
  notRun: "The copy could not be run.",
  ended: (why: "time" | "memory" | "died", where: string, detail: string) =>
    ({
      time: `It did not come to an end at ${where}, and could not be stopped otherwise: it was ended there.`,
      memory: `It used more memory than there is for a copy at ${where}: it was ended there.`,
      died: `It ended at ${where}. ${detail}`,
    })[why],
  givenStopped: (cell: string, name: string, message: string) =>
    `With these answers, ${cell} of the notebook stops with ${name}: ${message}`,
  isFolder: "It is a folder, not a notebook.",
  isLink: "It is a link: hand in the file itself.",
  noNotebook: "It is no Gradbook notebook: its name has to end in .md.",
  empty: "The file is empty.",
  binary: "It holds bytes that no text has.",
  encoding: "It is not UTF-8 text.",
  tooLarge: (mb: number) => `It is larger than ${mb} MB.`,
  unreadable: (why: string) => `It cannot be read: ${why}`,
  failed: (why: string) => `It could not be graded: ${why}`,
  feedback: (copy: string) => `Feedback: ${copy}`,
  results: (title: string) => `Results: ${title}`,
  pointsOf: (points: number, of: number) => `${points} of ${plural(of, "point")}`,
  copy: "copy",
  points: "points",
  remarks: "remarks",
  yourAnswer: "Your answer",
  mean: "mean",
};

export type GradeTexts = typeof en;

const zh: GradeTexts = {
  right: (parts) => (parts === 1 ? "正确。" : `${parts} 个部分全部正确。`),
  noAnswer: "这份作业没有本题的答案单元格。",
  noAnswers: "这份作业没有任何答案单元格：它是这个笔记本的副本吗？",
  severalAnswers: (cells) => `有 ${cells} 个单元格回答了本题，以最后一个为准。`,
  answerTooLong: "答案没有在规定时间内结束，已被停止。",
  answerStopped: (name, message) => `答案因错误而停止：${name}: ${message}`,
  checkTooLong: "对答案的检查没有在规定时间内结束，已被停止。",
  checkStopped: (name, message) => `检查无法运行：${name}: ${message}`,
  notReached: "没有运行到这里：这份作业在此之前已被终止。",
  notCounted: "检查受到了干扰，不计分。",
  notRun: "这份作业无法运行。",
  ended: (why, where, detail) =>
    ({
      time: `它在 ${where} 处没有结束，也无法以其他方式停止，已在那里被终止。`,
      memory: `它在 ${where} 处使用的内存超过了一份作业的上限，已在那里被终止。`,
      died: `它在 ${where} 处终止。${detail}`,
    })[why],
  givenStopped: (cell, name, message) => `在这些答案之下，笔记本的 ${cell} 因错误而停止：${name}: ${message}`,
  isFolder: "这是一个文件夹，不是笔记本。",
  isLink: "这是一个链接：请提交文件本身。",
  noNotebook: "这不是 Gradbook 笔记本：文件名必须以 .md 结尾。",
  empty: "文件是空的。",
  binary: "其中有文本不会有的字节。",
  encoding: "它不是 UTF-8 文本。",
  tooLarge: (mb) => `它大于 ${mb} MB。`,
  unreadable: (why) => `无法读取：${why}`,
  failed: (why) => `无法评分：${why}`,
  feedback: (copy) => `反馈：${copy}`,
  results: (title) => `成绩：${title}`,
  pointsOf: (points, of) => `${of} 分中的 ${points} 分`,
  copy: "作业",
  points: "得分",
  remarks: "备注",
  yourAnswer: "您的答案",
  mean: "平均",
};

export function gradeTextsFor(language: string): GradeTexts {
  return textsIn({ en, zh }, language);
}
