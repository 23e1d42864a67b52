/** Words in the state of the Mersenne Twister MT19937. */
import { say } from "../payload/say.ts";
const N = 624;
const M = 397;
/** What a new generator of PyTorch is seeded with. */
const DEFAULT_SEED = 67280421310721;

const inspect: unique symbol = Symbol.for("nodejs.util.inspect.custom");

/** What a generator needs to continue exactly where another stopped. */
export interface GeneratorState {
  seed: number;
  words: Uint32Array;
  position: number;
  nextNormal: number | null;
}

/** Copies the words of a generator, and behind them how many were given out, for whoever draws many. */
export let borrowed: (generator: Generator, into: Int32Array) => void;
/** Has a generator go on where the one whose words they are would. */
export let returned: (generator: Generator, from: Int32Array) => void;

/**
 * A source of random numbers that gives the same stream as PyTorch's CPU generator: the Mersenne Twister
 * MT19937 (Matsumoto and Nishimura 1998), seeded with the low 32 bits of the seed.
 *
 * @example const g = new Generator().manualSeed(42);
 */
export class Generator {
  /** The second half of the last Box–Muller pair; a scalar draw leaves it for the next one. */
  nextNormal: number | null = null;
  readonly #words = new Uint32Array(N);
  /** What the words are given out as. */
  readonly #tempered = new Uint32Array(N);
  #position = N;
  #seed = 0;

  static {
    borrowed = (generator, into) => {
      into.set(generator.#words);
      into[N] = generator.#position;
    };
    returned = (generator, from) => {
      const position = from[N];
      for (let i = 0; i < N; i++) generator.#words[i] = from[i];
      generator.#position = position >= 0 && position < N ? position : N;
      if (generator.#position < N) generator.#temper();
    };
  }

  constructor(seed = DEFAULT_SEED) {
    this.manualSeed(seed);
  }

  /** Starts the stream again from `seed`, an integer; negative ones wrap round as in PyTorch.
   * @throws {RangeError} when `seed` is not an integer.
   * @example new Generator().manualSeed(42) */
  manualSeed(seed: number): this {
    if (!Number.isSafeInteger(seed)) {
      throw new RangeError(say`manualSeed: ${seed} is not an integer; give a whole number such as 42.`);
    }
    this.#seed = seed;
    this.#words[0] = seed >>> 0;
    for (let i = 1; i < N; i++) {
      const before = this.#words[i - 1];
      this.#words[i] = Math.imul(before ^ (before >>> 30), 1812433253) + i;
    }
    this.#position = N;
    this.nextNormal = null;
    return this;
  }

  /** The seed that the stream was last started from.
   * @example new Generator(42).initialSeed() // 42 */
  initialSeed(): number {
    return this.#seed;
  }

  /** 32 random bits, as an unsigned integer.
   * @example new Generator(0).random32() */
  random32(): number {
    if (this.#position === N) this.#refill();
    return this.#tempered[this.#position++];
  }

  /** The next `out.length` words at once: what {@link random32} would have given.
   * @example new Generator(0).fillWords(new Uint32Array(4)) */
  fillWords(out: Uint32Array): void {
    for (let at = 0; at < out.length;) {
      if (this.#position === N) this.#refill();
      const count = Math.min(N - this.#position, out.length - at);
      out.set(this.#tempered.subarray(this.#position, this.#position + count), at);
      this.#position += count;
      at += count;
    }
  }

  /** Uniform in [0, 1) with 24 bits: PyTorch's float32.
   * @example new Generator(0).uniform24() */
  uniform24(): number {
    return (this.random32() & 0xffffff) * 2 ** -24;
  }

  /** Uniform in [0, 1) with 53 bits: PyTorch's float64. Two words, the high one first.
   * @example new Generator(0).uniform53() */
  uniform53(): number {
    const high = this.random32() & 0x1fffff;
    return (high * 2 ** 32 + this.random32()) * 2 ** -53;
  }

  /** An integer in [0, range), range ≤ 2⁵³, by remainder as PyTorch takes it.
   * @example new Generator(0).below(6) */
  below(range: number): number {
    if (range < 2 ** 32) return this.random32() % range;
    const high = BigInt(this.random32());
    return Number(((high << 32n) | BigInt(this.random32())) % BigInt(range));
  }

  /** A copy of the state, for a checkpoint.
   * @example const state = generator.getState(); */
  getState(): GeneratorState {
    return {
      seed: this.#seed,
      words: this.#words.slice(),
      position: this.#position,
      nextNormal: this.nextNormal,
    };
  }

  /** Continues from a state taken by {@link getState}.
   * @example generator.setState(state) */
  setState(state: GeneratorState): this {
    this.#seed = state.seed;
    this.#words.set(state.words);
    this.#temper();
    this.#position = state.position;
    this.nextNormal = state.nextNormal;
    return this;
  }

  /** The seed, readably.
   * @example String(new Generator(42)) */
  toString(): string {
    return `Generator(seed ${this.#seed})`;
  }

  [inspect](): string {
    return this.toString();
  }

  #refill(): void {
    const w = this.#words;
    // Three loops instead of remainders: this is where most of the time of a random tensor goes.
    for (let i = 0; i < N - M; i++) w[i] = w[i + M] ^ twist(w[i], w[i + 1]);
    for (let i = N - M; i < N - 1; i++) w[i] = w[i + M - N] ^ twist(w[i], w[i + 1]);
    w[N - 1] = w[M - 1] ^ twist(w[N - 1], w[0]);
    this.#temper();
    this.#position = 0;
  }

  #temper(): void {
    const [w, out] = [this.#words, this.#tempered];
    for (let i = 0; i < N; i++) {
      let y = w[i];
      y ^= y >>> 11;
      y ^= (y << 7) & 0x9d2c5680;
      y ^= (y << 15) & 0xefc60000;
      out[i] = y ^ (y >>> 18);
    }
  }
}

function twist(upper: number, lower: number): number {
  const y = (upper & 0x80000000) | (lower & 0x7fffffff);
  // Without a branch, which would be mispredicted half of the time.
  return (y >>> 1) ^ (-(y & 1) & 0x9908b0df);
}

/** The generator that everything draws from unless it is given its own. Unseeded, every program differs. */
export const defaultGenerator = new Generator(Math.floor(Math.random() * 2 ** 53));

/**
 * Seeds the default generator: the same seed gives the same numbers as PyTorch on the CPU.
 * @example manualSeed(42); rand(3);
 */
export function manualSeed(seed: number): Generator {
  return defaultGenerator.manualSeed(seed);
}
