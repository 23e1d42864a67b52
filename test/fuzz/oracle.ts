/**
 * How far two right answers may lie apart. The program is run in float64, as it is and with its inexact values
 * disturbed a little: what that does to a value is what rounding may do to it.
 */
import { Tensor } from "../../engine/index.ts";
import { jsBackend } from "../../engine/backend/js/jsBackend.ts";
import { execute } from "./execute.ts";
import type { Program } from "./program.ts";
import { type Rng, rng } from "./random.ts";
import { isTensorShot, type Shot, type Trace } from "./trace.ts";

const disturbance = 1e-6;
/** What is left of a difference of numbers around 1. */
const smallest = 1e-8;

/** Numbers with few binary digits stay: what is computed of them in float32 is exact, and ties stay ties. */
const isExact = (v: number): boolean =>
  !Number.isFinite(v) || (Number.isInteger(v * 4096) && Math.abs(v) < 4096);

function disturb(value: unknown, random: Rng): void {
  if (Array.isArray(value)) for (const item of value) disturb(item, random);
  if (!(value instanceof Tensor) || value.dtype !== "float64" || !value.array.contiguous) return;
  const { storage, offset, size } = value.array;
  for (let i = offset; i < offset + size; i++) {
    const v = storage.data[i];
    if (!isExact(v))
      storage.data[i] = v + (random.chance(0.5) ? 1 : -1) * (disturbance * Math.abs(v) + smallest);
  }
}

/** Traces of the program in float64: the first undisturbed. */
export type Oracle = readonly Trace[];

export function oracleOf(program: Program): Oracle {
  const run = (seed: number | null): Trace => {
    const random = rng(seed ?? 0);
    const change = seed === null ? {} : { disturb: (value: unknown) => disturb(value, random) };
    return execute(program, jsBackend(), { widened: true, ...change });
  };
  return [run(null), run(1), run(2)];
}

/** What is known of the float64 value in one place: of the run that is not disturbed first. */
export type Sample = readonly (Shot | undefined)[];

/** Largest distance that is allowed for element `i` of a tensor. Infinity where nothing can be said. */
export function allowance(samples: Sample, i: number, value: number, eps: number): number {
  const size = Math.min(1, Math.abs(value)) + Math.abs(value);
  const values = samples.map((shot) => (isTensorShot(shot) ? Number(shot.v[i] ?? NaN) : Number(shot)));
  const [clean] = values;
  let spread = 0;
  for (const other of values) {
    if (Object.is(other, clean)) continue;
    const distance = Math.abs(other - clean);
    if (Number.isNaN(distance)) return Infinity;
    spread = Math.max(spread, distance);
  }
  return (16 * spread * eps) / 1e-5 + eps * (size + 1);
}
