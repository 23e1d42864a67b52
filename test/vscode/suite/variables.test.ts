import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { click, inOutputs, press, screenshot, setTheme, until } from "./browser.ts";
import { closeAll, openCells, openText } from "./files.ts";
import { codeCells, runAll, runCell } from "./notebooks.ts";

const run = (command: string, ...given: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(command, ...given);

/** The view's rows, as `name|type|shape|…`, and all that it says. */
const view = async (): Promise<{ rows: string[]; text: string }> => {
  const pages = await inOutputs(() => {
    const root = document.querySelector<HTMLElement>(".gradbook-variables");
    if (!root) return null;
    const table = [...root.querySelectorAll("tbody tr")];
    return {
      rows: table.map((row) => [...row.children].map((cell) => cell.textContent ?? "").join("|")),
      text: root.innerText,
    };
  });
  return pages.find((page) => page !== null) ?? { rows: [], text: "" };
};

const row = (pattern: RegExp): Promise<string> =>
  until(
    `a row ${String(pattern)}`,
    async () => (await view()).rows.find((text) => pattern.test(text)),
    30_000,
  );

/** What the data viewer shows. */
const grid = async () => {
  // A page that is being replaced shows nothing.
  const pages = await inOutputs(() => {
    const root = document.querySelector<HTMLElement>(".gradbook-grid-view");
    // An editor behind another one keeps its page.
    if (!root || root.offsetParent === null || innerWidth === 0) return null;
    const cursor = document.activeElement;
    return {
      title: root.querySelector("h1")?.textContent ?? "",
      note: root.querySelector(".gradbook-variables-note")?.textContent ?? "",
      pager: [...root.querySelectorAll(".gradbook-grid-pager span")].map((span) => span.textContent ?? ""),
      first: root.querySelector('td[role="gridcell"]')?.getAttribute("title") ?? "",
      rows: root.querySelectorAll("tbody tr").length,
      odd: root.querySelectorAll("td.gradbook-not-finite").length,
      aside: root.querySelector<HTMLElement>("aside")?.innerText ?? "",
      cursor: cursor?.getAttribute("title") ?? "",
      labels: [...root.querySelectorAll("label")].map((label) => label.firstChild?.textContent?.trim() ?? ""),
    };
  }).catch(() => []);
  return pages.find((page) => page !== null);
};

describe("The Variables view", () => {
  beforeEach(closeAll);
  after(async () => {
    await closeAll();
    await run("workbench.action.closePanel");
  });

  it("explains why it is empty, and lists the variables of the notebook in front once cells have run", async () => {
    const { notebook } = await openCells("variables-empty.grad.md", "const answer = 42;", "1 + 1");
    await run("gradbook.showVariables");
    await until("the explanation", async () => /No cell has run yet/.test((await view()).text));
    await screenshot("variables-empty");
    const [first, second] = codeCells(notebook);
    await runCell(second);
    await until("the other explanation", async () => /declare no variables/.test((await view()).text));
    await runCell(first);
    await row(/^answer\|number\|.*\|42\|/);
    await openText("variables-other.grad.md", "# Other\n");
    await until("the other notebook's explanation", async () =>
      /No cell has run yet/.test((await view()).text),
    );
  });

  it("shows type, shape, dtype, size and a summary, sorts by its heads, and follows every run", async () => {
    const { editor, notebook } = await openCells(
      "variables.grad.md",
      "import { nn, randn, zeros, manualSeed } from 'gradbook';\nmanualSeed(0);\nconst x = randn(64, 3);\nlet step = 0;\nconst names = ['a', 'b'];",
      "const net = new nn.Sequential(new nn.Linear(3, 2));\nfunction train(rate: number) { step++; return rate; }",
      "step += 5;",
    );
    await run("gradbook.showVariables");
    await runAll(editor);
    await row(/^x\|Tensor\|\(64, 3\)\|float32\|768 B\|min -\d.* · mean .* · max \d/);
    await row(/^net\|Sequential\|\|\|32 B\|8 parameters in 2 tensors/);
    await row(/^names\|Array\|\(2\)\|\|\|.*\["a", "b"\]/);
    await row(/^train\|function/);
    await row(/^step\|number\|\|\|\|5/);
    assert.equal(
      (await view()).rows.some((text) => /^(nn|randn)\|/.test(text)),
      false,
    );
    await click("outputs", ".gradbook-variables th.gradbook-bytes button");
    await until("the order by size", async () => (await view()).rows[0]?.startsWith("net|"));
    await click("outputs", ".gradbook-variables th.gradbook-bytes button");
    await until("the other order", async () => (await view()).rows[0]?.startsWith("x|"));
    for (const theme of ["light", "dark"] as const) {
      await setTheme(theme);
      await screenshot(`variables-${theme}`);
    }
    await runCell(codeCells(notebook)[2]);
    await row(/^step\|number\|\|\|\|10/);
    await run("gradbook.restartKernel");
    await until("the rows to go", async () => {
      const { rows, text } = await view();
      return rows.length === 0 && /No cell has run yet/.test(text);
    });
  });

  it("goes to the declaring cell and opens the numbers by keyboard", async () => {
    const { editor, notebook } = await openCells(
      "variables-keys.grad.md",
      "const first = 1;",
      "const second = new Float32Array(3);",
    );
    await run("gradbook.showVariables");
    await runAll(editor);
    await row(/^second/);
    await click("outputs", '.gradbook-variables tbody tr[data-name="second"] th');
    editor.selection = new vscode.NotebookRange(0, 1);
    await press("Enter");
    await until("the cell", () => vscode.window.activeNotebookEditor?.selection.start === 1);
    assert.equal(vscode.window.activeNotebookEditor?.notebook, notebook);
    await click("outputs", '.gradbook-variables tbody tr[data-name="second"] th');
    await press("Space");
    await until("the data viewer", async () => (await grid())?.title === "second · (3) · Float32Array");
  });

  it("has rows as high as VS Code's, walked as VS Code's, whose words leave room for their buttons", async () => {
    const { editor } = await openCells(
      "variables-rows.grad.md",
      `import { randn } from "gradbook";
${Array.from({ length: 30 }, (_, i) => `const v${i} = randn(20, 3);`).join("\n")}`,
    );
    await run("gradbook.showVariables");
    await runAll(editor);
    await row(/^v29\|/);
    const focused = async () =>
      (
        await inOutputs(() => {
          const row = document.activeElement?.closest<HTMLElement>(".gradbook-variables tr");
          if (!row) return null;
          const [words, button] = [row.querySelector(".gradbook-summary"), row.querySelector("button")];
          const room = words ? parseFloat(getComputedStyle(words).paddingInlineEnd) : 0;
          const end = (words?.getBoundingClientRect().right ?? 0) - room;
          return {
            name: row.dataset["name"] ?? "",
            high: row.getBoundingClientRect().height,
            apart: (button?.getBoundingClientRect().left ?? 0) - end,
          };
        })
      ).find((one) => one !== null);
    await click("outputs", ".gradbook-variables-filter");
    await press("ArrowDown");
    const first = await until("the first row", focused);
    assert.equal(first.name, "v0");
    assert.equal(first.high, 22);
    assert.ok(first.apart >= 0, `${first.apart} px between words and buttons`);
    await press("PageDown");
    await until("a page below", async () => /^v([2-9]|1\d)$/.test((await focused())?.name ?? ""));
    await press("PageUp");
    await until("the first row again", async () => (await focused())?.name === "v0");
    // What was chosen stays marked while something else has the focus.
    await click("outputs", ".gradbook-variables-filter");
    await until("the row's mark", async () =>
      (
        await inOutputs(() => document.querySelector("tr[data-selected]")?.getAttribute("data-name"))
      ).includes("v0"),
    );
  });

  it("is opened by the notebook's own button", async () => {
    await openCells("variables-button.grad.md", "1");
    await run("workbench.action.closePanel");
    await click("workbench", '.notebook-toolbar-container [aria-label^="Variables"]');
    await until("the view", async () => /No cell has run yet/.test((await view()).text));
  });
});

describe("The data viewer", () => {
  beforeEach(closeAll);
  after(async () => {
    await closeAll();
    await run("workbench.action.closePanel");
  });

  it("turns pages, marks and finds NaN, chooses slices and follows every run", async () => {
    const { notebook } = await openCells(
      "grid.grad.md",
      "import { manualSeed, randn, nn } from 'gradbook';\nmanualSeed(0);\nlet x = randn(1000, 1000);\nx.set(700, 3, NaN);\nconst cube = randn(4, 6, 5);\nconst net = new nn.Sequential(new nn.Linear(3, 2), new nn.Linear(2, 1));",
      "x = randn(2, 2);",
    );
    const [first, second] = codeCells(notebook);
    await runCell(first);
    assert.equal(first?.executionSummary?.success, true);
    const started = performance.now();
    await run("gradbook.viewVariable", "x");
    await until("a million numbers", async () => (await grid())?.title === "x · (1000, 1000) · float32");
    await until("the first page", async () => (await grid())?.pager[0]?.startsWith("rows 0–"));
    console.log(
      `      a million numbers, from the command to the grid: ${Math.round(performance.now() - started)} ms`,
    );
    for (const theme of ["light", "dark"] as const) {
      await setTheme(theme);
      await screenshot(`data-viewer-${theme}`);
    }
    await click("outputs", '.gradbook-grid-pager [aria-label="Next rows"]');
    await until("the next page", async () => !(await grid())?.pager[0]?.startsWith("rows 0–"));
    await click("outputs", ".gradbook-not-finite-line button");
    await until("the NaN", async () => (await grid())?.cursor === "[700, 3] NaN");
    await screenshot("data-viewer-nan");
    await press("Control+End");
    await until("the last number", async () => (await grid())?.cursor.startsWith("[999, 999] "));
    await press("Control+Home");
    await until("the first number", async () => (await grid())?.cursor.startsWith("[0, 0] "));
    await runCell(second);
    await until("the numbers after the run", async () => (await grid())?.title === "x · (2, 2) · float32");
    await vscode.window.showNotebookDocument(notebook, { viewColumn: vscode.ViewColumn.One });
    await run("gradbook.viewVariable", "cube");
    await until(
      "the slice's controls",
      async () => (await grid())?.labels.join() === "Rows,Columns,Index on axis 0",
    );
    await screenshot("data-viewer-cube");
  });
});
