/** One recorded use of an operation: where its gradients go, and what they need. */
import { context, type ModuleCall } from "./context.ts";
import { tensorExpected } from "./errors.ts";
import type { NDArray } from "./ndarray.ts";
import type { Tensor } from "./tensor.ts";

/**
 * The gradient of the loss by one input, given its gradient by the output. It returns a fresh tensor or a
 * view of `g`, and is written in operations on tensors, so that it can be differentiated itself.
 */
export type Vjp<P> = (g: Tensor, node: Node<P>) => Tensor;

/** The gradients of the loss by all inputs, given its gradient by the output; see {@link Vjp}. */
export type Together<P> = (
  g: Tensor,
  node: Node<P>,
  wanted: readonly boolean[],
) => readonly (Tensor | null)[];

/** The gradient by each of so many inputs, of those that are made together. */
export function oneByOne<P>(together: Together<P>, inputs: number): Vjp<P>[] {
  return Array.from({ length: inputs }, (_, i) => (g: Tensor, node: Node<P>) => {
    const gradient = together(
      g,
      node,
      Array.from({ length: inputs }, (_, k) => k === i),
    )[i];
    if (!gradient) throw tensorExpected(node.op.name, gradient);
    return gradient;
  });
}

/** One row of the table of operations. `P` is what a use of it must remember besides tensors. */
export interface Op<P = unknown> {
  /** As the engine's function is called. */
  readonly name: string;
  /** One per tensor input, in order; null where no gradient flows. */
  readonly backward: readonly (Vjp<P> | null)[];
  /**
   * All gradients at once, where that costs less than one by one: for each input the one by it, or null where none is
   * `wanted`. Its `backward` is {@link oneByOne} of it.
   */
  readonly together?: Together<P>;
  /**
   * Of an operation that gives a part of its input: that part of an array like the input, to which a gradient can be
   * added where it belongs, instead of being put among zeros first.
   */
  readonly part?: (whole: NDArray, params: P) => NDArray;
  /** What PyTorch calls its node, where that is not `NameBackward0`. */
  readonly node?: string | ((node: Node<P>) => string);
}

/** A hook may return another gradient to go on with. */
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- a hook that only looks gives nothing back
export type GradientHook = (grad: Tensor) => Tensor | void;

/**
 * One recorded use of an operation; `tensor.gradFn` of its output.
 * @example loss.gradFn.inputs
 */
export class Node<P = unknown> {
  /** @internal The row of the table of operations. */
  readonly op: Op<P>;
  /** Where the gradients go, one per input; null where none is wanted. */
  readonly inputs: readonly (Node | null)[];
  /** @internal What the operation must remember besides tensors. */
  readonly params: P;
  /** Age: greater than that of all inputs. */
  readonly order: number;
  /** What the backward pass needs, null in places of no use to it; null once all is freed. */
  kept: readonly (Tensor | null)[] | null;
  /** Sum of the versions of what is kept: they only grow, so that it tells whether one was overwritten. */
  readonly versions: number;
  /** The leaf, in a node that accumulates into one. */
  readonly leaf: Tensor | null;
  /** The output, when its gradient shall be retained. */
  retained: Tensor | null = null;
  /** @internal Hooks on the gradient of its output. */
  hooks: GradientHook[] | null = null;
  /** Whether nobody but this node can see what it keeps, so that freeing it gives back the memory. */
  privately = false;
  /** During a backward pass: the gradient so far, and whether nothing else refers to its memory. */
  gradient: Tensor | null = null;
  /** @internal During a backward pass: whether nothing else refers to the gradient's memory. */
  owned = false;
  /** @internal During a backward pass: whether it hands its gradient on to its inputs. */
  runs = true;
  /** The backward pass that has seen this node last. */
  pass = 0;
  /** @internal The call of a module that it is part of; null outside of all. */
  call: ModuleCall | null = context.call;
  /** @internal The output, when it is small: for those who look at the graph. Null once the graph is freed. */
  output: Tensor | null = null;
  /** @internal The operand that takes no gradient, when it is small; null as above. */
  constant: Tensor | null = null;

  constructor(
    op: Op<P>,
    inputs: readonly (Node | null)[],
    kept: readonly (Tensor | null)[],
    params: P,
    leaf: Tensor | null,
  ) {
    this.op = op;
    this.inputs = inputs;
    this.params = params;
    this.order = ++context.recorded;
    this.kept = kept;
    this.leaf = leaf;
    let versions = 0;
    for (const tensor of kept) {
      if (!tensor) continue;
      const { storage, counter } = tensor.array;
      versions += counter.version;
      if (storage.kind === "temporary") context.backend.retag(storage, "intermediate");
    }
    this.versions = versions;
  }

  /** As PyTorch prints it: `MulBackward0`. */
  get name(): string {
    if (this.leaf) return "AccumulateGrad";
    const { name, node } = this.op;
    if (typeof node === "function") return node(this);
    return node ?? `${name.charAt(0).toUpperCase()}${name.slice(1)}Backward0`;
  }

  /** What was stored for the backward pass, to look at; empty once it has been freed. */
  get savedTensors(): Tensor[] {
    this.privately = false;
    // What this node keeps may be for another to give back: the one that made it.
    for (const input of this.inputs) if (input) input.privately = false;
    return (this.kept ?? []).filter((tensor) => tensor !== null);
  }

  /** @internal The same in the places where the op's gradients expect it; not there where they do not. */
  get saved(): readonly Tensor[] {
    return (this.kept ?? nothing) as readonly Tensor[];
  }

  /** @internal Whether something that it keeps was changed in place since. */
  wasOverwritten(): boolean {
    let versions = 0;
    for (const saved of this.kept ?? nothing) if (saved) versions += saved.array.counter.version;
    return versions !== this.versions;
  }

  /** @internal Whether a gradient may take the place of the one by the output, which nobody reads any more. */
  mayOverwrite(): boolean {
    return this.owned && !context.gradEnabled;
  }

  /** @internal Forgets what was saved. */
  free(): void {
    this.output = null;
    this.constant = null;
    if (!this.kept || this.kept.length === 0) return;
    for (const tensor of this.kept) {
      if (!tensor) continue;
      const { array } = tensor;
      if (this.privately) context.backend.release(array.storage);
      else if (array.storage.kind === "intermediate") context.backend.retag(array.storage, "temporary");
    }
    this.kept = null;
  }

  /** As PyTorch prints it: `<MulBackward0>`.
   * @example String(y.gradFn) // "<MulBackward0>" */
  toString(): string {
    return `<${this.name}>`;
  }
}

const nothing: readonly Tensor[] = [];
