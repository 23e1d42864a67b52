import assert from "node:assert/strict";
import path from "node:path";
import { CellFiles } from "../../../../extension/debug/cellFiles.ts";

const address = "vscode-notebook-cell:/home/me/a%20b.grad.md#W1sZmlsZQ%3D%3D";

describe("The files that stand for cells in a debugger", () => {
  it("are one for each cell, always the same, and lead back to it", () => {
    const files = new CellFiles("/tmp/cells");
    const file = files.file(address);
    assert.equal(path.dirname(file), path.normalize("/tmp/cells"));
    assert.match(file, /\.ts$/);
    assert.equal(new CellFiles("/tmp/cells").file(address), file);
    assert.notEqual(files.file(`${address}x`), file);
    assert.equal(files.address(file), address);
  });

  it("are known however the debugger writes the path", () => {
    const files = new CellFiles("C:\\cells");
    const name = path.basename(files.file(address).replaceAll("\\", "/"));
    for (const file of [`c:\\cells\\${name}`, `/C:/cells/${name}`, name])
      assert.equal(files.address(file), address);
    assert.equal(files.address("/home/me/a.ts"), undefined);
    assert.equal(files.address(""), undefined);
  });
});
