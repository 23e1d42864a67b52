/** `npm start` where there is a desktop VS Code: a stand-in on the path notes how it is called. */
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(fileURLToPath(import.meta.url), "../../../..");

describe("npm start with a desktop VS Code", function () {
  this.timeout(120_000);
  let folder = "";

  before(function () {
    // The stand-in is a shell script.
    if (process.platform === "win32") this.skip();
    folder = mkdtempSync(path.join(tmpdir(), "gradbook-desktop-"));
    const code = path.join(folder, "code");
    writeFileSync(code, '#!/bin/sh\nprintf "%s\\n" "$GRADBOOK_OPEN" "$@" > "$(dirname "$0")/called"\n', {
      mode: 0o755,
    });
  });

  after(() => {
    if (folder !== "") rmSync(folder, { recursive: true });
  });

  it("opens the folder of examples in it, with the extension and the course in the person's language", () => {
    const { status } = spawnSync(process.execPath, ["scripts/start.mjs"], {
      cwd: root,
      env: {
        ...process.env,
        PATH: `${folder}${path.delimiter}${process.env["PATH"]}`,
        DISPLAY: ":0",
        LC_ALL: "en_US.UTF-8",
      },
    });
    assert.equal(status, 0);
    assert.deepEqual(readFileSync(path.join(folder, "called"), "utf8").trim().split("\n"), [
      path.join(root, "examples", "deep-learning.en.grad.md"),
      "--new-window",
      `--extensionDevelopmentPath=${root}`,
      `--extensionDevelopmentPath=${path.join(root, "scripts", "opener")}`,
      path.join(root, "examples"),
    ]);
  });
});
