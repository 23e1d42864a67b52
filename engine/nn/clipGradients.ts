import { withGradMode } from "../gradMode.ts";
import { abs } from "../ops/unary.ts";
import { max } from "../ops/extremes.ts";
import type { Tensor } from "../tensor.ts";

/**
 * Scales all gradients together so that their norm is at most `maxNorm`. Returns the norm before.
 * @param normType 2 for the Euclidean norm (the default), 1, or Infinity for the largest absolute value
 * @throws {RangeError} when the norm is NaN or infinite and `errorIfNonfinite` is set
 * @example loss.backward(); nn.utils.clipGradNorm_(net.parameters(), 1); trainer.step();
 */
export function clipGradNorm_(
  parameters: Iterable<Tensor> | Tensor,
  maxNorm: number,
  { normType = 2, errorIfNonfinite = false }: { normType?: number; errorIfNonfinite?: boolean } = {},
): number {
  const list = "grad" in parameters ? [parameters] : [...parameters];
  const grads = list.flatMap(({ gradient }) => (gradient ? [gradient] : []));
  return withGradMode(false, () => {
    const norms = grads.map((grad) => normOf(grad, normType));
    const total =
      normType === Infinity
        ? Math.max(0, ...norms)
        : norms.reduce((sum, norm) => sum + norm ** normType, 0) ** (1 / normType);
    if (errorIfNonfinite && !Number.isFinite(total)) {
      throw new RangeError(
        `clipGradNorm_: the norm of the gradients is ${total}; the training has diverged.`,
      );
    }
    const scale = maxNorm / (total + 1e-6);
    // A norm that is NaN makes all gradients so, as in PyTorch.
    if (!(scale >= 1)) for (const grad of grads) grad.mul_(scale);
    return total;
  });
}

/**
 * Limits every element of every gradient to ±`clipValue`.
 * @example nn.utils.clipGradValue_(net.parameters(), 0.5);
 */
export function clipGradValue_(parameters: Iterable<Tensor> | Tensor, clipValue: number): void {
  const list = "grad" in parameters ? [parameters] : [...parameters];
  withGradMode(false, () => {
    for (const { gradient } of list) gradient?.clamp_(-clipValue, clipValue);
  });
}

function normOf(grad: Tensor, normType: number): number {
  if (normType === Infinity) return max(abs(grad)).item();
  return grad.norm(normType).item();
}
