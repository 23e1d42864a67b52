/** One call as both sides write it: what `npm run bench -- ops` times at all sizes, dtypes and layouts. */
import type { DType, Tensor } from "../../../engine/index.ts";

export type Engine = typeof import("../../../engine/node.ts");

export const layouts = ["contiguous", "transposed", "sliced"] as const;
/** How the first input of two axes lies: row by row; column by column; every second column of twice as many. */
export type Layout = (typeof layouts)[number];

/** Numbers in each large input, and the matrix that they make. */
export interface Scale {
  readonly n: number;
  readonly rows: number;
  readonly columns: number;
}

export const scales: readonly Scale[] = [
  { n: 1_000, rows: 25, columns: 40 },
  { n: 100_000, rows: 250, columns: 400 },
  { n: 4_000_000, rows: 2_000, columns: 2_000 },
];

/** Uniform numbers in [low, high): whole ones where the dtype is. */
export interface OpInput {
  readonly shape: readonly number[];
  readonly low: number;
  readonly high: number;
  /** When it is not the dtype under test. */
  readonly dtype?: DType;
  /** Takes no gradient. */
  readonly constant?: boolean;
}

/** What a call is made of besides its inputs. */
export interface Scope extends Scale {
  readonly t: Engine;
  readonly dtype: DType;
  /** Other tensors whose gradients are taken, such as a layer's parameters. */
  readonly leaves: Tensor[];
}

export type Result = Tensor | ArrayLike<number>;
export type Call = (...inputs: Tensor[]) => Result;

export interface OpCase {
  /** What is called, in Gradbook's name, and after a comma how. Unique. */
  readonly name: string;
  /** The names that it stands for, as the engine exports them; those of methods with `Tensor.` before. */
  readonly of: readonly string[];
  /** Made once; then timed. */
  readonly make: (scope: Scope) => Call;
  /** Python statements that do the same as `make`; `leaves` is a list that they may fill. */
  readonly setup: string;
  /** A Python expression of the inputs a, b, c; of n, rows, columns, dtype; and of what the set-up defines. */
  readonly torch: string;
  readonly inputs: (at: Scale) => readonly OpInput[];
  readonly dtypes: readonly DType[];
  readonly layouts: readonly Layout[];
  /** Whether gradients are timed as well, for floating dtypes. */
  readonly backward: boolean;
  /** The most numbers that it is done with. */
  readonly atMost: number;
  /** Whether both sides must come to the same numbers. */
  readonly compared: boolean;
  /** By how much more than others, where what ought to be 0 is the rounding of many. */
  readonly rounded?: number;
}

export const floats: readonly DType[] = ["float32", "float64"];
export const numbers: readonly DType[] = ["float32", "float64", "int32"];

type Simple = (t: Engine) => Call;
type Given = Partial<Omit<OpCase, "name" | "make" | "torch" | "of">> & { of?: string | readonly string[] };

/** A case that needs the engine alone; what is left out is as most are: a matrix in, its gradient back. */
export function op(name: string, call: Simple, torch: string, given: Given = {}): OpCase {
  return made(name, ({ t }) => call(t), torch, given);
}

/** A case with a set-up. */
export function made(name: string, make: OpCase["make"], torch: string, given: Given = {}): OpCase {
  const { of = name.split(",")[0] ?? name } = given;
  const usual: Omit<OpCase, "name" | "make" | "torch" | "of"> = {
    setup: "",
    inputs: one(),
    dtypes: floats,
    layouts,
    backward: true,
    atMost: Infinity,
    compared: true,
  };
  return { ...usual, ...given, name, make, torch, of: typeof of === "string" ? [of] : of };
}

/** What goes without inputs and gradients. */
export const alone: Given = { inputs: () => [], layouts: ["contiguous"], backward: false };
/** What changes no number, so takes as long for many as for few. */
export const constantTime: Given = { atMost: 1_000, layouts: ["contiguous"] };
export const forwardOnly: Given = { backward: false };

export const matrix = ({ rows, columns }: Scale, low = -3, high = 3): OpInput => ({
  shape: [rows, columns],
  low,
  high,
});

export const one =
  (low = -3, high = 3): OpCase["inputs"] =>
  (at) => [matrix(at, low, high)];

export const two =
  (low = -3, high = 3, low2 = low, high2 = high): OpCase["inputs"] =>
  (at) => [matrix(at, low, high), matrix(at, low2, high2)];
