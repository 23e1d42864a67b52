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

/** What a host can be asked to show, told apart by `kind`. */
export type Picture = ActivationPicture | DiagramPicture;
