import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

/** Numbers as the golden files carry them: NaN and ±Infinity are strings there. */
export type GoldenNumber = number | "NaN" | "Infinity" | "-Infinity";

export interface GoldenTensor {
  shape: number[];
  dtype: "float32" | "float64" | "int32" | "bool";
  values: GoldenNumber[];
}

/** Reads `test/golden/<name>.json`; tests run from the repository's root. */
export function golden<T>(name: string): Record<string, T> {
  return JSON.parse(readFileSync(`test/golden/${name}.json`, "utf8")) as Record<string, T>;
}

export function numbers(values: readonly GoldenNumber[]): number[] {
  return values.map(Number);
}

/** How many representable float32 (or float64) values lie between two numbers. */
export function ulpDistance(a: number, b: number, double = false): number {
  if (Object.is(a, b)) return 0;
  const floats = double ? new Float64Array([a, b]) : new Float32Array([a, b]);
  const [x = 0n, y = 0n] = double
    ? new BigInt64Array(floats.buffer)
    : [...new Int32Array(floats.buffer)].map(BigInt);
  const sign = double ? 1n << 63n : 1n << 31n;
  const ordered = (n: bigint): bigint => (n < 0n ? -(n + sign) : n);
  const distance = ordered(x) - ordered(y);
  return Number(distance < 0n ? -distance : distance);
}

/** |actual − expected| ≤ atol + rtol·|expected|, element by element; NaN and ±Infinity must agree. */
export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  { rtol = 1.3e-6, atol = 1e-5, what = "values" }: { rtol?: number; atol?: number; what?: string } = {},
): void {
  assert.equal(actual.length, expected.length, `number of ${what}`);
  for (let i = 0; i < expected.length; i++) {
    const [a, e] = [actual[i], expected[i]];
    const close = Object.is(a, e) || a === e || Math.abs(a - e) <= atol + rtol * Math.abs(e);
    assert.ok(close, `${what}[${i}] is ${a} instead of ${e}`);
  }
}
