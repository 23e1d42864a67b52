/**
 * Logarithm, sine and cosine in float64, rounded as the exact value would be but for one number in some thousands:
 * the C library that PyTorch calls errs by little more than half a unit in the last place, JavaScript's functions by
 * more. Numbers are held as unevaluated sums of two float64 (T. J. Dekker 1971), `high + low`.
 */
type Pair = readonly [high: number, low: number];

const SPLITTER = 2 ** 27 + 1;

/** a + b for |a| ≥ |b|. */
function quickSum(a: number, b: number): Pair {
  const high = a + b;
  return [high, b - (high - a)];
}

function exactSum(a: number, b: number): Pair {
  const high = a + b;
  const part = high - a;
  return [high, a - (high - part) + (b - part)];
}

function exactProduct(a: number, b: number): Pair {
  const high = a * b;
  const [p, q] = [SPLITTER * a, SPLITTER * b];
  const [a1, b1] = [p - (p - a), q - (q - b)];
  const [a2, b2] = [a - a1, b - b1];
  return [high, a1 * b1 - high + a1 * b2 + a2 * b1 + a2 * b2];
}

function sum([a, c]: Pair, [b, d]: Pair): Pair {
  const [high, low] = exactSum(a, b);
  return quickSum(high, low + (c + d));
}

function product([a, c]: Pair, [b, d]: Pair): Pair {
  const [high, low] = exactProduct(a, b);
  return quickSum(high, low + (a * d + c * b));
}

function quotient(a: Pair, b: Pair): Pair {
  const first = a[0] / b[0];
  const [high, low] = exactProduct(first, b[0]);
  const rest = a[0] - high - low + a[1] - first * b[1];
  return quickSum(first, rest / b[0]);
}

/** A power series: `head` are its first coefficients, the highest power last, `tail` those after them. */
interface Series {
  head: readonly Pair[];
  tail: readonly number[];
}

/** So many terms of a series as pairs, the rest, which is small beside them, as plain numbers. */
function series(coefficients: readonly Pair[], exactly: number): Series {
  return {
    head: coefficients.slice(0, exactly),
    tail: coefficients.slice(exactly).map(([high]) => high),
  };
}

function valueOf({ head, tail }: Series, x: Pair): Pair {
  let rest = 0;
  for (let i = tail.length - 1; i >= 0; i--) rest = rest * x[0] + tail[i];
  let y: Pair = [rest, 0];
  for (let i = head.length - 1; i >= 0; i--) y = sum(head[i], product(y, x));
  return y;
}

const inverse = (n: number): Pair => quotient([1, 0], [n, 0]);

/** log 2, and π/2 in three parts. */
const LOG2: Pair = [0.6931471805599453, 2.3190468138462996e-17];
const HALF_PI = [1.5707963267948966, 6.123233995736766e-17, -1.4973849048591698e-33] as const;

/** Artanh x / x in powers of x², which is below 0.03. */
const ARTANH = series(
  Array.from({ length: 14 }, (_, i) => inverse(2 * i + 1)),
  3,
);

/** The natural logarithm of a positive normal number. */
export function log64(x: number): number {
  if (x === 1) return 0;
  let exponent = 0;
  let m = x;
  while (m < Math.SQRT1_2) {
    m *= 2;
    exponent--;
  }
  while (m > Math.SQRT2) {
    m /= 2;
    exponent++;
  }
  const s = quotient([m - 1, 0], exactSum(m, 1));
  const [high, low] = product(product([2, 0], s), valueOf(ARTANH, product(s, s)));
  const [a, b] = sum(product([exponent, 0], LOG2), [high, low]);
  return a + b;
}

/** 1/n!, −1/(n + 2)!, 1/(n + 4)!, … */
function alternating(n: number): Pair[] {
  const coefficients: Pair[] = [];
  let factor: Pair = [1, 0];
  for (let k = n; k < n + 20; k += 2) {
    coefficients.push(factor);
    factor = quotient(factor, [-(k + 1) * (k + 2), 0]);
  }
  return coefficients;
}

/** sin x / x and cos x in powers of x², which is below 0.62. */
const SINE = series(alternating(1), 4);
const COSINE = series(alternating(0), 4);

/** Cosine and sine of an angle in [0, 2π], into `out`. */
export function cosSin64(angle: number, out: Float64Array): void {
  const quarter = Math.round(angle / HALF_PI[0]);
  const [first, second] = [exactProduct(quarter, HALF_PI[0]), exactProduct(quarter, HALF_PI[1])];
  // The first difference is exact: both are close together.
  let r = exactSum(angle - first[0], -first[1]);
  r = sum(r, [-second[0], -second[1] - quarter * HALF_PI[2]]);
  const squared = product(r, r);
  const cosine = valueOf(COSINE, squared);
  const sine = product(valueOf(SINE, squared), r);
  const [c, s] = [cosine[0] + cosine[1], sine[0] + sine[1]];
  const turned = quarter % 4;
  out[0] = turned === 0 ? c : turned === 1 ? -s : turned === 2 ? -c : s;
  out[1] = turned === 0 ? s : turned === 1 ? c : turned === 2 ? -s : -c;
}
