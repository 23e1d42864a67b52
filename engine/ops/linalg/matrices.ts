/** Dense matrices of float64 numbers, row by row, small enough for plain loops: decompositions and what follows of them. */

/** Rows and columns, and the numbers in row-major order. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

export function matrix(rows: number, columns: number, data?: Float64Array): Matrix {
  return { rows, columns, data: data ?? new Float64Array(rows * columns) };
}

export function identity(n: number): Matrix {
  const out = matrix(n, n);
  for (let i = 0; i < n; i++) out.data[i * n + i] = 1;
  return out;
}

export function transposeOf({ rows, columns, data }: Matrix): Matrix {
  const out = matrix(columns, rows);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) out.data[j * rows + i] = data[i * columns + j];
  return out;
}

/** A = Q·R by Householder's reflections; R has the signs that LAPACK gives it. Q is (rows, q), R (q, columns). */
export function orthogonalise(a: Matrix, complete: boolean): [q: Matrix, r: Matrix] {
  const { rows: m, columns: n } = a;
  const r = a.data.slice();
  const steps = Math.min(m, n);
  const q = identity(m);
  const v = new Float64Array(m);
  for (let k = 0; k < steps; k++) {
    let norm = 0;
    for (let i = k; i < m; i++) norm = Math.hypot(norm, r[i * n + k]);
    let below = 0;
    for (let i = k + 1; i < m; i++) below = Math.max(below, Math.abs(r[i * n + k]));
    // Nothing to make 0: LAPACK leaves such a column, and its sign, alone.
    if (norm === 0 || below === 0) continue;
    const alpha = r[k * n + k] >= 0 ? -norm : norm;
    let length = 0;
    for (let i = k; i < m; i++) {
      v[i] = r[i * n + k] - (i === k ? alpha : 0);
      length += v[i] * v[i];
    }
    // R loses 2·v·(vᵀR)/vᵀv, Q loses (Q·v)·vᵀ·2/vᵀv.
    for (let j = k; j < n; j++) {
      let dot = 0;
      for (let i = k; i < m; i++) dot += v[i] * r[i * n + j];
      for (let i = k; i < m; i++) r[i * n + j] -= (2 * dot * v[i]) / length;
    }
    for (let i = 0; i < m; i++) {
      let dot = 0;
      for (let j = k; j < m; j++) dot += q.data[i * m + j] * v[j];
      for (let j = k; j < m; j++) q.data[i * m + j] -= (2 * dot * v[j]) / length;
    }
    for (let i = k + 1; i < m; i++) r[i * n + k] = 0;
  }
  const width = complete ? m : steps;
  const left = matrix(m, width);
  for (let i = 0; i < m; i++) for (let j = 0; j < width; j++) left.data[i * width + j] = q.data[i * m + j];
  return [left, matrix(width, n, r.slice(0, width * n))];
}

/** Eigenvalues in ascending order and eigenvectors (columns) of a symmetric matrix, whose lower triangle is read: Jacobi's
 * rotations (Golub and Van Loan, Matrix Computations, §8.5). */
export function symmetricEigen(given: Matrix): [values: Float64Array, vectors: Matrix] {
  const n = given.rows;
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) a[i * n + j] = a[j * n + i] = given.data[i * n + j];
  const v = identity(n).data;
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    let all = 0;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        all += a[i * n + j] ** 2;
        if (i !== j) off += a[i * n + j] ** 2;
      }
    }
    if (!(off > all * 1e-32)) break;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, v, n, p, q);
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => a[i * n + i] - a[j * n + j]);
  const vectors = matrix(n, n);
  for (const [j, from] of order.entries()) {
    for (let i = 0; i < n; i++) vectors.data[i * n + j] = v[i * n + from];
  }
  return [Float64Array.from(order, (i) => a[i * n + i]), vectors];
}

/** Turns the axes p and q so that a[p, q] becomes 0. */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q];
  if (apq === 0) return;
  const theta = (a[q * n + q] - a[p * n + p]) / (2 * apq);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  for (let k = 0; k < n; k++) {
    const [kp, kq] = [a[k * n + p], a[k * n + q]];
    a[k * n + p] = c * kp - s * kq;
    a[k * n + q] = s * kp + c * kq;
  }
  for (let k = 0; k < n; k++) {
    const [pk, qk] = [a[p * n + k], a[q * n + k]];
    a[p * n + k] = c * pk - s * qk;
    a[q * n + k] = s * pk + c * qk;
    const [vp, vq] = [v[k * n + p], v[k * n + q]];
    v[k * n + p] = c * vp - s * vq;
    v[k * n + q] = s * vp + c * vq;
  }
  a[p * n + q] = a[q * n + p] = 0;
}

/** A = U·diag(s)·Vᵀ with s in descending order, thin: one-sided Jacobi rotations of the columns (Golub and Van Loan §8.6.3),
 * which finds small singular values to full accuracy. */
export function singularValues(a: Matrix): [u: Matrix, s: Float64Array, vt: Matrix] {
  if (a.rows < a.columns) {
    const [u, s, vt] = singularValues(transposeOf(a));
    return [transposeOf(vt), s, transposeOf(u)];
  }
  const { rows: m, columns: n } = a;
  // Columns as rows: they are what is rotated.
  const u = transposeOf(a).data;
  const v = identity(n).data;
  for (let sweep = 0; sweep < 60; sweep++) {
    let turned = false;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        let [alpha, beta, gamma] = [0, 0, 0];
        for (let i = 0; i < m; i++) {
          alpha += u[p * m + i] ** 2;
          beta += u[q * m + i] ** 2;
          gamma += u[p * m + i] * u[q * m + i];
        }
        if (gamma === 0 || Math.abs(gamma) <= 1e-16 * Math.sqrt(alpha * beta)) continue;
        turned = true;
        const zeta = (beta - alpha) / (2 * gamma);
        const t = Math.sign(zeta || 1) / (Math.abs(zeta) + Math.hypot(zeta, 1));
        const c = 1 / Math.hypot(t, 1);
        turn(u, m, p, q, c, t * c);
        turn(v, n, p, q, c, t * c);
      }
    }
    if (!turned) break;
  }
  const norms = Float64Array.from({ length: n }, (_, j) => lengthOf(u.subarray(j * m, (j + 1) * m)));
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => norms[j] - norms[i]);
  // What is nothing but rounding has no direction.
  const least = norms.reduce((a, b) => Math.max(a, b), 0) * n * Number.EPSILON;
  const columns = matrix(n, m);
  const right = matrix(n, n);
  for (const [j, from] of order.entries()) {
    for (let i = 0; i < m; i++)
      columns.data[j * m + i] = norms[from] > least ? u[from * m + i] / norms[from] : 0;
    right.data.set(v.subarray(from * n, (from + 1) * n), j * n);
  }
  completeRows(columns);
  return [transposeOf(columns), Float64Array.from(order, (i) => norms[i]), right];
}

function lengthOf(x: Float64Array): number {
  return Math.sqrt(x.reduce((total, value) => total + value * value, 0));
}

function turn(x: Float64Array, length: number, p: number, q: number, c: number, s: number): void {
  for (let i = 0; i < length; i++) {
    const [a, b] = [x[p * length + i], x[q * length + i]];
    x[p * length + i] = c * a - s * b;
    x[q * length + i] = s * a + c * b;
  }
}

/** Rows of zeros become unit vectors at right angles to all others. */
function completeRows({ rows, columns, data }: Matrix): void {
  for (let r = 0; r < rows; r++) {
    const row = data.subarray(r * columns, (r + 1) * columns);
    if (row.some((value) => value !== 0)) continue;
    for (let axis = 0; axis < columns; axis++) {
      row.fill(0);
      row[axis] = 1;
      // Twice: what rounding has left of the others goes the second time.
      for (let again = 0; again < 2; again++) {
        for (let k = 0; k < rows; k++) {
          if (k === r) continue;
          const other = data.subarray(k * columns, (k + 1) * columns);
          const dot = row.reduce((total, value, i) => total + value * other[i], 0);
          for (let i = 0; i < columns; i++) row[i] -= dot * other[i];
        }
      }
      const norm = lengthOf(row);
      if (norm < 1e-3) continue;
      for (let i = 0; i < columns; i++) row[i] /= norm;
      break;
    }
  }
}
