import { host } from "../core/host.ts";
import type { Module } from "../nn/module.ts";
import { nodeOf } from "../core/record.ts";
import { showShape } from "../core/shape.ts";
import { Tensor } from "../core/tensor.ts";
import { drawGraph } from "./graph/drawGraph.ts";
import type { GraphPicture } from "../payload/graphPicture.ts";
import { checkOptions } from "../core/options.ts";
import { say } from "../payload/say.ts";

/** How {@link graph} draws. */
export interface GraphOptions {
  title?: string;
  /**
   * What tensors and models are called. In a notebook, variables have their own names already.
   * @example graph(loss, { names: { x, w, net } });
   */
  names?: Readonly<Record<string, Tensor | Module>>;
  /** Nodes that are drawn; a larger graph is folded by layer. From 10 to 200, which is the default. */
  maxNodes?: number;
}

/**
 * Draws the computation graph that autograd recorded for `output`, to be stepped through: forward, where each
 * operation computes its value and stores what the backward pass will need, and backward, where the chain rule
 * multiplies gradients with it. Every step shows its numbers, which stored intermediate it reads, and the bytes held.
 *
 * The gradients are those that `backward` would compute; no `.grad` is touched and the graph is kept. Call it before
 * `backward()`, which frees the graph: afterwards only what is left can be shown. Values of more than 32 elements
 * are shown as their range, where they are stored at all.
 *
 * @throws {Error} when no operation was recorded: nothing that `output` depends on has requiresGrad
 * @example
 * const loss = x.matmul(w).tanh().sum();
 * graph(loss);
 * loss.backward();
 */
export function graph(output: Tensor, options: GraphOptions = {}): void {
  host().showPicture?.(graphPicture(output, options));
}

/**
 * The picture that {@link graph} shows; its gradients are computed anew and touch nothing.
 * @example graphPicture(loss).nodes.map(({ name }) => name)
 */
export function graphPicture(output: Tensor, options: GraphOptions = {}): GraphPicture {
  checkOptions("graph", options, { title: 1, names: 1, maxNodes: 1 });
  const { title = "", names = {}, maxNodes = 200 } = options;
  if (!((output as unknown) instanceof Tensor)) {
    throw new TypeError(say`graph: give the tensor to differentiate, such as the loss.`);
  }
  if (!(maxNodes >= 10 && maxNodes <= 200)) {
    throw new RangeError(say`graph: maxNodes is ${maxNodes}; give a number from 10 to 200.`);
  }
  const root = nodeOf(output);
  if (!root || root.leaf) {
    throw new Error(
      say`graph: no operation was recorded for this tensor of shape ${showShape(output.array.shape)}. Compute it
        from tensors with requiresGrad, outside noGrad().`,
    );
  }
  const variables = [...(host().variables?.() ?? []), ...Object.entries(names)];
  return { ...drawGraph(output, root, variables, Math.floor(maxNodes)), title };
}
