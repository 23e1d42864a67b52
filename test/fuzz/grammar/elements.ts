/** Arithmetic, comparisons and functions, element by element. */
import { type Entry, isFloating, py, step, withTensor, type World } from "./world.ts";

const names = (pairs: string): [ts: string, py: string][] =>
  pairs.split(" ").map((pair) => {
    const [ts, python = ts] = pair.split("/");
    return [ts, python];
  });

const binary = names(
  "add sub mul div pow remainder floorDivide/floor_divide maximum minimum eq ne lt le gt ge logicalAnd/logical_and logicalOr/logical_or logicalXor/logical_xor",
);
const binaryWithNumber = names("add sub mul div pow remainder floorDivide/floor_divide eq ne lt le gt ge");
const unary = names(
  "neg abs sign exp log log2 log10 log1p expm1 sqrt rsqrt square reciprocal sin cos tan erf floor ceil round trunc tanh sigmoid relu logicalNot/logical_not isnan isinf isfinite",
);

/** A tensor that broadcasts with operand `i`, mostly. */
export function partnerOf(world: World, i: number): number | null {
  const shape = world.shape(i);
  if (world.wild()) return world.tensor();
  return world.tensor(({ array, dtype }) => {
    if (dtype === "bool") return false;
    const other = array.shape;
    const rank = Math.min(shape.length, other.length);
    for (let k = 1; k <= rank; k++) {
      const [x, y] = [shape[shape.length - k], other[other.length - k]];
      if (x !== y && x !== 1 && y !== 1) return false;
    }
    return true;
  });
}

const number = (world: World): number => world.rng.pick([0, 1, 2, -1, 3, 0.5, -2.5, 1.25]);

export const elementEntries: Entry[] = [
  withTensor("binary", "elements", 5, (world, i) => {
    const other = partnerOf(world, i);
    const [ts, python] = world.rng.pick(binary);
    return other === null ? null : step(ts, [i, other], `a.${ts}(b)`, `a.${python}(b)`);
  }),
  withTensor("binary with a number", "elements", 3, (world, i) => {
    const [ts, python] = world.rng.pick(binaryWithNumber);
    const n = number(world);
    return step(`${ts} number`, [i], `a.${ts}(${n})`, `a.${python}(${n})`);
  }),
  withTensor("number first", "elements", 1, (world, i) => {
    const n = number(world);
    const [ts, python] = world.rng.pick([
      [`torch.sub(${n}, a)`, `${n} - a`],
      [`torch.div(${n}, a)`, `${n} / a`],
      [`torch.pow(${Math.abs(n)}, a)`, `${Math.abs(n)} ** a`],
      [`a.rsub(${n})`, `torch.rsub(a, ${n})`],
    ]);
    return step("number first", [i], ts, python);
  }),
  withTensor("alpha", "elements", 1, (world, i) => {
    const other = partnerOf(world, i);
    const name = world.rng.pick(["add", "sub"]);
    const n = world.rng.pick([2, -1, 0.5, 0]);
    if (other === null) return null;
    return step(`${name} alpha`, [i, other], `a.${name}(b, { alpha: ${n} })`, `a.${name}(b, alpha=${n})`);
  }),
  withTensor("rounded division", "elements", 1, (world, i) => {
    const other = partnerOf(world, i);
    const how = world.rng.pick(["floor", "trunc"]);
    if (other === null) return null;
    return step(
      `div ${how}`,
      [i, other],
      `a.div(b, { roundingMode: "${how}" })`,
      `a.div(b, rounding_mode="${how}")`,
    );
  }),
  withTensor("unary", "elements", 5, (world, i) => {
    const [ts, python] = world.rng.pick(unary);
    return step(ts, [i], `a.${ts}()`, `a.${python}()`);
  }),
  withTensor(
    "activation",
    "elements",
    2,
    (world, i) => {
      const [ts, python] = world.rng.pick([
        ["a.leakyRelu(0.2)", "F.leaky_relu(a, 0.2)"],
        ["a.elu(0.5)", "F.elu(a, 0.5)"],
        ["a.gelu()", "F.gelu(a)"],
        ['a.gelu({ approximate: "tanh" })', "F.gelu(a, approximate='tanh')"],
        ["a.softplus({ beta: 2 })", "F.softplus(a, beta=2)"],
        ["a.softplus()", "F.softplus(a)"],
        ["a.silu()", "F.silu(a)"],
        ["a.logSigmoid()", "F.logsigmoid(a)"],
      ]);
      return step(ts.slice(2).replace(/\(.*/, ""), [i], ts, python);
    },
    isFloating,
  ),
  withTensor("clamp", "elements", 1.5, (world, i) => {
    const [low, high] = [world.rng.int(-4, 2) / 2, world.rng.int(-2, 4) / 2];
    const [ts, python] = world.rng.pick([
      [`a.clamp(${low}, ${high})`, `a.clamp(${low}, ${high})`],
      [`a.clamp({ min: ${low} })`, `a.clamp(min=${low})`],
      [`a.clamp({ max: ${high} })`, `a.clamp(max=${high})`],
    ]);
    return step("clamp", [i], ts, python);
  }),
  withTensor("where", "elements", 2, (world, i) => {
    const mask = world.wild() ? world.tensor() : world.tensor((x) => x.dtype === "bool");
    const other = partnerOf(world, i);
    if (mask === null || other === null) return null;
    const n = number(world);
    if (world.rng.chance(0.3))
      return step("where number", [mask, i], `torch.where(a, b, ${n})`, `torch.where(a, b, ${n})`);
    return step("where", [mask, i, other], "torch.where(a, b, c)", "torch.where(a, b, c)");
  }),
  withTensor("maskedFill", "elements", 1, (world, i) => {
    const mask = world.wild() ? world.tensor() : world.tensor((x) => x.dtype === "bool");
    const n = number(world);
    return mask === null
      ? null
      : step("maskedFill", [i, mask], `a.maskedFill(b, ${n})`, `a.masked_fill(b, ${n})`);
  }),
  withTensor("mask of itself", "elements", 2, (world, i) => {
    const n = world.rng.int(-2, 2) / 2;
    const name = world.rng.pick(["gt", "lt", "eq", "ge"]);
    return step(name, [i], `a.${name}(${n})`, `a.${name}(${n})`);
  }),
  withTensor("closeness", "elements", 0.5, (world, i) => {
    const other = partnerOf(world, i);
    if (other === null) return null;
    const [ts, python] = world.rng.pick([
      ["torch.isclose(a, b)", "torch.isclose(a, b)"],
      ["torch.allclose(a, b)", "torch.allclose(a, b)"],
      ["torch.equal(a, b)", "torch.equal(a, b)"],
    ]);
    return step(ts.slice(6, -6), [i, other], ts, python);
  }),
  withTensor("dtype", "elements", 1.5, (world, i) => {
    const [ts, python] = world.rng.pick([
      ["a.float()", "a.float()"],
      ["a.double()", "a.double()"],
      ["a.int()", "a.long()"],
      ["a.long()", "a.long()"],
      ["a.bool()", "a.bool()"],
      ['a.to("float64")', "a.to(torch.float64)"],
      ['a.to("float32")', "a.to(torch.float32)"],
    ]);
    return step("to", [i], ts, python);
  }),
  withTensor("out of a tensor", "elements", 0.5, (world, i) => {
    const [ts, python] = world.rng.pick([
      ["a.item()", "a.item()"],
      ["a.numel()", "a.numel()"],
      ["a.dim()", "a.dim()"],
      ["a.isContiguous()", "a.is_contiguous()"],
      ["a.requiresGrad", "a.requires_grad"],
      ["a.isLeaf", "a.is_leaf"],
    ]);
    return step(ts.slice(2), [i], ts, python);
  }),
  withTensor("like", "elements", 1, (world, i) => {
    const grad = world.rng.chance(0.3);
    const [ts, python] = world.rng.pick([
      ["torch.zerosLike(a", "torch.zeros_like(a"],
      ["torch.onesLike(a", "torch.ones_like(a"],
      ["torch.fullLike(a, 2", "torch.full_like(a, 2"],
    ]);
    const option = grad ? [", { requiresGrad: true }", `, requires_grad=${py(true)}`] : ["", ""];
    return step("like", [i], `${ts}${option[0]})`, `${python}${option[1]})`);
  }),
];
