/** In a window of its own, without a folder. */
import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { inOutputs, inWorkbench, screenshot, until } from "./browser.ts";
import { ask, at, checked, hoverText, messages } from "./cellLanguage.ts";
import { closeAll, openNew } from "./files.ts";
import { codeCells, runAll, textOf } from "./notebooks.ts";

describe("In a window without a folder", () => {
  afterEach(closeAll);

  const open = async (...cells: string[]): Promise<vscode.NotebookEditor> => {
    assert.equal(vscode.workspace.workspaceFolders, undefined);
    return openNew(...cells);
  };

  it("the palette's first entry of ours is the course, before any notebook was open", async () => {
    await vscode.commands.executeCommand("workbench.action.quickOpen", ">Gradbook");
    let entries: string[] = [];
    await until("the palette", async () => {
      entries = await inWorkbench(() =>
        [...document.querySelectorAll(".quick-input-list .monaco-list-row .quick-input-list-label")].map(
          (label) => label.textContent.trim(),
        ),
      );
      return entries.some((label) => label.includes("Gradbook"));
    });
    await screenshot("palette-no-folder");
    await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
    assert.match(entries[0] ?? "", /^Gradbook: Open Course/, entries.join("\n"));
  });

  it("the editor of a cell knows the engine and the cells above", async () => {
    const { notebook } = await open(
      'import { relu, tensor } from "gradbook";\nconst x = tensor([1, -1]);',
      "relu(x);",
      "const n: number = x;",
      "",
    );
    const cells = codeCells(notebook);
    await checked(cells);
    const [first, second, wrong] = cells;
    assert.deepEqual(messages(first), []);
    assert.deepEqual(messages(second), []);
    assert.deepEqual(messages(wrong), ["Type 'Tensor' is not assignable to type 'number'."]);
    const hover = (part: string) =>
      ask<vscode.Hover[]>(`hover of ${part}`, "vscode.executeHoverProvider", second, at(second, part));
    assert.match(hoverText(await hover("relu")), /function relu\(/);
    assert.match(hoverText(await hover("x)")), /const x: Tensor/);
    const position = at(second, "relu").translate(0, 2);
    const list = await ask<vscode.CompletionList>(
      "completion",
      "vscode.executeCompletionItemProvider",
      second,
      position,
    );
    assert.ok(list.items.some(({ label }) => (typeof label === "string" ? label : label.label) === "relu"));
  });

  it("a notebook runs, and draws", async () => {
    const editor = await open(
      'import { plot, linspace } from "gradbook";\nconst x = linspace(-2, 2, 5);\nconsole.log(x.shape);',
      "plot(x, x.relu());",
    );
    await runAll(editor);
    const [print, draw] = codeCells(editor.notebook);
    assert.match(textOf(print), /5/);
    await until("the figure", () => draw.outputs.length === 1);
    const curves = () => inOutputs(() => document.querySelectorAll("svg path.js-line").length);
    await until("the curve", async () => (await curves()).some((count) => count > 0), 30_000);
    await screenshot("no-folder");
  });
});
