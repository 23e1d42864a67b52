/** Makes a program: each step is chosen by what the ones before gave, which are run as they come. */
import { jsBackend } from "../../engine/backend/js/jsBackend.ts";
import { context, useBackend } from "../../engine/core/context.ts";
import { Execution } from "./execute.ts";
import { entries } from "./grammar/index.ts";
import { type Entry, type Flavour, World } from "./grammar/world.ts";
import type { Program, Step } from "./program.ts";
import { type Rng, rng } from "./random.ts";
import type { Trace } from "./trace.ts";

const backend = jsBackend();

function flavourOf(random: Rng): Flavour {
  const kind = random.int(0, 9);
  const extents = [1, 2, 3, 4, 5, 17].filter((n) => n === 2 || random.chance(n > 5 ? 0.1 : 0.5));
  if (random.chance(0.1)) extents.push(0);
  return {
    dtypes:
      kind <= 3
        ? ["float32", "float32", "float32", "int32", "bool"]
        : kind <= 7
          ? ["float64", "float64", "float64", "int32", "bool"]
          : ["float32", "float64", "int32", "bool"],
    extents,
    specials: random.chance(0.15) ? 0.5 : 0,
    wild: random.pick([0.01, 0.01, 0.03, 0.1]),
  };
}

/** Chooses among entries by their weights. */
export class Chooser {
  readonly #entries: readonly Entry[];
  readonly #sums: number[] = [];

  constructor(chosen: readonly Entry[]) {
    this.#entries = chosen;
    let sum = 0;
    for (const { weight } of chosen) this.#sums.push((sum += weight));
  }

  next(random: Rng): Entry {
    const at = random.next() * (this.#sums.at(-1) ?? 0);
    return this.#entries[this.#sums.findIndex((sum) => at < sum)];
  }
}

/** Of `families`, with creation and gradients, which everything needs; all when there are none. */
export function chooserOf(families: readonly string[]): Chooser {
  const wanted = new Set([...families, "creation", "gradients"]);
  return new Chooser(entries.filter(({ family }) => families.length === 0 || wanted.has(family)));
}

export interface Generated {
  readonly program: Program;
  readonly trace: Trace;
}

export function generate(seed: number, chooser: Chooser): Generated {
  const random = rng(seed);
  const before = context.backend;
  useBackend(backend);
  try {
    const flavour = flavourOf(random);
    const execution = new Execution(seed);
    const steps: Step[] = [];
    const world = new World(random, flavour, execution.values);
    const length = random.int(4, 20);
    for (let tries = 0; steps.length < length && tries < 4 * length; tries++) {
      const entry = steps.length < 2 ? entries[0] : chooser.next(random);
      const next = entry.generate(world);
      if (!next) continue;
      steps.push(next);
      execution.step(next);
    }
    return { program: { seed, steps }, trace: execution.end() };
  } finally {
    useBackend(before);
  }
}
