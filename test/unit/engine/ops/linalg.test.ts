/** Decompositions of matrices beyond the examples of the table: what they are made of, whatever the signs. */
import assert from "node:assert/strict";
import { eye, linalg, manualSeed, randn, tensor, type Tensor, zeros } from "../../../../engine/index.ts";

const far = (a: Tensor, b: Tensor): number => (a.numel() === 0 ? 0 : a.sub(b).abs().max().item());

function assertOrthonormal(columns: Tensor): void {
  const n = columns.shape.at(-1) ?? 0;
  const gram = columns.transpose(-2, -1).matmul(columns);
  assert.ok(far(gram, eye(n, { dtype: "float64" })) < 1e-12, "orthonormal columns");
}

const shapes = [
  [1, 1],
  [4, 4],
  [6, 3],
  [3, 6],
  [2, 5, 2],
  [12, 12],
];

describe("decompositions of matrices", () => {
  beforeEach(() => {
    manualSeed(3);
  });

  for (const shape of shapes) {
    const name = `(${shape.join(", ")})`;

    it(`give back a matrix ${name} from U, S and Vᵀ, thin and full`, () => {
      const a = randn(shape, { dtype: "float64" });
      for (const fullMatrices of [false, true]) {
        const [u, s, vt] = linalg.svd(a, { fullMatrices });
        const k = s.shape.at(-1) ?? 0;
        assertOrthonormal(u);
        assertOrthonormal(vt.transpose(-2, -1));
        const back = u
          .narrow(-1, 0, k)
          .mul(s.unsqueeze(-2))
          .matmul(vt.narrow(-2, 0, k));
        assert.ok(far(back, a) < 1e-12);
      }
    });

    it(`give back a matrix ${name} from Q and R, reduced and complete`, () => {
      const a = randn(shape, { dtype: "float64" });
      for (const mode of ["reduced", "complete"] as const) {
        const [q, r] = linalg.qr(a, { mode });
        assertOrthonormal(q);
        assert.ok(far(q.matmul(r), a) < 1e-12);
        assert.ok(far(r, r.triu()) === 0);
      }
    });
  }

  it("find directions for singular values that are 0", () => {
    const column = randn([5, 1], { dtype: "float64" });
    const a = column.matmul(randn([1, 4], { dtype: "float64" }));
    const [u, s, vt] = linalg.svd(a);
    assertOrthonormal(u);
    assertOrthonormal(vt.T);
    assert.ok(s.narrow(0, 1, 3).abs().max().item() < 1e-14);
    const [none, values] = linalg.svd(zeros(3, 2, { dtype: "float64" }));
    assertOrthonormal(none);
    assert.deepEqual(values.toArray(), [0, 0]);
  });

  it("give back a symmetric matrix of 20 × 20 from its eigenvalues and eigenvectors, which ascend", () => {
    const half = randn([20, 20], { dtype: "float64" });
    const a = half.add(half.T);
    const [values, vectors] = linalg.eigh(a);
    assertOrthonormal(vectors);
    assert.ok(far(vectors.mul(values).matmul(vectors.T), a) < 1e-12);
    const list = [...values.toTypedArray()];
    assert.deepEqual(
      list,
      list.toSorted((x, y) => x - y),
    );
  });

  it("invert what is nearly singular to nine digits", () => {
    const hilbert = tensor(
      [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => 1 / (i + j + 1))),
      { dtype: "float64" },
    );
    assert.ok(far(linalg.inv(hilbert).matmul(hilbert), eye(4, { dtype: "float64" })) < 1e-10);
  });

  for (const n of [1, 3, 8, 30]) {
    it(`invert, solve and measure a stack of matrices of ${n} × ${n} as each of them alone`, () => {
      const options = { dtype: "float64" } as const;
      const stack = randn(3, 2, n, n, options).add(eye(n, options).mul(2).flip([0]));
      const right = randn(2, n, 5, options);
      const [inverses, determinants, solutions] = [
        linalg.inv(stack),
        linalg.det(stack),
        linalg.solve(stack, right),
      ];
      for (let i = 0; i < 3; i++) {
        for (let j = 0; j < 2; j++) {
          const alone = stack.at(i).at(j);
          assert.deepEqual(inverses.at(i).at(j).toArray(), linalg.inv(alone).toArray());
          assert.equal(determinants.at(i).at(j).item(), linalg.det(alone).item());
          assert.deepEqual(solutions.at(i).at(j).toArray(), linalg.solve(alone, right.at(j)).toArray());
          assert.ok(far(alone.matmul(inverses.at(i).at(j)), eye(n, options)) < 1e-9);
        }
      }
    });
  }

  it("say so where one matrix of a stack is singular", () => {
    const stack = eye(3).expand(4, 3, 3).clone();
    stack.set(2, 1, 1, 0);
    assert.throws(() => linalg.inv(stack), /inverse: the matrix is singular/);
    assert.deepEqual(linalg.det(stack).toArray(), [1, 1, 0, 1]);
  });

  it("take stacks without a matrix, and matrices without a row", () => {
    assert.deepEqual([...linalg.inv(zeros(0, 3, 3)).shape], [0, 3, 3]);
    assert.deepEqual([...linalg.inv(zeros(2, 0, 0)).shape], [2, 0, 0]);
    assert.deepEqual(linalg.det(zeros(2, 0, 0)).toArray(), [1, 1]);
    assert.deepEqual([...linalg.solve(eye(3), zeros(3, 0)).shape], [3, 0]);
  });

  it("give the slope of a determinant that is 0, where PyTorch 1.13 gives zeros", () => {
    const a = tensor([
      [1, 2],
      [2, 4],
    ]).requiresGrad_();
    linalg.det(a).backward();
    assert.deepEqual(a.grad.toArray(), [
      [4, -2],
      [-2, 1],
    ]);
  });

  it("say so where there is no solution, and where there is no gradient", () => {
    const singular = tensor([
      [1, 2],
      [2, 4],
    ]);
    assert.throws(() => linalg.inv(singular), /inverse: the matrix is singular/);
    assert.throws(() => linalg.solve(singular, tensor([1, 2])), /solve: the matrix is singular/);
    assert.throws(() => linalg.inv(zeros(2, 3)), /square matrix/);
    const a = randn([3, 3]).requiresGrad_();
    const [u] = linalg.svd(a);
    assert.throws(() => u.sum().backward(), /svd: the gradient by U and Vᵀ is not there/);
  });
});
