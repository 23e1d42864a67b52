/** Modules, optimisers and schedules. */
import * as torch from "../../../engine/index.ts";
import { varied } from "./losses.ts";
import { isNetwork } from "./networks.ts";
import { type Entry, isFloating, py, step, type World } from "./world.ts";

function newModule(world: World): ReturnType<Entry["generate"]> {
  const { rng, flavour } = world;
  const [n, m] = [rng.pick(flavour.extents) || 1, rng.pick(flavour.extents) || 1];
  const wide = rng.pick(flavour.dtypes) === "float64";
  const dtype = wide ? { ts: ', { dtype: "float64" }', py: ", dtype=torch.float64" } : { ts: "", py: "" };
  const linear = { ts: `new torch.nn.Linear(${n}, ${m}${dtype.ts})`, py: `nn.Linear(${n}, ${m}${dtype.py})` };
  const after = rng.pick(["ReLU", "Tanh", "Sigmoid", "Identity", "LogSigmoid", "SiLU"]);
  const k = rng.pick(flavour.extents) || 2;
  const [ts, python] = rng.pick([
    [linear.ts, linear.py],
    [`new torch.nn.Linear(${n}, ${m}, { bias: false })`, `nn.Linear(${n}, ${m}, bias=False)`],
    [
      `new torch.nn.Sequential(${linear.ts}, new torch.nn.${after}())`,
      `nn.Sequential(${linear.py}, nn.${after}())`,
    ],
    [
      `new torch.nn.Sequential(${linear.ts}, new torch.nn.${after}(), new torch.nn.Linear(${m}, ${k}${dtype.ts}))`,
      `nn.Sequential(${linear.py}, nn.${after}(), nn.Linear(${m}, ${k}${dtype.py}))`,
    ],
    [`new torch.nn.BatchNorm1d(${n})`, `nn.BatchNorm1d(${n})`],
    [`new torch.nn.LayerNorm(${n})`, `nn.LayerNorm(${n})`],
    ["new torch.nn.PReLU()", "nn.PReLU()"],
    ["new torch.nn.LeakyReLU(0.2)", "nn.LeakyReLU(0.2)"],
    ["new torch.nn.Softmax(1)", "nn.Softmax(1)"],
    ["new torch.nn.Flatten()", "nn.Flatten()"],
    ["new torch.nn.GELU()", "nn.GELU()"],
  ]);
  return step("module", [], ts, python, { module: true });
}

/** Parameters for an optimiser: leaves, a module's, or groups. */
function parameters(world: World): { operands: number[]; ts: string; py: string } | null {
  const module = world.object(torch.nn.Module);
  if (module !== null && world.rng.chance(0.5))
    return { operands: [module], ts: "a.parameters()", py: "a.parameters()" };
  const first = world.tensor((x) => x.requiresGrad && x.isLeaf);
  const second = world.tensor((x) => world.wild() || (x.requiresGrad && x.isLeaf));
  if (first === null) return null;
  if (second === null || second === first) return { operands: [first], ts: "[a]", py: "[a]" };
  if (world.rng.chance(0.4)) {
    return {
      operands: [first, second],
      ts: "[{ params: [a] }, { params: [b], lr: 0.25 }]",
      py: '[{"params": [a]}, {"params": [b], "lr": 0.25}]',
    };
  }
  return { operands: [first, second], ts: "[a, b]", py: "[a, b]" };
}

function newOptimiser(world: World): ReturnType<Entry["generate"]> {
  const given = parameters(world);
  if (!given) return null;
  const { rng } = world;
  const decay = rng.chance(0.3) ? 0.25 : 0;
  const maximize = rng.chance(0.15);
  const common = {
    ts: `lr: ${rng.pick([0.5, 0.125, 0.0625])}, weightDecay: ${decay}${maximize ? ", maximize: true" : ""}`,
    py: (lr: string) => `lr=${lr}, weight_decay=${decay}${maximize ? `, maximize=${py(true)}` : ""}`,
  };
  const lr = /lr: ([\d.]+)/.exec(common.ts)?.[1] ?? "0.1";
  const plainPy = common.py(lr);
  const momentum = rng.pick([0, 0.5, 0.9]);
  const [name, ts, python] = rng.pick([
    ["SGD", "", ""],
    ["SGD", `, momentum: ${momentum}`, `, momentum=${momentum}`],
    ["SGD", ", momentum: 0.5, dampening: 0.25", ", momentum=0.5, dampening=0.25"],
    ["SGD", ", momentum: 0.5, nesterov: true", ", momentum=0.5, nesterov=True"],
    ["Adam", "", ""],
    ["Adam", ", betas: [0.5, 0.75]", ", betas=(0.5, 0.75)"],
    ["AdamW", "", ""],
    ["Adam", ", amsgrad: true", ", amsgrad=True"],
    ["RMSprop", "", ""],
    ["RMSprop", ", momentum: 0.5", ", momentum=0.5"],
    ["RMSprop", ", centered: true, alpha: 0.5", ", centered=True, alpha=0.5"],
    ["Adagrad", "", ""],
    ["Adagrad", ", lrDecay: 0.5", ", lr_decay=0.5"],
  ] as const);
  const isRms = name === "RMSprop" && maximize;
  const options = isRms ? common.ts.replace(", maximize: true", "") : common.ts;
  const pyOptions = isRms ? plainPy.replace(", maximize=True", "") : plainPy;
  return step(
    `new ${name}`,
    given.operands,
    `new torch.optim.${name}(${given.ts}, { ${options}${ts} })`,
    `optim.${name}(${given.py}, ${pyOptions}${python})`,
  );
}

export const moduleEntries: Entry[] = [
  { name: "module", family: "modules", weight: 1.5, generate: newModule },
  {
    name: "call of a module",
    family: "modules",
    weight: 3,
    generate: (world) => {
      const module = world.object(torch.nn.Module);
      if (module === null || isNetwork(world.value(module))) return null;
      const net = world.value(module) as torch.nn.Module;
      const first = net.parameters().at(0);
      const wild = world.wild();
      const normalising = net instanceof torch.nn.BatchNorm1d || net instanceof torch.nn.LayerNorm;
      const fits = (x: torch.Tensor): boolean =>
        (!normalising || varied(x)) &&
        (wild ||
          (isFloating(x) &&
            x.ndim > 0 &&
            (!first ||
              (x.dtype === first.dtype &&
                (first.ndim !== 2 || x.array.shape.at(-1) === first.array.shape[1])))));
      const input = world.tensor(fits);
      return input === null ? null : step("call", [module, input], "a(b)", "a(b)");
    },
  },
  {
    name: "input for a module",
    family: "modules",
    weight: 1,
    generate: (world) => {
      const module = world.object(torch.nn.Module);
      if (module === null || isNetwork(world.value(module))) return null;
      const first = (world.value(module) as torch.nn.Module).parameters().at(0);
      if (!first) return null;
      const features = first.ndim === 2 ? first.array.shape[1] : first.array.shape[0];
      const shape = `[${world.rng.int(0, 4)}, ${features}]`;
      const [ts, python] =
        first.dtype === "float64" ? [', { dtype: "float64" }', ", dtype=torch.float64"] : ["", ""];
      return step("randn", [], `torch.randn(${shape}${ts})`, `torch.randn(${shape}${python})`, {
        random: true,
      });
    },
  },
  {
    name: "mode of a module",
    family: "modules",
    weight: 0.5,
    generate: (world) => {
      const module = world.object(torch.nn.Module);
      const name = world.rng.pick(["eval", "train", "zeroGrad"]);
      if (module === null) return null;
      const python = name === "zeroGrad" ? "zero_grad(set_to_none=True)" : `${name}()`;
      return step(name, [module], `a.${name}()`, `a.${python}`, { statement: true });
    },
  },
  {
    name: "weight",
    family: "modules",
    weight: 0.7,
    generate: (world) => {
      const module = world.object(torch.nn.Linear);
      const name = world.rng.pick(["weight", "bias"]);
      return module === null ? null : step(name, [module], `a.${name}`, `a.${name}`);
    },
  },
  { name: "optimiser", family: "optimisers", weight: 1.5, generate: newOptimiser },
  {
    name: "step",
    family: "optimisers",
    weight: 4,
    generate: (world) => {
      const optimiser = world.object(torch.optim.Optimizer);
      if (optimiser === null) return null;
      const zero = world.rng.chance(0.25);
      if (zero) return step("zeroGrad", [optimiser], "a.zeroGrad()", "a.zero_grad(set_to_none=True)");
      return step("step", [optimiser], "a.step()", "a.step()");
    },
  },
  {
    name: "training step",
    family: "optimisers",
    weight: 3,
    generate: (world) => {
      const optimiser = world.object(torch.optim.Optimizer);
      if (optimiser === null) return null;
      const params = (world.value(optimiser) as torch.optim.Optimizer).paramGroups.flatMap(
        (group) => group.params,
      );
      const own = world.tensor((x) => params.includes(x));
      if (own === null) return null;
      return step(
        "training step",
        [optimiser, own],
        "(a.zeroGrad(), b.mul(b).sum().backward(), a.step(), b)",
        "last(a.zero_grad(set_to_none=True), b.mul(b).sum().backward(), a.step(), b)",
      );
    },
  },
  {
    name: "learning rate",
    family: "optimisers",
    weight: 0.5,
    generate: (world) => {
      const optimiser = world.object(torch.optim.Optimizer);
      if (optimiser === null) return null;
      return step("lr", [optimiser], "(a.paramGroups[0].lr = 0.25, a)", 'a.param_groups[0]["lr"] = 0.25', {
        statement: true,
      });
    },
  },
  {
    name: "state of an optimiser",
    family: "optimisers",
    weight: 0.5,
    generate: (world) => {
      const optimiser = world.object(torch.optim.Optimizer);
      if (optimiser === null) return null;
      return step(
        "loadStateDict",
        [optimiser],
        "(a.loadStateDict(a.stateDict()), a)",
        "a.load_state_dict(a.state_dict())",
        { statement: true },
      );
    },
  },
  {
    name: "schedule",
    family: "optimisers",
    weight: 0.7,
    generate: (world) => {
      const optimiser = world.object(torch.optim.Optimizer);
      if (optimiser === null) return null;
      const [ts, python] = world.rng.pick([
        ["StepLR(a, { stepSize: 2, gamma: 0.5 })", "StepLR(a, step_size=2, gamma=0.5)"],
        [
          "MultiStepLR(a, { milestones: [1, 3], gamma: 0.5 })",
          "MultiStepLR(a, milestones=[1, 3], gamma=0.5)",
        ],
        ["ExponentialLR(a, { gamma: 0.5 })", "ExponentialLR(a, gamma=0.5)"],
        ["CosineAnnealingLR(a, { tMax: 3 })", "CosineAnnealingLR(a, T_max=3)"],
        ["LambdaLR(a, { lrLambda: (e) => 0.5 ** e })", "LambdaLR(a, lr_lambda=lambda e: 0.5 ** e)"],
      ]);
      return step(
        "schedule",
        [optimiser],
        `new torch.optim.lrScheduler.${ts}`,
        `optim.lr_scheduler.${python}`,
      );
    },
  },
  {
    name: "step of a schedule",
    family: "optimisers",
    weight: 1,
    generate: (world) => {
      const schedule = world.object(torch.optim.lrScheduler.LRScheduler);
      return schedule === null ? null : step("schedule step", [schedule], "a.step()", "a.step()");
    },
  },
  {
    name: "clip",
    family: "optimisers",
    weight: 0.7,
    generate: (world) => {
      const x = world.tensor((t) => t.gradient !== null && t.isLeaf);
      if (x === null) return null;
      const p = world.rng.pick(["2", "1", "Infinity"]);
      const [ts, python] = world.rng.pick([
        [
          `clipGradNorm_([a], 1, { normType: ${p} })`,
          `clip_grad_norm_([a], 1, norm_type=${p.replace("Infinity", "inf")})`,
        ],
        ["clipGradValue_([a], 0.5)", "clip_grad_value_([a], 0.5)"],
      ]);
      return step("clip", [x], `(torch.nn.utils.${ts}, a)`, `last(nn.utils.${python}, a)`);
    },
  },
];
