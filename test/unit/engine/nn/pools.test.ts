import assert from "node:assert/strict";
import { nn, tensor, type Tensor } from "../../../../engine/index.ts";

const { functional: F } = nn;

/** One channel of 4 × 4, and another; the second window of the first has a tie. */
function images(): Tensor {
  const first = [
    [1, 2, 7, 0],
    [5, 3, 7, 6],
    [0, 0, 0, 0],
    [0, 9, 0, 1],
  ];
  const second = first.map((row) => row.map((x) => -x));
  return tensor([[first, second]]);
}

describe("pools that give indices", () => {
  // As torch.nn.MaxPool2d(2, return_indices=True) does: counted in each channel, the first of equals.
  const values = [
    [
      [
        [5, 7],
        [9, 1],
      ],
      [
        [-1, 0],
        [0, 0],
      ],
    ],
  ];
  const indices = [
    [
      [
        [4, 2],
        [13, 15],
      ],
      [
        [0, 3],
        [8, 10],
      ],
    ],
  ];

  it("give values and indices from the layer and from the function, under PyTorch's names", () => {
    const x = images();
    const [v, i] = new nn.MaxPool2d(2, { returnIndices: true })(x);
    for (const [a, b] of [[v, i], F.maxPool2dWithIndices(x, 2), F.maxPool2d(x, 2, { returnIndices: true })]) {
      assert.deepEqual(a.add(0).toArray(), values);
      assert.deepEqual(b.toArray(), indices);
    }
    const row = x.reshape(1, 2, 16);
    const [w, j] = new nn.MaxPool1d(4, { returnIndices: true })(row);
    const [same, places] = F.maxPool1dWithIndices(row, 4);
    assert.deepEqual(j.toArray(), [
      [
        [2, 6, 8, 13],
        [3, 5, 8, 12],
      ],
    ]);
    assert.deepEqual([w.toArray(), j.toArray()], [same.toArray(), places.toArray()]);
  });

  it("give values alone without it, and gradients through the values either way", () => {
    const x = images().requiresGrad_();
    const plain: Tensor = new nn.MaxPool2d(2)(x);
    assert.deepEqual(plain.add(0).toArray(), values);
    new nn.MaxPool2d(2, { returnIndices: true })(x).values.sum().backward();
    assert.equal(x.grad?.sum().item(), 8);
    assert.equal(x.grad.get(0, 0, 0, 2).item(), 1);
  });

  it("refuse a misspelt option", () => {
    assert.throws(() => F.maxPool2dWithIndices(images(), 2, { strid: 1 } as object), /stride/);
  });
});
