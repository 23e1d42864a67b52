import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { print, until } from "./browser.ts";
import { ask, at, checked, hoverText, messages } from "./cellLanguage.ts";
import { closeAll, openCells, writeFile } from "./files.ts";
import { codeCells } from "./notebooks.ts";

/** In a file of its own that runs early: once a TypeScript file was opened, VS Code's own features stay on. */
describe("VS Code's own TypeScript", () => {
  afterEach(closeAll);

  it("neither helps a cell nor says things twice, off and on", async () => {
    const builtin = vscode.extensions.getExtension("vscode.typescript-language-features");
    assert.ok(builtin);
    const { notebook } = await openCells(
      "builtin.grad.md",
      "const twice = (v: number) => 2 * v;",
      "twice('x');",
      "",
    );
    const cells = codeCells(notebook);
    const [, use] = cells;
    const check = async (): Promise<void> => {
      await print(`  with VS Code's own TypeScript ${builtin.isActive ? "on" : "off"}`);
      await checked(cells);
      assert.deepEqual(messages(use), [
        "Argument of type 'string' is not assignable to parameter of type 'number'.",
      ]);
      const hovers = await ask<vscode.Hover[]>("hover", "vscode.executeHoverProvider", use, at(use, "twice"));
      assert.equal(hovers.length, 1);
      assert.match(hoverText(hovers), /twice\(v: number\): number/);
      const list = await ask<vscode.CompletionList>(
        "completion",
        "vscode.executeCompletionItemProvider",
        use,
        at(use, "twice"),
      );
      assert.equal(list.items.filter(({ label }) => label === "twice").length, 1);
    };
    await check();
    const file = await writeFile("plain.ts", "export const plain: number = 'no';");
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    await until("VS Code's own TypeScript", () => builtin.isActive, 60_000);
    await until("its marks", () => vscode.languages.getDiagnostics(file).length > 0, 60_000);
    await check();
  });
});
