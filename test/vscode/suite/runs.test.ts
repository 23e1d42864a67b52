import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import {
  click,
  hover,
  inOutputs,
  inWorkbench,
  press,
  resize,
  screenshot,
  setTheme,
  typeText,
  until,
} from "./browser.ts";
import { closeAll, openCells, plainText, readBytes, writeFile } from "./files.ts";
import { codeCells, runAll, runCell, showCell } from "./notebooks.ts";
import { onNarrowPage } from "./pictures.ts";
import { saveAs, saveThere } from "./saveDialog.ts";

const run = (command: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(command, ...args);

/** The view's rows as they are seen. */
const rows = (): Promise<string[]> =>
  inWorkbench(() =>
    [...document.querySelectorAll(".part.panel .monaco-list-row")].map((row) => row.textContent ?? ""),
  );

const row = (pattern: RegExp): Promise<string> =>
  until(`a row ${String(pattern)}`, async () => (await rows()).find((text) => pattern.test(text)), 60_000);

const viewTitle = (): Promise<string> =>
  inWorkbench(() => document.querySelector(".part.panel .composite.title, .part.panel")?.textContent ?? "");

const tiny = `import { compareRuns, fit, manualSeed, nn, optim, randn } from "gradbook";
manualSeed(0);
const x = randn(32, 2);
const y = x.sum(1, true);
async function train(lr: number, name: string, epochs = 6) {
  manualSeed(1);
  const net = new nn.Linear(2, 1);
  return fit(net, [x, y], { loss: "mse", optimizer: new optim.SGD(net.parameters(), { lr }), epochs, name, verbose: 0, validationSplit: 0.25 });
}`;

/** Pointed at, pressed Enter or typed into once it is there. */
async function answer(text: string): Promise<void> {
  await until("the input box", () =>
    inWorkbench(() => document.querySelector<HTMLElement>(".quick-input-widget")?.style.display !== "none"),
  );
  await press("Control+A");
  await typeText(text);
  await press("Enter");
}

/** VS Code refuses modal dialogs while tests run: here they are answered with their button. */
async function answeringModals(asked: string[], act: () => Thenable<unknown>): Promise<void> {
  const window: { showWarningMessage: unknown } = vscode.window;
  const { showWarningMessage } = window;
  window.showWarningMessage = (question: string, _: object, button: string) => {
    asked.push(question);
    return Promise.resolve(button);
  };
  try {
    await act();
  } finally {
    window.showWarningMessage = showWarningMessage;
  }
}

describe("The Runs view", () => {
  beforeEach(closeAll);
  after(async () => {
    await closeAll();
    await run("workbench.action.closePanel");
    await setTheme("light");
  });

  it("lists each training with its curve, best value and options, and compares them beside one another", async () => {
    const { editor, notebook } = await openCells(
      "runs.grad.md",
      tiny,
      "for (const lr of [0.3, 0.03, 0.003]) await train(lr, `rate ${lr} <b>`);",
      "compareRuns()",
    );
    await run("gradbook.showRuns");
    await runAll(editor);
    await row(/^rate 0\.3 <b>[▁▂▃▄▅▆▇█]+ valLoss [\d.]+.* · SGD lr 0\.3 · /);
    await row(/^rate 0\.003 <b>/);
    assert.match(
      plainText(codeCells(notebook)[2] ?? assert.fail()),
      /^3 runs, the best valLoss first\nrun +lr/,
    );
    await showCell(editor, codeCells(notebook)[2] ?? assert.fail());
    for (const theme of ["light", "dark"] as const) {
      await setTheme(theme);
      await until("the comparison with its table", async () =>
        (
          await inOutputs(() => document.querySelectorAll(".gradbook-box details[open] tbody tr").length)
        ).includes(3),
      );
      await hover("outputs", '.gradbook-box svg [data-key="r1"]').catch(() => undefined);
      await screenshot(`runs-compared-${theme}`);
    }
    await onNarrowPage(async () => {
      await showCell(editor, codeCells(notebook)[2] ?? assert.fail());
      await screenshot("runs-compared-narrow");
    });
    await run("gradbook.compareRuns");
    await until("the page of the comparison", () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .some(({ label }) => /runs? compared/.test(label)),
    );
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await screenshot("runs-page");
  });

  it("keeps two hundred runs, quick to show, to sort and to look through by keyboard", async () => {
    const { notebook } = await openCells(
      "many-runs.grad.md",
      tiny,
      "for (let i = 0; i < 200; i++) await train(0.001 * (i + 1), `many ${i}`, 3);",
      "compareRuns({ startsWith: 'many' })",
    );
    const [first, second, third] = codeCells(notebook);
    assert.ok(first && second && third);
    await runCell(first);
    await runCell(second, 120_000);
    await run("gradbook.showRuns");
    await row(/^many 199/);
    // Other suites have trained, too.
    await until("the number of runs", async () => Number(/(\d+) runs/.exec(await viewTitle())?.[1]) >= 200);
    await run("gradbook.runs.focus");
    await until("the first row to be focused", async () => {
      await press("Home");
      return inWorkbench(() => document.querySelector(".part.panel .monaco-list-row.focused") !== null);
    });
    await press("End");
    await until("the last row to be focused", () =>
      inWorkbench(() => {
        const row = document.querySelector(".part.panel .monaco-list-row.focused");
        return row?.getAttribute("aria-posinset") === row?.getAttribute("aria-setsize");
      }),
    );
    await runCell(third);
    assert.match(plainText(third), /^200 runs/);
    await press("Home");
    for (const theme of ["light", "dark"] as const) {
      await setTheme(theme);
      await screenshot(`runs-many-${theme}`);
    }
    await resize(700);
    await screenshot("runs-many-narrow");
    await resize(1400);
  });

  it("compares those that are selected, and exports all as a table and as lines of JSON", async () => {
    const { editor, uri } = await openCells(
      "selected-runs.grad.md",
      tiny,
      "for (const lr of [0.2, 0.02, 0.002]) await train(lr, `selected ${lr}`);",
    );
    await run("gradbook.showRuns");
    await runAll(editor);
    await row(/^selected 0\.002/);
    const selected = (): Promise<string[]> =>
      inWorkbench(() =>
        [...document.querySelectorAll(".part.panel .monaco-list-row.selected")].map(
          (line) => /^selected [\d.]+\d(?=\D)/.exec(line.textContent ?? "")?.[0] ?? "",
        ),
      );
    await run("gradbook.runs.focus");
    await until("the newest to be selected", async () => {
      await press("Home");
      await press("Enter");
      return (await selected()).join() === "selected 0.002";
    });
    await press("Shift+ArrowDown");
    await until("two to be selected", async () => (await selected()).length === 2);
    // The view learns of a selection some time after the person has seen it.
    await until("the page of two runs", async () => {
      await run("gradbook.compareRuns");
      return vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .some(({ label }) => label === "2 runs compared");
    });
    const folder = vscode.Uri.joinPath(uri, "..");
    const names = ["selected 0.002", "selected 0.02", "selected 0.2"];
    // By the menu of a row, those that are selected.
    const two = vscode.Uri.joinPath(folder, "two-runs.csv");
    await run("gradbook.runs.focus");
    await press("Shift+F10");
    const focused = (): Promise<string> =>
      inWorkbench(() => {
        const within = [...document.querySelectorAll(".shadow-root-host")].map(
          ({ shadowRoot }) => shadowRoot,
        );
        const items = [document, ...within].map((root) =>
          root?.querySelector(".monaco-menu .action-item.focused"),
        );
        return items.find((item) => item)?.textContent?.trim() ?? "";
      });
    await until("the menu's entry", async () => {
      if (/^Export/.test(await focused())) return true;
      await press("ArrowDown");
      return false;
    });
    await screenshot("runs-menu");
    await press("Enter");
    await saveThere(two);
    const lines = new TextDecoder()
      .decode(await readBytes(two))
      .trimEnd()
      .split("\n");
    assert.deepEqual(lines.map((line) => line.split(",")[0]).sort(), [
      "name",
      "selected 0.002",
      "selected 0.02",
    ]);
    const all = Number(/(\d+) runs/.exec(await viewTitle())?.[1]);
    for (const ending of ["csv", "jsonl"]) {
      const file = vscode.Uri.joinPath(folder, `all-runs.${ending}`);
      await saveAs("gradbook.exportRuns", file.path);
      const text = new TextDecoder().decode(await readBytes(file));
      if (ending === "jsonl") {
        const lines = text.trimEnd().split("\n");
        assert.equal(lines.length, all);
        const runs = lines.map((line) => JSON.parse(line) as { name: string; settings: { lr: number } });
        const own = runs.filter(({ name }) => name.startsWith("selected"));
        assert.deepEqual(own.map(({ name }) => name).sort(), names);
        assert.deepEqual(own.map(({ settings }) => settings.lr).sort(), [0.002, 0.02, 0.2]);
      } else {
        assert.match(text, /^name,notebook,began,/);
        assert.deepEqual(text.match(/^selected [\d.]+(?=,selected-runs\.grad\.md,)/gm)?.sort(), names);
      }
    }
  });

  it("renames, notes and pins a run, copies its options, and deletes it after asking", async () => {
    const { editor } = await openCells("named-runs.grad.md", tiny, 'await train(0.1, "zeta");');
    await run("gradbook.showRuns");
    await runAll(editor);
    await row(/^zeta/);
    await run("gradbook.runs.focus");
    await until("zeta to be selected", async () => {
      await press("Home");
      await press("Enter");
      return inWorkbench(() =>
        document
          .querySelector(".part.panel .monaco-list-row.focused.selected")
          ?.textContent?.startsWith("zeta"),
      );
    });
    await until("the options on the clipboard", async () => {
      await run("gradbook.copyRunCode");
      return /^await fit\(net, data, \{\n {2}name: "zeta",/.test(await vscode.env.clipboard.readText());
    });
    void run("gradbook.renameRun");
    await answer("eta <img>");
    await row(/^eta <img>/);
    void run("gradbook.noteRun");
    await answer("worth a second look");
    await row(/^eta <img>.* · worth a second look/);
    await run("gradbook.pinRun");
    await until("the pin", () =>
      inWorkbench(() => document.querySelector(".part.panel .monaco-list-row .codicon-pinned") !== null),
    );
    await screenshot("runs-pinned");
    const asked: string[] = [];
    await answeringModals(asked, () => run("gradbook.deleteRuns"));
    assert.deepEqual(asked, ["Delete the run eta <img>?"]);
    await until("it to go", async () => (await rows()).every((text) => !text.startsWith("eta")));
  });

  it("shows plots, evaluations and tables in both themes", async () => {
    await writeFile("people.csv", "name,age,city\nAda,36,London\nAlan,41,\nGrace,,New York\n");
    const { editor, notebook } = await openCells(
      "evaluation.grad.md",
      `import { bar, boxplot, classificationReport, confusionMatrix, data, fit, heatmap, hist, manualSeed, nn, randn, rocCurve, scatterPlot, subplots, worstExamples } from "gradbook";
manualSeed(0);
const { x, y } = await data.digits();
const net = new nn.Sequential(new nn.Linear(64, 10));
await fit(net, [x, y], { loss: "crossEntropy", epochs: 2, verbose: 0 });`,
      "confusionMatrix(net, [x, y])",
      "classificationReport(net, [x, y])",
      "worstExamples(net, [x, y], { imageShape: [8, 8] })",
      'const [a, b] = subplots(1, 2); a.scatter(randn(300), randn(300), { labels: randn(300).gt(0).to("int64") }); b.boxplot([randn(50), randn(50)], { labels: ["a", "b"] }); hist(randn(500)); bar(["x", "y"], [1, 2]);',
      'data.table("id,name\\n" + Array.from({ length: 120 }, (_, i) => `${i},"n, ${(i * 37) % 100}"`).join("\\n"))',
      '(await data.readCsv("people.csv")).describe()',
    );
    await runAll(editor);
    const cells = codeCells(notebook);
    for (const theme of ["dark", "light"] as const) {
      await setTheme(theme);
      for (const [i, name] of [
        [1, "confusion"],
        [3, "worst"],
        [4, "plots"],
        [5, "grid"],
      ] as const) {
        await showCell(editor, cells[i] ?? assert.fail());
        await screenshot(`evaluation-${name}-${theme}`);
      }
    }
    const sort = ".gradbook-records:has(.gradbook-records-pages) th:nth-child(2) .gradbook-sort";
    await click("outputs", sort);
    await click("outputs", sort);
    await until("the order", async () =>
      (
        await inOutputs(
          () =>
            document.querySelector(".gradbook-records:has(.gradbook-records-pages) tbody tr td")
              ?.textContent ?? "",
        )
      ).includes("119"),
    );
    await click("outputs", ".gradbook-turn:last-child");
    await until("the second page", async () =>
      (await inOutputs(() => document.querySelector(".gradbook-records-pages")?.textContent ?? "")).some(
        (text) => /rows 51 to 100 of 120/.test(text),
      ),
    );
    await screenshot("evaluation-grid-sorted");
  });
});
