/**
 * Why calls are slower than PyTorch's, where it is known: said beside them in docs/performance.md. The figures were
 * measured on one thread of an Intel Xeon (Sapphire Rapids) or of an AMD EPYC with as wide vectors, in processor time.
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
  /^(nn\.(ReLU|LeakyReLU|PReLU|Hardtanh|GELU|SiLU|Sigmoid|functional\.embedding(?!Bag))|noGrad)/.test(
    task.name,
  ) ||
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
    why:
      "memory new from the system, which JavaScript fills with zeros first: 60 of 76 µs for 100,000 numbers; and all " +
      "garbage is collected for every 64 MB of it",
  },
  {
    of: named(/^Tensor\.toArray, of a row/),
    why:
      "V8 puts an array of more than some ten thousand numbers into memory new from the system: 3 ms for 100,000, where " +
      "250 arrays of 400 take 0.1",
  },
  {
    of: named(/^(det|inverse|linalg)/),
    why:
      "in float64, for the digits, also where the numbers are float32; PyTorch's LAPACK factorises in float32. All " +
      "matrices of a stack in one call",
  },
  {
    of: named(/^data\.parseCsv/),
    why:
      "reads cells of any kind, and looks at the first lines for the delimiter and a header: 6.2 of 7.3 ms, where " +
      "np.loadtxt is told that all are numbers; the rest is the table, and its tensor",
  },
  {
    of: named(/^nn\.(BatchNorm|LayerNorm|GroupNorm|InstanceNorm)/),
    why:
      "new memory: BatchNorm1d of 100,000 numbers takes 46 µs into the memory of the last result, 72 as a call; " +
      "16 and 31 where it predicts; LayerNorm 55 and 65",
  },
  {
    of: named(/^nn\.functional\.embeddingBag/),
    why: "new memory for the places and the sums: 13 µs into that of the last result, 25 as a call",
  },
  {
    of: named(/^nn\.RNN/),
    why: "new memory for each step: 0.67 ms into that of the last results, 1.0 as a call",
  },
  {
    of: named(/^nn\.Conv2d/),
    why:
      "images of 5 × 5 pixels have few places: 25 thousand million operations a second for the 3 × 3 of each, 29 for " +
      "4 × 4, and 43 for the 8 × 8 of images of 10 × 10",
  },
  {
    of: named(/^nn\.(HuberLoss|SmoothL1Loss)/),
    why:
      "V8 makes vectors of 256 bits of what is stored, but not of what is only added up: 44 µs for the mean, 32 for the " +
      "loss of each element",
  },
  {
    of: named(/^nn\.NLLLoss/),
    why: "a call of 2 µs, of which the kernel takes 0.9",
  },
  {
    of: named(/^nn\.ZeroPad2d/),
    why: "fills all of it, and then copies the images into the middle: 70 of 101 µs, the rest is new memory",
  },
  {
    of: named(/^(dot|mv)$/),
    why:
      "sums in vectors of 128 bits, because V8 makes wider ones of what is stored alone: dot of 100,000 numbers takes " +
      "11 µs of the 12 of a call, mv 9 of 10",
  },
  {
    of: named(/^(unique|histc|bincount|searchsorted|cumprod|repeatInterleave)/),
    why: "a loop over the numbers in JavaScript",
  },
  {
    of: named(/^(remainder|floorDivide)/),
    why:
      "exact: of float64 in two parts, of float32 by multiply-adds where the processor rounds them once; V8 joins no " +
      "rounding into vectors of 256 bits",
  },
  {
    of: ({ name, dtype }) => dtype === "float64" && /^(randn|normal|Tensor\.normal_)/.test(name),
    why: "logarithm, sine and cosine in numbers of two parts, so that they round as PyTorch's, to the last bit",
  },
  {
    of: named(/^multinomial, not/),
    why:
      "draws a number for each weight, whose logarithm is rounded as PyTorch's, to the last bit: 2.0 of 3.2 ms for " +
      "100,000 weights",
  },
  {
    of: named(/^(arange|linspace)/),
    why: "new memory, and each number as PyTorch's, to the last bit, in float64; V8 joins no conversions to float32",
  },
  {
    of: named(/^prod/),
    why: "products of float32 are taken in float64, so that they overflow only where the result does",
  },
  {
    of: named(/^nn\.(Max|AdaptiveMax)Pool/),
    why: "where the largest were is always written beside them, also where nobody asks",
  },
  {
    of: named(/^data\.(trainTestSplit|randomSplit)/),
    why: "copies the rows in their new order, into new memory",
  },
  {
    of: ({ layout, name }) => layout === "sliced" || (layout === "transposed" && !name.startsWith("nn.init")),
    why:
      "brought into the order of its elements first, in new memory, where PyTorch walks along as they lie; functions of " +
      "one operand, and sums, take a transposed matrix as it lies",
  },
  { of: named(/^empty/), why: "a block of memory, and its share of the collections that find it free again" },
  {
    of: (task) => !task.backward && task.scale.n >= 100_000 && isLight(task),
    why:
      "new memory: that of an ended tensor is found by a young collection every 12 MB, so that results do not stay in " +
      "the cache (relu of 100,000 numbers: 7 µs into the memory of the last result, 12 where 30 results take turns, " +
      "25 as a call; a collection and the look at what it left take 200); PyTorch counts references",
  },
  {
    of: (task) => task.backward && task.scale.n >= 100_000 && isLight(task),
    why: "new memory for the result and for each gradient, as for the call alone",
  },
  {
    of: (task) => task.scale.n < 100_000 && isLight(task),
    why: "new memory as well: relu of 1,000 numbers takes 0.6 µs, sum, which writes one number, 0.2",
  },
];

/** Empty where nobody has found out. */
export function reasonFor(task: OpTask): string {
  return reasons.find(({ of }) => of(task))?.why ?? "";
}
