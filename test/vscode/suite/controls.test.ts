/** Controls in a window: what moving one runs again, and that nothing else does. */
import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import {
  click,
  drag,
  inOutputs,
  inWorkbench,
  press,
  resize,
  screenshot,
  setTheme,
  typeText,
  until,
} from "./browser.ts";
import { closeAll, openCells, openFile, plainText, replaceCell } from "./files.ts";
import { assertAllRan, codeCells, runAll, runCell, showCell, textOf } from "./notebooks.ts";

const setting = (mode: string | undefined): Thenable<void> =>
  vscode.workspace
    .getConfiguration("gradbook")
    .update("notebook.autoRun", mode, vscode.ConfigurationTarget.Workspace);

const orders = (notebook: vscode.NotebookDocument): (number | undefined)[] =>
  codeCells(notebook).map((cell) => cell.executionSummary?.executionOrder);

/** Whether nothing runs: every cell has ended. */
const isAtRest = (notebook: vscode.NotebookDocument): boolean =>
  codeCells(notebook).every((cell) => cell.executionSummary?.success !== undefined);

/** The sliders on the page by their labels, with what they say. */
const sliders = async (): Promise<Record<string, string>> => {
  const found = await inOutputs(() =>
    [...document.querySelectorAll<HTMLInputElement>(".gradbook-control input[type=range]")].map((range) => [
      range.labels?.[0]?.textContent ?? "",
      range.getAttribute("aria-valuetext") ?? "",
    ]),
  );
  return Object.fromEntries(found.flat()) as Record<string, string>;
};

/** A label that is clicked gives the focus to what it names. */
const focusSlider = async (label: string): Promise<void> => {
  await until(label, async () => Object.keys(await sliders()).includes(label));
  const id = await inOutputs((wanted) => {
    const ranges = [...document.querySelectorAll<HTMLInputElement>(".gradbook-control input[type=range]")];
    return ranges.find(({ labels }) => labels?.[0]?.textContent === wanted)?.id;
  }, label);
  await click("outputs", `label[for="${id.find(Boolean) ?? ""}"]`);
};

/** The marks of cells that run, or ran, by themselves. */
const marks = (): Promise<string[]> =>
  inWorkbench(() =>
    [...document.querySelectorAll(".notebookOverlay .cell-status-item")]
      .map((item) => item.textContent?.trim() ?? "")
      .filter((text) => /by itself/.test(text)),
  );

/** So many that an epoch takes some milliseconds: a training of a million of them is far from its end. */
const rows = 4096;

const data = `import { fit, input, nn, optim, randn } from "gradbook";
const X = randn(${rows}, 2);
const Y = X.sum(1).reshape(${rows}, 1);`;
const controls = `const lr = input.slider("learning rate", { min: 1e-4, max: 1, value: 0.01, scale: "log" });
const hidden = input.slider("hidden units", { min: 1, max: 32, step: 1, value: 8 });`;
const training = (
  epochs: number,
): string => `const net = new nn.Sequential(new nn.Linear(2, 4), new nn.Linear(4, 1));
const history = await fit(net, [X, Y], {
  loss: "mse", optimizer: new optim.SGD(net.parameters(), { lr }), epochs: ${epochs}, title: "Training",
});
console.log("trained with", lr);`;

describe("Controls", function () {
  this.timeout(240_000);
  beforeEach(closeAll);
  afterEach(async () => {
    await setting(undefined);
    await closeAll();
  });

  const openTraining = async (name: string, epochs: number): Promise<vscode.NotebookEditor> => {
    const { editor } = await openCells(
      name,
      data,
      controls,
      training(epochs),
      'console.log("units", hidden)',
      'console.log("last", history.epochs.length, lr)',
    );
    return editor;
  };

  it("run what uses them, in order, and nothing else; the chart stays in its place", async () => {
    const editor = await openTraining("controls.grad.md", 40);
    const { notebook } = editor;
    await runAll(editor);
    assertAllRan(notebook);
    await showCell(editor, codeCells(notebook)[2]);
    await until("the sliders", async () => (await sliders())["hidden units"] === "8");
    assert.deepEqual(await sliders(), { "learning rate": "0.01", "hidden units": "8" });
    await inOutputs(() => {
      for (const frame of document.querySelectorAll<HTMLElement>(".gradbook-frame"))
        frame.dataset["first"] = "yes";
      for (const range of document.querySelectorAll<HTMLElement>(".gradbook-control input[type=range]"))
        range.dataset["first"] = "yes";
    });
    // What is said under a chart that has ended makes room for itself: a drag before would miss the slider.
    await until("the chart to have ended", async () =>
      (
        await inOutputs(() => document.querySelector(".gradbook-message")?.textContent.includes("40 epochs"))
      ).includes(true),
    );
    await showCell(editor, codeCells(notebook)[1]);
    // Again, where the notebook was still scrolling.
    await until("the slider to be moved", async () => {
      await drag("outputs", '.gradbook-control input[type="range"]', 0.5, 0.8);
      return (await sliders())["learning rate"] !== "0.01";
    });
    // A drag that went on may have moved it once more.
    await until("the cells that use it to show its value", async () => {
      const rate = (await sliders())["learning rate"];
      const [, , trained, , last] = codeCells(notebook);
      return (
        plainText(trained).includes(`trained with ${rate}`) &&
        plainText(last).startsWith(`last 40 ${rate}`) &&
        isAtRest(notebook)
      );
    });
    const rate = Number((await sliders())["learning rate"]);
    assert.ok(rate > 0.05 && rate < 0.5, String(rate));
    const [first, second, , fourth] = orders(notebook);
    assert.deepEqual([first, second, fourth], [1, 2, 4]);
    const kept = await inOutputs(() => ({
      frames: [...document.querySelectorAll<HTMLElement>(".gradbook-frame")].map(
        ({ dataset }) => dataset["first"],
      ),
      ranges: [...document.querySelectorAll<HTMLElement>(".gradbook-control input[type=range]")].map(
        ({ dataset }) => dataset["first"],
      ),
    }));
    assert.deepEqual(
      kept.filter(({ frames }) => frames.length > 0),
      [{ frames: ["yes"], ranges: ["yes", "yes"] }],
    );
    await until("the marks", async () => (await marks()).includes("Ran by itself"));
    for (const theme of ["light", "dark", "high-contrast"] as const) {
      await setTheme(theme);
      await showCell(editor, codeCells(notebook)[1]);
      await screenshot(`controls-${theme}`);
    }
  });

  it("are moved by the keyboard; a training that is under way ends and begins again", async () => {
    const editor = await openTraining("controls-keys.grad.md", 1_000_000);
    const { notebook } = editor;
    const [first, second, third] = codeCells(notebook);
    await runCell(first);
    await runCell(second);
    await showCell(editor, second);
    void vscode.commands.executeCommand("notebook.cell.execute", {
      ranges: [{ start: 2, end: 3 }],
      document: notebook.uri,
    });
    await until("the training", () => third.outputs.length > 0);
    await focusSlider("learning rate");
    await press("ArrowRight");
    await until("the training to begin again", () => third.executionSummary?.executionOrder === 4);
    await until("the mark", async () => (await marks()).includes("Runs by itself"));
    assert.equal((await sliders())["learning rate"], "0.011");
    assert.ok(!/Interrupted|stopped/.test(textOf(third)), textOf(third));
    await press("ArrowRight");
    await until("the training to begin again", () => third.executionSummary?.executionOrder === 5);
    // One click stops it, and nothing begins again.
    await click("workbench", '.cell-status-item[aria-label*="Stop it"]');
    await until("the end", () => isAtRest(notebook) || third.executionSummary?.success !== undefined);
    await until("what it printed", () => plainText(third).includes("trained with 0.013"));
    assert.equal(third.executionSummary?.executionOrder, 5);
  });

  it("stop what they set going when the person interrupts, what waits behind it too; the next move goes on", async () => {
    const editor = await openTraining("controls-interrupted.grad.md", 1_000_000);
    const { notebook } = editor;
    const [first, second, third, , fifth] = codeCells(notebook);
    await runCell(first);
    await runCell(second);
    await showCell(editor, second);
    void vscode.commands.executeCommand("notebook.cell.execute", {
      ranges: [
        { start: 2, end: 3 },
        { start: 4, end: 5 },
      ],
      document: notebook.uri,
    });
    await until("the training", () => third.outputs.length > 0);
    await focusSlider("learning rate");
    await press("ArrowRight");
    await until("the training to begin again", () => third.executionSummary?.executionOrder === 4);
    await until("the mark", async () => (await marks()).includes("Runs by itself"));
    await vscode.commands.executeCommand("gradbook.interrupt");
    await until("the end", () => third.executionSummary?.success !== undefined);
    const order = third.executionSummary?.executionOrder;
    // What was to run behind it does not, by itself: the person stopped it all.
    assert.equal(fifth.executionSummary?.executionOrder, undefined, plainText(fifth));
    await focusSlider("learning rate");
    const before = (await sliders())["learning rate"];
    await press("ArrowRight");
    await until(
      "the training to begin again",
      () => (third.executionSummary?.executionOrder ?? 0) > (order ?? NaN),
    );
    await vscode.commands.executeCommand("gradbook.interrupt");
    await until("the end", () => third.executionSummary?.success !== undefined);
    assert.notEqual((await sliders())["learning rate"], before);
  });

  it("leave a chart as its training ended where the next one is kept from beginning", async () => {
    const { editor, notebook } = await openCells(
      "controls-held.grad.md",
      data,
      controls,
      'if (lr > 0.01) throw new Error("No more than 0.01.");',
      training(1_000_000),
    );
    const [first, second, third, fourth] = codeCells(notebook);
    for (const cell of [first, second, third]) await runCell(cell);
    await showCell(editor, second);
    void vscode.commands.executeCommand("notebook.cell.execute", {
      ranges: [{ start: 3, end: 4 }],
      document: notebook.uri,
    });
    await until("a curve", async () =>
      (
        await inOutputs(() => document.querySelector(".gradbook-still path[stroke-linejoin]") !== null)
      ).includes(true),
    );
    await focusSlider("learning rate");
    await press("ArrowRight");
    await until("the error", () => third.executionSummary?.success === false);
    const chart = (): { state: string; series: { x: number[] }[] } => {
      const items = fourth.outputs.flatMap((output) => output.items);
      const item = items.find(({ mime }) => mime.endsWith("curves+json"));
      return JSON.parse(new TextDecoder().decode(item?.data)) as ReturnType<typeof chart>;
    };
    await until("the chart's end", () => chart().state === "interrupted");
    assert.ok((chart().series[0]?.x.length ?? 0) > 0);
  });

  it("hand a file that is chosen to what uses it", async () => {
    const { editor, notebook } = await openCells(
      "controls-file.grad.md",
      'import { input } from "gradbook";\nconst file = input.file("measurements", { accept: ".csv" });',
      'console.log(file ? `${file.name}: ${file.table().columns.join()}` : "none yet");',
    );
    await runAll(editor);
    assert.equal(plainText(codeCells(notebook)[1]), "none yet\n");
    await until("the field", async () =>
      (
        await inOutputs(() => {
          const field = document.querySelector<HTMLInputElement>(".gradbook-control input[type=file]");
          if (!field) return false;
          // What the system's dialog hands over.
          const chosen = new DataTransfer();
          chosen.items.add(new File(["mass,length\n1,2\n"], "measured.csv", { type: "text/csv" }));
          field.files = chosen.files;
          field.dispatchEvent(new Event("change", { bubbles: true }));
          return true;
        })
      ).includes(true),
    );
    await until(
      "what reads it",
      () => plainText(codeCells(notebook)[1]) === "measured.csv: mass,length\n" && isAtRest(notebook),
    );
    await until("its name in the page", async () =>
      (await inOutputs(() => document.querySelector(".gradbook-control-chosen")?.textContent ?? "")).some(
        (text) => text.startsWith("measured.csv"),
      ),
    );
  });

  it("keep their values when their cell runs again, when the kernel restarts, and when the notebook is opened again", async () => {
    const editor = await openTraining("controls-kept.grad.md", 3);
    let { notebook } = editor;
    await runAll(editor);
    await showCell(editor, codeCells(notebook)[1]);
    await focusSlider("hidden units");
    await press("ArrowRight");
    await until(
      "the run by itself",
      () => plainText(codeCells(notebook)[3]) === "units 9\n" && isAtRest(notebook),
    );
    await runCell(codeCells(notebook)[1]);
    await until("the sliders", async () => (await sliders())["hidden units"] === "9");
    assert.deepEqual(await sliders(), { "learning rate": "0.01", "hidden units": "9" });
    await vscode.commands.executeCommand("gradbook.restartKernel");
    await runAll(editor);
    await until("the kept value", () => plainText(codeCells(notebook)[3]) === "units 9\n");
    await focusSlider("hidden units");
    await press("ArrowRight");
    await until(
      "the run by itself",
      () => plainText(codeCells(notebook)[3]) === "units 10\n" && isAtRest(notebook),
    );
    // Its output tells the value in words, too.
    await until("the words", () => textOf(codeCells(notebook)[1]).includes("hidden units: 10"));
    await new Promise((resolve) => setTimeout(resolve, 2500));
    const { uri } = notebook;
    await closeAll();
    ({ notebook } = await openFile(uri));
    await until("the sliders", async () => (await sliders())["hidden units"] === "10");
    await focusSlider("hidden units");
    await press("ArrowRight");
    await until("the note", async () =>
      (
        await inOutputs(() => document.querySelector(".gradbook-control-note:not(:empty)")?.textContent ?? "")
      ).some((text) => text.includes("Run the cell")),
    );
    await runAll(await vscode.window.showNotebookDocument(notebook));
    await until("the kept value", () => plainText(codeCells(notebook)[3]) === "units 11\n");
  });

  it("set to all, run what uses a cell that the person ran; set to off, nothing", async () => {
    const { editor, notebook } = await openCells(
      "controls-all.grad.md",
      'import { input } from "gradbook";\nconst a = 1;',
      "const b = a * 10;",
      "console.log(b);",
      'console.log("apart")',
    );
    await runAll(editor);
    await setting("all");
    await replaceCell(
      codeCells(notebook)[0],
      'import { input } from "gradbook";\nconst a = input.number("a", { value: 2 });',
    );
    await runCell(codeCells(notebook)[0]);
    await until("what is below", () => plainText(codeCells(notebook)[2]) === "20\n" && isAtRest(notebook));
    assert.deepEqual(orders(notebook), [5, 6, 7, 4]);
    await setting("off");
    await click("outputs", ".gradbook-control input[type=number]");
    await press("Control+A");
    await typeText("7");
    await press("Enter");
    const stale = (): Promise<number> =>
      inWorkbench(
        () =>
          [...document.querySelectorAll(".notebookOverlay .cell-status-item")].filter(
            (item) => item.textContent?.trim() === "Stale",
          ).length,
      );
    await until("the marks", async () => (await stale()) === 2);
    assert.deepEqual(orders(notebook), [5, 6, 7, 4]);
    await vscode.commands.executeCommand("gradbook.runStaleCells");
    await until("the cells again", () => plainText(codeCells(notebook)[2]) === "70\n");
    assert.deepEqual(orders(notebook), [5, 8, 9, 4]);
  });

  it("without a name of their own run their own cell again, in place", async () => {
    const { editor, notebook } = await openCells(
      "controls-own.grad.md",
      'import { input, arange, plot } from "gradbook";\nconst t = arange(0, 1, 0.1);',
      'plot(t, t.pow(input.slider("power", { min: 1, max: 5, step: 1, value: 2 })), "t", "curve");',
    );
    await runAll(editor);
    await focusSlider("power");
    await inOutputs(() => {
      for (const range of document.querySelectorAll<HTMLElement>(".gradbook-control input[type=range]"))
        range.dataset["first"] = "yes";
    });
    await press("ArrowRight");
    await until("the cell again", () => orders(notebook)[1] === 3 && isAtRest(notebook));
    await press("ArrowRight");
    await until("the cell again", () => orders(notebook)[1] === 4 && isAtRest(notebook));
    assert.deepEqual(await sliders(), { power: "4" });
    const state = await inOutputs(() => {
      const range = document.querySelector<HTMLElement>(".gradbook-control input[type=range]");
      return range && [range.dataset["first"], document.activeElement === range];
    });
    assert.deepEqual(state.filter(Boolean), [["yes", true]]);
    assert.equal(codeCells(notebook)[1].outputs.length, 2);
  });

  it("of every kind can be seen in all themes, on a narrow page too, and have names", async () => {
    const { editor, notebook } = await openCells(
      "controls-kinds.grad.md",
      `import { input, tensor } from "gradbook";
const kinds = [
  input.slider("learning rate", { min: 1e-4, max: 1, scale: "log" }),
  input.number("epochs", { min: 1, value: 20 }),
  input.select("activation", ["relu", "tanh"]),
  input.select("features", ["area", "rooms", "age"], { multiple: true, value: ["rooms"] }),
  input.radio("optimizer", ["sgd", "adam"]),
  input.checkbox("shuffle", { value: true }),
  input.checkbox("columns", ["a", "b"]),
  input.text("beginning", { placeholder: "once upon a time" }),
  input.button("Train again"),
  input.file("measurements", { accept: ".csv" }),
  input.drawing("a digit", { size: 8 }),
  input.points("examples", { classes: ["blue", "orange"], value: { x: tensor([[0, 0.5], [-0.5, -0.5]]), y: tensor([0, 1]) } }),
];`,
    );
    await runAll(editor);
    assertAllRan(notebook);
    for (const theme of ["light", "dark", "high-contrast", "high-contrast-light"] as const) {
      await setTheme(theme);
      await screenshot(`controls-kinds-${theme}`);
    }
    await setTheme("light");
    await resize(700, 1400);
    await screenshot("controls-kinds-narrow");
    await resize(1400);
    const nameless = await inOutputs(() =>
      [
        ...document.querySelectorAll<HTMLElement>(
          ".gradbook-control :is(input, select, textarea, button, canvas, [tabindex])",
        ),
      ]
        .filter((part) => {
          const labels = "labels" in part ? (part as HTMLInputElement).labels : null;
          const name = part.getAttribute("aria-label") ?? labels?.[0]?.textContent ?? part.textContent ?? "";
          return name.trim() === "";
        })
        .map((part) => part.outerHTML),
    );
    assert.deepEqual(nameless.flat(), []);
  });
});
