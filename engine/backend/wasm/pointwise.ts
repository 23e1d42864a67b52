/**
 * The half of the fast backend that computes each element for itself: functions, gradients, comparisons, choices and
 * losses, of every dtype that there is a kernel for. All else is inherited from the JS backend, whose loops run over the
 * same memory.
 *
 * A method that is handed a strided array makes a contiguous copy with a kernel, and releases it at once.
 */
import { bytesPerElement, type DType, fromStorage, type NDArray, viewOf } from "../../core/ndarray.ts";
import { sameShape, type Shape, sizeOf, stridesOf } from "../../core/shape.ts";
import { Binary, Compare } from "../../table/index.ts";
import type { BinaryCode, CompareCode, PairLossCode, UnaryCode, UnaryGradCode } from "../backend.ts";
import { PairLoss } from "../backend.ts";
import { binaryChecks, gradientChecks, lossChecks, pairChecks, unaryChecks } from "../checks/elementwise.ts";
import type { Check } from "../checks/samples.ts";
import { UncheckedJs } from "../js/jsBackend.ts";
import type { Allocator } from "../memory/allocator.ts";
import { addressOf } from "../memory/wasmStorage.ts";
import {
  type BinaryKernels,
  binaryKernels,
  type Broadcasting,
  type Call,
  Examined,
  gradientKernels,
  type LossKernels,
  lossKernels,
  type PairKernels,
  pairKernels,
  unaryKernels,
} from "./kernelTables.ts";
import { cutElements, type ThreadPool } from "./threadPool.ts";
import { type ByDType, byDType } from "./typedKernels.ts";
import type { Kernels } from "./wasmKernels.ts";

/** Elements from which on a kernel is worth several threads: some ten microseconds of work. */
export const WORTH_CUTTING = 65536;

/** Examines kernels before their first use; false when they do not what plain loops do. */
export type Examine = (checks: readonly Check[]) => boolean;

export class PointwiseWasm extends UncheckedJs {
  override readonly name: string;
  protected readonly allocator: Allocator;
  /** Address of memory that kernels of this thread may use. */
  protected readonly scratch: number;
  protected readonly pool: ThreadPool | null;
  readonly #unary: Examined<Call>;
  readonly #gradients: Examined<Call>;
  readonly #binary: Examined<BinaryKernels>;
  readonly #losses: Examined<LossKernels>;
  readonly #powers: ByDType<Call>;
  readonly #pairs: Examined<PairKernels>;

  constructor(
    name: string,
    kernels: Kernels,
    allocator: Allocator,
    scratch: number,
    pool: ThreadPool | null,
    examine: Examine,
  ) {
    super();
    this.name = name;
    this.allocator = allocator;
    this.scratch = scratch;
    this.pool = pool;
    const examined = <K>(
      all: ByDType<readonly (K | null)[]>,
      checks: (code: number, dtype: DType) => Check[],
    ) => new Examined(all, (code, dtype) => examine(checks(code, dtype)));
    this.#unary = examined(unaryKernels(kernels), unaryChecks);
    this.#gradients = examined(gradientKernels(kernels), gradientChecks);
    this.#binary = examined(binaryKernels(kernels), binaryChecks);
    this.#losses = examined(lossKernels(kernels), (code, dtype) => lossChecks(code as PairLossCode, dtype));
    this.#powers = byDType(kernels, "powWhole");
    this.#pairs = examined(pairKernels(kernels), (_, dtype) => pairChecks(dtype));
  }

  protected allocated(dtype: DType, shape: Shape, size: number): NDArray {
    return fromStorage(this.allocator.allocate(dtype, size, "temporary"), shape);
  }

  /** `x`, broadcast to `shape`, without gaps; what is made for it goes when `done` is called with it. */
  protected plain(x: NDArray, shape: Shape = x.shape): NDArray {
    if (x.contiguous && sameShape(x.shape, shape)) return x;
    const copy = this.allocated(x.dtype, shape, sizeOf(shape));
    this.copy(x, copy);
    return copy;
  }

  protected done(plain: NDArray, original: NDArray): void {
    if (plain !== original) this.allocator.release(plain.storage);
  }

  /**
   * Calls a kernel whose first arguments are pointers to elements of so many `bytes` each, then their number; its last
   * one is scratch memory when `scratched`.
   */
  protected each(kernel: Call, bytes: readonly number[], args: number[], scratched = false): void {
    const { pool } = this;
    if (pool === null || args[bytes.length] < WORTH_CUTTING) kernel(...args);
    else pool.run(cutElements(kernel, args, bytes, pool.threads, scratched ? args.length - 1 : -1));
  }

  /**
   * Calls a kernel over [outer, …] of `size` elements, some of the outer ones on each thread. Its first arguments are
   * pointers that go on by so many bytes from one to the next, then comes `outer`; its last one is scratch memory when
   * `scratched`.
   */
  protected eachOuter(
    kernel: Call,
    bytes: readonly number[],
    args: number[],
    size: number,
    scratched = false,
  ): void {
    const { pool } = this;
    const lengthAt = bytes.length;
    const outer = args[lengthAt];
    if (pool === null || size < WORTH_CUTTING || outer < 2) {
      kernel(...args);
      return;
    }
    const length = Math.ceil(outer / (4 * pool.threads));
    const steps = args.map((_, i) => (i < lengthAt ? bytes[i] * length : 0));
    pool.run({ kernel, args, steps, lengthAt, length, scratchAt: scratched ? args.length - 1 : -1 });
  }

  override unary(op: UnaryCode, x: NDArray, out: NDArray, p0: number, p1: number): void {
    const kernel = this.#unary.of(out.dtype, op);
    if (kernel === null || !out.contiguous) return super.unary(op, x, out, p0, p1);
    let a = p0;
    let b = p1;
    if (out.dtype === "int32") {
      // Bounds beyond the whole numbers do not bind.
      a = Math.max(p0, -(2 ** 31));
      b = Math.min(p1, 2 ** 31 - 1);
      if (a > 2 ** 31 - 1 || b < -(2 ** 31)) return super.unary(op, x, out, p0, p1);
    }
    const from = x.contiguous ? x : this.plain(x);
    const n = out.size;
    const dst = addressOf(out);
    const src = addressOf(from);
    if (n < WORTH_CUTTING) kernel(dst, src, n, a, b, this.scratch);
    else {
      const bytes = bytesPerElement[out.dtype];
      this.each(kernel, [bytes, bytes], [dst, src, n, a, b, this.scratch], true);
    }
    if (from !== x) this.done(from, x);
  }

  override unaryBackward(
    op: UnaryGradCode,
    saved: NDArray,
    g: NDArray,
    out: NDArray,
    p0: number,
    p1: number,
  ): void {
    const kernel = this.#gradients.of(out.dtype, op);
    if (kernel === null || !out.contiguous) return super.unaryBackward(op, saved, g, out, p0, p1);
    const from = saved.contiguous ? saved : this.plain(saved);
    const by = g.contiguous ? g : this.plain(g);
    const n = out.size;
    if (n < WORTH_CUTTING) kernel(addressOf(out), addressOf(by), addressOf(from), n, p0, p1);
    else {
      const bytes = bytesPerElement[out.dtype];
      this.each(kernel, [bytes, bytes, bytes], [addressOf(out), addressOf(by), addressOf(from), n, p0, p1]);
    }
    this.done(from, saved);
    this.done(by, g);
  }

  override binary(op: BinaryCode, a: NDArray, b: NDArray, out: NDArray): void {
    const kernels = this.#binary.of(out.dtype, op);
    if (kernels === null || !out.contiguous) return super.binary(op, a, b, out);
    const n = out.size;
    if (a.contiguous && b.contiguous && a.size === n && b.size === n) return this.#both(kernels, a, b, out);
    a = unstretched(a);
    b = unstretched(b);
    if (a.contiguous && b.contiguous) {
      if (isColumn(a, out) && isRow(b, out)) return this.#crossed(kernels.second, b, a, out);
      if (isRow(a, out) && isColumn(b, out)) return this.#crossed(kernels.first, a, b, out);
    }
    const small = smallOf(a, b, out);
    if (small) {
      const other = small === a ? b : a;
      const full = other.contiguous && other.size === n ? other : this.plain(other, out.shape);
      this.#broadcast(small === a ? kernels.second : kernels.first, full, small, out);
      return this.done(full, other);
    }
    const [x, y] = [this.plain(a, out.shape), this.plain(b, out.shape)];
    this.#both(kernels, x, y, out);
    this.done(x, a);
    this.done(y, b);
  }

  #both({ both }: BinaryKernels, x: NDArray, y: NDArray, out: NDArray): void {
    const n = out.size;
    if (n < WORTH_CUTTING) return both(addressOf(out), addressOf(x), addressOf(y), n, this.scratch);
    const bytes = bytesPerElement[out.dtype];
    const args = [addressOf(out), addressOf(x), addressOf(y), n, this.scratch];
    this.each(both, [bytes, bytes, bytes], args, true);
  }

  /** `small`, which {@link staysSmall}, is stretched along rows or columns of `full`. */
  #broadcast(kernels: Broadcasting, full: NDArray, small: NDArray, out: NDArray): void {
    const n = out.size;
    const m = small.size;
    if (n === 0) return;
    const [dst, x, y] = [addressOf(out), addressOf(full), addressOf(small)];
    if (m === 1 || !small.contiguous) kernels.column(dst, x, y, 1, n, this.scratch);
    else if (isTrailing(small.shape, out.shape)) kernels.row(dst, x, y, n / m, m, this.scratch);
    else kernels.column(dst, x, y, m, n / m, this.scratch);
  }

  /** Each number of `column` with the whole of `row`: neither is written out. */
  #crossed(kernels: Broadcasting, row: NDArray, column: NDArray, out: NDArray): void {
    const bytes = bytesPerElement[out.dtype];
    const n = row.size;
    const x = addressOf(row);
    let [dst, y] = [addressOf(out), addressOf(column)];
    for (let i = column.size; i > 0; i--) {
      kernels.column(dst, x, y, 1, n, this.scratch);
      dst += n * bytes;
      y += bytes;
    }
  }

  override binaryScalar(op: BinaryCode, a: NDArray, value: number, reversed: boolean, out: NDArray): void {
    const { dtype } = out;
    const kernels = this.#binary.of(dtype, op);
    const holds = dtype !== "int32" || value === (value | 0);
    if (kernels === null || !holds || !out.contiguous) {
      return super.binaryScalar(op, a, value, reversed, out);
    }
    const power = op === Binary.pow && !reversed && Number.isInteger(value) && Math.abs(value) <= 16;
    const kernel =
      (power ? this.#powers[dtype] : undefined) ?? (reversed ? kernels.fromNumber : kernels.number);
    const plain = a.contiguous ? a : this.plain(a);
    const n = out.size;
    if (n < WORTH_CUTTING) kernel(addressOf(out), addressOf(plain), value, n, this.scratch);
    else this.#withNumber(kernel, plain, value, out);
    if (plain !== a) this.done(plain, a);
  }

  /** The number stands between the pointers and the length: it is handed to parts as a pointer that does not move. */
  #withNumber(kernel: Call, x: NDArray, value: number, out: NDArray): void {
    const bytes = bytesPerElement[out.dtype];
    this.each(kernel, [bytes, bytes, 0], [addressOf(out), addressOf(x), value, out.size, this.scratch], true);
  }

  override compare(op: CompareCode, a: NDArray, b: NDArray, out: NDArray): void {
    const kernel = this.#pairs.of(a.dtype, 0)?.compare;
    if (!kernel || !out.contiguous) return super.compare(op, a, b, out);
    const [x, y] = [this.plain(a, out.shape), this.plain(b, out.shape)];
    const bytes = bytesPerElement[a.dtype];
    this.each(kernel, [1, bytes, bytes], [addressOf(out), addressOf(x), addressOf(y), out.size, op]);
    this.done(x, a);
    this.done(y, b);
  }

  override compareScalar(op: CompareCode, a: NDArray, value: number, out: NDArray): void {
    const { dtype } = a;
    const kernel = this.#pairs.of(dtype, 0)?.compareNumber;
    if (!kernel || !out.contiguous) return super.compareScalar(op, a, value, out);
    let [code, bound] = [op, value];
    if (dtype === "float32" && !Number.isNaN(value) && Math.fround(value) !== value) {
      // Between two numbers that float32 has: the lower one tells as well.
      if (op === Compare.eq || op === Compare.ne) return this.fill(out, Number(op === Compare.ne));
      code = op === Compare.lt || op === Compare.le ? Compare.le : Compare.gt;
      bound = lowerFloat32(value);
    } else if (dtype === "int32" ? value !== (value | 0) : dtype === "bool" && value !== (value & 255)) {
      return super.compareScalar(op, a, value, out);
    }
    const plain = this.plain(a);
    kernel(addressOf(out), addressOf(plain), bound, out.size, code);
    this.done(plain, a);
  }

  override where(condition: NDArray, a: NDArray, b: NDArray, out: NDArray): void {
    const { dtype, shape } = out;
    const kernel = this.#pairs.of(dtype, 0)?.where;
    if (!kernel || !out.contiguous) return super.where(condition, a, b, out);
    const ofOne = (x: NDArray): boolean => x.size === 1;
    const c = this.plain(condition, shape);
    const x = ofOne(a) ? a : this.plain(a, shape);
    const y = ofOne(b) ? b : this.plain(b, shape);
    const steps = [Number(!ofOne(a)), Number(!ofOne(b))];
    kernel(addressOf(out), addressOf(c), addressOf(x), steps[0], addressOf(y), steps[1], out.size);
    this.done(c, condition);
    this.done(x, a);
    this.done(y, b);
  }

  override addScaled(out: NDArray, x: NDArray, alpha: number): void {
    const kernel = this.#pairs.of(out.dtype, 0)?.axpy;
    if (!kernel || !out.contiguous) return super.addScaled(out, x, alpha);
    const plain = this.plain(x, out.shape);
    const n = out.size;
    if (n < WORTH_CUTTING) kernel(addressOf(out), addressOf(plain), n, alpha);
    else {
      const bytes = bytesPerElement[out.dtype];
      this.each(kernel, [bytes, bytes], [addressOf(out), addressOf(plain), n, alpha]);
    }
    this.done(plain, x);
  }

  override pairLoss(op: PairLossCode, x: NDArray, t: NDArray, out: NDArray, p0: number): void {
    const kernels = this.#losses.of(x.dtype, lossOf(op, p0));
    if (kernels === null) return super.pairLoss(op, x, t, out, p0);
    const bytes = bytesPerElement[x.dtype];
    this.each(kernels.each, [bytes, bytes, bytes], [addressOf(out), addressOf(x), addressOf(t), x.size, p0]);
  }

  override pairLossTotal(
    op: PairLossCode,
    x: NDArray,
    t: NDArray,
    out: NDArray,
    scale: number,
    p0: number,
  ): void {
    const kernels = this.#losses.of(x.dtype, lossOf(op, p0));
    if (kernels === null) return super.pairLossTotal(op, x, t, out, scale, p0);
    kernels.total(addressOf(out), addressOf(x), addressOf(t), x.size, scale, p0);
  }

  override pairLossBackward(
    op: PairLossCode,
    x: NDArray,
    t: NDArray,
    g: NDArray,
    gx: NDArray,
    scale: number,
    p0: number,
  ): void {
    const kernels = this.#losses.of(x.dtype, lossOf(op, p0));
    if (kernels === null) return super.pairLossBackward(op, x, t, g, gx, scale, p0);
    const n = gx.size;
    if (n === 0) return;
    const single = g.size !== n || n === 1;
    // Asked for in any case: who gave it back learns of it before anything is written.
    const place = addressOf(g);
    const upper = single ? place : 0;
    const { gradient } = kernels;
    if (n < WORTH_CUTTING) gradient(addressOf(gx), addressOf(x), addressOf(t), n, upper, scale, p0);
    else {
      const bytes = bytesPerElement[x.dtype];
      const args = [addressOf(gx), addressOf(x), addressOf(t), n, upper, scale, p0];
      this.each(gradient, [bytes, bytes, bytes], args);
    }
    if (!single) this.binary(Binary.mul, gx, g, gx);
  }
}

/** smoothL1 with p0 = 0 is l1. */
const lossOf = (op: PairLossCode, p0: number): PairLossCode =>
  op === PairLoss.smoothL1 && p0 === 0 ? PairLoss.l1 : op;

/** The largest float32 below a number that is none. */
function lowerFloat32(value: number): number {
  const near = new Float32Array([value]);
  if (near[0] <= value) return near[0];
  const bits = new Int32Array(near.buffer);
  // Down is away from 0 for negative numbers; from the least positive one it is 0.
  bits[0] += bits[0] > 0 ? -1 : 1;
  return near[0];
}

/** What `x` was before some of its axes were stretched, where that lies in its storage without gaps. */
function unstretched(x: NDArray): NDArray {
  const { shape, strides } = x;
  if (x.contiguous || x.size === 0 || !strides.includes(0)) return x;
  const own = shape.map((extent, i) => (strides[i] === 0 ? 1 : extent));
  const plain = stridesOf(own);
  for (let i = 0; i < own.length; i++) if (own[i] > 1 && strides[i] !== plain[i]) return x;
  return viewOf(x, own, plain, x.offset);
}

/** Enough numbers a row, that a call for each is no burden. */
const CROSSED = 128;

/** Whether a matrix `full` has one number of `x` for each row. */
function isColumn(x: NDArray, full: NDArray): boolean {
  const { shape } = x;
  return full.shape.length === 2 && shape.length === 2 && shape[0] === full.shape[0] && shape[1] === 1;
}

/** Whether `x` is one row of a matrix `full`. */
function isRow(x: NDArray, full: NDArray): boolean {
  const { length } = full.shape;
  return length === 2 && x.size === full.shape[1] && x.shape.at(-1) === x.size && x.size >= CROSSED;
}

/** Which of two stays small; of two that could, the column does, since rows are sooner copied. */
function smallOf(a: NDArray, b: NDArray, out: NDArray): NDArray | null {
  if (!staysSmall(a, out)) return staysSmall(b, out) ? b : null;
  return !staysSmall(b, out) || isLeading(a.shape, out.shape) ? a : b;
}

/** Whether there is a kernel that stretches `small` itself along rows or columns of `full`. */
function staysSmall(small: NDArray, full: NDArray): boolean {
  if (!small.contiguous) return isOne(small);
  if (small.size === full.size) return false;
  return small.size === 1 || isTrailing(small.shape, full.shape) || isLeading(small.shape, full.shape);
}

/** One number, stretched along every axis, as the gradient of a sum is. */
function isOne({ size, strides }: NDArray): boolean {
  for (const stride of strides) if (stride !== 0) return false;
  return size > 0;
}

/** `small` is the end of `full`: one row that serves all. Leading axes of length 1 do not count. */
function isTrailing(small: Shape, full: Shape): boolean {
  let stretched = false;
  for (let back = 1; back <= small.length; back++) {
    const extent = small[small.length - back];
    if (extent === full[full.length - back]) {
      if (stretched && extent !== 1) return false;
    } else stretched = true;
  }
  return true;
}

/** `small` has every axis of `full` from the first on, and then 1s: one number a row. */
function isLeading(small: Shape, full: Shape): boolean {
  if (small.length !== full.length) return false;
  let axis = 0;
  while (axis < full.length && small[axis] === full[axis]) axis++;
  while (axis < full.length && small[axis] === 1) axis++;
  return axis === full.length;
}
