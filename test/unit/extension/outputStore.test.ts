import assert from "node:assert/strict";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  outputsFor,
  OutputStore,
  sourceKey,
  type StoredCell,
  type StoredOutput,
} from "../../../extension/outputs/outputStore.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const output = (text: string): StoredOutput => ({
  items: [{ mime: "text/plain", data: bytes(text) }],
  metadata: { gradbook: true },
});
const key = (text: string): string => sourceKey("gradbook-typescript", text);
const cell = (text: string, ...outputs: StoredOutput[]): StoredCell => ({ source: key(text), outputs });
const a = "file:///notes/a.grad.md";
const b = "file:///notes/b.grad.md";

describe("Stored outputs of notebooks", () => {
  let folder: string;
  let store: OutputStore;
  beforeEach(() => {
    folder = path.join(mkdtempSync(path.join(tmpdir(), "gradbook-outputs-")), "outputs");
    store = new OutputStore(folder);
  });
  afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

  /** The notebook's file, which looks as if it had been written `seconds` ago. */
  const aged = (uri: string, seconds: number): string => {
    const found = readdirSync(folder).find((name) =>
      readFileSync(path.join(folder, name), "utf8").includes(`"uri":"${uri}"`),
    );
    assert.ok(found, uri);
    const file = path.join(folder, found);
    utimesSync(file, Date.now() / 1000 - seconds, Date.now() / 1000 - seconds);
    return file;
  };

  it("come back as they were: text, bytes that are no text, metadata, in order", () => {
    const picture = { mime: "image/png", data: Uint8Array.of(0x89, 0x50, 0xff, 0, 0xfe) };
    const text = { mime: "application/vnd.code.notebook.stdout", data: bytes("\ufeffwith a mark, 中文\n") };
    const shown: StoredOutput[] = [{ items: [picture, text], metadata: undefined }, output("two")];
    store.keep(a, [cell("const x = 1;"), cell("x", ...shown), cell("x + 1")]);
    assert.deepEqual(store.read(a), [cell("const x = 1;"), cell("x", ...shown), cell("x + 1")]);
    assert.equal(store.read(b), null);
    assert.deepEqual(new OutputStore(folder).read(a), store.read(a));
  });

  it("are those of the last time, and none once nothing is shown", () => {
    store.keep(a, [cell("x", output("one"))]);
    store.keep(a, [cell("x", output("two"))]);
    assert.deepEqual(store.read(a), [cell("x", output("two"))]);
    assert.equal(readdirSync(folder).length, 1);
    store.keep(a, [cell("x")]);
    assert.deepEqual(readdirSync(folder), []);
  });

  it("belong to cells of the same text and language, in order where there are several", () => {
    const stored = [cell("x", output("first")), cell("y", output("of y")), cell("x", output("second"))];
    const texts = (sources: string[]) =>
      outputsFor(stored, sources).map((outputs) =>
        outputs.map(({ items }) => String(Buffer.from(items[0].data))),
      );
    assert.deepEqual(texts([key("x"), key("z"), key("x"), key("x")]), [["first"], [], ["second"], []]);
    assert.deepEqual(texts([key("y "), sourceKey("python", "y"), key("y")]), [[], [], ["of y"]]);
    assert.equal(key("a\r\nb"), key("a\nb"));
    assert.notEqual(sourceKey("a", "b\nc"), sourceKey("a\nb", "c "));
  });

  it("are found by any of the notebook's cells, those written last first", () => {
    store.keep(a, [cell("import"), cell("x", output("1"))]);
    store.keep(b, [cell("import"), cell("y", output("2"))]);
    aged(a, 10);
    aged(b, 20);
    const having = (text: string) => store.having([key(text)]).map(({ uri }) => uri);
    assert.deepEqual([having("import"), having("y"), having("other")], [[a, b], [b], []]);
    assert.deepEqual(store.having([key("y")])[0]?.sources, [key("import"), key("y")]);
  });

  it("are found in a notebook of so many cells that their names fill pages", () => {
    const cells = Array.from({ length: 3000 }, (_, i) => cell(`x + ${i}`, output(String(i))));
    store.keep(a, cells);
    assert.equal(store.having([key("x + 2999")])[0]?.uri, a);
    assert.deepEqual(store.read(a), cells);
  });

  it("keep within a notebook's bound what fits", () => {
    store = new OutputStore(folder, { notebook: 500, all: 1e6, notebooks: 9 });
    const large = output("x".repeat(600));
    store.keep(a, [cell("x", output("1")), cell("y", large), cell("z", output("2"))]);
    assert.deepEqual(store.read(a), [cell("x", output("1")), cell("y"), cell("z", output("2"))]);
    store.keep(a, [cell("y", large)]);
    assert.equal(store.read(a), null);
  });

  it("let the notebooks go that were written longest ago, by number and by size, never the last one", () => {
    const uri = (i: number) => `file:///notes/${i}.grad.md`;
    const left = () => [0, 1, 2, 3].filter((i) => store.read(uri(i)) !== null);
    const fill = () => {
      for (let i = 0; i < 4; i++) {
        store.keep(uri(i), [cell("x", output("y".repeat(1000)))]);
        if (store.read(uri(i))) aged(uri(i), 100 - i);
      }
    };
    store = new OutputStore(folder, { notebook: 1e6, all: 1e6, notebooks: 2 });
    fill();
    assert.deepEqual(left(), [2, 3]);
    store = new OutputStore(folder, { notebook: 1e6, all: 3000, notebooks: 9 });
    fill();
    assert.deepEqual(left(), [2, 3]);
    store = new OutputStore(folder, { notebook: 1e6, all: 10, notebooks: 9 });
    fill();
    assert.deepEqual(left(), [3]);
  });

  it("follow a notebook, and a folder of them, to another name", () => {
    store.keep(a, [cell("x", output("1"))]);
    store.keep(`${a}.other`, [cell("x", output("2"))]);
    store.move(a, "file:///notes/c.grad.md");
    assert.equal(store.read(a), null);
    assert.deepEqual(store.read("file:///notes/c.grad.md"), [cell("x", output("1"))]);
    assert.deepEqual(store.read(`${a}.other`), [cell("x", output("2"))]);
    store.move("file:///notes", "file:///books");
    assert.deepEqual(store.read("file:///books/c.grad.md"), [cell("x", output("1"))]);
    assert.equal(store.read("file:///notes/c.grad.md"), null);
  });

  it("are forgotten for a notebook, for a folder, and all", () => {
    for (const uri of [a, b, "file:///other.grad.md"]) store.keep(uri, [cell("x", output("1"))]);
    store.forget(a);
    assert.deepEqual([store.read(a), store.read(b)?.length], [null, 1]);
    store.forget("file:///notes");
    assert.deepEqual([store.read(b), readdirSync(folder).length], [null, 1]);
    store.clear();
    assert.deepEqual(readdirSync(folder), []);
  });

  it("pass over files that are damaged or not theirs, and leave those", () => {
    store.keep(a, [cell("x", output("1"))]);
    const file = aged(a, 0);
    const whole = readFileSync(file);
    const head = whole.indexOf("\n");
    const foreign = path.join(folder, "notes.txt");
    writeFileSync(foreign, "mine");
    mkdirSync(path.join(folder, `${"d".repeat(32)}.outputs`));
    for (const damaged of [
      "",
      "{",
      "null\nnull",
      '{"format":"gradbook outputs","version":2}\n[]',
      '[1]\n{"a":',
      "\0".repeat(100_000),
      whole.subarray(0, head + 9),
      whole.subarray(0, head - 9),
      Buffer.concat([whole.subarray(0, head), Buffer.from("\n[[{}]]\n")]),
      Buffer.concat([whole.subarray(0, head), Buffer.from("\n[[null]]\n")]),
    ]) {
      writeFileSync(file, damaged);
      assert.equal(store.read(a), null, String(damaged).slice(0, 80));
      assert.doesNotThrow(() => store.having([key("x")]));
      assert.doesNotThrow(() => store.move(b, a));
    }
    store.keep(a, [cell("x", output("2"))]);
    assert.deepEqual(store.read(a), [cell("x", output("2"))]);
    store.clear();
    assert.equal(readFileSync(foreign, "utf8"), "mine");
  });

  it("are not kept, and nobody hears of it, where nothing can be written", () => {
    writeFileSync(folder, "a file where the folder should be");
    store.keep(a, [cell("x", output("1"))]);
    assert.deepEqual([store.read(a), store.having([key("x")])], [null, []]);
    store.clear();
    assert.equal(readFileSync(folder, "utf8"), "a file where the folder should be");
  });
});
