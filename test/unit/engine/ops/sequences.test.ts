/** Recurrent networks and attention in one kernel: against the same composed of smaller operations, and differences. */
import assert from "node:assert/strict";
import { grad, memory, nn, type Tensor } from "../../../../engine/index.ts";
import { attend } from "../../../../engine/nn/attention/attend.ts";
import { kinds, type Step } from "../../../../engine/nn/recurrent/steps.ts";
import { fromArray } from "../../../../engine/ops/create/create.ts";
import { attention, attentionToItself } from "../../../../engine/ops/sequences/attention.ts";
import { gruSequence, lstmSequence, type Sequence } from "../../../../engine/ops/sequences/recurrence.ts";
import { split, stack, unbind } from "../../../../engine/ops/shape/join.ts";
import { gradcheck, gradgradcheck } from "./gradcheck.ts";
import { uniform } from "./samples.ts";

type Dtype = "float32" | "float64";
type Shape = readonly number[];

/** Leaves of uniform numbers in ±1. */
function leaves(shapes: readonly Shape[], dtype: Dtype, seed = 3): Tensor[] {
  const next = uniform(seed);
  return shapes.map((shape) => {
    const length = shape.reduce((a, b) => a * b, 1);
    const values = Array.from({ length }, () => 2 * next() - 1);
    return fromArray(values, [...shape], { dtype }).requiresGrad_();
  });
}

/** The definition, step by step: all h, and the last c behind them. */
function stepByStep(step: Step, { x, state, weight, bias, backwards }: Sequence): Tensor {
  const each = unbind(x, 0);
  if (backwards) each.reverse();
  let last = state;
  const outputs = each.map((input) => (last = step(input, last, { weight, bias }))[0]);
  if (backwards) outputs.reverse();
  return stack([...outputs, ...last.slice(1)], 0);
}

interface Recurrence {
  shapes: readonly Shape[];
  fused: (...inputs: Tensor[]) => Tensor;
  composed: (...inputs: Tensor[]) => Tensor;
}

function recurrence(
  kind: "gru" | "lstm",
  [steps, batch, size]: readonly [number, number, number],
  biased: boolean,
  backwards: boolean,
): Recurrence {
  const { gates, step, hasMemory } = kinds[kind];
  const state = [batch, size];
  const sequence = ([x, weight, h, ...rest]: readonly Tensor[]): Sequence => ({
    ...{ x, weight, backwards },
    state: hasMemory ? [h, rest[0]] : [h],
    bias: biased ? (rest.at(-1) ?? null) : null,
  });
  const shapes = [
    ...[[steps, batch, gates * size], [gates * size, size], state],
    ...(hasMemory ? [state] : []),
    ...(biased ? [[gates * size]] : []),
  ];
  const all = kind === "gru" ? gruSequence : lstmSequence;
  return {
    shapes,
    fused: (...inputs) => all(sequence(inputs), (given) => stepByStep(step, given)),
    composed: (...inputs) => stepByStep(step, sequence(inputs)),
  };
}

function assertNear(actual: Tensor, expected: Tensor, what: string, most = 1e-4): void {
  assert.deepEqual(actual.shape, expected.shape);
  const [a, e] = [actual.detach().toTypedArray(), expected.detach().toTypedArray()];
  a.forEach((value, i) => {
    const right = Math.abs(value - e[i]) <= most * (1 + Math.abs(e[i])) || Object.is(value, e[i]);
    assert.ok(right, `${what}: ${value}, not ${e[i]} at ${i}`);
  });
}

/** Values, gradients by all inputs, and gradients of one of these. */
function assertSame(
  fused: Recurrence["fused"],
  composed: Recurrence["fused"],
  shapes: readonly Shape[],
): void {
  const inputs = leaves(shapes, "float32");
  const [y, z] = [fused(...inputs), composed(...inputs)];
  assertNear(y, z, "value");
  const [upper] = leaves([y.shape], "float32", 8);
  const options = { gradOutputs: upper, createGraph: true } as const;
  const [slopes, expected] = [grad(y, inputs, options), grad(z, inputs, options)];
  slopes.forEach((slope, i) => {
    assertNear(slope, expected[i], `gradient by input ${i}, recorded`);
  });
  const plain = grad(fused(...inputs), inputs, { gradOutputs: upper.detach() });
  plain.forEach((slope, i) => {
    assertNear(slope, expected[i], `gradient by input ${i}`);
  });
  const again = [slopes, expected].map(([first]) => grad(first.square().sum(), [...inputs, upper]));
  again[0].forEach((slope, i) => {
    assertNear(slope, again[1][i], `second gradient by ${i}`);
  });
}

const kindsOf = ["gru", "lstm"] as const;

for (const kind of kindsOf) {
  describe(`${kind} over a whole sequence`, () => {
    for (const [biased, backwards] of [
      [true, false],
      [false, true],
    ] as const) {
      const how = `${biased ? "with" : "without"} biases, ${backwards ? "backwards" : "forwards"}`;

      it(`is what its steps give one by one, ${how}`, () => {
        // Tails of vectors and tiles, a state longer than a block of the product, one step, one example, a large batch.
        const sizes = [
          [4, 3, 5],
          [1, 1, 1],
          [2, 7, 17],
          [3, 2, 70],
          [2, 1, 410],
          [2, 70, 33],
        ] as const;
        for (const size of sizes) {
          const { fused, composed, shapes } = recurrence(kind, size, biased, backwards);
          assertSame(fused, composed, shapes);
        }
      });

      it(`has the slopes of finite differences, and these theirs, ${how}`, () => {
        const { fused, shapes } = recurrence(kind, [3, 2, 2], biased, backwards);
        gradcheck(fused, leaves(shapes, "float64"));
        gradgradcheck(fused, leaves(shapes, "float64"));
      });
    }

    it("gives gradients by those inputs alone that want one", () => {
      const { fused, composed, shapes } = recurrence(kind, [3, 2, 4], true, false);
      for (let which = 0; which < shapes.length; which++) {
        const inputs = leaves(shapes, "float32").map((x, i) => (i === which ? x : x.detach()));
        const [slope] = grad(fused(...inputs).sum(), [inputs[which]]);
        assertNear(slope, grad(composed(...inputs).sum(), [inputs[which]])[0], `input ${which}`);
      }
    });

    it("goes backward twice where the graph is retained, and adds up", () => {
      const { fused, composed, shapes } = recurrence(kind, [3, 2, 4], true, false);
      const [inputs, others] = [leaves(shapes, "float32"), leaves(shapes, "float32")];
      for (const [call, given] of [
        [fused, inputs],
        [composed, others],
      ] as const) {
        const loss = call(...given).sum();
        loss.backward({ retainGraph: true });
        loss.backward();
      }
      inputs.forEach(({ grad: slope }, i) => {
        const { grad: wanted } = others[i];
        assert.ok(slope && wanted);
        assertNear(slope, wanted, `input ${i}`);
      });
    });

    it("refuses to go backward when an input was overwritten", () => {
      const { fused, shapes } = recurrence(kind, [3, 2, 4], true, false);
      const inputs = leaves(shapes, "float32");
      const [x] = inputs;
      const moved = x.mul(1);
      const y = fused(moved, ...inputs.slice(1)).sum();
      moved.add_(1);
      assert.throws(() => y.backward(), /in place/);
    });

    it("keeps no memory beyond a step of training", () => {
      const net = kind === "gru" ? new nn.GRU(6, 20) : new nn.LSTM(6, 20);
      const [x] = leaves([[30, 8, 6]], "float32");
      const step = (): void => {
        const [y] = (net as (x: Tensor) => [Tensor, unknown])(x.detach());
        y.sum().backward();
      };
      step();
      const before = memory().total;
      for (let i = 0; i < 40; i++) step();
      // One step takes 300 kB, of which the last ones may not be collected yet.
      assert.ok(memory().total - before < 1_000_000);
    });

    it("lets NaN and infinity through", () => {
      const { fused, composed, shapes } = recurrence(kind, [3, 2, 9], true, false);
      for (const value of [NaN, Infinity, -Infinity]) {
        const inputs = leaves(shapes, "float32").map((one) => one.detach());
        inputs[0].fill_(0).add_(0.5);
        inputs[0].get(1, 0, 3).fill_(value);
        assertNear(fused(...inputs), composed(...inputs), String(value));
      }
    });
  });
}

describe("attention in one kernel", () => {
  type Three = [Tensor, Tensor, Tensor];
  const one =
    (mask: Tensor | null) =>
    (...inputs: Tensor[]): Tensor => {
      const composed = ([q, k, v]: readonly Tensor[]): Tensor => attend(q, k, v, { mask, dropoutP: 0 })[0];
      const scale = 1 / Math.sqrt(inputs[0].shape.at(-1) ?? NaN);
      const y = attention(inputs as Three, mask, scale, composed);
      assert.ok(y);
      return y;
    };
  const composed =
    (mask: Tensor | null) =>
    (...[q, k, v]: Tensor[]): Tensor =>
      attend(q, k, v, { mask, dropoutP: 0 })[0];
  const masks: readonly (readonly [Shape, ...Shape[]])[] = [
    [
      [5, 3],
      [7, 3],
      [7, 4],
    ],
    [[2, 5, 3], [2, 7, 3], [2, 7, 4], [5, 7], [2, 5, 7], [2, 1, 7], [7]],
    [
      [2, 3, 9, 8],
      [2, 3, 9, 8],
      [2, 3, 9, 8],
      [9, 9],
      [2, 1, 1, 9],
      [2, 3, 9, 9],
      [3, 1, 9],
      [9, 1],
    ],
    [
      [1, 2, 70, 17],
      [1, 2, 33, 17],
      [1, 2, 33, 5],
      [1, 1, 70, 33],
    ],
  ];

  it("is what products and softmax give, of inputs with two to four axes, with masks and without", () => {
    for (const [q, k, v, ...seen] of masks) {
      assertSame(one(null), composed(null), [q, k, v]);
      for (const shape of seen) {
        const [mask] = leaves([shape], "float32", 5).map((x) => x.detach());
        assertSame(one(mask), composed(mask), [q, k, v]);
        const hides = mask.gt(0.5);
        const hidden = mask.mul(0).maskedFill(hides, -Infinity);
        assertNear(
          one(hidden)(...leaves([q, k, v], "float32")),
          composed(hidden)(...leaves([q, k, v], "float32")),
          "−∞",
        );
      }
    }
  });

  it("reads inputs whose rows lie apart, and whose columns do", () => {
    const [all] = leaves([[2, 6, 24]], "float32");
    const heads = split(all, 8, 2).map((x) => x.reshape(2, 6, 2, 4).transpose(1, 2));
    assertNear(one(null)(...heads), composed(null)(...heads), "heads");
    const [q, k, v] = leaves(
      [
        [3, 5],
        [3, 7],
        [4, 7],
      ],
      "float32",
    ).map((x) => x.T);
    assertNear(one(null)(q, k, v), composed(null)(q, k, v), "transposed");
  });

  it("has the slopes of finite differences, and these theirs", () => {
    const shapes = [
      [2, 3, 2],
      [2, 4, 2],
      [2, 4, 3],
    ];
    const [mask] = leaves([[3, 4]], "float64", 5).map((x) => x.detach());
    for (const seen of [null, mask]) {
      gradcheck(one(seen), leaves(shapes, "float64"));
      gradgradcheck(one(seen), leaves(shapes, "float64"));
    }
  });

  it("of a sequence to itself takes queries, keys and values of all heads from one projection", () => {
    const parts = (x: Tensor): Tensor[] =>
      split(x, 4, 2).map((part) => part.reshape(part.shape[0], part.shape[1], 2, 2).transpose(1, 2));
    const joined = (all: Tensor, mask: Tensor | null): Tensor => {
      const y = composed(mask)(...parts(all));
      return y.transpose(1, 2).reshape(all.shape[0], all.shape[1], 4);
    };
    const fused = (mask: Tensor | null) => (x: Tensor) =>
      attentionToItself(x, 2, mask, Math.SQRT1_2, ([all]) => joined(all, mask));
    const [mask] = leaves([[2, 1, 1, 5]], "float32", 5).map((x) => x.detach());
    for (const seen of [null, mask]) {
      assertSame(fused(seen), (x) => joined(x, seen), [[2, 5, 12]]);
      assertSame(fused(seen), (x) => joined(x, seen), [[2, 5, 12]]);
    }
    gradcheck(fused(null), leaves([[1, 3, 12]], "float64"));
    gradgradcheck(fused(null), leaves([[1, 3, 12]], "float64"));
  });

  it("leaves masks that add axes, and inputs that stretch, to smaller operations", () => {
    const [q, k, v] = leaves(
      [
        [5, 3],
        [7, 3],
        [7, 4],
      ],
      "float32",
    ) as Three;
    const [mask] = leaves([[2, 5, 7]], "float32").map((x) => x.detach());
    const y = nn.functional.scaledDotProductAttention(q, k, v, { attnMask: mask });
    assert.deepEqual([...y.shape], [2, 5, 4]);
    const [many] = leaves([[2, 3, 5, 3]], "float32");
    assert.deepEqual([...nn.functional.scaledDotProductAttention(many, k, v).shape], [2, 3, 5, 4]);
    const [learned] = leaves([[5, 7]], "float32");
    nn.functional.scaledDotProductAttention(q, k, v, { attnMask: learned }).sum().backward();
    assert.ok(learned.grad);
  });
});
