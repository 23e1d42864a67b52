/** How long a person waits for the kernel: its start, the first cell, a warm cell, in milliseconds. */
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { BenchTable } from "./main.ts";
import { KernelProcess } from "../../extension/kernel/host/kernelProcess.ts";

interface KernelLatency {
  /** From the first run of a notebook to a kernel that is ready. */
  start: number;
  /** From the first run of a notebook to its cell's end, the start included. */
  firstCell: number;
  /** First cell that imports the engine, in a started kernel. */
  firstImport: number;
  /** A short cell in a kernel that has run many. */
  warmCell: number;
  /** A cell of 100 lines that uses 50 names of cells above. */
  longCell: number;
}

const entry = path.resolve("dist/kernel.js");

/** Medians of `rounds` kernels. @throws when there is no build */
async function measureKernelLatency(rounds = 5): Promise<KernelLatency> {
  if (!existsSync(entry)) throw new Error(`There is no ${entry}: run npm run build first.`);
  const measured: KernelLatency[] = [];
  // The first fills the disk's and the compiler's caches, as the first start after an installation does.
  await measureOnce();
  for (let i = 0; i < rounds; i++) measured.push(await measureOnce());
  const middle = (key: keyof KernelLatency): number => median(measured.map((one) => one[key]));
  return {
    start: middle("start"),
    firstCell: middle("firstCell"),
    firstImport: middle("firstImport"),
    warmCell: middle("warmCell"),
    longCell: middle("longCell"),
  };
}

async function measureOnce(): Promise<KernelLatency> {
  const cwd = mkdtempSync(path.join(tmpdir(), "gradbook-bench-"));
  let start = NaN;
  const kernel = new KernelProcess(
    { entry, options: { cwd, notebook: null, language: "en" } },
    { ready: ({ ms }) => (start = ms) },
  );
  const above: string[] = [];
  const run = async (text: string): Promise<number> => {
    const began = performance.now();
    const id = `cell-${above.length}`;
    const { error } = await kernel.run(
      { cell: { id, text }, execution: above.length + 1, above },
      () => undefined,
    );
    if (error) throw new Error(error.stack);
    above.push(id);
    return performance.now() - began;
  };
  try {
    const firstCell = await run("let n: number = 1; function inc() { n++ }");
    const firstImport = await run("import { tensor } from 'gradbook'; tensor([1, 2, 3])");
    const names = Array.from({ length: 50 }, (_, i) => `v${i}`);
    await run(names.map((name) => `const ${name} = 1`).join("; "));
    const long = Array.from({ length: 100 }, (_, i) => `  sum += v${i % 50} * ${i};`).join("\n");
    const warm: number[] = [];
    const longs: number[] = [];
    for (let i = 0; i < 30; i++) {
      warm.push(await run("inc(); n"));
      longs.push(await run(`let sum = 0;\nfor (let i = 0; i < 10; i++) {\n${long}\n}\nsum`));
    }
    return { start, firstCell, firstImport, warmCell: median(warm), longCell: median(longs) };
  } finally {
    await kernel.dispose();
  }
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

export async function run(): Promise<BenchTable> {
  const latency = await measureKernelLatency();
  return {
    title:
      "Kernel latency, as a person waits for it (dist/, medians of 5 kernels; goal for a warm cell: 30 ms)",
    rows: Object.entries(latency).map(([what, ms]) => ({
      what,
      "median ms": Math.round((ms as number) * 10) / 10,
    })),
  };
}
