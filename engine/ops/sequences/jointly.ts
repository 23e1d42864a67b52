/**
 * Operations whose gradients by all inputs come out of one kernel: it runs when the first of them is asked for. A backward
 * pass that is recorded goes through the same operation as it is composed of smaller ones.
 */
import { grad } from "../../autograd/backward.ts";
import { context } from "../../core/context.ts";
import type { Node, Op, Vjp } from "../../core/node.ts";
import { record } from "../../core/record.ts";
import { Tensor } from "../../core/tensor.ts";

/** What a use of such an operation remembers. */
export interface Joint {
  /** All inputs, in their order, as `composed` takes them. */
  readonly inputs: readonly Tensor[];
  /** The same function of them, of operations that can be differentiated again and again. */
  readonly composed: (inputs: readonly Tensor[]) => Tensor;
  /** Gradients that are waiting to be fetched, of the backward pass that has brought `g`. */
  waiting: { readonly g: Tensor; readonly slopes: readonly Tensor[]; readonly unread: Set<number> } | null;
}

/** Gradients by all inputs. Those that no input wants are not looked at; they may have been given back. */
type Slopes<P> = (g: Tensor, node: Node<P>) => readonly Tensor[];

/** The gradients by `count` inputs. */
export function jointly<P extends Joint>(count: number, kernel: Slopes<P>): Vjp<P>[] {
  return Array.from({ length: count }, (_, i) => (g, node) => {
    const { params, inputs } = node;
    let { waiting } = params;
    if (waiting?.g !== g || !waiting.unread.has(i)) {
      const slopes = context.gradEnabled ? recorded(g, node) : kernel(g, node);
      const unread = new Set(inputs.flatMap((input, at) => (input ? [at] : [])));
      waiting = { g, slopes, unread };
    }
    waiting.unread.delete(i);
    params.waiting = waiting.unread.size > 0 ? waiting : null;
    return waiting.slopes[i];
  });
}

const sameOp: Op<null> = { name: "alias", backward: [(g) => g] };

/** Gradients whose own graph leads to the inputs and to `g`. */
function recorded<P extends Joint>(g: Tensor, { params, inputs }: Node<P>): Tensor[] {
  // Looks at the inputs with nodes of their own: the pass must not go beyond them.
  const looks = params.inputs.map((x) =>
    x.requiresGrad ? record(sameOp, new Tensor(x.array), x, null, null) : x,
  );
  const wanted = looks.filter((_, i) => inputs[i]);
  const found = grad(params.composed(looks), wanted, {
    gradOutputs: g,
    createGraph: true,
    allowUnused: false,
  });
  return looks.map((look, i) => (inputs[i] ? found[wanted.indexOf(look)] : g));
}
