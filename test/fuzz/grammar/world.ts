/** What an entry of the grammar sees of the program so far, and how it chooses from it. */
import * as torch from "../../../engine/index.ts";
import type { DType } from "../../../engine/core/ndarray.ts";
import { encoded, letters, type Make, type Step } from "../program.ts";
import type { Rng } from "../random.ts";

/** One kind of step. It gives nothing when the program so far has no operands for it. */
export interface Entry {
  readonly name: string;
  /** For `--only`. */
  readonly family: string;
  readonly weight: number;
  readonly generate: (world: World) => Step | null;
}

/** What kind of numbers a program is about. */
export interface Flavour {
  readonly dtypes: readonly DType[];
  readonly extents: readonly number[];
  /** Probability of a tensor of NaN, infinities and signed zeros. */
  readonly specials: number;
  /** Probability of an operand or an argument that need not fit. */
  readonly wild: number;
}

const special = [0, -0, 1, -1, Infinity, -Infinity, NaN, 1e-12, 1e12, -2.5];

export class World {
  readonly rng: Rng;
  readonly flavour: Flavour;
  readonly #values: readonly unknown[];

  constructor(rng: Rng, flavour: Flavour, values: readonly unknown[]) {
    this.rng = rng;
    this.flavour = flavour;
    this.#values = values;
  }

  value(i: number): unknown {
    return this.#values[i];
  }
  at(i: number): torch.Tensor {
    return this.#values[i] as torch.Tensor;
  }
  shape(i: number): readonly number[] {
    return this.at(i).array.shape;
  }

  /** Numbers of the values for which `wanted` holds. */
  all(wanted: (value: unknown) => boolean): number[] {
    return this.#values.flatMap((value, i) => (wanted(value) ? [i] : []));
  }

  /** A tensor, the later ones more often; null when there is none. */
  tensor(wanted: (x: torch.Tensor) => boolean = () => true): number | null {
    const fits = this.all((value) => value instanceof torch.Tensor && value.numel() <= 400 && wanted(value));
    if (fits.length === 0) return null;
    const from = this.rng.chance(0.5) ? Math.max(0, fits.length - 3) : 0;
    return fits[this.rng.int(from, fits.length - 1)];
  }
  floating(wanted: (x: torch.Tensor) => boolean = () => true): number | null {
    if (this.wild()) return this.tensor();
    return this.tensor((x) => isFloating(x) && wanted(x));
  }
  /** Whether its memory is also that of a tensor that requires a gradient. */
  sharesWithLeaf(i: number): boolean {
    const { storage } = this.at(i).array;
    return (
      this.all((x) => x instanceof torch.Tensor && x.requiresGrad && x.array.storage === storage).length > 0
    );
  }
  /** An object of a class. */
  object(type: abstract new (...args: never[]) => object): number | null {
    const fits = this.all((value) => value instanceof type);
    return fits.length === 0 ? null : this.rng.pick(fits);
  }

  /** Whether this choice need not fit. */
  wild(): boolean {
    return this.rng.chance(this.flavour.wild);
  }

  /** An axis, mostly one that is there. */
  axis(rank: number): number {
    if (rank === 0 || this.wild()) return this.rng.int(-rank - 1, rank);
    return this.rng.int(-rank, rank - 1);
  }

  newShape(): number[] {
    const rank = this.rng.pick([0, 1, 1, 1, 2, 2, 2, 2, 3, 3]);
    return Array.from({ length: rank }, () => this.rng.pick(this.flavour.extents));
  }

  /** A shape that broadcasts with `shape`. */
  partner(shape: readonly number[]): number[] {
    const kept = this.rng.chance(0.5) ? [...shape] : shape.slice(this.rng.int(0, shape.length));
    const ones = kept.map((extent) => (this.rng.chance(0.2) ? 1 : extent));
    return this.rng.chance(0.1) ? [this.rng.pick(this.flavour.extents), ...ones] : ones;
  }

  /** Numbers with few binary digits, so that a product or two of them are exact in float32. */
  numbers(count: number, dtype: DType): number[] {
    const { rng, flavour } = this;
    if (dtype === "bool") return Array.from({ length: count }, () => rng.int(0, 1));
    if (dtype === "int32") return Array.from({ length: count }, () => rng.int(-3, 5));
    if (rng.chance(flavour.specials)) return Array.from({ length: count }, () => rng.pick(special));
    const kind = rng.int(0, 9);
    return Array.from({ length: count }, () => {
      if (kind <= 1) return rng.int(-2, 2); // ties
      if (kind === 2) return rng.int(1, 63) / 64;
      if (kind === 3) return rng.int(1, 128) / 32;
      return rng.int(-192, 192) / 64;
    });
  }

  make(
    shape: readonly number[],
    dtype: DType = this.rng.pick(this.flavour.dtypes),
    requiresGrad?: boolean,
  ): Make {
    const size = shape.reduce((a, b) => a * b, 1);
    const floating = dtype === "float32" || dtype === "float64";
    return {
      shape,
      dtype,
      values: this.numbers(size, dtype).map(encoded),
      requiresGrad: floating && (requiresGrad ?? this.rng.chance(0.6)),
    };
  }
}

export function isFloating(x: torch.Tensor): boolean {
  return x.dtype === "float32" || x.dtype === "float64";
}

export const py = (value: boolean): string => (value ? "True" : "False");

/** A step whose text is the same in both languages but for names. */
export function step(
  kind: string,
  operands: readonly number[],
  ts: string,
  python: string,
  rest: Partial<Step> = {},
): Step {
  return { kind, in: operands, ts, py: python, ...rest };
}

/** `[a, b, …]`, from the letter after the first `skip` ones. */
export function listOf(count: number, skip = 0): string {
  return `[${letters
    .split("")
    .slice(skip, skip + count)
    .join(", ")}]`;
}

/** A `Step` made with operands that must be there. */
export function withTensor(
  name: string,
  family: string,
  weight: number,
  generate: (world: World, i: number, shape: readonly number[]) => Step | null,
  wanted?: (x: torch.Tensor) => boolean,
): Entry {
  return {
    name,
    family,
    weight,
    generate: (world) => {
      // Truth values are for masks: PyTorch has few operations for them.
      const plain = (x: torch.Tensor): boolean => x.dtype !== "bool" || world.rng.chance(0.05);
      const i = world.wild() ? world.tensor() : world.tensor((x) => plain(x) && (wanted?.(x) ?? true));
      return i === null ? null : generate(world, i, world.shape(i));
    },
  };
}
