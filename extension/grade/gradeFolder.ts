/** Grades all copies in a folder, as many at a time as there are cores; none can do anything to another. */
import { lstatSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import { decodeText } from "../markdown/fileText.ts";
import { parseMarkdown } from "../markdown/parseMarkdown.ts";
import type { Master } from "../exercises/master.ts";
import { gradeCopy, ungraded, type CopyFeedback, type Proof } from "./gradeCopy.ts";
import { gradeTextsFor } from "./gradeTexts.ts";
import type { SandboxOptions } from "./sandbox.ts";

export interface FolderOptions extends SandboxOptions {
  /** Copies at a time. */
  parallel: number;
  /** Files of ours that may lie among the copies. */
  leaveOut: readonly string[];
  graded: (copy: CopyFeedback, done: number, total: number) => void;
}

/** A notebook of text is not as large as this by far. */
const mostMb = 10;

/** In the order of the files' names. */
export async function gradeFolder(
  folder: string,
  master: Master,
  proof: Proof,
  { parallel, leaveOut, graded, ...options }: FolderOptions,
): Promise<CopyFeedback[]> {
  const copies = copiesIn(folder, leaveOut);
  const results: CopyFeedback[] = [];
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < copies.length; i = next++) {
      const copy = copies[i] ?? "";
      const result = await gradeFile(path.join(folder, copy), copy, master, proof, options);
      results[i] = result;
      graded(result, ++done, copies.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, copies.length) }, work));
  return results;
}

/** Whatever was handed in, notebook or not: nothing is passed over in silence. */
export function copiesIn(folder: string, leaveOut: readonly string[]): string[] {
  const left = new Set(leaveOut.map(real));
  return readdirSync(folder)
    .filter((name) => !name.startsWith(".") && !left.has(real(path.join(folder, name))))
    .sort((a, b) => (a < b ? -1 : 1));
}

function real(file: string): string {
  // A link to the master is no master.
  const resolved = path.resolve(file);
  try {
    return path.join(realpathSync(path.dirname(resolved)), path.basename(resolved));
  } catch {
    return resolved;
  }
}

async function gradeFile(
  file: string,
  copy: string,
  master: Master,
  proof: Proof,
  options: SandboxOptions,
): Promise<CopyFeedback> {
  const read = readCopy(file, master.language);
  if ("refused" in read) return ungraded(copy, master, read.refused);
  try {
    return await gradeCopy(copy, parseMarkdown(read.text).cells, master, proof, options);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return ungraded(copy, master, gradeTextsFor(master.language).failed(why));
  }
}

function readCopy(file: string, language: string): { text: string } | { refused: string } {
  const texts = gradeTextsFor(language);
  try {
    const status = lstatSync(file);
    if (status.isSymbolicLink()) return { refused: texts.isLink };
    if (status.isDirectory()) return { refused: texts.isFolder };
    if (!status.isFile() || !/\.md$/i.test(file)) return { refused: texts.noNotebook };
    if (status.size > mostMb * 1e6) return { refused: texts.tooLarge(mostMb) };
    const decoded = decodeText(readFileSync(file));
    if ("unreadable" in decoded) return { refused: texts[decoded.unreadable] };
    return decoded.text.trim() === "" ? { refused: texts.empty } : decoded;
  } catch (error) {
    return { refused: texts.unreadable((error as Error).message) };
  }
}
