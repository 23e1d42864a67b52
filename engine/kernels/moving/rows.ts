/**
 * Rows taken and put by index. `positions` is int32 and in range; rows have `bytes` bytes, or `cols` elements where
 * they are added. The same is done in `outer` blocks of `block` bytes of what is taken from, or put into.
 */
import { copyRow } from "./copy";

// @ts-ignore: decorator
@inline
function takeElements<T>(dst: usize, x: usize, positions: usize, count: i32): void {
  let i = 0;
  for (; i <= count - 4; i += 4) {
    const at = positions + (<usize>i << 2);
    const to = dst + <usize>i * sizeof<T>();
    const a = load<T>(x + <usize>load<u32>(at) * sizeof<T>());
    const b = load<T>(x + <usize>load<u32>(at, 4) * sizeof<T>());
    const c = load<T>(x + <usize>load<u32>(at, 8) * sizeof<T>());
    const d = load<T>(x + <usize>load<u32>(at, 12) * sizeof<T>());
    store<T>(to, a);
    store<T>(to, b, sizeof<T>());
    store<T>(to, c, 2 * sizeof<T>());
    store<T>(to, d, 3 * sizeof<T>());
  }
  for (; i < count; i++) {
    const from = <usize>load<u32>(positions + (<usize>i << 2));
    store<T>(dst + <usize>i * sizeof<T>(), load<T>(x + from * sizeof<T>()));
  }
}

/** Row i of dst is row positions[i] of x, block by block. */
export function takeRows(
  dst: usize,
  x: usize,
  positions: usize,
  count: i32,
  bytes: usize,
  outer: i32,
  block: usize,
): void {
  for (let o = 0; o < outer; o++) {
    takeBlock(dst, x, positions, count, bytes);
    dst += <usize>count * bytes;
    x += block;
  }
}

// @ts-ignore: decorator
@inline
function takeBlock(dst: usize, x: usize, positions: usize, count: i32, bytes: usize): void {
  if (bytes == 4) takeElements<u32>(dst, x, positions, count);
  else if (bytes == 8) takeElements<u64>(dst, x, positions, count);
  else if (bytes == 1) takeElements<u8>(dst, x, positions, count);
  else {
    for (let i = 0; i < count; i++) {
      copyRow(dst, x + <usize>load<u32>(positions + (<usize>i << 2)) * bytes, bytes);
      dst += bytes;
    }
  }
}

// @ts-ignore: decorator
@inline
function putElements<T>(dst: usize, x: usize, positions: usize, count: i32): void {
  let i = 0;
  for (; i <= count - 4; i += 4) {
    const at = positions + (<usize>i << 2);
    const from = x + <usize>i * sizeof<T>();
    store<T>(dst + <usize>load<u32>(at) * sizeof<T>(), load<T>(from));
    store<T>(dst + <usize>load<u32>(at, 4) * sizeof<T>(), load<T>(from, sizeof<T>()));
    store<T>(dst + <usize>load<u32>(at, 8) * sizeof<T>(), load<T>(from, 2 * sizeof<T>()));
    store<T>(dst + <usize>load<u32>(at, 12) * sizeof<T>(), load<T>(from, 3 * sizeof<T>()));
  }
  for (; i < count; i++) {
    const to = <usize>load<u32>(positions + (<usize>i << 2));
    store<T>(dst + to * sizeof<T>(), load<T>(x + <usize>i * sizeof<T>()));
  }
}

/** Row positions[i] of dst becomes row i of x, in order of i. */
export function putRows(
  dst: usize,
  x: usize,
  positions: usize,
  count: i32,
  bytes: usize,
  outer: i32,
  block: usize,
): void {
  for (let o = 0; o < outer; o++) {
    putBlock(dst, x, positions, count, bytes);
    x += <usize>count * bytes;
    dst += block;
  }
}

// @ts-ignore: decorator
@inline
function putBlock(dst: usize, x: usize, positions: usize, count: i32, bytes: usize): void {
  if (bytes == 4) putElements<u32>(dst, x, positions, count);
  else if (bytes == 8) putElements<u64>(dst, x, positions, count);
  else if (bytes == 1) putElements<u8>(dst, x, positions, count);
  else {
    for (let i = 0; i < count; i++) {
      copyRow(dst + <usize>load<u32>(positions + (<usize>i << 2)) * bytes, x, bytes);
      x += bytes;
    }
  }
}

// @ts-ignore: decorator
@inline
function addBlocks<T>(
  dst: usize,
  x: usize,
  positions: usize,
  count: i32,
  cols: i32,
  outer: i32,
  block: usize,
): void {
  for (let o = 0; o < outer; o++) {
    addBlock<T>(dst, x, positions, count, cols);
    x += <usize>count * <usize>cols * sizeof<T>();
    dst += block;
  }
}

// @ts-ignore: decorator
@inline
function addBlock<T>(dst: usize, x: usize, positions: usize, count: i32, cols: i32): void {
  const size = sizeof<T>();
  if (cols == 1) {
    for (let i = 0; i < count; i++) {
      const to = dst + <usize>load<u32>(positions + (<usize>i << 2)) * size;
      store<T>(to, load<T>(to) + load<T>(x + <usize>i * size));
    }
    return;
  }
  const perVector: i32 = 16 / <i32>size;
  const bytes = <usize>cols * size;
  for (let i = 0; i < count; i++) {
    const to = dst + <usize>load<u32>(positions + (<usize>i << 2)) * bytes;
    let j = 0;
    for (; j <= cols - 2 * perVector; j += 2 * perVector) {
      const at = <usize>j * size;
      const first = v128.add<T>(v128.load(to + at), v128.load(x + at));
      const second = v128.add<T>(v128.load(to + at, 16), v128.load(x + at, 16));
      v128.store(to + at, first);
      v128.store(to + at, second, 16);
    }
    for (; j < cols; j++) {
      const at = <usize>j * size;
      store<T>(to + at, load<T>(to + at) + load<T>(x + at));
    }
    x += bytes;
  }
}

/** Row positions[i] of dst has row i of x added, in order of i. */
export function addRowsF32(
  dst: usize,
  x: usize,
  positions: usize,
  count: i32,
  cols: i32,
  outer: i32,
  block: usize,
): void {
  addBlocks<f32>(dst, x, positions, count, cols, outer, block);
}

export function addRowsF64(
  dst: usize,
  x: usize,
  positions: usize,
  count: i32,
  cols: i32,
  outer: i32,
  block: usize,
): void {
  addBlocks<f64>(dst, x, positions, count, cols, outer, block);
}

export function addRowsI32(
  dst: usize,
  x: usize,
  positions: usize,
  count: i32,
  cols: i32,
  outer: i32,
  block: usize,
): void {
  addBlocks<i32>(dst, x, positions, count, cols, outer, block);
}

/**
 * Row bags[i] of dst has row positions[i] of x added, in order of i: rows of one bag that follow each other are added up
 * in registers.
 */
// @ts-ignore: decorator
@inline
function addTaken<T>(dst: usize, bags: usize, x: usize, positions: usize, count: i32, cols: i32): void {
  const size = sizeof<T>();
  const perVector: i32 = 16 / <i32>size;
  const bytes = <usize>cols * size;
  for (let i = 0; i < count; ) {
    const bag = load<u32>(bags + (<usize>i << 2));
    let end = i + 1;
    while (end < count && load<u32>(bags + (<usize>end << 2)) == bag) end++;
    const to = dst + <usize>bag * bytes;
    let j = 0;
    for (; j <= cols - 4 * perVector; j += 4 * perVector) {
      const at = <usize>j * size;
      const out = to + at;
      let s0 = v128.load(out);
      let s1 = v128.load(out, 16);
      let s2 = v128.load(out, 32);
      let s3 = v128.load(out, 48);
      for (let k = i; k < end; k++) {
        const from = x + at + <usize>load<u32>(positions + (<usize>k << 2)) * bytes;
        s0 = v128.add<T>(s0, v128.load(from));
        s1 = v128.add<T>(s1, v128.load(from, 16));
        s2 = v128.add<T>(s2, v128.load(from, 32));
        s3 = v128.add<T>(s3, v128.load(from, 48));
      }
      v128.store(out, s0);
      v128.store(out, s1, 16);
      v128.store(out, s2, 32);
      v128.store(out, s3, 48);
    }
    for (; j <= cols - perVector; j += perVector) {
      const at = <usize>j * size;
      let sum = v128.load(to + at);
      for (let k = i; k < end; k++) {
        sum = v128.add<T>(sum, v128.load(x + at + <usize>load<u32>(positions + (<usize>k << 2)) * bytes));
      }
      v128.store(to + at, sum);
    }
    for (; j < cols; j++) {
      const at = <usize>j * size;
      let sum = load<T>(to + at);
      for (let k = i; k < end; k++) {
        sum += load<T>(x + at + <usize>load<u32>(positions + (<usize>k << 2)) * bytes);
      }
      store<T>(to + at, sum);
    }
    i = end;
  }
}

export function addTakenF32(dst: usize, bags: usize, x: usize, positions: usize, count: i32, cols: i32): void {
  addTaken<f32>(dst, bags, x, positions, count, cols);
}

export function addTakenF64(dst: usize, bags: usize, x: usize, positions: usize, count: i32, cols: i32): void {
  addTaken<f64>(dst, bags, x, positions, count, cols);
}

export function addTakenI32(dst: usize, bags: usize, x: usize, positions: usize, count: i32, cols: i32): void {
  addTaken<i32>(dst, bags, x, positions, count, cols);
}
