/** Systems of linear equations by elimination, row by row: the oracle of the kernels. */

/** See {@link Backend.factorise}. */
export function factorise(a: Float64Array, order: Int32Array): number {
  const n = order.length;
  let sign = 1;
  for (let i = 0; i < n; i++) order[i] = i;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(a[i * n + k]) > Math.abs(a[pivot * n + k])) pivot = i;
    if (a[pivot * n + k] === 0) continue;
    if (pivot !== k) {
      for (let j = 0; j < n; j++) [a[k * n + j], a[pivot * n + j]] = [a[pivot * n + j], a[k * n + j]];
      [order[k], order[pivot]] = [order[pivot], order[k]];
      sign = -sign;
    }
    for (let i = k + 1; i < n; i++) {
      const factor = (a[i * n + k] /= a[k * n + k]);
      for (let j = k + 1; j < n; j++) a[i * n + j] -= factor * a[k * n + j];
    }
  }
  return sign;
}

/** See {@link Backend.solveFactors}. */
export function solveFactors(lu: Float64Array, b: Float64Array, n: number): void {
  const m = n === 0 ? 0 : b.length / n;
  /** Row i loses `factor` times row k. */
  const takeAway = (i: number, k: number, factor: number): void => {
    for (let j = 0; j < m; j++) b[i * m + j] -= factor * b[k * m + j];
  };
  for (let i = 0; i < n; i++) for (let k = 0; k < i; k++) takeAway(i, k, lu[i * n + k]);
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) takeAway(i, k, lu[i * n + k]);
    for (let j = 0; j < m; j++) b[i * m + j] /= lu[i * n + i];
  }
}
