/** What cells translated from Python need of that language and of PyTorch's ways with files and devices. */
import { expect } from "../core/expect.ts";
import { loadSafetensors, saveSafetensors } from "../data/read.ts";
import { add, div, floorDivide, mul, pow, remainder, sub } from "../ops/elementwise/binary.ts";
import { say } from "../payload/say.ts";
import type { Tensor } from "../core/tensor.ts";

const identities = new WeakMap<object, number>();
let given = 0;

/**
 * A number that is this object's own as long as it lives, as Python's `id` gives one.
 * @example d2l.id(x) === d2l.id(y)
 */
export function id(value: object): number {
  expect("id", "an object, such as a tensor", value, Object(value) === value);
  const known = identities.get(value);
  if (known !== undefined) return known;
  // Spread out as addresses are, so that nobody takes them for a count.
  const fresh = 0x7f00_0000_0000 + 96 * ++given;
  identities.set(value, fresh);
  return fresh;
}

const operations = {
  "+": [add, (a, b) => a + b],
  "-": [sub, (a, b) => a - b],
  "*": [mul, (a, b) => a * b],
  "/": [div, (a, b) => a / b],
  "//": [floorDivide, (a, b) => Math.floor(a / b)],
  "%": [remainder, (a, b) => a - b * Math.floor(a / b)],
  "**": [pow, (a, b) => a ** b],
} satisfies Record<
  string,
  [(a: Tensor | number, b: Tensor | number) => Tensor, (a: number, b: number) => number]
>;

/**
 * Python's operator on what may be numbers or tensors: two numbers give a number, anything else a tensor.
 * @throws {TypeError} for something else than numbers and tensors
 * @example d2l.arithmetic("*", 0.1, f(x))
 */
export function arithmetic(op: keyof typeof operations, a: number, b: number): number;
export function arithmetic(op: keyof typeof operations, a: Tensor, b: Tensor | number): Tensor;
export function arithmetic(op: keyof typeof operations, a: Tensor | number, b: Tensor): Tensor;
export function arithmetic(
  op: keyof typeof operations,
  a: Tensor | number,
  b: Tensor | number,
): Tensor | number;
export function arithmetic(
  op: keyof typeof operations,
  a: Tensor | number,
  b: Tensor | number,
): Tensor | number {
  expect("arithmetic", 'an operator, such as "+"', op, Object.hasOwn(operations, op));
  const [ofTensors, ofNumbers] = operations[op];
  if (typeof a === "number" && typeof b === "number") return ofNumbers(a, b);
  return ofTensors(a, b);
}

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/**
 * The gamma function: `gamma(n)` is (n − 1)!, exactly so up to 22! and to 15 digits elsewhere.
 * @throws {RangeError} at 0 and negative whole numbers
 * @example d2l.gamma(5) // 24
 */
export function gamma(x: number): number {
  if (Number.isInteger(x)) {
    if (x <= 0) throw new RangeError(say`gamma: it has no value at ${x}.`);
    let product = 1;
    for (let i = 2; i < x && Number.isFinite(product); i++) product *= i;
    return product;
  }
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x));
  const z = x - 1;
  const t = z + 7.5;
  const sum = lanczos.reduce((total, c, i) => (i === 0 ? c : total + c / (z + i)), 0);
  return Math.sqrt(2 * Math.PI) * Math.pow(t, z + 0.5) * Math.exp(-t) * sum;
}

/** What {@link save} takes: one tensor, several, or tensors with names, as of a model. */
export type Saved =
  Tensor | readonly Tensor[] | Readonly<Record<string, Tensor>> | ReadonlyMap<string, Tensor>;

/**
 * Writes tensors to a file in the safetensors format, which {@link load} and Python's safetensors read.
 * @example await d2l.save(net.stateDict(), "mlp.params");
 */
export async function save(value: Saved, path: string): Promise<void> {
  await saveSafetensors(path, named(value));
}

function named(value: Saved): ReadonlyMap<string, Tensor> {
  if (value instanceof Map) return value;
  expect(
    "save",
    "a tensor, a list of tensors or tensors by their names",
    value,
    typeof value === "object" && (value as unknown) !== null,
  );
  if ("array" in value) return new Map([["tensor", value as Tensor]]);
  return new Map(Object.entries(value as Readonly<Record<string, Tensor>>));
}

/**
 * Reads what {@link save} wrote: a tensor, an array of them, or a Map for `loadStateDict`.
 * @throws {Error} for a file that is no safetensors file, such as one that `torch.save` wrote in Python
 * @example net.loadStateDict(await d2l.load("mlp.params"));
 */
// What is in a file is known only when it is read, and the cell knows what it wrote.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export async function load(path: string): Promise<any> {
  const tensors = await loadSafetensors(path);
  const names = [...tensors.keys()];
  if (names.length === 1 && names[0] === "tensor") return tensors.get("tensor");
  const list = names.map((_, i) => tensors.get(String(i)));
  return names.length > 0 && list.every((x) => x !== undefined) ? list : tensors;
}

/** The device that there is, whichever is asked for.
 * @example x.to(d2l.tryGpu()) */
export function tryGpu(): "cpu" {
  return "cpu";
}

/** The devices that there are: one.
 * @example d2l.tryAllGpus() // ["cpu"] */
export function tryAllGpus(): "cpu"[] {
  return ["cpu"];
}

/** Processes that read data: none, a loader needs no others here.
 * @example d2l.getDataloaderWorkers() // 0 */
export function getDataloaderWorkers(): number {
  return 0;
}
