/** Which kernels bring the elements along an axis together, by dtype. */
import { Reduce, type ReduceCode } from "../backend.ts";
import type { KernelTable, Tabulate } from "./typedKernels.ts";

type Axis = (dst: number, x: number, outer: number, n: number, inner: number) => void;
type AxisGrad = (dst: number, g: number, x: number, outer: number, n: number, inner: number) => void;
/** The sum is divided by the last argument. */
type Sum = (dst: number, x: number, outer: number, n: number, inner: number, divisor: number) => void;
type Running = (dst: number, x: number, outer: number, n: number, inner: number, back: number) => void;
/** Along an axis that is not the last one. */
type Columns = (dst: number, x: number, outer: number, n: number, inner: number, scratch: number) => void;
type GradColumns = (
  dst: number,
  g: number,
  y: number,
  outer: number,
  n: number,
  inner: number,
  scratch: number,
) => void;

export interface Reductions {
  /** Sums, means and sums of squares. */
  readonly sums: Readonly<Partial<Record<ReduceCode, KernelTable<Sum>>>>;
  readonly argmax: KernelTable<Axis>;
  readonly argmin: KernelTable<Axis>;
  readonly cumsum: KernelTable<Running>;
  readonly cumprod: KernelTable<Axis>;
  readonly cumprodGrad: KernelTable<AxisGrad>;
  readonly logSumExp: KernelTable<Columns>;
  readonly softmax: KernelTable<Columns>;
  readonly logSoftmax: KernelTable<Columns>;
  readonly softmaxGrad: KernelTable<GradColumns>;
  readonly logSoftmaxGrad: KernelTable<GradColumns>;
  /** Those that need nothing else. */
  readonly plain: Readonly<Partial<Record<ReduceCode, KernelTable<Axis>>>>;
}

export function reductions(tabulate: Tabulate): Reductions {
  const sum = tabulate<Sum>("sum");
  return {
    sums: {
      [Reduce.sum]: sum,
      [Reduce.mean]: sum,
      [Reduce.sumSquares]: tabulate("sumSquares"),
    },
    argmax: tabulate("argmax"),
    argmin: tabulate("argmin"),
    cumsum: tabulate("cumsum"),
    cumprod: tabulate("cumprod"),
    cumprodGrad: tabulate("cumprodGrad"),
    logSumExp: tabulate("logSumExpColumns"),
    softmax: tabulate("softmaxColumns"),
    logSoftmax: tabulate("logSoftmaxColumns"),
    softmaxGrad: tabulate("softmaxGradColumns"),
    logSoftmaxGrad: tabulate("logSoftmaxGradColumns"),
    plain: {
      // Of bool values the greatest is whether any is true, and the least whether all are.
      [Reduce.max]: tabulate("amax", { bool: "anyU8" }),
      [Reduce.min]: tabulate("amin", { bool: "allU8" }),
      [Reduce.prod]: tabulate("prod"),
      [Reduce.all]: tabulate("all"),
      [Reduce.any]: tabulate("any"),
    },
  };
}
