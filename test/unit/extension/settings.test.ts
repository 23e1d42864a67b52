import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import {
  memoryLimit,
  readNumber,
  textLimit,
  threads,
  type NumberSetting,
} from "../../../extension/notebook/settings.ts";

describe("A setting", () => {
  const table: [written: unknown, setting: NumberSetting, value: number, wrong: string | null][] = [
    [undefined, textLimit, 1_000_000, null],
    [5000, textLimit, 5000, null],
    [5, textLimit, 1000, "5"],
    [1e12, textLimit, 100_000_000, "1000000000000"],
    [-1, textLimit, 1000, "-1"],
    ["lots", textLimit, 1_000_000, '"lots"'],
    [null, textLimit, 1_000_000, "null"],
    [NaN, textLimit, 1_000_000, "null"],
    [1500.4, textLimit, 1500, "1500.4"],
    [0, memoryLimit, 0, null],
    [1, memoryLimit, 256, "1"],
    [2048, memoryLimit, 2048, null],
    [true, memoryLimit, 0, "true"],
    [undefined, threads, 0, null],
    [0, threads, 0, null],
    [2, threads, 2, null],
    [-2, threads, 1, "-2"],
    [1000, threads, 64, "1000"],
    ["all", threads, 0, '"all"'],
  ];
  for (const [written, setting, value, wrong] of table) {
    it(`${setting.name} that says ${JSON.stringify(written) ?? "nothing"} means ${value}`, () => {
      assert.deepEqual(readNumber(written, setting), { value, wrong });
    });
  }

  it("has in the manifest the default and the range that the code goes by", () => {
    const manifest = JSON.parse(readFileSync("package.json", "utf8")) as {
      contributes: { configuration: { properties: Record<string, Record<string, unknown>> } };
      capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
    };
    for (const setting of [memoryLimit, textLimit, threads]) {
      const name = `gradbook.${setting.name}`;
      const declared = manifest.contributes.configuration.properties[name];
      assert.ok(declared);
      assert.deepEqual(
        [declared["default"], declared["minimum"], declared["maximum"]],
        [setting.default, setting.special ?? setting.minimum, setting.maximum],
      );
      assert.ok(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.includes(name));
    }
  });

  it("is in the tables of both languages, with its default", () => {
    const manifest = JSON.parse(readFileSync("package.json", "utf8")) as {
      contributes: { configuration: { properties: Record<string, { default: unknown }> } };
    };
    const declared = Object.entries(manifest.contributes.configuration.properties).map(
      ([name, setting]) => `${name} ${JSON.stringify(setting.default)}`,
    );
    assert.ok(declared.length >= 5);
    for (const page of ["docs/settings.md", "docs/settings.zh-CN.md"]) {
      const rows = readFileSync(page, "utf8").matchAll(/^\| `(gradbook\.[^`]+)`\s*\| `([^`]+)`\s*\|/gm);
      const told = Array.from(rows, ([, name, value]) => `${name} ${value}`);
      assert.deepEqual(told.sort(), declared.sort(), page);
    }
  });
});
