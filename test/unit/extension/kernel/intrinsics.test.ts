import assert from "node:assert/strict";
import { restoreIntrinsics } from "../../../../extension/kernel/cell/intrinsics.ts";

describe("Built-ins that a cell replaced", () => {
  it("are put back, and named", () => {
    const { map } = Array.prototype;
    Array.prototype.map = (() => []) as never;
    (Object.prototype as Record<string, unknown>)["get"] = 1;
    const restored = restoreIntrinsics();
    assert.equal(Array.prototype.map, map);
    assert.deepEqual(restored, ["Object.prototype.get", "Array.prototype.map"]);
    assert.deepEqual(restoreIntrinsics(), []);
  });

  it("are left alone when people replace them for good reasons, or only add to them", () => {
    const { random } = Math;
    Math.random = () => 0.5;
    const added = Array.prototype as unknown as { lastOne?: () => unknown };
    added.lastOne = () => 1;
    assert.deepEqual(restoreIntrinsics(), []);
    assert.equal(Math.random(), 0.5);
    Math.random = random;
    delete added.lastOne;
  });
});
