/** PyTorch, where it is installed, in a process of its own. */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Program } from "./program.ts";
import type { Trace } from "./trace.ts";

export const python = process.env["GRADBOOK_PYTHON"] ?? "/usr/bin/python3";

/** The version that is installed; null when there is none. */
export function torchVersion(): string | null {
  const asked = spawnSync(python, ["-c", "import torch; print(torch.__version__)"], { encoding: "utf8" });
  return asked.status === 0 ? asked.stdout.trim() : null;
}

/** The script stands beside the sources, also for what is compiled. */
function script(): string {
  for (let folder = new URL("./", import.meta.url); ; folder = new URL("../", folder)) {
    const file = fileURLToPath(new URL("test/fuzz/torch_runner.py", folder));
    if (existsSync(file)) return file;
    if (folder.pathname === "/") throw new Error("test/fuzz/torch_runner.py is missing.");
  }
}

interface Waiting {
  readonly line: string;
  readonly resolve: (trace: Trace | null) => void;
}

/** PyTorch 1.13 does not come back from some programs. In milliseconds; others take less than one. */
const patience = 60_000;

export class Torch {
  #child: ChildProcessWithoutNullStreams | null = null;
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** Programs at which PyTorch itself crashed, or stayed. */
  crashes = 0;

  #start(): ChildProcessWithoutNullStreams {
    const child = spawn(python, [script()], { env: { ...process.env, OMP_NUM_THREADS: "1" } });
    let said = "";
    createInterface({ input: child.stdout }).on("line", (line) => {
      this.#waiting.shift()?.resolve(JSON.parse(line) as Trace);
      this.#watch();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-2000);
    });
    // What was written to a process that has crashed is written again to the next.
    child.stdin.on("error", () => undefined);
    child.on("close", () => {
      this.#child = null;
      clearTimeout(this.#timer);
      this.#timer = undefined;
      const [crashed, ...others] = this.#waiting;
      if (!(crashed as Waiting | undefined)) return;
      if (said !== "") process.stderr.write(`${said}\n`);
      this.crashes++;
      this.#waiting = others;
      crashed.resolve(null);
      for (const { line } of others) this.#write(line);
    });
    return child;
  }

  #write(line: string): void {
    this.#child ??= this.#start();
    this.#child.stdin.write(line);
    if (this.#timer === undefined) this.#watch();
  }

  /** Ends the process where the first of what waits is not answered. */
  #watch(): void {
    clearTimeout(this.#timer);
    const child = this.#child;
    this.#timer = this.#waiting.length === 0 ? undefined : setTimeout(() => child?.kill("SIGKILL"), patience);
  }

  /** Null when PyTorch does not survive it. */
  run(program: Program): Promise<Trace | null> {
    const steps = program.steps.map(({ in: operands, py, statement }) => ({ in: operands, py, statement }));
    const line = `${JSON.stringify({ seed: program.seed, steps })}\n`;
    return new Promise((resolve) => {
      this.#waiting.push({ line, resolve });
      this.#write(line);
    });
  }

  close(): void {
    this.#child?.stdin.end();
  }
}
