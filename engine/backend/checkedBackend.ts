/**
 * The wall in front of every backend: each entry looks at its arguments before anything reads or writes through them,
 * so that whatever a program assigned to a tensor (`x.data`, `x.grad`, an optimiser's state, what a hook gave back),
 * a call touches the elements of its own arrays or is refused. A new entry of {@link Backend} does not compile before
 * it stands here, and fails checkedBackend.test.ts before it has a row there.
 *
 * Memory that was given back is refused by its storage, which kernels ask for an address before they begin.
 */
import { bytesPerElement, elementsOf, isFloating, type NDArray } from "../core/ndarray.ts";
import { say } from "../payload/say.ts";
import { sameShape, type Shape } from "../core/shape.ts";
import {
  isApart,
  isBeside,
  isFold,
  isInside,
  isLike,
  isOf,
  isStretched,
  isWhole,
  isWithin,
  refuse,
  requireIndices,
  requireLength,
  sharesPlaces,
  stretchesTo,
} from "./argumentChecks.ts";
import {
  Activation,
  type Backend,
  Draw,
  type DrawCode,
  FEWEST_DRAWN,
  type Norm,
  Reduce,
  STATE_LENGTH,
  type Window,
} from "./backend.ts";

export function checkedBackend(kernels: Backend, home: object | null): Backend {
  const indicesIn = (entry: string, name: string, indices: NDArray, count: number): void => {
    requireIndices(entry, name, indices, count, kernels.outside(indices, count));
  };
  /** The same, but for those that do not count. */
  const requireClasses = (entry: string, target: NDArray, count: number, ignored: number): void => {
    if (kernels.outside(target, count) < 0) return;
    const odd = (label: number): boolean => label !== ignored && !(label >= 0 && label < count);
    requireIndices(entry, "target", target, count, elementsOf(target).findIndex(odd));
  };
  return {
    name: kernels.name,
    ...(kernels.limit === undefined ? {} : { limit: kernels.limit }),
    allocate(dtype, length, kind) {
      // The most frequent one first: a look-up by a changing name costs more than a small allocation.
      if (dtype !== "float32" && !(bytesPerElement[dtype] > 0))
        throw new TypeError(say`There is no dtype ${dtype}.`);
      requireLength(length);
      return kernels.allocate(dtype, length, kind);
    },

    release(storage) {
      kernels.release(storage);
    },

    retag(storage, kind) {
      kernels.retag(storage, kind);
    },

    memory() {
      return kernels.memory();
    },

    collect() {
      kernels.collect();
    },

    unary(op, x, out, p0, p1) {
      if (!(isWhole(out, home) && isInside(x, home) && isLike(x, out))) refuse("unary", { x, out }, home);
      kernels.unary(op, x, out, p0, p1);
    },

    unaryBackward(op, saved, g, out, p0, p1) {
      const inside = isWhole(out, home) && isInside(saved, home) && isInside(g, home);
      if (!(inside && isLike(saved, out) && isLike(g, out))) refuse("unaryBackward", { saved, g, out }, home);
      kernels.unaryBackward(op, saved, g, out, p0, p1);
    },

    binary(op, a, b, out) {
      const inside = isWhole(out, home) && isInside(a, home) && isInside(b, home);
      const fits = inside && a.dtype === out.dtype && b.dtype === out.dtype;
      if (!(fits && isStretched(a, out) && isStretched(b, out))) refuse("binary", { a, b, out }, home);
      kernels.binary(op, a, b, out);
    },

    binaryScalar(op, a, value, reversed, out) {
      if (!(isWhole(out, home) && isInside(a, home) && isLike(a, out)))
        refuse("binaryScalar", { a, out }, home);
      kernels.binaryScalar(op, a, value, reversed, out);
    },

    compare(op, a, b, out) {
      const inside = isWhole(out, home) && isInside(a, home) && isInside(b, home);
      const fits = inside && a.dtype === b.dtype && out.dtype === "bool";
      if (!(fits && isStretched(a, out) && isStretched(b, out))) refuse("compare", { a, b, out }, home);
      kernels.compare(op, a, b, out);
    },

    compareScalar(op, a, value, out) {
      const fits = isWhole(out, home) && isInside(a, home) && out.dtype === "bool" && a.size === out.size;
      if (!(fits && isStretched(a, out))) refuse("compareScalar", { a, out }, home);
      kernels.compareScalar(op, a, value, out);
    },

    where(condition, a, b, out) {
      const inside =
        isWhole(out, home) && isInside(condition, home) && isInside(a, home) && isInside(b, home);
      const fits = inside && condition.dtype === "bool" && a.dtype === out.dtype && b.dtype === out.dtype;
      if (!(fits && isStretched(condition, out) && isStretched(a, out) && isStretched(b, out))) {
        refuse("where", { condition, a, b, out }, home);
      }
      kernels.where(condition, a, b, out);
    },

    addScaled(out, x, alpha) {
      const fits = isWhole(out, home) && isInside(x, home) && x.dtype === out.dtype;
      if (!(fits && isStretched(x, out))) refuse("addScaled", { x, out }, home);
      kernels.addScaled(out, x, alpha);
    },

    /** What overlaps is copied as if it did not: the kernels see to that. */
    copy(x, out) {
      const inside = isInside(x, home) && isInside(out, home);
      const fits = x.contiguous && out.contiguous && sameShape(x.shape, out.shape) && x.size === out.size;
      if (!(inside && (fits || isCopyable(x, out)))) refuse("copy", { x, out }, home);
      kernels.copy(x, out);
    },

    fill(out, value) {
      if (!isInside(out, home)) refuse("fill", { out }, home);
      kernels.fill(out, value);
    },

    ramp(op, out, start, step, end) {
      if (!isWhole(out, home)) refuse("ramp", { out }, home);
      kernels.ramp(op, out, start, step, end);
    },

    reduce(op, x, out, outer, n, inner) {
      const whole = isWhole(out, home) && isWhole(x, home) && isApart(x, out);
      const fits = isFold(outer, n, inner, x.size) && out.size === outer * inner;
      const right = out.dtype === (op === Reduce.all || op === Reduce.any ? "bool" : x.dtype);
      const choosable = n > 0 || out.size === 0 || (op !== Reduce.max && op !== Reduce.min);
      if (!(whole && fits && right && choosable)) refuse("reduce", { x, out }, home);
      if (out.size > 0) kernels.reduce(op, x, out, outer, n, inner);
    },

    argReduce(op, x, out, outer, n, inner) {
      const whole = isWhole(out, home) && isWhole(x, home) && isApart(x, out);
      const fits = isFold(outer, n, inner, x.size) && out.size === outer * inner && out.dtype === "int32";
      if (!(whole && fits && (n > 0 || out.size === 0))) refuse("argReduce", { x, out }, home);
      if (out.size > 0) kernels.argReduce(op, x, out, outer, n, inner);
    },

    cumsum(x, out, outer, n, inner, reversed) {
      const whole = isWhole(out, home) && isWhole(x, home) && isApart(x, out);
      const fits = isFold(outer, n, inner, x.size) && isPaired(x, out);
      if (!(whole && fits)) refuse("cumsum", { x, out }, home);
      if (x.size > 0) kernels.cumsum(x, out, outer, n, inner, reversed);
    },

    cumprod(x, out, outer, n, inner) {
      const whole = isWhole(out, home) && isWhole(x, home) && isApart(x, out);
      if (!(whole && isFold(outer, n, inner, x.size) && isPaired(x, out)))
        refuse("cumprod", { x, out }, home);
      if (x.size > 0) kernels.cumprod(x, out, outer, n, inner);
    },

    cumprodBackward(x, g, gx, outer, n, inner) {
      const whole = isWhole(gx, home) && isWhole(x, home) && isWhole(g, home);
      const fits = isFold(outer, n, inner, x.size) && isPaired(x, gx) && isPaired(g, gx);
      if (!(whole && fits && isApart(x, gx) && isApart(g, gx))) refuse("cumprodBackward", { x, g, gx }, home);
      if (x.size > 0) kernels.cumprodBackward(x, g, gx, outer, n, inner);
    },

    softmax(x, out, log, outer, n, inner) {
      const whole = isWhole(out, home) && isWhole(x, home) && isApart(x, out);
      const fits = isFold(outer, n, inner, x.size) && isPaired(x, out);
      if (!(whole && fits)) refuse("softmax", { x, out }, home);
      if (x.size > 0) kernels.softmax(x, out, log, outer, n, inner);
    },

    softmaxBackward(y, g, gx, log, outer, n, inner) {
      const whole = isWhole(gx, home) && isWhole(y, home) && isWhole(g, home);
      const fits = isFold(outer, n, inner, y.size) && isPaired(y, gx) && isPaired(g, gx);
      if (!(whole && fits && isApart(y, gx) && isApart(g, gx))) refuse("softmaxBackward", { y, g, gx }, home);
      if (y.size > 0) kernels.softmaxBackward(y, g, gx, log, outer, n, inner);
    },

    normalise(x, weight, bias, mean, variance, out, norm) {
      const found = norm.given ? [] : [mean, variance];
      const read = [x, weight, bias, ...(norm.given ? [mean, variance] : [])];
      const fits = isNorm(x, norm) && isPaired(x, out) && isMeasured(mean, variance, norm, x, home);
      const scaled = [weight, bias].every((each) => each === null || isFeature(each, norm, x, home));
      if (!(isWhole(x, home) && isWhole(out, home) && fits && scaled && areApart([out, ...found], read))) {
        refuse("normalise", { x, weight, bias, mean, variance, out }, home);
      }
      if (x.size > 0) kernels.normalise(x, weight, bias, mean, variance, out, norm);
    },

    normaliseBackward(g, x, weight, mean, variance, gx, gw, gb, norm) {
      const whole = isWhole(x, home) && isWhole(g, home) && (gx === null || isWhole(gx, home));
      const fits = isNorm(x, norm) && isPaired(x, g) && (gx === null || isPaired(x, gx));
      const features = [weight, gw, gb].every((each) => each === null || isFeature(each, norm, x, home));
      const made = [gx, gw, gb].filter((each) => each !== null);
      const apart = areApart(made, [g, x, weight, mean, variance]);
      if (!(whole && fits && features && isMeasured(mean, variance, norm, x, home) && apart)) {
        refuse("normaliseBackward", { g, x, weight, mean, variance, gx, gw, gb }, home);
      }
      if (x.size > 0) kernels.normaliseBackward(g, x, weight, mean, variance, gx, gw, gb, norm);
    },

    matmul(a, b, out, bias, activation, accumulate) {
      const known = isWhole(out, home) && isOf(a, home) && isOf(b, home);
      const fits = known && a.dtype === out.dtype && b.dtype === out.dtype && isProduct(a, b, out);
      const plain = bias === null ? !accumulate || activation === Activation.none : !accumulate;
      const added = bias === null || isBias(bias, out, home);
      if (!(fits && plain && added && isApart(a, out) && isApart(b, out))) {
        refuse("matmul", { a, b, bias, out }, home);
      }
      kernels.matmul(a, b, out, bias, activation, accumulate);
    },

    factorise(a, order, signs) {
      const whole = isWhole(a, home) && isWhole(order, home) && isWhole(signs, home) && isApart(order, signs);
      const [count = -1, n = -1, columns] = a.shape;
      const fits = a.dtype === "float64" && a.shape.length === 3 && columns === n;
      const listed = order.dtype === "int32" && sameShape(order.shape, [count, n]);
      const signed = signs.dtype === "int32" && sameShape(signs.shape, [count]);
      if (!(whole && fits && listed && signed)) refuse("factorise", { a, order, signs }, home);
      kernels.factorise(a, order, signs);
    },

    solveFactors(lu, b) {
      const whole = isWhole(lu, home) && isWhole(b, home) && isApart(lu, b);
      const [count = -1, n = -1, columns] = lu.shape;
      const fits = lu.dtype === "float64" && lu.shape.length === 3 && columns === n;
      const right = b.dtype === "float64" && b.shape.length === 3 && b.shape[0] === count && b.shape[1] === n;
      if (!(whole && fits && right)) refuse("solveFactors", { lu, b }, home);
      if (b.size > 0) kernels.solveFactors(lu, b);
    },

    convolve(x, w, bias, out, window) {
      const whole = isWhole(out, home) && isWhole(x, home) && isWhole(w, home);
      const fits = isConvolution(x, w, out, window) && isPaired2(x, w, out);
      const added =
        bias === null ||
        (isWhole(bias, home) && bias.size === w.shape[0] && bias.dtype === out.dtype && isApart(bias, out));
      if (!(whole && fits && added && isApart(x, out) && isApart(w, out))) {
        refuse("convolve", { x, w, bias, out }, home);
      }
      if (out.size > 0) kernels.convolve(x, w, bias, out, window);
    },

    convolveInput(g, w, out, window) {
      const whole = isWhole(out, home) && isWhole(g, home) && isWhole(w, home);
      const fits = isConvolution(out, w, g, window) && isPaired2(g, w, out);
      if (!(whole && fits && isApart(g, out) && isApart(w, out))) {
        refuse("convolveInput", { g, w, out }, home);
      }
      if (out.size > 0) kernels.convolveInput(g, w, out, window);
    },

    convolveWeight(x, g, out, window) {
      const whole = isWhole(out, home) && isWhole(g, home) && isWhole(x, home);
      const fits = isConvolution(x, out, g, window) && isPaired2(x, g, out);
      if (!(whole && fits && isApart(g, out) && isApart(x, out))) {
        refuse("convolveWeight", { x, g, out }, home);
      }
      if (out.size > 0) kernels.convolveWeight(x, g, out, window);
    },

    unfold(x, out, window) {
      const fits = isWhole(out, home) && isWhole(x, home) && isUnfolded(x, out, window);
      if (!(fits && isApart(x, out))) refuse("unfold", { x, out }, home);
      if (out.size > 0) kernels.unfold(x, out, window);
    },

    fold(columns, out, window) {
      const fits = isWhole(out, home) && isWhole(columns, home) && isUnfolded(out, columns, window);
      if (!(fits && isApart(columns, out))) refuse("fold", { columns, out }, home);
      if (out.size > 0) kernels.fold(columns, out, window);
    },

    maxPool(x, out, positions, window) {
      const whole = isWhole(out, home) && isWhole(x, home) && isWhole(positions, home);
      const fits = isPool(x, out, window) && positions.dtype === "int32" && positions.size === out.size;
      const apart = isApart(x, out) && isApart(x, positions) && isApart(out, positions);
      if (!(whole && fits && apart && touches(window, 0, x, out) && touches(window, 1, x, out))) {
        refuse("maxPool", { x, out, positions }, home);
      }
      if (out.size > 0) kernels.maxPool(x, out, positions, window);
    },

    avgPool(x, out, window, padded, divisor) {
      const fits = isWhole(out, home) && isWhole(x, home) && isPool(x, out, window);
      if (!(fits && isApart(x, out))) refuse("avgPool", { x, out }, home);
      if (out.size > 0) kernels.avgPool(x, out, window, padded, divisor);
    },

    avgPoolBackward(g, out, window, padded, divisor) {
      const fits = isWhole(out, home) && isWhole(g, home) && isPool(out, g, window);
      if (!(fits && isApart(g, out))) refuse("avgPoolBackward", { g, out }, home);
      if (out.size > 0) kernels.avgPoolBackward(g, out, window, padded, divisor);
    },

    gru(x, start, w, bias, out, gates, backwards) {
      const arrays = { x, start, w, out, gates };
      const fits = isSequence(3, x, w, bias, home) && isStates([start], x, w) && isSteps([out], x, w, 1);
      if (!(fits && isSteps([gates], x, w, 4) && isRecurrence(arrays, bias, [out, gates], home))) {
        refuse("gru", { ...arrays, bias }, home);
      }
      if (x.size > 0) kernels.gru(x, start, w, bias, out, gates, backwards);
    },

    gruBackward(g, start, w, out, gates, dx, du, dstart, backwards) {
      const arrays = { g, start, w, out, gates, dx, du, dstart };
      const fits = isSequence(3, dx, w, null, home) && isStates([start, dstart], dx, w);
      const steps = isSteps([g, out], dx, w, 1) && isSteps([gates], dx, w, 4) && isSteps([du], dx, w, 3);
      if (!(fits && steps && isRecurrence(arrays, null, [dx, du, dstart], home))) {
        refuse("gruBackward", arrays, home);
      }
      if (dx.size > 0) kernels.gruBackward(g, start, w, out, gates, dx, du, dstart, backwards);
    },

    lstm(x, start, startCell, w, bias, out, cells, gates, backwards) {
      const arrays = { x, start, startCell, w, out, cells, gates };
      const fits = isSequence(4, x, w, bias, home) && isStates([start, startCell], x, w);
      const steps = isSteps([out, cells], x, w, 1) && isSteps([gates], x, w, 4);
      if (!(fits && steps && isRecurrence(arrays, bias, [out, cells, gates], home))) {
        refuse("lstm", { ...arrays, bias }, home);
      }
      if (x.size > 0) kernels.lstm(x, start, startCell, w, bias, out, cells, gates, backwards);
    },

    lstmBackward(g, gcell, startCell, w, cells, gates, dx, dstart, dcell, backwards) {
      const arrays = { g, gcell, startCell, w, cells, gates, dx, dstart, dcell };
      const states = [gcell, startCell, dstart, dcell];
      const fits = isSequence(4, dx, w, null, home) && isStates(states, dx, w);
      const steps = isSteps([g, cells], dx, w, 1) && isSteps([gates], dx, w, 4);
      if (!(fits && steps && isRecurrence(arrays, null, [dx, dstart, dcell], home))) {
        refuse("lstmBackward", arrays, home);
      }
      if (dx.size > 0)
        kernels.lstmBackward(g, gcell, startCell, w, cells, gates, dx, dstart, dcell, backwards);
    },

    attention(q, k, v, mask, out, weights, scale) {
      const arrays = { q, k, v, out, weights, ...(mask ? { mask } : {}) };
      const whole = isWhole(weights, home) && isAttention(q, k, v, out, weights);
      const seen = mask === null || stretchesTo(mask.shape, weights.shape, 0);
      const own = !sharesPlaces(out) && isApart(out, weights);
      if (!(whole && seen && own && areRows(arrays, [out, weights], home))) refuse("attention", arrays, home);
      if (weights.size > 0 && out.size > 0) kernels.attention(q, k, v, mask, out, weights, scale);
    },

    attentionBackward(q, k, v, weights, g, dq, dk, dv, scale) {
      const arrays = { q, k, v, weights, g, dq, dk, dv };
      const whole = isWhole(weights, home) && isAttention(q, k, v, g, weights);
      const fits = isAttention(dq, dk, dv, g, weights) && ![dq, dk, dv].some(sharesPlaces);
      const beside = isBeside(dq, dk) && isBeside(dq, dv) && isBeside(dk, dv);
      if (!(whole && fits && beside && areRows(arrays, [dq, dk, dv], home))) {
        refuse("attentionBackward", arrays, home);
      }
      if (weights.size > 0) kernels.attentionBackward(q, k, v, weights, g, dq, dk, dv, scale);
    },

    take(x, positions, out, inner, outer) {
      const whole = isWhole(out, home) && isWhole(x, home) && isWhole(positions, home) && isApart(x, out);
      const fits = isFold(positions.size, inner, outer, out.size) && x.dtype === out.dtype;
      if (!(whole && fits && isBlocks(x, outer) && positions.dtype === "int32" && isApart(positions, out))) {
        refuse("take", { x, positions, out }, home);
      }
      indicesIn("take", "positions", positions, rowsOf(x, inner, outer));
      kernels.take(x, positions, out, inner, outer);
    },

    put(out, positions, source, inner, outer, accumulate) {
      const whole = isWhole(out, home) && isWhole(source, home) && isWhole(positions, home);
      const fits = isFold(positions.size, inner, outer, source.size) && source.dtype === out.dtype;
      const apart = isApart(source, out) && isApart(positions, out);
      if (!(whole && fits && apart && isBlocks(out, outer) && positions.dtype === "int32")) {
        refuse("put", { out, positions, source }, home);
      }
      indicesIn("put", "positions", positions, rowsOf(out, inner, outer));
      kernels.put(out, positions, source, inner, outer, accumulate);
    },

    addTaken(out, bags, table, positions) {
      const arrays = { out, bags, table, positions };
      const whole = Object.values(arrays).every((x) => isWhole(x, home));
      const matrices = out.shape.length === 2 && table.shape.length === 2 && out.shape[1] === table.shape[1];
      const typed = out.dtype === table.dtype && bags.dtype === "int32" && positions.dtype === "int32";
      const apart = [bags, table, positions].every((x) => isApart(x, out));
      const fits = matrices && bags.size === positions.size;
      if (!(whole && fits && typed && apart)) refuse("addTaken", arrays, home);
      indicesIn("addTaken", "bags", bags, out.shape[0]);
      indicesIn("addTaken", "positions", positions, table.shape[0]);
      kernels.addTaken(out, bags, table, positions);
    },

    outside(indices, count) {
      if (!(isWhole(indices, home) && indices.dtype === "int32")) refuse("outside", { indices }, home);
      return kernels.outside(indices, count);
    },

    locate(index, out, outer, n, inner, extent) {
      const whole = isWhole(index, home) && isWhole(out, home) && isApart(index, out);
      const fits = isFold(outer, n, inner, index.size) && out.size === index.size;
      const counted = Number.isInteger(extent) && extent >= 0 && outer * extent * inner <= 2 ** 31;
      if (!(whole && fits && counted && index.dtype === "int32" && out.dtype === "int32")) {
        refuse("locate", { index, out }, home);
      }
      return kernels.locate(index, out, outer, n, inner, extent);
    },

    count(x) {
      if (!isWhole(x, home)) refuse("count", { x }, home);
      return kernels.count(x);
    },

    find(x, out) {
      const whole = isWhole(x, home) && isWhole(out, home) && isApart(x, out) && out.dtype === "int32";
      if (!(whole && out.size === kernels.count(x))) refuse("find", { x, out }, home);
      kernels.find(x, out);
    },

    order(x, out, outer, n, inner, descending) {
      const whole = isWhole(x, home) && isWhole(out, home) && isApart(x, out) && out.dtype === "int32";
      const kept = outer * inner === 0 ? 0 : out.size / (outer * inner);
      if (!(whole && isFold(outer, n, inner, x.size) && isFold(outer, kept, inner, out.size) && kept <= n)) {
        refuse("order", { x, out }, home);
      }
      if (out.size > 0) kernels.order(x, out, outer, n, inner, descending);
    },

    pairLoss(op, x, t, out, p0) {
      const whole = isWhole(out, home) && isWhole(x, home) && isWhole(t, home);
      if (!(whole && isPaired(x, out) && isPaired(t, out) && isApart(x, out) && isApart(t, out))) {
        refuse("pairLoss", { x, t, out }, home);
      }
      kernels.pairLoss(op, x, t, out, p0);
    },

    pairLossTotal(op, x, t, out, scale, p0) {
      const whole = isWhole(out, home) && isWhole(x, home) && isWhole(t, home);
      const fits = isPaired(x, t) && out.size === 1 && out.dtype === x.dtype;
      if (!(whole && fits && isApart(x, out) && isApart(t, out)))
        refuse("pairLossTotal", { x, t, out }, home);
      kernels.pairLossTotal(op, x, t, out, scale, p0);
    },

    pairLossBackward(op, x, t, g, gx, scale, p0) {
      const whole = isWhole(gx, home) && isWhole(x, home) && isWhole(t, home) && isWhole(g, home);
      const fits = isPaired(x, gx) && isPaired(t, gx) && g.dtype === gx.dtype;
      const apart = isApart(x, gx) && isApart(t, gx) && isApart(g, gx);
      if (!(whole && fits && apart && (g.size === 1 || sameShape(g.shape, gx.shape)))) {
        refuse("pairLossBackward", { x, t, g, gx }, home);
      }
      kernels.pairLossBackward(op, x, t, g, gx, scale, p0);
    },

    crossEntropy(x, target, losses, probabilities) {
      const whole = isWhole(x, home) && isWhole(losses, home) && isWhole(probabilities, home);
      const fits = losses.size === target.size && losses.dtype === x.dtype && isPaired(probabilities, x);
      const apart = isApart(x, losses) && isApart(x, probabilities) && isApart(losses, probabilities);
      if (!(whole && fits && apart && isClasses(x, target, home) && isApart(target, losses))) {
        refuse("crossEntropy", { x, target, losses, probabilities }, home);
      }
      indicesIn("crossEntropy", "target", target, x.shape[1]);
      kernels.crossEntropy(x, target, losses, probabilities);
    },

    crossEntropyBackward(probabilities, target, g, gx, scale) {
      const whole = isWhole(probabilities, home) && isWhole(g, home) && isWhole(gx, home);
      const fits =
        isPaired(probabilities, gx) && g.dtype === gx.dtype && isClasses(probabilities, target, home);
      const upper = (g.size === 1 || g.size === target.size) && isApart(g, gx) && isApart(probabilities, gx);
      if (!(whole && fits && upper)) refuse("crossEntropyBackward", { probabilities, target, g, gx }, home);
      indicesIn("crossEntropyBackward", "target", target, probabilities.shape[1]);
      kernels.crossEntropyBackward(probabilities, target, g, gx, scale);
    },

    classLoss(logs, target, weight, out, loss) {
      const whole = isWhole(logs, home) && isWhole(out, home) && out.dtype === logs.dtype;
      const fits = out.size === (loss.reduction === "none" ? target.size : 1) && isApart(logs, out);
      const weighed = weight === null || (isWeight(weight, logs, home) && isApart(weight, out));
      if (!(whole && fits && weighed && isClasses(logs, target, home) && isApart(target, out))) {
        refuse("classLoss", { logs, target, weight, out }, home);
      }
      requireClasses("classLoss", target, logs.shape[1], loss.ignored);
      return kernels.classLoss(logs, target, weight, out, loss);
    },

    classLossBackward(target, weight, g, gx, loss, scale) {
      const whole = isWhole(g, home) && isWhole(gx, home) && g.dtype === gx.dtype && isApart(g, gx);
      const weighed = weight === null || (isWeight(weight, gx, home) && isApart(weight, gx));
      const classes = isClasses(gx, target, home) && isApart(target, gx);
      if (!(whole && weighed && classes && (g.size === 1 || g.size === target.size))) {
        refuse("classLossBackward", { target, weight, g, gx }, home);
      }
      requireClasses("classLossBackward", target, gx.shape[1], loss.ignored);
      kernels.classLossBackward(target, weight, g, gx, loss, scale);
    },

    draw(op, state, out, p0, p1) {
      const whole = isWhole(state, home) && isWhole(out, home) && isApart(state, out);
      const fits = state.dtype === "int32" && state.size === STATE_LENGTH && isDrawn(op, out);
      if (!(whole && fits)) refuse("draw", { state, out }, home);
      kernels.draw(op, state, out, p0, p1);
    },

    sgd(param, grad, momentum, step) {
      const kept = momentum === null || isState(momentum, param, home);
      if (!(isWhole(param, home) && isState(grad, param, home) && kept)) {
        refuse("sgd", { param, grad, momentum }, home);
      }
      kernels.sgd(param, grad, momentum, step);
    },

    adam(param, grad, m, v, maxV, step) {
      const kept = isState(m, param, home) && isState(v, param, home);
      const largest = maxV === null || isState(maxV, param, home);
      if (!(isWhole(param, home) && isState(grad, param, home) && kept && largest)) {
        refuse("adam", { param, grad, m, v, maxV }, home);
      }
      kernels.adam(param, grad, m, v, maxV, step);
    },

    rmsprop(param, grad, squares, momentum, average, step) {
      const kept = isState(squares, param, home) && (momentum === null || isState(momentum, param, home));
      const mean = average === null || isState(average, param, home);
      if (!(isWhole(param, home) && isState(grad, param, home) && kept && mean)) {
        refuse("rmsprop", { param, grad, squares, momentum, average }, home);
      }
      kernels.rmsprop(param, grad, squares, momentum, average, step);
    },

    adagrad(param, grad, sums, step) {
      if (!(isWhole(param, home) && isState(grad, param, home) && isState(sums, param, home))) {
        refuse("adagrad", { param, grad, sums }, home);
      }
      kernels.adagrad(param, grad, sums, step);
    },

    moments(param, grad, m, v, step) {
      const kept = isState(m, param, home) && isState(v, param, home);
      if (!(isWhole(param, home) && isState(grad, param, home) && kept)) {
        refuse("moments", { param, grad, m, v }, home);
      }
      kernels.moments(param, grad, m, v, step);
    },

    adadelta(param, grad, squares, deltas, step) {
      const kept = isState(squares, param, home) && isState(deltas, param, home);
      if (!(isWhole(param, home) && isState(grad, param, home) && kept)) {
        refuse("adadelta", { param, grad, squares, deltas }, home);
      }
      kernels.adadelta(param, grad, squares, deltas, step);
    },
  };
}

/** Whether strides can walk both together, `x` broadcast, and every element of `out` has a place of its own. */
function isCopyable(x: NDArray, out: NDArray): boolean {
  return stretchesTo(x.shape, out.shape, 0) && isWithin(x) && isWithin(out) && !sharesPlaces(out);
}

/** Whether a fill makes numbers of this dtype, and as many. */
function isDrawn(op: DrawCode, out: NDArray): boolean {
  if (op === Draw.permutation) return out.dtype === "int32";
  if (op === Draw.normal && out.size < FEWEST_DRAWN) return false;
  return op === Draw.integers || op === Draw.choice || isFloating(out.dtype);
}

/** As many elements of one dtype; both are whole. */
function isPaired(x: NDArray, y: NDArray): boolean {
  return x.size === y.size && x.dtype === y.dtype;
}

/** Whether `x` has so many elements, and they can be normalised like that. */
function isNorm(x: NDArray, { outer, groups, depth, inner, batch, given }: Norm): boolean {
  const lengths = isFold(outer, groups, depth * inner, x.size) && isFold(1, depth, inner, depth * inner);
  return lengths && (batch ? depth === 1 : !given);
}

/** One number for each group of what is normalised, twice. */
function isMeasured(
  mean: NDArray,
  variance: NDArray,
  { outer, groups, batch }: Norm,
  x: NDArray,
  home: object | null,
): boolean {
  const whole = isWhole(mean, home) && isWhole(variance, home);
  return (
    whole &&
    isPaired2(mean, variance, x) &&
    isPaired(mean, variance) &&
    mean.size === groups * (batch ? 1 : outer)
  );
}

/** One number for each feature of what is normalised. */
function isFeature(each: NDArray, { groups, depth }: Norm, x: NDArray, home: object | null): boolean {
  return isWhole(each, home) && each.dtype === x.dtype && each.size === groups * depth;
}

/** Whether what is written changes nothing that is read, and nothing else that is written. */
function areApart(written: readonly NDArray[], read: readonly (NDArray | null)[]): boolean {
  return written.every(
    (out, i) =>
      read.every((x) => x === null || isApart(x, out)) && written.every((x, k) => k >= i || isApart(x, out)),
  );
}

/** Whether the matrices in `a` and `b`, whose batches broadcast, have a product of the shape of `out`. */
function isProduct(a: NDArray, b: NDArray, out: NDArray): boolean {
  const { shape } = out;
  const rank = shape.length;
  if (rank !== 2 || a.shape.length !== 2 || b.shape.length !== 2) return isBatchProduct(a, b, out);
  const rows = shape[0];
  const columns = shape[1];
  const inner = a.shape[1];
  return rows * columns === out.size && isMatrix(a, rows, inner) && isMatrix(b, inner, columns);
}

/** Whether it is a matrix of this shape all of which lies inside of its storage. */
function isMatrix(x: NDArray, rows: number, columns: number): boolean {
  const { shape, strides } = x;
  if (shape[0] !== rows || shape[1] !== columns || rows * columns !== x.size) return false;
  const first = x.offset;
  const last = first + (rows - 1) * strides[0] + (columns - 1) * strides[1];
  return (first >= 0 && strides[0] >= 0 && strides[1] >= 0 && last < x.storage.length) || isWithin(x);
}

function isBatchProduct(a: NDArray, b: NDArray, out: NDArray): boolean {
  const rank = out.shape.length;
  if (rank < 2 || !isBatch(a.shape, b.shape, out.shape)) return false;
  if (!isWithin(a) || !isWithin(b) || !isWithin(out)) return false;
  const aRank = a.shape.length;
  const bRank = b.shape.length;
  return (
    a.shape[aRank - 1] === b.shape[bRank - 2] &&
    a.shape[aRank - 2] === out.shape[rank - 2] &&
    b.shape[bRank - 1] === out.shape[rank - 1]
  );
}

function isBatch(a: Shape, b: Shape, out: Shape): boolean {
  return a.length >= 2 && b.length >= 2 && stretchesTo(a, out, 2) && stretchesTo(b, out, 2);
}

/** Three of one dtype. */
function isPaired2(a: NDArray, b: NDArray, c: NDArray): boolean {
  return a.dtype === c.dtype && b.dtype === c.dtype;
}

/** Whether it is a window whose places and taps can be counted in 32 bits, over images that have four axes. */
function isWindow({ kernel, stride, padding, dilation }: Window, places: Shape): boolean {
  return [0, 1].every((axis) => {
    const [steps, taps] = [stride[axis], kernel[axis]];
    const far = places[axis] * steps + taps * dilation[axis] + padding[axis];
    const whole = [steps, taps, padding[axis], dilation[axis]].every((n) => Number.isInteger(n) && n >= 0);
    return whole && steps > 0 && taps > 0 && dilation[axis] > 0 && far < 2 ** 31;
  });
}

function isFull({ shape, size }: NDArray, rank: number): boolean {
  return shape.length === rank && shape.reduce((product, extent) => product * extent, 1) === size;
}

function isConvolution(x: NDArray, w: NDArray, out: NDArray, window: Window): boolean {
  if (!isFull(x, 4) || !isFull(w, 4) || !isFull(out, 4) || !isWindow(window, out.shape.slice(2)))
    return false;
  const [outputs, inputs, rows, columns] = w.shape;
  const groups = x.shape[1] / inputs;
  return (
    x.shape[0] === out.shape[0] &&
    out.shape[1] === outputs &&
    (inputs === 0 ? x.shape[1] === 0 : Number.isInteger(groups) && outputs % groups === 0) &&
    rows === window.kernel[0] &&
    columns === window.kernel[1]
  );
}

function isUnfolded(x: NDArray, columns: NDArray, window: Window): boolean {
  if (!isFull(x, 4) || !isFull(columns, 6) || !isWindow(window, columns.shape.slice(4))) return false;
  return (
    x.dtype === columns.dtype &&
    sameShape(columns.shape.slice(0, 4), [...x.shape.slice(0, 2), ...window.kernel])
  );
}

function isPool(x: NDArray, out: NDArray, window: Window): boolean {
  if (!isFull(x, 4) || !isFull(out, 4) || !isWindow(window, out.shape.slice(2))) return false;
  return x.dtype === out.dtype && sameShape(x.shape.slice(0, 2), out.shape.slice(0, 2));
}

/** Whether the window has at least one element under it at every place along an axis. */
function touches(
  { kernel, stride, padding, dilation }: Window,
  axis: 0 | 1,
  x: NDArray,
  out: NDArray,
): boolean {
  const [extent, places] = [x.shape[2 + axis], out.shape[2 + axis]];
  if (out.size === 0) return true;
  const reach = (kernel[axis] - 1) * dilation[axis];
  const last = (places - 1) * stride[axis] - padding[axis];
  // Between two taps there may be none: then the first tap that is not before the image must be inside.
  const first = Math.ceil(padding[axis] / dilation[axis]) * dilation[axis] - padding[axis];
  return extent > 0 && reach >= padding[axis] && last < extent && first < extent;
}

/** Whether these are steps of a network with so many gates, the weights of its states, and their offsets. */
function isSequence(
  gates: number,
  x: NDArray,
  w: NDArray,
  bias: NDArray | null,
  home: object | null,
): boolean {
  if (!isFull(x, 3) || !isFull(w, 2)) return false;
  const [rows, size] = w.shape;
  const added =
    bias === null ||
    (isWhole(bias, home) && isFull(bias, 1) && bias.shape[0] === rows && bias.dtype === x.dtype);
  return rows === gates * size && x.shape[2] === rows && added && isFloating(x.dtype);
}

/** Whether each is a state of the network whose weights are `w` for the examples of `x`. */
function isStates(states: readonly NDArray[], x: NDArray, w: NDArray): boolean {
  return states.every((one) => isFull(one, 2) && one.shape[0] === x.shape[1] && one.shape[1] === w.shape[1]);
}

/** Whether each has `times` numbers for each one of the state at each step of `x`. */
function isSteps(all: readonly NDArray[], x: NDArray, w: NDArray, times: number): boolean {
  const shape = [x.shape[0], x.shape[1], times * w.shape[1]];
  return all.every((one) => isFull(one, 3) && sameShape(one.shape, shape));
}

/** Whether all are whole and of one dtype, and what is written lies apart from all others. */
function isRecurrence(
  arrays: Readonly<Record<string, NDArray>>,
  bias: NDArray | null,
  written: readonly NDArray[],
  home: object | null,
): boolean {
  const all = [...Object.values(arrays), ...(bias ? [bias] : [])];
  return (
    all.every((one) => isWhole(one, home) && one.dtype === all[0].dtype) &&
    written.every((out) => all.every((one) => one === out || isApart(one, out)))
  );
}

/** Whether the extents of queries, keys, values, what is given, and weights fit each other. */
function isAttention(q: NDArray, k: NDArray, v: NDArray, out: NDArray, weights: NDArray): boolean {
  if (![q, k, v, out, weights].every((one) => one.shape.length === 4)) return false;
  const [count, heads, rows, columns] = weights.shape;
  const fits = (x: NDArray, length: number, width: number): boolean =>
    sameShape(x.shape, [count, heads, length, width]);
  const [width, given] = [q.shape[3], v.shape[3]];
  return fits(q, rows, width) && fits(k, columns, width) && fits(v, columns, given) && fits(out, rows, given);
}

/** Whether all are floating numbers of one dtype in rows, and what is written lies apart from what is read. */
function areRows(
  arrays: Readonly<Record<string, NDArray>>,
  written: readonly NDArray[],
  home: object | null,
): boolean {
  const all = Object.values(arrays);
  const read = all.filter((one) => !written.includes(one));
  return (
    isFloating(all[0].dtype) &&
    all.every((one) => one.dtype === all[0].dtype && isInside(one, home) && isWithin(one) && hasRows(one)) &&
    written.every((out) => read.every((one) => isApart(one, out)))
  );
}

/** Whether the last axis lies in one piece. */
function hasRows({ shape, strides }: NDArray): boolean {
  const last = shape.length - 1;
  return last < 0 || shape[last] <= 1 || strides[last] === 1;
}

/** One number for each column of a product. */
function isBias(bias: NDArray, out: NDArray, home: object | null): boolean {
  const columns = out.shape[out.shape.length - 1];
  return isWhole(bias, home) && bias.size === columns && bias.dtype === out.dtype && isApart(bias, out);
}

/** Whether `outer` blocks of one size make up all of it. */
function isBlocks(x: NDArray, outer: number): boolean {
  return outer === 0 ? x.size === 0 : x.size % outer === 0;
}

/** Rows of `inner` elements in each of `outer` blocks; rows without elements are as many as anybody likes. */
function rowsOf(x: NDArray, inner: number, outer: number): number {
  return inner * outer === 0 ? Infinity : Math.floor(x.size / outer / inner);
}

/** A matrix, and one class for each of its rows. */
function isClasses(x: NDArray, target: NDArray, home: object | null): boolean {
  const matrix = x.shape.length === 2 && x.shape[0] * x.shape[1] === x.size;
  return matrix && isWhole(target, home) && target.dtype === "int32" && target.size === x.shape[0];
}

/** One number for each class of the rows. */
function isWeight(weight: NDArray, rows: NDArray, home: object | null): boolean {
  return isWhole(weight, home) && weight.dtype === rows.dtype && weight.size === rows.shape[1];
}

/** What an optimiser keeps for each element of a parameter, or its gradient. */
function isState(x: NDArray, param: NDArray, home: object | null): boolean {
  if (!isWhole(x, home) || !isPaired(x, param)) return false;
  return x.storage !== param.storage || x.offset === param.offset || isApart(x, param);
}
