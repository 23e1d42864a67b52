type Bare = number | boolean | readonly number[] | ((epoch: number) => number);

/**
 * Options as PyTorch's callers write them: `f(x, { std: 0.01 })` by name, or `f(x, 0.01)` by position. A bare value
 * stands for the option called `first`.
 */
export function byName<G>(given: G, first: keyof Exclude<G, Bare>): Exclude<G, Bare> {
  const named = typeof given === "object" && given !== null && !Array.isArray(given);
  return (named ? given : { [first]: given }) as Exclude<G, Bare>;
}
