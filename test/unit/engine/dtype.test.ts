import assert from "node:assert/strict";
import * as torch from "../../../engine/index.ts";
import { type DTypeName, dtypeNames } from "../../../engine/core/dtypes.ts";
import {
  arange,
  cat,
  float32,
  float64,
  long,
  ones,
  stack,
  type Tensor,
  tensor,
} from "../../../engine/index.ts";

const int = (...values: number[]): Tensor => tensor(values, { dtype: "int32" });
const double = (...values: number[]): Tensor => tensor(values, { dtype: "float64" });

describe("dtypes", () => {
  it("go by PyTorch's names, too", () => {
    assert.equal(ones(1, { dtype: float64 }).to(float32).dtype, "float32");
    assert.equal(ones(1).to(long).dtype, "int32");
  });

  const meant = Object.entries(dtypeNames);
  const makers: Record<string, (dtype: DTypeName) => Tensor> = {
    "tensor": (dtype) => tensor([1, 0], { dtype }),
    "fromArray": (dtype) => torch.fromArray([1, 0], [2], { dtype }),
    "zeros": (dtype) => torch.zeros(2, { dtype }),
    "ones": (dtype) => torch.ones(2, { dtype }),
    "full": (dtype) => torch.full([2], 1, { dtype }),
    "empty": (dtype) => torch.empty(2, { dtype }),
    "eye": (dtype) => torch.eye(2, { dtype }),
    "zerosLike": (dtype) => torch.zerosLike(ones(2), { dtype }),
    "onesLike": (dtype) => torch.onesLike(ones(2), { dtype }),
    "fullLike": (dtype) => torch.fullLike(ones(2), 1, { dtype }),
    "arange": (dtype) => torch.arange(2, { dtype }),
    "linspace": (dtype) => torch.linspace(0, 1, 2, { dtype }),
    "randint": (dtype) => torch.randint(0, 2, [2], { dtype }),
    "randperm": (dtype) => torch.randperm(2, { dtype }),
    "to": (dtype) => ones(2).to(dtype),
    "to, by an option": (dtype) => ones(2).to({ dtype }),
    "type": (dtype) => ones(2).type(dtype),
    "toTensor": (dtype) =>
      new torch.data.Table(torch.data.parseCsv("a,b\n1,0")).toTensor(["a", "b"], { dtype }),
  };
  for (const [name, make] of Object.entries(makers)) {
    it(`are known to ${name} by every name that PyTorch has for them`, () => {
      assert.deepEqual(
        meant.map(([alias]) => make(alias as DTypeName).dtype),
        meant.map(([, dtype]) => dtype),
      );
      for (const wrong of ["int46", "toString", "", 32, {}, []]) {
        assert.throws(() => make(wrong as never), {
          name: "TypeError",
          message: /there is no dtype .* Use "float32"/,
        });
      }
    });
  }

  it("are known to random numbers and layers by every name of float32 and float64", () => {
    const floats: Record<string, (dtype: DTypeName) => Tensor> = {
      rand: (dtype) => torch.rand(2, { dtype }),
      randn: (dtype) => torch.randn(2, { dtype }),
      randLike: (dtype) => torch.randLike(ones(2), { dtype }),
      normal: (dtype) => torch.normal(0, 1, [2], { dtype }),
      Linear: (dtype) => new torch.nn.Linear(1, 1, { dtype }).weight,
    };
    for (const make of Object.values(floats)) {
      assert.equal(make("float").dtype, "float32");
      assert.equal(make("double").dtype, "float64");
      assert.throws(() => make("doubel" as never), /there is no dtype "doubel"\. Did you mean "double"\?/);
    }
  });

  it("are exported by each of their names", () => {
    assert.deepEqual(
      Object.fromEntries(meant.map(([name]) => [name, (torch as Record<string, unknown>)[name]])),
      dtypeNames,
    );
  });

  it("meet at the higher of bool, int32, float32 and float64", () => {
    const truth = tensor([true, false]);
    assert.deepEqual(truth.mul(tensor([true, true])).toArray(), [true, false]);
    assert.deepEqual(truth.add(tensor([true, true])).toArray(), [true, true]);
    assert.equal(truth.add(int(1, 2)).dtype, "int32");
    assert.equal(int(1, 2).mul(ones(2)).dtype, "float32");
    assert.equal(ones(2).sub(double(1, 2)).dtype, "float64");
  });

  it("are not raised by a 0-d tensor of the same category", () => {
    assert.equal(ones(2).add(tensor(1, { dtype: "float64" })).dtype, "float32");
    assert.equal(int(1, 2).add(tensor(1.5)).dtype, "float32");
    assert.equal(tensor(1, { dtype: "float64" }).mul(ones(2)).dtype, "float32");
  });

  it("stay integers with whole numbers, and become float32 with fractions and in divisions", () => {
    assert.deepEqual(int(1, 2).mul(3).toString(), "tensor([3, 6])");
    assert.equal(int(1, 2).mul(0.5).dtype, "float32");
    assert.deepEqual(int(7, -7).div(2).toArray(), [3.5, -3.5]);
    assert.deepEqual(int(7, -7).div(2, { roundingMode: "floor" }).toArray(), [3, -4]);
    assert.deepEqual(int(7, -7).div(2, { roundingMode: "trunc" }).toArray(), [3, -3]);
    assert.deepEqual(int(7, -7).remainder(4).toArray(), [3, 1]);
    assert.equal(int(1).exp().dtype, "float32");
    assert.equal(int(1, 2).mean().dtype, "float32");
    assert.equal(int(1, 2).sum().dtype, "int32");
    assert.equal(tensor([true, true, false]).sum().item(), 2);
  });

  it("are int32 for indices and bool for comparisons", () => {
    assert.equal(arange(3).argmax().dtype, "int32");
    assert.equal(arange(3).gt(1).dtype, "bool");
    assert.deepEqual(arange(3).gt(1).toArray(), [false, false, true]);
    assert.deepEqual(int(1, 2).gt(1.5).toArray(), [false, true]);
  });

  it("convert, with gradients between the floating ones", () => {
    const x = ones(2, { requiresGrad: true });
    x.double().mul(3).sum().backward();
    assert.deepEqual([x.grad?.dtype, x.grad?.toArray()], ["float32", [3, 3]]);
    assert.deepEqual(tensor([1.9, -1.9]).int().toArray(), [1, -1]);
    assert.deepEqual(tensor([0, 2]).bool().toArray(), [false, true]);
    assert.equal(x.to("float32"), x);
    assert.equal(x.int().requiresGrad, false);
  });

  it("combine logically as bool", () => {
    const a = tensor([0, 0, 2, 2]);
    const b = tensor([0, 3, 0, 3]);
    assert.deepEqual(a.logicalAnd(b).toArray(), [false, false, false, true]);
    assert.deepEqual(a.logicalOr(b).toArray(), [false, true, true, true]);
    assert.deepEqual(a.logicalXor(b).toArray(), [false, true, true, false]);
    assert.deepEqual(a.logicalNot().toArray(), [true, true, false, false]);
  });
});

describe("a tensor among TypeScript's operators", () => {
  it("prints in a template and gives its only element as a number", () => {
    assert.equal(String(tensor([1, 2])), "tensor([1., 2.])");
    assert.equal(Number(tensor(2.5)), 2.5);
    assert.equal(Math.max(1, Number(tensor([3]))), 3);
  });

  it("says which method to use instead of giving nonsense", () => {
    // What a cell that was not type-checked may do.
    const [x, y, z] = [tensor([1, 2]), tensor([3, 4]), tensor(1)] as unknown as [number, number, number];
    const message = /operators do not work on tensors\. Use methods: x\.add\(y\) for x \+ y/;
    assert.throws(() => x + y, message);
    assert.throws(() => x * 2, message);
    assert.throws(() => x > 0, message);
    assert.throws(() => z + 1, message);
  });
});

describe("looking at tensors", () => {
  it("tells shape, size, rank and length", () => {
    const x = ones(2, 3);
    assert.deepEqual([x.size(0), x.size(-1), x.ndim, x.dim(), x.numel(), x.length], [2, 3, 2, 2, 6, 2]);
    assert.equal(String(x.size()), "torch.Size([2, 3])");
    assert.throws(() => tensor(1).length, /a 0-d tensor has no length/);
  });

  it("reduces with dim or axis, keepdim or keepdims", () => {
    const x = arange(6).reshape(2, 3);
    assert.deepEqual(x.sum({ axis: 1, keepdims: true }).toArray(), [[3], [12]]);
    assert.deepEqual(x.sum({ dim: 1, keepdim: true }).toArray(), x.sum(1, true).toArray());
    assert.deepEqual(x.sum([0, 1]).item(), 15);
    assert.throws(() => x.sum([0, 0]), /axis 0 appears twice/);
  });

  it("takes an axis by name wherever it takes one", () => {
    const x = arange(6).reshape(2, 3);
    assert.deepEqual(x.argmax({ dim: 1 }).toArray(), [2, 2]);
    assert.deepEqual([...x.argmax({ axis: 1, keepdims: true }).shape], [2, 1]);
    assert.deepEqual(x.max({ dim: 0, keepdim: true }).values.toArray(), [[3, 4, 5]]);
    assert.deepEqual(x.cumsum({ axis: 0 }).toArray(), x.cumsum(0).toArray());
    assert.deepEqual(x.softmax({ dim: 1 }).toArray(), x.softmax(1).toArray());
    assert.deepEqual([...cat([x, x], { dim: 1 }).shape], [2, 6]);
    assert.deepEqual([...stack([x, x], { dim: -1 }).shape], [2, 3, 2]);
    assert.deepEqual(x.norm({ p: 1, dim: 1 }).toArray(), [3, 12]);
    assert.throws(() => x.softmax({}), /softmax: along which axis\? Pass its number, or \{ dim: 0 \}/);
  });

  it("gives values and indices of the largest by name and by position", () => {
    const x = tensor([
      [1, 5, 2],
      [7, 0, 7],
    ]);
    const { values, indices } = x.max(1);
    assert.deepEqual(
      [values.toArray(), indices.toArray()],
      [
        [5, 7],
        [1, 0],
      ],
    );
    const [lowest, where] = x.min(0, true);
    assert.deepEqual([lowest.toArray(), where.toArray()], [[[1, 0, 2]], [[0, 1, 0]]]);
    assert.equal(x.max().item(), 7);
    assert.deepEqual(x.max(tensor(4)).at(0).toArray(), [4, 5, 4]);
  });

  it("compares tensors as wholes", () => {
    assert.equal(ones(2).equal(ones(2)), true);
    assert.equal(ones(2).equal(ones(3)), false);
    assert.equal(ones(2).allclose(ones(2).add(1e-6)), true);
    assert.equal(ones(2).allclose(ones(2).add(1e-3)), false);
    assert.equal(tensor([NaN]).allclose(tensor([NaN])), false);
    assert.equal(tensor([NaN]).allclose(tensor([NaN]), { equalNan: true }), true);
    assert.equal(tensor([Infinity]).allclose(tensor([Infinity])), true);
  });

  it("splits, joins, repeats and unbinds", () => {
    const x = arange(10);
    assert.deepEqual(
      x.split(4).map((piece) => piece.numel()),
      [4, 4, 2],
    );
    assert.deepEqual(
      x.split([3, 7]).map((piece) => piece.at(0).item()),
      [0, 3],
    );
    assert.deepEqual(
      x.chunk(3).map((piece) => piece.numel()),
      [4, 4, 2],
    );
    assert.deepEqual(tensor([1, 2]).repeat(2, 2).toArray(), [
      [1, 2, 1, 2],
      [1, 2, 1, 2],
    ]);
    assert.deepEqual(
      arange(4)
        .reshape(2, 2)
        .unbind(1)
        .map((column) => column.toArray()),
      [
        [0, 2],
        [1, 3],
      ],
    );
  });
});
