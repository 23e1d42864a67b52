/** Creation, conversion, and what moves numbers: joining, slicing, indexing, gathering. */
import type { Tensor } from "../../../engine/index.ts";
import {
  alone,
  constantTime,
  floats,
  forwardOnly,
  made,
  matrix,
  numbers,
  one,
  op,
  type OpCase,
  type OpInput,
  type Scale,
  type Scope,
  two,
} from "./opCase.ts";

const made0 = { ...alone, dtypes: numbers };
const straight = { layouts: ["contiguous"] as const };
const indexInput = (shape: readonly number[], high: number): OpInput => ({
  shape,
  low: 0,
  high,
  dtype: "int32",
});

/** A typed array of `n` numbers of the dtype. */
function typedArray({ n, dtype }: Scope): Float32Array | Float64Array | Int32Array {
  const values = Array.from({ length: n }, (_, i) => i % 1000);
  if (dtype === "float64") return Float64Array.from(values);
  return dtype === "int32" ? Int32Array.from(values) : Float32Array.from(values);
}
const numpyArray = "values = (np.arange(n) % 1000).astype(str(dtype)[6:])";

export const creation: readonly OpCase[] = [
  made(
    "zeros",
    ({ t, rows, columns, dtype }) =>
      () =>
        t.zeros(rows, columns, { dtype }),
    "torch.zeros(rows, columns, dtype=dtype)",
    made0,
  ),
  made(
    "ones",
    ({ t, rows, columns, dtype }) =>
      () =>
        t.ones(rows, columns, { dtype }),
    "torch.ones(rows, columns, dtype=dtype)",
    made0,
  ),
  made(
    "empty",
    ({ t, rows, columns, dtype }) =>
      () =>
        t.empty(rows, columns, { dtype }),
    "torch.empty(rows, columns, dtype=dtype)",
    { ...made0, compared: false },
  ),
  made(
    "full",
    ({ t, rows, columns, dtype }) =>
      () =>
        t.full([rows, columns], 7, { dtype }),
    "torch.full((rows, columns), 7, dtype=dtype)",
    made0,
  ),
  made(
    "eye",
    ({ t, rows, columns, dtype }) =>
      () =>
        t.eye(rows, columns, { dtype }),
    "torch.eye(rows, columns, dtype=dtype)",
    made0,
  ),
  made(
    "arange",
    ({ t, n, dtype }) =>
      () =>
        t.arange(n, { dtype }),
    "torch.arange(n, dtype=dtype)",
    made0,
  ),
  made(
    "arange, by tenths",
    ({ t, n, dtype }) =>
      () =>
        t.arange(0, n / 10, 0.1, { dtype }),
    "torch.arange(0, n / 10, 0.1, dtype=dtype)",
    { ...made0, dtypes: floats, of: "arange" },
  ),
  made(
    "linspace",
    ({ t, n, dtype }) =>
      () =>
        t.linspace(-1, 1, n, { dtype }),
    "torch.linspace(-1, 1, n, dtype=dtype)",
    { ...made0, dtypes: floats },
  ),
  op("zerosLike", (t) => (a) => t.zerosLike(a), "torch.zeros_like(a)", {
    ...forwardOnly,
    dtypes: numbers,
    ...straight,
  }),
  op("onesLike", (t) => (a) => t.onesLike(a), "torch.ones_like(a)", {
    ...forwardOnly,
    dtypes: numbers,
    ...straight,
  }),
  op("fullLike", (t) => (a) => t.fullLike(a, 3), "torch.full_like(a, 3)", {
    ...forwardOnly,
    dtypes: numbers,
    ...straight,
  }),
  made(
    "fromArray, a typed array",
    (scope) => {
      const values = typedArray(scope);
      return () => scope.t.fromArray(values);
    },
    "torch.tensor(values)",
    { ...made0, setup: numpyArray, of: "fromArray" },
  ),
  made(
    "tensor, a typed array",
    (scope) => {
      const values = typedArray(scope);
      return () => scope.t.tensor(values);
    },
    "torch.tensor(values)",
    { ...made0, setup: numpyArray, of: "tensor" },
  ),
  made(
    "tensor, nested arrays",
    ({ t, rows, columns }) => {
      const values = Array.from({ length: rows }, (_, i) =>
        Array.from({ length: columns }, (_, j) => i + j / 2),
      );
      return () => t.tensor(values);
    },
    "torch.tensor(values)",
    {
      ...alone,
      dtypes: ["float32"],
      setup: "values = [[i + j / 2 for j in range(columns)] for i in range(rows)]",
      of: "tensor",
    },
  ),
  op("Tensor.toArray", () => (a) => a.toArray() as number[], "a.tolist()", {
    ...forwardOnly,
    compared: false,
    of: ["Tensor.toArray", "Tensor.tolist"],
  }),
  op("Tensor.toTypedArray", () => (a) => a.toTypedArray(), "a.clone().numpy()", {
    ...forwardOnly,
    dtypes: numbers,
    of: ["Tensor.toTypedArray", "Tensor.numpy"],
  }),
  op("clone", (t) => t.clone, "a.clone(memory_format=torch.contiguous_format)", { dtypes: numbers }),
  op("Tensor.contiguous", () => (a) => a.contiguous(), "a.contiguous()", {
    dtypes: numbers,
    layouts: ["transposed", "sliced"],
  }),
  ...(["float32", "float64", "int32", "bool"] as const).map((to) =>
    op(`Tensor.to, ${to}`, () => (a) => a.to(to), `a.to(torch.${to})`, {
      ...forwardOnly,
      of: [
        "Tensor.to",
        "Tensor.type",
        "Tensor.float",
        "Tensor.double",
        "Tensor.int",
        "Tensor.long",
        "Tensor.bool",
      ],
      dtypes: (["float32", "float64", "int32", "bool"] as const).filter((dtype) => dtype !== to),
      inputs: one(0, 100),
    }),
  ),
];

/** Of the whole scale, in two halves. */
const halves = (at: Scale): OpInput[] => [
  { shape: [at.rows, at.columns / 2], low: -3, high: 3 },
  { shape: [at.rows, at.columns / 2], low: -3, high: 3 },
];
const flat = ({ n }: Scale): OpInput => ({ shape: [n], low: -3, high: 3 });
const seen = (name: string, call: (a: Tensor, at: Scope) => Tensor, torch: string): OpCase =>
  made(name, (scope) => (a) => call(a, scope), torch, {
    ...constantTime,
    ...forwardOnly,
    dtypes: ["float32"],
  });

export const moving: readonly OpCase[] = [
  seen("reshape", (a, { t, n }) => t.reshape(a, [n]), "a.reshape(n)"),
  seen("flatten", (a, { t }) => t.flatten(a), "torch.flatten(a)"),
  seen("transpose", (a, { t }) => t.transpose(a, 0, 1), "a.transpose(0, 1)"),
  seen("permute", (a, { t }) => t.permute(a, [1, 0]), "a.permute(1, 0)"),
  seen("squeeze", (a, { t }) => t.squeeze(a), "a.squeeze()"),
  seen("unsqueeze", (a, { t }) => t.unsqueeze(a, 0), "a.unsqueeze(0)"),
  seen("expand", (a, { t, rows, columns }) => t.expand(a, [3, rows, columns]), "a.expand(3, rows, columns)"),
  seen("narrow", (a, { t }) => t.narrow(a, 0, 1, 5), "a.narrow(0, 1, 5)"),
  seen("Tensor.at", (a) => a.at(1), "a[1]"),
  seen("Tensor.get, a slice", (a) => a.get("2:7", ":3"), "a[2:7, :3]"),
  seen("split", (a, { t }) => t.split(a, 5)[1], "torch.split(a, 5)[1]"),
  seen("chunk", (a, { t }) => t.chunk(a, 5)[1], "torch.chunk(a, 5)[1]"),
  seen("unbind", (a, { t }) => t.unbind(a)[1], "torch.unbind(a)[1]"),
  made(
    "reshape, copying",
    ({ t, n }) =>
      (a) =>
        t.reshape(a, [n]),
    "a.reshape(n)",
    { of: "reshape", dtypes: numbers, layouts: ["transposed", "sliced"] },
  ),
  op("narrow, and backward", (t) => (a) => t.narrow(a, 0, 1, 20), "a.narrow(0, 1, 20)", { of: "narrow" }),
  op("Tensor.get, a slice of columns", () => (a) => a.get(":", "1:20"), "a[:, 1:20]", { of: "Tensor.get" }),
  op("expand, and sum", (t) => (a, b) => t.mul(a, t.expand(b, a.shape)), "a * b.expand_as(a)", {
    of: ["expand", "Tensor.expandAs"],
    inputs: (at) => [matrix(at), { shape: [at.rows, 1], low: -3, high: 3 }],
  }),
  op("cat, rows", (t) => (a, b) => t.cat([a, b]), "torch.cat((a, b))", {
    of: "cat",
    dtypes: numbers,
    inputs: two(),
  }),
  op("cat, columns", (t) => (a, b) => t.cat([a, b], 1), "torch.cat((a, b), 1)", {
    of: "cat",
    inputs: halves,
  }),
  op("stack", (t) => (a, b) => t.stack([a, b]), "torch.stack((a, b))", { inputs: halves }),
  op("stack, as last axis", (t) => (a, b) => t.stack([a, b], -1), "torch.stack((a, b), -1)", {
    of: "stack",
    inputs: halves,
  }),
  op("repeat", (t) => (a) => t.repeat(a, [2, 1]), "a.repeat(2, 1)", { inputs: (at) => [halves(at)[0]] }),
  op("gather", (t) => (a, b) => t.gather(a, 1, b), "torch.gather(a, 1, b)", {
    dtypes: numbers,
    inputs: (at) => [matrix(at), indexInput([at.rows, at.columns], at.columns)],
  }),
  op("gather, down columns", (t) => (a, b) => t.gather(a, 0, b), "torch.gather(a, 0, b)", {
    of: "gather",
    inputs: (at) => [matrix(at), indexInput([at.rows, at.columns], at.rows)],
  }),
  op("indexSelect, rows", (t) => (a, b) => t.indexSelect(a, 0, b), "torch.index_select(a, 0, b)", {
    of: "indexSelect",
    dtypes: numbers,
    inputs: (at) => [matrix(at), indexInput([at.rows], at.rows)],
  }),
  op("indexSelect, columns", (t) => (a, b) => t.indexSelect(a, 1, b), "torch.index_select(a, 1, b)", {
    of: "indexSelect",
    inputs: (at) => [matrix(at), indexInput([at.columns], at.columns)],
  }),
  op("Tensor.get, rows by index", () => (a, b) => a.get(b), "a[b]", {
    of: "Tensor.get",
    inputs: (at) => [matrix(at), indexInput([at.rows], at.rows)],
  }),
  op("Tensor.get, elements by index", () => (a, b, c) => a.get(b, c), "a[b, c]", {
    of: "Tensor.get",
    inputs: (at) => [matrix(at), indexInput([at.n / 10], at.rows), indexInput([at.n / 10], at.columns)],
  }),
  op("Tensor.get, by a mask", () => (a, b) => a.get(b), "a[b]", {
    of: ["Tensor.get", "Tensor.maskedSelect"],
    inputs: (at) => [matrix(at), { ...matrix(at, 0, 2), dtype: "bool" }],
  }),
  op(
    "Tensor.set, a slice of columns",
    () => (a) => {
      a.set(":", "1:20", 1);
      return a;
    },
    "fill(a)",
    { ...forwardOnly, of: "Tensor.set", setup: "def fill(a):\n    a[:, 1:20] = 1\n    return a" },
  ),
  op("scatter", (t) => (a, b, c) => t.scatter(a, 1, c, b), "a.scatter(1, c, b)", {
    inputs: (at) => [
      matrix(at),
      { ...matrix(at), shape: [at.rows, 1] },
      indexInput([at.rows, 1], at.columns),
    ],
  }),
  op("scatterAdd", (t) => (a, b, c) => t.scatterAdd(a, 1, c, b), "a.scatter_add(1, c, b)", {
    inputs: (at) => [matrix(at), matrix(at), indexInput([at.rows, at.columns], at.columns)],
  }),
  op("nonzero", (t) => t.nonzero, "torch.nonzero(a)", {
    ...forwardOnly,
    dtypes: ["bool", "float32"],
    inputs: one(0, 2),
  }),
  op("oneHot", (t) => (a) => t.oneHot(a, 10), "F.one_hot(a, 10)", {
    ...forwardOnly,
    dtypes: ["float32"],
    ...straight,
    inputs: ({ n }) => [indexInput([n / 10], 10)],
  }),
  op("Tensor.toArray, of a row", () => (a) => a.toArray() as number[], "a.tolist()", {
    ...forwardOnly,
    of: "Tensor.toArray",
    ...straight,
    inputs: (at) => [flat(at)],
  }),
];

type Changing = (a: Tensor, b: Tensor) => Tensor;
const inPlaceCase = (name: string, change: Changing, torch: string): OpCase =>
  op(`Tensor.${name}`, () => (a, b) => change(a, b), torch, {
    ...forwardOnly,
    inputs: (at) => [matrix(at), matrix(at, 0.999, 1.001)],
  });

/** Chosen so that being done thousands of times leads to no infinity, and to nothing below normal numbers. */
export const inPlace: readonly OpCase[] = [
  inPlaceCase("add_", (a, b) => a.add_(b), "a.add_(b)"),
  inPlaceCase("sub_", (a, b) => a.sub_(b, { alpha: 0.5 }), "a.sub_(b, alpha=0.5)"),
  inPlaceCase("mul_", (a) => a.mul_(-1), "a.mul_(-1)"),
  inPlaceCase("div_", (a) => a.div_(-1), "a.div_(-1)"),
  inPlaceCase("neg_", (a) => a.neg_(), "a.neg_()"),
  inPlaceCase("relu_", (a) => a.relu_(), "a.relu_()"),
  inPlaceCase("sigmoid_", (a) => a.sigmoid_(), "a.sigmoid_()"),
  inPlaceCase("clamp_", (a) => a.clamp_(-1, 1), "a.clamp_(-1, 1)"),
  inPlaceCase("zero_", (a) => a.zero_(), "a.zero_()"),
  inPlaceCase("fill_", (a) => a.fill_(2), "a.fill_(2)"),
  inPlaceCase("copy_", (a, b) => a.copy_(b), "a.copy_(b)"),
  op("Tensor.maskedFill_", () => (a, b) => a.maskedFill_(b, 2), "a.masked_fill_(b, 2)", {
    ...forwardOnly,
    inputs: (at) => [matrix(at), { ...matrix(at, 0, 2), dtype: "bool" }],
  }),
];
