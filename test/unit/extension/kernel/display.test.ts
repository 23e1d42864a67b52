import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ABRIDGED_MIME, MORE_MIME, TABLE_MIME, TENSOR_MIME } from "../../../../engine/payload/mime.ts";
import type { AbridgedPayload } from "../../../../engine/payload/text.ts";
import type { TensorPayload } from "../../../../engine/payload/values.ts";
import { sanitizeErrorText } from "../../../../extension/outputs/sanitizeErrorText.ts";
import { progressText } from "../../../../extension/kernel/display/progressText.ts";
import { recordsPayload } from "../../../../extension/kernel/display/recordsPayload.ts";
import { tensorPayload } from "../../../../extension/kernel/display/tensorPayload.ts";
import { until } from "../../until.ts";
import { type CellRun, StartedKernel } from "./startedKernel.ts";
import "../../../../extension/kernel/node/valueInspection.ts";

const png =
  "iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAYAAAC56t6BAAAADklEQVR4nGNgYPj/HwADAQH/cl5kFQAAAABJRU5ErkJggg==";

/** What a run shows at its end, display by display. */
function atTheEnd(run: CellRun): Record<string, unknown>[] {
  const shown = new Map<string, Record<string, unknown>>();
  for (const output of run.outputs) {
    if (output.type === "display") shown.set(output.id, output.data);
    else if (output.type === "clear" && output.id === null) shown.clear();
    else if (output.type === "clear" && output.id !== null) shown.delete(output.id);
  }
  return [...shown.values()];
}

describe("display()", function () {
  this.timeout(60_000);
  let notebook: StartedKernel;
  before(() => (notebook = new StartedKernel()));
  after(() => notebook.dispose());

  const table: [title: string, cell: string, bundle: Record<string, unknown>][] = [
    [
      "HTML",
      "display.html('<b>bold</b> &amp; <i>so on</i><script>no()</script>')",
      {
        "text/html": "<b>bold</b> &amp; <i>so on</i><script>no()</script>",
        "text/plain": "bold & so on",
      },
    ],
    ["Markdown", "display.markdown('**x**')", { "text/markdown": "**x**", "text/plain": "**x**" }],
    ["a formula", "display.latex('x^2')", { "text/latex": "$$\nx^2\n$$", "text/plain": "x^2" }],
    ["a formula with dollars", "display.latex('$x$')", { "text/latex": "$x$", "text/plain": "$x$" }],
    ["SVG", "display.svg('<svg/>')", { "image/svg+xml": "<svg/>", "text/plain": "SVG" }],
    ["a PNG as base64", `display.png('${png}')`, { "image/png": png, "text/plain": "PNG 2 × 3" }],
    [
      "a PNG as bytes",
      `display.png(Uint8Array.from(Buffer.from('${png}', 'base64')))`,
      { "image/png": png, "text/plain": "PNG 2 × 3" },
    ],
    [
      "JSON",
      "display.json({ a: [1, null] })",
      {
        "application/json": { a: [1, null] },
        "text/plain": '{\n  "a": [\n    1,\n    null\n  ]\n}',
      },
    ],
    ["any value", "display([1])", { "text/plain": "[ 1 ]" }],
  ];
  for (const [title, cell, bundle] of table) {
    it(`shows ${title}`, async () => {
      const run = await notebook.run(`${cell}; undefined`);
      assert.equal(run.error, null);
      assert.deepEqual(atTheEnd(run), [bundle]);
    });
  }

  for (const [title, cell, message] of [
    ["HTML that is none", "display.html(3 as any)", "display.html: give a string, not number."],
    ["a PNG that is none", "display.png('x')", /display\.png: give a PNG/],
    ["JSON that cannot be", "display.json(() => 1)", "display.json: this value has no JSON form."],
  ] as const) {
    it(`refuses ${title}`, async () => {
      const { error } = await notebook.run(cell);
      assert.equal(error?.line, 1);
      if (typeof message === "string") assert.equal(error?.message, message);
      else assert.match(error?.message ?? "", message);
    });
  }

  it("updates in place, as the kind it is", async () => {
    const run = await notebook.run(
      "const h = display.html('<p>1'); h.update('<p>2'); h.update('<p>3'); undefined",
    );
    assert.deepEqual(
      atTheEnd(run).map((bundle) => bundle["text/html"]),
      ["<p>3"],
    );
  });

  it("updates a place by its name, and keeps places of different runs apart", async () => {
    const run = await notebook.run("for (let i = 0; i < 5; i++) display.update('here', i); undefined");
    assert.deepEqual(atTheEnd(run), [{ "text/plain": "4" }]);
    const [first] = run.outputs;
    const other = await notebook.run("display.update('here', 'x'); undefined");
    const [second] = other.outputs;
    assert.ok(first?.type === "display" && second?.type === "display");
    assert.notEqual(first.id, second.id);
  });

  it("sends few of many updates, and always the last", async () => {
    const run = await notebook.run(
      "const d = display(0); for (let i = 1; i <= 20000; i++) d.update(i); undefined",
    );
    assert.deepEqual(atTheEnd(run), [{ "text/plain": "20000" }]);
    assert.ok(run.outputs.length < 2000, `${run.outputs.length} outputs for 20,000 updates`);
  });

  it("clears one display, or all that was shown and printed", async () => {
    const one = await notebook.run("const a = display('a'); display('b'); a.clear(); undefined");
    assert.deepEqual(atTheEnd(one), [{ "text/plain": "'b'" }]);
    const all = await notebook.run(
      "console.log('gone'); display('gone'); display.clear(); console.log('kept'); undefined",
    );
    assert.deepEqual(atTheEnd(all), []);
    assert.equal(all.outputs.at(-1)?.type, "stream");
    const at = all.outputs.findIndex((output) => output.type === "clear");
    assert.ok(at >= 0);
    assert.match(JSON.stringify(all.outputs.slice(at)), /kept/);
    assert.doesNotMatch(JSON.stringify(all.outputs.slice(at)), /gone/);
  });

  it("draws progress in one line, in place", async () => {
    const run = await notebook.run(
      "const bar = display.progress(4, 'files'); for (let i = 1; i <= 4; i++) bar.update(i, `file ${i}`); undefined",
    );
    const [bundle] = atTheEnd(run);
    assert.match(String(bundle?.["text/plain"]), /^files {2}▕█{24}▏ 100% {2}4\/4 {2}0:00 {2}file 4$/);
  });

  it("of an earlier run stays in that run's output", async () => {
    const first = await notebook.run("const mine = display('first'); undefined");
    const second = await notebook.run("mine.update('later'); undefined");
    await until(() => atTheEnd(first)[0]?.["text/plain"] === "'later'", "the update reaches its own run");
    assert.deepEqual(second.outputs, []);
  });

  it("shows so many outputs of a run and counts the rest", async () => {
    const run = await notebook.run("for (let i = 0; i < 700; i++) display(i); undefined");
    assert.equal(run.outputs.filter((output) => output.type === "display").length, 500);
    assert.match(run.printed(), /^200 more outputs are not shown: 500 are shown for one run\.\n$/);
  });

  it("says of a huge output that it is too large", async () => {
    const run = await notebook.run("display.html('x'.repeat(3e7)); undefined");
    assert.deepEqual(atTheEnd(run), [{ "text/plain": "This output is too large to be shown: 60 MB." }]);
  });

  it("goes from one stream to the other a limited number of times, with every line in order", async () => {
    const run = await notebook.run(
      "for (let i = 0; i < 3000; i++) { console.log(2 * i); console.error(2 * i + 1) }",
    );
    assert.deepEqual(
      run.printed().trim().split("\n").map(Number),
      Array.from({ length: 6000 }, (_, i) => i),
    );
    let changes = 0;
    run.outputs.reduce((before, output) => {
      if (output.type !== "stream") return before;
      if (output.name !== before) changes++;
      return output.name;
    }, "");
    assert.ok(changes <= 210, `${changes} changes of stream`);
  });
});

describe("A value is shown by its kind:", function () {
  this.timeout(60_000);

  const tensor = (shape: number[], data: number[], dtype = "float32", strides?: number[]) => ({
    dtype,
    array: {
      storage: { data },
      shape,
      strides: strides ?? shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1)),
      offset: 0,
      size: shape.reduce((a, b) => a * b, 1),
    },
    toString: () => "tensor(…)",
  });

  it("a matrix as a heat map, views by their strides", () => {
    const data = Array.from({ length: 12 }, (_, i) => i);
    const payload = tensorPayload(tensor([3, 4], data));
    assert.deepEqual(payload?.picture, {
      kind: "heat",
      rows: [0, 1, 2],
      columns: [0, 1, 2, 3],
      values: data,
    });
    const transposed = tensorPayload(tensor([4, 3], data, "float32", [1, 4]));
    assert.ok(transposed?.picture?.kind === "heat");
    assert.deepEqual(transposed.picture.values.slice(0, 3), [0, 4, 8]);
  });

  it("a large matrix by at most 32 × 32 of its values, both ends among them", () => {
    const payload = tensorPayload(
      tensor(
        [100, 70],
        Array.from({ length: 7000 }, (_, i) => i),
      ),
    );
    assert.ok(payload?.picture?.kind === "heat");
    const { rows, columns, values } = payload.picture;
    assert.deepEqual([rows.length, columns.length, values.length], [32, 32, 1024]);
    assert.deepEqual([rows[0], rows.at(-1), columns.at(-1), values.at(-1)], [0, 99, 69, 6999]);
  });

  it("any other tensor as a histogram of its finite values", () => {
    const data = Array.from({ length: 100 }, (_, i) => i);
    data[3] = NaN;
    data[4] = Infinity;
    const payload = tensorPayload(tensor([100], data)) as TensorPayload;
    assert.ok(payload.picture?.kind === "histogram");
    assert.equal(
      payload.picture.counts.reduce((a, b) => a + b, 0),
      98,
    );
    assert.deepEqual([payload.min, payload.max, payload.notFinite, payload.looked], [0, 99, 2, 100]);
  });

  it("a small tensor as text alone, one without finite values without a picture", () => {
    assert.equal(tensorPayload(tensor([2], [1, 2])), null);
    assert.equal(
      tensorPayload(
        tensor(
          [20],
          Array.from({ length: 20 }, () => NaN),
        ),
      )?.picture,
      null,
    );
  });

  it("a very large tensor by some of its elements, at once", () => {
    const data = new Float32Array(4e6).fill(1);
    const payload = tensorPayload(tensor([4e6], data as unknown as number[]));
    assert.equal(payload?.looked, 250_000);
  });

  it("records as a table, with its numbers to the right and without running getters", () => {
    const rows = [
      { name: "a", n: 1, o: { x: 1 } },
      { name: "b", n: 2.5 },
      Object.defineProperty({ name: "c", n: 3 }, "o", {
        enumerable: true,
        get: () => assert.fail("read"),
      }),
    ];
    assert.deepEqual(recordsPayload(rows), {
      version: 1,
      columns: [
        { name: "name", numeric: false },
        { name: "n", numeric: true },
        { name: "o", numeric: false },
      ],
      rows: [
        ["a", "1", "{ x: 1 }"],
        ["b", "2.5", null],
        ["c", "3", "undefined"],
      ],
      total: 3,
      totalColumns: 3,
    });
  });

  it("records with their numbers to the right also where some are missing", () => {
    const payload = recordsPayload([
      { n: 1, none: null, mixed: 1 },
      { n: null, none: null, mixed: "x" },
      { n: NaN, mixed: 2n },
      { n: undefined, none: undefined, mixed: 3 },
      { none: null, mixed: 4 },
    ]);
    assert.deepEqual(
      payload?.columns.map(({ numeric }) => numeric),
      [true, false, false],
    );
  });

  it("no table for other arrays", () => {
    for (const value of [
      [],
      [1, 2],
      [{ a: 1 }],
      [{ a: 1 }, [2]],
      [{ a: 1 }, new Date()],
      [{ a: 1 }, { b: 1 }, { c: 1 }],
    ])
      assert.equal(recordsPayload(value), null);
  });

  it("in a cell: the engine's tensors, records, and errors with their causes", async () => {
    const notebook = new StartedKernel({}, undefined, "real");
    try {
      await notebook.run('import { arange } from "gradbook"');
      const matrix = await notebook.run("arange(12).reshape(3, 4).T");
      const [shown] = atTheEnd(matrix);
      const payload = shown?.[TENSOR_MIME] as TensorPayload;
      assert.deepEqual([payload.shape, payload.min, payload.max], [[4, 3], 0, 11]);
      assert.match(String(shown?.["text/plain"]), /^tensor\(\[\[ 0\., {2}4\., {2}8\.\]/);
      const records = await notebook.run("[{ a: 1 }, { a: 2 }]");
      assert.ok(TABLE_MIME in (atTheEnd(records)[0] ?? {}));
      const failure = await notebook.run(
        "function fails() { throw new Error('inner') }\nlet caught; try { fails() } catch (e) { caught = new Error('outer', { cause: e }) }; caught",
      );
      assert.match(
        String(atTheEnd(failure)[0]?.["text/plain"]),
        /^Error: outer\n {4}Cell In\[4\], line 2\n[^]*Caused by: Error: inner\n {4}Cell In\[4\], line 1, in fails/,
      );
    } finally {
      await notebook.dispose();
    }
  });

  it("in a cell: tables read from CSV files, and a generator where it is not the result of seeding", async () => {
    const notebook = new StartedKernel({}, undefined, "real");
    try {
      notebook.write("ages.csv", "name,age\nAnn,31\nBob,NA\nCy,4.5\n");
      const csv = await notebook.run(
        'import { data, pandas } from "gradbook"; display(await data.readCsv("ages.csv")); (await pandas.readCsv("ages.csv")).get("1:");',
      );
      assert.deepEqual(
        atTheEnd(csv).map((bundle) => bundle[TABLE_MIME]),
        [
          {
            version: 1,
            columns: [
              { name: "name", numeric: false },
              { name: "age", numeric: true },
            ],
            rows: [
              ["Ann", "31"],
              ["Bob", "–"],
              ["Cy", "4.5"],
            ],
            total: 3,
            totalColumns: 2,
          },
          {
            version: 1,
            columns: [
              { name: "name", numeric: false },
              { name: "age", numeric: true },
            ],
            rows: [
              ["Bob", "NaN"],
              ["Cy", "4.5"],
            ],
            total: 2,
            totalColumns: 2,
            index: ["1", "2"],
          },
        ],
      );
      assert.match(String(atTheEnd(csv)[0]?.["text/plain"]), /^name +age\n/);
      const seeded = await notebook.run('import { manualSeed, Generator } from "gradbook"; manualSeed(42);');
      assert.deepEqual(atTheEnd(seeded), []);
      const made = await notebook.run("new Generator(42);");
      assert.equal(made.shown(), "Generator(seed 42)");
    } finally {
      await notebook.dispose();
    }
  });
});

describe("Of its last statement a cell shows", function () {
  this.timeout(60_000);
  let notebook: StartedKernel;
  before(async () => {
    notebook = new StartedKernel();
    await notebook.run(
      "let n = 1; const o = { a: 1, f: () => 5 }; const g = { manualSeed: () => g, initialSeed: () => 0 }; const h = display('before'); const timer = setTimeout(() => 0);",
    );
  });
  after(() => notebook.dispose());

  const shown: [kind: string, cells: string[]][] = [
    ["a value", ["n;", "o.a", "n + 1;", "(n as number);", "[n];", "-n", "n ? 1 : 2", "await n", "null"]],
    ["what a call gives", ["o.f();", "await o.f()", "Math.max(1, 2);", "new Map();", "o?.f()", "n && o.f()"]],
    ["a handle that is asked for by its name", ["h", "g;", "timer;", "(g);", "n ? g : h"]],
    ["the last of several values", ["(n = 2, n);", "n++, n;"]],
  ];
  const hidden: [kind: string, cells: string[]][] = [
    [
      "what is assigned",
      ["n = 5;", "n += 1", "[n] = [3];", "n++;", "--n", "(n = 1);", "delete o.b;", "n ??= 1"],
    ],
    ["the handle of what was displayed", ["display.clear();", "h.clear();", "n ? display.progress(1) : 0;"]],
    ["a generator that was seeded", ["g.manualSeed();", "(g.manualSeed())", "await g.manualSeed();"]],
    [
      "a timer that was set",
      ["setTimeout(() => 0, 1);", "setInterval(() => 0, 1e6).unref();", "setImmediate(() => 0)"],
    ],
    ["undefined", ["undefined;", "void 0", "o.nothing;", "(() => undefined)();"]],
    ["what only stands before it", ["1; let x;", "2; if (n) 3;"]],
  ];
  const results = (run: CellRun): unknown[] =>
    run.outputs.filter((output) => output.type === "display" && output.id.startsWith("result-"));
  for (const [kind, cells] of shown) {
    it(kind, async () => {
      for (const cell of cells) {
        const run = await notebook.run(cell);
        assert.equal(run.error, null, cell);
        assert.equal(results(run).length, 1, cell);
      }
    });
  }
  for (const [kind, cells] of hidden) {
    it(`not ${kind}`, async () => {
      for (const cell of cells) {
        const run = await notebook.run(cell);
        assert.equal(run.error, null, cell);
        assert.deepEqual(results(run), [], cell);
      }
    });
  }

  it("what display was given once, and not its handle", async () => {
    for (const cell of [
      "display([1])",
      "display([1]);",
      "display.json([1]);",
      "display.update('here', [1]);",
    ]) {
      assert.equal(atTheEnd(await notebook.run(cell)).length, 1, cell);
    }
  });
});

describe("A value too large to be shown whole", function () {
  this.timeout(60_000);
  let notebook: StartedKernel;
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), "gradbook-test-"));
    notebook = new StartedKernel({ overflow: folder });
  });
  after(async () => {
    await notebook.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const many = "Object.fromEntries(Array.from({ length: 300_000 }, (_, i) => ['key' + i, i]))";
  const abridged = (bundle: Record<string, unknown> | undefined): AbridgedPayload =>
    bundle?.[ABRIDGED_MIME] as AbridgedPayload;

  it("is shown by its beginning, and more of it is kept in a file", async () => {
    for (const cell of [many, `display(${many}); undefined`]) {
      const [bundle] = atTheEnd(await notebook.run(cell));
      const { text, file } = abridged(bundle);
      assert.equal(text, bundle?.["text/plain"]);
      assert.match(text, /key99: 99,\n +'…': 299,900 more properties\n\}$/);
      assert.ok(JSON.stringify(bundle).length < 10_000);
      const more = readFileSync(path.join(folder, file), "utf8");
      assert.match(more, /key9999: 9999,\n +'…': 290,000 more properties\n\}$/);
    }
  });

  it("is kept up to a million characters", async () => {
    const [bundle] = atTheEnd(await notebook.run("['x'.repeat(900_000), 'y'.repeat(900_000)]"));
    const more = readFileSync(path.join(folder, abridged(bundle).file), "utf8");
    assert.ok(more.length < 1_000_100);
    assert.match(more, /\n… 800,0\d\d more characters$/);
  });

  it("as JSON has its first lines, and nothing else that is as long", async () => {
    const [bundle] = atTheEnd(await notebook.run(`display.json(${many}); undefined`));
    const { text, file } = abridged(bundle);
    assert.match(text, /\n {2}"key198": 198,\n… 299,802 more lines$/);
    assert.ok(JSON.stringify(bundle).length < 20_000);
    assert.match(readFileSync(path.join(folder, file), "utf8"), /"key9999": 9999,/);
    const [line] = atTheEnd(await notebook.run("display.json('x'.repeat(1e6)); undefined"));
    assert.match(abridged(line).text, /\n… 980,002 more characters$/);
  });

  it("is its beginning alone where nothing keeps the rest, and of the many of one run", async () => {
    const bare = new StartedKernel();
    try {
      assert.deepEqual(Object.keys(atTheEnd(await bare.run(many))[0] ?? {}), ["text/plain"]);
    } finally {
      await bare.dispose();
    }
    const run = await notebook.run("const l = Array(101).fill(0); for (let i = 0; i < 60; i++) display(l)");
    const kept = atTheEnd(run).map((bundle) => ABRIDGED_MIME in bundle);
    assert.equal(kept.filter(Boolean).length, 50);
  });

  it("has no more to show where nothing was left out, or a picture shows it", async () => {
    for (const cell of ["Array(100).fill(0)", "({ a: [1, { b: 2 }] })", "'x'.repeat(9000)"]) {
      assert.deepEqual(Object.keys(atTheEnd(await notebook.run(cell))[0] ?? {}), ["text/plain"]);
    }
    const [records] = atTheEnd(await notebook.run("Array.from({ length: 999 }, (_, a) => ({ a }))"));
    assert.deepEqual(Object.keys(records ?? {}), [TABLE_MIME, "text/plain"]);
  });
});

describe("Console text beyond its limit", function () {
  this.timeout(60_000);

  it("is kept whole in a file that the output names, without colours", async () => {
    const notebook = new StartedKernel({ outputLimit: 1000, colors: true });
    const folder = path.join(notebook.folder, "overflow");
    const own = new StartedKernel({ outputLimit: 1000, colors: true, overflow: folder });
    try {
      const run = await own.run("for (let i = 0; i < 5000; i++) console.log(i); console.error([1])");
      const [bundle] = atTheEnd(run);
      const more = bundle?.[MORE_MIME] as { file: string; shown: number };
      assert.equal(more.shown, 1000);
      assert.equal(path.dirname(more.file), folder);
      assert.equal(
        readFileSync(more.file, "utf8"),
        `${Array.from({ length: 5000 }, (_, i) => `${i}\n`).join("")}[ 1 ]\n`,
      );
      assert.equal(run.printed().length, 1000);
    } finally {
      await notebook.dispose();
      await own.dispose();
    }
  });

  it("is dropped, and says so, where the file cannot be written", async () => {
    const own = new StartedKernel({ outputLimit: 100 });
    own.write("blocked", "a file where a folder should be");
    const blocked = new StartedKernel({ outputLimit: 100, overflow: path.join(own.folder, "blocked") });
    try {
      const run = await blocked.run("console.log('x'.repeat(1000)); 'goes on'");
      assert.match(run.printed(), /^x{100}\nOutput is cut after 100 characters; the cell goes on\.\n$/);
      assert.equal(run.shown(), "'goes on'");
      assert.ok(existsSync(path.join(own.folder, "blocked")));
    } finally {
      await own.dispose();
      await blocked.dispose();
    }
  });
});

describe("A line of progress", () => {
  const base = { label: "", text: "", ms: 0 };
  it("fills its bar by eighths and guesses what is left", () => {
    assert.equal(
      progressText({ ...base, done: 25, total: 100, ms: 10_000 }),
      `▕${"█".repeat(6).padEnd(24)}▏  25%  25/100  0:10 −0:30`,
    );
    assert.match(progressText({ ...base, done: 1, total: 100 }), /^▕▏ {23}▏ {3}1%/);
  });

  it("counts where the total is not known, and stands nonsense", () => {
    assert.equal(progressText({ ...base, done: 3, total: null, ms: 3_723_000 }), "3  1:02:03");
    assert.match(progressText({ ...base, done: NaN, total: 4 }), /0%/);
    assert.match(progressText({ ...base, done: 9, total: 4 }), /100%/);
  });
});

describe("The text of an error", () => {
  it("holds nothing that VS Code's renderer would take for its own markup", () => {
    for (const hostile of [
      `<a href="x"><img src=x onerror=alert(1)></a>`,
      `<A\thref='x'>y</A>`,
      `<\u001b[39;49;00ma href='x'>y</a>`,
      `File ' onmouseover='alert(1):3\n----> 3 x`,
    ]) {
      const text = sanitizeErrorText(hostile);
      assert.doesNotMatch(text, /<a\s/i);
      assert.doesNotMatch(text, /File\s+.+:\d/);
      assert.doesNotMatch(text, /\u001b/);
    }
  });

  it("is left alone otherwise", () => {
    const text =
      "Error: a < b\n    Cell In[2], line 1\n    ----> 1 for (let i = 0; i<a.length; i++)\n    File /x/y.ts:3:1";
    assert.equal(sanitizeErrorText(text), text);
  });
});
