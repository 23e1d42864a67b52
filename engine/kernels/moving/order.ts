/**
 * The order of numbers along an axis, stable: few by putting each in its place among those before, many digit by digit
 * from the least (Knuth, The Art of Computer Programming 3, 5.2.1 and 5.2.5). NaN is the largest, −0 equal to 0.
 *
 * What is sorted are entries: a key, whole numbers in the order of the elements, and the place. Of a key of 32 bits both
 * are one number, the key above; otherwise the place stands behind the key.
 */

const DIGITS: i32 = 256;
/** Of so many numbers each is put in its place. */
const FEW: i32 = 64;

// @ts-ignore: decorator
@inline
function keyBits<T>(): i32 {
  return sizeof<T>() == 8 ? 64 : 32;
}
// @ts-ignore: decorator
@inline
function entryBytes<T>(): usize {
  return sizeof<T>() == 8 ? 16 : 8;
}

/** The key in the upper bits. */
// @ts-ignore: decorator
@inline
function keyOf<T>(p: usize, down: bool): u64 {
  let key: u64;
  if (sizeof<T>() == 8) {
    // Adding 0 takes the sign from −0.
    const x = load<f64>(p) + 0.0;
    const bits = reinterpret<u64>(x);
    key = x != x ? u64.MAX_VALUE : bits ^ (<u64>(<i64>bits >> 63) | 0x8000000000000000);
  } else if (isFloat<T>()) {
    const x = load<f32>(p) + <f32>0.0;
    const bits = reinterpret<u32>(x);
    key = x != x ? 0xffffffff : <u64>(bits ^ (<u32>(<i32>bits >> 31) | 0x80000000));
  } else key = sizeof<T>() == 1 ? <u64>load<u8>(p) : <u64>(load<u32>(p) ^ 0x80000000);
  if (sizeof<T>() == 8) return down ? ~key : key;
  return (down ? key ^ 0xffffffff : key) << 32;
}
// @ts-ignore: decorator
@inline
function storeEntry<T>(p: usize, key: u64, place: i32): void {
  if (sizeof<T>() == 8) {
    store<u64>(p, key);
    store<u64>(p, place, 8);
  } else store<u64>(p, key | <u64>place);
}
// @ts-ignore: decorator
@inline
function moveEntry<T>(to: usize, from: usize): void {
  if (sizeof<T>() == 8) v128.store(to, v128.load(from));
  else store<u64>(to, load<u64>(from));
}

/** The first `kept` entries of n elements, `step` bytes apart. */
// @ts-ignore: decorator
@inline
function orderFew<T>(entries: usize, x: usize, step: usize, n: i32, kept: i32, down: bool): void {
  const size = entryBytes<T>();
  const last = entries + <usize>(kept - 1) * size;
  // Behind the last entry so far.
  let end = entries;
  for (let i = 0; i < n; i++) {
    const key = keyOf<T>(x, down);
    x += step;
    const full = end > last;
    // Of an entry that is one number the place does not count: it is always larger here.
    if (full && key >= (sizeof<T>() == 8 ? load<u64>(last) : load<u64>(last) & 0xffffffff00000000)) continue;
    let p = full ? last : end;
    if (!full) end += size;
    while (p > entries) {
      const before = load<u64>(p - size);
      if ((sizeof<T>() == 8 ? before : before & 0xffffffff00000000) <= key) break;
      moveEntry<T>(p, p - size);
      p -= size;
    }
    storeEntry<T>(p, key, i);
  }
}

/** All entries in order. @returns where they are: in `entries` or in `others` */
// @ts-ignore: decorator
@inline
function orderMany<T>(counts: usize, entries: usize, others: usize, x: usize, step: usize, n: i32, down: bool): usize {
  const size = entryBytes<T>();
  const low = 64 - keyBits<T>();
  memory.fill(counts, 0, (<usize>(keyBits<T>() >> 3) * DIGITS) << 2);
  for (let i = 0; i < n; i++) {
    const key = keyOf<T>(x, down);
    x += step;
    storeEntry<T>(entries + <usize>i * size, key, i);
    for (let shift = low, table = counts; shift < 64; shift += 8, table += DIGITS << 2) {
      const p = table + (<usize>((key >> shift) & 0xff) << 2);
      store<u32>(p, load<u32>(p) + 1);
    }
  }
  for (let shift = low, table = counts; shift < 64; shift += 8, table += DIGITS << 2) {
    const first = <usize>((load<u64>(entries) >> shift) & 0xff) << 2;
    // All have the same digit.
    if (load<u32>(table + first) == n) continue;
    let before: u32 = 0;
    for (let digit = 0; digit < DIGITS; digit++) {
      const p = table + (<usize>digit << 2);
      const count = load<u32>(p);
      store<u32>(p, before);
      before += count;
    }
    const end = entries + <usize>n * size;
    for (let from = entries; from < end; from += size) {
      const p = table + (<usize>((load<u64>(from) >> shift) & 0xff) << 2);
      const at = load<u32>(p);
      store<u32>(p, at + 1);
      moveEntry<T>(others + <usize>at * size, from);
    }
    const other = others;
    others = entries;
    entries = other;
  }
  return entries;
}

/** Bytes that ordering n elements of `bytes` bytes needs. */
export function orderScratchBytes(n: i32, bytes: i32): f64 {
  return <f64>n * (bytes == 8 ? 32 : 16) + 8 * <f64>(DIGITS << 2);
}

// @ts-ignore: decorator
@inline
function orderOf<T>(
  dst: usize,
  x: usize,
  outer: i32,
  n: i32,
  inner: i32,
  kept: i32,
  down: i32,
  scratch: usize,
): void {
  const step = <usize>inner * sizeof<T>();
  const size = entryBytes<T>();
  const entries = scratch + 8 * (<usize>DIGITS << 2);
  const few = n <= FEW || (kept <= FEW && kept <= n >> 4);
  for (let o = 0; o < outer; o++) {
    for (let k = 0; k < inner; k++) {
      let p = entries;
      const from = x + <usize>k * sizeof<T>();
      if (kept > 0) {
        if (few) orderFew<T>(entries, from, step, n, kept, down != 0);
        else p = orderMany<T>(scratch, entries, entries + <usize>n * size, from, step, n, down != 0);
      }
      let to = dst + (<usize>k << 2);
      for (let i = 0; i < kept; i++) {
        store<i32>(to, sizeof<T>() == 8 ? load<i32>(p, 8) : load<i32>(p));
        to += <usize>inner << 2;
        p += size;
      }
    }
    x += <usize>n * step;
    dst += <usize>kept * (<usize>inner << 2);
  }
}

/**
 * dst [outer, kept, inner] = where in x [outer, n, inner] the elements stand that come first, second, … along the middle
 * axis, from the largest down when `down`.
 */
export function orderF32(
  dst: usize,
  x: usize,
  outer: i32,
  n: i32,
  inner: i32,
  kept: i32,
  down: i32,
  scratch: usize,
): void {
  orderOf<f32>(dst, x, outer, n, inner, kept, down, scratch);
}
export function orderF64(
  dst: usize,
  x: usize,
  outer: i32,
  n: i32,
  inner: i32,
  kept: i32,
  down: i32,
  scratch: usize,
): void {
  orderOf<f64>(dst, x, outer, n, inner, kept, down, scratch);
}
export function orderI32(
  dst: usize,
  x: usize,
  outer: i32,
  n: i32,
  inner: i32,
  kept: i32,
  down: i32,
  scratch: usize,
): void {
  orderOf<i32>(dst, x, outer, n, inner, kept, down, scratch);
}
export function orderU8(
  dst: usize,
  x: usize,
  outer: i32,
  n: i32,
  inner: i32,
  kept: i32,
  down: i32,
  scratch: usize,
): void {
  orderOf<u8>(dst, x, outer, n, inner, kept, down, scratch);
}
