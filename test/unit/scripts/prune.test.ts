import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const script = pathToFileURL(path.resolve("scripts/build/prune.mjs")).href;
const { pruneCompiled } = (await import(script)) as { pruneCompiled: (root: string) => string[] };

describe("Pruning what was compiled", () => {
  let root: string;

  const write = (...names: string[]): void => {
    for (const name of names) {
      mkdirSync(path.join(root, path.dirname(name)), { recursive: true });
      writeFileSync(path.join(root, name), "");
    }
  };

  beforeEach(() => (root = mkdtempSync(path.join(tmpdir(), "gradbook-prune-"))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it("removes all that was made of a source which is gone, and nothing of one that is there", () => {
    const made = [".js", ".js.map", ".d.ts", ".d.ts.map"];
    const gone = made.map((ending) => path.join("test", "unit", `gone.test${ending}`));
    const kept = made.map((ending) => path.join("out", "test", "unit", `kept.test${ending}`));
    write("test/unit/kept.test.ts", ...kept, ...gone.map((name) => path.join("out", name)));
    assert.deepEqual(pruneCompiled(root).sort(), gone.sort());
    for (const name of gone) assert.ok(!existsSync(path.join(root, "out", name)), name);
    for (const name of ["test/unit/kept.test.ts", ...kept])
      assert.ok(existsSync(path.join(root, name)), name);
    assert.deepEqual(pruneCompiled(root), []);
  });

  it("leaves alone what the compiler did not make", () => {
    const others = [
      "out/screenshots/picture.js",
      "out/test.tsbuildinfo",
      "out/extension/language/core/core.json",
      "engine/gone.js",
      "dist/engine.js",
    ];
    write(...others);
    assert.deepEqual(pruneCompiled(root), []);
    for (const name of others) assert.ok(existsSync(path.join(root, name)), name);
  });

  it("finds nothing to do before anything was compiled", () => {
    assert.deepEqual(pruneCompiled(root), []);
  });
});
