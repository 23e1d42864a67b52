import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { inOutputs, inWorkbench, until } from "./browser.ts";
import {
  closeAll,
  openCells,
  openNew,
  openText,
  plainText,
  replaceCell,
  saveAs,
  writeFile,
} from "./files.ts";
import { assertAllRan, codeCells, isAlive, runAll, runCell } from "./notebooks.ts";

const successes = (notebook: vscode.NotebookDocument): (boolean | undefined)[] =>
  codeCells(notebook).map((cell) => cell.executionSummary?.success);

const interrupt = (notebook: vscode.NotebookDocument): Thenable<unknown> =>
  vscode.commands.executeCommand("notebook.cancelExecution", { document: notebook.uri });

/** Opens the cells and runs them all; answers the code cells. */
async function ran(name: string, ...texts: string[]): Promise<vscode.NotebookCell[]> {
  const { editor, notebook } = await openCells(name, ...texts);
  await runAll(editor);
  return codeCells(notebook);
}

describe("A notebook's cells", () => {
  afterEach(closeAll);

  it("run in order, number themselves, and see the names above them", async () => {
    const cells = await ran("order.grad.md", "let n = 1;\nconst add = () => ++n;", "add();", "add(); n");
    assert.deepEqual(
      cells.map((cell) => cell.executionSummary?.executionOrder),
      [1, 2, 3],
    );
    assert.match(plainText(cells[2]), /3/);
  });

  it("do not make the file dirty by running", async () => {
    const [cell] = await ran("clean.grad.md", "console.log(1)");
    assert.equal(cell.notebook.isDirty, false);
  });

  it("stop at the first that throws, and leave the rest as it was", async () => {
    const { editor, notebook } = await openCells(
      "stop.grad.md",
      "const a = 1;",
      "throw new Error('no')",
      "a",
    );
    await runAll(editor);
    await until("the queue to end", () => notebook.cellAt(1).executionSummary?.success === false);
    assert.deepEqual(successes(notebook), [true, false, undefined]);
  });

  it("say what was thrown, with a link to the line, and mark that line until it is edited", async () => {
    const [first, second] = await ran(
      "error.grad.md",
      "function half(x: number) {\n  if (x % 2) throw new RangeError(`half: ${x} is odd`);\n  return x / 2;\n}",
      "half(4);\n\nhalf(3);",
    );
    assert.match(plainText(second), /RangeError: half: 3 is odd/);
    const links = await until("a link in the output", async () => {
      const found = await inOutputs(() =>
        [...document.querySelectorAll<HTMLAnchorElement>("a[href*='execution_count']")].map(
          (link) => link.href,
        ),
      );
      return found.flat().length > 0 ? found.flat() : undefined;
    });
    assert.ok(
      links?.some((link) => /execution_count=1.*line=2/.test(link)),
      links?.join("\n"),
    );
    assert.ok(
      links?.some((link) => /execution_count=2.*line=3/.test(link)),
      links?.join("\n"),
    );

    const marks = vscode.languages.getDiagnostics(first.document.uri);
    assert.deepEqual(
      marks.map(({ message, range }) => [message, range.start.line]),
      [["RangeError: half: 3 is odd", 1]],
    );
    await replaceCell(first, "const half = (x: number) => x / 2;");
    await until("the mark to go", () => vscode.languages.getDiagnostics(first.document.uri).length === 0);
  });

  it("show console lines in their order, errors apart, and values as they come", async () => {
    const [cell] = await ran(
      "streams.grad.md",
      "console.log('a'); console.log('b'); console.error('c'); console.log('d');\nawait new Promise((r) => setTimeout(r, 120));\nconsole.log('e');\n40 + 2",
    );
    const texts = cell.outputs.map((output) =>
      output.items.map((item) => [item.mime.split(".").at(-1), new TextDecoder().decode(item.data)]),
    );
    assert.deepEqual(texts.slice(0, 3), [
      [["stdout", "a\nb\n"]],
      [["stderr", "c\n"]],
      // What came later was appended to the output that was last.
      [["stdout", texts[2]?.[0]?.[1]]],
    ]);
    assert.equal(texts[2]?.map(([, text]) => text).join(""), "d\ne\n");
    assert.match(plainText(cell), /42/);
  });

  it("put what they print after their end into their own output", async () => {
    const [late, next] = await ran("late.grad.md", "setTimeout(() => console.log('late'), 300);", "1");
    await until("the late line", () => plainText(late).includes("late"));
    assert.equal(late.executionSummary?.success, true);
    assert.equal(late.executionSummary.executionOrder, 1);
    assert.equal(plainText(next).includes("late"), false);
  });

  it("start with empty outputs when they run again", async () => {
    const [cell] = await ran("again.grad.md", "console.log(Math.random())");
    const before = plainText(cell);
    await runCell(cell);
    assert.notEqual(plainText(cell), before);
    assert.equal(cell.outputs.length, 1);
  });

  it("in an endless loop stop with the notebook's own button, and variables stay", async () => {
    const { notebook } = await openCells(
      "loop.grad.md",
      "let n = 0;",
      "console.log('looping');\nfor (;;) n++;",
      "n > 0",
    );
    const [first, loop, last] = codeCells(notebook);
    await runCell(first);
    const ended = runCell(loop);
    await until("the loop to run", () => plainText(loop).includes("looping"));
    await interrupt(notebook);
    await ended;
    assert.equal(loop.executionSummary?.success, false);
    assert.match(plainText(loop), /Interrupted/);
    await runCell(last);
    assert.match(plainText(last), /true/);
  });

  it("that wait are cancelled with the one that is interrupted", async () => {
    const { notebook } = await openCells(
      "waiting.grad.md",
      "console.log('on');\nawait new Promise(() => {});",
      "1",
    );
    const [hanging, waiting] = codeCells(notebook);
    const ended = vscode.commands.executeCommand("notebook.execute", notebook.uri);
    await until("the first cell to run", () => plainText(hanging).includes("on"));
    await interrupt(notebook);
    await ended;
    assert.deepEqual(successes(notebook), [false, undefined]);
    await runCell(waiting);
    assert.equal(waiting.executionSummary?.success, true);
  });

  it("that are deleted while they run are stopped, and the rest goes on with its variables", async () => {
    const { notebook } = await openCells(
      "deleted.grad.md",
      // Other than any suite before has run: a notebook of the same cells would show what those showed.
      "let kept = 41;",
      "kept++;\nconsole.log('looping');\nfor (;;);",
      "console.log(kept)",
    );
    const [first, loop, last] = codeCells(notebook);
    await runCell(first);
    void vscode.commands.executeCommand("notebook.cell.execute", {
      ranges: [{ start: 1, end: 2 }],
      document: notebook.uri,
    });
    await until("the loop to run", () => plainText(loop).includes("looping"));
    const edit = new vscode.WorkspaceEdit();
    edit.set(notebook.uri, [vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(1, 2))]);
    await vscode.workspace.applyEdit(edit);
    await runCell(last);
    assertAllRan(notebook);
    await until("what the last cell prints", () => plainText(last) === "42\n");
  });

  it("of two notebooks know nothing of each other", async () => {
    const [one] = await ran("one.grad.md", "globalThis.shared = 1; const own = 1;");
    const [other] = await ran("two.grad.md", "typeof own + typeof globalThis.shared");
    assert.equal(one.executionSummary?.success, true);
    assert.match(plainText(other), /undefinedundefined/);
  });
});

describe("A notebook's kernel", () => {
  afterEach(closeAll);

  it("that dies says so, and the next run starts another and says that variables are gone", async () => {
    const { notebook } = await openCells(
      "death.grad.md",
      "const kept = 1;",
      "console.log(process.pid);\nawait new Promise(() => {});",
      "2",
      "kept",
    );
    const [first, victim, next, lost] = codeCells(notebook);
    await runCell(first);
    const ended = runCell(victim);
    await until("the process to tell its id", () => plainText(victim).includes("\n"));
    process.kill(Number(plainText(victim)), "SIGKILL");
    await ended;
    assert.equal(victim.executionSummary?.success, false);
    assert.match(plainText(victim), /ended from outside \(SIGKILL\), and its variables are gone/);
    await runCell(next);
    assert.equal(next.executionSummary?.success, true);
    assert.match(plainText(next), /the variables of the cells that ran before are gone/);
    await runCell(lost);
    assert.equal(lost.executionSummary?.success, false);
    assert.equal(plainText(lost).includes("variables of the cells"), false);
  });

  it("ends when the notebook is closed", async () => {
    const [cell] = await ran("closed.grad.md", "console.log(process.pid)");
    const pid = Number(plainText(cell).trim());
    assert.ok(isAlive(pid));
    await closeAll();
    await until("the process to end", () => !isAlive(pid));
  });

  it("starts imports in the notebook's own folder", async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    await vscode.workspace.fs.writeFile(
      vscode.Uri.joinPath(folder.uri, "lib", "double.ts"),
      new TextEncoder().encode("export const double = (x: number): number => 2 * x;\n"),
    );
    const cells = await ran("lib/imports.grad.md", 'import { double } from "./double.ts";', "double(21)");
    assert.match(plainText(cells[1]), /42/);
  });
});

describe("A new notebook that is saved", () => {
  afterEach(closeAll);

  it("keeps its outputs, its kernel, and the cell that is running", async () => {
    const { notebook } = await openNew(
      "import { data } from 'gradbook';\nconst kept = 42;\nconsole.log('first')",
      // By the engine, which reads files beside a notebook in browsers, too.
      "const isThere = () => data.readCsv('saved.go.csv').then(() => true, () => false);\n" +
        "console.log('on');\nwhile (!(await isThere())) await new Promise((r) => setTimeout(r, 50));\nconsole.log('off')",
      "console.log(kept)",
    );
    await runCell(notebook.cellAt(0));
    void vscode.commands.executeCommand("notebook.cell.execute", {
      ranges: [{ start: 1, end: 2 }],
      document: notebook.uri,
    });
    await until("the second cell to run", () => plainText(notebook.cellAt(1)).includes("on"));
    const uri = await saveAs("saved.grad.md");

    const saved = await until("the saved notebook", () =>
      vscode.workspace.notebookDocuments.find((other) => other.uri.toString() === uri.toString()),
    );
    assert.ok(saved);
    const [first, running, last] = saved.getCells();
    await until("the first output", () => plainText(first) === "first\n");
    assert.equal(first.executionSummary?.executionOrder, 1);
    await until("the running cell's output", () => plainText(running).replaceAll("\n\n", "\n") === "on\n");
    await writeFile("saved.go.csv", "a\n1\n");
    await until("the running cell to end", () => running.executionSummary?.success);
    assert.match(plainText(running), /on\s+off/);
    await runCell(last);
    assert.equal(plainText(last), "42\n");
  });
});

describe("Front matter", () => {
  afterEach(closeAll);

  it("shows as it is written, and not as a heading", async () => {
    await openText("front.grad.md", "---\ntitle: Secret\n---\n\n# Visible\n");
    const cells = await until("the rendered cells", async () => {
      const [html] = await inOutputs(() =>
        [...document.querySelectorAll(".preview")].map(
          (cell) => (cell.shadowRoot ?? cell).querySelector("#preview, div")?.innerHTML ?? cell.innerHTML,
        ),
      );
      return html?.some((cell) => cell.includes("Visible")) ? html : undefined;
    });
    assert.ok(cells);
    assert.match(cells.join("\n"), /<pre[^>]*><code>title: Secret<\/code><\/pre>/);
  });
});

describe("The editor of a cell", () => {
  afterEach(closeAll);

  it("colours TypeScript", async () => {
    await openCells("colours.grad.md", "const answer: number = 42; // why");
    const colours = await until("coloured text", async () => {
      const seen = await inWorkbench(() =>
        [...document.querySelectorAll(".cell .view-line span[class^=mtk]")].map((span) => span.className),
      );
      return new Set(seen).size >= 4 ? seen : undefined;
    });
    assert.ok(colours);
  });

  it("closes brackets", async () => {
    const { notebook } = await openCells("typing.grad.md", "");
    const cell = notebook.cellAt(0);
    await vscode.commands.executeCommand("notebook.cell.edit");
    await vscode.commands.executeCommand("type", { text: "f(" });
    await until("the bracket", () => cell.document.getText() === "f()");
  });
});
