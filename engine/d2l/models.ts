import { expectIterable } from "../core/expect.ts";
import { requireTensor } from "../core/record.ts";
import { withGradMode } from "../core/gradMode.ts";
import { throwIfInterrupted } from "../core/host.ts";
import type { Tensor } from "../core/tensor.ts";

/**
 * The linear regression model, Xw + b.
 * @example const net = (X: Tensor) => d2l.linreg(X, w, b);
 */
export function linreg(X: Tensor, w: Tensor, b: Tensor): Tensor {
  requireTensor("linreg", X);
  requireTensor("linreg", w);
  requireTensor("linreg", b);
  return X.matmul(w).add(b);
}

/**
 * (yHat − y)² / 2, one loss per element; y takes the shape of yHat.
 * @example d2l.squaredLoss(net(X), y).sum().backward();
 */
export function squaredLoss(yHat: Tensor, y: Tensor): Tensor {
  requireTensor("squaredLoss", yHat);
  requireTensor("squaredLoss", y);
  return yHat.sub(y.reshape(yHat.shape)).pow(2).div(2);
}

/**
 * Minibatch stochastic gradient descent, in place: w ← w − lr·grad / batchSize; then forgets the gradients.
 * @example d2l.sgd([w, b], 0.03, batchSize);
 */
export function sgd(params: Iterable<Tensor>, lr: number, batchSize: number): void {
  throwIfInterrupted();
  expectIterable("sgd", "parameters, such as [w, b]", params);
  withGradMode(false, () => {
    for (const param of params) {
      const { gradient } = param;
      if (!gradient) continue;
      param.sub_(gradient.mul(lr / batchSize));
      param.zeroGrad();
    }
  });
}
