import assert from "node:assert/strict";
import { brief, typeName } from "../../../../../extension/kernel/display/inspect/brief.ts";
import "../../../../../extension/kernel/node/valueInspection.ts";

describe("A value in one line", () => {
  it("is what a reader would write", () => {
    class Point {
      x = 1;
      y = "b";
    }
    const cases: [unknown, string][] = [
      [1, "1"],
      [-0, "-0"],
      [10n, "10n"],
      ["a\nb", '"a\\nb"'],
      [null, "null"],
      [undefined, "undefined"],
      [Symbol("s"), "Symbol(s)"],
      [(a: number) => a, "ƒ (anonymous)()"],
      [Point, "class Point"],
      [new Point(), 'Point { x: 1, y: "b" }'],
      [{}, "{}"],
      [{ a: { b: { c: 1 } } }, "{ a: { b: {…} } }"],
      [[1, 2], "(2) [1, 2]"],
      [new Float32Array([0.5]), "Float32Array(1) [0.5]"],
      [new Map([["k", [1]]]), 'Map(1) {"k" => (1) [1]}'],
      [new Set([1]), "Set(1) {1}"],
      [new Date(0), "1970-01-01T00:00:00.000Z"],
      [new Date(NaN), "Invalid Date"],
      [/a/g, "/a/g"],
      [new RangeError("no"), 'RangeError: "no"'],
      [Promise.resolve(), "Promise"],
      [new Proxy({}, {}), "Proxy"],
      [Object.create(null), "{}"],
    ];
    for (const [value, expected] of cases) assert.equal(brief(value), expected);
  });

  it("stops after a few parts, however large the value is", () => {
    const large: Record<string, number> = {};
    for (let i = 0; i < 100_000; i++) large[`k${i}`] = i;
    assert.equal(brief(large), "{ k0: 0, k1: 1, k2: 2, k3: 3, k4: 4, … }");
    assert.equal(brief(new Array(1e6).fill(7)), "(1000000) [7, 7, 7, 7, 7, …]");
    assert.equal(brief(new Set(Array.from({ length: 9 }, (_, i) => i))), "Set(9) {0, 1, 2, 3, 4, …}");
    assert.ok(brief("x".repeat(1e7)).length < 100);
    const cycle: unknown[] = [];
    cycle.push(cycle);
    assert.equal(brief(cycle), "(1) [(1) [(1) […]]]");
  });

  it("runs no code of the value's", () => {
    const refuse = (): never => assert.fail("the value's own code ran");
    const trap = new Proxy(
      {},
      { get: refuse, getPrototypeOf: refuse, ownKeys: refuse, getOwnPropertyDescriptor: refuse },
    );
    const hostile = {
      get getter() {
        return refuse();
      },
      toString: refuse,
      [Symbol.toPrimitive]: refuse,
      inner: trap,
    };
    assert.equal(brief(hostile), "{ getter: (getter), toString: ƒ refuse(), inner: Proxy }");
    class Liar extends Map<string, number> {
      override get size(): number {
        return refuse();
      }
      override entries = refuse;
    }
    assert.equal(brief(new Liar()), "Map(0) {}");
    const named = Object.create({
      get constructor() {
        return refuse();
      },
    }) as object;
    assert.equal(typeName(named), "Object");
    assert.equal(typeName(trap), "Proxy");
  });

  it("comes with the class that a reader would name", () => {
    class Net {
      x = 1;
    }
    assert.deepEqual(
      [1, "s", null, undefined, [], {}, new Net(), Net, refuseNothing, new Float64Array(1)].map(typeName),
      [
        "number",
        "string",
        "null",
        "undefined",
        "Array",
        "Object",
        "Net",
        "class",
        "function",
        "Float64Array",
      ],
    );
  });
});

function refuseNothing(): void {
  return;
}
