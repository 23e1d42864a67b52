/** Kernels of optimisers. */
import type { NDArray } from "../../core/ndarray.ts";
import { Unary } from "../backend.ts";
import { type Check, N, type Samples } from "./samples.ts";

/** The steps of all optimisers. */
export function optimiserChecks(): Check[] {
  const common = { lr: 0.1, weightDecay: 0.01, maximize: false, eps: 1e-8 };
  const momentum = { ...common, momentum: 0.9, dampening: 0, nesterov: true };
  const positive = ({ backend, floats }: Samples, seed: number): NDArray => {
    const x = floats([N], seed);
    backend.unary(Unary.square, x, x, 0, 0);
    return x;
  };
  return [
    ...[true, false].map((first): Check => [
      "sgd",
      ({ backend, floats }) => {
        const [p, g, b] = [floats([N]), floats([N], 2), floats([N], 3)];
        backend.sgd(p, g, b, { ...momentum, first });
        backend.sgd(p, g, null, { ...momentum, momentum: 0, nesterov: false, first });
        return [p, b];
      },
    ]),
    ...[true, false].map((decoupled): Check => [
      "adam",
      (b) => {
        const [p, g, m, v] = [b.floats([N]), b.floats([N], 2), b.floats([N], 3), positive(b, 4)];
        b.backend.adam(p, g, m, v, null, { ...common, beta1: 0.9, beta2: 0.999, decoupled, step: 3 });
        return [p, m, v];
      },
    ]),
    [
      "rmsprop",
      (b) => {
        const [p, g, v, m] = [b.floats([N]), b.floats([N], 2), positive(b, 4), b.floats([N], 3)];
        b.backend.rmsprop(p, g, v, m, null, { ...common, alpha: 0.99, momentum: 0.9 });
        b.backend.rmsprop(p, g, v, null, null, { ...common, alpha: 0.99, momentum: 0 });
        return [p, v, m];
      },
    ],
    [
      "adagrad",
      (b) => {
        const [p, g, s] = [b.floats([N]), b.floats([N], 2), positive(b, 4)];
        b.backend.adagrad(p, g, s, { ...common, lrDecay: 0.1, step: 4 });
        return [p, s];
      },
    ],
    ...[{ root: 1.1, eps: 1e-8 }, null].map((denominator): Check => [
      "moments",
      (b) => {
        const [p, g, m, v] = [b.floats([N]), b.floats([N], 2), b.floats([N], 3), positive(b, 4)];
        const by = { beta1: 0.9, beta2: 0.999, weightDecay: 0.01, ofMean: 0.1, ofSlope: 0.2 };
        b.backend.moments(p, g, m, v, { ...by, denominator });
        return [p, m, v];
      },
    ]),
    [
      "adadelta",
      (b) => {
        const [p, g, s, d] = [b.floats([N]), b.floats([N], 2), positive(b, 4), positive(b, 3)];
        b.backend.adadelta(p, g, s, d, { ...common, eps: 1e-6, rho: 0.9 });
        return [p, s, d];
      },
    ],
  ];
}
