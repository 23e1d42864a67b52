/** Exercises as a learner and as a teacher have them. */
import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { inOutputs, inWorkbench, press, screenshot, setTheme, until } from "./browser.ts";
import { assertNotified, closeAll, openFile, openText, replaceCell, writeFile } from "./files.ts";
import { codeCells, runCell } from "./notebooks.ts";
import { offeredName } from "./saveDialog.ts";

const run = (command: string): Thenable<unknown> => vscode.commands.executeCommand(command);
const fence = "```";

const folded = (caption: string, text: string): string =>
  `<details>\n<summary>${caption}</summary>\n\n${text}\n\n</details>\n`;

const learner = [
  "# Slopes\n",
  "## The slope of ReLU\n\nWrite the slope of ReLU at `x`.\n",
  `${fence}ts exercise=relu-slope\nfunction reluSlope(x: number): number {\n  // Your code here\n}\n${fence}\n`,
  folded("Hint 1", "To the left of 0 it is **flat**."),
  folded("Hint 2", "`x > 0` says on which side one is."),
  folded(
    "Solution",
    `${fence}ts,text\nfunction reluSlope(x: number): number {\n  return x > 0 ? 1 : 0;\n}\n${fence}`,
  ),
  `${fence}ts points=2 locked\nawait check("relu-slope", {\n  "to the right of 0 it is 1": (t) => t.close(reluSlope(2), 1),\n  "to the left of 0 it is 0": (t) => t.close(reluSlope(-2), 0),\n});\n${fence}\n`,
  "## Squares\n\nMake a tensor of the squares of 1, 2 and 3.\n",
  `${fence}ts exercise=squares\n// Your code here\n${fence}\n`,
  folded("Hint", "There is `pow`."),
  `${fence}ts points=3 locked\nimport { tensor } from "gradbook";\nawait check("squares", { "they are squares": (t) => t.close(squares, tensor([1, 4, 9])) });\n${fence}\n`,
].join("\n");

/** The items under the cells, and those of the status bar. */
const items = (): Promise<string[]> =>
  inWorkbench(() =>
    [...document.querySelectorAll(".cell-status-item, .statusbar-item")].map(
      (item) => item.textContent ?? "",
    ),
  );
const shows = (pattern: RegExp): Promise<unknown> =>
  until(`an item ${String(pattern)}`, async () => (await items()).some((text) => pattern.test(text)), 30_000);

const outputText = async (): Promise<string> => (await inOutputs(() => document.body.innerText)).join("\n");

/** What helps, below an answer: Markdown, which VS Code draws where its text cannot be read. */
const help = ({ outputs }: vscode.NotebookCell): string[] =>
  outputs.flatMap(({ items: parts }) =>
    parts.filter(({ mime }) => mime === "text/markdown").map(({ data }) => new TextDecoder().decode(data)),
  );

describe("Exercises, for a learner", () => {
  beforeEach(closeAll);
  after(closeAll);

  it("are checked, helped with hint by hint, and counted", async () => {
    const { notebook, editor } = await openText("exercises-learner.grad.md", learner);
    const [answer, check] = codeCells(notebook);
    assert.ok(answer && check);
    await shows(/^\s*0 of 2$/);
    await shows(/Exercise 1 of 2/);
    await runCell(answer);
    await runCell(check);
    await until("the result", async () => (await outputText()).includes("0 of 2 right"));
    assert.match(
      await outputText(),
      /Nothing is there yet: undefined\. Is a return missing, or the answer\?/,
    );
    await run("gradbook.nextExercise");
    assert.equal(editor.selection.start, answer.index);
    await run("gradbook.showHint");
    assert.deepEqual(help(answer), ["**Hint 1 of 2.** To the left of 0 it is **flat**."]);
    await run("gradbook.showHint");
    assert.match(help(answer)[1] ?? "", /^\*\*Hint 2 of 2\.\*\* `x > 0` says on which side/);
    await run("gradbook.showHint");
    await assertNotified(/These are all hints/);
    assert.equal(help(answer).length, 2);
    await run("gradbook.showSolution");
    await run("gradbook.showSolution");
    assert.match(help(answer)[2] ?? "", /^\*\*Solution\*\*\n\n```ts\nfunction[^]*return x > 0 \? 1 : 0;/);
    assert.equal(help(answer).length, 3);
    for (const theme of ["light", "dark"] as const) {
      await setTheme(theme);
      await screenshot(`exercises-help-${theme}`);
    }
    await replaceCell(answer, "const reluSlope = (x: number) => 1;");
    await runCell(answer);
    await runCell(check);
    await until("half of it", async () => (await outputText()).includes("1 of 2 right"));
    assert.match(await outputText(), /0 was expected, and 1 is there/);
    assert.match(await outputText(), /1 of 2 points/);
    for (const theme of ["light", "dark"] as const) {
      await setTheme(theme);
      await screenshot(`exercises-half-${theme}`);
    }
    await replaceCell(answer, "const reluSlope = (x: number) => (x > 0 ? 1 : 0);");
    await runCell(answer);
    await runCell(check);
    await until("all of it", async () => (await outputText()).includes("✓ Right"));
    await shows(/^\s*1 of 2$/);
    await shows(/1 of 2 solved/);
    await setTheme("light");
    await screenshot("exercises-solved-light");
    await setTheme("dark");
    await screenshot("exercises-solved-dark");
    await run("gradbook.nextExercise");
    assert.equal(editor.selection.start, codeCells(notebook)[2]?.index);
  });

  it("remember what was solved when the notebook and its kernel are gone, until they are reset", async () => {
    const { uri, notebook } = await openText("exercises-kept.grad.md", learner);
    const [answer, check] = codeCells(notebook);
    assert.ok(answer && check);
    const first = answer.document.getText();
    await replaceCell(answer, "const reluSlope = (x: number) => (x > 0 ? 1 : 0);");
    await runCell(answer);
    await runCell(check);
    await shows(/^\s*1 of 2$/);
    await notebook.save();
    await closeAll();
    const again = await openFile(uri);
    await shows(/^\s*1 of 2$/);
    await run("gradbook.restartKernel");
    await shows(/^\s*1 of 2$/);
    const [kept] = codeCells(again.notebook);
    assert.ok(kept);
    again.editor.selection = new vscode.NotebookRange(kept.index, kept.index + 1);
    await run("gradbook.resetExercise");
    await until("the first text", () => kept.document.getText() === first);
    await shows(/^\s*0 of 2$/);
  });

  it("keep their checks from being edited by accident", async () => {
    const { notebook } = await openText("exercises-locked.grad.md", learner);
    const [answer, check] = codeCells(notebook);
    assert.ok(answer && check);
    const text = check.document.getText();
    await replaceCell(check, 'await check("relu-slope", { mine: () => true });');
    await until("the check to come back", () => check.document.getText() === text);
    await replaceCell(answer, "const mine = 1;");
    assert.equal(answer.document.getText(), "const mine = 1;");
  });

  it("have nothing to offer where there are none", async () => {
    await openText("exercises-none.grad.md", `# Nothing\n\n${fence}ts\n1 + 1\n${fence}\n`);
    await run("gradbook.nextExercise");
    await assertNotified(/There are no exercises here/);
    assert.ok(!(await items()).some((text) => /Exercise \d/.test(text)));
  });
});

const master = learner
  .replace("  // Your code here", "  // BEGIN SOLUTION\n  return x > 0 ? 1 : 0;\n  // END SOLUTION")
  .replace("// Your code here", "// BEGIN SOLUTION\nconst squares = [1, 4, 9];\n// END SOLUTION")
  .replace(
    '  "to the left',
    '  // BEGIN HIDDEN TESTS\n  "far away": (t) => t.close(reluSlope(1e9), 1),\n  // END HIDDEN TESTS\n  "to the left',
  )
  .replaceAll(" locked", "");

describe("Exercises, for a teacher", () => {
  beforeEach(closeAll);
  after(closeAll);

  it("become a student copy, once their own solutions pass", async () => {
    await openText("exercises-master.grad.md", master);
    const made = run("gradbook.makeStudentCopy");
    let asked = false;
    await until(
      "the name to be taken",
      async () => {
        const offered = await offeredName();
        asked ||= offered.endsWith("exercises-master.student.grad.md");
        // The dialog takes the key only once it has looked at the folder.
        if (asked && offered !== "") await press("Enter");
        return asked && offered === "";
      },
      60_000,
    );
    await assertNotified(/all 2 solutions pass\. Taken out: 3 solutions, 1 hidden tests/);
    await made;
    const uri = vscode.Uri.joinPath(
      vscode.workspace.workspaceFolders![0].uri,
      "exercises-master.student.grad.md",
    );
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    assert.ok(!/SOLUTION|HIDDEN|\? 1 : 0|1e9/.test(text), text);
    assert.match(text, /points=2 locked/);
    await openFile(uri);
    await shows(/Exercise 1 of 2/);
    await setTheme("light");
    await screenshot("exercises-copy-light");
    await setTheme("dark");
  });

  it("are told which solution does not pass, and no copy is made", async () => {
    await openText(
      "exercises-wrong.grad.md",
      master.replace("return x > 0 ? 1 : 0;\n  // END", "return x > 0 ? 2 : 0;\n  // END"),
    );
    void run("gradbook.makeStudentCopy");
    await assertNotified(/do not pass: relu-slope.*1 was expected, and 2 is there/);
  });

  it("are told what a notebook lacks to be a master", async () => {
    await openText("exercises-lacks.grad.md", master.replace("  // END SOLUTION\n", ""));
    await run("gradbook.makeStudentCopy");
    await assertNotified(/No copy was made\. Cell 1, line 2: .*BEGIN SOLUTION has no partner/);
    await writeFile("exercises-lacks.grad.md", "");
  });
});
