/** Pictures that a reader can point at, as plain data; the host draws them. */

/** A function, its derivative, and what the units of a network give to it. */
export interface ActivationPicture {
  kind: "activation";
  /** As it is written: `relu`. */
  name: string;
  /** Where the function was evaluated, increasing. */
  x: number[];
  y: number[];
  /** The derivative at `x`, from autograd. */
  slope: number[];
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
export interface DiagramPicture {
  kind: "diagram";
  title: string;
  /** The input and then each layer that has weights. */
  columns: DiagramColumn[];
  /** `links[i]` leads from column i to column i + 1. */
  links: DiagramLink[];
  /** The summary table. */
  rows: SummaryRow[];
}

/** The units of one layer in a {@link DiagramPicture}, or its input. */
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
  biases: number[] | null;
  biasGradients: number[] | null;
}

/** The connections between two columns of a {@link DiagramPicture}. */
export interface DiagramLink {
  /** Name of the weights, such as `0.weight`. */
  name: string;
  /** By unit shown on the right, then by unit shown on the left. */
  weights: number[][];
  gradients: number[][] | null;
  parameters: number;
}

/** One layer in the table under a {@link DiagramPicture}. */
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
  values: readonly number[] | null;
  /** Over the elements that are finite; NaN when none is. */
  low: number;
  high: number;
}

/** The graph of operations that autograd recorded, and the steps of both passes through it. */
export interface GraphPicture {
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

/** A tensor, an operation or a layer of a {@link GraphPicture}. */
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
export interface AffinePicture {
  kind: "affine";
  title: string;
  /** Of x and of y. */
  inputs: number;
  outputs: number;
  /** W by rows: one an output. Of a large matrix the means of blocks. */
  weight: number[][];
  /** By output, in blocks as the rows of W are; null without one. */
  bias: number[] | null;
  /** Size of the blocks; 1 × 1 where each entry is there. */
  rowsEach: number;
  columnsEach: number;
  /** Points of the plane that are carried along; none of other maps. */
  points: [number, number][];
}

/** Examples of one input, and what a model says over their whole range. */
export interface RegressionPicture {
  kind: "regression";
  title: string;
  xLabel: string;
  yLabel: string;
  /** Where the model was asked, increasing, and what it says. */
  x: number[];
  y: number[];
  /** Those that it learns from, and those that were held out. */
  sets: ExampleSet[];
}

/** Examples of one role, with what the model says of each. */
export interface ExampleSet {
  role: "train" | "validation";
  /** How many there are; the lists hold fewer of very many. */
  count: number;
  x: number[];
  y: number[];
  predicted: number[];
  /** Mean squared error over the examples in the lists. */
  error: number;
}

/** Which class a model says over the plane of two inputs. */
export interface BoundaryPicture {
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
  lead: number[];
  examples: BoundaryExamples;
  /** How many of the examples in the lists the model gets right. */
  correct: number;
}

/** Examples in the plane of two inputs, with their classes and what the model says of each. */
export interface BoundaryExamples {
  /** How many there are; the lists hold fewer of very many. */
  count: number;
  x: number[];
  y: number[];
  /** Number of the true class. */
  label: number[];
  said: number[];
  lead: number[];
}

/** What a host can be asked to show, told apart by `kind`. */
export type Picture =
  ActivationPicture | AffinePicture | DiagramPicture | GraphPicture | RegressionPicture | BoundaryPicture;
