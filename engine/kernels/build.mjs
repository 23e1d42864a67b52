/**
 * Compiles the kernels: `kernels.wasm` with fixed-width SIMD only, which every supported runtime has, and
 * `kernels.relaxed.wasm` from the same sources with relaxed SIMD (fused multiply-add).
 *
 * Both import one shared memory as `env.memory`. Addresses below 1,024 are never used.
 */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import asc from "assemblyscript/asc";
import { gemmTile } from "./gemmTile.mjs";
import { pointwise } from "./pointwise/pointwise.mjs";

const sources = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);

const builds = [
  { file: "kernels.wasm", features: ["simd", "threads"] },
  { file: "kernels.relaxed.wasm", features: ["simd", "threads", "relaxed-simd"] },
];

/** Sources that are written by others. */
const written = { "gemmTile.ts": gemmTile, ...pointwise };

/** Writes both modules into `outDir`, unless they are younger than every source. */
export async function buildKernels({ outDir, production = false }) {
  mkdirSync(outDir, { recursive: true });
  const newest = Math.max(
    ...readdirSync(sources, { recursive: true }).map((name) => statSync(path.join(sources, name)).mtimeMs),
  );
  for (const { file, features } of builds) {
    const out = path.join(outDir, file);
    if (modified(out) > newest) continue;
    writeFileSync(out, await compile(features, production));
  }
}

function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

async function compile(features, production) {
  let binary = null;
  const { error, stderr } = await asc.main(
    [
      path.join(sources, "index.ts"),
      "--baseDir", sources,
      "--outFile", "kernels.wasm",
      "--runtime", "stub",
      "--noAssert",
      "-O3",
      ...(production ? ["--converge"] : []),
      "--importMemory",
      "--sharedMemory",
      "--initialMemory", "1",
      "--maximumMemory", "65536",
      "--memoryBase", "1024",
      ...features.flatMap((feature) => ["--enable", feature]),
    ],
    {
      readFile: (name, folder) => {
        const write = written[path.basename(name)];
        if (write) return write();
        const file = path.resolve(folder, name);
        return statSync(file, { throwIfNoEntry: false })?.isFile() ? readFileSync(file, "utf8") : null;
      },
      writeFile: (_name, contents) => {
        binary = contents;
      },
    },
  );
  if (error || !binary) throw new Error(`The kernels do not compile: ${error?.message}\n${stderr.toString()}`);
  return binary;
}
