/** `x[…]`, `x[…] = y`, gather, scatter and the like. */
import { makeStep, type Step } from "../program.ts";
import { type Entry, step, withTensor, type World } from "./world.ts";

/** What stands between the brackets in both languages. */
interface Brackets {
  readonly ts: string[];
  readonly py: string[];
  readonly operands: number[];
}

function slice(world: World, extent: number): string {
  const { rng } = world;
  const bound = (): string => (rng.chance(0.4) ? "" : String(rng.int(-extent - 1, extent + 1)));
  const step = rng.chance(0.3) ? `:${rng.int(1, 3)}` : "";
  return `${bound()}:${bound()}${step}`;
}

function brackets(world: World, shape: readonly number[], firstLetter: string): Brackets {
  const { rng } = world;
  const out: Brackets = { ts: [], py: [], operands: [] };
  const both = (text: string, quoted = false): void => {
    out.ts.push(quoted ? `"${text}"` : text);
    out.py.push(text);
  };
  const mask = rng.chance(0.15)
    ? world.tensor((x) => x.dtype === "bool" && x.array.shape.join() === shape.join())
    : null;
  if (mask !== null && shape.length > 0) {
    out.operands.push(mask);
    both(firstLetter);
    return out;
  }
  const count = rng.int(shape.length === 0 ? 0 : 1, shape.length + Number(world.wild()));
  for (let axis = 0; axis < count; axis++) {
    const extent = shape[axis] ?? 1;
    const kind = rng.int(0, 11);
    if (kind <= 2)
      both(String(world.wild() ? rng.int(-extent - 1, extent) : rng.int(-extent, Math.max(0, extent - 1))));
    else if (kind <= 6) both(slice(world, extent), true);
    else if (kind === 7) {
      out.ts.push("null");
      out.py.push("None");
    } else if (kind === 8 && !out.py.includes("...")) both("...", true);
    else if (kind <= 10 && extent > 0) {
      const length = rng.int(1, 3);
      const list = Array.from({ length }, () => rng.int(-extent, extent - 1 + Number(world.wild())));
      both(`[${list.join(", ")}]`);
    } else {
      const truth = Array.from({ length: extent }, () => rng.chance(0.5));
      if (extent === 0) both(":", true);
      else {
        out.ts.push(`[${truth.join(", ")}]`);
        out.py.push(`[${truth.map((t) => (t ? "True" : "False")).join(", ")}]`);
      }
    }
  }
  if (out.ts.length === 0) both("...", true);
  return out;
}

/** An index tensor with numbers that fit `extent`, written into the step. */
function indexText(world: World, shape: readonly number[], extent: number): { ts: string; py: string } {
  const size = shape.reduce((a, b) => a * b, 1);
  const high = Math.max(0, extent - 1) + Number(world.wild());
  const values = Array.from({ length: size }, () => world.rng.int(0, high));
  const { ts, py } = makeStep({ shape, dtype: "int32", values, requiresGrad: false });
  return { ts, py };
}

function gatherLike(world: World, i: number, shape: readonly number[]): Step | null {
  const axis = world.axis(shape.length);
  const extent = shape.at(axis) ?? 1;
  const own = shape.map((full, k) =>
    k === (axis + shape.length) % shape.length ? world.rng.int(0, 3) : world.rng.int(Math.min(1, full), full),
  );
  const index = indexText(world, own, extent);
  const kind = world.rng.pick(["gather", "scatter", "scatterAdd"]);
  if (kind === "gather")
    return step(kind, [i], `a.gather(${axis}, ${index.ts})`, `a.gather(${axis}, ${index.py})`);
  const wanted = own.join();
  const wild = world.wild();
  const source = world.tensor(
    (x) => wild || (x.array.shape.join() === wanted && x.dtype === world.at(i).dtype),
  );
  const python = kind === "scatter" ? "scatter" : "scatter_add";
  if (source === null) {
    if (kind === "scatterAdd") return null;
    return step(
      "scatter number",
      [i],
      `a.scatter(${axis}, ${index.ts}, 2)`,
      `a.scatter(${axis}, ${index.py}, 2)`,
    );
  }
  return step(
    kind,
    [i, source],
    `a.${kind}(${axis}, ${index.ts}, b)`,
    `a.${python}(${axis}, ${index.py}, b)`,
  );
}

export const indexingEntries: Entry[] = [
  withTensor("get", "indexing", 5, (world, i, shape) => {
    const { ts, py, operands } = brackets(world, shape, "b");
    return step("get", [i, ...operands], `a.get(${ts.join(", ")})`, `a[${py.join(", ")}]`);
  }),
  withTensor("set", "indexing", 3, (world, i, shape) => {
    const { ts, py, operands } = brackets(world, shape, "b");
    const value = world.rng.chance(0.5) ? world.tensor() : null;
    const letter = "bc"[operands.length];
    const text = value === null ? String(world.rng.pick([0, 1, -2.5, 7])) : letter;
    const all = value === null ? [i, ...operands] : [i, ...operands, value];
    return step("set", all, `a.set(${ts.join(", ")}, ${text})`, `a[${py.join(", ")}] = ${text}`, {
      statement: true,
    });
  }),
  withTensor("gather", "indexing", 2.5, gatherLike),
  withTensor("indexSelect", "indexing", 1.5, (world, i, shape) => {
    const axis = world.axis(shape.length);
    const index = indexText(world, [world.rng.int(0, 3)], shape.at(axis) ?? 1);
    return step(
      "indexSelect",
      [i],
      `a.indexSelect(${axis}, ${index.ts})`,
      `a.index_select(${axis}, ${index.py})`,
    );
  }),
  withTensor("maskedSelect", "indexing", 1, (world, i) => {
    const mask = world.tensor((x) => x.dtype === "bool");
    return mask === null ? null : step("maskedSelect", [i, mask], "a.maskedSelect(b)", "a.masked_select(b)");
  }),
  withTensor("nonzero", "indexing", 0.7, (_, i) => step("nonzero", [i], "a.nonzero()", "a.nonzero()")),
  withTensor(
    "oneHot",
    "indexing",
    0.5,
    (world, i) => {
      const n = world.rng.pick([-1, 6, 9]);
      return step("oneHot", [i], `torch.oneHot(a, ${n})`, `F.one_hot(a, ${n})`);
    },
    (x) => x.dtype === "int32",
  ),
];
