/** Moving 4-byte elements (float32 and int32 alike) and rows of bytes. Strides of 2-d copies count elements. */

export function copyBytes(dst: usize, x: usize, bytes: usize): void {
  memory.copy(dst, x, bytes);
}

/** dst[i, j] = x[i, j], with rows of `dst` contiguous; any strides in x, 0 included. */
export function copy2d(dst: usize, dstRow: i32, x: usize, xRow: i32, xCol: i32, rows: i32, cols: i32): void {
  const to = <usize>dstRow << 2;
  const down = <usize>xRow << 2;
  const right = <usize>xCol << 2;
  if (xCol == 1) {
    for (let i = 0; i < rows; i++) {
      memory.copy(dst, x, <usize>cols << 2);
      dst += to;
      x += down;
    }
  } else if (xRow == 1) {
    transpose(dst, to, x, right, rows, cols);
  } else {
    for (let i = 0; i < rows; i++) {
      let p = x;
      for (let j = 0; j < cols; j++) {
        store<u32>(dst + (<usize>j << 2), load<u32>(p));
        p += right;
      }
      dst += to;
      x += down;
    }
  }
}

/** dst[i, j] = x[j, i] by blocks of 4 × 4 in registers, in bands of 64 rows so that lines are used while cached. */
function transpose(dst: usize, to: usize, x: usize, right: usize, rows: i32, cols: i32): void {
  for (let start = 0; start < rows; start += 64) {
    const end = min(start + 64, rows);
    let j = 0;
    for (; j <= cols - 4; j += 4) {
      let i = start;
      for (; i <= end - 4; i += 4) {
        const p = x + (<usize>i << 2) + <usize>j * right;
        const q = dst + (<usize>j << 2) + <usize>i * to;
        const r0 = v128.load(p);
        const r1 = v128.load(p + right);
        const r2 = v128.load(p + 2 * right);
        const r3 = v128.load(p + 3 * right);
        const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
        const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
        const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
        const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
        v128.store(q, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
        v128.store(q + to, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
        v128.store(q + 2 * to, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
        v128.store(q + 3 * to, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
      }
      for (; i < end; i++) {
        const p = x + (<usize>i << 2) + <usize>j * right;
        const q = dst + (<usize>j << 2) + <usize>i * to;
        for (let c: usize = 0; c < 4; c++) store<u32>(q + (c << 2), load<u32>(p + c * right));
      }
    }
    for (; j < cols; j++) {
      for (let i = start; i < end; i++) {
        store<u32>(dst + (<usize>j << 2) + <usize>i * to, load<u32>(x + (<usize>i << 2) + <usize>j * right));
      }
    }
  }
}

/** Row i of dst is row positions[i] of x. `positions` is int32, in range; rows have `bytes` bytes. */
export function takeRows(dst: usize, x: usize, positions: usize, count: i32, bytes: usize): void {
  for (let i = 0; i < count; i++) {
    const from = x + <usize>load<u32>(positions + (<usize>i << 2)) * bytes;
    if (bytes == 4) store<u32>(dst, load<u32>(from));
    else memory.copy(dst, from, bytes);
    dst += bytes;
  }
}

/** Row positions[i] of dst becomes row i of x, in order of i. */
export function putRows(dst: usize, x: usize, positions: usize, count: i32, bytes: usize): void {
  for (let i = 0; i < count; i++) {
    const to = dst + <usize>load<u32>(positions + (<usize>i << 2)) * bytes;
    if (bytes == 4) store<u32>(to, load<u32>(x));
    else memory.copy(to, x, bytes);
    x += bytes;
  }
}

/** Row positions[i] of dst, of `cols` float32, has row i of x added, in order of i. */
export function addRows(dst: usize, x: usize, positions: usize, count: i32, cols: i32): void {
  const bytes = <usize>cols << 2;
  for (let i = 0; i < count; i++) {
    const to = dst + <usize>load<u32>(positions + (<usize>i << 2)) * bytes;
    let j = 0;
    for (; j <= cols - 4; j += 4) {
      const at = <usize>j << 2;
      v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(x + at)));
    }
    for (; j < cols; j++) {
      const at = <usize>j << 2;
      store<f32>(to + at, load<f32>(to + at) + load<f32>(x + at));
    }
    x += bytes;
  }
}
