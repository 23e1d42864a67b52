import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { inWorkbench, screenshot, setTheme } from "./browser.ts";

describe("A real VS Code", () => {
  it("runs the suites beside the extension under development", () => {
    assert.ok(vscode.version);
  });

  it("can be looked at from outside, in both themes", async () => {
    for (const theme of ["light", "dark"] as const) {
      await setTheme(theme);
      const shown = await inWorkbench(() => document.querySelector(".monaco-workbench")?.className ?? "");
      assert.match(shown, theme === "light" ? /\bvs\b/ : /\bvs-dark\b/);
      await screenshot(`window-${theme}`);
    }
  });
});
