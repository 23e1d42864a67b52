/** `gradbook mcp` as an assistant outside of VS Code meets it: driven by the protocol's own client over its pipes. */
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { until } from "../../until.ts";

const cli = path.resolve("dist/cli.js");
const course = path.resolve("examples/deep-learning.en.grad.md");

describe("Gradbook over MCP", function () {
  this.timeout(120_000);
  const folder = mkdtempSync(path.join(tmpdir(), "gradbook-mcp-"));
  const file = path.join(folder, "course.grad.md");
  let client: Client;
  let transport: StdioClientTransport;

  before(async () => {
    writeFileSync(file, readFileSync(course));
    transport = new StdioClientTransport({ command: process.execPath, args: [cli, "mcp"], cwd: folder });
    client = new Client({ name: "test", version: "1" });
    await client.connect(transport);
  });

  after(async () => {
    await client.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function call(name: string, input: object, progress?: (message: string) => void): Promise<string> {
    const result = (await client.callTool({ name, arguments: { ...input } }, undefined, {
      timeout: 110_000,
      ...(progress && { onprogress: ({ message = "" }) => progress(message) }),
    })) as CallToolResult;
    const [content] = result.content;
    assert.ok(content?.type === "text");
    return result.isError === true ? `Error: ${content.text}` : content.text;
  }

  it("says how notebooks are written, and names its tools with their schemas", async () => {
    assert.match(client.getInstructions() ?? "", /^\s*# Gradbook notebooks/);
    const { tools } = await client.listTools();
    assert.ok(tools.length >= 8);
    for (const { description, inputSchema } of tools) {
      assert.ok((description ?? "").length > 80);
      assert.equal(inputSchema["additionalProperties"], false);
    }
  });

  it("takes an assistant from the course to a better training", async () => {
    const read = await call("gradbook_read_notebook", { notebook: "course.grad.md" });
    const overfitting = Number(/\[cell (\d+): has not run\] typescript\nconst makeLarge/.exec(read)?.[1]);
    assert.ok(overfitting > 0, read.slice(0, 500));
    const told: string[] = [];
    const all = Array.from({ length: overfitting + 1 }, (_, i) => i);
    const code = all.filter((i) => read.includes(`[cell ${i}: has not run]`));
    const ran = await call("gradbook_run_cells", { notebook: file, cells: code }, (message) =>
      told.push(message),
    );
    assert.match(ran, new RegExp(`^All of ${code.length} cells ran`));
    assert.ok(
      told.some((message) => /Epoch \d+/.test(message)),
      told.join("\n"),
    );
    const training = await call("gradbook_read_training", { notebook: file, cell: overfitting });
    assert.match(training, /Verdict: Overfitting/);
    const [, options = ""] = /Called as: (fit\([\s\S]*\))$/.exec(training) ?? [];
    assert.match(options, /epochs: 60/);
    const source = await call("gradbook_read_notebook", { notebook: file, cells: [overfitting] });
    const text = source.slice(source.indexOf("typescript\n") + 11, source.indexOf("\nshowed:"));
    const stopping =
      "callbacks: [new EarlyStopping({ patience: 8, restoreBestWeights: true })],\n  epochs: 60,";
    const edited = text.replace("epochs: 60,", stopping);
    assert.notEqual(edited, text);
    await call("gradbook_edit_cells", {
      notebook: file,
      edits: [{ edit: "replace", at: overfitting, text: edited }],
    });
    assert.ok(readFileSync(file, "utf8").includes(stopping));
    assert.match(await call("gradbook_run_cells", { notebook: file, which: "stale" }), /^All of 1 cell ran/);
    const stopped = await call("gradbook_read_training", { notebook: file, cell: overfitting });
    assert.match(stopped, /restoredEpoch: \d+/);
    const compared = await call("gradbook_compare_trainings", { notebook: file });
    assert.equal(compared.split("\n").length, 2);
    const variables = await call("gradbook_variables", { notebook: file });
    assert.match(variables, /^trainX: Tensor float32 \(300, 10\)/m);
    assert.match(await call("gradbook_variables", { notebook: file, name: "trainX" }), /\ntensor\(\[\[/);
  });

  it("stops an endless loop when the call is cancelled, and keeps variables", async () => {
    const endless = path.join(folder, "endless.grad.md");
    writeFileSync(
      endless,
      "```ts\nlet n = 1;\n```\n\n```ts\nfor (;;) n++;\n```\n\n```ts\n`n is ${n}`\n```\n",
    );
    await call("gradbook_run_cells", { notebook: endless, cells: [0] });
    const stopping = new AbortController();
    let begun = false;
    const run = client.callTool(
      { name: "gradbook_run_cells", arguments: { notebook: endless, cells: [1] } },
      undefined,
      {
        signal: stopping.signal,
        onprogress: () => (begun = true),
      },
    );
    await until(() => begun, "the cell to begin");
    stopping.abort();
    await assert.rejects(run);
    assert.match(await call("gradbook_run_cells", { notebook: endless, cells: [2] }), /n is \d+/);
  });

  it("reads a notebook again that was changed beside it", async () => {
    const changed = path.join(folder, "changed.grad.md");
    writeFileSync(changed, "```ts\nconst a = 1;\na\n```\n");
    assert.match(await call("gradbook_run_cells", { notebook: changed, which: "all" }), /ok[^\n]*\n1/);
    writeFileSync(changed, "# New\n\n```ts\nconst a = 2;\na\n```\n");
    assert.match(
      await call("gradbook_run_cells", { notebook: changed, which: "all" }),
      /cell 1 [^\n]*ok[^\n]*\n2/,
    );
  });

  for (const [what, name, input, says] of [
    [
      "a file that is not there",
      "gradbook_read_notebook",
      { notebook: "no.grad.md" },
      /no\.grad\.md is no notebook/,
    ],
    ["a folder", "gradbook_read_notebook", { notebook: "." }, /is no notebook/],
    ["no notebook", "gradbook_read_notebook", {}, /Name the notebook/],
    [
      "a wrong index",
      "gradbook_run_cells",
      { notebook: "course.grad.md", cells: [999] },
      /There is no cell 999/,
    ],
    ["a misspelt property", "gradbook_run_cells", { notbook: "x" }, /has no property notbook/],
    ["an unknown tool", "gradbook_nothing", {}, /There is no tool gradbook_nothing/],
    ["what is no Python", "gradbook_translate_pytorch", { code: "x = = 1" }, /This is no Python: line 1/],
  ] as const)
    it(`answers ${what} with the remedy`, async () => {
      const answer = await call(name, input);
      assert.match(answer, /^Error: /);
      assert.match(answer, says);
    });

  it("refuses bytes that are no text, and leaves them", async () => {
    const binary = path.join(folder, "binary.md");
    const bytes = Buffer.from([0x89, 0x50, 0, 1, 0xff]);
    writeFileSync(binary, bytes);
    const edits = [{ edit: "insert", at: 0, text: "x" }];
    assert.match(
      await call("gradbook_edit_cells", { notebook: binary, edits }),
      /^Error: .*is not a text file/,
    );
    assert.deepEqual(readFileSync(binary), bytes);
  });

  it("survives lines that are no messages, and ends with its pipe, kernels included", async function () {
    if (process.platform === "win32") this.skip();
    const child = spawn(process.execPath, [cli, "mcp"], { cwd: folder, stdio: ["pipe", "pipe", "inherit"] });
    const said: string[] = [];
    child.stdout.setEncoding("utf8").on("data", (text: string) => said.push(text));
    const send = (message: object): void => void child.stdin.write(`${JSON.stringify(message)}\n`);
    child.stdin.write("this is no JSON\n\n{}\n");
    const clientInfo = { name: "raw", version: "1" };
    send({
      jsonrpc: "2.0",
      id: 1,
      method: "initialize",
      params: { protocolVersion: "2025-03-26", capabilities: {}, clientInfo },
    });
    await until(() => said.join("").includes('"id":1'), "the answer");
    send({ jsonrpc: "2.0", method: "notifications/initialized" });
    const input = { notebook: "changed.grad.md", which: "all" };
    send({
      jsonrpc: "2.0",
      id: 2,
      method: "tools/call",
      params: { name: "gradbook_run_cells", arguments: input },
    });
    await until(() => said.join("").includes('"id":2'), "the run");
    const kernels = childrenOf(child.pid ?? 0);
    assert.equal(kernels.length, 1);
    const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
    child.stdin.end();
    assert.equal(await ended, 0);
    await until(() => !kernels.some(isAlive), "the kernels to end");
  });
});

function childrenOf(pid: number): number[] {
  const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  return rows
    .map((row) => row.trim().split(/\s+/).map(Number))
    .flatMap(([child, parent]) => (parent === pid && child !== undefined ? [child] : []));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
