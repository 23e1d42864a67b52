/** `grade` and `copy`: what a teacher does with a master notebook, without VS Code. */
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import path from "node:path";
import { studentCopy, readMaster, type Master, type MasterFault } from "../exercises/master.ts";
import { proveMaster, type Proven } from "../grade/proveMaster.ts";
import { gradeFolder } from "../grade/gradeFolder.ts";
import type { CopyFeedback, GradedCopy } from "../grade/gradeCopy.ts";
import { csvOf, tableOf } from "../grade/tables.ts";
import { decodeText } from "../markdown/fileText.ts";
import { frontMatterIn } from "../markdown/frontMatter.ts";
import { parseMarkdown, type MarkdownNotebook } from "../markdown/parseMarkdown.ts";
import { printMarkdown } from "../markdown/printMarkdown.ts";
import { writeWhole } from "../saving/wholeFile.ts";
import type { CopyOptions, GradeOptions } from "./arguments.ts";

const done = 0;
const unproven = 1;
const badUsage = 2;

export interface Surroundings {
  /** The kernel's main module. */
  kernelEntry: string;
  /** One line for the person. */
  tell: (text: string) => void;
  write: (text: string) => void;
  /** The person watches, and progress may be told. */
  interactive: boolean;
}

/** MiB for a copy where nobody says how much; a machine that has little gives less. */
const mostMemory = 1536;
/** Seconds that a cell of a copy may take at least, and how many times as long as the slowest of the master's. */
const leastSeconds = 10;
const slower = 10;

export async function grade(
  { master: file, folder, json, csv, report, seconds, memoryMb }: GradeOptions,
  { kernelEntry, tell, write, interactive }: Surroundings,
): Promise<number> {
  const read = readFile(file);
  if ("refused" in read) return refuse(tell, read.refused);
  if (!isFolder(folder)) return refuse(tell, `There is no folder ${folder}.`);
  const parallel = availableParallelism();
  const share = Math.floor((0.7 * totalmem()) / 2 ** 20 / parallel);
  const limits = { seconds: seconds ?? leastSeconds, memoryMb: memoryMb ?? Math.min(mostMemory, share) };
  const options = { entry: kernelEntry, language: read.master.language, limits };
  const proven = await prove(read.master, options, tell);
  if (!proven) return unproven;
  if (seconds === null) limits.seconds = Math.max(leastSeconds, Math.ceil(slower * proven.longest));
  const outs = [json, csv, report].filter((out) => out !== null);
  const copies = await gradeFolder(folder, read.master, proven.proof, {
    ...options,
    parallel,
    leaveOut: [file, ...outs],
    graded: ({ copy, points, of }, count, total) => {
      if (interactive) tell(`${count} of ${total}: ${copy}, ${points} of ${of}`);
    },
  });
  if (copies.length === 0) return refuse(tell, `There are no copies in ${folder}.`);
  try {
    if (json !== null) writeWhole(json, `${JSON.stringify(copies.map(asJson), null, 2)}\n`);
    if (csv !== null) writeWhole(csv, csvOf(copies));
    if (report !== null) await writeReport(report, copies, read, file);
  } catch (error) {
    return refuse(tell, `The results cannot be written: ${(error as Error).message}`);
  }
  write(tableOf(copies));
  return done;
}

/** Exactly what is documented, in this order. */
function asJson({ copy, points, of, checks, error, ms }: CopyFeedback): GradedCopy {
  return { copy, points, of, checks, error, ms };
}

async function writeReport(
  folder: string,
  copies: readonly CopyFeedback[],
  { notebook, master }: Read,
  file: string,
): Promise<void> {
  const { feedbackPage, resultsPage } = await import("../grade/feedbackHtml.ts");
  const title = frontMatterIn(notebook.cells).title ?? path.basename(file).replace(/(?:\.grad)?\.md$/i, "");
  const pageOf = ({ copy }: CopyFeedback): string => `${copy}.html`;
  mkdirSync(folder, { recursive: true });
  for (const copy of copies)
    writeWhole(path.join(folder, pageOf(copy)), feedbackPage(copy, title, master.language));
  writeWhole(path.join(folder, "index.html"), resultsPage(copies, title, master.language, pageOf));
}

/** Makes the students' copy of a master, once its own solutions have passed. */
export async function copy(
  { master: file, out }: CopyOptions,
  { kernelEntry, tell, write }: Surroundings,
): Promise<number> {
  const read = readFile(file);
  if ("refused" in read) return refuse(tell, read.refused);
  if (path.resolve(out) === path.resolve(file))
    return refuse(tell, "The copy would replace the master: name another file.");
  const limits = { seconds: leastSeconds, memoryMb: mostMemory };
  const options = { entry: kernelEntry, language: read.master.language, limits };
  if (!(await prove(read.master, options, tell))) return unproven;
  const { notebook, took } = studentCopy(read.notebook);
  try {
    writeWhole(out, printMarkdown(notebook));
  } catch (error) {
    return refuse(tell, `Cannot write ${out}: ${(error as Error).message}`);
  }
  write(
    `All ${read.master.exercises.length} solutions pass. Taken out: ${took.solutions} solutions, ${took.hiddenTests} hidden tests.\n`,
  );
  return done;
}

async function prove(
  master: Master,
  options: Parameters<typeof proveMaster>[1],
  tell: (text: string) => void,
): Promise<Proven | null> {
  const proven = await proveMaster(master, options);
  if (!("failed" in proven)) return proven;
  for (const { id, message } of proven.failed)
    tell(`${id}: the master's own solution does not pass. ${message}`);
  return null;
}

interface Read {
  notebook: MarkdownNotebook;
  master: Master;
}

function readFile(file: string): Read | { refused: string } {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    return { refused: `Cannot read ${file}: ${(error as Error).message}` };
  }
  const decoded = decodeText(bytes);
  if (!("text" in decoded)) return { refused: `${file} is no notebook: it is not UTF-8 text.` };
  const notebook = parseMarkdown(decoded.text);
  const master = readMaster(notebook);
  if (!("faults" in master)) return { notebook, master };
  return { refused: `${file} cannot be a master. ${master.faults.map(faultText).join(" ")}` };
}

function faultText(fault: MasterFault): string {
  switch (fault.kind) {
    case "none":
      return 'It has no exercises: an answer cell begins with ```ts exercise=NAME, and a cell below it calls check("NAME", …).';
    case "mark":
      return `Cell ${fault.cell}, line ${fault.line}: ${fault.mark} has no partner.`;
    case "twice":
      return `The exercise ${fault.id} is there twice.`;
    case "severalChecks":
      return `${fault.id} is checked in the cell of another exercise: give it a cell of its own.`;
    case "noAnswer":
      return `${fault.id} has no answer cell, which begins with \`\`\`ts exercise=${fault.id}.`;
    case "noCheck":
      return `${fault.id} is never checked: a cell below it has to call check("${fault.id}", …).`;
    case "noSolution":
      return `${fault.id} has no solution: put it between // BEGIN SOLUTION and // END SOLUTION.`;
    case "points":
      return `${fault.id}: points is a number above 0, as in \`\`\`ts points=2.`;
  }
}

function isFolder(folder: string): boolean {
  try {
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}

function refuse(tell: (text: string) => void, reason: string): number {
  tell(reason);
  return badUsage;
}
