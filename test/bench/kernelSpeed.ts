/**
 * `run` child of kernels.ts: measures one build of the kernels in a process of its own, because V8's flags hold for
 * the whole process. Prints one JSON object.
 *
 *     node kernelSpeed.js FILE TILE_WIDTH
 */
import { readFileSync } from "node:fs";

interface Exports {
  setTileWidth(columns: number): void;
  gemmScratchBytes(): number;
  heapBase(): number;
  gemmF32(...args: number[]): void;
  relu(dst: number, x: number, n: number): void;
  exp(dst: number, x: number, n: number): void;
  sigmoid(dst: number, x: number, n: number): void;
  tanh(dst: number, x: number, n: number): void;
}

/** Best of some rounds, in milliseconds a call: other processes only ever make it longer. */
function best(calls: number, f: () => void): number {
  for (let i = 0; i < calls; i++) f();
  let least = Infinity;
  for (let round = 0; round < 15; round++) {
    const started = performance.now();
    for (let i = 0; i < calls; i++) f();
    least = Math.min(least, (performance.now() - started) / calls);
  }
  return least;
}

function measure(file: string, tileWidth: number): Record<string, number> {
  const memory = new WebAssembly.Memory({ initial: 512, maximum: 65535, shared: true });
  const module = new WebAssembly.Module(readFileSync(file));
  const k = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;
  k.setTileWidth(tileWidth);
  const scratch = Math.ceil(k.heapBase() / 64) * 64;
  const x = Math.ceil((scratch + k.gemmScratchBytes()) / 64) * 64;
  new Float32Array(memory.buffer, x, 4_000_000).forEach((_, i, data) => (data[i] = Math.sin(i) * 3));
  const results: Record<string, number> = {};
  for (const n of [64, 256, 512, 1024]) {
    const [a, b, c] = [x, x + 4 * n * n, x + 8 * n * n];
    const ms = best(Math.max(1, Math.round(4e7 / n ** 3)), () =>
      k.gemmF32(n, n, n, a, n, 1, b, n, 1, c, n, 0, -Infinity, 0, scratch),
    );
    results[`matmul ${n}³, GFLOP/s`] = (2 * n ** 3) / ms / 1e6;
  }
  const n = 1_000_000;
  for (const name of ["relu", "exp", "sigmoid", "tanh"] as const) {
    const ms = best(5, () => k[name](x + 4 * n, x, n));
    results[`${name} 1 M, GB/s`] = (8 * n) / ms / 1e6;
  }
  return results;
}

const [file, tileWidth] = process.argv.slice(2);
if (file) console.log(JSON.stringify(measure(file, Number(tileWidth))));
