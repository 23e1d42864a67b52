/**
 * Updates of the optimisers, one pass over parameter, gradient and state, in PyTorch's order of operations.
 * All arrays have n elements. `sign` is −1 to maximise, else 1.
 */
import { loadPart, madd, nmadd, storePart } from "./simd";

// @ts-ignore: decorator
@inline
function lanesOf<T>(): i32 {
  return 16 / <i32>sizeof<T>();
}

// @ts-ignore: decorator
@inline
function fetch<T>(p: usize, count: i32): v128 {
  if (count >= lanesOf<T>()) return v128.load(p);
  return sizeof<T>() == 8 ? v128.load_zero<u64>(p) : loadPart(p, count);
}

// @ts-ignore: decorator
@inline
function put<T>(p: usize, v: v128, count: i32): void {
  if (count >= lanesOf<T>()) v128.store(p, v);
  else if (sizeof<T>() == 8) v128.store_lane<u64>(p, v, 0);
  else storePart(p, v, count);
}

/** p −= lr·g, and nothing else: what a plain SGD does most of the time. g may have decay·p added. */
// @ts-ignore: decorator
@inline
function sgdOf<T>(
  p: usize,
  g: usize,
  n: i32,
  sign: T,
  lr: T,
  decay: T,
): void {
  const rate = v128.splat<T>(lr * sign);
  const keep = v128.splat<T>(lr * decay);
  let i = 0;
  for (; i <= n - 2 * lanesOf<T>(); i += 2 * lanesOf<T>()) {
    const at = <usize>i * sizeof<T>();
    const p0 = v128.load(p + at);
    const p1 = v128.load(p + at, 16);
    v128.store(p + at, nmadd<T>(v128.load(g + at), rate, nmadd<T>(p0, keep, p0)));
    v128.store(p + at, nmadd<T>(v128.load(g + at, 16), rate, nmadd<T>(p1, keep, p1)), 16);
  }
  for (; i < n; i += lanesOf<T>()) {
    const at = <usize>i * sizeof<T>();
    const left = n - i;
    const p0 = fetch<T>(p + at, left);
    put<T>(p + at, nmadd<T>(fetch<T>(g + at, left), rate, nmadd<T>(p0, keep, p0)), left);
  }
}

/**
 * b = momentum·b + (1 − dampening)·g, or g the `first` time; p −= lr·b, or lr·(g + momentum·b) with nesterov.
 */
// @ts-ignore: decorator
@inline
function sgdMomentumOf<T>(
  p: usize,
  g: usize,
  b: usize,
  n: i32,
  sign: T,
  lr: T,
  decay: T,
  momentum: T,
  dampening: T,
  nesterov: bool,
  first: bool,
): void {
  const signs = v128.splat<T>(sign);
  const rate = v128.splat<T>(lr);
  const decays = v128.splat<T>(decay);
  const keep = v128.splat<T>(first ? <T>0 : momentum);
  const take = v128.splat<T>(first ? <T>1 : <T>1 - dampening);
  const ahead = v128.splat<T>(nesterov ? momentum : <T>1);
  const now = v128.splat<T>(nesterov ? <T>1 : <T>0);
  let i = 0;
  if (!first) {
    for (; i <= n - 2 * lanesOf<T>(); i += 2 * lanesOf<T>()) {
      const at = <usize>i * sizeof<T>();
      const p0 = v128.load(p + at);
      const p1 = v128.load(p + at, 16);
      const g0 = madd<T>(p0, decays, v128.mul<T>(v128.load(g + at), signs));
      const g1 = madd<T>(p1, decays, v128.mul<T>(v128.load(g + at, 16), signs));
      const b0 = madd<T>(g0, take, v128.mul<T>(v128.load(b + at), keep));
      const b1 = madd<T>(g1, take, v128.mul<T>(v128.load(b + at, 16), keep));
      v128.store(b + at, b0);
      v128.store(b + at, b1, 16);
      v128.store(p + at, nmadd<T>(madd<T>(b0, ahead, v128.mul<T>(g0, now)), rate, p0));
      v128.store(p + at, nmadd<T>(madd<T>(b1, ahead, v128.mul<T>(g1, now)), rate, p1), 16);
    }
  }
  for (; i < n; i += lanesOf<T>()) {
    const at = <usize>i * sizeof<T>();
    const left = n - i;
    const p0 = fetch<T>(p + at, left);
    const g0 = madd<T>(p0, decays, v128.mul<T>(fetch<T>(g + at, left), signs));
    // An unset buffer may hold NaN, which a factor 0 would not remove.
    const old = first ? v128.splat<T>(<T>0) : v128.mul<T>(fetch<T>(b + at, left), keep);
    const b0 = madd<T>(g0, take, old);
    put<T>(b + at, b0, left);
    put<T>(p + at, nmadd<T>(madd<T>(b0, ahead, v128.mul<T>(g0, now)), rate, p0), left);
  }
}

/**
 * m = β₁m + (1 − β₁)g; v = β₂v + (1 − β₂)g²; p −= rate·m / (√v·root + eps), where rate = lr/(1 − β₁ᵗ) and
 * root = 1/√(1 − β₂ᵗ). Before that p is multiplied by `shrink` (AdamW's 1 − lr·decay), and g has decay·p added
 * (Adam's). 1 − β comes separately so that it is rounded once.
 */
// @ts-ignore: decorator
@inline
function adamOf<T>(
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  n: i32,
  sign: T,
  shrink: T,
  decay: T,
  beta1: T,
  rest1: T,
  beta2: T,
  rest2: T,
  rate: T,
  root: T,
  eps: T,
): void {
  const signs = v128.splat<T>(sign);
  const shrinks = v128.splat<T>(shrink);
  const decays = v128.splat<T>(decay);
  const b1 = v128.splat<T>(beta1);
  const c1 = v128.splat<T>(rest1);
  const b2 = v128.splat<T>(beta2);
  const c2 = v128.splat<T>(rest2);
  const rates = v128.splat<T>(rate);
  const roots = v128.splat<T>(root);
  const e = v128.splat<T>(eps);
  let i = 0;
  // Two vectors at a time, their stores side by side: what V8 can make 256 bits of.
  for (; i <= n - 2 * lanesOf<T>(); i += 2 * lanesOf<T>()) {
    const at = <usize>i * sizeof<T>();
    const p0 = v128.mul<T>(v128.load(p + at), shrinks);
    const p1 = v128.mul<T>(v128.load(p + at, 16), shrinks);
    const g0 = madd<T>(p0, decays, v128.mul<T>(v128.load(g + at), signs));
    const g1 = madd<T>(p1, decays, v128.mul<T>(v128.load(g + at, 16), signs));
    const m0 = madd<T>(g0, c1, v128.mul<T>(v128.load(m + at), b1));
    const m1 = madd<T>(g1, c1, v128.mul<T>(v128.load(m + at, 16), b1));
    const v0 = madd<T>(v128.mul<T>(g0, g0), c2, v128.mul<T>(v128.load(v + at), b2));
    const v1 = madd<T>(v128.mul<T>(g1, g1), c2, v128.mul<T>(v128.load(v + at, 16), b2));
    const q0 = v128.div<T>(m0, madd<T>(v128.sqrt<T>(v0), roots, e));
    const q1 = v128.div<T>(m1, madd<T>(v128.sqrt<T>(v1), roots, e));
    v128.store(m + at, m0);
    v128.store(m + at, m1, 16);
    v128.store(v + at, v0);
    v128.store(v + at, v1, 16);
    v128.store(p + at, nmadd<T>(rates, q0, p0));
    v128.store(p + at, nmadd<T>(rates, q1, p1), 16);
  }
  for (; i < n; i += lanesOf<T>()) {
    const at = <usize>i * sizeof<T>();
    const left = n - i;
    const p0 = v128.mul<T>(fetch<T>(p + at, left), shrinks);
    const g0 = madd<T>(p0, decays, v128.mul<T>(fetch<T>(g + at, left), signs));
    const m0 = madd<T>(g0, c1, v128.mul<T>(fetch<T>(m + at, left), b1));
    const v0 = madd<T>(v128.mul<T>(g0, g0), c2, v128.mul<T>(fetch<T>(v + at, left), b2));
    put<T>(m + at, m0, left);
    put<T>(v + at, v0, left);
    const denominator = madd<T>(v128.sqrt<T>(v0), roots, e);
    put<T>(p + at, nmadd<T>(rates, v128.div<T>(m0, denominator), p0), left);
  }
}

/** v = αv + (1 − α)g²; p −= lr·g / (√v + eps). With a momentum buffer b (0 for none): b = momentum·b + that quotient, p −= lr·b. */
// @ts-ignore: decorator
@inline
function rmspropOf<T>(
  p: usize,
  g: usize,
  v: usize,
  b: usize,
  n: i32,
  sign: T,
  lr: T,
  alpha: T,
  rest: T,
  eps: T,
  decay: T,
  momentum: T,
): void {
  const signs = v128.splat<T>(sign);
  const decays = v128.splat<T>(decay);
  const keep = v128.splat<T>(alpha);
  const take = v128.splat<T>(rest);
  const e = v128.splat<T>(eps);
  const rate = v128.splat<T>(lr);
  const drag = v128.splat<T>(momentum);
  for (let i = 0; i < n; i += lanesOf<T>()) {
    const at = <usize>i * sizeof<T>();
    const left = n - i;
    const p0 = fetch<T>(p + at, left);
    const g0 = madd<T>(p0, decays, v128.mul<T>(fetch<T>(g + at, left), signs));
    const v0 = madd<T>(v128.mul<T>(g0, g0), take, v128.mul<T>(fetch<T>(v + at, left), keep));
    put<T>(v + at, v0, left);
    let step = v128.div<T>(g0, v128.add<T>(v128.sqrt<T>(v0), e));
    if (b) {
      step = madd<T>(fetch<T>(b + at, left), drag, step);
      put<T>(b + at, step, left);
    }
    put<T>(p + at, nmadd<T>(step, rate, p0), left);
  }
}

/** s += g²; p −= rate·g / (√s + eps). */
// @ts-ignore: decorator
@inline
function adagradOf<T>(
  p: usize,
  g: usize,
  s: usize,
  n: i32,
  sign: T,
  rate: T,
  eps: T,
  decay: T,
): void {
  const signs = v128.splat<T>(sign);
  const decays = v128.splat<T>(decay);
  const rates = v128.splat<T>(rate);
  const e = v128.splat<T>(eps);
  for (let i = 0; i < n; i += lanesOf<T>()) {
    const at = <usize>i * sizeof<T>();
    const left = n - i;
    const p0 = fetch<T>(p + at, left);
    const g0 = madd<T>(p0, decays, v128.mul<T>(fetch<T>(g + at, left), signs));
    const s0 = madd<T>(g0, g0, fetch<T>(s + at, left));
    put<T>(s + at, s0, left);
    put<T>(p + at, nmadd<T>(rates, v128.div<T>(g0, v128.add<T>(v128.sqrt<T>(s0), e)), p0), left);
  }
}

/**
 * m = β₁m + (1 − β₁)g; v = β₂v + (1 − β₂)g²; p −= (ofMean·m + ofSlope·g) / (√v·root + eps), or without the division when
 * `undivided`. g has decay·p added.
 */
// @ts-ignore: decorator
@inline
function momentsOf<T>(
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  n: i32,
  decay: T,
  beta1: T,
  rest1: T,
  beta2: T,
  rest2: T,
  ofMean: T,
  ofSlope: T,
  root: T,
  eps: T,
  undivided: bool,
): void {
  const decays = v128.splat<T>(decay);
  const b1 = v128.splat<T>(beta1);
  const c1 = v128.splat<T>(rest1);
  const b2 = v128.splat<T>(beta2);
  const c2 = v128.splat<T>(rest2);
  const means = v128.splat<T>(ofMean);
  const slopes = v128.splat<T>(ofSlope);
  const roots = v128.splat<T>(root);
  const e = v128.splat<T>(eps);
  for (let i = 0; i < n; i += lanesOf<T>()) {
    const at = <usize>i * sizeof<T>();
    const left = n - i;
    const p0 = fetch<T>(p + at, left);
    const g0 = madd<T>(p0, decays, fetch<T>(g + at, left));
    const m0 = madd<T>(g0, c1, v128.mul<T>(fetch<T>(m + at, left), b1));
    const v0 = madd<T>(v128.mul<T>(g0, g0), c2, v128.mul<T>(fetch<T>(v + at, left), b2));
    put<T>(m + at, m0, left);
    put<T>(v + at, v0, left);
    let by = madd<T>(m0, means, v128.mul<T>(g0, slopes));
    if (!undivided) by = v128.div<T>(by, madd<T>(v128.sqrt<T>(v0), roots, e));
    put<T>(p + at, v128.sub<T>(p0, by), left);
  }
}

/** s = ρs + (1 − ρ)g²; u = g·√(d + eps)/√(s + eps); d = ρd + (1 − ρ)u²; p −= lr·u. */
// @ts-ignore: decorator
@inline
function adadeltaOf<T>(
  p: usize,
  g: usize,
  s: usize,
  d: usize,
  n: i32,
  sign: T,
  decay: T,
  rho: T,
  rest: T,
  eps: T,
  lr: T,
): void {
  const signs = v128.splat<T>(sign);
  const decays = v128.splat<T>(decay);
  const keep = v128.splat<T>(rho);
  const take = v128.splat<T>(rest);
  const e = v128.splat<T>(eps);
  const rate = v128.splat<T>(lr);
  for (let i = 0; i < n; i += lanesOf<T>()) {
    const at = <usize>i * sizeof<T>();
    const left = n - i;
    const p0 = fetch<T>(p + at, left);
    const d0 = fetch<T>(d + at, left);
    const g0 = madd<T>(p0, decays, v128.mul<T>(fetch<T>(g + at, left), signs));
    const s0 = madd<T>(v128.mul<T>(g0, g0), take, v128.mul<T>(fetch<T>(s + at, left), keep));
    const ratio = v128.div<T>(v128.sqrt<T>(v128.add<T>(d0, e)), v128.sqrt<T>(v128.add<T>(s0, e)));
    const u = v128.mul<T>(ratio, g0);
    put<T>(s + at, s0, left);
    put<T>(d + at, madd<T>(v128.mul<T>(u, u), take, v128.mul<T>(d0, keep)), left);
    put<T>(p + at, nmadd<T>(u, rate, p0), left);
  }
}

export function sgd(
  p: usize,
  g: usize,
  n: i32,
  sign: f32,
  lr: f32,
  decay: f32,
): void {
  sgdOf<f32>(p, g, n, sign, lr, decay);
}

export function sgdF64(
  p: usize,
  g: usize,
  n: i32,
  sign: f64,
  lr: f64,
  decay: f64,
): void {
  sgdOf<f64>(p, g, n, sign, lr, decay);
}

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
  sgdMomentumOf<f32>(p, g, b, n, sign, lr, decay, momentum, dampening, nesterov, first);
}

export function sgdMomentumF64(
  p: usize,
  g: usize,
  b: usize,
  n: i32,
  sign: f64,
  lr: f64,
  decay: f64,
  momentum: f64,
  dampening: f64,
  nesterov: bool,
  first: bool,
): void {
  sgdMomentumOf<f64>(p, g, b, n, sign, lr, decay, momentum, dampening, nesterov, first);
}

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
  adamOf<f32>(p, g, m, v, n, sign, shrink, decay, beta1, rest1, beta2, rest2, rate, root, eps);
}

export function adamF64(
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  n: i32,
  sign: f64,
  shrink: f64,
  decay: f64,
  beta1: f64,
  rest1: f64,
  beta2: f64,
  rest2: f64,
  rate: f64,
  root: f64,
  eps: f64,
): void {
  adamOf<f64>(p, g, m, v, n, sign, shrink, decay, beta1, rest1, beta2, rest2, rate, root, eps);
}

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
  rmspropOf<f32>(p, g, v, b, n, sign, lr, alpha, rest, eps, decay, momentum);
}

export function rmspropF64(
  p: usize,
  g: usize,
  v: usize,
  b: usize,
  n: i32,
  sign: f64,
  lr: f64,
  alpha: f64,
  rest: f64,
  eps: f64,
  decay: f64,
  momentum: f64,
): void {
  rmspropOf<f64>(p, g, v, b, n, sign, lr, alpha, rest, eps, decay, momentum);
}

export function adagrad(
  p: usize,
  g: usize,
  s: usize,
  n: i32,
  sign: f32,
  rate: f32,
  eps: f32,
  decay: f32,
): void {
  adagradOf<f32>(p, g, s, n, sign, rate, eps, decay);
}

export function adagradF64(
  p: usize,
  g: usize,
  s: usize,
  n: i32,
  sign: f64,
  rate: f64,
  eps: f64,
  decay: f64,
): void {
  adagradOf<f64>(p, g, s, n, sign, rate, eps, decay);
}

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
  momentsOf<f32>(p, g, m, v, n, decay, beta1, rest1, beta2, rest2, ofMean, ofSlope, root, eps, undivided);
}

export function momentsF64(
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  n: i32,
  decay: f64,
  beta1: f64,
  rest1: f64,
  beta2: f64,
  rest2: f64,
  ofMean: f64,
  ofSlope: f64,
  root: f64,
  eps: f64,
  undivided: bool,
): void {
  momentsOf<f64>(p, g, m, v, n, decay, beta1, rest1, beta2, rest2, ofMean, ofSlope, root, eps, undivided);
}

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
  adadeltaOf<f32>(p, g, s, d, n, sign, decay, rho, rest, eps, lr);
}

export function adadeltaF64(
  p: usize,
  g: usize,
  s: usize,
  d: usize,
  n: i32,
  sign: f64,
  decay: f64,
  rho: f64,
  rest: f64,
  eps: f64,
  lr: f64,
): void {
  adadeltaOf<f64>(p, g, s, d, n, sign, decay, rho, rest, eps, lr);
}
