/** As much of Node's `assert` as the suites in browsers use. */

function same(a: unknown, b: unknown): boolean {
  return Object.is(a, b) || JSON.stringify(a) === JSON.stringify(b);
}

function fail(message: string): never {
  throw new Error(message);
}

const shown = (value: unknown): string => JSON.stringify(value) ?? String(value);

export const strict = {
  ok(value: unknown, message = "It is not so."): void {
    if (!value) fail(message);
  },
  equal(actual: unknown, expected: unknown, message = ""): void {
    if (!Object.is(actual, expected)) fail(`${message} ${shown(actual)} is not ${shown(expected)}`);
  },
  deepEqual(actual: unknown, expected: unknown, message = ""): void {
    if (!same(actual, expected)) fail(`${message} ${shown(actual)} is not ${shown(expected)}`);
  },
  match(text: string, pattern: RegExp, message = ""): void {
    if (!pattern.test(text)) fail(`${message} ${shown(text)} does not match ${String(pattern)}`);
  },
};

export default strict;
