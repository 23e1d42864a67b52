/**
 * The fast backend: what there are kernels for goes to them; all else is inherited from the JS backend, whose loops run
 * over the same memory. What is computed element by element stands in pointwise.ts.
 */
import {
  bytesPerElement,
  type DType,
  isFloating,
  type MemoryKind,
  type NDArray,
  type Storage,
} from "../../core/ndarray.ts";
import { broadcastStrides } from "../../core/shape.ts";
import type { Allocator } from "../memory/allocator.ts";
import { isApart, sharesPlaces } from "../argumentChecks.ts";
import {
  Activation,
  Binary,
  type ActivationCode,
  type AdadeltaStep,
  type AdagradStep,
  type MomentStep,
  type AdamStep,
  type ClassLoss,
  type DrawCode,
  type MemoryUse,
  type Norm,
  Ramp,
  type RampCode,
  Reduce,
  type ReduceCode,
  type RmspropStep,
  type SgdStep,
  Unary,
  type Window,
} from "../backend.ts";
import { type Examine, PointwiseWasm, WORTH_CUTTING } from "./pointwise.ts";
import type { ThreadPool } from "./threadPool.ts";
import { checksOf } from "../checks/selfCheck.ts";
import { type Casts, castTables, KernelTable, tabulator } from "./typedKernels.ts";
import type { CopyStrided, Indexed, Kernels, OptimiserName } from "./wasmKernels.ts";
import { copyStrided } from "./wasmCopy.ts";
import { NormKernels } from "./wasmNorms.ts";
import { reductions, type Reductions } from "./wasmReduce.ts";
import { drawByKernel } from "./wasmRandom.ts";
import { canMultiply, type Gemms, gemms, multiply } from "./wasmMatmul.ts";
import { addressOf, viewAt } from "../memory/wasmStorage.ts";
import { SequenceKernels } from "./wasmSequences.ts";
import { WindowKernels } from "./wasmWindows.ts";

type Result = (...args: number[]) => number;
const reductionCodes = { none: 0, mean: 1, sum: 2 } as const;

const isFloat = (x: NDArray): boolean => x.dtype === "float32";
const isPlain = (x: NDArray): boolean => x.dtype === "float32" && x.contiguous;

/** The kernels themselves, which trust their arguments: open them with `openWasmBackend`. */
export class UncheckedWasm extends PointwiseWasm {
  readonly #kernels: Kernels;
  readonly #gemms: Gemms;
  readonly #copies: KernelTable<CopyStrided>;
  readonly #casts: Casts;
  readonly #reductions: Reductions;
  readonly #rows: KernelTable<Indexed, "take" | "put">;
  readonly #addRows: KernelTable<Indexed>;
  readonly #addTaken: KernelTable;
  readonly #counts: KernelTable<(x: number, n: number) => number>;
  readonly #finds: KernelTable<(dst: number, x: number, found: number) => void>;
  readonly #orders: KernelTable;
  readonly #ramps: KernelTable;
  readonly #windows: WindowKernels;
  readonly #norms: NormKernels;
  readonly #sequences: SequenceKernels;
  /** The first two for float64: those of float32 have no letters in their names. */
  readonly #losses: Readonly<
    Record<"crossEntropy" | "crossEntropyGrad" | "classLoss" | "classLossGrad", KernelTable<Result>>
  >;
  readonly #optimisers: Readonly<Record<OptimiserName, KernelTable>>;
  readonly #factors: Readonly<Record<"factorise" | "solve", KernelTable>>;
  readonly #powers = new AdamPowers();

  /**
   * @param scratch address of convolutionScratchBytes() bytes that nobody else uses
   * @param pool threads for large kernels, or null to do them on this one
   * @param examine compares kernels with plain loops before their first use
   */
  constructor(
    name: string,
    kernels: Kernels,
    allocator: Allocator,
    scratch: number,
    pool: ThreadPool | null,
    examine: Examine,
  ) {
    super(name, kernels, allocator, scratch, pool, examine);
    this.#kernels = kernels;
    const wanted = (kernel: string): boolean => examine(checksOf(kernel));
    const tabulate = tabulator(kernels, wanted);
    this.#gemms = gemms(tabulate, pool);
    const copies = { float32: "copy4", float64: "copy8", int32: "copy4", bool: "copy1" };
    this.#copies = tabulate("", copies);
    this.#casts = castTables(tabulate);
    this.#reductions = reductions(tabulate);
    this.#rows = new KernelTable(kernels, wanted, { take: "takeRows", put: "putRows" });
    this.#addRows = tabulate("addRows");
    this.#addTaken = tabulate("addTaken");
    this.#counts = tabulate("count");
    this.#finds = tabulate("find");
    this.#orders = tabulate("order");
    this.#ramps = tabulate("ramp");
    this.#norms = new NormKernels(tabulate, allocator, pool);
    this.#sequences = new SequenceKernels(kernels, wanted, allocator, scratch, pool);
    this.#windows = new WindowKernels(kernels, tabulate, allocator, scratch, pool);
    // Those of float32 have no letters in their names.
    const optimiser = (name: OptimiserName): KernelTable => tabulate(name, { float32: name });
    this.#optimisers = {
      sgd: optimiser("sgd"),
      sgdMomentum: optimiser("sgdMomentum"),
      adam: optimiser("adam"),
      rmsprop: optimiser("rmsprop"),
      adagrad: optimiser("adagrad"),
      moments: optimiser("moments"),
      adadelta: optimiser("adadelta"),
    };
    this.#factors = { factorise: tabulate("factorise"), solve: tabulate("solveFactors") };
    this.#losses = {
      crossEntropy: tabulate("crossEntropy"),
      crossEntropyGrad: tabulate("crossEntropyGrad"),
      classLoss: tabulate("classLoss"),
      classLossGrad: tabulate("classLossGrad"),
    };
  }

  get limit(): number {
    return this.allocator.limit;
  }

  override allocate(dtype: DType, length: number, kind: MemoryKind): Storage {
    return this.allocator.allocate(dtype, length, kind);
  }

  override release(storage: Storage): void {
    this.allocator.release(storage);
  }

  override retag(storage: Storage, kind: MemoryKind): void {
    this.allocator.retag(storage, kind);
  }

  override memory(): MemoryUse {
    return this.allocator.memory();
  }

  override collect(): void {
    this.allocator.collect();
  }

  override copy(x: NDArray, out: NDArray): void {
    if (x.dtype !== out.dtype) return this.#cast(x, out);
    if (x.storage === out.storage && !isApart(x, out)) {
      // A slice of itself may lie across what is being written.
      const read = this.allocated(x.dtype, x.shape, x.size);
      this.copy(x, read);
      this.copy(read, out);
      return this.allocator.release(read.storage);
    }
    const bytes = bytesPerElement[x.dtype];
    if (x.contiguous && out.contiguous && x.size === out.size) {
      return this.#kernels.copyBytes(addressOf(out), addressOf(x), out.size * bytes);
    }
    const strides = broadcastStrides(x.shape, x.strides, out.shape);
    const copy = this.#copies.of(x.dtype);
    if (!copy) return super.copy(x, out);
    copyStrided(copy, bytes, addressOf(out), out.strides, addressOf(x), strides, out.shape);
  }

  /** Each element is converted once, and then put where it goes. */
  #cast(x: NDArray, out: NDArray): void {
    const cast = this.#casts[x.dtype].of(out.dtype);
    if (!cast) return super.copy(x, out);
    const plain = this.plain(x);
    const fits = out.contiguous && out.size === x.size;
    const made = fits ? out : this.allocated(out.dtype, x.shape, x.size);
    cast(addressOf(made), addressOf(plain), x.size);
    this.done(plain, x);
    if (fits) return;
    this.copy(made, out);
    this.allocator.release(made.storage);
  }

  override fill(out: NDArray, value: number): void {
    if (isPlain(out)) return this.#kernels.fill(addressOf(out), out.size, value);
    if (sharesPlaces(out)) return super.fill(out, value);
    const copy = this.#copies.of(out.dtype);
    if (!copy) return super.fill(out, value);
    // One element that is read again and again, as is done with a stretched one.
    const one = viewAt(out.dtype, this.allocator.linear.buffer, this.scratch, 1);
    one[0] = out.dtype === "bool" ? Number(value !== 0) : value;
    const still = new Array<number>(out.shape.length).fill(0);
    const bytes = bytesPerElement[out.dtype];
    copyStrided(copy, bytes, addressOf(out), out.strides, this.scratch, still, out.shape);
  }

  override reduce(op: ReduceCode, x: NDArray, out: NDArray, outer: number, n: number, inner: number): void {
    const { sums, plain, logSumExp } = this.#reductions;
    const { dtype } = x;
    const sum = op === Reduce.mean && !isFloating(dtype) ? null : sums[op]?.of(dtype);
    if (sum) return sum(addressOf(out), addressOf(x), outer, n, inner, op === Reduce.mean ? n : 1);
    const bytes = bytesPerElement[dtype];
    const each = [inner * bytesPerElement[out.dtype], n * inner * bytes];
    const kernel = plain[op]?.of(dtype);
    if (kernel) {
      this.eachOuter(kernel, each, [addressOf(out), addressOf(x), outer, n, inner], x.size);
      return;
    }
    const columns = op === Reduce.logsumexp && n > 0 ? logSumExp.of(dtype) : null;
    if (!columns) super.reduce(op, x, out, outer, n, inner);
    else if (isFloat(x) && inner === 1) {
      this.eachOuter(this.#kernels.logSumExpRows, each, [addressOf(out), addressOf(x), outer, n], x.size);
    } else {
      const args = [addressOf(out), addressOf(x), outer, n, inner, this.scratch];
      this.eachOuter(columns, each, args, x.size, true);
    }
  }

  override argReduce(
    op: "max" | "min",
    x: NDArray,
    out: NDArray,
    outer: number,
    n: number,
    inner: number,
  ): void {
    const kernel = this.#reductions[op === "max" ? "argmax" : "argmin"].of(x.dtype);
    if (!kernel) return super.argReduce(op, x, out, outer, n, inner);
    const each = [4 * inner, n * inner * bytesPerElement[x.dtype]];
    this.eachOuter(kernel, each, [addressOf(out), addressOf(x), outer, n, inner], x.size);
  }

  override cumsum(
    x: NDArray,
    out: NDArray,
    outer: number,
    n: number,
    inner: number,
    reversed: boolean,
  ): void {
    const kernel = this.#reductions.cumsum.of(x.dtype);
    if (!kernel) return super.cumsum(x, out, outer, n, inner, reversed);
    const bytes = n * inner * bytesPerElement[x.dtype];
    const args = [addressOf(out), addressOf(x), outer, n, inner, Number(reversed)];
    this.eachOuter(kernel, [bytes, bytes], args, x.size);
  }

  override cumprod(x: NDArray, out: NDArray, outer: number, n: number, inner: number): void {
    const kernel = this.#reductions.cumprod.of(x.dtype);
    if (!kernel) return super.cumprod(x, out, outer, n, inner);
    const bytes = n * inner * bytesPerElement[x.dtype];
    this.eachOuter(kernel, [bytes, bytes], [addressOf(out), addressOf(x), outer, n, inner], x.size);
  }

  override cumprodBackward(
    x: NDArray,
    g: NDArray,
    gx: NDArray,
    outer: number,
    n: number,
    inner: number,
  ): void {
    const kernel = this.#reductions.cumprodGrad.of(x.dtype);
    if (!kernel) return super.cumprodBackward(x, g, gx, outer, n, inner);
    const bytes = n * inner * bytesPerElement[x.dtype];
    const args = [addressOf(gx), addressOf(g), addressOf(x), outer, n, inner];
    this.eachOuter(kernel, [bytes, bytes, bytes], args, x.size);
  }

  override softmax(x: NDArray, out: NDArray, log: boolean, outer: number, n: number, inner: number): void {
    const bytes = n * inner * bytesPerElement[x.dtype];
    const each = [bytes, bytes];
    if (isFloat(x) && inner === 1) {
      const rows = log ? this.#kernels.logSoftmax : this.#kernels.softmax;
      if (x.size < WORTH_CUTTING) return rows(addressOf(out), addressOf(x), outer, n);
      return this.eachOuter(rows, each, [addressOf(out), addressOf(x), outer, n], x.size);
    }
    const columns = this.#reductions[log ? "logSoftmax" : "softmax"].of(x.dtype);
    if (!columns) return super.softmax(x, out, log, outer, n, inner);
    const args = [addressOf(out), addressOf(x), outer, n, inner, this.scratch];
    this.eachOuter(columns, each, args, x.size, true);
  }

  override softmaxBackward(
    y: NDArray,
    g: NDArray,
    gx: NDArray,
    log: boolean,
    outer: number,
    n: number,
    inner: number,
  ): void {
    const bytes = n * inner * bytesPerElement[y.dtype];
    const each = [bytes, bytes, bytes];
    const places = [addressOf(gx), addressOf(g), addressOf(y)];
    if (isFloat(y) && inner === 1) {
      const rows = log ? this.#kernels.logSoftmaxGrad : this.#kernels.softmaxGrad;
      if (y.size < WORTH_CUTTING) return rows(places[0], places[1], places[2], outer, n);
      return this.eachOuter(rows, each, [...places, outer, n], y.size);
    }
    const columns = this.#reductions[log ? "logSoftmaxGrad" : "softmaxGrad"].of(y.dtype);
    if (!columns) return super.softmaxBackward(y, g, gx, log, outer, n, inner);
    this.eachOuter(columns, each, [...places, outer, n, inner, this.scratch], y.size, true);
  }

  override normalise(
    x: NDArray,
    weight: NDArray | null,
    bias: NDArray | null,
    mean: NDArray,
    variance: NDArray,
    out: NDArray,
    norm: Norm,
  ): void {
    if (this.#norms.normalise(x, weight, bias, mean, variance, out, norm)) return;
    super.normalise(x, weight, bias, mean, variance, out, norm);
  }

  override normaliseBackward(
    g: NDArray,
    x: NDArray,
    weight: NDArray | null,
    mean: NDArray,
    variance: NDArray,
    gx: NDArray | null,
    gw: NDArray | null,
    gb: NDArray | null,
    norm: Norm,
  ): void {
    if (this.#norms.backward(g, x, weight, mean, variance, gx, gw, gb, norm)) return;
    super.normaliseBackward(g, x, weight, mean, variance, gx, gw, gb, norm);
  }

  override matmul(
    a: NDArray,
    b: NDArray,
    out: NDArray,
    bias: NDArray | null,
    activation: ActivationCode,
    accumulate: boolean,
  ): void {
    const plain = bias === null && activation === Activation.none && !accumulate;
    // A number times a vector, as in the slopes of a dot product.
    if (plain && out.shape.length === 2 && a.shape[1] === 1 && (out.shape[0] === 1 || out.shape[1] === 1)) {
      return this.binary(Binary.mul, a, b, out);
    }
    const gemm = this.#gemms(out.dtype);
    const wholes = !isFloating(out.dtype) && activation !== Activation.none;
    if (!gemm || wholes || !canMultiply(a, b)) return super.matmul(a, b, out, bias, activation, accumulate);
    multiply(gemm, this.scratch, a, b, out, bias, activation === Activation.relu, accumulate);
    if (activation === Activation.sigmoid) this.unary(Unary.sigmoid, out, out, 0, 0);
    else if (activation === Activation.tanh) this.unary(Unary.tanh, out, out, 0, 0);
  }

  override factorise(a: NDArray, order: NDArray, signs: NDArray): void {
    const kernel = this.#factors.factorise.of("float64");
    if (!kernel) return super.factorise(a, order, signs);
    const [count, n] = order.shape;
    const room = this.allocator.allocate("bool", this.#kernels.factorScratchBytes(n), "temporary");
    kernel(addressOf(a), addressOf(order), addressOf(signs), count, n, room.address, this.scratch);
    this.allocator.release(room);
  }

  override solveFactors(lu: NDArray, b: NDArray): void {
    const kernel = this.#factors.solve.of("float64");
    if (!kernel) return super.solveFactors(lu, b);
    const [count, n, m] = b.shape;
    const room = this.allocator.allocate("bool", this.#kernels.factorScratchBytes(n), "temporary");
    kernel(addressOf(lu), addressOf(b), count, n, m, room.address, this.scratch);
    this.allocator.release(room);
  }

  override convolve(x: NDArray, w: NDArray, bias: NDArray | null, out: NDArray, window: Window): void {
    if (!this.#windows.convolve(x, w, bias, out, window)) super.convolve(x, w, bias, out, window);
  }

  override convolveInput(g: NDArray, w: NDArray, out: NDArray, window: Window): void {
    if (!this.#windows.convolveInput(g, w, out, window)) super.convolveInput(g, w, out, window);
  }

  override convolveWeight(x: NDArray, g: NDArray, out: NDArray, window: Window): void {
    if (!this.#windows.convolveWeight(x, g, out, window)) super.convolveWeight(x, g, out, window);
  }

  override unfold(x: NDArray, out: NDArray, window: Window): void {
    if (!this.#windows.unfold(x, out, window)) super.unfold(x, out, window);
  }

  override fold(columns: NDArray, out: NDArray, window: Window): void {
    if (!this.#windows.fold(columns, out, window)) super.fold(columns, out, window);
  }

  override maxPool(x: NDArray, out: NDArray, positions: NDArray, window: Window): void {
    if (!this.#windows.maxPool(x, out, positions, window)) super.maxPool(x, out, positions, window);
  }

  override avgPool(x: NDArray, out: NDArray, window: Window, padded: boolean, divisor: number): void {
    if (!this.#windows.avgPool(x, out, window, padded, divisor))
      super.avgPool(x, out, window, padded, divisor);
  }

  override avgPoolBackward(g: NDArray, out: NDArray, window: Window, padded: boolean, divisor: number): void {
    if (!this.#windows.avgPoolBackward(g, out, window, padded, divisor))
      super.avgPoolBackward(g, out, window, padded, divisor);
  }

  override gru(
    x: NDArray,
    start: NDArray,
    w: NDArray,
    bias: NDArray | null,
    out: NDArray,
    gates: NDArray,
    backwards: boolean,
  ): void {
    if (!this.#sequences.gru(x, start, w, bias, out, gates, backwards))
      super.gru(x, start, w, bias, out, gates, backwards);
  }

  override gruBackward(
    g: NDArray,
    start: NDArray,
    w: NDArray,
    out: NDArray,
    gates: NDArray,
    dx: NDArray,
    du: NDArray,
    dstart: NDArray,
    backwards: boolean,
  ): void {
    if (!this.#sequences.gruBackward(g, start, w, out, gates, dx, du, dstart, backwards))
      super.gruBackward(g, start, w, out, gates, dx, du, dstart, backwards);
  }

  override lstm(
    x: NDArray,
    start: NDArray,
    startCell: NDArray,
    w: NDArray,
    bias: NDArray | null,
    out: NDArray,
    cells: NDArray,
    gates: NDArray,
    backwards: boolean,
  ): void {
    if (!this.#sequences.lstm(x, start, startCell, w, bias, out, cells, gates, backwards))
      super.lstm(x, start, startCell, w, bias, out, cells, gates, backwards);
  }

  override lstmBackward(
    g: NDArray,
    gcell: NDArray,
    startCell: NDArray,
    w: NDArray,
    cells: NDArray,
    gates: NDArray,
    dx: NDArray,
    dstart: NDArray,
    dcell: NDArray,
    backwards: boolean,
  ): void {
    if (!this.#sequences.lstmBackward(g, gcell, startCell, w, cells, gates, dx, dstart, dcell, backwards))
      super.lstmBackward(g, gcell, startCell, w, cells, gates, dx, dstart, dcell, backwards);
  }

  override attention(
    q: NDArray,
    k: NDArray,
    v: NDArray,
    mask: NDArray | null,
    out: NDArray,
    weights: NDArray,
    scale: number,
  ): void {
    if (!this.#sequences.attention(q, k, v, mask, out, weights, scale))
      super.attention(q, k, v, mask, out, weights, scale);
  }

  override attentionBackward(
    q: NDArray,
    k: NDArray,
    v: NDArray,
    weights: NDArray,
    g: NDArray,
    dq: NDArray,
    dk: NDArray,
    dv: NDArray,
    scale: number,
  ): void {
    if (!this.#sequences.attentionBackward(q, k, v, weights, g, dq, dk, dv, scale))
      super.attentionBackward(q, k, v, weights, g, dq, dk, dv, scale);
  }

  override take(x: NDArray, positions: NDArray, out: NDArray, inner: number, outer: number): void {
    const bytes = bytesPerElement[x.dtype];
    const [dst, from, where] = [addressOf(out), addressOf(x), addressOf(positions)];
    const block = (x.size * bytes) / outer;
    const kernel = this.#rows.of("take");
    if (!kernel) return super.take(x, positions, out, inner, outer);
    if (outer > 0) kernel(dst, from, where, positions.size, inner * bytes, outer, block);
  }

  override put(
    out: NDArray,
    positions: NDArray,
    source: NDArray,
    inner: number,
    outer: number,
    accumulate: boolean,
  ): void {
    if (outer === 0) return;
    const kernel = accumulate ? this.#addRows.of(out.dtype) : this.#rows.of("put");
    if (!kernel) return super.put(out, positions, source, inner, outer, accumulate);
    const bytes = bytesPerElement[out.dtype];
    const width = accumulate ? inner : inner * bytes;
    const block = (out.size * bytes) / outer;
    kernel(addressOf(out), addressOf(source), addressOf(positions), positions.size, width, outer, block);
  }

  override addTaken(out: NDArray, bags: NDArray, table: NDArray, positions: NDArray): void {
    const kernel = this.#addTaken.of(out.dtype);
    if (!kernel) return super.addTaken(out, bags, table, positions);
    const [, columns] = table.shape;
    kernel(addressOf(out), addressOf(bags), addressOf(table), addressOf(positions), bags.size, columns);
  }

  override outside(indices: NDArray, count: number): number {
    return this.#kernels.outside(addressOf(indices), indices.size, Math.min(count, 2 ** 31));
  }

  override locate(
    index: NDArray,
    out: NDArray,
    outer: number,
    n: number,
    inner: number,
    extent: number,
  ): number {
    return this.#kernels.locate(addressOf(out), addressOf(index), outer, n, inner, extent);
  }

  override count(x: NDArray): number {
    return this.#counts.of(x.dtype)?.(addressOf(x), x.size) ?? super.count(x);
  }

  override find(x: NDArray, out: NDArray): void {
    const kernel = this.#finds.of(x.dtype);
    if (!kernel) return super.find(x, out);
    kernel(addressOf(out), addressOf(x), out.size);
  }

  override order(
    x: NDArray,
    out: NDArray,
    outer: number,
    n: number,
    inner: number,
    descending: boolean,
  ): void {
    const kernel = this.#orders.of(x.dtype);
    if (!kernel) return super.order(x, out, outer, n, inner, descending);
    const room = this.#kernels.orderScratchBytes(n, bytesPerElement[x.dtype]);
    const scratch = this.allocator.allocate("bool", room, "temporary");
    const kept = out.size / (outer * inner);
    kernel(addressOf(out), addressOf(x), outer, n, inner, kept, Number(descending), scratch.address);
    this.allocator.release(scratch);
  }

  override ramp(op: RampCode, out: NDArray, start: number, step: number, end: number): void {
    const kernel = this.#ramps.of(out.dtype);
    const last = start + (out.size - 1) * step;
    const holds =
      isFloating(out.dtype) || (op === Ramp.whole && Math.max(Math.abs(start), Math.abs(last)) < 2 ** 31);
    if (!kernel || !holds) return super.ramp(op, out, start, step, end);
    kernel(addressOf(out), out.size, op, start, step, end);
  }

  override crossEntropy(x: NDArray, target: NDArray, losses: NDArray, probabilities: NDArray): void {
    const double = x.dtype === "float64" ? this.#losses.crossEntropy.of("float64") : null;
    const kernel = isFloat(x) ? this.#kernels.crossEntropy : double;
    if (!kernel) return super.crossEntropy(x, target, losses, probabilities);
    const [rows, classes] = x.shape;
    kernel(addressOf(losses), addressOf(probabilities), addressOf(x), addressOf(target), rows, classes);
  }

  override crossEntropyBackward(
    probabilities: NDArray,
    target: NDArray,
    g: NDArray,
    gx: NDArray,
    scale: number,
  ): void {
    const double = gx.dtype === "float64" ? this.#losses.crossEntropyGrad.of("float64") : null;
    const kernel = isFloat(gx) ? this.#kernels.crossEntropyGrad : double;
    if (!kernel) return super.crossEntropyBackward(probabilities, target, g, gx, scale);
    const [rows, classes] = probabilities.shape;
    kernel(
      addressOf(gx),
      addressOf(probabilities),
      addressOf(target),
      addressOf(g),
      g.size === 1 ? 0 : 1,
      scale,
      rows,
      classes,
    );
  }

  override classLoss(
    logs: NDArray,
    target: NDArray,
    weight: NDArray | null,
    out: NDArray,
    loss: ClassLoss,
  ): number {
    const kernel = this.#losses.classLoss.of(logs.dtype);
    if (!kernel) return super.classLoss(logs, target, weight, out, loss);
    const [rows, classes] = logs.shape;
    const places = [addressOf(out), addressOf(logs), addressOf(target), weight ? addressOf(weight) : 0];
    const code = reductionCodes[loss.reduction];
    return kernel(...places, rows, classes, loss.ignored, loss.smoothing, code);
  }

  override classLossBackward(
    target: NDArray,
    weight: NDArray | null,
    g: NDArray,
    gx: NDArray,
    loss: ClassLoss,
    scale: number,
  ): void {
    const kernel = this.#losses.classLossGrad.of(gx.dtype);
    if (!kernel) return super.classLossBackward(target, weight, g, gx, loss, scale);
    const [rows, classes] = gx.shape;
    const { ignored, smoothing } = loss;
    const [to, by, where, w] = [gx, g, target, weight].map((array) => (array ? addressOf(array) : 0));
    kernel(to, by, Number(g.size !== 1), where, w, rows, classes, ignored, smoothing, scale);
  }

  override draw(op: DrawCode, state: NDArray, out: NDArray, p0: number, p1: number): void {
    if (!drawByKernel(this.#kernels, op, state, out, p0, p1)) super.draw(op, state, out, p0, p1);
  }

  override sgd(param: NDArray, grad: NDArray, momentum: NDArray | null, step: SgdStep): void {
    const { sgd, sgdMomentum } = this.#optimisers;
    const kernel = (momentum === null ? sgd : sgdMomentum).of(param.dtype);
    if (!kernel) return super.sgd(param, grad, momentum, step);
    const bytes = bytesPerElement[param.dtype];
    const p = addressOf(param);
    const g = addressOf(grad);
    const n = param.size;
    const sign = step.maximize ? -1 : 1;
    if (momentum === null) {
      if (n < WORTH_CUTTING) return kernel(p, g, n, sign, step.lr, step.weightDecay);
      return this.each(kernel, [bytes, bytes], [p, g, n, sign, step.lr, step.weightDecay]);
    }
    this.each(
      kernel,
      [bytes, bytes, bytes],
      [
        p,
        g,
        addressOf(momentum),
        n,
        sign,
        step.lr,
        step.weightDecay,
        step.momentum,
        step.dampening,
        Number(step.nesterov),
        Number(step.first),
      ],
    );
  }

  override adam(
    param: NDArray,
    grad: NDArray,
    m: NDArray,
    v: NDArray,
    maxV: NDArray | null,
    step: AdamStep,
  ): void {
    const kernel = maxV ? null : this.#optimisers.adam.of(param.dtype);
    if (!kernel) return super.adam(param, grad, m, v, maxV, step);
    const bytes = bytesPerElement[param.dtype];
    const p = addressOf(param);
    const g = addressOf(grad);
    const mean = addressOf(m);
    const square = addressOf(v);
    const n = param.size;
    const { beta1, beta2, eps } = step;
    const sign = step.maximize ? -1 : 1;
    const shrink = step.decoupled ? 1 - step.lr * step.weightDecay : 1;
    const decay = step.decoupled ? 0 : step.weightDecay;
    const { rest1: unbiased1, rest2: unbiased2 } = this.#powers.of(beta1, beta2, step.step);
    const rate = step.lr / unbiased1;
    const root = 1 / Math.sqrt(unbiased2);
    const rest1 = 1 - beta1;
    const rest2 = 1 - beta2;
    // An array of arguments would cost more than a small parameter's update.
    if (n < WORTH_CUTTING) {
      kernel(p, g, mean, square, n, sign, shrink, decay, beta1, rest1, beta2, rest2, rate, root, eps);
    } else {
      const numbers = [sign, shrink, decay, beta1, rest1, beta2, rest2, rate, root, eps];
      this.each(kernel, [bytes, bytes, bytes, bytes], [p, g, mean, square, n, ...numbers]);
    }
  }

  override rmsprop(
    param: NDArray,
    grad: NDArray,
    squares: NDArray,
    momentum: NDArray | null,
    average: NDArray | null,
    step: RmspropStep,
  ): void {
    const kernel = average ? null : this.#optimisers.rmsprop.of(param.dtype);
    if (!kernel) return super.rmsprop(param, grad, squares, momentum, average, step);
    kernel(
      addressOf(param),
      addressOf(grad),
      addressOf(squares),
      momentum ? addressOf(momentum) : 0,
      param.size,
      step.maximize ? -1 : 1,
      step.lr,
      step.alpha,
      1 - step.alpha,
      step.eps,
      step.weightDecay,
      step.momentum,
    );
  }

  override adagrad(param: NDArray, grad: NDArray, sums: NDArray, step: AdagradStep): void {
    const kernel = this.#optimisers.adagrad.of(param.dtype);
    if (!kernel) return super.adagrad(param, grad, sums, step);
    kernel(
      addressOf(param),
      addressOf(grad),
      addressOf(sums),
      param.size,
      step.maximize ? -1 : 1,
      step.lr / (1 + (step.step - 1) * step.lrDecay),
      step.eps,
      step.weightDecay,
    );
  }

  override moments(param: NDArray, grad: NDArray, m: NDArray, v: NDArray, step: MomentStep): void {
    const kernel = this.#optimisers.moments.of(param.dtype);
    if (!kernel) return super.moments(param, grad, m, v, step);
    const bytes = bytesPerElement[param.dtype];
    const places = [param, grad, m, v].map(addressOf);
    const { beta1, beta2, weightDecay, ofMean, ofSlope, denominator } = step;
    const { root, eps } = denominator ?? { root: 1, eps: 0 };
    const numbers = [weightDecay, beta1, 1 - beta1, beta2, 1 - beta2, ofMean, ofSlope, root, eps];
    this.each(
      kernel,
      [bytes, bytes, bytes, bytes],
      [...places, param.size, ...numbers, Number(!denominator)],
    );
  }

  override adadelta(
    param: NDArray,
    grad: NDArray,
    squares: NDArray,
    deltas: NDArray,
    step: AdadeltaStep,
  ): void {
    const kernel = this.#optimisers.adadelta.of(param.dtype);
    if (!kernel) return super.adadelta(param, grad, squares, deltas, step);
    const bytes = bytesPerElement[param.dtype];
    const places = [param, grad, squares, deltas].map(addressOf);
    const { lr, rho, eps, weightDecay, maximize } = step;
    const numbers = [maximize ? -1 : 1, weightDecay, rho, 1 - rho, eps, lr];
    this.each(kernel, [bytes, bytes, bytes, bytes], [...places, param.size, ...numbers]);
  }
}

/** 1 − β₁ᵗ and 1 − β₂ᵗ, which are the same for all parameters of a step. */
class AdamPowers {
  rest1 = 0;
  rest2 = 0;
  #beta1 = NaN;
  #beta2 = NaN;
  #step = NaN;

  of(beta1: number, beta2: number, step: number): this {
    if (step !== this.#step || beta1 !== this.#beta1 || beta2 !== this.#beta2) {
      this.rest1 = 1 - beta1 ** step;
      this.rest2 = 1 - beta2 ** step;
      this.#beta1 = beta1;
      this.#beta2 = beta2;
      this.#step = step;
    }
    return this;
  }
}
