import type { KernelOutput } from "../kernel/protocol/protocol.ts";
import type { RunResult } from "../kernel/handle/reports.ts";

/** How a run of a notebook is shown. */
export interface View {
  /** A cell is about to run; `n` counts code cells from 1. */
  begin(n: number, text: string): void;
  output(n: number, output: KernelOutput): void;
  end(n: number, result: RunResult): void;
}

/** Writes to the terminal or the file that takes the program's output. */
export type Write = (text: string) => void;
