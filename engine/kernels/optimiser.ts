/**
 * Updates of the optimisers, one pass over parameter, gradient and state, in PyTorch's order of operations.
 * All arrays have n elements. `sign` is −1 to maximise, else 1.
 */
import { fma, fnma, loadPart, storePart } from "./simd";

// @ts-ignore: decorator
@inline
function fetch(p: usize, count: i32): v128 {
  return count >= 4 ? v128.load(p) : loadPart(p, count);
}

// @ts-ignore: decorator
@inline
function put(p: usize, v: v128, count: i32): void {
  if (count >= 4) v128.store(p, v);
  else storePart(p, v, count);
}

/** p −= lr·g, and nothing else: what a plain SGD does most of the time. g may have decay·p added. */
export function sgd(p: usize, g: usize, n: i32, sign: f32, lr: f32, decay: f32): void {
  const rate = f32x4.splat(lr * sign);
  const keep = f32x4.splat(lr * decay);
  let i = 0;
  for (; i <= n - 8; i += 8) {
    const at = <usize>i << 2;
    const p0 = v128.load(p + at);
    const p1 = v128.load(p + at, 16);
    v128.store(p + at, fnma(v128.load(g + at), rate, fnma(p0, keep, p0)));
    v128.store(p + at, fnma(v128.load(g + at, 16), rate, fnma(p1, keep, p1)), 16);
  }
  for (; i < n; i += 4) {
    const at = <usize>i << 2;
    const left = n - i;
    const p0 = fetch(p + at, left);
    put(p + at, fnma(fetch(g + at, left), rate, fnma(p0, keep, p0)), left);
  }
}

/**
 * b = momentum·b + (1 − dampening)·g, or g the `first` time; p −= lr·b, or lr·(g + momentum·b) with nesterov.
 */
export function sgdMomentum(
  p: usize,
  g: usize,
  b: usize,
  n: i32,
  sign: f32,
  lr: f32,
  decay: f32,
  momentum: f32,
  dampening: f32,
  nesterov: bool,
  first: bool,
): void {
  const signs = f32x4.splat(sign);
  const rate = f32x4.splat(lr);
  const decays = f32x4.splat(decay);
  const keep = f32x4.splat(first ? 0 : momentum);
  const take = f32x4.splat(first ? 1 : 1 - dampening);
  const ahead = f32x4.splat(nesterov ? momentum : 1);
  const now = f32x4.splat(nesterov ? 1 : 0);
  let i = 0;
  if (!first) {
    for (; i <= n - 8; i += 8) {
      const at = <usize>i << 2;
      const p0 = v128.load(p + at);
      const p1 = v128.load(p + at, 16);
      const g0 = fma(p0, decays, f32x4.mul(v128.load(g + at), signs));
      const g1 = fma(p1, decays, f32x4.mul(v128.load(g + at, 16), signs));
      const b0 = fma(g0, take, f32x4.mul(v128.load(b + at), keep));
      const b1 = fma(g1, take, f32x4.mul(v128.load(b + at, 16), keep));
      v128.store(b + at, b0);
      v128.store(b + at, b1, 16);
      v128.store(p + at, fnma(fma(b0, ahead, f32x4.mul(g0, now)), rate, p0));
      v128.store(p + at, fnma(fma(b1, ahead, f32x4.mul(g1, now)), rate, p1), 16);
    }
  }
  for (; i < n; i += 4) {
    const at = <usize>i << 2;
    const left = n - i;
    const p0 = fetch(p + at, left);
    const g0 = fma(p0, decays, f32x4.mul(fetch(g + at, left), signs));
    // An unset buffer may hold NaN, which a factor 0 would not remove.
    const old = first ? f32x4.splat(0) : f32x4.mul(fetch(b + at, left), keep);
    const b0 = fma(g0, take, old);
    put(b + at, b0, left);
    put(p + at, fnma(fma(b0, ahead, f32x4.mul(g0, now)), rate, p0), left);
  }
}

/**
 * m = β₁m + (1 − β₁)g; v = β₂v + (1 − β₂)g²; p −= rate·m / (√v·root + eps), where rate = lr/(1 − β₁ᵗ) and
 * root = 1/√(1 − β₂ᵗ). Before that p is multiplied by `shrink` (AdamW's 1 − lr·decay), and g has decay·p added
 * (Adam's). 1 − β comes separately so that it is rounded once.
 */
export function adam(
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  n: i32,
  sign: f32,
  shrink: f32,
  decay: f32,
  beta1: f32,
  rest1: f32,
  beta2: f32,
  rest2: f32,
  rate: f32,
  root: f32,
  eps: f32,
): void {
  const signs = f32x4.splat(sign);
  const shrinks = f32x4.splat(shrink);
  const decays = f32x4.splat(decay);
  const b1 = f32x4.splat(beta1);
  const c1 = f32x4.splat(rest1);
  const b2 = f32x4.splat(beta2);
  const c2 = f32x4.splat(rest2);
  const rates = f32x4.splat(rate);
  const roots = f32x4.splat(root);
  const e = f32x4.splat(eps);
  let i = 0;
  // Two vectors at a time, their stores side by side: what V8 can make 256 bits of.
  for (; i <= n - 8; i += 8) {
    const at = <usize>i << 2;
    const p0 = f32x4.mul(v128.load(p + at), shrinks);
    const p1 = f32x4.mul(v128.load(p + at, 16), shrinks);
    const g0 = fma(p0, decays, f32x4.mul(v128.load(g + at), signs));
    const g1 = fma(p1, decays, f32x4.mul(v128.load(g + at, 16), signs));
    const m0 = fma(g0, c1, f32x4.mul(v128.load(m + at), b1));
    const m1 = fma(g1, c1, f32x4.mul(v128.load(m + at, 16), b1));
    const v0 = fma(f32x4.mul(g0, g0), c2, f32x4.mul(v128.load(v + at), b2));
    const v1 = fma(f32x4.mul(g1, g1), c2, f32x4.mul(v128.load(v + at, 16), b2));
    const q0 = f32x4.div(m0, fma(f32x4.sqrt(v0), roots, e));
    const q1 = f32x4.div(m1, fma(f32x4.sqrt(v1), roots, e));
    v128.store(m + at, m0);
    v128.store(m + at, m1, 16);
    v128.store(v + at, v0);
    v128.store(v + at, v1, 16);
    v128.store(p + at, fnma(rates, q0, p0));
    v128.store(p + at, fnma(rates, q1, p1), 16);
  }
  for (; i < n; i += 4) {
    const at = <usize>i << 2;
    const left = n - i;
    const p0 = f32x4.mul(fetch(p + at, left), shrinks);
    const g0 = fma(p0, decays, f32x4.mul(fetch(g + at, left), signs));
    const m0 = fma(g0, c1, f32x4.mul(fetch(m + at, left), b1));
    const v0 = fma(f32x4.mul(g0, g0), c2, f32x4.mul(fetch(v + at, left), b2));
    put(m + at, m0, left);
    put(v + at, v0, left);
    const denominator = fma(f32x4.sqrt(v0), roots, e);
    put(p + at, fnma(rates, f32x4.div(m0, denominator), p0), left);
  }
}

/** v = αv + (1 − α)g²; p −= lr·g / (√v + eps). With a momentum buffer b (0 for none): b = momentum·b + that quotient, p −= lr·b. */
export function rmsprop(
  p: usize,
  g: usize,
  v: usize,
  b: usize,
  n: i32,
  sign: f32,
  lr: f32,
  alpha: f32,
  rest: f32,
  eps: f32,
  decay: f32,
  momentum: f32,
): void {
  const signs = f32x4.splat(sign);
  const decays = f32x4.splat(decay);
  const keep = f32x4.splat(alpha);
  const take = f32x4.splat(rest);
  const e = f32x4.splat(eps);
  const rate = f32x4.splat(lr);
  const drag = f32x4.splat(momentum);
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    const left = n - i;
    const p0 = fetch(p + at, left);
    const g0 = fma(p0, decays, f32x4.mul(fetch(g + at, left), signs));
    const v0 = fma(f32x4.mul(g0, g0), take, f32x4.mul(fetch(v + at, left), keep));
    put(v + at, v0, left);
    let step = f32x4.div(g0, f32x4.add(f32x4.sqrt(v0), e));
    if (b) {
      step = fma(fetch(b + at, left), drag, step);
      put(b + at, step, left);
    }
    put(p + at, fnma(step, rate, p0), left);
  }
}

/** s += g²; p −= rate·g / (√s + eps). */
export function adagrad(p: usize, g: usize, s: usize, n: i32, sign: f32, rate: f32, eps: f32, decay: f32): void {
  const signs = f32x4.splat(sign);
  const decays = f32x4.splat(decay);
  const rates = f32x4.splat(rate);
  const e = f32x4.splat(eps);
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    const left = n - i;
    const p0 = fetch(p + at, left);
    const g0 = fma(p0, decays, f32x4.mul(fetch(g + at, left), signs));
    const s0 = fma(g0, g0, fetch(s + at, left));
    put(s + at, s0, left);
    put(p + at, fnma(rates, f32x4.div(g0, f32x4.add(f32x4.sqrt(s0), e)), p0), left);
  }
}

/**
 * m = β₁m + (1 − β₁)g; v = β₂v + (1 − β₂)g²; p −= (ofMean·m + ofSlope·g) / (√v·root + eps), or without the division when
 * `undivided`. g has decay·p added.
 */
export function moments(
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  n: i32,
  decay: f32,
  beta1: f32,
  rest1: f32,
  beta2: f32,
  rest2: f32,
  ofMean: f32,
  ofSlope: f32,
  root: f32,
  eps: f32,
  undivided: bool,
): void {
  const decays = f32x4.splat(decay);
  const b1 = f32x4.splat(beta1);
  const c1 = f32x4.splat(rest1);
  const b2 = f32x4.splat(beta2);
  const c2 = f32x4.splat(rest2);
  const means = f32x4.splat(ofMean);
  const slopes = f32x4.splat(ofSlope);
  const roots = f32x4.splat(root);
  const e = f32x4.splat(eps);
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    const left = n - i;
    const p0 = fetch(p + at, left);
    const g0 = fma(p0, decays, fetch(g + at, left));
    const m0 = fma(g0, c1, f32x4.mul(fetch(m + at, left), b1));
    const v0 = fma(f32x4.mul(g0, g0), c2, f32x4.mul(fetch(v + at, left), b2));
    put(m + at, m0, left);
    put(v + at, v0, left);
    let by = fma(m0, means, f32x4.mul(g0, slopes));
    if (!undivided) by = f32x4.div(by, fma(f32x4.sqrt(v0), roots, e));
    put(p + at, f32x4.sub(p0, by), left);
  }
}

/** s = ρs + (1 − ρ)g²; u = g·√(d + eps)/√(s + eps); d = ρd + (1 − ρ)u²; p −= lr·u. */
export function adadelta(
  p: usize,
  g: usize,
  s: usize,
  d: usize,
  n: i32,
  sign: f32,
  decay: f32,
  rho: f32,
  rest: f32,
  eps: f32,
  lr: f32,
): void {
  const signs = f32x4.splat(sign);
  const decays = f32x4.splat(decay);
  const keep = f32x4.splat(rho);
  const take = f32x4.splat(rest);
  const e = f32x4.splat(eps);
  const rate = f32x4.splat(lr);
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    const left = n - i;
    const p0 = fetch(p + at, left);
    const d0 = fetch(d + at, left);
    const g0 = fma(p0, decays, f32x4.mul(fetch(g + at, left), signs));
    const s0 = fma(f32x4.mul(g0, g0), take, f32x4.mul(fetch(s + at, left), keep));
    const ratio = f32x4.div(f32x4.sqrt(f32x4.add(d0, e)), f32x4.sqrt(f32x4.add(s0, e)));
    const u = f32x4.mul(ratio, g0);
    put(s + at, s0, left);
    put(d + at, fma(f32x4.mul(u, u), take, f32x4.mul(d0, keep)), left);
    put(p + at, fnma(u, rate, p0), left);
  }
}
