/** The picture of a computation graph, with the steps of both passes through it. */
import type { Sample } from "./sample.ts";

/** A tensor as far as a picture shows it. */
export interface ShownValue {
  shape: readonly number[];
  /** All elements, row by row, when there are few; else null. */
  values: readonly Sample[] | null;
  /** Over the elements that are finite; null when none is. */
  low: Sample;
  high: Sample;
}

/** The graph of operations that autograd recorded, and the steps of both passes through it. */
export interface GraphPicture {
  version: 1;
  kind: "graph";
  title: string;
  /** Everything stands after what it is computed from. The last one is what is differentiated. */
  nodes: GraphNode[];
  links: GraphLink[];
  steps: GraphStep[];
  /** Operations recorded; more than are drawn where layers were folded. */
  operations: number;
  /** Whether several operations were drawn as one node. */
  folded: boolean;
  /**
   * Which gradients there are: all; those alone that `backward` left, since it freed the graph; or none, since the
   * output is not a scalar.
   */
  gradients: "all" | "left" | "none";
}

/** A tensor, an operation or a layer of a graph. */
export interface GraphNode {
  /** A tensor that receives a gradient; one that does not; an operation; several operations. */
  kind: "leaf" | "constant" | "operation" | "layer";
  /** What its value is called: `W1`; `v₂` for what has no name. */
  name: string;
  /** As the engine calls it: `tanh`; a layer's type. Empty for leaves and constants. */
  operation: string;
  /** How it is computed: `tanh(pre)`. Empty for leaves and constants. */
  formula: string;
  /** Null where it was not stored. */
  value: ShownValue | null;
  gradient: ShownValue | null;
  /** The step that computes it, and the one after which its gradient is complete; −1 for never. */
  valueAt: number;
  gradientAt: number;
  /** What a later step reads of it is held for the backward pass between these steps. */
  stored: { bytes: number; from: number; to: number } | null;
  /** Operations that it stands for. */
  operations: number;
}

/** A use of one node by another. */
export interface GraphLink {
  /** Indices of nodes. */
  from: number;
  to: number;
  /** Whether a gradient flows back along it. */
  gradient: boolean;
}

/** One step of the forward or of the backward pass. */
export interface GraphStep {
  /**
   * Nothing is computed yet; an operation; the gradient 1 that backward begins with; the way back through an
   * operation; all is computed.
   */
  phase: "start" | "forward" | "seed" | "backward" | "end";
  /** Index of the node; −1 at the start and the end. */
  node: number;
  /** What is computed: one line in a forward step, one for each input in a backward step. */
  terms: GraphTerm[];
  /** What of the stored intermediates the step reads. */
  reads: GraphRead[];
  /** Bytes of stored intermediates that are held when the step is done. */
  held: number;
}

/** One line of a step: a formula and its numbers. */
export interface GraphTerm {
  /** Index of the node that receives the result. */
  to: number;
  /** `∂L/∂pre = ∂L/∂hidden ⊙ (1 − hidden²)`. */
  formula: string;
  /** The numbers of the product in the formula, as far as they are known. */
  factors: ShownValue[];
  /** Between two factors; → where the formula is no product. */
  joiner: "·" | "⊙" | "→";
  result: ShownValue | null;
  /** Whether it adds to what the node has received before. */
  adds: boolean;
}

/** Something stored that a step reads. */
export interface GraphRead {
  name: string;
  /** Bytes that storing it took; 0 for what is there anyway, such as a parameter. */
  bytes: number;
  /** Whether no later step needs it. */
  last: boolean;
}
