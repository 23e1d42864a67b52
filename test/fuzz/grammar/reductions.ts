/** Reductions, extremes, cumulative sums, softmax and products of matrices. */
import { type Entry, isFloating, py, step, withTensor, type World } from "./world.ts";
import { partnerOf } from "./elements.ts";

interface Dims {
  readonly ts: string;
  readonly py: string;
}

/** Nothing, an axis, several, with or without `keepdim`. */
function dims(world: World, rank: number, several: boolean): Dims {
  const { rng } = world;
  if (rng.chance(0.3)) return { ts: "", py: "" };
  const keep = rng.chance(0.3);
  const options = keep ? { ts: ", keepdim: true", py: `, keepdim=${py(true)}` } : { ts: "", py: "" };
  if (several && rank > 1 && rng.chance(0.3)) {
    const [x, y] = [world.axis(rank), world.axis(rank)];
    return { ts: `{ dim: [${x}, ${y}]${options.ts} }`, py: `dim=(${x}, ${y})${options.py}` };
  }
  const axis = world.axis(rank);
  return { ts: `{ dim: ${axis}${options.ts} }`, py: `dim=${axis}${options.py}` };
}

const several = new Set(["sum", "mean", "amax", "amin", "logsumexp", "var", "std"]);

export const reductionEntries: Entry[] = [
  withTensor("reduction", "reductions", 4, (world, i, shape) => {
    const name = world.rng.pick(["sum", "mean", "prod", "amax", "amin", "all", "any", "logsumexp"]);
    const { ts, py: python } = dims(world, shape.length, several.has(name));
    if (name === "logsumexp" && ts === "") {
      return step(name, [i], `a.${name}()`, `a.${name}(dim=tuple(range(a.dim())))`);
    }
    return step(name, [i], `a.${name}(${ts})`, `a.${name}(${python})`);
  }),
  withTensor(
    "total",
    "reductions",
    3,
    (world, i) => {
      const name = world.rng.pick(["sum", "mean"]);
      return step(name, [i], `a.${name}()`, `a.${name}()`);
    },
    (x) => x.requiresGrad,
  ),
  withTensor("spread", "reductions", 1.5, (world, i, shape) => {
    const name = world.rng.pick(["var", "std"]);
    const { ts, py: python } = dims(world, shape.length, true);
    if (world.rng.chance(0.3) && ts !== "") {
      return step(
        name,
        [i],
        `a.${name}(${ts.replace(" }", ", correction: 0 }")})`,
        `a.${name}(${python}, unbiased=False)`,
      );
    }
    return step(name, [i], `a.${name}(${ts})`, `a.${name}(${python})`);
  }),
  withTensor("extremes", "reductions", 2.5, (world, i, shape) => {
    const name = world.rng.pick(["max", "min", "argmax", "argmin"]);
    const { ts, py: python } = dims(world, shape.length, false);
    return step(name, [i], `a.${name}(${ts})`, `a.${name}(${python})`);
  }),
  withTensor("norm", "reductions", 1.5, (world, i, shape) => {
    const p = world.rng.pick(["1", "2", "3", "0.5", "0", "Infinity", "-Infinity", "-1"]);
    const python = p.replace("Infinity", "inf");
    const { ts, py: where } = dims(world, shape.length, true);
    if (ts === "") return step("norm", [i], `a.norm(${p})`, `a.norm(${python})`);
    return step("norm", [i], `a.norm(${p}, ${ts})`, `a.norm(${python}, ${where})`);
  }),
  withTensor("cumsum", "reductions", 1, (world, i, shape) => {
    const axis = world.axis(shape.length);
    return step("cumsum", [i], `a.cumsum(${axis})`, `a.cumsum(${axis})`);
  }),
  withTensor(
    "softmax",
    "reductions",
    1.5,
    (world, i, shape) => {
      const axis = world.axis(shape.length);
      const [ts, python] = world.rng.pick([
        ["softmax", "softmax"],
        ["logSoftmax", "log_softmax"],
      ]);
      return step(ts, [i], `a.${ts}(${axis})`, `a.${python}(${axis})`);
    },
    isFloating,
  ),
  withTensor("maximum over elements", "reductions", 0.7, (world, i) => {
    const other = partnerOf(world, i);
    const name = world.rng.pick(["max", "min"]);
    return other === null ? null : step(name, [i, other], `torch.${name}(a, b)`, `torch.${name}(a, b)`);
  }),
  withTensor(
    "matmul",
    "reductions",
    3,
    (world, i, shape) => {
      const { dtype } = world.at(i);
      const inner = shape.at(-1);
      const wild = world.wild();
      const fits = (other: readonly number[]): boolean =>
        other.length > 0 && (other.length === 1 ? other[0] : other[other.length - 2]) === inner;
      const right = world.tensor((x) => wild || (x.dtype === dtype && fits(x.array.shape)));
      if (right === null) return null;
      const name = world.rng.pick(["matmul", "matmul", "matmul", "mm", "mv", "bmm", "dot", "outer"]);
      return step(name, [i, right], `a.${name}(b)`, `a.${name}(b)`);
    },
    isFloating,
  ),
];
