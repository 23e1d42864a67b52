/** The gradient of a table of which few rows were used: those rows, and where they belong. */
import { say, sentences } from "../payload/say.ts";
import { allocate, release } from "./allocate.ts";
import { context } from "./context.ts";
import { type DType, elementsOf, NDArray, viewOf } from "./ndarray.ts";
import { type Shape, showShape, type Size, sizeOf, toSize } from "./shape.ts";
import { Tensor } from "./tensor.ts";

/** Rows with their places in the table. */
export interface PlacedRows {
  /** int32 [n]; a place may stand there more than once: its rows add up. */
  readonly places: NDArray;
  /** [n, …rest of the table's shape], contiguous. */
  readonly rows: NDArray;
}

/**
 * PyTorch's sparse gradient, as far as embeddings need it: what an `Embedding` or `EmbeddingBag` with `sparse: true`
 * leaves in `weight.grad`. It keeps the rows that were used. Whoever calculates with it, or changes it in place, gets the
 * whole matrix, which is made then; optimisers read the rows.
 */
export class RowGradient extends Tensor {
  readonly #shape: Shape;
  #kept: PlacedRows;
  #whole: NDArray | null = null;
  /** The whole matrix's version for which the rows say the same. */
  #version = 0;

  /** The places are not changed by anyone any more. */
  constructor(kept: PlacedRows, shape: Shape) {
    // Until it is asked for the whole, whose place the accessor below takes.
    super(kept.rows);
    this.#kept = kept;
    this.#shape = shape;
    Object.defineProperty(this, "array", {
      get: () => (this.#whole ??= this.#made()),
      set: (array: NDArray) => {
        // Its contents are others, whatever its version.
        this.#whole = array;
        this.#version = NaN;
      },
    });
  }

  override get isSparse(): boolean {
    return true;
  }
  override get shape(): Size {
    return toSize(this.#shape);
  }
  override get dtype(): DType {
    return this.#kept.rows.dtype;
  }

  #made(): NDArray {
    const { places, rows } = this.#kept;
    const whole = allocate("toDense", rows.dtype, this.#shape, "gradient");
    context.backend.fill(whole, 0);
    context.backend.put(whole, places, rows, sizeOf(this.#shape.slice(1)), 1, true);
    this.#version = whole.counter.version;
    return whole;
  }

  /** The memory of the rows, which nobody else needs to refer to. */
  get storage(): NDArray["storage"] {
    return this.#kept.rows.storage;
  }

  /** The rows as they are now; null when the whole was changed where it has none. */
  placed(): PlacedRows | null {
    const whole = this.#whole;
    if (whole === null || whole.counter.version === this.#version) return this.#kept;
    const places = sortedPlaces(this.#kept.places);
    const rows = allocate("coalesce", whole.dtype, [places.size, ...this.#shape.slice(1)], "gradient");
    context.backend.take(whole, places, rows, sizeOf(this.#shape.slice(1)), 1);
    if (context.backend.count(rows) !== context.backend.count(whole)) return null;
    this.#kept = { places, rows };
    this.#version = whole.counter.version;
    return this.#kept;
  }

  /** The same gradient with every place once, in their order. */
  summed(): RowGradient | null {
    const kept = this.placed();
    if (kept === null) return null;
    const inner = sizeOf(this.#shape.slice(1));
    const places = sortedPlaces(kept.places);
    const found = elementsOf(places);
    if (places.size === kept.places.size && elementsOf(kept.places).every((place, i) => place === found[i])) {
      return this;
    }
    const slots = new Map<number, number>();
    for (let i = 0; i < found.length; i++) slots.set(found[i], i);
    const into = allocate("coalesce", "int32", kept.places.shape);
    const [from, to] = [elementsOf(kept.places), elementsOf(into)];
    for (let i = 0; i < to.length; i++) to[i] = slots.get(from[i]) ?? 0;
    const rows = allocate("coalesce", kept.rows.dtype, [places.size, ...this.#shape.slice(1)], "gradient");
    context.backend.fill(rows, 0);
    context.backend.put(rows, into, kept.rows, inner, 1, true);
    release(into.storage);
    return new RowGradient({ places, rows }, this.#shape);
  }

  /** Its rows and those of `other`, a gradient of the same table; null when one of them is not of rows any more. */
  joined(other: RowGradient): RowGradient | null {
    const [a, b] = [this.placed(), other.placed()];
    if (a === null || b === null) return null;
    const count = a.places.size + b.places.size;
    const places = allocate("accumulate", "int32", [count]);
    const rows = allocate("accumulate", a.rows.dtype, [count, ...this.#shape.slice(1)], "gradient");
    const inner = sizeOf(this.#shape.slice(1));
    for (const [part, start] of [
      [a, 0],
      [b, a.places.size],
    ] as const) {
      const size = part.places.size;
      context.backend.copy(part.places, viewOf(places, [size], [1], start));
      context.backend.copy(part.rows, viewOf(rows, part.rows.shape, part.rows.strides, start * inner));
    }
    return new RowGradient({ places, rows }, this.#shape);
  }

  /** Adds it to `whole`, a contiguous array of the table's shape. */
  addTo(whole: NDArray): void {
    const kept = this.placed();
    if (kept === null) context.backend.addScaled(whole, this.array, 1);
    else context.backend.put(whole, kept.places, kept.rows, sizeOf(this.#shape.slice(1)), 1, true);
  }

  /** A copy that shares no memory. */
  copied(): RowGradient {
    const { places, rows } = this.#kept;
    const own = allocate("clone", rows.dtype, rows.shape, "gradient");
    context.backend.copy(rows, own);
    return new RowGradient({ places, rows: own }, this.#shape);
  }

  /** Gives its memory back: nobody has seen it. */
  discard(): void {
    context.backend.release(this.#kept.rows.storage);
    if (this.#whole) context.backend.release(this.#whole.storage);
  }

  /** As PyTorch prints a sparse tensor, but for its layout.
   * @example `${table.weight.grad}` */
  override toString(): string {
    const kept = this.placed();
    if (kept === null) return super.toString();
    const { places, rows } = kept;
    const indices = new Tensor(viewOf(places, [1, places.size], [places.size, 1], places.offset));
    const lines = [
      `indices=${indices.toString()}`,
      `values=${new Tensor(rows).toString()}`,
      `size=(${this.#shape.join(", ")}), nnz=${places.size}`,
    ];
    return `tensor(${lines.join(",\n       ")})`;
  }
}

/** Every place once, in their order. */
function sortedPlaces(places: NDArray): NDArray {
  const found = Int32Array.from(new Set(elementsOf(places))).sort();
  const out = allocate("coalesce", "int32", [found.length]);
  elementsOf(out).set(found);
  return out;
}

/** `x` as a gradient of rows. @throws {TypeError} when it is none */
export function requireRows(operation: string, x: Tensor): RowGradient {
  if (x instanceof RowGradient) return x;
  throw new TypeError(
    sentences(
      say`${operation}: this tensor of shape ${showShape(x.array.shape)} is not sparse.`,
      say`Gradients of embeddings with { sparse: true } are.`,
    ),
  );
}
