/**
 * The Mersenne Twister MT19937 (M. Matsumoto and T. Nishimura 1998) a block at a time. A state is 624 words, and how
 * many of them were given out, which is the 625th; words are tempered as they are given out.
 */
const N: i32 = 624;
const M: i32 = 397;

/** The next word from two neighbours and one that is far off. */
// @ts-ignore: decorator
@inline
function twisted(upper: v128, lower: v128, far: v128): v128 {
  const y = v128.bitselect(upper, lower, i32x4.splat(<i32>0x80000000));
  const odd = i32x4.neg(v128.and(y, i32x4.splat(1)));
  return v128.xor(v128.xor(far, i32x4.shr_u(y, 1)), v128.and(odd, i32x4.splat(<i32>0x9908b0df)));
}

/** Makes the next block's words from `first` up to `end`, eights of them; `far` words on, or back, are others of theirs. */
// @ts-ignore: decorator
@inline
function twistEights(state: usize, first: i32, end: i32, far: i32): void {
  const away = <isize>far << 2;
  for (let i = first; i < end; i += 8) {
    const p = state + (<usize>i << 2);
    const a = twisted(v128.load(p), v128.load(p, 4), v128.load(p + away));
    const b = twisted(v128.load(p, 16), v128.load(p, 20), v128.load(p + away, 16));
    v128.store(p, a);
    v128.store(p, b, 16);
  }
}

function twistOne(state: usize, i: i32, next: i32, far: i32): void {
  const p = state + (<usize>i << 2);
  const y = (load<u32>(p) & 0x80000000) | (load<u32>(state + (<usize>next << 2)) & 0x7fffffff);
  store<u32>(p, load<u32>(state + (<usize>far << 2)) ^ (y >> 1) ^ ((0 - (y & 1)) & 0x9908b0df));
}

function refill(state: usize): void {
  twistEights(state, 0, N - M - 3, M);
  for (let i = N - M - 3; i < N - M; i++) twistOne(state, i, i + 1, i + M);
  twistEights(state, N - M, N - 5, M - N);
  for (let i = N - 5; i < N - 1; i++) twistOne(state, i, i + 1, i + M - N);
  twistOne(state, N - 1, 0, M - 1);
}

// @ts-ignore: decorator
@inline
function tempered(x: v128): v128 {
  let y = v128.xor(x, i32x4.shr_u(x, 11));
  y = v128.xor(y, v128.and(i32x4.shl(y, 7), i32x4.splat(<i32>0x9d2c5680)));
  y = v128.xor(y, v128.and(i32x4.shl(y, 15), i32x4.splat(<i32>0xefc60000)));
  return v128.xor(y, i32x4.shr_u(y, 18));
}

/** Writes the next `count` words to `dst`, and up to seven more numbers behind them. */
export function randomWords(state: usize, dst: usize, count: i32): void {
  const place = state + (<usize>N << 2);
  while (count > 0) {
    // Whoever hands over a state may have written anything there.
    let position = load<i32>(place);
    if (<u32>position >= <u32>N) {
      refill(state);
      position = 0;
    }
    const run = min(N - position, count);
    const from = state + (<usize>position << 2);
    for (let i = 0; i < run; i += 8) {
      const at = <usize>i << 2;
      const a = tempered(v128.load(from + at));
      const b = tempered(v128.load(from + at, 16));
      v128.store(dst + at, a);
      v128.store(dst + at, b, 16);
    }
    store<i32>(place, position + run);
    dst += <usize>run << 2;
    count -= run;
  }
}
