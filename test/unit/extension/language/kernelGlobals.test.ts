import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

  it("have display, whatever the types of the rest come from", () => {
    const good =
      'const h = display.html("<b>x</b>", { scripts: true }); h.update("y"); h.clear(); display(1).update("z"); display.update("a", 1); display.progress(3, "n").update(1, "t"); display.png(new Uint8Array(1)); display.clear()';
    for (const texts of [[good], ['import "node:fs";', good]]) {
      assert.deepEqual(new LanguageNotebook(texts, { folder: "." }).marks(), []);
    }
    assert.match(new LanguageNotebook(["display.htlm('x')"]).marks().join(), /htlm/);
    assert.match(new LanguageNotebook(["display.html(3)"]).marks().join(), /string/);
  });

  it("declare display as the kernel has it", () => {
    const source = readFileSync("extension/kernel/display/cellDisplay.ts", "utf8");
    const declared = readFileSync("extension/language/types/display.d.ts", "utf8");
    const methods = (text: string): string[] =>
      [...(/interface Display \{([^]*?)\n\}/.exec(text)?.[1] ?? "").matchAll(/^ {2}(\w+)\(/gm)].map(
        ([, name = ""]) => name,
      );
    assert.ok(methods(source).length >= 9);
    assert.deepEqual(methods(declared), methods(source));
  });

  it("come from the workspace's own types once a cell imports a module of Node's", () => {
    const texts = ['import fs from "node:fs";', "fs.readFileSync('x').byteLenght"];
    assert.match(new LanguageNotebook(texts, { folder: "." }).marks().join(), /byteLenght/);
    const elsewhere = new LanguageNotebook(texts, { folder: "/" });
    assert.deepEqual(elsewhere.marks(), []);
  });
});
