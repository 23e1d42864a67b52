/** Watches what a process uses, and ends it when that is too much. Linux tells; elsewhere the clock alone does. */
import { readFileSync, writeFileSync } from "node:fs";

export interface Limits {
  /** Seconds of processor time that one cell may take; waiting may take {@link patience} times as long. */
  seconds: number;
  /** MiB that the process may use in all. */
  memoryMb: number;
}

/** A machine that is busy with other copies is slower than its processor time says. */
const patience = 3;
/** Seconds that a cell which has been told to stop may take to do so. */
const grace = 3;
const interval = 50;
/** Linux counts processor time in these, whatever its own clock is. */
const ticksPerSecond = 100;
const page = 4096;

export type Excess = "time" | "memory";

export class ProcessWatch {
  readonly #pid: number | null;
  readonly #limits: Limits;
  readonly #end: () => void;
  readonly #timer: NodeJS.Timeout;
  #cell: { cpu: number; wall: number; over: () => void; told: boolean } | null = null;
  /** Why the process was ended. */
  excess: Excess | null = null;

  /** @param end ends the process at once */
  constructor(pid: number | null, limits: Limits, end: () => void) {
    this.#pid = pid;
    this.#limits = limits;
    this.#end = end;
    this.#timer = setInterval(() => this.#look(), interval);
    this.#first();
  }

  /** A cell begins. @param over told once when it has had its time; a little later the process ends */
  begin(over: () => void): void {
    this.#cell = { cpu: this.cpuSeconds() ?? 0, wall: performance.now(), over, told: false };
  }

  /** The cell has ended. @returns how long it took, in seconds of processor time */
  end(): number {
    const taken = this.#taken();
    this.#cell = null;
    return taken;
  }

  dispose(): void {
    clearInterval(this.#timer);
  }

  /** Of all its threads; null where the system does not tell. */
  cpuSeconds(): number | null {
    const text = this.#read("stat");
    if (text === null) return null;
    // The program's name, in brackets, may hold anything.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  }

  #taken(): number {
    if (!this.#cell) return 0;
    const wall = (performance.now() - this.#cell.wall) / 1000;
    const cpu = this.cpuSeconds();
    return cpu === null ? wall : Math.max(cpu - this.#cell.cpu, wall / patience);
  }

  #look(): void {
    const resident = this.#read("statm");
    const used = resident === null ? 0 : (Number(resident.split(" ")[1]) * page) / 2 ** 20;
    // The kernel stops a cell at the limit by itself, and keeps its variables: this is for what it cannot stop.
    if (used > 1.25 * this.#limits.memoryMb + 128) return this.#exceed("memory");
    const cell = this.#cell;
    if (!cell) return;
    const over = this.#taken() - this.#limits.seconds;
    if (over > 0 && !cell.told) {
      cell.told = true;
      cell.over();
    }
    if (cell.told && over > grace) this.#exceed("time");
  }

  #exceed(what: Excess): void {
    this.excess ??= what;
    this.dispose();
    this.#end();
  }

  /** Before others, Linux is to end this one where memory is short. */
  #first(): void {
    try {
      if (this.#pid !== null) writeFileSync(`/proc/${this.#pid}/oom_score_adj`, "1000");
    } catch {
      // Not Linux, or gone already.
    }
  }

  #read(name: string): string | null {
    try {
      return this.#pid === null ? null : readFileSync(`/proc/${this.#pid}/${name}`, "utf8");
    } catch {
      return null;
    }
  }
}
