/**
 * A training step (forward, backward, update) on every backend that works here, and in PyTorch where a python3 has
 * it: microseconds, each contender in a process of its own, on one thread and on as many as
 * there are cores. Two rounds in turns; the better one counts.
 */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import type { BenchTable } from "./main.ts";
import type { Times } from "./trainingStepTimes.ts";

const folder = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const root = path.resolve(folder, "..", "..", "..");
const PYTORCH = "PyTorch";

interface Contender {
  name: string;
  command: string;
  args: string[];
  env: Record<string, string>;
}

function contenders(threads: number): Contender[] {
  const script = [path.join(folder, "trainingStepTimes.js"), path.join(root, "dist", "engine.js")];
  const count = String(threads);
  const pythons = ["python3", "/usr/bin/python3"].map((command) => ({
    name: PYTORCH,
    command,
    args: [path.join(root, "test", "bench", "torchStepTimes.py"), count],
    env: { OMP_NUM_THREADS: count, OPENBLAS_NUM_THREADS: count, MKL_NUM_THREADS: count },
  }));
  const torch = pythons.find(({ command }) => hasTorch(command));
  // What the flags are worth is told once, on one thread.
  const backends = threads === 1 ? ["wasm", "wasm-relaxed", "wasm-paired"] : ["wasm-paired"];
  const ours = backends.map((backend) => ({
    name: `Gradbook ${backend}`,
    command: process.execPath,
    args: script,
    env: { GRADBOOK_BACKEND: backend, GRADBOOK_THREADS: count },
  }));
  return torch ? [torch, ...ours] : ours;
}

function hasTorch(python: string): boolean {
  if (path.isAbsolute(python) && !existsSync(python)) return false;
  try {
    execFileSync(python, ["-c", "import torch"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function timesOf({ command, args, env }: Contender): Times {
  const stdio: ["ignore", "pipe", "ignore"] = ["ignore", "pipe", "ignore"];
  return JSON.parse(
    execFileSync(command, args, { encoding: "utf8", env: { ...process.env, ...env }, stdio }),
  ) as Times;
}

function table(threads: number): BenchTable {
  const all = contenders(threads);
  const best = new Map<string, Times>();
  for (let round = 0; round < 2; round++) {
    for (const contender of all) {
      const times = timesOf(contender);
      const before = best.get(contender.name) ?? times;
      const better = Object.entries(times).map(([row, us]) => [row, Math.min(us, before[row] ?? us)]);
      best.set(contender.name, Object.fromEntries(better) as Times);
    }
  }
  const ours = best.get("Gradbook wasm-paired") ?? {};
  const torch = best.get(PYTORCH);
  const rows = Object.keys(ours).map((row) => ({
    "µs a step": row,
    ...Object.fromEntries(all.map(({ name }) => [name, (best.get(name)?.[row] ?? NaN).toFixed(1)])),
    ...(torch ? { "PyTorch ÷ paired": ((torch[row] ?? NaN) / (ours[row] ?? NaN)).toFixed(2) } : {}),
  }));
  return { title: `Training steps, ${threads} thread${threads === 1 ? "" : "s"}`, rows };
}

export function run(): Promise<BenchTable[]> {
  const cores = availableParallelism();
  return Promise.resolve((cores > 1 ? [1, cores] : [1]).map(table));
}
