/** Kernels of optimisers. */
import type { NDArray } from "../../core/ndarray.ts";
import { Unary } from "../backend.ts";
import { type Check, N, type Samples, suffixes } from "./samples.ts";

/** The steps of all optimisers: of float32 at the start, of float64 when they are first wanted. */
export function optimiserChecks(): Check[] {
  return [...stepChecks("float32"), ...stepChecks("float64")];
}

function stepChecks(dtype: "float32" | "float64"): Check[] {
  const wanted = (...names: string[]): string[] | undefined =>
    dtype === "float32" ? undefined : names.map((name) => name + suffixes[dtype]);
  const common = { lr: 0.1, weightDecay: 0.01, maximize: false, eps: 1e-8 };
  const momentum = { ...common, momentum: 0.9, dampening: 0, nesterov: true };
  const some = ({ floats }: Samples, seed = 1): NDArray => floats([N], seed, dtype);
  const positive = ({ backend, floats }: Samples, seed: number): NDArray => {
    const x = floats([N], seed, dtype);
    backend.unary(Unary.square, x, x, 0, 0);
    return x;
  };
  return [
    ...[true, false].map((first): Check => [
      "sgd",
      (x) => {
        const [p, g, b] = [some(x), some(x, 2), some(x, 3)];
        x.backend.sgd(p, g, b, { ...momentum, first });
        x.backend.sgd(p, g, null, { ...momentum, momentum: 0, nesterov: false, first });
        return [p, b];
      },
      wanted("sgd", "sgdMomentum"),
    ]),
    ...[true, false].map((decoupled): Check => [
      "adam",
      (b) => {
        const [p, g, m, v] = [some(b), some(b, 2), some(b, 3), positive(b, 4)];
        b.backend.adam(p, g, m, v, null, { ...common, beta1: 0.9, beta2: 0.999, decoupled, step: 3 });
        return [p, m, v];
      },
      wanted("adam"),
    ]),
    [
      "rmsprop",
      (b) => {
        const [p, g, v, m] = [some(b), some(b, 2), positive(b, 4), some(b, 3)];
        b.backend.rmsprop(p, g, v, m, null, { ...common, alpha: 0.99, momentum: 0.9 });
        b.backend.rmsprop(p, g, v, null, null, { ...common, alpha: 0.99, momentum: 0 });
        return [p, v, m];
      },
      wanted("rmsprop"),
    ],
    [
      "adagrad",
      (b) => {
        const [p, g, s] = [some(b), some(b, 2), positive(b, 4)];
        b.backend.adagrad(p, g, s, { ...common, lrDecay: 0.1, step: 4 });
        return [p, s];
      },
      wanted("adagrad"),
    ],
    ...[{ root: 1.1, eps: 1e-8 }, null].map((denominator): Check => [
      "moments",
      (b) => {
        const [p, g, m, v] = [some(b), some(b, 2), some(b, 3), positive(b, 4)];
        const by = { beta1: 0.9, beta2: 0.999, weightDecay: 0.01, ofMean: 0.1, ofSlope: 0.2 };
        b.backend.moments(p, g, m, v, { ...by, denominator });
        return [p, m, v];
      },
      wanted("moments"),
    ]),
    [
      "adadelta",
      (b) => {
        const [p, g, s, d] = [some(b), some(b, 2), positive(b, 4), positive(b, 3)];
        b.backend.adadelta(p, g, s, d, { ...common, eps: 1e-6, rho: 0.9 });
        return [p, s, d];
      },
      wanted("adadelta"),
    ],
  ];
}
