/** Random fills by kernels: which there is for what. */
import type { NDArray } from "../../core/ndarray.ts";
import { addressOf } from "../memory/wasmStorage.ts";
import { Draw, type DrawCode } from "../backend.ts";

type Fill = (state: number, dst: number, n: number, a: number, b: number) => void;

export type RandomKernels = Record<
  | "randomChoice"
  | "randomChoice64"
  | "randomIntegers"
  | "randomIntegersFloat"
  | "randomNormal"
  | "randomNormal64"
  | "randomUniform"
  | "randomUniform64",
  Fill
> & {
  randomExponential64: (state: number, dst: number, n: number, scale: number) => void;
  randomPermutation: (state: number, dst: number, n: number) => void;
};

/** @returns whether there is a kernel; if not, nothing was drawn */
export function drawByKernel(
  kernels: RandomKernels,
  op: DrawCode,
  state: NDArray,
  out: NDArray,
  p0: number,
  p1: number,
): boolean {
  const [from, to, n] = [addressOf(state), addressOf(out), out.size];
  const { dtype } = out;
  const single = dtype === "float32";
  const floating = single || dtype === "float64";
  switch (op) {
    case Draw.uniform:
      if (single) kernels.randomUniform(from, to, n, p0, Math.fround(p1) - Math.fround(p0));
      else kernels.randomUniform64(from, to, n, p0, p1 - p0);
      return true;
    case Draw.normal:
      (single ? kernels.randomNormal : kernels.randomNormal64)(from, to, n, p0, p1);
      return true;
    case Draw.integers: {
      if (!(dtype === "int32" || single) || !areInt32(p0, p1)) return false;
      (single ? kernels.randomIntegersFloat : kernels.randomIntegers)(from, to, n, p0, p1 - p0);
      return true;
    }
    case Draw.choice:
      if (!floating) return false;
      (single ? kernels.randomChoice : kernels.randomChoice64)(from, to, n, p0, p1);
      return true;
    case Draw.exponential:
      if (dtype !== "float64") return false;
      kernels.randomExponential64(from, to, n, -1 / p0);
      return true;
    case Draw.permutation:
      kernels.randomPermutation(from, to, n);
      return true;
  }
}

/** Whether the numbers from `low` up to but without `high` are fewer than 2³², and int32 holds them. */
function areInt32(low: number, high: number): boolean {
  const whole = Number.isInteger(low) && Number.isInteger(high);
  return whole && low >= -(2 ** 31) && high <= 2 ** 31 && high > low && high - low < 2 ** 32;
}
