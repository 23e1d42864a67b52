import { strict as assert } from "node:assert";
import { posix } from "node:path";
import { basename, dirname, join, normalize } from "../../../../extension/language/core/paths.ts";

/** A row that is the same in every run. */
function* numbers(): Generator<number, never> {
  for (let state = 1; ;) yield (state = (state * 48271) % 0x7fffffff);
}

describe("Paths with forward slashes", () => {
  it("are normalised, joined and taken apart as Node.js does it, but for a slash at the end", () => {
    const random = numbers();
    const pieces = ["a", "bc", ".", "..", "", "^", "node_modules"];
    for (let i = 0; i < 3000; i++) {
      const length = 1 + (random.next().value % 6);
      const parts = Array.from({ length }, () => pieces[random.next().value % pieces.length]);
      const path = `${random.next().value % 2 ? "/" : ""}${parts.join("/")}` || ".";
      const whole = posix.normalize(path).replace(/(?<=.)\/$/, "");
      assert.equal(normalize(path), whole, path);
      assert.equal(join(path, "../x"), posix.join(path, "../x"), path);
      if (whole !== "..") assert.equal(dirname(path), posix.dirname(whole), path);
      assert.equal(basename(whole), posix.basename(whole) || "", path);
    }
  });

  it("are those of Windows, too", () => {
    assert.equal(join("c:\\work\\notes", "../lib", "a.ts"), "c:/work/lib/a.ts");
    assert.equal(dirname("c:/work"), "c:");
    assert.equal(dirname("c:"), "c:");
  });
});
