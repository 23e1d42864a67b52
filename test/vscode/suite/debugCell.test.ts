import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { inWorkbench, press, screenshot, until } from "./browser.ts";
import { closeAll, openCells, plainText } from "./files.ts";
import { codeCells, runCell } from "./notebooks.ts";

const run = (command: string, ...given: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(command, ...given);

interface StackFrame {
  line: number;
  source?: { path?: string };
}

/** The frame at which the debugger has stopped. */
const stoppedAt = async (): Promise<{ cell: string; line: number } | undefined> => {
  const item = vscode.debug.activeStackItem;
  if (!item || !("frameId" in item)) return undefined;
  const { threadId, session } = item;
  const trace = (await session.customRequest("stackTrace", { threadId, levels: 1 }).then(
    (answer: unknown) => answer,
    () => undefined,
  )) as { stackFrames: StackFrame[] } | undefined;
  const [frame] = trace?.stackFrames ?? [];
  return frame && { cell: frame.source?.path ?? "", line: frame.line };
};

/** The value of an expression where the debugger has stopped. */
async function evaluate(expression: string): Promise<string> {
  const item = vscode.debug.activeStackItem;
  assert.ok(item && "frameId" in item, "A frame is selected.");
  const answer = (await item.session.customRequest("evaluate", { expression, frameId: item.frameId })) as {
    result: string;
  };
  return answer.result;
}

const breakAt = (cell: vscode.NotebookCell, line: number, condition?: string): vscode.SourceBreakpoint =>
  new vscode.SourceBreakpoint(
    new vscode.Location(cell.document.uri, new vscode.Position(line - 1, 0)),
    true,
    condition,
  );

/** Names in the innermost scopes where the debugger has stopped. */
async function variableNames(): Promise<string[]> {
  const item = vscode.debug.activeStackItem;
  assert.ok(item && "frameId" in item, "A frame is selected.");
  const { frameId, session } = item;
  const { scopes } = (await session.customRequest("scopes", { frameId })) as {
    scopes: { variablesReference: number; expensive: boolean }[];
  };
  const names: string[] = [];
  for (const { variablesReference } of scopes.filter(({ expensive }) => !expensive)) {
    const { variables } = (await session.customRequest("variables", { variablesReference })) as {
      variables: { name: string }[];
    };
    names.push(...variables.map(({ name }) => name));
  }
  return names;
}

/** Gives the debugger's command for a step, and answers where it stops next. */
async function step(command: "stepOver" | "stepInto"): Promise<{ cell: string; line: number }> {
  let stopped = false;
  const listener = vscode.debug.onDidChangeActiveStackItem((item) => {
    stopped ||= item !== undefined && "frameId" in item;
  });
  try {
    await run(`workbench.action.debug.${command}`);
    await until("the step to end", () => stopped);
    return await until("the place where it ended", stoppedAt);
  } finally {
    listener.dispose();
  }
}

/** Steps until the debugger has stopped on another line, as a person does: a loop's head takes two steps. */
async function stepToAnotherLine(command: "stepOver" | "stepInto"): Promise<{ cell: string; line: number }> {
  const from = await until("the debugger to stop", stoppedAt);
  for (;;) {
    const at = await step(command);
    if (at.line !== from.line || at.cell !== from.cell) return at;
  }
}

/** VS Code's own `activeDebugSession` may go on naming a session that has ended. */
const openSessions = new Set<string>();

const debugToolbar = (): Promise<boolean> =>
  inWorkbench(() => {
    const toolbar = document.querySelector<HTMLElement>(".debug-toolbar");
    return toolbar !== null && toolbar.offsetParent !== null;
  });

const noSession = (): Promise<boolean> =>
  until("the debugger to be gone", async () => openSessions.size === 0 && !(await debugToolbar()));

describe("Debug Cell", function () {
  this.timeout(120_000);
  let listeners: vscode.Disposable;
  before(() => {
    listeners = vscode.Disposable.from(
      vscode.debug.onDidStartDebugSession(({ id }) => openSessions.add(id)),
      vscode.debug.onDidTerminateDebugSession(({ id }) => openSessions.delete(id)),
    );
  });
  after(() => {
    listeners.dispose();
  });
  beforeEach(closeAll);
  afterEach(async () => {
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    await vscode.debug.stopDebugging();
    await closeAll();
  });

  it("stops at a breakpoint in the cell, steps through it, and lets it run to its end", async () => {
    const { notebook, editor } = await openCells(
      "debug.grad.md",
      "function twice(x: number): number {\n  const doubled = x * 2;\n  return doubled;\n}",
      "const start: number = 20;\nconst result = twice(start);\nconsole.log(result + 2);",
    );
    const [first, second] = codeCells(notebook);
    await runCell(first);
    editor.selection = new vscode.NotebookRange(1, 2);
    vscode.debug.addBreakpoints([breakAt(second, 2)]);
    const done = run("gradbook.debugCell");
    const at = await until("the debugger to stop", stoppedAt);
    assert.deepEqual(at, { cell: second.document.uri.toString(), line: 2 });
    await until("the debugger's toolbar", debugToolbar);
    await screenshot("debug-cell");
    const names = await variableNames();
    assert.ok(names.includes("start") && names.includes("Cell above"), names.join());
    assert.ok(!names.some((name) => name.startsWith("$")), names.join());
    assert.deepEqual(await stepToAnotherLine("stepInto"), { cell: first.document.uri.toString(), line: 2 });
    await run("workbench.action.debug.continue");
    await done;
    assert.equal(plainText(first), "");
    assert.equal(plainText(second), "42\n");
    assert.equal(second.executionSummary?.success, true);
    await noSession();
  });

  it("steps over from line to line, and stops at a condition that names a variable of another cell", async () => {
    const { notebook, editor } = await openCells(
      "debug-steps.grad.md",
      "let limit = 2;",
      "let sum = 0;\nfor (let i = 0; i < 5; i++) {\n  sum += i;\n}\nsum += limit;\nconsole.log(sum);",
    );
    const [first, second] = codeCells(notebook);
    await runCell(first);
    editor.selection = new vscode.NotebookRange(1, 2);
    vscode.debug.addBreakpoints([breakAt(second, 3, "i === limit")]);
    const done = run("gradbook.debugCell");
    const at = await until("the debugger to stop", stoppedAt);
    assert.deepEqual(at, { cell: second.document.uri.toString(), line: 3 });
    assert.equal(await evaluate("[i, sum, limit].join()"), "'2,1,2'");
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    assert.equal((await stepToAnotherLine("stepOver")).line, 2);
    assert.equal((await stepToAnotherLine("stepOver")).line, 3);
    await run("workbench.action.debug.continue");
    await done;
    assert.equal(plainText(second), "12\n");
  });

  it("stops a paused cell where it is when the cell is interrupted; variables stay", async () => {
    const { notebook } = await openCells(
      "debug-stop.grad.md",
      "let n = 1;\nn = 2;\nconsole.log('went on');",
      "n",
    );
    const [first, second] = codeCells(notebook);
    vscode.debug.addBreakpoints([breakAt(first, 2)]);
    const done = run("gradbook.debugCell");
    await until("the debugger to stop", stoppedAt);
    await run("notebook.cancelExecution");
    await done;
    assert.equal(first.executionSummary?.success, false);
    assert.doesNotMatch(plainText(first), /went on/);
    await noSession();
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    await runCell(second);
    assert.match(plainText(second), /1/);
  });

  it("ends with a kernel that is restarted, or killed, while its cell is paused", async () => {
    const { notebook } = await openCells("debug-death.grad.md", "const { pid } = process;", "pid;\npid;");
    const [first, second] = codeCells(notebook);
    for (const end of [
      () => run("gradbook.restartKernel"),
      (pid: string) => process.kill(Number(pid), "SIGKILL"),
    ]) {
      await runCell(first);
      vscode.debug.addBreakpoints([breakAt(second, 2)]);
      const done = run("gradbook.debugCell", second);
      await until("the debugger to stop", stoppedAt);
      await end(await evaluate("pid"));
      await done;
      await noSession();
      assert.equal(second.executionSummary?.success, false);
      vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    }
    await runCell(first);
    assert.equal(first.executionSummary?.success, true);
  });

  it("stops in a function that an earlier run declared, and shows variables, which stay", async () => {
    const { notebook, editor } = await openCells(
      "debug-earlier.grad.md",
      "let calls = 0;\nfunction count(by: number): number {\n  calls += by;\n  return calls;\n}",
      "count(5);",
      "calls",
    );
    const [first, second, third] = codeCells(notebook);
    await runCell(first);
    vscode.debug.addBreakpoints([breakAt(first, 4)]);
    editor.selection = new vscode.NotebookRange(1, 2);
    const done = run("gradbook.debugCell");
    const at = await until("the debugger to stop", stoppedAt);
    assert.deepEqual(at, { cell: first.document.uri.toString(), line: 4 });
    assert.equal(await evaluate("by + calls"), "10");
    await run("workbench.action.debug.continue");
    await done;
    assert.equal(second.executionSummary?.success, true, plainText(second));
    await runCell(third);
    assert.match(plainText(third), /5/);
  });

  it("lets a paused cell go on when the debugger is disconnected", async () => {
    const { notebook } = await openCells("debug-leave.grad.md", "const here = 1;\nconsole.log('went on');");
    const [cell] = codeCells(notebook);
    vscode.debug.addBreakpoints([breakAt(cell, 2)]);
    const done = run("gradbook.debugCell");
    await until("the debugger to stop", stoppedAt);
    await run("workbench.action.debug.disconnect");
    await done;
    assert.equal(plainText(cell), "went on\n");
  });

  it("runs a cell without breakpoints to its end, and again", async () => {
    const { editor, notebook } = await openCells("debug-plain.grad.md", "let n = 0;", "console.log(++n);");
    const [first, second] = codeCells(notebook);
    await runCell(first);
    editor.selection = new vscode.NotebookRange(1, 2);
    for (const expected of ["1\n", "2\n"]) {
      await run("gradbook.debugCell");
      assert.equal(plainText(second), expected);
    }
  });

  it("has a margin for breakpoints, which a key sets", async () => {
    const { editor } = await openCells("debug-margin.grad.md", "const a = 1;");
    editor.selection = new vscode.NotebookRange(0, 1);
    await run("notebook.cell.edit");
    await until("a breakpoint", async () => {
      if (vscode.debug.breakpoints.length === 0) await press("F9");
      return vscode.debug.breakpoints.length === 1;
    });
    await until("its mark", () =>
      inWorkbench(
        () =>
          document.querySelector(
            ".notebookOverlay .codicon-debug-breakpoint, .notebookOverlay .codicon-debug-breakpoint-unverified",
          ) !== null,
      ),
    );
  });
});
