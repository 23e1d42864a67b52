/** As much of Node's `assert` as the suites in browsers use. */

function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  if (a instanceof Set && b instanceof Set) return same([...(a as Set<unknown>)], [...(b as Set<unknown>)]);
  if (a instanceof Map && b instanceof Map) return same([...a], [...b]);
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && same(left[key], right[key]))
  );
}

function fail(message = "It failed."): never {
  throw new Error(message);
}

const shown = (value: unknown): string => JSON.stringify(value) ?? String(value);

export const strict = {
  fail,
  ok(value: unknown, message = "It is not so."): void {
    if (!value) fail(message);
  },
  equal(actual: unknown, expected: unknown, message = ""): void {
    if (!Object.is(actual, expected)) fail(`${message} ${shown(actual)} is not ${shown(expected)}`);
  },
  notEqual(actual: unknown, other: unknown, message = ""): void {
    if (Object.is(actual, other)) fail(`${message} It is ${shown(actual)}`);
  },
  deepEqual(actual: unknown, expected: unknown, message = ""): void {
    if (!same(actual, expected)) fail(`${message} ${shown(actual)} is not ${shown(expected)}`);
  },
  match(text: string, pattern: RegExp, message = ""): void {
    if (!pattern.test(text)) fail(`${message} ${shown(text)} does not match ${String(pattern)}`);
  },
  doesNotMatch(text: string, pattern: RegExp, message = ""): void {
    if (pattern.test(text)) fail(`${message} ${shown(text)} matches ${String(pattern)}`);
  },
};

export default strict;
