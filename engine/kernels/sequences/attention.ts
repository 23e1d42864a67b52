/**
 * Attention, softmax(scale·Q·Kᵀ + mask)·V, head by head: the scores of one head stay in the cache until they are done with.
 * What a call is about stands at an address, int32 each: heads, L, S, the lengths of a key and of a value; then for each
 * array its address, and the elements from example to example, from head to head and from row to row. Rows are contiguous.
 */
import { softmax, softmaxGrad } from "../folds/softmax";
import { gemmF32 } from "../gemm";
import { fma } from "../simd";

/** Places of the arrays. */
const QUERY = 0;
const KEY = 1;
const VALUE = 2;
const MASK = 3;
const OUT = 4;
const WEIGHTS = 5;
const DQUERY = 6;
const DKEY = 7;
const DVALUE = 8;

/** Where a head of an array begins; 0 where there is none. */
// @ts-ignore: decorator
@inline
function headOf(about: usize, place: i32, example: i32, head: i32): usize {
  const at = about + 20 + (<usize>place << 4);
  const address = <usize>load<u32>(at);
  if (address == 0) return 0;
  return address + ((<isize>example * load<i32>(at, 4) + <isize>head * load<i32>(at, 8)) << 2);
}

// @ts-ignore: decorator
@inline
function rowOf(about: usize, place: i32): i32 {
  return load<i32>(about + 20 + (<usize>place << 4), 12);
}

/** Heads `first` to `first` + `count`, counted through all examples. */
export function attentionForward(count: i32, first: i32, about: usize, scale: f32, scratch: usize): void {
  const heads = load<i32>(about);
  const rows = load<i32>(about, 4);
  const columns = load<i32>(about, 8);
  const width = load<i32>(about, 12);
  const given = load<i32>(about, 16);
  for (let i = first; i < first + count; i++) {
    const example = i / heads;
    const head = i % heads;
    const weights = headOf(about, WEIGHTS, example, head);
    const q = headOf(about, QUERY, example, head);
    const k = headOf(about, KEY, example, head);
    const v = headOf(about, VALUE, example, head);
    const out = headOf(about, OUT, example, head);
    gemmF32(
      rows, columns, width, q, rowOf(about, QUERY), 1, k, 1, rowOf(about, KEY), weights, columns, 0, -Infinity, false,
      scratch,
    );
    shiftScores(weights, rows, columns, scale, headOf(about, MASK, example, head), rowOf(about, MASK));
    softmax(weights, weights, rows, columns);
    gemmF32(
      rows, given, columns, weights, columns, 1, v, rowOf(about, VALUE), 1, out, rowOf(about, OUT), 0, -Infinity, false,
      scratch,
    );
  }
}

/** Scores times `scale`, and the mask added, 0 for none. */
function shiftScores(scores: usize, rows: i32, columns: i32, scale: f32, mask: usize, maskRow: i32): void {
  const factor = f32x4.splat(scale);
  for (let i = 0; i < rows; i++) {
    let j = 0;
    for (; j <= columns - 4; j += 4) {
      const at = <usize>j << 2;
      const s = v128.load(scores + at);
      v128.store(scores + at, mask ? fma(s, factor, v128.load(mask + at)) : f32x4.mul(s, factor));
    }
    for (; j < columns; j++) {
      const at = <usize>j << 2;
      store<f32>(scores + at, load<f32>(scores + at) * scale + (mask ? load<f32>(mask + at) : <f32>0));
    }
    scores += <usize>columns << 2;
    if (mask) mask += <usize>maskRow << 2;
  }
}

/** `slopes` has room for the scores of one head. OUT is the slope by what was given. */
export function attentionBackward(
  count: i32, first: i32, about: usize, scale: f32, slopes: usize, scratch: usize,
): void {
  const heads = load<i32>(about);
  const rows = load<i32>(about, 4);
  const columns = load<i32>(about, 8);
  const width = load<i32>(about, 12);
  const given = load<i32>(about, 16);
  for (let i = first; i < first + count; i++) {
    const example = i / heads;
    const head = i % heads;
    const weights = headOf(about, WEIGHTS, example, head);
    const q = headOf(about, QUERY, example, head);
    const k = headOf(about, KEY, example, head);
    const v = headOf(about, VALUE, example, head);
    const g = headOf(about, OUT, example, head);
    const gRow = rowOf(about, OUT);
    gemmF32(
      columns, given, rows, weights, 1, columns, g, gRow, 1, headOf(about, DVALUE, example, head), rowOf(about, DVALUE), 0,
      -Infinity, false, scratch,
    );
    gemmF32(rows, columns, given, g, gRow, 1, v, 1, rowOf(about, VALUE), slopes, columns, 0, -Infinity, false, scratch);
    softmaxGrad(slopes, slopes, weights, rows, columns);
    shiftScores(slopes, rows, columns, scale, 0, 0);
    gemmF32(
      rows, width, columns, slopes, columns, 1, k, rowOf(about, KEY), 1, headOf(about, DQUERY, example, head),
      rowOf(about, DQUERY), 0, -Infinity, false, scratch,
    );
    gemmF32(
      columns, width, rows, slopes, 1, columns, q, rowOf(about, QUERY), 1, headOf(about, DKEY, example, head),
      rowOf(about, DKEY), 0, -Infinity, false, scratch,
    );
  }
}
