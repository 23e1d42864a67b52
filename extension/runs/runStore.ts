/**
 * Trainings that are remembered, over restarts: a line of JSON each, in VS Code's storage of the workspace. A file that
 * cannot be read is put aside, never written over.
 */
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import path from "node:path";
import type { RunSummary } from "../../engine/payload/runs/runs.ts";
import { writeWhole } from "../saving/wholeFile.ts";

/** A run, and what the person has made of it. */
export interface KeptRun extends RunSummary {
  /** Of the notebook that it was trained in, as a path or a name. */
  notebook: string;
  pinned?: boolean;
  note?: string;
}

/** Of more than this, the oldest that are not pinned are forgotten. */
export const mostRuns = 1000;

const FILE = "runs.jsonl";

export class RunStore {
  readonly #folder: string;
  #runs: KeptRun[] = [];
  /** The file that could not be read, where there was one, as it is called now. */
  readonly damaged: string | null;

  constructor(folder: string) {
    this.#folder = folder;
    this.damaged = this.#load();
  }

  /** The oldest first. */
  get all(): readonly KeptRun[] {
    return this.#runs;
  }

  add(run: KeptRun): void {
    if (this.#runs.some(({ id }) => id === run.id)) return;
    this.#runs.push(run);
    const spare = this.#runs.length - mostRuns;
    if (spare > 0) {
      const oldest = new Set(this.#runs.filter(({ pinned }) => pinned !== true).slice(0, spare));
      this.#runs = this.#runs.filter((one) => !oldest.has(one));
    }
  }

  change(id: string, change: Pick<Partial<KeptRun>, "name" | "note" | "pinned">): void {
    this.#runs = this.#runs.map((run) => (run.id === id ? { ...run, ...change } : run));
  }

  delete(ids: ReadonlySet<string>): void {
    this.#runs = this.#runs.filter(({ id }) => !ids.has(id));
  }

  /** @throws what the file system throws; the file is then as it was */
  write(): void {
    mkdirSync(this.#folder, { recursive: true });
    writeWhole(path.join(this.#folder, FILE), this.#runs.map((run) => `${JSON.stringify(run)}\n`).join(""));
  }

  /** @returns the name that a damaged file was given, what could be read of it being kept; null where all is well */
  #load(): string | null {
    const file = path.join(this.#folder, FILE);
    if (!existsSync(file)) return null;
    let text: string;
    try {
      text = readFileSync(file, "utf8");
    } catch {
      // Whatever is in the way of reading it may be in the way of moving it, too: then nothing is written there.
      return this.#putAside(file);
    }
    let isDamaged = false;
    for (const line of text.split("\n")) {
      if (line.trim() === "") continue;
      const run = readRun(line);
      if (run) this.#runs.push(run);
      else isDamaged = true;
    }
    return isDamaged ? this.#putAside(file) : null;
  }

  #putAside(file: string): string {
    let number = 1;
    const name = (): string => path.join(this.#folder, `runs-damaged-${number}.jsonl`);
    while (existsSync(name())) number++;
    renameSync(file, name());
    return name();
  }
}

/** A run that a line holds; null for one that is cut off, or of a later version. */
export function readRun(line: string): KeptRun | null {
  let value: Partial<KeptRun> | null;
  try {
    value = JSON.parse(line) as Partial<KeptRun> | null;
  } catch {
    return null;
  }
  const isRun =
    typeof value === "object" &&
    value !== null &&
    value.version === 1 &&
    typeof value.id === "string" &&
    typeof value.name === "string" &&
    typeof value.began === "number" &&
    Array.isArray(value.epochs) &&
    [value.settings, value.series, value.results].every(
      (part) => typeof part === "object" && (part as unknown) !== null,
    );
  const bare = { notebook: "", model: "", seconds: 0, ended: "", message: "", verdict: null, code: "" };
  return isRun ? (Object.assign(bare, value) as KeptRun) : null;
}
