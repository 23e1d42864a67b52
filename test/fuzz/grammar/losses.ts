/** Losses and the functions of `nn.functional`. */
import { noGrad, type Tensor } from "../../../engine/index.ts";
import { makeStep } from "../program.ts";
import { type Entry, isFloating, step, withTensor, type World } from "./world.ts";

/** Another tensor of the same shape and dtype. */
function twin(
  world: World,
  i: number,
  wanted: (values: ArrayLike<number>) => boolean = () => true,
): number | null {
  const wild = world.wild();
  const { dtype, array } = world.at(i);
  return world.tensor(
    (x) =>
      wild || (x.dtype === dtype && x.array.shape.join() === array.shape.join() && wanted(x.toTypedArray())),
  );
}

/** Whether these axes hold different numbers: of equal or two ones, normalising shows rounding alone. */
export function varied(x: Tensor, axes: readonly number[] = [0, -1]): boolean {
  if (!isFloating(x) || axes.some((axis) => (x.array.shape.at(axis) ?? 0) < 3)) return false;
  return noGrad(() =>
    axes.every((dim) =>
      x
        .amax({ dim })
        .sub(x.amin({ dim }))
        .toTypedArray()
        .every((range: number) => range > 0.2),
    ),
  );
}

const reductions = ["mean", "sum", "none"];

function pairLoss(world: World, i: number): ReturnType<Entry["generate"]> {
  const target = twin(world, i);
  // Infinities in predictions have no loss that two formulas agree on.
  if (target === null || !world.at(i).toTypedArray().every(Number.isFinite)) return null;
  const reduction = world.rng.pick(reductions);
  const n = world.rng.pick([0.5, 1, 2]);
  const [name, python, extra] = world.rng.pick([
    ["mseLoss", "mse_loss", ["", ""]],
    ["l1Loss", "l1_loss", ["", ""]],
    ["smoothL1Loss", "smooth_l1_loss", [`, beta: ${n}`, `, beta=${n}`]],
    ["smoothL1Loss", "smooth_l1_loss", [", beta: 0", ", beta=0"]],
    ["huberLoss", "huber_loss", [`, delta: ${n}`, `, delta=${n}`]],
    ["binaryCrossEntropyWithLogits", "binary_cross_entropy_with_logits", ["", ""]],
  ] as const);
  return step(
    name,
    [i, target],
    `torch.nn.functional.${name}(a, b, { reduction: "${reduction}"${extra[0]} })`,
    `F.${python}(a, b, reduction="${reduction}"${extra[1]})`,
  );
}

function classLoss(world: World, i: number, shape: readonly number[]): ReturnType<Entry["generate"]> {
  const classes = (shape.length === 1 ? shape[0] : shape[1]) || 1;
  const own = shape.length === 1 ? [] : [shape[0], ...shape.slice(2)];
  const size = own.reduce((a, b) => a * b, 1);
  const ignored = world.rng.chance(0.3);
  const values = Array.from({ length: size }, () =>
    ignored && world.rng.chance(0.4) ? -100 : world.rng.int(0, classes - 1 + Number(world.wild())),
  );
  const target = makeStep({ shape: own, dtype: "int32", values, requiresGrad: false });
  const reduction = world.rng.pick(reductions);
  const smoothing = world.rng.chance(0.3) ? 0.25 : 0;
  const name = world.rng.chance(0.7) ? "crossEntropy" : "nllLoss";
  const python = name === "nllLoss" ? "nll_loss" : "cross_entropy";
  const extra =
    name === "crossEntropy" && smoothing > 0
      ? [`, labelSmoothing: ${smoothing}`, `, label_smoothing=${smoothing}`]
      : ["", ""];
  const { dtype } = world.at(i);
  const weight = world.rng.chance(0.3)
    ? world.tensor((x) => x.dtype === dtype && x.array.shape.join() === String(classes) && !x.requiresGrad)
    : null;
  const w = weight === null ? ["", ""] : [", weight: b", ", weight=b"];
  return step(
    name,
    weight === null ? [i] : [i, weight],
    `torch.nn.functional.${name}(a, ${target.ts}, { reduction: "${reduction}"${extra[0]}${w[0]} })`,
    `F.${python}(a, ${target.py}, reduction="${reduction}"${extra[1]}${w[1]})`,
  );
}

export const lossEntries: Entry[] = [
  withTensor("pair loss", "losses", 2.5, (world, i) => pairLoss(world, i), isFloating),
  withTensor(
    "class loss",
    "losses",
    2.5,
    classLoss,
    (x) => isFloating(x) && x.ndim > 0 && x.array.shape[x.ndim === 1 ? 0 : 1] > 1,
  ),
  withTensor(
    "soft targets",
    "losses",
    0.7,
    (world, i) => {
      const target = twin(world, i);
      const reduction = world.rng.pick(reductions);
      return target === null
        ? null
        : step(
            "crossEntropy soft",
            [i, target],
            `torch.nn.functional.crossEntropy(a, b, { reduction: "${reduction}" })`,
            `F.cross_entropy(a, b, reduction="${reduction}")`,
          );
    },
    (x) => isFloating(x) && x.ndim > 0 && x.array.shape[x.ndim === 1 ? 0 : 1] > 1,
  ),
  withTensor(
    "bce",
    "losses",
    1,
    (world, i) => {
      const target = twin(world, i, (values) => Array.from(values).every((v) => v >= 0 && v <= 1));
      const reduction = world.rng.pick(reductions);
      if (target === null) return null;
      return step(
        "bce",
        [i, target],
        `torch.nn.functional.binaryCrossEntropy(a.clamp(-5, 5).sigmoid(), b, { reduction: "${reduction}" })`,
        `F.binary_cross_entropy(a.clamp(-5, 5).sigmoid(), b, reduction="${reduction}")`,
      );
    },
    isFloating,
  ),
  withTensor(
    "linear",
    "losses",
    2,
    (world, i, shape) => {
      const { dtype } = world.at(i);
      const wild = world.wild();
      const weight = world.tensor(
        (x) => wild || (x.dtype === dtype && x.ndim === 2 && x.array.shape[1] === shape.at(-1)),
      );
      if (weight === null) return null;
      const outs = world.shape(weight)[0];
      const bias = world.rng.chance(0.6)
        ? world.tensor((x) => wild || (x.dtype === dtype && x.ndim === 1 && x.array.shape[0] === outs))
        : null;
      if (bias === null)
        return step("linear", [i, weight], "torch.nn.functional.linear(a, b)", "F.linear(a, b)");
      return step("linear", [i, weight, bias], "torch.nn.functional.linear(a, b, c)", "F.linear(a, b, c)");
    },
    (x) => isFloating(x) && x.ndim > 0,
  ),
  withTensor(
    "layerNorm",
    "losses",
    0.7,
    (world, i, shape) => {
      if (!varied(world.at(i))) return null;
      const own = `[${shape.slice(world.rng.int(0, shape.length - 1)).join(", ")}]`;
      return step("layerNorm", [i], `torch.nn.functional.layerNorm(a, ${own})`, `F.layer_norm(a, ${own})`);
    },
    varied,
  ),
];
