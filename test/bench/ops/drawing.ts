/** Random fills, initialisers, and calls on data. Both sides start from the same seed, and must draw the same. */
import {
  alone,
  type Call,
  floats,
  forwardOnly,
  made,
  matrix,
  one,
  type OpCase,
  type Scope,
} from "./opCase.ts";

const seed = "torch.manual_seed(0)";
/** A call after the seed is set. */
const seeded =
  (make: (scope: Scope) => Call): OpCase["make"] =>
  (scope) => {
    scope.t.manualSeed(0);
    return make(scope);
  };
const drawn = { ...alone, setup: seed };

const initialiser = (name: string, torch: string): OpCase =>
  made(
    `nn.init.${name}`,
    seeded(({ t, rows, columns, dtype }) => {
      const x = t.empty(rows, columns, { dtype });
      const f = (t.nn.init as unknown as Record<string, (x: unknown) => ReturnType<Call>>)[name];
      return () => f(x);
    }),
    `nn.init.${torch}(x)`,
    { ...drawn, setup: `${seed}\nx = torch.empty(rows, columns, dtype=dtype)` },
  );

const filling = (name: string, call: (scope: Scope) => Call, torch: string): OpCase =>
  made(`Tensor.${name}`, seeded(call), torch, {
    ...forwardOnly,
    setup: seed,
    layouts: ["contiguous", "transposed"],
  });

export const random: readonly OpCase[] = [
  made(
    "rand",
    seeded(
      ({ t, rows, columns, dtype }) =>
        () =>
          t.rand(rows, columns, { dtype }),
    ),
    "torch.rand(rows, columns, dtype=dtype)",
    drawn,
  ),
  made(
    "randn",
    seeded(
      ({ t, rows, columns, dtype }) =>
        () =>
          t.randn(rows, columns, { dtype }),
    ),
    "torch.randn(rows, columns, dtype=dtype)",
    drawn,
  ),
  made(
    "normal",
    seeded(
      ({ t, rows, columns, dtype }) =>
        () =>
          t.normal(1, 2, [rows, columns], { dtype }),
    ),
    "torch.normal(1, 2, (rows, columns), dtype=dtype)",
    drawn,
  ),
  made(
    "randint",
    seeded(
      ({ t, rows, columns }) =>
        () =>
          t.randint(0, 10, [rows, columns]),
    ),
    "torch.randint(0, 10, (rows, columns), dtype=torch.int32)",
    { ...drawn, dtypes: ["int32"] },
  ),
  made(
    "randperm",
    seeded(
      ({ t, n }) =>
        () =>
          t.randperm(n),
    ),
    "torch.randperm(n)",
    { ...drawn, dtypes: ["int32"] },
  ),
  made(
    "randLike",
    seeded(
      ({ t }) =>
        (a) =>
          t.randLike(a),
    ),
    "torch.rand_like(a)",
    { ...forwardOnly, layouts: ["contiguous"], setup: seed },
  ),
  made(
    "randnLike",
    seeded(
      ({ t }) =>
        (a) =>
          t.randnLike(a),
    ),
    "torch.randn_like(a)",
    { ...forwardOnly, layouts: ["contiguous"], setup: seed },
  ),
  made(
    "bernoulli",
    seeded(
      ({ t }) =>
        (a) =>
          t.bernoulli(a),
    ),
    "torch.bernoulli(a)",
    { ...forwardOnly, layouts: ["contiguous"], inputs: one(0, 1), setup: seed },
  ),
  made(
    "multinomial, replaced",
    seeded(
      ({ t, n }) =>
        (a) =>
          t.multinomial(a, n, { replacement: true }),
    ),
    "torch.multinomial(a, n, replacement=True)",
    {
      ...forwardOnly,
      of: ["multinomial", "distributions.Multinomial"],
      layouts: ["contiguous"],
      setup: seed,
      inputs: () => [{ shape: [6], low: 0.1, high: 1 }],
    },
  ),
  made(
    "multinomial, not replaced",
    seeded(
      ({ t }) =>
        (a) =>
          t.multinomial(a, 10),
    ),
    "torch.multinomial(a, 10)",
    {
      ...forwardOnly,
      of: "multinomial",
      layouts: ["contiguous"],
      setup: seed,
      inputs: ({ n }) => [{ shape: [n], low: 0.1, high: 1 }],
    },
  ),
  filling("normal_", () => (a) => a.normal_(0, 0.01), "a.normal_(0, 0.01)"),
  filling("uniform_", () => (a) => a.uniform_(-0.1, 0.1), "a.uniform_(-0.1, 0.1)"),
  filling("bernoulli_", () => (a) => a.bernoulli_(0.3), "a.bernoulli_(0.3)"),
  made(
    "nn.functional.dropout",
    seeded(
      ({ t }) =>
        (a) =>
          t.nn.functional.dropout(a, { p: 0.3 }),
    ),
    "F.dropout(a, 0.3)",
    { setup: seed, layouts: ["contiguous"] },
  ),
  initialiser("normal_", "normal_"),
  initialiser("uniform_", "uniform_"),
  initialiser("zeros_", "zeros_"),
  initialiser("ones_", "ones_"),
  {
    ...initialiser("constant_", "constant_"),
    make: ({ t, rows, columns, dtype }) => {
      const x = t.empty(rows, columns, { dtype });
      return () => t.nn.init.constant_(x, 0.5);
    },
    torch: "nn.init.constant_(x, 0.5)",
  },
  initialiser("xavierUniform_", "xavier_uniform_"),
  initialiser("xavierNormal_", "xavier_normal_"),
  initialiser("kaimingUniform_", "kaiming_uniform_"),
  initialiser("kaimingNormal_", "kaiming_normal_"),
];

const dataset = (scope: Scope): unknown =>
  new scope.t.data.TensorDataset(scope.t.ones(scope.rows, scope.columns), scope.t.arange(scope.rows));
const torchDataset =
  "data = torch.utils.data.TensorDataset(torch.ones(rows, columns), torch.arange(rows, dtype=torch.float32))";
const float = { ...alone, dtypes: ["float32"] as const };

const loader = (shuffle: boolean): OpCase =>
  made(
    `data.DataLoader, ${shuffle ? "shuffled, " : ""}batches of 32`,
    seeded((scope) => {
      const loader = new scope.t.data.DataLoader(dataset(scope) as never, 32, { shuffle });
      return () => {
        let last: ReturnType<Call> = [];
        for (const [, y] of loader as Iterable<ReturnType<Call>[]>) last = y!;
        return last;
      };
    }),
    "last_batch()",
    {
      ...float,
      of: ["data.DataLoader", "data.TensorDataset"],
      setup: `${seed}\n${torchDataset}\nloader = torch.utils.data.DataLoader(data, 32, shuffle=${shuffle ? "True" : "False"})\ndef last_batch():\n    for _, y in loader:\n        last = y\n    return last`,
    },
  );

const csv = ({ rows, columns }: Scope): string =>
  [
    Array.from({ length: columns }, (_, i) => `x${i}`).join(","),
    ...Array.from({ length: rows }, (_, i) =>
      Array.from({ length: columns }, (_, j) => ((i * columns + j) % 1000) / 8).join(","),
    ),
  ].join("\n");

export const dataCalls: readonly OpCase[] = [
  loader(false),
  loader(true),
  made(
    "data.standardize",
    ({ t }) =>
      (a) =>
        t.data.standardize(a).x,
    "(a - a.mean(0, True)) / a.std(0, False, True)",
    { ...forwardOnly, of: ["data.standardize", "data.StandardScaler"], inputs: one() },
  ),
  made(
    "data.trainTestSplit",
    ({ t }) =>
      (a, b) =>
        t.data.trainTestSplit(a, b, { seed: 1, testSize: 0.2 })[0],
    "split(a, b)[0]",
    {
      ...forwardOnly,
      dtypes: floats,
      inputs: (at) => [matrix(at), { shape: [at.rows], low: 0, high: 1 }],
      setup:
        "def split(a, b):\n    order = torch.randperm(rows, generator=torch.Generator().manual_seed(1))\n    cut = rows - math.ceil(rows * 0.2)\n    return a[order[:cut]], a[order[cut:]], b[order[:cut]], b[order[cut:]]",
    },
  ),
  made(
    "data.randomSplit",
    seeded((scope) => {
      const data = dataset(scope);
      return () => scope.t.data.randomSplit(data as never, [0.8, 0.2])[0].indices;
    }),
    "torch.utils.data.random_split(data, [0.8, 0.2])[0].indices",
    { ...float, of: ["data.randomSplit", "data.Subset"], setup: `${seed}\n${torchDataset}`, compared: false },
  ),
  made(
    "data.parseCsv",
    (scope) => {
      const text = csv(scope);
      return () => new scope.t.data.Table(scope.t.data.parseCsv(text)).toTensor();
    },
    "torch.tensor(np.loadtxt(io.StringIO(text), np.float32, delimiter=',', skiprows=1))",
    {
      ...float,
      of: ["data.parseCsv", "data.Table", "data.readCsv"],
      setup:
        "text = '\\n'.join(['x'] + [','.join(str((i * columns + j) % 1000 / 8) for j in range(columns)) for i in range(rows)])",
    },
  ),
];
