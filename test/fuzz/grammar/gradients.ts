/** backward, grad, hooks, retainGrad, double backward, modes. */
import type { Tensor } from "../../../engine/index.ts";
import { letters } from "../program.ts";
import { type Entry, py, step, withTensor, type World } from "./world.ts";

const needs = (x: Tensor): boolean => x.requiresGrad;
const inner = (x: Tensor): boolean => x.requiresGrad && !x.isLeaf;

function options(world: World, more: readonly [string, string][] = []): { ts: string; py: string } {
  const chosen: [string, string][] = [...more];
  if (world.rng.chance(0.5)) chosen.push(["retainGraph: true", `retain_graph=${py(true)}`]);
  if (world.rng.chance(0.3)) chosen.push(["createGraph: true", `create_graph=${py(true)}`]);
  if (chosen.length === 0) return { ts: "", py: "" };
  return {
    ts: `{ ${chosen.map(([ts]) => ts).join(", ")} }`,
    py: chosen.map(([, python]) => python).join(", "),
  };
}

const joined = (...parts: string[]): string => parts.filter((part) => part !== "").join(", ");

function gradOf(
  world: World,
  output: string,
  outputs: readonly number[],
  pythonOutput = output,
): ReturnType<Entry["generate"]> {
  const count = world.rng.int(1, 3);
  const inputs: number[] = [];
  for (let k = 0; k < count; k++) {
    const input = world.tensor((x) => world.wild() || needs(x));
    if (input !== null && !inputs.includes(input)) inputs.push(input);
  }
  if (inputs.length === 0) return null;
  const list = `[${letters
    .split("")
    .slice(outputs.length, outputs.length + inputs.length)
    .join(", ")}]`;
  const unused: [string, string][] = world.rng.chance(0.8)
    ? [["allowUnused: true", `allow_unused=${py(true)}`]]
    : [];
  const given = options(world, unused);
  return step(
    "grad",
    [...outputs, ...inputs],
    `torch.grad(${joined(output, list, given.ts)})`,
    `torch.autograd.grad(${joined(pythonOutput, list, given.py)})`,
  );
}

export const gradientEntries: Entry[] = [
  withTensor(
    "backward of a sum",
    "gradients",
    4,
    (world, i) => {
      const given = options(world);
      const [ts, python] = world.rng.pick([
        ["a.sum()", "a.sum()"],
        ["a.mul(a).sum()", "a.mul(a).sum()"],
        ["a.mean()", "a.mean()"],
      ]);
      return step("backward", [i], `${ts}.backward(${given.ts})`, `${python}.backward(${given.py})`);
    },
    inner,
  ),
  withTensor(
    "backward of a scalar",
    "gradients",
    2,
    (world, i) => {
      const given = options(world);
      return step("backward", [i], `a.backward(${given.ts})`, `a.backward(${given.py})`);
    },
    (x) => inner(x) && x.numel() === 1,
  ),
  withTensor(
    "backward from a gradient",
    "gradients",
    1.5,
    (world, i, shape) => {
      const wild = world.wild();
      const g = world.tensor(
        (x) => wild || (x.array.shape.join() === shape.join() && x.dtype === world.at(i).dtype),
      );
      const given = options(world);
      if (g === null) return null;
      // What shares a leaf's memory PyTorch may take for the gradient itself, and add to.
      const own = world.at(g).requiresGrad || world.sharesWithLeaf(g) ? "b.detach().clone()" : "b";
      return step(
        "backward",
        [i, g],
        `a.backward(${joined(own, given.ts)})`,
        `a.backward(${joined(own, given.py)})`,
      );
    },
    inner,
  ),
  withTensor("grad", "gradients", 2, (world, i) => gradOf(world, "a.sum()", [i]), inner),
  withTensor(
    "grad of a scalar",
    "gradients",
    1,
    (world, i) => gradOf(world, "a", [i]),
    (x) => inner(x) && x.numel() === 1,
  ),
  {
    name: "grad of several",
    family: "gradients",
    weight: 0.7,
    generate: (world) => {
      const [x, y] = [world.tensor(inner), world.tensor(inner)];
      return x === null || y === null ? null : gradOf(world, "[a.sum(), b.mean()]", [x, y]);
    },
  },
  withTensor(
    "retainGrad",
    "gradients",
    1.5,
    (_, i) => step("retainGrad", [i], "a.retainGrad()", "a.retain_grad()", { statement: true }),
    inner,
  ),
  withTensor(
    "hook",
    "gradients",
    1.5,
    (world, i) => {
      const [ts, python] = world.rng.pick([
        ["(g) => g.mul(2)", "lambda g: g.mul(2)"],
        ["(g) => g.neg()", "lambda g: g.neg()"],
        ["(g) => { g.sum(); }", "lambda g: None"],
        ["(g) => g.sum()", "lambda g: g.sum()"],
        ["(g) => g.clamp(-1, 1)", "lambda g: g.clamp(-1, 1)"],
        ["(g) => g.double()", "lambda g: g.double()"],
      ]);
      return step("hook", [i], `a.registerHook(${ts})`, `a.register_hook(${python})`, { statement: true });
    },
    needs,
  ),
  withTensor("requiresGrad_", "gradients", 1, (world, i) => {
    const on = world.rng.chance(0.8);
    return step("requiresGrad_", [i], `a.requiresGrad_(${on})`, `a.requires_grad_(${py(on)})`);
  }),
  withTensor(
    "zeroGrad",
    "gradients",
    0.7,
    (_, i) => step("zeroGrad", [i], "a.zeroGrad()", "a.grad = None", { statement: true }),
    (x) => x.requiresGrad && x.isLeaf,
  ),
  withTensor(
    "the gradient",
    "gradients",
    1,
    (_, i) => step("grad read", [i], "a.grad", "a.grad"),
    (x) => x.gradient !== null,
  ),
  withTensor(
    "set gradient",
    "gradients",
    0.4,
    (world, i, shape) => {
      const g = world.tensor(
        (x) =>
          world.wild() ||
          (x.array.shape.join() === shape.join() && x.dtype === world.at(i).dtype && !x.requiresGrad),
      );
      if (g === null) return null;
      return step("grad set", [i, g], "(a.grad = b.clone(), a)", "a.grad = b.clone()", { statement: true });
    },
    (x) => x.requiresGrad && x.isLeaf,
  ),
  withTensor(
    "set data",
    "gradients",
    0.4,
    (world, i, shape) => {
      const d = world.tensor(
        (x) =>
          world.wild() ||
          (x.array.shape.join() === shape.join() && x.dtype === world.at(i).dtype && !x.requiresGrad),
      );
      if (d === null) return null;
      return step("data set", [i, d], "(a.data = b.clone(), a)", "a.data = b.clone()", { statement: true });
    },
    (x) => x.requiresGrad && x.isLeaf,
  ),
  withTensor("noGrad", "gradients", 0.7, (_, i) =>
    step("noGrad", [i], "torch.noGrad(() => a.mul(2))", "no_grad(lambda: a.mul(2))"),
  ),
  withTensor("enableGrad", "gradients", 0.3, (_, i) =>
    step(
      "enableGrad",
      [i],
      "torch.noGrad(() => torch.enableGrad(() => a.mul(2)))",
      "no_grad(lambda: mode(lambda: a.mul(2), True))",
    ),
  ),
];
