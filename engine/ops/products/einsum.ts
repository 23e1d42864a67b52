/** Sums of products, written by the letters of their axes. */
import { requireTensor } from "../../core/record.ts";
import { showShape, sizeOf } from "../../core/shape.ts";
import type { Tensor } from "../../core/tensor.ts";
import { say } from "../../payload/say.ts";
import { mul } from "../elementwise/binary.ts";
import { sum } from "../reduce/reduce.ts";
import { diagonal } from "../shape/rearrange.ts";
import { permute, reshape } from "../shape/views.ts";
import { matmul } from "./matmul.ts";

/** A tensor, and a letter for each of its axes. Axes of an ellipsis are called `...0`, `...1` from the last one on. */
interface Factor {
  readonly x: Tensor;
  readonly axes: readonly string[];
}

const wrong = (equation: string, why: string): Error => new RangeError(say`einsum of ${equation}: ${why}`);

/** The letters of one side of an equation, for `rank` axes. */
function lettersOf(equation: string, text: string, rank: number | null): string[] {
  const parts = text.split("...");
  const given = parts.join("");
  if (parts.length > 2 || /[^A-Za-z]/.test(given)) {
    throw wrong(equation, say`axes are single letters, and one ellipsis (...) may stand for others.`);
  }
  const [before, after] = parts;
  if (parts.length === 1) return before.split("");
  const count = (rank ?? 0) - given.length;
  return [
    ...before.split(""),
    ...Array.from({ length: Math.max(0, count) }, (_, i) => `...${count - 1 - i}`),
    ...after.split(""),
  ];
}

/** One axis for each letter: of those with one letter, the diagonal. */
function withoutTwins(equation: string, { x, axes }: Factor): Factor {
  const second = axes.findIndex((axis, i) => axes.indexOf(axis) < i);
  if (second < 0) return { x, axes };
  const first = axes.indexOf(axes[second]);
  const { shape } = x.array;
  if (shape[first] !== shape[second]) {
    throw wrong(equation, say`axis ${axes[second]} has ${shape[first]} and ${shape[second]} elements.`);
  }
  const rest = axes.filter((_, i) => i !== first && i !== second);
  return withoutTwins(equation, { x: diagonal(x, 0, first, second), axes: [...rest, axes[second]] });
}

/** `x` with the axes `order`, 1 where it has none. */
function arranged({ x, axes }: Factor, order: readonly string[]): Tensor {
  const there = order.filter((axis) => axes.includes(axis));
  const turned = permute(
    x,
    there.map((axis) => axes.indexOf(axis)),
  );
  const shape = order.map((axis) => (axes.includes(axis) ? x.array.shape[axes.indexOf(axis)] : 1));
  return reshape(turned, shape);
}

/** The factor summed over axes that nobody asks for any more. */
function summed({ x, axes }: Factor, asked: (axis: string) => boolean): Factor {
  const gone = axes.flatMap((axis, i) => (asked(axis) ? [] : [i]));
  return gone.length === 0 ? { x, axes } : { x: sum(x, gone), axes: axes.filter(asked) };
}

/** The product of two factors, summed over the axes that both have and nobody asks for any more. */
function product(a: Factor, b: Factor, asked: (axis: string) => boolean): Factor {
  const extent = ({ x, axes }: Factor, axis: string): number => x.array.shape[axes.indexOf(axis)];
  const one = summed(a, (axis) => asked(axis) || b.axes.includes(axis));
  const other = summed(b, (axis) => asked(axis) || one.axes.includes(axis));
  const shared = one.axes.filter((axis) => other.axes.includes(axis));
  const contracted = shared.filter((axis) => !asked(axis));
  const stretched = shared.some((axis) => extent(one, axis) !== extent(other, axis));
  const kept = shared.filter(asked);
  const left = one.axes.filter((axis) => !shared.includes(axis));
  const right = other.axes.filter((axis) => !shared.includes(axis));
  if (contracted.length === 0 || stretched) {
    const axes = [...kept, ...left, ...right, ...contracted];
    const y = mul(arranged(one, axes), arranged(other, axes));
    return summed({ x: y, axes }, asked);
  }
  const sizes = (factor: Factor, axes: readonly string[]): number[] =>
    axes.map((axis) => extent(factor, axis));
  const [batch, k] = [sizes(one, kept), sizeOf(sizes(one, contracted))];
  const [rows, columns] = [sizes(one, left), sizes(other, right)];
  const p = reshape(arranged(one, [...kept, ...left, ...contracted]), [...batch, sizeOf(rows), k]);
  const q = reshape(arranged(other, [...kept, ...contracted, ...right]), [...batch, k, sizeOf(columns)]);
  return { x: reshape(matmul(p, q), [...batch, ...rows, ...columns]), axes: [...kept, ...left, ...right] };
}

/**
 * Sums of products by the letters of axes: those that stand before `->` and not after it are summed over. `...` stands for
 * all other axes, which broadcast. Without `->`, the letters that are there once follow in alphabetical order.
 * @throws {RangeError} when the equation does not fit the tensors
 * @example einsum("bij,bjk->bik", a, b) // batches of matrix products
 * @example einsum("ii", a) // the trace
 */
export function einsum(equation: string, ...operands: Tensor[] | [readonly Tensor[]]): Tensor {
  const tensors: readonly Tensor[] = operands.flat();
  for (const x of tensors) requireTensor("einsum", x);
  if (typeof equation !== "string")
    throw new TypeError(say`einsum: the equation comes first, as in "ij,jk->ik".`);
  const [from, to, ...more] = equation.replaceAll(" ", "").split("->") as [string, string?, ...string[]];
  const sides = from.split(",");
  if (more.length > 0 || sides.length !== tensors.length || tensors.length === 0) {
    throw wrong(equation, say`it has ${sides.length} operands, but there are ${tensors.length} tensors.`);
  }
  const factors = tensors.map((x, i) => {
    const axes = lettersOf(equation, sides[i], x.array.shape.length);
    if (axes.length !== x.array.shape.length) {
      throw wrong(equation, say`${sides[i]} does not fit the axes of ${showShape(x.array.shape)}.`);
    }
    return withoutTwins(equation, { x, axes });
  });
  const extents = new Map<string, number>();
  for (const { x, axes } of factors) {
    for (const [i, axis] of axes.entries()) {
      const extent = x.array.shape[i];
      const before = extents.get(axis) ?? 1;
      if (before !== 1 && extent !== 1 && before !== extent) {
        throw wrong(equation, say`axis ${axis} has ${before} and ${extent} elements.`);
      }
      if (before === 1) extents.set(axis, extent);
    }
  }
  const all = sides.join("");
  const dots = [...extents.keys()]
    .filter((axis) => axis.startsWith("..."))
    .sort()
    .reverse();
  const once = [...extents.keys()]
    .filter((axis) => !axis.startsWith("...") && all.indexOf(axis) === all.lastIndexOf(axis))
    .sort();
  const output =
    to === undefined
      ? [...dots, ...once]
      : lettersOf(equation, to, to.replace("...", "").length + dots.length);
  const unknown = output.find((axis, i) => !extents.has(axis) || output.indexOf(axis) !== i);
  if (unknown !== undefined) {
    throw wrong(equation, say`axis ${unknown} of the result is in no operand, or there twice.`);
  }
  const [first, ...rest] = factors;
  let result = first;
  for (let i = 0; i < rest.length; i++) {
    const later = rest.slice(i + 1);
    result = product(
      result,
      rest[i],
      (axis) => output.includes(axis) || later.some(({ axes }) => axes.includes(axis)),
    );
  }
  return arranged(
    summed(result, (axis) => output.includes(axis)),
    output,
  );
}
