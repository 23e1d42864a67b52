import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  cellTemplates,
  templateNames,
  withWhatItNeeds,
} from "../../../extension/ui/templates/cellTemplates.ts";

const cli = path.resolve("dist/cli.js");

describe("A cell template", () => {
  it("brings what it needs, the first one first, unless the notebook has that", () => {
    const names = (text: string) => withWhatItNeeds("training", text).map(({ name }) => name);
    assert.deepEqual(names(""), ["data", "model", "training"]);
    assert.deepEqual(names("const [train, validation] = mine;"), ["model", "training"]);
    assert.deepEqual(names("let model = mine;"), ["training"]);
    assert.deepEqual(names("model.trainable"), ["data", "model", "training"]);
  });

  it("is there for every name, once", () => {
    assert.deepEqual(
      cellTemplates.map(({ name }) => name),
      [...templateNames],
    );
  });

  it("runs, with all the others in one notebook", function () {
    this.timeout(120_000);
    const folder = mkdtempSync(path.join(tmpdir(), "gradbook-templates-"));
    try {
      const file = path.join(folder, "all.grad.md");
      writeFileSync(file, cellTemplates.map(({ code }) => `\`\`\`ts\n${code}\n\`\`\`\n`).join("\n"));
      const { status, stdout, stderr } = spawnSync(process.execPath, [cli, "run", file], {
        encoding: "utf8",
      });
      assert.equal(status, 0, `${stdout}\n${stderr}`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
