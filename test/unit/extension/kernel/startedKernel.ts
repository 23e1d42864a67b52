import { chmodSync, mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { KernelProcess } from "../../../../extension/kernel/host/kernelProcess.ts";
import type { KernelOptions, KernelOutput } from "../../../../extension/kernel/protocol/protocol.ts";
import type { KernelDeath, RunResult } from "../../../../extension/kernel/handle/reports.ts";

/** The kernel's main module, in the form that this test itself is in. */
export const kernelEntry = fileURLToPath(
  new URL(`../../../../extension/kernel/node/kernel.entry${path.extname(import.meta.url)}`, import.meta.url),
);

const stubEngine = pathToFileURL(path.resolve("test/fixtures/kernel/engine.mjs")).href;

export interface CellRun extends RunResult {
  outputs: KernelOutput[];
  /** All that was printed, both streams in order. */
  printed(): string;
  /** `text/plain` of the last value shown. */
  shown(): string | null;
}

/** A kernel process with a notebook of cells, each below the one before, and a folder of its own. */
export class StartedKernel {
  readonly folder = mkdtempSync(path.join(tmpdir(), "gradbook-test-"));
  readonly deaths: KernelDeath[] = [];
  stuck = 0;
  readonly kernel: KernelProcess;
  readonly #cells: string[] = [];

  /** @param engine the small one that stands for the engine, or the engine itself */
  constructor(
    options: Partial<KernelOptions> = {},
    interruptPatience?: number,
    engine: "stub" | "real" = "stub",
    /** Shell commands that run in the process before Node takes its place. */
    shell?: string,
  ) {
    this.kernel = new KernelProcess(
      {
        entry: kernelEntry,
        options: {
          cwd: this.folder,
          notebook: path.join(this.folder, "note.grad.md"),
          language: "en",
          ...(engine === "stub" && { engine: stubEngine }),
          ...options,
        },
        ...(interruptPatience === undefined ? {} : { interruptPatience }),
        ...(shell === undefined ? {} : { execPath: this.#script(shell) }),
      },
      { died: (death) => this.deaths.push(death), stuck: () => this.stuck++ },
    );
  }

  /** @param onOutput called as outputs arrive */
  async run(
    text: string,
    onOutput?: (output: KernelOutput, outputs: KernelOutput[]) => void,
  ): Promise<CellRun> {
    const outputs: KernelOutput[] = [];
    const id = `cell-${this.#cells.length + 1}`;
    const above = [...this.#cells];
    this.#cells.push(id);
    const cell = { id, text, path: path.join(this.folder, `${id}.ts`) };
    const request = { cell, execution: this.#cells.length, above };
    const result = await this.kernel.run(request, (output) => {
      outputs.push(output);
      onOutput?.(output, outputs);
    });
    return {
      ...result,
      outputs,
      printed: () => outputs.map((output) => (output.type === "stream" ? output.text : "")).join(""),
      shown: () => {
        const last = outputs.findLast((output) => output.type === "display");
        return last ? String(last.data["text/plain"]) : null;
      },
    };
  }

  /** Runs a cell and interrupts it after `ms`, or as soon as it prints. */
  async interrupted(text: string, ms?: number): Promise<CellRun> {
    if (ms !== undefined) setTimeout(() => this.kernel.interrupt(), ms);
    return this.run(text, (output) => {
      if (ms === undefined && output.type === "stream") this.kernel.interrupt();
    });
  }

  #script(shell: string): string {
    this.write("node.sh", `#!/bin/sh\n${shell}\nexec '${process.execPath}' "$@"\n`);
    const script = path.join(this.folder, "node.sh");
    chmodSync(script, 0o755);
    return script;
  }

  write(name: string, text: string): void {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  async dispose(): Promise<void> {
    await this.kernel.dispose();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Whether a process of this id exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
