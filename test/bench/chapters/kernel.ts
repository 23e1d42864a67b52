/** Runs the translated cells of a chapter in one kernel, without stopping at one that throws. */
import path from "node:path";
import { KernelProcess } from "../../../extension/kernel/host/kernelProcess.ts";
import type { KernelOutput } from "../../../extension/kernel/protocol/protocol.ts";

export interface KernelResult {
  /** What a terminal would show of it, apart from pictures. */
  shown: string;
  /** Null when the cell ran. */
  error: string | null;
}

/** @param folder where relative paths start */
export async function runCells(texts: readonly string[], folder: string): Promise<KernelResult[]> {
  const notebook = path.join(folder, "chapter.grad.md");
  const kernel = new KernelProcess({
    entry: path.resolve("dist/kernel.js"),
    options: { cwd: folder, notebook, language: "en", colors: false },
  });
  const results: KernelResult[] = [];
  const above: string[] = [];
  for (const [i, text] of texts.entries()) {
    const outputs = new Map<string, string>();
    const id = `cell-${i + 1}`;
    const { ok, error } = await kernel.run({ cell: { id, text }, execution: i + 1, above }, (output) => {
      keep(outputs, output);
    });
    above.push(id);
    results.push({ shown: [...outputs.values()].join(""), error: ok ? null : (error?.message ?? "stopped") });
  }
  await kernel.dispose();
  return results;
}

function keep(outputs: Map<string, string>, output: KernelOutput): void {
  if (output.type === "stream") outputs.set(`${outputs.size}`, output.text);
  else if (output.type === "display") {
    const text = output.data["text/plain"];
    if (typeof text === "string" && !/^Figure\b/.test(text)) outputs.set(output.id, `${text}\n`);
  }
}
