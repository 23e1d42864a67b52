/**
 * Memory torture: tensors with known contents are made, dropped, collected, viewed, changed in place and
 * differentiated in random order, and looked at again and again: foreign writes and early frees show in them.
 * By hand: `npm run fuzz -- --torture --steps 66000 --seed 3 [--backend relaxed]`.
 */
import { parseArgs } from "node:util";
import { setImmediate } from "node:timers/promises";
import * as v8 from "node:v8";
import * as vm from "node:vm";
import * as torch from "../../engine/index.ts";
import { context, useBackend } from "../../engine/core/context.ts";
import { backendNames, type NamedBackend, openBackends } from "./backends.ts";
import { type Rng, rng } from "./random.ts";

/** A tensor and what must be in it. */
interface Canary {
  readonly tensor: torch.Tensor;
  readonly expected: Float32Array;
  /** Whether another canary may share its memory. */
  readonly shared: boolean;
}

const most = 250;

/** V8's collector, without a flag on the command line. */
function collector(): () => void {
  v8.setFlagsFromString("--expose-gc");
  return vm.runInNewContext("gc") as () => void;
}

export class Torture {
  readonly #random: Rng;
  readonly #canaries: Canary[] = [];
  #marks = 0;

  constructor(seed: number) {
    this.#random = rng(seed);
  }

  #keep(tensor: torch.Tensor, expected: Float32Array, shared = false): void {
    this.#canaries.push({ tensor, expected, shared });
    while (this.#canaries.length > most) this.#drop();
  }
  #drop(): void {
    this.#canaries.splice(this.#random.int(0, this.#canaries.length - 1), 1);
  }
  #any(): Canary {
    if (this.#canaries.length === 0) this.#make();
    return this.#random.pick(this.#canaries);
  }

  #size(): number {
    const random = this.#random;
    if (random.chance(0.02)) return 100_000;
    return random.chance(0.1) ? random.pick([0, 1, 2]) : Math.floor(random.next() ** 3 * 4000);
  }

  #make(): void {
    const mark = ++this.#marks % 1000;
    const expected = Float32Array.from({ length: this.#size() }, (_, i) => mark + (i % 7) / 8);
    this.#keep(torch.fromArray(expected), expected);
  }

  #view(): void {
    const { tensor, expected } = this.#any();
    const start = this.#random.int(0, expected.length);
    const length = this.#random.int(0, expected.length - start);
    this.#keep(tensor.detach().narrow(0, start, length), expected.subarray(start, start + length), true);
  }

  #compute(): void {
    const { tensor, expected } = this.#any();
    this.#keep(
      tensor.detach().mul(2).add(1),
      Float32Array.from(expected, (v) => Math.fround(v * 2) + 1),
    );
  }

  #inPlace(): void {
    const fits = this.#canaries.filter(({ shared }) => !shared);
    if (fits.length === 0) return;
    const { tensor, expected } = this.#random.pick(fits);
    const by = this.#random.int(-2, 2);
    torch.noGrad(() => tensor.add_(by));
    // Views see the change: their expected numbers are parts of these.
    for (let i = 0; i < expected.length; i++) expected[i] += by;
  }

  /** A leaf of its own memory: its gradient, and what is saved, must be right and must not disturb others. */
  #differentiate(): void {
    const { expected } = this.#any();
    const w = torch.fromArray(expected, [expected.length], { requiresGrad: true });
    const h = w.mul(3);
    if (this.#random.chance(0.3)) h.retainGrad();
    const loss = h.square().sum();
    loss.backward({ retainGraph: this.#random.chance(0.3) });
    const slope = Float32Array.from(expected, (v) => Math.fround(Math.fround(Math.fround(v * 3) * 2) * 3));
    if (this.#random.chance(0.5)) this.#keep(w.grad, slope);
    if (this.#random.chance(0.3)) {
      const trainer = new torch.optim.SGD([w], { lr: 0.5, momentum: 0.5 });
      trainer.step();
      this.#keep(
        w.detach(),
        Float32Array.from(expected, (v, i) => v - slope[i] * 0.5),
        true,
      );
    }
    if (this.#random.chance(0.3)) w.grad = null;
  }

  #refuse(): void {
    const { tensor } = this.#any();
    if (tensor.numel() === 1) return;
    try {
      tensor.add(torch.ones(tensor.numel() + 3));
    } catch {
      return;
    }
    throw new Error("a sum of shapes that do not fit was not refused");
  }

  /** @throws when a tensor holds something else than it should */
  check({ tensor, expected }: Canary, when: string): void {
    const actual = tensor.toTypedArray();
    const at = expected.findIndex((v, i) => !(Math.abs(actual[i] - v) <= 1e-5 * Math.abs(v)));
    if (actual.length === expected.length && at < 0) return;
    throw new Error(
      `${when}: element ${at} of ${expected.length} is ${actual[at]}, expected ${expected[at]}`,
    );
  }

  checkAll(when: string): void {
    for (const canary of this.#canaries) this.check(canary, when);
  }

  step(number: number): void {
    const actions = [
      this.#make,
      this.#make,
      this.#view,
      this.#compute,
      this.#inPlace,
      this.#differentiate,
      this.#drop,
      this.#drop,
    ];
    const action = this.#random.chance(0.02) ? this.#refuse : this.#random.pick(actions);
    if (action !== this.#drop || this.#canaries.length > 0) action.call(this);
    for (let i = 0; i < 2; i++) this.check(this.#any(), `after step ${number}`);
  }
}

/** Runs `steps` steps on a backend; the collector is called now and then. @throws at the first wrong number */
export async function torture({ backend }: NamedBackend, steps: number, seed: number): Promise<void> {
  const collect = collector();
  const before = context.backend;
  useBackend(backend);
  try {
    const run = new Torture(seed);
    for (let i = 0; i < steps; i++) {
      run.step(i);
      if (i % 500 === 499) {
        collect();
        // Finalisers run between tasks.
        await setImmediate();
        run.checkAll(`after collecting at step ${i}`);
      }
    }
    run.checkAll("at the end");
  } finally {
    useBackend(before);
  }
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: {
      steps: { type: "string", default: "66000" },
      seed: { type: "string", default: "1" },
      backend: { type: "string", multiple: true, default: [...backendNames] },
    },
  });
  for (const named of openBackends(values.backend)) {
    const started = performance.now();
    await torture(named, Number(values.steps), Number(values.seed));
    console.log(
      `${named.name}: ${values.steps} steps in ${((performance.now() - started) / 1000).toFixed(1)} s, every number right`,
    );
  }
}
