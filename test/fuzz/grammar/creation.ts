/** New tensors. */
import { makeStep } from "../program.ts";
import { type Entry, step } from "./world.ts";

export const creationEntries: Entry[] = [
  {
    name: "tensor",
    family: "creation",
    weight: 5,
    generate: (world) => {
      const like = world.rng.chance(0.6) ? world.tensor() : null;
      const shape = like === null ? world.newShape() : world.partner(world.shape(like));
      return makeStep(world.make(shape));
    },
  },
  {
    name: "ranges",
    family: "creation",
    weight: 0.5,
    generate: ({ rng }) => {
      const [from, to] = [rng.int(-3, 3), rng.int(-2, 6)];
      const by = rng.pick([1, 2, 0.5, -1, -0.5]);
      const n = rng.int(0, 5);
      const [ts, python] = rng.pick([
        [
          `torch.arange(${from}, ${to}, ${by}, { dtype: "float32" })`,
          `torch.arange(${from}, ${to}, ${by}, dtype=torch.float32)`,
        ],
        [`torch.arange(${n}, { dtype: "float64" })`, `torch.arange(${n}, dtype=torch.float64)`],
        [`torch.arange(${n}, { dtype: "int32" })`, `torch.arange(${n})`],
        [`torch.linspace(${from}, ${to}, ${n})`, `torch.linspace(${from}, ${to}, ${n})`],
        [`torch.eye(${n})`, `torch.eye(${n})`],
        [`torch.zeros(${n}, 2)`, `torch.zeros(${n}, 2)`],
        [`torch.ones([2, ${n}], { requiresGrad: true })`, `torch.ones([2, ${n}], requires_grad=True)`],
        [`torch.full([2], ${from}, { dtype: "float32" })`, `torch.full([2], ${from}, dtype=torch.float32)`],
      ]);
      return step("range", [], ts, python);
    },
  },
  {
    name: "random numbers",
    family: "creation",
    weight: 0.5,
    generate: ({ rng }) => {
      const shape = rng.pick(["2, 3", "3", "17", "2, 0", "1"]);
      const [ts, python] = rng.pick([
        [`torch.rand(${shape})`, `torch.rand(${shape})`],
        [`torch.randn(${shape})`, `torch.randn(${shape})`],
        [`torch.randint(0, 5, [${shape}])`, `torch.randint(0, 5, [${shape}])`],
        ["torch.randperm(5)", "torch.randperm(5)"],
        [`torch.rand([${shape}], { dtype: "float64" })`, `torch.rand([${shape}], dtype=torch.float64)`],
      ]);
      return step("random", [], ts, python, { random: true });
    },
  },
];
