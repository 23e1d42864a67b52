import assert from "node:assert/strict";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { InspectorClient, type Pause } from "./inspectorClient.ts";
import { InterruptRequest } from "../../../../extension/kernel/protocol/threadProtocol.ts";
import { isAlive, StartedKernel, type CellRun } from "./startedKernel.ts";

/** Whether Node's inspector answers at the address of its web socket. */
const answers = (url: string): Promise<boolean> =>
  fetch(`http://${new URL(url).host}/json/version`).then(
    (response) => response.ok,
    () => false,
  );

describe("A kernel that is to be debugged", function () {
  this.timeout(60_000);
  let notebook: StartedKernel;
  let clients: InspectorClient[] = [];
  beforeEach(() => (notebook = new StartedKernel()));
  afterEach(async () => {
    for (const client of clients) client.cut();
    clients = [];
    await notebook.dispose();
  });

  const open = async (): Promise<string> => {
    const url = await notebook.kernel.openDebugger();
    assert.ok(url !== null, "This Node has an inspector.");
    return url;
  };

  /** Runs a cell up to its `debugger` statement, with a debugger attached. */
  const pauseIn = async (
    text: string,
  ): Promise<{ client: InspectorClient; at: Pause; done: Promise<CellRun>; url: string }> => {
    const url = await open();
    const client = await InspectorClient.attach(url);
    clients.push(client);
    const done = notebook.run(text);
    return { client, at: await client.paused(), done, url };
  };

  /** Steps from line to line, like the debugger's own button, until the cell has ended. */
  const stepOver = async (text: string): Promise<{ lines: (number | null)[]; result: CellRun }> => {
    const { client, at, done } = await pauseIn(text);
    const lines: (number | null)[] = [];
    let pause: Pause | null = at;
    while (pause?.url.startsWith("gradbook-cell:")) {
      assert.equal(pause.source, pathToFileURL(path.join(notebook.folder, "cell-1.ts")).href);
      lines.push(pause.line);
      pause = await Promise.race([client.step("stepOver"), done.then(() => null)]);
    }
    if (pause) await client.send("Debugger.resume");
    return { lines, result: await done };
  };

  it("listens on this machine only, as long as it is asked to, and says nothing of it in a cell", async () => {
    const first = await notebook.run("let n = 1;");
    const url = await open();
    assert.match(url, /^ws:\/\/127\.0\.0\.1:\d+\//);
    assert.equal(await notebook.kernel.openDebugger(), url);
    assert.equal(await answers(url), true);
    assert.equal((await notebook.run("console.log(n)")).printed(), "1\n");
    notebook.kernel.closeDebugger();
    while (await answers(url)) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal((await notebook.run("console.log(n + 1)")).printed(), "2\n");
    assert.equal(first.printed(), "");
  });

  it("is started for it, and tells when it ends meanwhile", async () => {
    const url = notebook.kernel.openDebugger();
    await notebook.kernel.stop();
    assert.equal(await url, null);
    assert.match((await notebook.kernel.openDebugger()) ?? "", /^ws:/);
  });

  it("is stepped through line by line, with no stop that the person did not write", async () => {
    const { lines, result } = await stepOver(
      [
        "debugger;",
        "const a: number = 1;",
        "let s = 0;",
        "for (let i = 0; i < 2; i++) {",
        "  s += i;",
        "}",
        "while (s < 3) {",
        "  s++;",
        "}",
        "for (const x of [1, 2]) {",
        "  s += x;",
        "}",
        "if (s > 1) {",
        "  s += a;",
        "}",
        "await null;",
        "console.log(s);",
        "s;",
      ].join("\n"),
    );
    const changes = lines.filter((line, i) => line !== lines[i - 1]);
    // V8 itself stops twice in the head of a loop, and at an `await` and a `return`.
    const twice = lines.filter((line, i) => line === lines[i - 1]);
    assert.deepEqual(
      [...new Set(twice)].filter((line) => ![4, 7, 10, 16, 18].includes(line ?? 0)),
      [],
    );
    assert.deepEqual(changes, [
      ...[1, 2, 3, 4, 5, 4, 5, 4, 7, 8, 7, 8, 7, 10, 11, 10, 11, 10],
      ...[13, 14, 16, 17, 18],
    ]);
    assert.equal(result.printed(), "7\n");
    assert.equal(result.shown(), "7");
  });

  it("knows the variables of the cells above and what the cell imports, also in a function, while it is debugged", async () => {
    await notebook.run("let n = 1;");
    const { client, at, done } = await pauseIn(
      'import { tensor } from "gradbook";\nconst own = 2;\nfunction f(x: number) {\n  debugger;\n  return x;\n}\nf(3);',
    );
    assert.equal(await client.evaluate(at, "n + x"), 4);
    assert.equal(await client.evaluate(at, "typeof tensor"), "function");
    assert.equal(await client.evaluate(at, "own"), 2);
    assert.equal(await client.evaluate(at, "n = 10"), 10);
    await client.send("Debugger.resume");
    assert.equal((await done).ok, true);
    notebook.kernel.closeDebugger();
    const after = await notebook.run("[n, typeof globalThis.n, typeof globalThis.own].join()");
    assert.match(after.shown() ?? "", /10,undefined,undefined/);
  });

  it("lets a paused cell go on when the debugger leaves, also when its connection breaks", async () => {
    for (const leave of ["disable", "cut"]) {
      const { client, done } = await pauseIn("debugger;\nconsole.log('went on')");
      if (leave === "cut") client.cut();
      else await client.send("Debugger.disable");
      assert.equal((await done).printed(), "went on\n", leave);
    }
  });

  it("closes its door under a debugger that stays, and can be opened again", async () => {
    const { client, done } = await pauseIn("debugger;");
    await client.send("Debugger.resume");
    await done;
    notebook.kernel.closeDebugger();
    await client.closed;
    assert.equal((await notebook.run("console.log(1)")).printed(), "1\n");
    assert.equal(await answers(await open()), true);
  });

  it("closes its door while a cell runs that never yields", async () => {
    const { client, done, url } = await pauseIn("debugger;\nfor (;;);");
    client.cut();
    notebook.kernel.closeDebugger();
    while (await answers(url)) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(notebook.kernel.state, "busy");
    notebook.kernel.interrupt();
    assert.equal((await done).interrupted, true);
  });

  it("stops a paused cell where it is when the person stops it and the debugger leaves; variables stay", async () => {
    const { client, at, done } = await pauseIn("let n = 5;\ndebugger;\nn = 6;\nconsole.log('went on');");
    notebook.kernel.interrupt();
    while ((await client.evaluate(at, `$flag[0] & ${InterruptRequest.stop}`)) === 0);
    client.cut();
    const result = await done;
    assert.equal(result.interrupted, true);
    assert.equal(result.printed(), "");
    assert.equal((await notebook.run("n")).shown(), "5");
  });

  it("ends with a paused cell, when it is restarted and when it is killed", async () => {
    const { client, done } = await pauseIn("debugger;");
    await notebook.kernel.restart();
    assert.equal((await done).interrupted, true);
    await client.closed;

    const again = await pauseIn("debugger;");
    process.kill(notebook.kernel.pid ?? NaN, "SIGKILL");
    const { error } = await again.done;
    assert.equal(error?.name, "KernelDied");
    await again.client.closed;
  });

  it("does not outlive the program that shows it, though its cell is paused", async () => {
    const { client } = await pauseIn("debugger;");
    const { pid } = notebook.kernel;
    assert.ok(pid !== null);
    await notebook.kernel.dispose();
    await client.closed;
    assert.equal(isAlive(pid), false);
  });
});
