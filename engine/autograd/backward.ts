/** Gradients: the method `backward`, and `grad`. */
import { allocateLike } from "../core/allocate.ts";
import { noGraphError, nonScalarError } from "../core/errors.ts";
import { expect, expectObject } from "../core/expect.ts";
import { checkOptions, type OptionNames } from "../core/options.ts";
import { nodeOf, requireTensor } from "../core/record.ts";
import { sameShape, showShape } from "../core/shape.ts";
import { method, Tensor } from "../core/tensor.ts";
import { onesLike } from "../ops/create/create.ts";
import { to } from "../ops/shape/convert.ts";
import { say } from "../payload/say.ts";
import { type BackwardOptions, run } from "./walk.ts";

declare module "../core/tensor.ts" {
  interface Tensor {
    /**
     * Computes the gradients of this tensor by all leaves it depends on and adds them to their `grad`.
     * Afterwards the graph is freed, unless it is retained.
     * @param gradient where to start from; may be left out for a scalar
     * @throws for a non-scalar without `gradient`; on a graph that was freed; when something that the graph
     * saved was changed in place; when nothing requires a gradient.
     * @example loss.backward()
     * @example y.backward(onesLike(y), { retainGraph: true })
     * @example loss.backward({ retainGraph: true })
     */
    backward(gradient?: Tensor | BackwardFrom | null, options?: BackwardOptions): void;
  }
}

export type { BackwardOptions } from "./walk.ts";

function startingGradient(output: Tensor, gradient: Tensor | null | undefined): Tensor {
  if (!gradient) {
    if (output.array.size !== 1) throw nonScalarError(output.array.shape);
    return onesLike(output);
  }
  if (!sameShape(gradient.array.shape, output.array.shape)) {
    throw new RangeError(
      say`backward: the gradient has shape ${showShape(gradient.array.shape)}, but the tensor has
        ${showShape(output.array.shape)}; they must be equal.`,
    );
  }
  return to(gradient, output.dtype);
}

/** For a call of `backward` with options alone. */
export interface BackwardFrom extends BackwardOptions {
  /** Where to start from. Default: ones, for a scalar. */
  gradient?: Tensor | null;
}

const none: BackwardOptions = {};
const backwardNames: OptionNames<BackwardOptions> = { retainGraph: 1, createGraph: 1 };

/** What `tensor.backward` does; see there. */
function backward(output: Tensor, from?: Tensor | BackwardFrom | null, others: BackwardOptions = none): void {
  let gradient: Tensor | null | undefined = null;
  let options = others;
  if (from && !("array" in Object(from))) {
    expectObject("backward", "a gradient, or options as in { retainGraph: true }", from);
    ({ gradient, ...options } = from as BackwardFrom);
  } else if (from) gradient = from as Tensor;
  if (options !== none) checkOptions<BackwardOptions>("backward", options, backwardNames);
  if (gradient) requireTensor("backward", gradient);
  const root = nodeOf(output);
  if (!root) throw noGraphError();
  run([root], [startingGradient(output, gradient)], options, null);
}

/** What `grad` does with the graph and with inputs that play no part. */
export interface GradOptions extends BackwardOptions {
  /** Gradients to start from, one per output; ones for scalars when left out. */
  gradOutputs?: readonly (Tensor | null)[] | Tensor;
  /** Give null for an input that the outputs do not depend on, instead of throwing. Default false. */
  allowUnused?: boolean;
}

/**
 * Gradients of the sum of `outputs` by each of `inputs`, without touching any `.grad`.
 * @throws when an output is not a scalar and has no entry in `gradOutputs`; when an input is unused.
 * @example const [dx] = grad(y, x, { createGraph: true })
 */
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  options: GradOptions & { allowUnused: true },
): (Tensor | null)[];
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  options?: GradOptions,
): Tensor[];
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  options: GradOptions = {},
): (Tensor | null)[] {
  checkOptions("grad", options, { gradOutputs: 1, allowUnused: 1, retainGraph: 1, createGraph: 1 });
  const ys = list(outputs);
  const xs = list(inputs);
  for (const tensor of [...ys, ...xs]) requireTensor("grad", tensor);
  expect("grad", "at least one input", inputs, xs.length > 0);
  const starts = options.gradOutputs ? list(options.gradOutputs) : [];
  const roots = ys.map((y) => {
    const node = nodeOf(y);
    if (!node) throw noGraphError();
    return node;
  });
  const wanted = xs.map((x, i) => {
    const node = nodeOf(x);
    if (!node)
      throw new Error(
        say`grad: input ${i} does not have requiresGrad; set x.requiresGrad = true before it is used.`,
      );
    return node;
  });
  const none = new Tensor(allocateLike("grad", xs[0].array, xs[0].dtype));
  const captured = new Map(wanted.map((node) => [node, none]));
  const gradients = ys.map((y, i) => startingGradient(y, starts[i]));
  run(roots, gradients, options, captured);
  const memory = new Set(gradients.map(({ array }) => array.storage));
  return wanted.map((node, i) => {
    const g = captured.get(node);
    if (g && g !== none) {
      // Not that a change of one changes another, or what was handed in.
      const own = memory.has(g.array.storage) ? g.clone() : g;
      memory.add(own.array.storage);
      return own;
    }
    if (options.allowUnused) return null;
    throw new Error(
      say`grad: the outputs do not depend on input ${i}. Pass { allowUnused: true } to get null for it instead.`,
    );
  });
}

function list<T>(x: T | readonly T[]): readonly T[] {
  return Array.isArray(x) ? (x as readonly T[]) : [x as T];
}

method("backward", function (gradient, options) {
  backward(this, gradient, options);
});
