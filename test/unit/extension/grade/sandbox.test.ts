/** The walls around the process of a copy, each by itself: what a cell tries that has everything Node.js offers. */
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Sandbox } from "../../../../extension/grade/sandbox.ts";
import { kernelEntry } from "../kernel/startedKernel.ts";

describe("A copy's process, were its cells not sealed", function () {
  this.timeout(120_000);
  const outside = mkdtempSync(path.join(tmpdir(), "gradbook-outside-"));
  const secret = path.join(outside, "master.grad.md");
  let sandbox: Sandbox;
  let n = 0;

  before(() => {
    writeFileSync(secret, "the solution");
    sandbox = new Sandbox({
      entry: kernelEntry,
      language: "en",
      limits: { seconds: 20, memoryMb: 1024 },
      sealed: false,
    });
  });
  after(async () => {
    await sandbox.dispose();
    rmSync(outside, { recursive: true, force: true });
  });

  async function run(text: string): Promise<{ error: string | null; printed: string }> {
    let printed = "";
    const { error } = await sandbox.kernel.run(
      { cell: { id: `cell-${++n}`, text }, execution: n, above: [] },
      (output) => {
        if (output.type === "stream") printed += output.text;
      },
    );
    return { error: error && `${error.name}: ${error.message}`, printed };
  }

  it("reads and writes its own folder", async () => {
    const text =
      'import fs from "node:fs"; fs.writeFileSync("a", "mine"); console.log(fs.readFileSync("a", "utf8"));';
    assert.deepEqual(await run(text), { error: null, printed: "mine\n" });
  });

  const attacks: Readonly<Record<string, string>> = {
    "the master": `import fs from "node:fs"; fs.readFileSync(${JSON.stringify(secret)});`,
    "a file through process.binding": `const { open } = (process as any).binding("fs"); console.log(open(${JSON.stringify(secret)}, 0, 0o666));`,
    "a file outside": `import fs from "node:fs"; fs.writeFileSync(${JSON.stringify(path.join(outside, "b"))}, "x");`,
    "a link to the outside": `import fs from "node:fs"; fs.symlinkSync(${JSON.stringify(outside)}, "link"); fs.readFileSync("link/master.grad.md");`,
    "a program": 'import { execSync } from "node:child_process"; execSync("id");',
    "a debugger": 'import { Session } from "node:inspector"; new Session().connect();',
  };
  for (const [what, text] of Object.entries(attacks)) {
    it(`does not reach ${what}`, async () => {
      const { error, printed } = await run(text);
      assert.match(
        error ?? "",
        /ERR_ACCESS_DENIED|restricted|permission|not supported|denied|process\.binding/i,
        `${String(error)} ${printed}`,
      );
      assert.ok(!printed.includes("solution"));
      assert.ok(!existsSync(path.join(outside, "b")));
    });
  }

  it("finds nobody in its network, where Linux gives it one of its own", async function () {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    assert.ok(typeof address === "object" && address);
    let called = 0;
    server.on("connection", (socket) => {
      called++;
      socket.destroy();
    });
    const text = `import net from "node:net"; await new Promise((done, fail) => net.connect(${address.port}, "127.0.0.1", () => done(0)).on("error", fail));`;
    const { error } = await run(text);
    server.close();
    if (!sandbox.isAloneInNetwork) return this.skip();
    assert.match(error ?? "", /ENETUNREACH|EADDRNOTAVAIL|ECONNREFUSED/);
    assert.equal(called, 0);
  });

  it("refuses the engine what lies outside, also by a link that was there", async () => {
    const { error } = await run(
      `import { data } from "gradbook"; await data.readCsv(${JSON.stringify(path.join(outside, "master.grad.md"))});`,
    );
    assert.match(error ?? "", /is outside the folder that may be used here/);
    symlinkSync(outside, path.join(sandbox.folder, "there"));
    const linked = await run('import { data } from "gradbook"; await data.readCsv("there/master.grad.md");');
    assert.match(linked.error ?? "", /is outside the folder that may be used here/);
  });

  it("reads the book's data all the same, which the engine looks for beside the notebook first", async () => {
    const { error } = await run('import { d2l } from "gradbook"; d2l.readTimeMachine()[0];');
    assert.equal(error, null);
  });

  it("has nothing of our environment", async () => {
    const { printed } = await run("console.log(Object.keys(process.env).sort().join());");
    assert.ok(!/TOKEN|KEY|SECRET|USER/.test(printed), printed);
    assert.match(printed, /GRADBOOK_FILES/);
  });
});
