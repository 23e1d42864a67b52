import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { LanguageNotebook } from "./languageNotebook.ts";

/** In Node.js only since a version that is newer than the oldest VS Code's. */
const newer = new Set(["Float16Array"]);

describe("The kernel's globals", function () {
  this.timeout(60_000);

  it("are all known to the editor, on the Node.js that this runs on", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "gradbook-globals-"));
    const file = path.join(folder, "globals.mjs");
    // A script given on the command line would see Node's modules as globals.
    writeFileSync(file, "console.log(Object.getOwnPropertyNames(globalThis).join())");
    const { stdout } = spawnSync(process.execPath, [file], { encoding: "utf8" });
    rmSync(folder, { recursive: true });
    const names = stdout
      .trim()
      .split(",")
      .filter((name) => /^[A-Za-z]\w*$/.test(name) && !newer.has(name));
    assert.ok(names.length > 90);
    const notebook = new LanguageNotebook([`void [${names.join(", ")}]`]);
    assert.deepEqual(notebook.marks(), []);
  });

  it("come from the workspace's own types once a cell imports a module of Node's", () => {
    const texts = ['import fs from "node:fs";', "fs.readFileSync('x').byteLenght"];
    assert.match(new LanguageNotebook(texts, { folder: "." }).marks().join(), /byteLenght/);
    const elsewhere = new LanguageNotebook(texts, { folder: "/" });
    assert.deepEqual(elsewhere.marks(), []);
  });
});
