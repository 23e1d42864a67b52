/**
 * Why calls are slower than PyTorch's, where it is known: said beside them in docs/performance.md. The figures were
 * measured on one thread of an Intel Xeon (Sapphire Rapids), in processor time.
 */
import { type Family, families } from "./allCases.ts";
import type { OpTask } from "./opTask.ts";

interface Reason {
  of: (task: OpTask) => boolean;
  why: string;
}

const named =
  (pattern: RegExp) =>
  ({ name }: OpTask): boolean =>
    pattern.test(name);

const isOf = ({ name }: OpTask, ...some: Family[]): boolean =>
  some.some((family) => families[family].some((row) => row.name === name));

/** What does little with each number, and writes about as many as it reads. */
const isLight = (task: OpTask): boolean =>
  isOf(
    task,
    "element by element",
    "making and converting",
    "moving",
    "sorting, counting, arranging",
    "products",
  );

const reasons: readonly Reason[] = [
  {
    of: named(/^Tensor\.toTypedArray/),
    why: "JavaScript fills new memory with zeros first: 75 of 89 µs for 100,000 numbers",
  },
  {
    of: named(/^(det|inverse|linalg)/),
    why: "in float64, for the digits, also where the numbers are float32; PyTorch's LAPACK factorises in float32",
  },
  {
    of: ({ name, dtype }) => dtype === "float64" && name.startsWith("optim."),
    why: "optimisers have kernels for float32, in which networks are trained; float64 is a loop in JavaScript",
  },
  {
    of: named(/^(unique|histc|bincount|searchsorted|cumprod|repeatInterleave)/),
    why: "a loop over the numbers in JavaScript",
  },
  {
    of: named(/^(remainder|floorDivide)/),
    why: "exact, in two float64 at a time: V8 joins neither rounding nor conversions into vectors of 256 bits",
  },
  {
    of: ({ name, dtype }) => dtype === "float64" && /^(randn|normal|Tensor\.normal_)/.test(name),
    why: "logarithm, sine and cosine in numbers of two parts, so that they round as PyTorch's, to the last bit",
  },
  { of: named(/^multinomial, not/), why: "draws one number for each weight, and orders them" },
  { of: named(/^empty/), why: "a block of memory, and its share of the collections that find it free again" },
  {
    of: (task) => !task.backward && task.scale.n >= 100_000 && isLight(task),
    why:
      "new memory: that of an ended tensor is found by a young collection every 12 MB, so that results do not stay in " +
      "the cache (relu of 100,000 numbers: 12 µs into the memory of the last result, 20 where 30 results take turns, " +
      "30 with the collections); PyTorch counts references",
  },
  {
    of: (task) => task.scale.n < 100_000 && isLight(task),
    why: "new memory as well: relu of 1,000 numbers takes 0.8 µs, sum, which writes one number, 0.2",
  },
];

/** Empty where nobody has found out. */
export function reasonFor(task: OpTask): string {
  return reasons.find(({ of }) => of(task))?.why ?? "";
}
