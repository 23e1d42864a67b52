/** Views, copies, joins and pieces. */
import { type Entry, listOf, step, withTensor, type World } from "./world.ts";

function otherSizes(world: World, shape: readonly number[]): number[] {
  const { rng } = world;
  const size = shape.reduce((a, b) => a * b, 1);
  if (world.wild()) return world.newShape();
  const sizes: number[] = [];
  let rest = size;
  while (rest > 1 && sizes.length < 3) {
    const divisors = [1, 2, 3, 4, 5, 6].filter((d) => rest % d === 0);
    const d = rng.pick(divisors);
    sizes.push(d);
    rest /= d;
  }
  sizes.push(rest);
  if (rng.chance(0.3)) sizes[rng.int(0, sizes.length - 1)] = -1;
  return sizes;
}

function sameShapes(world: World, i: number, count: number): number[] {
  const shape = world.shape(i).join();
  const operands = [i];
  while (operands.length < count) {
    const wild = world.wild();
    const next = world.tensor((x) => wild || x.array.shape.join() === shape);
    if (next === null) break;
    operands.push(next);
  }
  return operands;
}

export const viewEntries: Entry[] = [
  withTensor("reshape", "views", 3, (world, i, shape) => {
    const sizes = `[${otherSizes(world, shape).join(", ")}]`;
    const name = world.rng.pick(["reshape", "reshape", "view"]);
    return step(name, [i], `a.${name}(${sizes})`, `a.${name}(${sizes})`);
  }),
  withTensor("reshape to its own shape", "views", 0.5, (world, i, shape) => {
    const [name, ts, python] = world.rng.pick([
      ["reshape", `[${shape.join(", ")}]`, `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`],
      ["reshape", "-1", "-1"],
      ["expand", `[${shape.join(", ")}]`, `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`],
    ]);
    return step(name, [i], `a.${name}(${ts})`, `a.${name}(${python})`);
  }),
  withTensor("transpose", "views", 2, (world, i, shape) => {
    const [x, y] = [world.axis(shape.length), world.axis(shape.length)];
    return step("transpose", [i], `a.transpose(${x}, ${y})`, `a.transpose(${x}, ${y})`);
  }),
  withTensor("t", "views", 1, (world, i) => {
    const [ts, python] = world.rng.pick([
      ["a.t()", "a.t()"],
      ["a.T", "a.T"],
    ]);
    return step("t", [i], ts, python);
  }),
  withTensor("permute", "views", 1.5, (world, i, shape) => {
    const axes = shape.map((_, k) => k);
    for (let k = axes.length - 1; k > 0; k--) {
      const j = world.rng.int(0, k);
      [axes[k], axes[j]] = [axes[j], axes[k]];
    }
    if (world.wild()) axes.pop();
    return step("permute", [i], `a.permute([${axes.join(", ")}])`, `a.permute([${axes.join(", ")}])`);
  }),
  withTensor("flatten", "views", 1, (world, i, shape) => {
    const [from, to] = [world.axis(shape.length), world.axis(shape.length)];
    const [ts, python] = world.rng.pick([
      ["a.flatten()", "a.flatten()"],
      [`a.flatten(${from})`, `a.flatten(${from})`],
      [`a.flatten(${from}, ${to})`, `a.flatten(${from}, ${to})`],
    ]);
    return step("flatten", [i], ts, python);
  }),
  withTensor("squeeze", "views", 1.5, (world, i, shape) => {
    const axis = world.axis(shape.length);
    const [ts, python] = world.rng.pick([
      ["a.squeeze()", "a.squeeze()"],
      [`a.squeeze(${axis})`, `a.squeeze(${axis})`],
    ]);
    return step("squeeze", [i], ts, python);
  }),
  withTensor("unsqueeze", "views", 1.5, (world, i, shape) => {
    const axis = world.rng.int(-shape.length - 1, shape.length + Number(world.wild()));
    return step("unsqueeze", [i], `a.unsqueeze(${axis})`, `a.unsqueeze(${axis})`);
  }),
  withTensor("expand", "views", 2, (world, i, shape) => {
    const sizes = shape.map((extent) =>
      extent === 1 && world.rng.chance(0.7) ? world.rng.int(0, 4) : extent,
    );
    const lead = world.rng.chance(0.4) ? [world.rng.int(1, 3)] : [];
    const target = [...lead, ...sizes.map((extent) => (world.rng.chance(0.2) ? -1 : extent))];
    if (target.length === 0) return null;
    return step("expand", [i], `a.expand(${target.join(", ")})`, `a.expand(${target.join(", ")})`);
  }),
  withTensor("narrow", "views", 2, (world, i, shape) => {
    const axis = world.axis(shape.length);
    const extent = shape.at(axis) ?? 1;
    const start = world.rng.int(world.wild() ? -extent - 1 : 0, extent);
    const length = world.wild()
      ? world.rng.int(-1, extent + 1)
      : world.rng.int(0, Math.max(0, extent - Math.abs(start)));
    return step(
      "narrow",
      [i],
      `a.narrow(${axis}, ${start}, ${length})`,
      `a.narrow(${axis}, ${start}, ${length})`,
    );
  }),
  withTensor("copies", "views", 1.5, (world, i) => {
    const name = world.rng.pick(["clone", "contiguous", "detach"]);
    return step(name, [i], `a.${name}()`, `a.${name}()`);
  }),
  withTensor("repeat", "views", 1, (world, i, shape) => {
    const lead = Number(world.rng.chance(0.3));
    const count = shape.length + lead - Number(world.wild());
    if (count < 1) return null;
    const times = Array.from({ length: count }, () => world.rng.pick([1, 1, 2, 2, 3, 0])).join(", ");
    return step("repeat", [i], `a.repeat(${times})`, `a.repeat(${times})`);
  }),
  withTensor("cat", "views", 1.5, (world, i, shape) => {
    const operands = sameShapes(world, i, world.rng.int(1, 3));
    const name = world.rng.pick(["cat", "stack"]);
    const axis = name === "stack" ? world.rng.int(-shape.length - 1, shape.length) : world.axis(shape.length);
    const list = listOf(operands.length);
    return step(name, operands, `torch.${name}(${list}, ${axis})`, `torch.${name}(${list}, ${axis})`);
  }),
  withTensor("pieces", "views", 2, (world, i, shape) => {
    const axis = world.axis(shape.length);
    const extent = shape.at(axis) ?? 1;
    const cut = world.rng.int(0, extent);
    const n = world.rng.int(Number(!world.wild()), 3);
    const text = world.rng.pick([
      `split(${n}, ${axis})`,
      `split([${cut}, ${extent - cut}], ${axis})`,
      `chunk(${n}, ${axis})`,
      `unbind(${axis})`,
    ]);
    return step(text.replace(/\(.*/, ""), [i], `a.${text}`, `a.${text}`);
  }),
  {
    name: "piece of a list",
    family: "views",
    weight: 2,
    generate: (world) => {
      const lists = world.all(
        (value) => Array.isArray(value) && value.length > 0 && typeof value[0] === "object",
      );
      if (lists.length === 0) return null;
      const from = world.rng.pick(lists);
      const at = world.rng.int(0, (world.value(from) as unknown[]).length - 1);
      return step("piece", [from], `a[${at}]`, `a[${at}]`);
    },
  },
];
