/**
 * VS Code saves by emptying a file and writing it anew: when the program or the machine ends in between, a part
 * is left, or nothing. So what is about to be saved is first put into a journal, whole, and is taken out when it
 * is saved; what is still there at the next start tells which file to look at, and what it should hold.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { writeWhole } from "./wholeFile.ts";

interface Entry {
  file: string;
  /** Process that saves. */
  pid: number;
  /** When it began, in milliseconds since 1970. */
  began: number;
  bytes: Uint8Array;
}

/** A file that was found damaged, and was made whole. */
export interface Repair {
  file: string;
  /** What was left of it. */
  damaged: Uint8Array;
  bytes: Uint8Array;
}

/** A file that was written so long after its save began was written by somebody else. In milliseconds. */
const longestSave = 60_000;
const newline = 10;

export class SaveJournal {
  readonly #folder: string;
  readonly #isAlive: (pid: number) => boolean;

  constructor(folder: string, isAlive = isRunning) {
    this.#folder = folder;
    this.#isAlive = isAlive;
  }

  /** `file` is about to be written; afterwards it is to hold `bytes`. */
  begin(file: string, bytes: Uint8Array): void {
    const head = JSON.stringify({ file, pid: process.pid, began: Date.now() });
    mkdirSync(this.#folder, { recursive: true });
    writeWhole(this.#entryOf(file), Buffer.concat([Buffer.from(`${head}\n`), bytes]));
  }

  /** `file` has been written. */
  end(file: string): void {
    rmSync(this.#entryOf(file), { force: true });
  }

  /** Makes files whole whose saving was cut off. Never throws: what cannot be repaired now is looked at again. */
  repair(): Repair[] {
    return this.#names().flatMap((name) => {
      try {
        return this.#repairOne(path.join(this.#folder, name));
      } catch {
        return [];
      }
    });
  }

  #repairOne(journal: string): Repair[] {
    const entry = readEntry(journal);
    if (entry && this.#isAlive(entry.pid)) return [];
    const repairs: Repair[] = [];
    const damaged = entry && damagedBytes(entry);
    if (entry && damaged) {
      writeWhole(entry.file, entry.bytes);
      repairs.push({ file: entry.file, damaged, bytes: entry.bytes });
    }
    rmSync(journal, { force: true });
    return repairs;
  }

  #names(): string[] {
    try {
      return readdirSync(this.#folder).filter((name) => name.endsWith(".save"));
    } catch {
      return [];
    }
  }

  #entryOf(file: string): string {
    return path.join(this.#folder, `${createHash("sha256").update(file).digest("hex").slice(0, 32)}.save`);
  }
}

function readEntry(journal: string): Entry | null {
  const all = readFileSync(journal);
  const end = all.indexOf(newline);
  try {
    const { file, pid, began } = JSON.parse(all.toString("utf8", 0, end)) as Record<string, unknown>;
    if (typeof file !== "string" || typeof pid !== "number" || typeof began !== "number") return null;
    return { file, pid, began, bytes: all.subarray(end + 1) };
  } catch {
    return null;
  }
}

/** What the file holds when that is the beginning of what it should hold, and was written at that time; or null. */
function damagedBytes({ file, began, bytes }: Entry): Uint8Array | null {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile() || found.size >= bytes.length || found.mtimeMs > began + longestSave) return null;
  const held = readFileSync(file);
  return held.equals(bytes.subarray(0, held.length)) ? held : null;
}

function isRunning(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and not ours.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
