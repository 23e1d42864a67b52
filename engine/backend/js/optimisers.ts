/** The update formulas of torch.optim, element by element. */
import type { TypedArray } from "../../core/ndarray.ts";
import type { AdadeltaStep, AdagradStep, MomentStep, AdamStep, RmspropStep, SgdStep } from "../backend.ts";

export function sgd(param: TypedArray, grad: TypedArray, momentum: TypedArray | null, step: SgdStep): void {
  const direction = step.maximize ? -1 : 1;
  for (let i = 0; i < param.length; i++) {
    let d = direction * grad[i] + step.weightDecay * param[i];
    if (momentum) {
      const kept = step.first ? d : step.momentum * momentum[i] + (1 - step.dampening) * d;
      momentum[i] = kept;
      d = step.nesterov ? d + step.momentum * kept : kept;
    }
    param[i] -= step.lr * d;
  }
}

export function adam(
  param: TypedArray,
  grad: TypedArray,
  m: TypedArray,
  v: TypedArray,
  maxV: TypedArray | null,
  step: AdamStep,
): void {
  const correction1 = 1 - step.beta1 ** step.step;
  const correction2 = Math.sqrt(1 - step.beta2 ** step.step);
  const direction = step.maximize ? -1 : 1;
  for (let i = 0; i < param.length; i++) {
    let d = direction * grad[i];
    if (step.decoupled) param[i] *= 1 - step.lr * step.weightDecay;
    else d += step.weightDecay * param[i];
    m[i] = step.beta1 * m[i] + (1 - step.beta1) * d;
    v[i] = step.beta2 * v[i] + (1 - step.beta2) * d * d;
    if (maxV) maxV[i] = Math.max(maxV[i], v[i]);
    const root = Math.sqrt(maxV ? maxV[i] : v[i]) / correction2 + step.eps;
    param[i] -= ((step.lr / correction1) * m[i]) / root;
  }
}

export function rmsprop(
  param: TypedArray,
  grad: TypedArray,
  squares: TypedArray,
  momentum: TypedArray | null,
  average: TypedArray | null,
  step: RmspropStep,
): void {
  const direction = step.maximize ? -1 : 1;
  for (let i = 0; i < param.length; i++) {
    const d = direction * grad[i] + step.weightDecay * param[i];
    squares[i] = step.alpha * squares[i] + (1 - step.alpha) * d * d;
    let variance = squares[i];
    if (average) {
      average[i] = step.alpha * average[i] + (1 - step.alpha) * d;
      variance -= average[i] * average[i];
    }
    const scaled = d / (Math.sqrt(variance) + step.eps);
    if (momentum) {
      momentum[i] = step.momentum * momentum[i] + scaled;
      param[i] -= step.lr * momentum[i];
    } else {
      param[i] -= step.lr * scaled;
    }
  }
}

export function adagrad(param: TypedArray, grad: TypedArray, sums: TypedArray, step: AdagradStep): void {
  const rate = step.lr / (1 + (step.step - 1) * step.lrDecay);
  const direction = step.maximize ? -1 : 1;
  for (let i = 0; i < param.length; i++) {
    const d = direction * grad[i] + step.weightDecay * param[i];
    sums[i] += d * d;
    param[i] -= (rate * d) / (Math.sqrt(sums[i]) + step.eps);
  }
}

export function moments(
  param: TypedArray,
  grad: TypedArray,
  m: TypedArray,
  v: TypedArray,
  step: MomentStep,
): void {
  const { beta1, beta2, weightDecay, ofMean, ofSlope, denominator } = step;
  for (let i = 0; i < param.length; i++) {
    const d = grad[i] + weightDecay * param[i];
    m[i] = beta1 * m[i] + (1 - beta1) * d;
    v[i] = beta2 * v[i] + (1 - beta2) * d * d;
    const below = denominator ? Math.sqrt(v[i]) * denominator.root + denominator.eps : 1;
    param[i] -= (ofMean * m[i] + ofSlope * d) / below;
  }
}

export function adadelta(
  param: TypedArray,
  grad: TypedArray,
  squares: TypedArray,
  deltas: TypedArray,
  step: AdadeltaStep,
): void {
  const { lr, rho, eps, weightDecay } = step;
  const direction = step.maximize ? -1 : 1;
  for (let i = 0; i < param.length; i++) {
    const d = direction * grad[i] + weightDecay * param[i];
    squares[i] = rho * squares[i] + (1 - rho) * d * d;
    const moved = (Math.sqrt(deltas[i] + eps) / Math.sqrt(squares[i] + eps)) * d;
    deltas[i] = rho * deltas[i] + (1 - rho) * moved * moved;
    param[i] -= lr * moved;
  }
}
