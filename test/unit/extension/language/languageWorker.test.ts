import { strict as assert } from "node:assert";
import path from "node:path";
import { languageThread } from "../../../../extension/desktop/languageThread.ts";
import { Cancelled, LanguageWorker } from "../../../../extension/language/languageWorker.ts";
import type { ToWorker } from "../../../../extension/language/protocol.ts";
import { setup } from "./languageNotebook.ts";

/** The worker's module, in the form that this test itself is in. */
const entry = new URL(
  `../../../../extension/language/worker.entry${path.extname(import.meta.url)}`,
  import.meta.url,
);

const state = (text: string): ToWorker[] => [
  { type: "notebook", notebook: "note", folder: "examples", cells: [{ id: "a", text }] },
];

describe("The language service's worker", function () {
  this.timeout(60_000);
  let worker: LanguageWorker;
  afterEach(() => worker.dispose());

  it("starts with the first question, and follows edits", async () => {
    worker = new LanguageWorker(languageThread(entry), setup, () => state("const a = 1;"));
    assert.equal(worker.started, false);
    assert.deepEqual(await worker.ask("diagnostics", { cell: "a" }), []);
    worker.tell({ type: "text", cell: "a", text: "const a: number = 'x';" });
    const [fault] = await worker.ask("diagnostics", { cell: "a" });
    assert.match(fault?.message ?? "", /not assignable/);
  });

  it("speaks the editor's language", async () => {
    worker = new LanguageWorker(languageThread(entry), { ...setup, language: "zh-cn" }, () =>
      state("const a: number = 'x';"),
    );
    const [fault] = await worker.ask("diagnostics", { cell: "a" });
    assert.match(fault?.message ?? "", /\p{Script=Han}/u);
  });

  it("drops a question that was cancelled", async () => {
    worker = new LanguageWorker(languageThread(entry), setup, () => state("const a = 1;"));
    const cancelled = worker.ask("diagnostics", { cell: "a" }, (cancel) => cancel());
    await assert.rejects(cancelled, Cancelled);
    assert.deepEqual(await worker.ask("diagnostics", { cell: "a" }), []);
  });

  it("says why it cannot answer, and goes on", async () => {
    worker = new LanguageWorker(languageThread(entry), setup, () => state("const a = 1;"));
    await assert.rejects(worker.ask("diagnostics", { cell: "nowhere" }), /no cell nowhere/);
    assert.deepEqual(await worker.ask("diagnostics", { cell: "a" }), []);
  });

  it("gives up on a worker that cannot start, without an endless row of attempts", async () => {
    worker = new LanguageWorker(languageThread(new URL("./missing.js", entry)), setup, () => []);
    for (let i = 0; i < 6; i++) await assert.rejects(worker.ask("diagnostics", { cell: "a" }), Error);
    await assert.rejects(worker.ask("diagnostics", { cell: "a" }), /could not be started/);
  });
});
