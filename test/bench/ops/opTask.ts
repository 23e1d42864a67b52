/** A case at one size, dtype and layout, as it is sent to the contestants; and the numbers that inputs are made of. */
import { writeFileSync } from "node:fs";
import type { DType } from "../../../engine/index.ts";
import { allCases } from "./allCases.ts";
import type { BenchOptions } from "../main.ts";
import { type Layout, layouts, type OpCase, type OpInput, type Scale, scales } from "./opCase.ts";

export interface OpTaskInput extends OpInput {
  dtype: DType;
  /** Whether its gradient is taken, when any is. */
  gradient: boolean;
  /** Whether it counts places in another input. */
  index: boolean;
}

export interface OpTask extends Pick<OpCase, "setup" | "torch" | "compared" | "rounded"> {
  kind: "op";
  /** Of the case. */
  name: string;
  scale: Scale;
  dtype: DType;
  layout: Layout;
  /** Whether the backward pass belongs to it. */
  backward: boolean;
  inputs: OpTaskInput[];
}

const isFloat = (dtype: DType): boolean => dtype.startsWith("float");

function taskOf(row: OpCase, scale: Scale, dtype: DType, layout: Layout, backward: boolean): OpTask {
  const inputs = row.inputs(scale).map((input): OpTaskInput => ({
    ...input,
    dtype: input.dtype ?? dtype,
    gradient: input.constant !== true && isFloat(input.dtype ?? dtype),
    index: input.dtype === "int32",
  }));
  const { name, setup, torch, compared, rounded = 1 } = row;
  return { kind: "op", name, setup, torch, compared, rounded, scale, dtype, layout, backward, inputs };
}

type Filter = Pick<BenchOptions, "rows" | "sizes" | "dtypes" | "layout">;

/** All that is asked for, large ones last. */
export function opTasks({ rows, sizes, dtypes, layout }: Filter): OpTask[] {
  return scales
    .filter(({ n }) => sizes.test(String(n)))
    .flatMap((scale) =>
      allCases
        .filter(({ name, atMost }) => rows.test(name) && scale.n <= atMost)
        .flatMap((row) =>
          row.dtypes
            .filter((dtype) => dtypes.test(dtype))
            .flatMap((dtype) =>
              layouts
                .filter((one) => row.layouts.includes(one) && layout.test(one))
                .flatMap((one) =>
                  [false, ...(row.backward && isFloat(dtype) ? [true] : [])].map((backward) =>
                    taskOf(row, scale, dtype, one, backward),
                  ),
                ),
            ),
        ),
    );
}

/** Numbers for the largest input of a case, twice since a slice needs them, and some for those after the first. */
const POOL = 8_100_000;

/** Writes uniform numbers in [0, 1), float64, the same in every run. */
export function writePool(file: string): void {
  const pool = new Float64Array(POOL);
  let state = 1;
  for (let i = 0; i < POOL; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    pool[i] = state / 2 ** 32;
  }
  writeFileSync(file, new Uint8Array(pool.buffer));
}
