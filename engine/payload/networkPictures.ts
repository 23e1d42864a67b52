/** Pictures of networks over images and sequences. */
import type { Sample } from "./sample.ts";

/** One layer of a network that is drawn as a chain of what its layers give; the first is the input. */
export interface DiagramBlock {
  /** The layer's name within the model; `input` for the first. */
  name: string;
  type: string;
  /** What decides what it does: extents of a window, number of heads, … */
  facts: BlockFact[];
  /** What it gives, without the axis of examples: (C, H, W), (L, F) or (F). */
  shape: number[];
  /** Layers behind it that only change its numbers, such as `ReLU`. */
  then: string[];
  parameters: number;
  /** The part of the model that it belongs to, such as a residual block; "" for none. */
  group: string;
}

/** A fact about what a layer of a {@link DiagramBlock} does, such as the extents of its window. */
export interface BlockFact {
  name: "kernel" | "stride" | "padding" | "dilation" | "groups" | "heads" | "hidden" | "layers" | "both";
  value: string;
}

/** A recurrent layer, folded and unrolled in time. */
export interface RecurrencePicture {
  version: 1;
  kind: "recurrence";
  title: string;
  /** `RNN`, `GRU` or `LSTM`, and its name within the model. */
  type: "RNN" | "GRU" | "LSTM";
  name: string;
  activation: "tanh" | "relu";
  inputSize: number;
  hiddenSize: number;
  layers: number;
  /** Whether it goes through the sequence from its end, too. */
  bothWays: boolean;
  /** Steps that it is unrolled to. */
  steps: number[];
  parameters: number;
}

/** How much of the image one output of each layer sees. */
export interface ReceptivePicture {
  version: 1;
  kind: "receptive";
  title: string;
  /** Extents of the image. */
  height: number;
  width: number;
  layers: ReceptiveLayer[];
}

/** A layer in a {@link ReceptivePicture}. */
export interface ReceptiveLayer {
  name: string;
  type: string;
  /** Rows and columns of the output. */
  output: [number, number];
  /** Rows and columns of the image that one output depends on, padding included. */
  field: [number, number];
  /** Rows and columns between the fields of neighbours. */
  jump: [number, number];
  /** First row and column of the field of the output in the middle; negative in the padding. */
  from: [number, number];
}

/** Lengths of gradients, over the steps of a training or through time. */
export interface GradientsPicture {
  version: 1;
  kind: "gradients";
  over: "steps" | "time";
  title: string;
  x: number[];
  lines: { name: string; y: Sample[] }[];
}
