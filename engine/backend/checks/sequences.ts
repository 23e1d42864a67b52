/** Kernels of recurrent networks and of attention: whole vectors and tails, whole tiles and edges, both directions. */
import { type NDArray, viewOf } from "../../core/ndarray.ts";
import type { Check, Samples } from "./samples.ts";

const [STEPS, BATCH, SIZE] = [3, 10, 7];

/** Numbers that are not so large that gates are shut. */
function small({ backend, floats }: Samples, shape: number[], seed: number): NDArray {
  const x = floats(shape, seed);
  backend.addScaled(x, x, -0.7);
  return x;
}

function recurrences(backwards: boolean): Check[] {
  const states = [STEPS, BATCH, SIZE];
  const gated = (gates: number): number[] => [STEPS, BATCH, gates * SIZE];
  const state = [BATCH, SIZE];
  return [
    [
      "gru",
      (b) => {
        const [out, gates] = [b.floats(states), b.floats(gated(4))];
        const [x, start, w] = [small(b, gated(3), 2), small(b, state, 3), small(b, [3 * SIZE, SIZE], 4)];
        b.backend.gru(x, start, w, small(b, [3 * SIZE], 5), out, gates, backwards);
        return [out, gates];
      },
      ["gruForward"],
    ],
    [
      "gruBackward",
      (b) => {
        const [dx, du, dstart] = [b.floats(gated(3)), b.floats(gated(3)), b.floats(state)];
        const [g, start, w] = [small(b, states, 2), small(b, state, 3), small(b, [3 * SIZE, SIZE], 4)];
        b.backend.gruBackward(
          ...([g, start, w, small(b, states, 5), small(b, gated(4), 6)] as const),
          ...([dx, du, dstart, backwards] as const),
        );
        return [dx, du, dstart];
      },
      ["gruBackward"],
    ],
    [
      "lstm",
      (b) => {
        const [out, cells, gates] = [b.floats(states), b.floats(states), b.floats(gated(4))];
        const [x, start, cell] = [small(b, gated(4), 2), small(b, state, 3), small(b, state, 4)];
        const [w, bias] = [small(b, [4 * SIZE, SIZE], 5), small(b, [4 * SIZE], 6)];
        b.backend.lstm(x, start, cell, w, bias, out, cells, gates, backwards);
        return [out, cells, gates];
      },
      ["lstmForward"],
    ],
    [
      "lstmBackward",
      (b) => {
        const [dx, dstart, dcell] = [b.floats(gated(4)), b.floats(state), b.floats(state)];
        const [g, gcell, cell] = [small(b, states, 2), small(b, state, 3), small(b, state, 4)];
        const [w, cells, gates] = [small(b, [4 * SIZE, SIZE], 5), small(b, states, 6), small(b, gated(4), 7)];
        b.backend.lstmBackward(g, gcell, cell, w, cells, gates, dx, dstart, dcell, backwards);
        return [dx, dstart, dcell];
      },
      ["lstmBackward"],
    ],
  ];
}

/** Heads as they lie in the rows of a projection: 2 examples, 2 heads, so many rows of 5. */
function heads(x: NDArray, place: number, rows: number): NDArray {
  return viewOf(x, [2, 2, rows, 5], [rows * 30, 5, 30, 1], place * 10);
}

const attentions: Check[] = [
  [
    "attention",
    ({ backend, floats }) => {
      const [weights, out] = [floats([2, 2, 9, 9]), floats([2, 9, 10])];
      const all = floats([2, 9, 30], 2);
      const places = [0, 1, 2].map((place) => heads(all, place, 9));
      const given = viewOf(out, [2, 2, 9, 5], [90, 5, 10, 1], 0);
      backend.attention(places[0], places[1], places[2], floats([9, 9], 3), given, weights, 0.1);
      return [out, weights];
    },
    ["attentionForward"],
  ],
  [
    "attentionBackward",
    ({ backend, floats }) => {
      const [all, slopes] = [floats([2, 9, 30], 2), floats([2, 9, 30])];
      const [weights, g] = [floats([2, 2, 9, 9], 3), floats([2, 2, 9, 5], 4)];
      const [q, k, v] = [0, 1, 2].map((place) => heads(all, place, 9));
      const [dq, dk, dv] = [0, 1, 2].map((place) => heads(slopes, place, 9));
      backend.attentionBackward(q, k, v, weights, g, dq, dk, dv, 0.1);
      return [slopes];
    },
    ["attentionBackward"],
  ],
];

export const sequenceChecks = (): Check[] => [...recurrences(false), ...recurrences(true), ...attentions];
