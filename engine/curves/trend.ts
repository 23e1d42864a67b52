/**
 * What can be said of a noisy curve: its level, its noise, and where it is going. The person waits for it at the end
 * of a training, whose curves may have a hundred thousand epochs: loops over typed arrays.
 */

/**
 * Centred moving average over the medians of three, so that neither a spike nor the curve's ends pull it away;
 * the window shrinks towards the ends and stays centred.
 *
 * @param window odd; 1 leaves the medians
 */
export function level(values: ArrayLike<number>, window: number): Float64Array {
  const count = values.length;
  const calm = Float64Array.from(values);
  for (let i = 1; i + 1 < count; i++) {
    calm[i] = middleOf(values[i - 1] ?? NaN, values[i] ?? NaN, values[i + 1] ?? NaN);
  }
  const sums = new Float64Array(count + 1);
  for (let i = 0; i < count; i++) sums[i + 1] = (sums[i] ?? NaN) + (calm[i] ?? NaN);
  const reach = Math.floor(window / 2);
  for (let i = 0; i < count; i++) {
    const side = Math.min(reach, i, count - 1 - i);
    if (side > 0) calm[i] = ((sums[i + side + 1] ?? NaN) - (sums[i - side] ?? NaN)) / (2 * side + 1);
  }
  return calm;
}

/** Standard deviation of the noise from point to point, whatever the trend: from second differences. */
export function noiseOf(values: ArrayLike<number>): number {
  if (values.length < 3) return 0;
  const bends = new Float64Array(values.length - 2);
  for (let i = 0; i < bends.length; i++) {
    bends[i] = Math.abs((values[i] ?? NaN) - 2 * (values[i + 1] ?? NaN) + (values[i + 2] ?? NaN));
  }
  // A second difference of independent noise has six times its variance; 1.4826 makes a median a deviation.
  return (1.4826 * median(bends)) / Math.sqrt(6);
}

/**
 * How much further a curve would fall in three times its length again: the falls between the means of its last
 * three quarters, continued as a geometric row. 0 when it does not fall any more, or by no more than the noise.
 *
 * @param smooth levels, at least 4
 * @param noise standard deviation of the values that the levels come from
 */
export function fallToCome(smooth: Float64Array, noise: number): number {
  const quarter = smooth.length / 4;
  const part = (k: number) => mean(smooth.subarray(Math.floor(k * quarter), Math.floor((k + 1) * quarter)));
  const [second, third, fourth] = [part(1), part(2), part(3)];
  const [before, now] = [second - third, third - fourth];
  if (!(now > 2 * noise * Math.sqrt(2 / Math.floor(quarter))) || before <= 0) return 0;
  const ratio = Math.min(now / before, 1);
  const quarters = 12.5;
  const all = ratio > 0.999 ? now * quarters : (now * ratio * (1 - ratio ** quarters)) / (1 - ratio);
  return Math.max(0, all - (fourth - (smooth.at(-1) ?? NaN)));
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

/** Of at least one value; sorts them where they are, since that needs no function to compare them. */
function median(values: Float64Array): number {
  return values.sort()[values.length >> 1] ?? NaN;
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
