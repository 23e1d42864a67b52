/** One step of recurrent networks, as functions of what has come from the input and of the state. */
import type { Tensor } from "../../core/tensor.ts";
import { linear } from "../../ops/products/linear.ts";
import { context } from "../../core/context.ts";
import { tracked2 } from "../../core/record.ts";
import { sameShape } from "../../core/shape.ts";
import type { UnaryCode } from "../../backend/backend.ts";
import { Binary, Unary } from "../../table/index.ts";
import { gruSequence, lstmSequence, type Sequence } from "../../ops/sequences/recurrence.ts";
import { chunk, stack, unbind } from "../../ops/shape/join.ts";
import { add, mul, sub } from "../../ops/elementwise/binary.ts";
import { relu, sigmoid, tanh } from "../../ops/elementwise/activations.ts";
import { narrow, squeeze } from "../../ops/shape/views.ts";

/** What carries the state from one step to the next. */
export interface HiddenWeights {
  /** Shape (gates·H, H). */
  readonly weight: Tensor;
  /** Shape (gates·H,). */
  readonly bias: Tensor | null;
}

/** The state of a cell: h, and for an LSTM the cell's memory c after it; each (N, H). */
export type State = readonly Tensor[];

/** The next state from `input`, which is W·x + b of the step, (N, gates·H). */
export type Step = (input: Tensor, state: State, hidden: HiddenWeights) => State;

const recurrent = (h: Tensor, { weight, bias }: HiddenWeights): Tensor => linear(h, weight, bias);

/** h' = tanh(W·x + b + U·h + d), or with relu; where nobody looks at its parts, in the memory of U·h + d. */
const elman =
  (activation: (x: Tensor) => Tensor, code: UnaryCode): Step =>
  (input, [h], hidden) => {
    const sum = recurrent(h, hidden);
    const { array, dtype } = sum;
    const fits = input.dtype === dtype && sameShape(input.array.shape, array.shape);
    if (!fits || tracked2(input, sum) || context.tracer !== null) return [activation(add(input, sum))];
    context.backend.binary(Binary.add, input.array, array, array);
    context.backend.unary(code, array, array, 0, 0);
    return [sum];
  };

/** r and z gates, n the new content: h' = (1 − z)·n + z·h, where n = tanh(W·x + b + r·(U·h + d)). */
const gru: Step = (input, [h], hidden) => {
  const [rx, zx, nx] = chunk(input, 3, -1);
  const [rh, zh, nh] = chunk(recurrent(h, hidden), 3, -1);
  const r = sigmoid(add(rx, rh));
  const z = sigmoid(add(zx, zh));
  const n = tanh(add(nx, mul(r, nh)));
  return [add(mul(sub(h, n), z), n)];
};

/** Gates i, f and o, the new content g: c' = f·c + i·g, h' = o·tanh(c'). */
const lstm: Step = (input, [h, c], hidden) => {
  const [i, f, g, o] = chunk(add(input, recurrent(h, hidden)), 4, -1);
  const next = add(mul(sigmoid(f), c), mul(sigmoid(i), tanh(g)));
  return [mul(sigmoid(o), tanh(next)), next];
};

/** A kind of recurrent network. */
export interface Kind {
  /** How many numbers of the weights there are for one of the state. */
  readonly gates: number;
  readonly step: Step;
  /** Whether the state has a memory c besides h. */
  readonly hasMemory: boolean;
  /** All steps at once, where there is a kernel for that. */
  readonly fused?: typeof gruSequence;
}

export const kinds = {
  tanh: { gates: 1, step: elman(tanh, Unary.tanh), hasMemory: false },
  relu: { gates: 1, step: elman(relu, Unary.relu), hasMemory: false },
  gru: { gates: 3, step: gru, hasMemory: false, fused: gruSequence },
  lstm: { gates: 4, step: lstm, hasMemory: true, fused: lstmSequence },
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;

/**
 * Whether the kernels for all steps at once serve: they are of float32; of others, those for each step are faster. Exports
 * want the parts.
 */
export function isPlain(x: Tensor, state: State, { weight, bias }: HiddenWeights): boolean {
  if (context.tracer !== null) return false;
  return [x, ...state, weight, ...(bias ? [bias] : [])].every(({ dtype }) => dtype === "float32");
}

/** The states after each step, as many tensors as a state has. */
function composed(step: Step, { x, state, weight, bias, backwards }: Sequence): State[] {
  const each = unbind(x, 0);
  if (backwards) each.reverse();
  let last: State = state;
  return each.map((input) => (last = step(input, last, { weight, bias })));
}

/** The outputs of these steps in the order of the inputs; behind them, where `memory`, the last c. */
function joined(states: readonly State[], backwards: boolean, memory: boolean): Tensor {
  const outputs = states.map(([h]) => h);
  if (backwards) outputs.reverse();
  if (memory) outputs.push(states[states.length - 1][1]);
  return stack(outputs, 0);
}

/**
 * A whole sequence of inputs x, (L, N, gates·H), as W·x + b, through one layer in one direction.
 * @returns the h after each input, in the order of the inputs, (L, N, H), and the state after the last
 */
export function runSteps(
  { step, hasMemory, fused }: Kind,
  x: Tensor,
  state: State,
  hidden: HiddenWeights,
  backwards: boolean,
): [outputs: Tensor, state: State] {
  const sequence: Sequence = { x, state, ...hidden, backwards };
  if (!fused || !isPlain(x, state, hidden)) {
    const states = composed(step, sequence);
    return [joined(states, backwards, false), states[states.length - 1]];
  }
  const made = fused(sequence, (given) => joined(composed(step, given), backwards, hasMemory));
  const [steps] = x.array.shape;
  const h = select(made, backwards ? 0 : steps - 1);
  if (!hasMemory) return [made, [h]];
  return [narrow(made, 0, 0, steps), [h, select(made, steps)]];
}

/** One step of many. */
function select(x: Tensor, step: number): Tensor {
  return squeeze(narrow(x, 0, step, 1), 0);
}
