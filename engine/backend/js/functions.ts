/** The scalar functions behind the element-wise kernels, by code. */
import { binaryRows, compare, unaryRows } from "../../table/index.ts";
import { sigmoid } from "../../table/numbers.ts";
import { PairLoss, type PairLossCode } from "../backend.ts";

const { abs, exp, max } = Math;

export const unaryFunctions = unaryRows.map(({ f }) => f);
export const unaryGradFunctions = unaryRows.map(({ gradient = () => NaN }) => gradient);
export const binaryFunctions = binaryRows.map(({ f }) => f);
export const compareFunctions = Object.values(compare).map(({ f }) => f);

interface LossFunction {
  value: (x: number, t: number, p0: number) => number;
  /** ∂value/∂x */
  slope: (x: number, t: number, p0: number) => number;
}

const sign = (x: number): number => (x > 0 ? 1 : x < 0 ? -1 : x);

export const lossFunctions: Record<PairLossCode, LossFunction> = {
  [PairLoss.mse]: {
    value: (x, t) => (x - t) * (x - t),
    slope: (x, t) => 2 * (x - t),
  },
  [PairLoss.l1]: {
    value: (x, t) => abs(x - t),
    slope: (x, t) => sign(x - t),
  },
  [PairLoss.smoothL1]: {
    value: (x, t, beta) => {
      const d = abs(x - t);
      return d < beta ? (0.5 * d * d) / beta : d - 0.5 * beta;
    },
    slope: (x, t, beta) => (abs(x - t) < beta ? (x - t) / beta : sign(x - t)),
  },
  [PairLoss.huber]: {
    value: (x, t, delta) => {
      const d = abs(x - t);
      return d <= delta ? 0.5 * d * d : delta * (d - 0.5 * delta);
    },
    slope: (x, t, delta) => (abs(x - t) <= delta ? x - t : delta * sign(x - t)),
  },
  [PairLoss.bce]: {
    value: (x, t) => (t - 1) * max(Math.log1p(-x), -100) - t * max(Math.log(x), -100),
    slope: (x, t) => (x - t) / max((1 - x) * x, 1e-12),
  },
  [PairLoss.bceWithLogits]: {
    value: (x, t) => max(x, 0) - x * t + Math.log1p(exp(-abs(x))),
    slope: (x, t) => sigmoid(x) - t,
  },
  [PairLoss.negProduct]: {
    value: (x, t) => -x * t,
    slope: (_x, t) => -t,
  },
};
