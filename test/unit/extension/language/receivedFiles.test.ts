/** The language service where files come by messages, as in a browser. */
import { strict as assert } from "node:assert";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ReceivedFiles } from "../../../../extension/language/browser/receivedFiles.ts";
import { Server } from "../../../../extension/language/core/server.ts";
import type {
  CellDiagnostic,
  Completions,
  FromWorker,
  Method,
  Received,
  Requests,
  Wanted,
} from "../../../../extension/language/protocol.ts";
import { setup as installed } from "./languageNotebook.ts";

/** What an extension in a browser would answer, from the disk; the extension's own folders cannot be listed. */
function read({ type, path: name }: Wanted): Received {
  try {
    if (type === "file") return { type, path: name, text: readFileSync(name, "utf8") };
    assert.ok(!name.startsWith(path.resolve("dist")), name);
    const entries = readdirSync(name, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      isFile: entry.isFile(),
    }));
    return { type, path: name, entries };
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    return type === "file" ? { type, path: name, text: null } : { type, path: name, entries: null };
  }
}

describe("Files that come by messages", function () {
  this.timeout(60_000);
  let folder = "";
  const asked: string[] = [];
  let server: Server;
  let answers: ((message: FromWorker) => void)[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "gradbook-received-"));
    asked.length = 0;
    answers = [];
    const files: ReceivedFiles = new ReceivedFiles((wanted) => {
      asked.push(wanted.path);
      setImmediate(() => files.take(read(wanted)));
    });
    await files.shipped(installed);
    server = new Server(installed, files, {
      send: (message) => answers.shift()?.(message),
      later: (task) => void setImmediate(task),
    });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const cells = (...texts: string[]): void =>
    server.receive({
      type: "notebook",
      notebook: "note",
      folder,
      cells: texts.map((text, i) => ({ id: `${i}`, text })),
    });

  let ids = 0;
  async function ask<M extends Method>(
    method: M,
    params: Requests[M]["params"],
  ): Promise<Requests[M]["result"]> {
    const answer = new Promise<FromWorker>((resolve) => answers.push(resolve));
    const question = { type: "request", id: ++ids, method, params };
    server.receive(question as Parameters<Server["receive"]>[0]);
    const message = await answer;
    assert.equal(message.type, "response", JSON.stringify(message));
    return (message as { result: Requests[M]["result"] }).result;
  }
  const said = (found: CellDiagnostic[]): string[] => found.map(({ message }) => message);

  it("are all declarations of ours before the first question, and each is asked for once", async () => {
    assert.ok(asked.length > 200, `${asked.length}`);
    assert.equal(new Set(asked).size, asked.length);
    const before = asked.length;
    cells('import { nn } from "gradbook";\nconst m = new nn.Linear(2, 3);', "m.weigth");
    const [found] = said(await ask("diagnostics", { cell: "1" }));
    assert.match(found ?? "", /Did you mean 'weight'/);
    assert.deepEqual(
      asked.slice(before).filter((name) => name.startsWith(path.resolve("dist"))),
      [],
    );
  });

  it("are there for the first answer, over several imports and of all kinds", async () => {
    writeFileSync(path.join(folder, "a.ts"), 'export { deep } from "./b.ts";\nexport const two = 2;\n');
    writeFileSync(
      path.join(folder, "b.ts"),
      'import table from "./t.json";\nexport const deep = table.rows;\n',
    );
    writeFileSync(path.join(folder, "t.json"), '{ "rows": [1, 2] }');
    cells('import { deep, two } from "./a.ts";', "const text: string = deep;\nconst x: string = two;");
    const found = said(await ask("diagnostics", { cell: "1" }));
    assert.deepEqual(found, [
      "Type 'number[]' is not assignable to type 'string'.",
      "Type 'number' is not assignable to type 'string'.",
    ]);
    assert.deepEqual(said(await ask("diagnostics", { cell: "0" })), []);
  });

  it("that are missing, and come later, are followed", async () => {
    cells('import { late } from "./late.ts";\nconst text: string = late;');
    assert.match(said(await ask("diagnostics", { cell: "0" }))[0] ?? "", /Cannot find module '.\/late.ts'/);
    writeFileSync(path.join(folder, "late.ts"), "export const late = 1;\n");
    server.receive({ type: "files", paths: [path.join(folder, "late.ts")] });
    assert.deepEqual(said(await ask("diagnostics", { cell: "0" })), [
      "Type 'number' is not assignable to type 'string'.",
    ]);
    writeFileSync(path.join(folder, "late.ts"), "export const late = 'text';\n");
    server.receive({ type: "files", paths: [path.join(folder, "late.ts")] });
    assert.deepEqual(said(await ask("diagnostics", { cell: "0" })), []);
  });

  it("beside the notebook are offered to be imported, also from a file that another imports later", async () => {
    writeFileSync(path.join(folder, "helpers.ts"), "export const helpful = 1;\n");
    cells("help");
    const { entries }: Completions = await ask("completions", { cell: "0", offset: 4 });
    assert.equal(entries.find(({ name }) => name === "helpful")?.importFrom, "./helpers.ts");
    writeFileSync(path.join(folder, "first.ts"), 'export { two } from "./second.ts";\n');
    server.receive({ type: "files", paths: [path.join(folder, "first.ts")] });
    cells('import { two } from "./first.ts";\nconst text: string = two;');
    await ask("diagnostics", { cell: "0" });
    writeFileSync(path.join(folder, "second.ts"), "export const two = 2;\n");
    server.receive({ type: "files", paths: [path.join(folder, "second.ts")] });
    assert.deepEqual(said(await ask("diagnostics", { cell: "0" })), [
      "Type 'number' is not assignable to type 'string'.",
    ]);
  });
});
