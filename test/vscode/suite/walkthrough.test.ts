/** The walkthrough as somebody new goes through it: each step's buttons, and the tick that comes by doing. */
import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { click, inWorkbench, press, screenshot, setTheme, until } from "./browser.ts";
import { assertNotified, closeAll } from "./files.ts";
import { codeCells, runAll, runCell } from "./notebooks.ts";
import { saveAsOffered } from "./saveDialog.ts";

const walkthrough = "gradbook.gradbook#start";

/** Steps with a tick. */
const ticked = (): Promise<string[]> =>
  inWorkbench(() =>
    [...document.querySelectorAll(".getting-started-step .complete[data-done-step-id]")].map(
      (tick) => tick.getAttribute("data-done-step-id")?.split("#").at(-1) ?? "",
    ),
  );

async function openStep(step: string): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.openWalkthrough", {
    category: walkthrough,
    step,
  });
  await until(`the step ${step}`, () =>
    inWorkbench(
      (id) => document.querySelector(`.getting-started-step.expanded[data-step-id$="#${id}"]`) !== null,
      step,
    ),
  );
}

/** Presses a button of the step that is open. */
async function pressButton(place: number): Promise<void> {
  await click(
    "workbench",
    `.getting-started-step.expanded .button-container:nth-of-type(${place}) .monaco-button`,
  );
}

/** The notebook that a button has led to. */
const notebook = (): Promise<vscode.NotebookEditor> =>
  until("a notebook in front", () => vscode.window.activeNotebookEditor);

const asks = (): Promise<boolean> =>
  inWorkbench(() => document.querySelector(".quick-input-widget:not([style*='display: none'])") !== null);

const asked = (what: string): Promise<boolean> => until(`the question ${what}`, asks);

async function cancelled(): Promise<void> {
  await press("Escape");
  await until("no question", async () => !(await asks()));
}

const importsTensor = (cell: vscode.NotebookCell): boolean =>
  /import \{[^}]*\btensor\b[^}]*\} from "gradbook"/.test(cell.document.getText());

async function expectTick(step: string): Promise<void> {
  await openStep(step);
  await until(`the tick of ${step}`, async () => (await ticked()).includes(step));
}

describe("The walkthrough", function () {
  this.timeout(180_000);
  before(closeAll);
  after(closeAll);
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await screenshot(`walkthrough-failed-${Date.now()}`);
  });

  it("shows each step with its picture, light and dark", async () => {
    for (const theme of ["dark", "light"] as const) {
      await setTheme(theme);
      for (const step of ["course", "train", "stop", "verdict", "pytorch", "exercise", "share"]) {
        await openStep(step);
        await screenshot(`walkthrough-${step}-${theme}`, ".gettingStartedContainer");
      }
    }
  });

  it("leads to a training, in one notebook, and ticks it when it has ended", async () => {
    await openStep("train");
    await pressButton(1);
    const first = await notebook();
    await openStep("train");
    await pressButton(2);
    await until("the cells", () => codeCells(first.notebook).length >= 4);
    const editor = await notebook();
    assert.equal(editor.notebook, first.notebook, "the cells go into the notebook that is open");
    await runAll(editor);
    await expectTick("train");
    await expectTick("verdict");
    assert.ok(!(await ticked()).includes("stop"));
  });

  it("has it stop itself, in the same notebook", async () => {
    await openStep("stop");
    await pressButton(1);
    const editor = await notebook();
    await until("one more cell", () => codeCells(editor.notebook).length >= 5);
    await runAll(editor);
    await expectTick("stop");
    assert.equal(vscode.workspace.notebookDocuments.filter(({ uri }) => uri.scheme === "untitled").length, 1);
  });

  it("translates what was copied, and ticks the step only then", async () => {
    await vscode.env.clipboard.writeText("");
    await openStep("pytorch");
    await pressButton(1);
    await assertNotified(/copy some; then translate again/);
    assert.ok(!(await ticked()).includes("pytorch"), "nothing was translated");
    await vscode.env.clipboard.writeText("import torch\nx = torch.arange(4.0, requires_grad=True)\n");
    await openStep("pytorch");
    await pressButton(1);
    await until("the translated cell", () =>
      vscode.workspace.notebookDocuments.some((one) =>
        codeCells(one).some((cell) => cell.document.getText().includes("requiresGrad: true")),
      ),
    );
    await expectTick("pytorch");
  });

  it("opens what the others need, and ticks them", async () => {
    await openStep("share");
    await pressButton(1);
    await asked("where to");
    await cancelled();
    await openStep("share");
    assert.ok(!(await ticked()).includes("share"), "nothing was shared");
    await saveAsOffered("gradbook.saveAsIpynb");
    await expectTick("share");
    await openStep("course");
    await pressButton(1);
    await asked("which course");
    await cancelled();
    await openStep("course");
    assert.ok(!(await ticked()).includes("course"), "no course was opened");
    const opened = async (): Promise<vscode.NotebookEditor> => {
      await pressButton(1);
      // The choices come after the question: Enter before them answers it with none.
      await until("the first course", () =>
        inWorkbench(() => document.querySelector(".quick-input-list .monaco-list-row.focused") !== null),
      );
      await press("Enter");
      return until("the course", () => {
        const editor = vscode.window.activeNotebookEditor;
        return editor && codeCells(editor.notebook).length > 20 ? editor : undefined;
      });
    };
    // Where the walkthrough takes the focus just then, the question goes: it is asked again.
    const course = await opened().catch(opened);
    await expectTick("course");
    await openStep("exercise");
    await pressButton(2);
    const editor = await notebook();
    assert.equal(editor.notebook, course.notebook, "the exercise is the course’s");
    await until("its answer", () => editor.selection.start > 0);
    assert.ok(!(await ticked()).includes("exercise"), "nothing was checked");
    const cells = codeCells(editor.notebook);
    const answer = cells.findIndex(({ index }) => index === editor.selection.start);
    const [first, check] = [cells.find(importsTensor), cells[answer + 1]];
    assert.ok(first && check);
    for (const cell of [first, cells[answer], check]) if (cell) await runCell(cell);
    await expectTick("exercise");
  });
});
