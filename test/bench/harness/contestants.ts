/** Who takes part, and with how many threads. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import type { Command } from "./contestantProcess.ts";

export interface Entry {
  /** Unique. */
  id: string;
  /** Whose column it is in. */
  who: "Gradbook" | "PyTorch" | "jax-js" | "tfjs WASM" | "tfjs CPU" | "fma" | "stream";
  threads: number;
  /** What it is let use, where that is not all. */
  variant?: string;
  command: Command;
}

const folder = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const root = path.resolve(folder, "..", "..", "..", "..");
/** The peers run where their packages are installed: in the sources. */
export const peers = path.join(root, "test", "bench", "peers");
const child = path.join(folder, "child.js");

const allThreads = availableParallelism();
/** One, and all when that is more. */
const threadCounts = allThreads > 1 ? [1, allThreads] : [1];

/** `GRADBOOK_BACKEND` of every variant; the last is what users get where it works. */
const variants = { "plain SIMD": "wasm", "relaxed SIMD": "wasm-relaxed", "paired SIMD": "wasm-paired" };

/** Gradbook with the engine in `file`, on one thread if nothing else is said. */
export function engineEntry(id: string, file: string, env: Record<string, string> = {}): Entry {
  const threads = env["GRADBOOK_THREADS"] ?? "1";
  return {
    id,
    who: "Gradbook",
    threads: Number(threads),
    command: {
      program: process.execPath,
      args: [child, path.join(folder, "gradbook.js"), JSON.stringify({ engine: file })],
      env: { GRADBOOK_THREADS: threads, ...env },
    },
  };
}

export function gradbookEntries(): Entry[] {
  const entry = (variant: string, threads: number, backend: string): Entry => {
    // What users get is what the engine chooses by itself.
    const chosen: Record<string, string> = backend === "wasm-paired" ? {} : { GRADBOOK_BACKEND: backend };
    const env = { GRADBOOK_THREADS: String(threads), ...chosen };
    const file = path.join(root, "dist", "engine.js");
    return { ...engineEntry(`gradbook ${variant} ${threads}`, file, env), variant };
  };
  return Object.entries(variants).flatMap(([variant, backend]) =>
    (backend === "wasm" ? [1] : threadCounts).map((threads) => entry(variant, threads, backend)),
  );
}

export function peerEntries(): Entry[] {
  const python = pythonWithTorch();
  const js = (who: Entry["who"], file: string, options: Record<string, string>): Entry => ({
    id: who,
    who,
    threads: 1,
    command: {
      program: process.execPath,
      args: [child, path.join(peers, file), JSON.stringify(options)],
    },
  });
  return [
    ...threadCounts.map((threads): Entry => ({
      id: `torch ${threads}`,
      who: "PyTorch",
      threads,
      command: {
        program: python,
        args: [path.join(peers, "pytorch.py"), String(threads)],
        env: { OMP_NUM_THREADS: String(threads), OPENBLAS_NUM_THREADS: String(threads) },
      },
    })),
    ...(hasWiderVectors() ? [heldToAvx2(python)] : []),
    js("jax-js", "jaxJs.mjs", {}),
    js("tfjs WASM", "tfjs.mjs", { backend: "wasm" }),
    js("tfjs CPU", "tfjs.mjs", { backend: "cpu" }),
  ];
}

/** PyTorch and OpenBLAS without the 512-bit instructions, which no JavaScript engine has. */
function heldToAvx2(python: string): Entry {
  return {
    id: "torch AVX2 1",
    who: "PyTorch",
    variant: "AVX2",
    threads: 1,
    command: {
      program: python,
      args: [path.join(peers, "pytorch.py"), "1"],
      env: {
        OMP_NUM_THREADS: "1",
        OPENBLAS_NUM_THREADS: "1",
        ATEN_CPU_CAPABILITY: "avx2",
        OPENBLAS_CORETYPE: "Haswell",
        // Convolutions are oneDNN's.
        DNNL_MAX_CPU_ISA: "AVX2",
        MKL_ENABLE_INSTRUCTIONS: "AVX2",
      },
    },
  };
}

/** Whether the processor has AVX-512, as far as the system tells. */
function hasWiderVectors(): boolean {
  try {
    return readFileSync("/proc/cpuinfo", "utf8").includes(" avx512f ");
  } catch {
    return false;
  }
}

/** In a browser's worker, in a page that is isolated where there are more threads than one. */
export function browserEntries(): Entry[] {
  const module = path.join(folder, "..", "browser", "contestant.js");
  const sources = {
    "Gradbook": path.join(root, "test", "bench", "browser", "gradbookWorker.ts"),
    "jax-js": path.join(peers, "jaxWorker.mjs"),
  } as const;
  return (["Gradbook", "jax-js"] as const).flatMap((who) =>
    threadCounts.map((threads): Entry => {
      const options = { entry: sources[who], threads: String(threads) };
      return {
        id: `${who} in a browser ${threads}`,
        ...{ who, threads, variant: "in a browser" },
        command: { program: process.execPath, args: [child, module, JSON.stringify(options)] },
      };
    }),
  );
}

/** PyTorch on one thread, with vectors no wider than V8's; times are of the processor. */
export function equalTorch(): Entry {
  const entry = heldToAvx2(pythonWithTorch());
  return { ...entry, command: { ...entry.command, env: { ...entry.command.env, BENCH_CLOCK: "cpu" } } };
}

/** The machine's own ceiling, when there is a C compiler. @throws with the compiler's words */
export function ceilingEntries(): Entry[] {
  const program = path.join(root, "out", "bench", "ceiling");
  mkdirSync(path.dirname(program), { recursive: true });
  const flags = ["-O3", "-march=native", "-ffp-contract=fast", "-pthread"];
  const built = spawnSync("cc", [...flags, path.join(peers, "ceiling.c"), "-o", program], {
    encoding: "utf8",
  });
  if (built.status !== 0) throw new Error(built.error?.message ?? built.stderr);
  return (["fma", "stream"] as const).flatMap((who) =>
    threadCounts.map((threads) => ({
      id: `${who} ${threads}`,
      who,
      threads,
      command: { program, args: [who, String(threads)] },
    })),
  );
}

/** The one on the path, or Debian's. */
function pythonWithTorch(): string {
  const has = (program: string): boolean =>
    spawnSync(program, ["-c", "import torch"], { stdio: "ignore" }).status === 0;
  return ["python3", "/usr/bin/python3"].find(has) ?? "python3";
}
