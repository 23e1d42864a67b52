import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { click, inWorkbench, screenshot, setTheme, until } from "./browser.ts";
import { drawnChart } from "./charts.ts";
import { closeAll, openText, plainText, readBytes, replaceCell, writeFile } from "./files.ts";
import { codeCells, showCell } from "./notebooks.ts";
import { saveAsOffered } from "./saveDialog.ts";

const jupyter = (...sources: string[]): string =>
  JSON.stringify({
    cells: sources.map((source, i) =>
      source.startsWith("#")
        ? { cell_type: "markdown", id: `c${i}`, metadata: {}, source }
        : { cell_type: "code", id: `c${i}`, metadata: {}, source, execution_count: null, outputs: [] },
    ),
    metadata: {
      kernelspec: { display_name: "Gradbook (TypeScript)", language: "typescript", name: "gradbook" },
      language_info: { name: "typescript" },
    },
    nbformat: 4,
    nbformat_minor: 5,
  });

async function openIpynb(name: string, text: string): Promise<vscode.NotebookEditor> {
  const uri = await writeFile(name, text);
  await vscode.commands.executeCommand("vscode.openWith", uri, "jupyter-notebook");
  return frontNotebook(uri, "jupyter-notebook");
}

const frontNotebook = (uri: vscode.Uri, type: string): Promise<vscode.NotebookEditor> =>
  until(`the notebook ${uri.path}`, () => {
    const editor = vscode.window.activeNotebookEditor;
    const { notebook } = editor ?? {};
    return notebook?.uri.toString() === uri.toString() && notebook.notebookType === type ? editor : undefined;
  });

const readText = async (uri: vscode.Uri): Promise<string> => new TextDecoder().decode(await readBytes(uri));

describe("A Jupyter notebook in TypeScript", () => {
  afterEach(closeAll);

  it("runs in our kernel without being asked for one, and shows our charts", async () => {
    const { notebook } = await openIpynb(
      "served.ipynb",
      jupyter(
        "# Title",
        "import { arange, plot } from 'gradbook';\nlet n = 1;",
        "n += 1;\nconst x = arange(0, 4, 0.1);\nplot(x, x.sin(), 'x', 'sine');",
        "n",
      ),
    );
    const cells = codeCells(notebook);
    assert.deepEqual(
      cells.map((cell) => cell.document.languageId),
      ["typescript", "typescript", "typescript"],
    );
    await until(
      "the kernel to be ours",
      async () => {
        await vscode.commands.executeCommand("notebook.execute", notebook.uri);
        return until("the last cell", () => cells[2].executionSummary?.success, 10_000).catch(() => false);
      },
      60_000,
    );
    assert.match(plainText(cells[2]), /[2-9]/);
    const editor = vscode.window.activeNotebookEditor;
    assert.ok(editor);
    await showCell(editor, cells[1]);
    assert.equal((await drawnChart(/sine/)).traces.length, 1);
    for (const theme of ["light", "dark"] as const) {
      await setTheme(theme);
      await screenshot(`ipynb-${theme}`);
    }
    await until("the kernel's status", () =>
      inWorkbench(() =>
        /Gradbook: idle/.test(
          document.querySelector('.statusbar-item[id$="gradbook.kernel"]')?.textContent ?? "",
        ),
      ),
    );
  });

  it("saves plots so that Jupyter and GitHub show them, and shows ours again when it is opened", async () => {
    const { notebook } = await openIpynb(
      "saved.ipynb",
      jupyter(
        "import { arange, plot } from 'gradbook';\nconst x = arange(0, 4, 0.1);\nplot(x, x.cos(), 'x', 'cosine');",
        "console.log('said'); 40 + 2",
      ),
    );
    const [first, second] = codeCells(notebook);
    await until(
      "the cells to run",
      async () => {
        await vscode.commands.executeCommand("notebook.execute", notebook.uri);
        return until("the last cell", () => second.executionSummary?.success, 10_000).catch(() => false);
      },
      60_000,
    );
    assert.ok(await notebook.save());
    const saved = JSON.parse(await readText(notebook.uri)) as {
      cells: { outputs: { data?: Record<string, unknown> }[] }[];
    };
    const [plot] = saved.cells[0].outputs;
    assert.deepEqual(Object.keys(plot.data ?? {}).sort(), [
      "application/vnd.gradbook.figure+json",
      "application/vnd.plotly.v1+json",
      "image/svg+xml",
      "text/plain",
    ]);
    assert.match([plot.data?.["image/svg+xml"]].flat().join(""), /^<svg .*cosine/s);
    assert.match(JSON.stringify(saved.cells[1].outputs), /said.*42/);
    assert.doesNotMatch(JSON.stringify(saved), /\\u001b/);
    await closeAll();
    await vscode.commands.executeCommand("vscode.openWith", notebook.uri, "jupyter-notebook");
    const again = await frontNotebook(notebook.uri, "jupyter-notebook");
    await showCell(again, again.notebook.cellAt(0));
    assert.equal((await drawnChart(/cosine/)).traces.length, 1);
    assert.equal(first.document.isClosed || first.index === 0, true);
  });

  it("runs no cell in another language", async () => {
    const { notebook } = await openIpynb(
      "python.ipynb",
      jupyter("print(1)").replaceAll("typescript", "python"),
    );
    await vscode.commands.executeCommand("notebook.execute", notebook.uri);
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(notebook.cellAt(0).executionSummary?.executionOrder, undefined);
  });
});

describe("Converting a notebook", () => {
  afterEach(closeAll);

  const text =
    "---\ntitle: kept\n---\n\n# Title\n\n- a list\n\n~~~ts  odd\nconst a = 1;\nconsole.log(a);\n~~~\n\n<!-- cell -->\n\nEnd\n";

  it("to .ipynb keeps text, code and outputs, and back to Markdown every byte", async () => {
    const { uri, notebook } = await openText("convert.grad.md", text);
    const [cell] = codeCells(notebook);
    await vscode.commands.executeCommand("notebook.execute", notebook.uri);
    await until("the cell to run", () => cell.executionSummary?.success);
    await saveAsOffered("gradbook.saveAsIpynb");
    const ipynb = vscode.Uri.joinPath(uri, "..", "convert.ipynb");
    const { notebook: converted } = await frontNotebook(ipynb, "jupyter-notebook");
    const [code] = codeCells(converted);
    assert.equal(code.document.getText(), "const a = 1;\nconsole.log(a);");
    assert.equal(code.document.languageId, "typescript");
    assert.equal(plainText(code), "1\n");
    await screenshot("converted-ipynb");
    if (vscode.env.uiKind === vscode.UIKind.Web) {
      await vscode.commands.executeCommand("notifications.showList");
      const reveal = ".notifications-center .monaco-button";
      await until("the offer", () =>
        inWorkbench((button) => document.querySelector(button)?.textContent === "Reveal", reveal),
      );
      await click("workbench", reveal);
      await until("the explorer to show it", () =>
        inWorkbench(
          () =>
            document.querySelector(".explorer-folders-view .monaco-list-row.selected")?.textContent ===
            "convert.ipynb",
        ),
      );
    }

    // Under another name, as the first file is still there.
    const copy = vscode.Uri.joinPath(uri, "..", "back.ipynb");
    await vscode.workspace.fs.copy(ipynb, copy);
    await vscode.commands.executeCommand("vscode.openWith", copy, "jupyter-notebook");
    await frontNotebook(copy, "jupyter-notebook");
    await saveAsOffered("gradbook.saveAsMarkdown");
    const back = vscode.Uri.joinPath(uri, "..", "back.grad.md");
    await frontNotebook(back, "gradbook");
    assert.equal(await readText(back), text);
  });

  it("takes edits along that were not saved", async () => {
    const editor = await openIpynb("edited.ipynb", jupyter("# Title", "1"));
    await replaceCell(editor.notebook.cellAt(1), "2");
    await saveAsOffered("gradbook.saveAsMarkdown");
    const uri = vscode.Uri.joinPath(editor.notebook.uri, "..", "edited.grad.md");
    await frontNotebook(uri, "gradbook");
    assert.equal(await readText(uri), "# Title\n\n```ts\n2\n```\n");
  });
});
