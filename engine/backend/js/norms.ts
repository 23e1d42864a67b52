/** Normalisation by the definition: the mean of a group, the mean of the squared distances from it, each element. */
import { elementsOf, type NDArray } from "../../core/ndarray.ts";
import type { Norm } from "../backend.ts";

/** Calls `visit` with the positions of the elements that are normalised together, and the feature of each. */
function eachGroup(
  { outer, groups, depth, inner, batch }: Norm,
  visit: (group: number, positions: readonly number[], features: readonly number[]) => void,
): void {
  const many = outer * groups * depth * inner;
  const positions = Array.from({ length: batch ? groups : outer * groups }, (): number[] => []);
  const featureOf = (i: number): number => Math.floor(i / inner) % (groups * depth);
  for (let i = 0; i < many; i++) {
    const group = Math.floor(i / (depth * inner));
    positions[batch ? group % groups : group].push(i);
  }
  positions.forEach((own, group) => visit(group, own, own.map(featureOf)));
}

export function normaliseGroups(
  x: NDArray,
  weight: NDArray | null,
  bias: NDArray | null,
  mean: NDArray,
  variance: NDArray,
  out: NDArray,
  norm: Norm,
): void {
  const [values, target] = [elementsOf(x), elementsOf(out)];
  const [scales, shifts] = [weight && elementsOf(weight), bias && elementsOf(bias)];
  const [means, variances] = [elementsOf(mean), elementsOf(variance)];
  eachGroup(norm, (group, positions, features) => {
    let [center, spread] = [means[group], variances[group]];
    if (!norm.given) {
      center = positions.reduce((total, i) => total + values[i], 0) / positions.length;
      spread = positions.reduce((total, i) => total + (values[i] - center) ** 2, 0) / positions.length;
      means[group] = center;
      variances[group] = spread;
    }
    const scale = 1 / Math.sqrt(spread + norm.eps);
    positions.forEach((i, k) => {
      const feature = features[k];
      target[i] = (values[i] - center) * scale * (scales?.[feature] ?? 1) + (shifts?.[feature] ?? 0);
    });
  });
}

export function normSlopes(
  g: NDArray,
  x: NDArray,
  weight: NDArray | null,
  mean: NDArray,
  variance: NDArray,
  gx: NDArray | null,
  gw: NDArray | null,
  gb: NDArray | null,
  norm: Norm,
): void {
  const [values, upper] = [elementsOf(x), elementsOf(g)];
  const scales = weight && elementsOf(weight);
  const [means, variances] = [elementsOf(mean), elementsOf(variance)];
  const features = norm.groups * norm.depth;
  const [byWeight, byBias] = [new Float64Array(features), new Float64Array(features)];
  const [slopes, weightSlopes, biasSlopes] = [gx, gw, gb].map((array) => array && elementsOf(array));
  eachGroup(norm, (group, positions, featuresOf) => {
    const scale = 1 / Math.sqrt(variances[group] + norm.eps);
    const normal = positions.map((i) => (values[i] - means[group]) * scale);
    // By what weight and bias were applied to.
    const inside = positions.map((i, k) => upper[i] * (scales?.[featuresOf[k]] ?? 1));
    const along = inside.reduce((total, slope) => total + slope, 0) / positions.length;
    const across = inside.reduce((total, slope, k) => total + slope * normal[k], 0) / positions.length;
    positions.forEach((i, k) => {
      byWeight[featuresOf[k]] += upper[i] * normal[k];
      byBias[featuresOf[k]] += upper[i];
      if (!slopes) return;
      slopes[i] = scale * (norm.given ? inside[k] : inside[k] - along - normal[k] * across);
    });
  });
  weightSlopes?.set(byWeight);
  biasSlopes?.set(byBias);
}
