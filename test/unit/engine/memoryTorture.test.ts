/**
 * Random programs that assign what does not fit to everything that a program can assign to, and go on as if nothing
 * had happened. Tensors that take no part must never change, and every error must be one that the engine means.
 */
import assert from "node:assert/strict";
import type { Backend } from "../../../engine/backend/backend.ts";
import { jsBackend } from "../../../engine/backend/js/jsBackend.ts";
import { context, useBackend } from "../../../engine/core/context.ts";
import { nn, ones, optim, Tensor, tensor, zeros } from "../../../engine/index.ts";
import type { DType } from "../../../engine/core/ndarray.ts";
import { builds } from "./backend/builds.ts";

const PROGRAMS = 60;
const STEPS = 40;
const shapes: number[][] = [[], [1], [2], [4], [4000], [4, 1], [2, 2], [0], [3, 4], [64], [70, 60]];
const dtypes: DType[] = ["float32", "float32", "float32", "float64", "int32", "bool"];

/** Numbers that repeat for a seed (mulberry32). */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

interface World {
  below: (n: number) => number;
  weights: Tensor[];
  optimiser: optim.Optimizer;
}

function pick<T>({ below }: Pick<World, "below">, from: readonly T[]): T {
  return from[below(from.length)];
}

/** Any tensor: of any shape and dtype, in one piece, transposed, expanded, a part of another, or one of the weights. */
function anything(world: World): Tensor {
  const x = ones(pick(world, shapes), { dtype: pick(world, dtypes) });
  switch (world.below(6)) {
    case 0:
      return x.ndim > 1 ? x.T : x;
    case 1:
      return x.ndim > 0 && x.shape[0] > 2 ? x.get("1:-1") : x;
    case 2:
      return x.numel() === 1 ? x.reshape(1).expand(pick(world, [2, 4, 64])) : x;
    case 3:
      return pick(world, world.weights).detach();
    default:
      return x;
  }
}

const actions: ((world: World) => void)[] = [
  (world) => (pick(world, world.weights).data = anything(world)),
  (world) => (pick(world, world.weights).grad = anything(world)),
  (world) => (pick(world, world.weights).array = anything(world).array),
  ({ optimiser }) => optimiser.step(),
  ({ optimiser }) => optimiser.step(),
  ({ optimiser }) => optimiser.zeroGrad(),
  (world) => {
    const w = pick(world, world.weights);
    const loss = w.mul(2).add(1).square().sum();
    if (world.below(3) === 0) w.data = anything(world);
    loss.backward();
  },
  (world) => {
    const [x, y] = [pick(world, world.weights), pick(world, world.weights)];
    const hidden = x.reshape(1, -1).matmul(y.reshape(-1, 1)).relu();
    if (world.below(2) === 0) hidden.registerHook(() => anything(world));
    if (world.below(3) === 0) y.data = anything(world);
    hidden.sum().backward();
  },
  (world) => nn.functional.linear(anything(world), anything(world), anything(world)),
  (world) =>
    nn.functional.crossEntropy(pick(world, world.weights).reshape(-1, 2), anything(world)).backward(),
  (world) => nn.functional.mseLoss(pick(world, world.weights), anything(world)).backward(),
  (world) => pick(world, world.weights).detach().copy_(anything(world)),
  (world) => pick(world, world.weights).detach().set([0, -1, 1], anything(world)),
  (world) => {
    const w = pick(world, world.weights).detach();
    w.get("1:").add_(w.get(":-1"), { alpha: 3 });
  },
  (world) => anything(world).normal_(),
  (world) =>
    pick(world, world.weights)
      .detach()
      .indexSelect(0, tensor([0, world.below(9) - 4], { dtype: "int32" })),
  (world) => nn.utils.clipGradNorm_(world.weights, 0.5),
  (world) => {
    const state = world.optimiser.stateDict();
    for (const values of Object.values(state.state)) {
      for (const name in values) if (values[name] instanceof Tensor) values[name] = anything(world);
    }
    world.optimiser.loadStateDict(state);
  },
  ({ optimiser, ...world }) => {
    for (const values of optimiser.state.values()) {
      for (const name in values) {
        if (values[name] instanceof Tensor) values[name] = anything({ ...world, optimiser });
      }
    }
  },
  (world) => {
    const layer = new nn.Linear(4, 2);
    const net = new nn.Sequential(layer, new nn.ReLU());
    if (layer.bias) layer.bias.data = anything(world);
    net.loadStateDict({ "0.weight": anything(world), "0.bias": anything(world) });
    net.forward(ones(3, 4)).sum().backward();
  },
];

function optimiserOf(world: Pick<World, "below">, weights: Tensor[]): optim.Optimizer {
  return pick(world, [
    () => new optim.SGD(weights, { lr: 0.1, momentum: 0.9 }),
    () => new optim.SGD(weights, { lr: 0.1 }),
    () => new optim.Adam(weights, { amsgrad: world.below(2) === 0 }),
    () => new optim.RMSprop(weights, { momentum: 0.5, centered: world.below(2) === 0 }),
    () => new optim.Adagrad(weights),
  ])();
}

/** What an error of the engine itself does not look like. */
const accident =
  /undefined|null|not a function|not iterable|Invalid|invalid|out of bounds|unreachable|offset/;

/** @returns how many steps were refused */
function run(seed: number, canaries: Tensor[]): number {
  const below = randomOf(seed);
  const weights = [zeros(4), ones(2, 2), ones(64), ones(3, 4)].map((w) => w.requiresGrad_());
  const world: World = { below, weights, optimiser: optimiserOf({ below }, weights) };
  let refused = 0;
  for (let step = 0; step < STEPS; step++) {
    const at = below(actions.length);
    try {
      actions[at](world);
    } catch (error) {
      assert.ok(error instanceof Error);
      const internal = error instanceof TypeError && accident.test(error.message);
      assert.ok(
        !internal && !/giving it back/.test(error.message),
        `seed ${seed}, step ${step}: ${error.stack}`,
      );
      refused++;
    }
    // Canaries among what comes and goes.
    if (below(8) === 0) canaries[below(canaries.length)] = canary(seed);
  }
  if (seed % 10 === 0) context.backend.collect();
  return refused;
}

function canary(seed: number): Tensor {
  const shape = shapes[seed % shapes.length];
  return ones(shape).mul(canaryValue);
}

const canaryValue = 12345;

describe("programs that assign what does not fit", () => {
  const backends: { name: string; backend: Backend }[] = [{ name: "js", backend: jsBackend() }, ...builds];
  for (const { name, backend } of backends) {
    it(`change no other tensor, on ${name}`, () => {
      const before = context.backend;
      useBackend(backend);
      try {
        const canaries = Array.from({ length: 60 }, (_, i) => canary(i));
        let refused = 0;
        for (let seed = 1; seed <= PROGRAMS; seed++) {
          refused += run(seed, canaries);
          for (const x of canaries) {
            assert.ok(
              x.toTypedArray().every((value) => value === canaryValue),
              `seed ${seed} changed a canary`,
            );
          }
        }
        assert.ok(refused > PROGRAMS, "most programs meet the wall");
        assert.ok(refused < 0.9 * PROGRAMS * STEPS, "and most of their steps do something");
      } finally {
        useBackend(before);
      }
    });
  }
});
