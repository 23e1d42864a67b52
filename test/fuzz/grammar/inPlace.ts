/** Changes in place, of tensors, views, `data` and gradients, with and without recording. */
import { type Entry, step, withTensor, type World } from "./world.ts";
import { partnerOf } from "./elements.ts";

const unary = "neg_ exp_ log_ sqrt_ abs_ relu_ sigmoid_ tanh_ square_ reciprocal_ floor_ round_ zero_".split(
  " ",
);
const binary = "add_ sub_ mul_ div_ pow_".split(" ");

/** A call in both languages. */
interface Call {
  readonly kind: string;
  readonly operands: readonly number[];
  readonly ts: string;
  readonly py: string;
}

function change(world: World, i: number): Call | null {
  const { rng } = world;
  const n = rng.pick([0, 2, -1, 0.5, 3]);
  switch (rng.int(0, 7)) {
    case 0:
    case 1: {
      const name = rng.pick(unary);
      return { kind: name, operands: [i], ts: `${name}()`, py: `${name}()` };
    }
    case 2: {
      const name = rng.pick(binary);
      return { kind: name, operands: [i], ts: `${name}(${n})`, py: `${name}(${n})` };
    }
    case 3:
    case 4: {
      const other = partnerOf(world, i);
      const name = rng.pick(binary);
      return other === null ? null : { kind: name, operands: [i, other], ts: `${name}(b)`, py: `${name}(b)` };
    }
    case 5: {
      const other = partnerOf(world, i);
      if (other === null) return null;
      if (rng.chance(0.5)) return { kind: "copy_", operands: [i, other], ts: "copy_(b)", py: "copy_(b)" };
      return {
        kind: "add_ alpha",
        operands: [i, other],
        ts: `add_(b, { alpha: ${n} })`,
        py: `add_(b, alpha=${n})`,
      };
    }
    case 6:
      if (rng.chance(0.5)) return { kind: "fill_", operands: [i], ts: `fill_(${n})`, py: `fill_(${n})` };
      return { kind: "clamp_", operands: [i], ts: `clamp_(-1, ${n})`, py: `clamp_(-1, ${n})` };
    default: {
      const mask = world.tensor((x) => x.dtype === "bool");
      if (mask === null) return null;
      return {
        kind: "maskedFill_",
        operands: [i, mask],
        ts: `maskedFill_(b, ${n})`,
        py: `masked_fill_(b, ${n})`,
      };
    }
  }
}

export const inPlaceEntries: Entry[] = [
  withTensor(
    "in place",
    "inPlace",
    4,
    (world, i) => {
      const call = change(world, i);
      return call && step(call.kind, call.operands, `a.${call.ts}`, `a.${call.py}`);
    },
    // Leaves that need a gradient refuse.
    (x) => !(x.requiresGrad && x.isLeaf),
  ),
  withTensor("in place without recording", "inPlace", 1.5, (world, i) => {
    const call = change(world, i);
    return (
      call &&
      step(
        `noGrad ${call.kind}`,
        call.operands,
        `torch.noGrad(() => a.${call.ts})`,
        `no_grad(lambda: a.${call.py})`,
      )
    );
  }),
  withTensor("data", "inPlace", 1, (world, i) => {
    const call = change(world, i);
    const way = world.rng.pick([
      ["data", "data"],
      ["detach()", "detach()"],
    ]);
    return (
      call && step(`data ${call.kind}`, call.operands, `a.${way[0]}.${call.ts}`, `a.${way[1]}.${call.py}`)
    );
  }),
  withTensor(
    "of a view",
    "inPlace",
    2,
    (world, i, shape) => {
      const view = world.rng.pick([
        "t()",
        "reshape(-1)",
        "unsqueeze(0)",
        shape.length > 1 ? "transpose(0, 1)" : "reshape(-1)",
      ]);
      const call = change(world, i);
      if (!call) return null;
      if (shape.length > 0 && world.rng.chance(0.5)) {
        const at = world.rng.pick(["0", "-1"]);
        return step(`view ${call.kind}`, call.operands, `a.get(${at}).${call.ts}`, `a[${at}].${call.py}`);
      }
      return step(`view ${call.kind}`, call.operands, `a.${view}.${call.ts}`, `a.${view}.${call.py}`);
    },
    (x) => !(x.requiresGrad && x.isLeaf),
  ),
  withTensor(
    "gradient in place",
    "inPlace",
    0.7,
    (world, i) => {
      const [ts, python] = world.rng.pick([
        ["a.grad.zero_()", "a.grad.zero_()"],
        ["a.grad.mul_(0.5)", "a.grad.mul_(0.5)"],
        ["torch.noGrad(() => a.sub_(a.grad.mul(0.25)))", "no_grad(lambda: a.sub_(a.grad.mul(0.25)))"],
      ]);
      return step("grad in place", [i], ts, python);
    },
    (x) => x.gradient !== null,
  ),
];
