/**
 * Random programs of views and changes in place against the same programs without either: there, a tensor is a flat
 * vector, a view a list of places in it, and a change makes a new vector. Gradients must agree, and theirs.
 */
import assert from "node:assert/strict";
import { allclose, grad, type Tensor, tensor, where } from "../../../../engine/index.ts";
import { gradcheck } from "./gradcheck.ts";
import { uniform } from "./samples.ts";

/** A tensor of the program: as it is, and as places in what `root` holds. */
interface Value {
  readonly real: Tensor;
  readonly root: { flat: Tensor };
  readonly places: readonly number[];
  readonly shape: readonly number[];
}

type Random = () => number;

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)];

/** What `value` holds, made of its root without any view. */
const read = ({ root, places, shape }: Value): Tensor => root.flat.get([...places]).reshape(...shape);

/** The places of a view that `look` takes, found by looking at the numbers of the places themselves. */
function viewOf(value: Value, look: (x: Tensor) => Tensor): Value {
  const numbered = tensor(Float64Array.from(value.places)).reshape(...value.shape);
  const seen = look(numbered);
  return { ...value, real: look(value.real), places: [...seen.toTypedArray()], shape: [...seen.shape] };
}

function overwrite(value: Value, by: (x: Tensor) => Tensor): void {
  const { root, places } = value;
  const replaced = by(read(value)).reshape(-1);
  root.flat = root.flat.scatter(0, tensor(Int32Array.from(places)), replaced);
}

/** A view of a random kind; stretched ones are to be read only. */
function randomView(random: Random, { real, shape }: Value): (x: Tensor) => Tensor {
  const axis = Math.floor(random() * shape.length);
  const size = sizeOf(shape);
  const length = shape[axis] ?? 1;
  const start = Math.floor(random() * length);
  const kinds: ((x: Tensor) => Tensor)[] = [
    (x) => x.T,
    (x) => x.unsqueeze(-1),
    (x) => x.squeeze(),
    (x) => x.permute(shape.map((_, i) => shape.length - 1 - i)),
  ];
  if (shape.length > 0) {
    kinds.push(
      (x) => x.narrow(axis, start, Math.max(1, length - start - 1)),
      (x) => x.get(...shape.map((_, i) => (i === axis ? (start as number | "::2") : ("::2" as const)))),
      (x) => x.transpose(axis, 0),
    );
  }
  // Of others, reshape makes a copy.
  if (real.isContiguous()) kinds.push((x) => x.reshape(size % 2 === 0 ? [size / 2, 2] : [size]));
  return pick(random, kinds);
}

/** A change in place, and what it is out of place; `operand` broadcasts to the tensor. */
function randomChange(
  random: Random,
  { shape }: Value,
  operand: (broadcast: boolean) => readonly [real: Tensor, pure: Tensor],
): (x: Tensor, inPlace: boolean) => Tensor {
  const c = 0.5 + random();
  const [real, pure] = operand(random() < 0.5);
  const y = (inPlace: boolean): Tensor => (inPlace ? real : pure);
  const index = shape.map((extent) => (random() < 0.5 ? Math.floor(random() * extent) : ("::2" as const)));
  const list = shape.length > 0 ? [[shape[0] - 1, 0].slice(0, shape[0])] : [];
  const mask =
    shape.length > 0 ? tensor(Array.from({ length: shape[shape.length - 1] }, () => random() < 0.5)) : null;
  return pick<(x: Tensor, inPlace: boolean) => Tensor>(random, [
    (x, i) => (i ? x.mul_(y(i)) : x.mul(y(i))),
    (x, i) => (i ? x.add_(y(i), { alpha: c }) : x.add(y(i), { alpha: c })),
    (x, i) => (i ? x.sub_(y(i)) : x.sub(y(i))),
    (x, i) => (i ? x.div_(y(i).square().add(1)) : x.div(y(i).square().add(1))),
    (x, i) => (i ? x.tanh_() : x.tanh()),
    (x, i) => (i ? x.sigmoid_() : x.sigmoid()),
    (x, i) => (i ? x.abs_().add_(0.1).log_() : x.abs().add(0.1).log()),
    (x, i) => (i ? x.clamp_(-2, 2).square_() : x.clamp(-2, 2).square()),
    (x, i) => (i ? x.relu_() : x.relu()),
    (x, i) => (i ? x.mul_(c) : x.mul(c)),
    (x, i) => (i ? x.copy_(y(i)) : x.mul(0).add(y(i))),
    (x, i) => (i ? x.fill_(c) : x.mul(0).add(c)),
    (x, i) => (mask ? (i ? x.maskedFill_(mask, c) : x.maskedFill(mask, c)) : i ? x.neg_() : x.neg()),
    (x, i) => (i ? x.set(...index, c) : assigned(x, index, c)),
    (x, i) => (i ? x.set(...list, c) : assigned(x, list, c)),
    (x, i) => (i ? x.mul_(x) : x.mul(x)),
  ]);
}

/** x with x[index] = value, by a mask. */
function assigned(x: Tensor, index: readonly (number | "::2" | number[])[], value: number): Tensor {
  const mask = tensor(new Float64Array(x.numel()))
    .reshape(...x.shape)
    .set(...index, 1);
  return where(mask.gt(0), value, x);
}

/** Runs one program; gives the sums over all that it made, with views and without. */
function run(seed: number, leaves: readonly Tensor[]): [real: Tensor, pure: Tensor] {
  const random = uniform(seed);
  for (let i = 0; i < 5; i++) random();
  const values: Value[] = [];
  const start = (real: Tensor, flat: Tensor): void => {
    const size = sizeOf(real.shape);
    const places = Array.from({ length: size }, (_, i) => i);
    values.push({ real, root: { flat }, places, shape: [...real.shape] });
  };
  const constant = Float64Array.from({ length: 12 }, random);
  start(tensor(constant).reshape(3, 4).clone(), tensor(constant));
  start(leaves[0].mul(1), leaves[0].mul(1).reshape(-1));
  const totals: [Tensor, Tensor] = [leaves[0].sum().mul(0), leaves[0].sum().mul(0)];
  const use = (value: Value): void => {
    const weights = tensor(Float64Array.from({ length: value.places.length }, random)).reshape(
      ...value.shape,
    );
    // A clone: what the graph keeps must not be changed afterwards.
    [value.real.clone(), read(value)].forEach((x, i) => {
      totals[i] = totals[i].add(x.mul(x.mul(weights)).mul(0.1).add(x).mul(weights).sum());
    });
  };
  const operand =
    (shape: readonly number[]) =>
    (broadcast: boolean): readonly [Tensor, Tensor] => {
      const fitting = values.filter(({ shape: own }) => own.join() === shape.join());
      if (random() < 0.4 && fitting.length > 0) {
        const other = pick(random, fitting);
        // A copy: what overlaps the changed tensor is another matter.
        return [other.real.clone(), read(other)];
      }
      const target = broadcast ? shape.slice(1) : shape;
      const from = pick(random, leaves).reshape(-1);
      const index = Array.from({ length: sizeOf(target) }, () => Math.floor(random() * from.length));
      const y = from.get(index).reshape(...target);
      return [y, y];
    };
  const steps = 4 + Math.floor(random() * 8);
  for (let step = 0; step < steps; step++) {
    const value = pick(random, values);
    const what = random();
    if (what < 0.4) values.push(viewOf(value, randomView(random, value)));
    else if (what < 0.5) use(value);
    else if (what < 0.55) start(value.real.mul(2), read(value).mul(2).reshape(-1));
    else {
      const change = randomChange(random, value, operand(value.shape));
      change(value.real, true);
      overwrite(value, (x) => change(x, false));
    }
  }
  for (const value of values) use(value);
  return totals;
}

function leavesOf(seed: number): Tensor[] {
  const next = uniform(seed + 1000);
  const numbers = (size: number): Float64Array => Float64Array.from({ length: size }, () => 3 * next() - 1.5);
  return [tensor(numbers(12)).reshape(3, 4).clone(), tensor(numbers(7))].map((x) => x.requiresGrad_());
}

/** Equal; where one program does not depend on a leaf, the other may have a gradient of zeros. */
function assertSame(actual: Tensor | null, expected: Tensor | null, what: string): void {
  const [a, e] = [actual ?? expected?.mul(0), expected ?? actual?.mul(0)];
  if (!a || !e) return;
  assert.ok(allclose(a, e, { rtol: 1e-9, atol: 1e-9 }), `${what}: ${a.toString()} is not ${e.toString()}`);
}

const programs = Number(process.env["GRADBOOK_VIEW_PROGRAMS"] ?? 400);

describe("random programs of views and changes in place", () => {
  it("have the values, gradients and gradients of gradients of the same programs without them", function () {
    this.timeout(0);
    for (let seed = 0; seed < programs; seed++) {
      const leaves = leavesOf(seed);
      const options = { createGraph: true, allowUnused: true } as const;
      const [real, pure] = run(seed, leaves);
      assertSame(real, pure, `seed ${seed}: sum`);
      const [first, expected] = [real, pure].map((total) => grad(total, leaves, options));
      first.forEach((g, i) => assertSame(g, expected[i], `seed ${seed}: gradient ${i}`));
      const [second, again] = [first, expected].map((gs) => {
        const squares = gs.map((g, i) => (g ? g.mul(g).mul(leaves[i]).sum() : leaves[i].sum().mul(0)));
        return grad(squares[0].add(squares[1]), leaves, { allowUnused: true });
      });
      second.forEach((g, i) => assertSame(g, again[i], `seed ${seed}: second gradient ${i}`));
    }
  });

  it("have the gradients of finite differences", function () {
    this.timeout(0);
    for (let seed = 0; seed < programs / 20; seed++) {
      const smooth = leavesOf(seed);
      try {
        gradcheck((...leaves) => run(seed, leaves)[0], smooth);
      } catch (error) {
        throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
      }
    }
  });
});
