/** Attention of queries to keys, and what they get of the values: softmax(Q·Kᵀ/√d)·V. */
import { context } from "../../core/context.ts";
import { checkOptions, type OptionNames } from "../../core/options.ts";
import { requireTensor } from "../../core/record.ts";
import { showShape } from "../../core/shape.ts";
import type { Tensor } from "../../core/tensor.ts";
import { say } from "../../payload/say.ts";
import { dropout } from "../../random/dropout.ts";
import { zeros } from "../../ops/create/create.ts";
import { add, mul } from "../../ops/elementwise/binary.ts";
import { logicalNot } from "../../ops/elementwise/compare.ts";
import { maskedFill } from "../../ops/elementwise/where.ts";
import { matmul } from "../../ops/products/matmul.ts";
import { softmax } from "../../ops/reduce/softmax.ts";
import { attention, isFused } from "../../ops/sequences/attention.ts";
import { transpose } from "../../ops/shape/views.ts";

/** What attention may see, and how much of it is dropped. */
export interface AttentionOptions {
  /** Broadcasts to (…, L, S). Bool: true where a query may see a key. Numbers: added to the scores. Default: all is
   * seen. */
  attnMask?: Tensor | null;
  /** Probability of dropping a weight, always: give 0 when predicting. Default 0. */
  dropoutP?: number;
  /** Query i sees the keys 0 … i only; without attnMask. Default false. */
  isCausal?: boolean;
  /** Factor of the scores. Default 1/√d. */
  scale?: number;
}

const names: OptionNames<AttentionOptions> = { attnMask: 1, dropoutP: 1, isCausal: 1, scale: 1 };

/**
 * Scaled dot-product attention (Vaswani et al. 2017): softmax(Q·Kᵀ·scale)·V of queries (…, L, d), keys (…, S, d) and
 * values (…, S, v); gives (…, L, v). Leading axes broadcast.
 * @throws {RangeError} when the shapes do not fit
 * @example nn.functional.scaledDotProductAttention(q, k, v, { isCausal: true })
 */
export function scaledDotProductAttention(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  options: AttentionOptions = {},
): Tensor {
  const owner = "scaledDotProductAttention";
  for (const x of [query, key, value]) requireTensor(owner, x);
  checkOptions(owner, options, names);
  const { attnMask = null, dropoutP = 0, isCausal = false, scale } = options;
  const [q, k, v] = [query, key, value].map((x) => x.array.shape);
  if (q.length < 2 || k.length < 2 || v.length < 2 || q.at(-1) !== k.at(-1) || k.at(-2) !== v.at(-2)) {
    throw new RangeError(
      say`${owner}: queries ${showShape(q)}, keys ${showShape(k)} and values ${showShape(v)} do not fit: they are
        (…, L, d), (…, S, d) and (…, S, v).`,
    );
  }
  if (isCausal && attnMask) throw new TypeError(say`${owner}: give attnMask or isCausal, not both.`);
  const [rows, columns] = [q[q.length - 2], k[k.length - 2]];
  const mask = isCausal ? causal(rows, columns, query) : addedMask(attnMask, query);
  return attended(query, key, value, { mask, dropoutP, scale });
}

/** Numbers to add to scores: those of a mask that has numbers, −∞ where a bool one (true: seen) hides a key. */
function addedMask(mask: Tensor | null, like: Tensor): Tensor | null {
  if (mask === null) return null;
  requireTensor("scaledDotProductAttention", mask);
  return mask.dtype === "bool" ? hidden(logicalNot(mask), like) : mask;
}

/** −∞ where `mask` holds, else 0, in the dtype of `like`. */
export function hidden(mask: Tensor, like: Tensor): Tensor {
  return maskedFill("attention", zeros(mask.array.shape, { dtype: like.dtype }), mask, -Infinity);
}

function causal(rows: number, columns: number, like: Tensor): Tensor {
  const mask = zeros(rows, columns, { dtype: like.dtype });
  for (let i = 0; i < rows && i + 1 < columns; i++) {
    context.backend.fill(mask.at(i).get(`${i + 1}:`).array, -Infinity);
  }
  return mask;
}

interface Seen {
  /** What is added to the scores. */
  readonly mask: Tensor | null;
  readonly dropoutP: number;
  readonly scale?: number | undefined;
}

/** What queries get, in one kernel where that serves. */
export function attended(query: Tensor, key: Tensor, value: Tensor, seen: Seen): Tensor {
  const { mask, dropoutP } = seen;
  if (dropoutP === 0 && isFused([query, key, value], mask)) {
    const scale = scaleOf(query, seen);
    const y = attention([query, key, value], mask, scale, ([q, k, v]) => attend(q, k, v, seen)[0]);
    if (y) return y;
  }
  return attend(query, key, value, seen)[0];
}

/** What factor the scores get, of queries of this length. */
export function scaleOf(query: Tensor, { scale }: Pick<Seen, "scale">): number {
  const { shape } = query.array;
  return scale ?? 1 / Math.sqrt(shape[shape.length - 1]);
}

/** How much a query sees of which key, and what it gets for it. */
export function attend(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  seen: Seen,
): [output: Tensor, weights: Tensor] {
  const { mask, dropoutP } = seen;
  const scores = matmul(mul(query, scaleOf(query, seen)), transpose(key, -2, -1));
  const weights = softmax(mask ? add(scores, mask) : scores, -1);
  const kept = dropout(weights, { p: dropoutP });
  return [matmul(kept, value), kept];
}
