/** Packed sequences through one recurrent layer in one direction. */
import { context } from "../../core/context.ts";
import type { Tensor } from "../../core/tensor.ts";
import { zeros } from "../../ops/create/create.ts";
import { indexSelect } from "../../ops/index/gather.ts";
import { cat } from "../../ops/shape/join.ts";
import { narrow, reshape } from "../../ops/shape/views.ts";
import { lengthsFrom, startsOf } from "./packed.ts";
import { type HiddenWeights, isPlain, type Kind, runSteps, type State } from "./steps.ts";

/** Gates as far out as that are 0 or 1, whatever comes from the state. */
const far = 1e30;

/**
 * Packed inputs, W·x + b, (sum of the lengths, gates·H), of sequences the longest first, as many of which have each step
 * as `sizes` says; the state is (N, H).
 * @returns the h after each input, packed, and the state after the last of each
 */
export function runPacked(
  kind: Kind,
  x: Tensor,
  state: State,
  hidden: HiddenWeights,
  backwards: boolean,
  sizes: readonly number[],
): [outputs: Tensor, state: State] {
  if (kind.fused && isPlain(x, state, hidden)) return padded(kind, x, state, hidden, backwards, sizes);
  return backwards ? growing(kind, x, state, hidden, sizes) : shrinking(kind, x, state, hidden, sizes);
}

const firstRows = (x: Tensor, count: number): Tensor => narrow(x, 0, 0, count);

/** From the first step on: the shorter sequences end first. */
function shrinking({ step }: Kind, x: Tensor, state: State, hidden: HiddenWeights, sizes: readonly number[]) {
  const starts = startsOf(sizes);
  const outputs: Tensor[] = [];
  // Of each part of the state, what ended, the shortest first.
  const ended = state.map((): Tensor[] => []);
  let now = state;
  for (const [t, size] of sizes.entries()) {
    const before = t === 0 ? size : sizes[t - 1];
    if (size < before) {
      for (const [i, part] of now.entries()) ended[i].push(narrow(part, 0, size, before - size));
      now = now.map((part) => firstRows(part, size));
    }
    now = step(narrow(x, 0, starts[t], size), now, hidden);
    outputs.push(now[0]);
  }
  const ends = now.map((part, i) => (ended[i].length === 0 ? part : cat([part, ...ended[i].reverse()], 0)));
  return [cat(outputs, 0), ends] as [Tensor, State];
}

/** From the last step back: the shorter sequences begin later. */
function growing({ step }: Kind, x: Tensor, state: State, hidden: HiddenWeights, sizes: readonly number[]) {
  const starts = startsOf(sizes);
  const outputs: Tensor[] = [];
  let now = state.map((part) => firstRows(part, sizes[sizes.length - 1])) as State;
  for (let t = sizes.length - 1; t >= 0; t--) {
    const [size, before] = [sizes[t], t === sizes.length - 1 ? sizes[t] : sizes[t + 1]];
    if (size > before) now = now.map((part, i) => cat([part, narrow(state[i], 0, before, size - before)], 0));
    now = step(narrow(x, 0, starts[t], size), now, hidden);
    outputs.push(now[0]);
  }
  return [cat(outputs.reverse(), 0), now] as [Tensor, State];
}

/**
 * Through the kernel for all steps at once, padded behind the ends, and each sequence turned round by itself where it is
 * read from its end. What stands behind an end leaves the memory c as it is, and nobody asks for the h there.
 */
function padded(
  kind: Kind,
  x: Tensor,
  state: State,
  hidden: HiddenWeights,
  backwards: boolean,
  sizes: readonly number[],
): [Tensor, State] {
  const [steps, batch, total, width] = [sizes.length, sizes[0], x.array.shape[0], x.array.shape[1]];
  const [starts, lengths] = [startsOf(sizes), lengthsFrom(sizes)];
  const at = (i: number, t: number): number => starts[backwards ? lengths[i] - 1 - t : t] + i;
  const there = (cell: number): number => {
    const [t, i] = [Math.floor(cell / batch), cell % batch];
    return t < lengths[i] ? at(i, t) : total;
  };
  const cells = Array.from({ length: steps * batch }, (_, cell) => there(cell));
  const even = sizes[steps - 1] === batch;
  const rows = even ? x : cat([x, idle(kind, x)], 0);
  const whole = even && !backwards ? x : indexSelect(rows, 0, cells);
  const [made, ends] = runSteps(kind, reshape(whole, [steps, batch, width]), state, hidden, false);
  const size = state[0].array.shape[1];
  const outputs = reshape(made, [steps * batch, size]);
  const places = new Array<number>(total).fill(0);
  for (const [cell, place] of cells.entries()) if (place < total) places[place] = cell;
  const last = even
    ? ends[0]
    : indexSelect(
        outputs,
        0,
        lengths.map((length, i) => (length - 1) * batch + i),
      );
  return [even && !backwards ? outputs : indexSelect(outputs, 0, places), [last, ...ends.slice(1)]];
}

/** Input that leaves a memory c as it is: the gate i closed, f open. */
function idle({ hasMemory }: Kind, { dtype, array }: Tensor): Tensor {
  const row = zeros([1, array.shape[1]], { dtype });
  if (!hasMemory) return row;
  const size = array.shape[1] / 4;
  context.backend.fill(narrow(row, 1, 0, size).array, -far);
  context.backend.fill(narrow(row, 1, size, size).array, far);
  return row;
}
