/** Matrix products by the definition: three loops, sums in double precision. */
import type { NDArray } from "../../core/ndarray.ts";
import { broadcastStrides } from "../../core/shape.ts";
import { Activation, type ActivationCode } from "../backend.ts";
import { sigmoid } from "../../table/numbers.ts";

const activations: Record<ActivationCode, (x: number) => number> = {
  [Activation.none]: (x) => x,
  [Activation.relu]: (x) => (x > 0 || Number.isNaN(x) ? x : 0),
  [Activation.sigmoid]: sigmoid,
  [Activation.tanh]: Math.tanh,
};

/** The contract is Backend.matmul's; here any strides do. */
export function matmul(
  a: NDArray,
  b: NDArray,
  out: NDArray,
  bias: NDArray | null,
  activation: ActivationCode,
  accumulate: boolean,
): void {
  const rank = out.shape.length;
  const rows = out.shape[rank - 2];
  const columns = out.shape[rank - 1];
  const depth = a.shape[a.shape.length - 1];
  const batchShape = out.shape.slice(0, rank - 2);
  const aBatch = broadcastStrides(a.shape.slice(0, -2), a.strides, batchShape);
  const bBatch = broadcastStrides(b.shape.slice(0, -2), b.strides, batchShape);
  const [aRow, aStep] = a.strides.slice(-2);
  const [bStep, bColumn] = b.strides.slice(-2);
  const [x, y, z] = [a.storage.data, b.storage.data, out.storage.data];
  const activate = activations[activation];
  // Products of whole numbers keep their last digits, modulo 2^32.
  const times = z instanceof Int32Array ? Math.imul : (p: number, q: number): number => p * q;
  const matrices = rows * columns === 0 ? 0 : out.size / (rows * columns);
  for (let m = 0; m < matrices; m++) {
    let aStart = a.offset;
    let bStart = b.offset;
    for (let axis = rank - 3, rest = m; axis >= 0; axis--) {
      const index = rest % batchShape[axis];
      rest = (rest - index) / batchShape[axis];
      aStart += index * aBatch[axis];
      bStart += index * bBatch[axis];
    }
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let total = 0;
        for (let k = 0; k < depth; k++) {
          total += times(x[aStart + i * aRow + k * aStep], y[bStart + k * bStep + j * bColumn]);
        }
        const position = out.offset + (m * rows + i) * columns + j;
        if (bias) total += bias.storage.data[bias.offset + j];
        z[position] = accumulate ? z[position] + total : activate(total);
      }
    }
  }
}
