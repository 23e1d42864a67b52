import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { inOutputs, screenshot, setTheme, until } from "./browser.ts";
import { openCells, openText, plainText, replaceCell } from "./files.ts";
import { codeCells, runCell, showCell } from "./notebooks.ts";
import { onNarrowPage } from "./pictures.ts";

describe("An error", function () {
  this.timeout(180_000);
  let editor: vscode.NotebookEditor;
  let cell: vscode.NotebookCell;

  before(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await setTheme("light");
    ({ editor } = await openCells(
      "errors.grad.md",
      'import { ones } from "gradbook";\nconst score = () => ones(32, 784).matmul(ones(256, 784));\nscore();',
      'console.log("many words ".repeat(60));',
    ));
    [cell] = codeCells(editor.notebook);
    await runCell(cell);
  });

  it("wraps, as does what a cell prints", async () => {
    await runCell(codeCells(editor.notebook)[1]);
    const printed = await until("the text", async () =>
      (
        await inOutputs(() => {
          const found = [...document.querySelectorAll<HTMLElement>(".output")].find(({ textContent }) =>
            textContent.includes("many words"),
          );
          return found && found.offsetHeight > 0
            ? [found.scrollWidth - found.clientWidth, found.offsetHeight]
            : null;
        })
      ).find((size) => size !== null),
    );
    assert.equal(printed[0], 0);
    assert.ok(printed[1] > 50, `It is ${printed[1]} pixels high.`);
    await screenshot("printed-wraps");
  });

  it("is an item of ours, and of VS Code's for everybody else", () => {
    const items = cell.outputs.at(-1)?.items ?? [];
    assert.deepEqual(
      items.map(({ mime }) => mime),
      ["application/vnd.gradbook.error+json", "application/vnd.code.notebook.error"],
    );
  });

  for (const theme of ["light", "dark"] as const) {
    it(`lies within its cell with the remedy in view, on a narrow page too, in the ${theme} theme`, async () => {
      await setTheme(theme);
      await showCell(editor, cell);
      const seen = async (): Promise<ErrorBox | undefined> => (await inOutputs(errorBoxes)).flat()[0];
      const box = await until("the error", seen);
      assert.match(box.title, /^RangeError: matmul: \(32, 784\) and \(256, 784\) do not fit: 784 ≠ 256/);
      assert.equal(box.remedy, "Did you mean x.matmul(w.T)?");
      assert.equal(box.overflow, 0);
      assert.deepEqual(box.links, ["Cell In[1], line 2", "Cell In[1], line 3"]);
      await screenshot(`error-${theme}`);
      await onNarrowPage(async () => {
        await until("the narrow error", async () => {
          const narrow = await seen();
          return narrow && narrow.width < 480 && narrow.lines > 1 && narrow.overflow === 0;
        });
        await screenshot(`error-${theme}-narrow`);
      });
    });
  }

  it("keeps its colours apart in high contrast", async () => {
    const settings = vscode.workspace.getConfiguration("workbench");
    const { Global } = vscode.ConfigurationTarget;
    await settings.update("colorTheme", "Default High Contrast", Global);
    const { HighContrast } = vscode.ColorThemeKind;
    await until("high contrast", () => vscode.window.activeColorTheme.kind === HighContrast);
    await showCell(editor, cell);
    await screenshot("error-high-contrast");
    await setTheme("light");
  });
});

describe("The language of a notebook's front matter", function () {
  this.timeout(180_000);
  after(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  it("is that of errors from the next run on, also below a cell that was put above it", async () => {
    const text =
      '---\nlanguage: zh\n---\n\n```ts\nimport { ones } from "gradbook";\nones(2, 3).matmul(ones(2, 3));\n```\n';
    const { notebook } = await openText("language.grad.md", text);
    const [front] = notebook.getCells();
    const edit = new vscode.WorkspaceEdit();
    const added = new vscode.NotebookCellData(
      vscode.NotebookCellKind.Code,
      "let = 1;",
      "gradbook-typescript",
    );
    edit.set(notebook.uri, [vscode.NotebookEdit.insertCells(0, [added])]);
    assert.ok(await vscode.workspace.applyEdit(edit));
    const codes = codeCells(notebook);
    const inChinese = async (): Promise<boolean[]> => {
      for (const code of codes) await runCell(code);
      return codes.map((code) => /\p{Script=Han}/u.test(plainText(code)));
    };
    assert.deepEqual(await inChinese(), [true, true]);
    await replaceCell(front, "---\nlanguage: en\n---");
    assert.deepEqual(await inChinese(), [false, false]);
    await replaceCell(front, "---\nlanguage: klingon!\n---");
    await inChinese();
    assert.match(plainText(codes[0]), /klingon!, is none/);
  });
});

// What follows runs in the page.

interface ErrorBox {
  title: string;
  remedy: string;
  links: string[];
  width: number;
  /** Lines that the title takes. */
  lines: number;
  /** Pixels that anything in it reaches beyond its output. */
  overflow: number;
}

function errorBoxes(): ErrorBox[] {
  return [...document.querySelectorAll<HTMLElement>(".gradbook-error")].map((root) => {
    const title = root.querySelector<HTMLElement>(".gradbook-error-title");
    const { right, width } = (root.parentElement ?? root).getBoundingClientRect();
    const parts = [root, ...root.querySelectorAll<HTMLElement>("p, pre")];
    const beyond = parts.map((part) =>
      Math.max(part.getBoundingClientRect().right - right, part.scrollWidth - part.clientWidth),
    );
    return {
      title: title?.textContent ?? "",
      remedy: root.querySelector(".gradbook-error-remedy")?.textContent ?? "",
      links: [...root.querySelectorAll("a")].map((link) => link.textContent),
      width,
      lines: title
        ? Math.round(title.offsetHeight / Number.parseFloat(getComputedStyle(title).lineHeight))
        : 0,
      overflow: Math.max(0, ...beyond),
    };
  });
}
