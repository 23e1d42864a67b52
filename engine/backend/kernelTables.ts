/** Which kernel does what the backend's codes ask for; where there is none, the JS backend does it. */
import { Binary, Unary } from "./backend.ts";
import type { Kernels } from "./wasmKernels.ts";

type Rows = (dst: number, full: number, small: number, rows: number, cols: number) => void;

/** One operand is stretched: along the rows, or along the columns, of the other. */
export interface Broadcasting {
  row: Rows;
  column: Rows;
}

export interface BinaryKernels {
  both: (dst: number, a: number, b: number, n: number) => void;
  /** array op number, number op array */
  number: (dst: number, a: number, value: number, n: number) => void;
  fromNumber: (dst: number, a: number, value: number, n: number) => void;
  /** The first operand, or the second, has the shape of the result. */
  first: Broadcasting;
  second: Broadcasting;
}

type UnaryKernel = (dst: number, x: number, n: number, p0: number, p1: number) => void;
type UnaryGradKernel = (dst: number, dy: number, saved: number, n: number, p0: number) => void;

export interface Tables {
  /** By code. */
  unary: (UnaryKernel | undefined)[];
  unaryGrad: (UnaryGradKernel | undefined)[];
  binary: (BinaryKernels | undefined)[];
}

export function kernelTables(k: Kernels): Tables {
  const unary: (UnaryKernel | undefined)[] = new Array<undefined>(32).fill(undefined);
  unary[Unary.neg] = k.neg;
  unary[Unary.abs] = k.abs;
  unary[Unary.sign] = k.sign;
  unary[Unary.exp] = k.exp;
  unary[Unary.log] = k.log;
  unary[Unary.sqrt] = k.sqrt;
  unary[Unary.rsqrt] = k.rsqrt;
  unary[Unary.square] = k.square;
  unary[Unary.reciprocal] = k.reciprocal;
  unary[Unary.tanh] = k.tanh;
  unary[Unary.sigmoid] = k.sigmoid;
  unary[Unary.relu] = k.relu;
  unary[Unary.leakyRelu] = k.leakyRelu;
  unary[Unary.silu] = k.silu;
  unary[Unary.clamp] = k.clamp;
  unary[Unary.floor] = k.floor;
  unary[Unary.ceil] = k.ceil;
  unary[Unary.round] = k.round;
  unary[Unary.trunc] = k.trunc;

  const unaryGrad: (UnaryGradKernel | undefined)[] = new Array<undefined>(32).fill(undefined);
  unaryGrad[Unary.tanh] = k.tanhGrad;
  unaryGrad[Unary.sigmoid] = k.sigmoidGrad;
  unaryGrad[Unary.relu] = k.reluGrad;
  unaryGrad[Unary.leakyRelu] = k.leakyReluGrad;

  const binary: (BinaryKernels | undefined)[] = new Array<undefined>(11).fill(undefined);
  binary[Binary.add] = commutative(k.add, k.addS, k.addRow, k.addCol);
  binary[Binary.mul] = commutative(k.mul, k.mulS, k.mulRow, k.mulCol);
  binary[Binary.maximum] = commutative(k.maximum, k.maximumS, k.maximumRow, k.maximumCol);
  binary[Binary.minimum] = commutative(k.minimum, k.minimumS, k.minimumRow, k.minimumCol);
  binary[Binary.sub] = {
    both: k.sub,
    number: k.subS,
    fromNumber: k.subSF,
    first: { row: k.subRow, column: k.subCol },
    second: { row: k.subRowF, column: k.subColF },
  };
  binary[Binary.div] = {
    both: k.div,
    number: k.divS,
    fromNumber: k.divSF,
    first: { row: k.divRow, column: k.divCol },
    second: { row: k.divRowF, column: k.divColF },
  };
  return { unary, unaryGrad, binary };
}

function commutative(
  both: BinaryKernels["both"],
  number: BinaryKernels["number"],
  row: Rows,
  column: Rows,
): BinaryKernels {
  return { both, number, fromNumber: number, first: { row, column }, second: { row, column } };
}
