/** Pictures that a reader can point at. */
import type { AxesPicture } from "./axesPicture.ts";
import type { GraphPicture } from "./graphPicture.ts";
import type {
  DiagramBlock,
  GradientsPicture,
  ReceptivePicture,
  RecurrencePicture,
} from "./networkPictures.ts";
import type { RunsPicture } from "./runs/runs.ts";
import type { Sample } from "./sample.ts";

/** A function, its derivative, and what the units of a network give to it. */
export interface ActivationPicture {
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
export interface DiagramPicture {
  version: 1;
  kind: "diagram";
  title: string;
  /** The input and then each layer that has weights. */
  columns: DiagramColumn[];
  /** `links[i]` leads from column i to column i + 1. */
  links: DiagramLink[];
  /** A network over images or sequences, which is drawn by its layers: then there are no columns and links. */
  blocks?: DiagramBlock[];
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
  biases: Sample[] | null;
  biasGradients: Sample[] | null;
}

/** The connections between two columns of a {@link DiagramPicture}. */
export interface DiagramLink {
  /** Name of the weights, such as `0.weight`. */
  name: string;
  /** By unit shown on the right, then by unit shown on the left. */
  weights: Sample[][];
  gradients: Sample[][] | null;
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

/** The affine map y = x·Wᵀ + b. */
export interface AffinePicture {
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
export interface RegressionPicture {
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
export interface BoundaryPicture {
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

/** Matrices as heat maps side by side: attention, what the channels of a network see, kernels. */
export interface MapsPicture {
  version: 1;
  kind: "maps";
  /** What the maps are of; it decides the words. */
  shows: MapsSubject;
  title: string;
  /** What runs across and down a map; "" where that goes without saying. */
  xLabel: string;
  yLabel: string;
  /** Names of columns and rows, such as the words of a sentence; empty where they have none. */
  xTicks: string[];
  yTicks: string[];
  /** One below the other. */
  groups: MapGroup[];
}

export type MapsSubject = "maps" | "features" | "kernels";

/** Maps that belong together, such as those of one layer. */
export interface MapGroup {
  title: string;
  /** Maps in a line; null: as many as there is room for. */
  inLine: number | null;
  /** How many there are; fewer of very many are drawn. */
  total: number;
  /** The least and the greatest value among those drawn; colours are the same in groups with the same. */
  low: Sample;
  high: Sample;
  maps: HeatMap[];
}

/** A matrix as a heat map. */
export interface HeatMap {
  title: string;
  /** Extents of the matrix. */
  rows: number;
  columns: number;
  /** Rows and columns that a cell stands for with their mean; 1 where each entry is there. */
  rowsEach: number;
  columnsEach: number;
  /** By rows, with five digits. */
  values: Sample[][];
}

/** What a notebook can be asked to show, told apart by `kind`. */
export type Picture =
  | ActivationPicture
  | AffinePicture
  | AxesPicture
  | DiagramPicture
  | GraphPicture
  | RegressionPicture
  | BoundaryPicture
  | MapsPicture
  | RecurrencePicture
  | ReceptivePicture
  | GradientsPicture
  | RunsPicture;
