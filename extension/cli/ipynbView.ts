import { printIpynb, type OutputCell } from "../ipynb/printIpynb.ts";
import { IpynbOutputs } from "../ipynb/outputs.ts";
import type { RunResult } from "../kernel/handle/reports.ts";
import type { KernelOutput } from "../kernel/protocol/protocol.ts";
import type { MarkdownNotebook } from "../markdown/parseMarkdown.ts";
import type { View } from "./view.ts";

/** Keeps what each cell showed, to write the executed notebook as a Jupyter notebook or a report. */
export class IpynbView implements View {
  readonly #runs = new Map<number, IpynbOutputs>();

  begin(n: number): void {
    this.#runs.set(n, new IpynbOutputs(n));
  }

  output(n: number, output: KernelOutput): void {
    this.#runs.get(n)?.add(output);
  }

  end(n: number, { error }: RunResult): void {
    if (error) this.#runs.get(n)?.fail(error);
  }

  /** The cells with the outputs of those that ran. */
  executed({ cells }: MarkdownNotebook): OutputCell[] {
    let n = 0;
    return cells.map((cell): OutputCell => {
      if (cell.kind !== "code" || cell.language !== undefined) return cell;
      const run = this.#runs.get(++n);
      return run ? { ...cell, executionCount: n, outputs: run.all() } : cell;
    });
  }

  /** The executed notebook as a Jupyter notebook. */
  print(notebook: MarkdownNotebook): string {
    return printIpynb(this.executed(notebook), notebook.layout);
  }
}
