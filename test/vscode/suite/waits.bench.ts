/** How long a person waits in a window: for activation, a first output, a warm cell, a chart; and what a kernel takes. */
import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import * as vscode from "vscode";
import { inOutputs, inWorkbench, press, print, until } from "./browser.ts";
import { closeAll, openCells } from "./files.ts";
import { codeCells, kernels, runCell } from "./notebooks.ts";

const rounds = 7;

describe("Waiting", function () {
  this.timeout(600_000);
  afterEach(closeAll);

  it("for activation, while every core is busy", async () => {
    const extension = vscode.extensions.getExtension("gradbook.gradbook");
    assert.ok(extension);
    const busy = cpus().map(() => spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" }));
    try {
      await extension.activate();
    } finally {
      for (const child of busy) child.kill();
    }
    await printTimes("activation, every core busy, as VS Code measures it", [await shownActivationTime()]);
  });

  it("for the first output, with a kernel that was started ahead and without", async () => {
    const setting = (ahead: boolean): Thenable<void> =>
      vscode.workspace
        .getConfiguration("gradbook")
        .update("kernel.startAhead", ahead, vscode.ConfigurationTarget.Workspace);
    for (const ahead of [true, false]) {
      await setting(ahead);
      const [outputs, paints, charts]: [number[], number[], number[]] = [[], [], []];
      for (let round = 0; round < rounds; round++) {
        const { notebook } = await openCells(`bench-first-${ahead}.grad.md`, text(`"r${round}"`), chart);
        await pause(2000);
        if (ahead) await until("the kernel", () => kernels().length > 0);
        const [first, plot] = codeCells(notebook);
        const [output, painted] = await untilShown(first, `r${round}`);
        outputs.push(output);
        paints.push(painted);
        charts.push(await untilDrawn(plot));
        await closeAll();
        await until("the kernel to end", () => kernels().length === 0);
      }
      const how = ahead ? "kernel started ahead, notebook open for 2 s" : "kernel not started ahead";
      await printTimes(`from Run to the first output, ${how}`, outputs);
      await printTimes(`from Run to the first output in the page, ${how}`, paints);
      await printTimes("from Run of the next cell to its chart in the page, nothing drawn before", charts);
    }
    await setting(true);
  });

  it("for a warm cell; and what an idle kernel takes", async () => {
    const { notebook } = await openCells(
      "bench-warm.grad.md",
      'import { tensor } from "gradbook"; let n = 0;',
      "n += 1",
    );
    await until("the kernel", () => kernels().length === 1);
    await pause(15_000);
    const [pid] = kernels();
    if (process.platform === "linux" && pid !== undefined) {
      const memory = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
      const mb = (name: string): number =>
        Math.round(Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(memory)?.[1]) / 1024);
      await print(
        `  idle kernel: ${mb("Rss")} MB resident, ${mb("Pss")} MB with its share of what processes have in common, ` +
          `${mb("Private_Dirty") + mb("Private_Clean")} MB its own`,
      );
    }
    const [first, warm] = codeCells(notebook);
    await runCell(first);
    const times: number[] = [];
    for (let i = 0; i < 20; i++) {
      await runCell(warm);
      const { startTime, endTime } = warm.executionSummary?.timing ?? { startTime: NaN, endTime: NaN };
      times.push(endTime - startTime);
    }
    await printTimes("a warm cell, as its status bar shows it", times);
  });
});

const text = (shown: string): string => `const shown: string = ${shown};\nconsole.log(shown)`;
const chart = 'import { plot } from "gradbook";\nplot([1, 2, 3], [1, 4, 9])';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const execute = (cell: vscode.NotebookCell): Thenable<unknown> =>
  vscode.commands.executeCommand("notebook.cell.execute", {
    ranges: [{ start: cell.index, end: cell.index + 1 }],
    document: cell.notebook.uri,
  });

/** Milliseconds from the command until the extension host has the output, and until the page shows `shown`. */
async function untilShown(cell: vscode.NotebookCell, shown: string): Promise<[number, number]> {
  const began = performance.now();
  const there = new Promise<number>((resolve) => {
    const changes = vscode.workspace.onDidChangeNotebookDocument(({ notebook }) => {
      if (notebook !== cell.notebook || cell.outputs.length === 0) return;
      changes.dispose();
      resolve(performance.now() - began);
    });
  });
  void execute(cell);
  const painted = untilInPage(began, (wanted) => document.body.innerText.includes(wanted), shown);
  return [await there, await painted];
}

async function untilDrawn(cell: vscode.NotebookCell): Promise<number> {
  const began = performance.now();
  void execute(cell);
  return untilInPage(began, () => document.querySelector(".gradbook-frame svg") !== null, "");
}

/** Asks the page again and again: each question takes a few milliseconds, which count too. */
async function untilInPage(
  began: number,
  probe: (wanted: string) => boolean,
  wanted: string,
): Promise<number> {
  // A page that is just being opened answers nothing.
  while (!(await inOutputs(probe, wanted).catch((): boolean[] => [])).includes(true)) await pause(2);
  return performance.now() - began;
}

/** What VS Code itself measured, as its list of running extensions shows it: loading and `activate`. */
async function shownActivationTime(): Promise<number> {
  await vscode.commands.executeCommand("workbench.action.showRuntimeExtensions");
  const shown = await until("our row in the list of running extensions", async () => {
    const row = await inWorkbench(() => {
      const rows = [...document.querySelectorAll<HTMLElement>(".runtime-extensions-editor .monaco-list-row")];
      return rows.map((one) => one.innerText).find((said) => /gradbook/i.test(said)) ?? "";
    });
    // The slowest come first, and only what is in view has a row.
    if (row === "") await press("End");
    return row;
  });
  await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
  return Number(/(\d+)\s*ms/.exec(shown)?.[1]);
}

function printTimes(what: string, times: number[]): Promise<void> {
  const sorted = times.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const least = sorted[0] ?? NaN;
  const spread = times.length > 1 ? `, least ${least.toFixed(1)} of ${times.length}` : "";
  return print(`  ${middle.toFixed(1).padStart(8)} ms  ${what}${spread}`);
}
