import { withGradMode } from "../core/gradMode.ts";
import { abs } from "../ops/elementwise/unary.ts";
import { max } from "../ops/reduce/extremes.ts";
import { Tensor } from "../core/tensor.ts";
import { checkOptions, shown } from "../core/options.ts";
import { say } from "../payload/say.ts";

/**
 * Scales all gradients together so that their norm is at most `maxNorm`. Returns the norm before.
 * @param normType 2 for the Euclidean norm (the default), 1, or Infinity for the largest absolute value
 * @throws {RangeError} when the norm is NaN or infinite and `errorIfNonfinite` is set
 * @example loss.backward(); nn.utils.clipGradNorm_(net.parameters(), 1); trainer.step();
 */
export function clipGradNorm_(
  parameters: Iterable<Tensor> | Tensor,
  maxNorm: number,
  options: { normType?: number; errorIfNonfinite?: boolean } = {},
): number {
  checkOptions("clipGradNorm_", options, { normType: 1, errorIfNonfinite: 1 });
  const { normType = 2, errorIfNonfinite = false } = options;
  requireNumber("clipGradNorm_", "maxNorm", maxNorm);
  const list = listOf("clipGradNorm_", parameters);
  const grads = list.flatMap(({ gradient }) => (gradient ? [gradient] : []));
  return withGradMode(false, () => {
    const norms = grads.map((grad) => normOf(grad, normType));
    const total =
      normType === Infinity
        ? Math.max(0, ...norms)
        : norms.reduce((sum, norm) => sum + norm ** normType, 0) ** (1 / normType);
    if (errorIfNonfinite && !Number.isFinite(total)) {
      throw new RangeError(
        say`clipGradNorm_: the norm of the gradients is ${total}; the training has diverged.`,
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
  requireNumber("clipGradValue_", "clipValue", clipValue);
  const list = listOf("clipGradValue_", parameters);
  withGradMode(false, () => {
    for (const { gradient } of list) gradient?.clamp_(-clipValue, clipValue);
  });
}

function requireNumber(operation: string, name: string, value: unknown): void {
  if (typeof value === "number") return;
  throw new TypeError(say`${operation}: ${name} is ${shown(value)}; give a number.`);
}

/** @throws {TypeError} for a module, or anything else whose gradients would not be touched, silently */
function listOf(operation: string, parameters: unknown): Tensor[] {
  if (parameters instanceof Tensor) return [parameters];
  const list =
    typeof parameters === "object" && parameters !== null && Symbol.iterator in parameters
      ? [...(parameters as Iterable<unknown>)]
      : [parameters];
  const odd = list.find((parameter) => !(parameter instanceof Tensor));
  if (odd === undefined && list.every((parameter) => parameter instanceof Tensor)) return list;
  throw new TypeError(
    say`${operation}: tensors are expected, as in nn.utils.${operation}(net.parameters(), 1); ${shown(odd)} was
      given.`,
  );
}

function normOf(grad: Tensor, normType: number): number {
  if (normType === Infinity) return max(abs(grad)).item();
  return grad.norm(normType).item();
}
