/** A backward pass that changes nothing: what each operation hands to each of its inputs. */
import { withGradMode } from "../../core/gradMode.ts";
import { overwrittenError } from "../../core/errors.ts";
import { throwIfInterrupted } from "../../core/host.ts";
import { add } from "../../ops/elementwise/binary.ts";
import { onesLike } from "../../ops/create/create.ts";
import type { Node } from "../../core/node.ts";
import type { Tensor } from "../../core/tensor.ts";
import type { Recorded } from "./recorded.ts";

export interface ChainRule {
  /** The gradient of the output by the output of each node. */
  gradients: Map<Node, Tensor>;
  /** Of each operation, in the order of its inputs; null where no gradient flows. */
  shares: Map<Node, (Tensor | null)[]>;
  /** Of each node, those that hand it a share of its gradient, in the order of the backward pass. */
  users: Map<Node, Node[]>;
}

/**
 * As `backward` computes them, hooks included; the graph, `.grad` and retained gradients stay as they are.
 * @throws {Error} where something that was stored has been changed in place since
 */
export function chainRule(output: Tensor, { operations }: Recorded): ChainRule {
  return withGradMode(false, () => {
    const gradients = new Map<Node, Tensor>();
    const shares: ChainRule["shares"] = new Map();
    const users: ChainRule["users"] = new Map();
    const last = operations.at(-1);
    if (last) gradients.set(last, onesLike(output));
    for (const node of operations.toReversed()) {
      throwIfInterrupted();
      let g = gradients.get(node);
      if (!g) continue;
      for (const hook of node.hooks ?? []) g = hook(g) ?? g;
      gradients.set(node, g);
      let versions = 0;
      for (const saved of node.kept ?? []) versions += saved?.array.counter.version ?? 0;
      if (versions !== node.versions) throw overwrittenError(node.name);
      node.owned = false;
      const own = node.inputs.map((input, i) => {
        const share = (input && node.op.backward[i]?.(g, node)) ?? null;
        if (!input || !share) return null;
        const before = gradients.get(input);
        gradients.set(input, before ? add(before, share) : share);
        const others = users.get(input);
        if (others) others.push(node);
        else users.set(input, [node]);
        return share;
      });
      shares.set(node, own);
    }
    for (const [node, g] of gradients) {
      if (!node.leaf) continue;
      for (const hook of node.hooks ?? []) gradients.set(node, hook(gradients.get(node) ?? g) ?? g);
    }
    return { gradients, shares, users };
  });
}
