/** Bytes by what they are for. */
import type { MemoryUse } from "./backend.ts";

export function noMemory(): MemoryUse {
  return { parameter: 0, gradient: 0, optimiser: 0, input: 0, intermediate: 0, temporary: 0 };
}

/** Adds `use` to `total`. */
export function addUse(total: MemoryUse, use: MemoryUse): void {
  total.parameter += use.parameter;
  total.gradient += use.gradient;
  total.optimiser += use.optimiser;
  total.input += use.input;
  total.intermediate += use.intermediate;
  total.temporary += use.temporary;
}
