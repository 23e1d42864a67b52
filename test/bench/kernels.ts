/** What the kernels do alone, on one thread, with each build and with V8's flag for 256-bit operations. */
import { execFileSync } from "node:child_process";
import path from "node:path";
import type { BenchTable } from "./main.ts";

const folder = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const root = path.resolve(folder, "..", "..", "..");

const contenders = [
  { name: "SIMD", file: "kernels.wasm", width: "8", flags: [] },
  { name: "relaxed SIMD", file: "kernels.relaxed.wasm", width: "8", flags: [] },
  {
    name: "relaxed SIMD, paired",
    file: "kernels.relaxed.wasm",
    width: "16",
    flags: ["--experimental-wasm-revectorize"],
  },
];

function measure({ file, width, flags }: (typeof contenders)[number]): Record<string, number> | null {
  const script = path.join(folder, "kernelSpeed.js");
  try {
    const args = [...flags, script, path.join(root, "dist", file), width];
    const output = execFileSync(process.execPath, args, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return JSON.parse(output) as Record<string, number>;
  } catch {
    // This Node does not know the flag, or not the instructions.
    return null;
  }
}

export function run(): Promise<BenchTable> {
  const results = contenders.map((contender) => ({ name: contender.name, figures: measure(contender) }));
  const names = Object.keys(results.find(({ figures }) => figures)?.figures ?? {});
  const rows = names.map((name) => ({
    kernel: name,
    ...Object.fromEntries(
      results.map(({ name: n, figures }) => [n, figures ? figures[name].toFixed(1) : "–"]),
    ),
  }));
  return Promise.resolve({ title: "Kernels, one thread, best of 15", rows });
}
