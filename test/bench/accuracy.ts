/**
 * How far the functions of one number are from the true values, in float32: `npm run bench -- accuracy
 * [--rows=PATTERN] [--quick]`. Of all 2³² patterns of bits each is tried, or with `--quick` every 251st. The true value is
 * that of float64, rounded to float32: it is off by half a unit at the most, and a little. A minute or two a function.
 */
import { unaries } from "../../engine/table/index.ts";
import type { UnaryRow } from "../../engine/table/row.ts";
import type { Tensor } from "../../engine/index.ts";
import type { BenchOptions, BenchResult } from "./main.ts";
import { pathToFileURL } from "node:url";
import path from "node:path";

type Engine = typeof import("../../engine/index.ts");

const PATTERNS = 2 ** 32;
/** Numbers in one call. */
const PART = 2 ** 18;
/** Prime, so that it meets all exponents and all endings of the mantissa. */
const STEP = 251;

interface Measured {
  /** In units of the last place. */
  most: number;
  at: number;
  equal: number;
  tried: number;
}

/** Whole numbers in the order of the floats; both zeros are 0. */
function ordinal(bits: number): number {
  return bits < 0 ? -(bits & 0x7fffffff) : bits;
}

function measure(call: (x: Tensor) => Tensor, { f }: UnaryRow, t: Engine, step: number): Measured {
  const given = new Float32Array(PART);
  const patterns = new Uint32Array(given.buffer);
  const wanted = new Float32Array(PART);
  const wantedBits = new Int32Array(wanted.buffer);
  const got = new Float32Array(PART);
  const gotBits = new Int32Array(got.buffer);
  const result = { most: 0, at: NaN, equal: 0, tried: 0 };
  for (let first = 0; first < PATTERNS; first += step * PART) {
    const count = Math.min(PART, Math.ceil((PATTERNS - first) / step));
    for (let i = 0; i < count; i++) patterns[i] = first + i * step;
    got.set(t.noGrad(() => call(t.fromArray(given.subarray(0, count), [count]))).toTypedArray());
    for (let i = 0; i < count; i++) wanted[i] = f(given[i] ?? NaN, 0, 0);
    for (let i = 0; i < count; i++) {
      result.tried++;
      if (Object.is(wanted[i], got[i])) {
        result.equal++;
        continue;
      }
      const bothNumbers = !Number.isNaN(wanted[i]) && !Number.isNaN(got[i]);
      const away = bothNumbers ? Math.abs(ordinal(wantedBits[i] ?? 0) - ordinal(gotBits[i] ?? 0)) : Infinity;
      if (away > result.most) {
        result.most = away;
        result.at = given[i] ?? NaN;
      }
    }
  }
  return result;
}

export async function run({ quick, rows, engines }: BenchOptions): Promise<BenchResult> {
  const t = (await import(pathToFileURL(path.resolve(engines[0] ?? "dist/engine.js")).href)) as Engine;
  const step = quick ? STEP : 1;
  const table = Object.entries<UnaryRow>(unaries)
    // Those with parameters have straight parts, or are made of the others. Of gelu, what float64 gives is no measure: far
    // below 0 nothing is left of the difference in it.
    .filter(([name, row]) => row.f.length === 1 && !name.startsWith("gelu") && rows.test(name))
    .map(([name, row]) => {
      console.error(`  ${name}`);
      const call = (t as unknown as Record<string, (x: Tensor) => Tensor>)[name];
      if (!call) throw new Error(`There is no function ${name}.`);
      const { most, at, equal, tried } = measure(call, row, t, step);
      return {
        "function": name,
        "furthest, ulp": most === 0 ? "0" : `${most}`,
        "at": most === 0 ? "" : `${Number(at.toPrecision(7))}`,
        "correctly rounded": `${((100 * equal) / tried).toFixed(most === 0 ? 0 : 2)} %`,
      };
    });
  return {
    tables: [{ title: "float32, beside the true value rounded", rows: table }],
    remarks: [quick ? `Every ${STEP}st of all patterns of bits.` : "All patterns of bits."],
  };
}
