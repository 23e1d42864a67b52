/** Gated recurrent networks over whole sequences: one kernel for all steps, and one for all of their slopes. */
import { Activation, Reduce } from "../../backend/backend.ts";
import { allocate, contiguousArray, discardCopy, release } from "../../core/allocate.ts";
import { context } from "../../core/context.ts";
import { type NDArray, viewOf } from "../../core/ndarray.ts";
import type { Node, Op } from "../../core/node.ts";
import { recordMany } from "../../core/record.ts";
import { Tensor } from "../../core/tensor.ts";
import { jointly, type Joint } from "./jointly.ts";

/** What a layer does in one direction. */
export interface Sequence {
  /** What comes from the input, (L, N, gates·H). */
  readonly x: Tensor;
  /** h, and c after it for long short-term memory, each (N, H). */
  readonly state: readonly Tensor[];
  /** (gates·H, H) */
  readonly weight: Tensor;
  /** (gates·H,) */
  readonly bias: Tensor | null;
  /** Whether it goes from the last step to the first. */
  readonly backwards: boolean;
}

interface SequenceParams extends Joint {
  readonly backwards: boolean;
  readonly biased: boolean;
  /** r, z, n and what r is multiplied by; or i, f, g and o, and the memories after each step. */
  readonly inside: readonly NDArray[];
}

/** `rows` of the first axis, from `first` on. */
function part(x: NDArray, first: number, rows: number): NDArray {
  const { shape, strides, offset } = x;
  return viewOf(x, [rows, ...shape.slice(1)], strides, offset + first * strides[0]);
}

/** A contiguous array as a matrix of so many columns, and its transpose. */
function matrix(x: NDArray, columns: number): NDArray {
  return viewOf(x, [x.size / columns, columns], [columns, 1], x.offset);
}
function turned(x: NDArray, columns: number): NDArray {
  return viewOf(x, [columns, x.size / columns], [1, columns], x.offset);
}

/** The slope by the weights of the state: over all steps at once, what each step received times the state before it. */
function weightSlope(du: NDArray, start: NDArray, out: NDArray, backwards: boolean): Tensor {
  const [steps, , rows] = du.shape;
  const size = start.shape[1];
  const slope = allocate("recurrence", du.dtype, [rows, size]);
  const [first, others, states] = backwards ? [steps - 1, 0, 1] : [0, 1, 0];
  const b = context.backend;
  b.matmul(turned(part(du, first, 1), rows), start, slope, null, Activation.none, false);
  if (steps > 1) {
    const [taken, before] = [part(du, others, steps - 1), part(out, states, steps - 1)];
    b.matmul(turned(taken, rows), matrix(before, size), slope, null, Activation.none, true);
  }
  return new Tensor(slope);
}

function biasSlope(du: NDArray): Tensor {
  const [steps, batch, rows] = du.shape;
  const slope = allocate("recurrence", du.dtype, [rows]);
  context.backend.reduce(Reduce.sum, du, slope, 1, steps * batch, rows);
  return new Tensor(slope);
}

/** Gives back what no input wants. */
function wantedOf({ inputs }: Node, slopes: readonly Tensor[]): readonly Tensor[] {
  slopes.forEach((slope, i) => {
    if (!inputs[i]) release(slope.array.storage);
  });
  return slopes;
}

function gruSlopes(g: Tensor, node: Node<SequenceParams>): readonly Tensor[] {
  const { inputs, backwards, biased } = node.params;
  const [gates] = node.params.inside;
  const [weight, start] = [inputs[0].array, inputs[biased ? 2 : 1].array];
  const [x, out] = [inputs[inputs.length - 1].array, node.saved[0].array];
  const upper = contiguousArray("recurrence", g.array);
  const [w, h] = [contiguousArray("recurrence", weight), contiguousArray("recurrence", start)];
  const [dx, du] = [allocate("recurrence", g.dtype, x.shape), allocate("recurrence", g.dtype, x.shape)];
  const dstart = allocate("recurrence", g.dtype, start.shape);
  context.backend.gruBackward(upper, h, w, out, gates, dx, du, dstart, backwards);
  const slopes = [
    weightSlope(du, h, out, backwards),
    ...(biased ? [biasSlope(du)] : []),
    new Tensor(dstart),
    new Tensor(dx),
  ];
  release(du.storage);
  for (const [copy, array] of [
    [upper, g.array],
    [w, weight],
    [h, start],
  ] as const)
    discardCopy(copy, array);
  return wantedOf(node as Node, slopes);
}

function lstmSlopes(g: Tensor, node: Node<SequenceParams>): readonly Tensor[] {
  const { inputs, backwards, biased } = node.params;
  const [gates, cells] = node.params.inside;
  const first = biased ? 2 : 1;
  const [weight, start, startCell] = [inputs[0], inputs[first], inputs[first + 1]].map(({ array }) => array);
  const [x, made] = [inputs[inputs.length - 1].array, node.saved[0].array];
  const steps = x.shape[0];
  const upper = contiguousArray("recurrence", g.array);
  const [w, h, c] = [weight, start, startCell].map((array) => contiguousArray("recurrence", array));
  const dx = allocate("recurrence", g.dtype, x.shape);
  const [dstart, dcell] = [start, start].map(({ shape }) => allocate("recurrence", g.dtype, shape));
  const [slope, last] = [part(upper, 0, steps), matrix(part(upper, steps, 1), start.shape[1])];
  context.backend.lstmBackward(slope, last, c, w, cells, gates, dx, dstart, dcell, backwards);
  const slopes = [
    weightSlope(dx, h, part(made, 0, steps), backwards),
    ...(biased ? [biasSlope(dx)] : []),
    ...[dstart, dcell, dx].map((array) => new Tensor(array)),
  ];
  for (const [copy, array] of [
    [upper, g.array],
    [w, weight],
    [h, start],
    [c, startCell],
  ] as const) {
    discardCopy(copy, array);
  }
  return wantedOf(node as Node, slopes);
}

const sequenceOp = (name: string, count: number, kernel: typeof gruSlopes): Op<SequenceParams> => ({
  name,
  backward: jointly(count, kernel),
});
const ops = {
  gru: [sequenceOp("gru", 3, gruSlopes), sequenceOp("gru", 4, gruSlopes)],
  lstm: [sequenceOp("lstm", 4, lstmSlopes), sequenceOp("lstm", 5, lstmSlopes)],
};

type Composed = (sequence: Sequence) => Tensor;

/** The inputs as the operation takes them, and the other way. */
function inputsOf({ x, state, weight, bias }: Sequence): Tensor[] {
  return [weight, ...(bias ? [bias] : []), ...state, x];
}
function sequenceOf(inputs: readonly Tensor[], like: Sequence): Sequence {
  const first = like.bias ? 2 : 1;
  return {
    weight: inputs[0],
    bias: like.bias ? inputs[1] : null,
    state: inputs.slice(first, -1),
    x: inputs[inputs.length - 1],
    backwards: like.backwards,
  };
}

function recorded(
  kind: keyof typeof ops,
  made: NDArray,
  inside: readonly NDArray[],
  sequence: Sequence,
  composed: Composed,
): Tensor {
  const y = new Tensor(made);
  const inputs = inputsOf(sequence);
  if (!context.gradEnabled || !inputs.some((input) => input.requiresGrad)) {
    for (const { storage } of inside) release(storage);
    return y;
  }
  const params: SequenceParams = {
    inputs,
    composed: (given) => composed(sequenceOf(given, sequence)),
    waiting: null,
    backwards: sequence.backwards,
    biased: sequence.bias !== null,
    inside,
  };
  // What is kept in `params` besides is seen by nobody else.
  const kept = [y, ...inputs, ...inside.map((array) => new Tensor(array))];
  return recordMany(ops[kind][sequence.bias ? 1 : 0], y, inputs, kept, params);
}

/** The states h after each step, (L, N, H). All are of one dtype, and their shapes fit. */
export function gruSequence(sequence: Sequence, composed: Composed): Tensor {
  const [steps, batch] = sequence.x.array.shape;
  const size = sequence.weight.array.shape[1];
  const given = [sequence.x, sequence.state[0], sequence.weight].map(({ array }) => array);
  const [x, h, w] = given.map((array) => contiguousArray("gru", array));
  const bias = sequence.bias && contiguousArray("gru", sequence.bias.array);
  const out = allocate("gru", x.dtype, [steps, batch, size]);
  const gates = allocate("gru", x.dtype, [steps, batch, 4 * size]);
  context.backend.gru(x, h, w, bias, out, gates, sequence.backwards);
  for (const [i, copy] of [x, h, w].entries()) discardCopy(copy, given[i]);
  if (bias) discardCopy(bias, sequence.bias.array);
  return recorded("gru", out, [gates], sequence, composed);
}

/** The states h after each step and, behind them, the last memory c, (L + 1, N, H). */
export function lstmSequence(sequence: Sequence, composed: Composed): Tensor {
  const [steps, batch] = sequence.x.array.shape;
  const size = sequence.weight.array.shape[1];
  const given = [sequence.x, ...sequence.state, sequence.weight].map(({ array }) => array);
  const [x, h, c, w] = given.map((array) => contiguousArray("lstm", array));
  const bias = sequence.bias && contiguousArray("lstm", sequence.bias.array);
  const made = allocate("lstm", x.dtype, [steps + 1, batch, size]);
  const cells = allocate("lstm", x.dtype, [steps, batch, size]);
  const gates = allocate("lstm", x.dtype, [steps, batch, 4 * size]);
  context.backend.lstm(x, h, c, w, bias, part(made, 0, steps), cells, gates, sequence.backwards);
  context.backend.copy(part(cells, sequence.backwards ? 0 : steps - 1, 1), part(made, steps, 1));
  for (const [i, copy] of [x, h, c, w].entries()) discardCopy(copy, given[i]);
  if (bias) discardCopy(bias, sequence.bias.array);
  return recorded("lstm", made, [gates, cells], sequence, composed);
}
