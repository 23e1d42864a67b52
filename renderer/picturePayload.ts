/** Pictures as they cross from the kernel to the renderer: the engine's, as JSON carries them. Types only. */
import type { Sample } from "./payload.ts";

/** A function, its derivative, and what the units of a network give to it. */
export interface ActivationPicturePayload {
  version: 1;
  kind: "activation";
  /** As it is written: `relu`. */
  name: string;
  /** Where the function was evaluated, increasing. */
  x: Sample[];
  y: Sample[];
  /** The derivative at `x`, from autograd. */
  slope: Sample[];
  /** One for each layer whose units were watched. */
  received: ReceivedValues[];
}

/** What the units of one layer receive, over all examples. */
export interface ReceivedValues {
  /** Name of the layer within the model, such as `1`. */
  layer: string;
  units: number;
  /** Units whose slope is 0 for every example: no gradient passes them. */
  dead: number;
  /** Units, the dead ones apart, whose slope is under 5 % of the steepest for at least 90 % of the examples. */
  saturated: number;
  /** Number of values: units times examples. */
  count: number;
  /** Counts over equal parts of the drawn range. */
  bins: number[];
  /** Values left and right of the drawn range. */
  below: number;
  above: number;
}

/** A network of layers, as far as it is drawn. */
export interface DiagramPicturePayload {
  version: 1;
  kind: "diagram";
  title: string;
  /** The input and then each layer that has weights. */
  columns: DiagramColumn[];
  /** `links[i]` leads from column i to column i + 1. */
  links: DiagramLink[];
  /** The summary table. */
  rows: SummaryRow[];
}

export interface DiagramColumn {
  /** `input`, or the layer's name within the model. */
  name: string;
  units: number;
  /** The units that are drawn, increasing; the gap between two that are not neighbours stands for the rest. */
  shown: number[];
  /** Activation function that follows, or "". */
  activation: string;
  /** What else happens between this column and the next, such as `Dropout(p=0.2)`. */
  notes: string[];
  /** Of the units shown; null without biases. */
  biases: Sample[] | null;
  biasGradients: Sample[] | null;
}

export interface DiagramLink {
  /** Name of the weights, such as `0.weight`. */
  name: string;
  /** By unit shown on the right, then by unit shown on the left. */
  weights: Sample[][];
  gradients: Sample[][] | null;
  parameters: number;
}

export interface SummaryRow {
  layer: string;
  type: string;
  /** With N for the examples: `(N, 10)`. */
  shape: string;
  parameters: number;
  /** Of parameters and buffers. */
  bytes: number;
}

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
export interface GraphPicturePayload {
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

/** The affine map y = x·Wᵀ + b. */
export interface AffinePicturePayload {
  version: 1;
  kind: "affine";
  title: string;
  /** Of x and of y. */
  inputs: number;
  outputs: number;
  /** W by rows: one an output. Of a large matrix the means of blocks. */
  weight: Sample[][];
  /** By output, in blocks as the rows of W are; null without one. */
  bias: Sample[] | null;
  /** Size of the blocks; 1 × 1 where each entry is there. */
  rowsEach: number;
  columnsEach: number;
  /** Points of the plane that are carried along; none of other maps. */
  points: [Sample, Sample][];
}

/** Examples of one input, and what a model says over their whole range. */
export interface RegressionPicturePayload {
  version: 1;
  kind: "regression";
  title: string;
  xLabel: string;
  yLabel: string;
  /** Where the model was asked, increasing, and what it says. */
  x: Sample[];
  y: Sample[];
  /** Those that it learns from, and those that were held out. */
  sets: ExampleSet[];
}

/** Examples of one role, with what the model says of each. */
export interface ExampleSet {
  role: "train" | "validation";
  /** How many there are; the lists hold fewer of very many. */
  count: number;
  x: Sample[];
  y: Sample[];
  predicted: Sample[];
  /** Mean squared error over the examples in the lists. */
  error: Sample;
}

/** Which class a model says over the plane of two inputs. */
export interface BoundaryPicturePayload {
  version: 1;
  kind: "boundary";
  title: string;
  xLabels: [string, string];
  /** Names of the classes by number. */
  classes: string[];
  /** The grid's ends on both axes; it has `resolution` points along each. */
  across: [number, number];
  up: [number, number];
  resolution: number;
  /** The class that the model says at each point of the grid: along the x axis, then up. */
  said: number[];
  /** By how much its probability is ahead of the next there, 0 to 1. */
  lead: Sample[];
  examples: BoundaryExamples;
  /** How many of the examples in the lists the model gets right. */
  correct: number;
}

/** Examples in the plane of two inputs, with their classes and what the model says of each. */
export interface BoundaryExamples {
  /** How many there are; the lists hold fewer of very many. */
  count: number;
  x: Sample[];
  y: Sample[];
  /** Number of the true class. */
  label: number[];
  said: number[];
  lead: Sample[];
}

export type PicturePayload =
  | ActivationPicturePayload
  | AffinePicturePayload
  | DiagramPicturePayload
  | GraphPicturePayload
  | RegressionPicturePayload
  | BoundaryPicturePayload;
