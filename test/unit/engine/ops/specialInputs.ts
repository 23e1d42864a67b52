/** The examples of element-wise operations and reductions, with zeros of both signs and other special numbers for inputs. */
import { clamp, fromArray, type Tensor } from "../../../../engine/index.ts";
import { activationRows, binaryRows, unaryRows, whereRows } from "./examples/elementwise.ts";
import { cumsumRows, extremeRows, reduceRows, statisticsRows } from "./examples/reduce.ts";
import { example, type Example, type Row } from "./examples/example.ts";

export type Pool = keyof typeof pools;

/** The least float32, the least that is normal, and the greatest. */
const extremes = [1e-45, 1.1754943508222875e-38, 3.4028234663852886e38];
const specials = [0, -0, 1, -1, 0.5, -0.5, 2.5, -0.3, NaN, Infinity, -Infinity];

const pools = {
  zeros: [0, -0],
  specials,
  extremes: [...specials, ...extremes, ...extremes.map((x) => -x)],
};

/**
 * Where PyTorch 1.13 loses the extremes and the engine does not, or the other way round: denormal numbers count as 0 in
 * its log1p and elu; remainder and floorDivide are NaN where the quotient overflows; products are taken in float32 there and in float64
 * here, squares the other way round; the order of sums decides what is left of large terms.
 */
const withoutExtremes = new Set(["log1p", "elu", "remainder", "floorDivide", "prod", "std", "sum", "mean"]);

const more: readonly Row[] = [
  row("clamp", (x) => clamp(x, { min: 0 }), "torch.clamp(a, min=0)"),
  row("clamp", (x) => clamp(x, { max: 0 }), "torch.clamp(a, max=0)"),
  row("clamp", (x) => clamp(x, { min: 0, max: 0 }), "torch.clamp(a, 0, 0)"),
  row("clamp", (x) => clamp(x, { min: -Infinity, max: 1 }), "torch.clamp(a, float('-inf'), 1)"),
  row(
    "fmod",
    (x) => x.sub(x.div(0.5, { roundingMode: "trunc" }).mul(0.5)),
    "a - torch.div(a, 0.5, rounding_mode='trunc') * 0.5",
  ),
  row("div", (x) => x.div(-2, { roundingMode: "trunc" }), "torch.div(a, -2, rounding_mode='trunc')"),
  row("floorDivide", (x) => x.floorDivide(-2), "torch.div(a, -2, rounding_mode='floor')"),
  row("remainder", (x) => x.remainder(-2), "torch.remainder(a, -2)"),
  row("mul", (x) => x.mul(-0), "a * -0.0"),
  row("add", (x) => x.add(-0), "a + -0.0"),
];

/** A use that is no example of the table, at both sides of what kernels do at once. */
function row(name: string, run: (x: Tensor) => Tensor, torch: string): Row {
  const examples = (): Example[] => [[3], [37], [4, 5]].map((shape) => example(run, torch, [shape]));
  return { name, examples };
}

const rows: readonly Row[] = [
  ...unaryRows,
  ...activationRows,
  ...binaryRows,
  ...whereRows,
  ...reduceRows,
  ...extremeRows,
  ...statisticsRows,
  ...cumsumRows,
  ...more,
];

export interface SpecialCase {
  readonly row: string;
  readonly example: Example;
  readonly pool: Pool;
}

export function specialCases(): SpecialCase[] {
  return rows.flatMap((row) =>
    row.examples().flatMap((example) =>
      (["zeros", withoutExtremes.has(row.name) ? "specials" : "extremes"] as const).map((pool) => ({
        row: row.name,
        example,
        pool,
      })),
    ),
  );
}

/** The numbers of each input: drawn from the pool in a fixed, mixed order. */
export function specialValues({ example, pool }: SpecialCase): number[][] {
  let state = 12345;
  const next = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state >>> 16;
  };
  return example.inputs.map(({ shape, dtype, values }) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const own = dtype === "int32" && values !== undefined ? [...values] : undefined;
    const from = dtype === undefined ? pools[pool] : [0, 1];
    return own ?? Array.from({ length: size }, () => from[next() % from.length]);
  });
}

export function specialInputs(given: SpecialCase, dtype: "float32" | "float64"): Tensor[] {
  return specialValues(given).map((values, i) => {
    const { shape, dtype: own, transposed } = given.example.inputs[i];
    const x = fromArray(values, shape, { dtype: own ?? dtype });
    return transposed ? x.T.contiguous().T : x;
  });
}

/** What a result is, one letter for each element: 0 and o for the zeros, + and - for numbers, I, i and n for the rest. */
export function classes(x: Tensor): string {
  return Array.from(x.toTypedArray(), (value) => {
    if (Number.isNaN(value)) return "n";
    if (value === 0) return Object.is(value, -0) ? "o" : "0";
    if (Math.abs(value) === Infinity) return value > 0 ? "I" : "i";
    return value > 0 ? "+" : "-";
  }).join("");
}
