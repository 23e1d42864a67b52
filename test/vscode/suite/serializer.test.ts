import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import type { activate } from "../../../extension/extension.ts";
import { SaveJournal } from "../../../extension/saving/saveJournal.ts";
import { until } from "./browser.ts";
import {
  activeEditor,
  assertNotified,
  closeAll,
  openText,
  readBytes,
  replaceCell,
  writeFile,
} from "./files.ts";

const CODE = "```ts\n1 + 1\n```\n";

describe("A Markdown file", () => {
  afterEach(closeAll);

  it("opens as a notebook when it is called *.grad.md, and as text otherwise", async () => {
    const notebook = await writeFile("opens.grad.md", CODE);
    await vscode.commands.executeCommand("vscode.open", notebook);
    assert.equal((await activeEditor()).notebook.uri.toString(), notebook.toString());

    const text = await writeFile("opens.md", CODE);
    await vscode.commands.executeCommand("vscode.open", text);
    await until("a text editor", () =>
      vscode.window.activeTextEditor?.document.uri.path.endsWith("opens.md"),
    );
  });

  it("opens as a notebook with Open With, whatever it is called", async () => {
    const uri = await writeFile("other.md", CODE);
    await vscode.commands.executeCommand("vscode.openWith", uri, "gradbook");
    const editor = await activeEditor();
    assert.equal(editor.notebook.uri.toString(), uri.toString());
    assert.equal(editor.notebook.cellAt(0).document.languageId, "gradbook-typescript");
  });

  it("keeps every byte when an edit is taken back and the file is saved", async () => {
    const texts = [
      "# a\n\n```ts\n1\n```\n",
      "\uFEFF# a\r\n\r\n\r\n~~~~ TypeScript x=1\r\nconst a = 1;\r\n\r\nb\r\n~~~~~  \r\n\r\nend",
      "a\r\nb\nc\r\n```ts\n1\r\n2\n```",
      "---\ntitle: x\n---\n\n  ```ts\n  a\n\n  b\n  ```\n\n\n\n- list\n\n  ```ts\n  1\n  ```\n\n\n",
      "```ts\nunclosed\n\n\n",
      "\t```ts\n\tno cell\n\t```\n\n```ts\n\ttab\n```\n",
    ];
    for (const [i, text] of texts.entries()) {
      const { uri, notebook } = await openText(`bytes-${i}.grad.md`, text);
      for (const cell of notebook.getCells()) {
        const before = cell.document.getText();
        await replaceCell(cell, `${before}\nmore`);
        await replaceCell(cell, before);
      }
      assert.ok(await notebook.save());
      assert.equal(new TextDecoder("utf-8", { ignoreBOM: true }).decode(await readBytes(uri)), text);
    }
  });

  it("changes only where a cell was edited", async () => {
    const { uri, notebook } = await openText("edit.grad.md", "a  \r\n~~~ts\r\n1\r\n~~~\r\n\r\n\r\nb");
    await replaceCell(notebook.cellAt(1), "2\n3");
    assert.ok(notebook.isDirty);
    await notebook.save();
    assert.equal(
      new TextDecoder().decode(await readBytes(uri)),
      "a  \r\n~~~ts\r\n2\r\n3\r\n~~~\r\n\r\n\r\nb",
    );
    assert.equal(notebook.isDirty, false);
  });

  it("reads as the same cells after cells were added, moved and deleted", async () => {
    const { uri, notebook } = await openText("move.grad.md", "a\n\n```ts\n1\n```\n\nb\n\n```ts\n2\n```\n");
    const edit = new vscode.WorkspaceEdit();
    edit.set(notebook.uri, [
      vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(1, 2)),
      vscode.NotebookEdit.insertCells(4, [
        new vscode.NotebookCellData(vscode.NotebookCellKind.Code, "```", "gradbook-typescript"),
        new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, "c", "markdown"),
      ]),
    ]);
    await vscode.workspace.applyEdit(edit);
    const texts = notebook.getCells().map((cell) => cell.document.getText());
    assert.deepEqual(texts, ["a", "b", "2", "```", "c"]);
    await notebook.save();
    await closeAll();
    const again = await vscode.workspace.openNotebookDocument(uri);
    assert.deepEqual(
      again.getCells().map((cell) => cell.document.getText()),
      texts,
    );
    assert.match(new TextDecoder().decode(await readBytes(uri)), /a\n\n<!-- cell -->\n\nb\n/);
  });

  it("that is not UTF-8 is refused with a reason, and left as it was", async () => {
    const latin = Uint8Array.from([...new TextEncoder().encode(CODE), 0xe9, 0x0a]);
    const binary = Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0, 0xff]);
    for (const [name, bytes, reason] of [
      ["latin.grad.md", latin, /not UTF-8/],
      ["binary.grad.md", binary, /binary data/],
    ] as const) {
      const uri = await writeFile(name, bytes);
      await assert.rejects(async () => vscode.workspace.openNotebookDocument(uri), reason);
      await vscode.commands.executeCommand("vscode.openWith", uri, "gradbook");
      await assertNotified(reason);
      assert.ok(vscode.workspace.notebookDocuments.every((open) => open.uri.toString() !== uri.toString()));
      assert.deepEqual(await readBytes(uri), bytes);
    }
  });

  it("that is empty becomes a notebook without cells, and stays empty", async () => {
    const { uri, notebook } = await openText("empty.grad.md", "");
    assert.equal(notebook.cellCount, 0);
    await notebook.save();
    assert.equal((await readBytes(uri)).length, 0);
  });
});

describe("A save that was cut off", () => {
  afterEach(closeAll);

  it("leaves a whole file: what was to be saved is there when the notebook opens", async () => {
    const whole = "# Saved\n\n```ts\nconst whole = true;\n```\n";
    const uri = await writeFile("cut.grad.md", whole.slice(0, 12));
    // A process that is gone by now left this behind.
    const child = spawn(process.execPath, ["-e", ""], { env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" } });
    await new Promise((resolve) => child.once("exit", resolve));
    const folder = await journalFolder();
    new SaveJournal(folder).begin(uri.fsPath, new TextEncoder().encode(whole));
    for (const name of readdirSync(folder).filter((entry) => entry.endsWith(".save"))) {
      const entry = path.join(folder, name);
      const text = readFileSync(entry, "utf8").replace(`"pid":${process.pid}`, `"pid":${child.pid}`);
      writeFileSync(entry, text);
    }
    await vscode.commands.executeCommand("vscode.openWith", uri, "gradbook");
    const { notebook } = await activeEditor();
    await until("the whole notebook", () => notebook.cellCount === 2);
    assert.equal(notebook.cellAt(1).document.getText(), "const whole = true;");
    assert.equal(new TextDecoder().decode(await readBytes(uri)), whole);
    assert.equal(notebook.isDirty, false);
    await assertNotified(/Saving cut\.grad\.md had been cut off/);
  });

  it("is told from one that ended well: the journal is empty after it", async () => {
    const { notebook } = await openText("ended.grad.md", CODE);
    await replaceCell(notebook.cellAt(0), "2 + 2");
    assert.ok(await notebook.save());
    const folder = await journalFolder();
    await until("the journal to be empty", () => readdirSync(folder).length === 0);
  });
});

async function journalFolder(): Promise<string> {
  const extension = vscode.extensions.getExtension<ReturnType<typeof activate>>("gradbook.gradbook");
  assert.ok(extension);
  return (await extension.activate()).journal;
}
