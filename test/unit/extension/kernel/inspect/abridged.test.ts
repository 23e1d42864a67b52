import assert from "node:assert/strict";
import { inspect } from "node:util";
import { StartedKernel } from "../startedKernel.ts";

describe("Large values are shown abridged:", function () {
  this.timeout(30_000);
  let notebook: StartedKernel;
  before(async () => {
    notebook = new StartedKernel();
    await notebook.run(
      "const dict = (n: number, of: any = (i: number) => i) => Object.fromEntries(Array.from({ length: n }, (_, i) => ['key' + i, of(i)])); class Big { constructor() { Object.assign(this, dict(500)) } }",
    );
  });
  after(() => notebook.dispose());

  const most = 400_000;
  const table: [title: string, value: string, told: RegExp][] = [
    ["an object of 300,000 keys", "dict(300_000)", /key99: 99,\n +'…': 299,900 more properties\n\}$/],
    [
      "one without a prototype",
      "Object.assign(Object.create(null), dict(300_000))",
      /299,900 more properties/,
    ],
    [
      "one without a prototype in an array in one without a prototype",
      "Object.assign(Object.create(null), { a: [1, Object.assign(Object.create(null), dict(300))] })",
      /\[Object: null prototype\] \{\n[^]+200 more properties/,
    ],
    [
      "ones without a prototype in each other, in a circle",
      "(() => { const o: any = Object.assign(Object.create(null), dict(300)); o.key0 = { o }; return o })()",
      /200 more properties/,
    ],
    ["an instance of a class", "new Big()", /^Big \{\n[^]+400 more properties/],
    ["an object in an array in an object", "({ a: [dict(1000)] })", /900 more properties/],
    ["an array", "Array.from({ length: 1e6 }, (_, i) => i)", /999900 more items/],
    ["a typed array", "new Float64Array(1e6)", /999900 more items/],
    ["a map", "new Map(Object.entries(dict(1e5)))", /99900 more items/],
    ["a set", "new Set(Object.keys(dict(1e5)))", /99900 more items/],
    ["a map of objects", "new Map([['a', dict(200)]])", /100 more properties/],
    [
      "arrays of arrays of arrays",
      "Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => Array.from({ length: 100 }, (_, i) => i)))",
      /\(100\) \[…\]/,
    ],
    ["objects of objects of objects", "dict(100, () => dict(100, () => dict(100)))", /\{…\}/],
    [
      "many long strings",
      "Array.from({ length: 90 }, () => Array.from({ length: 90 }, () => 'x'.repeat(900)))",
      /…/,
    ],
    [
      "a deep one",
      "(() => { let o: any = {}; for (let i = 0; i < 1e4; i++) o = { o }; return o })()",
      /\[Object\]/,
    ],
    [
      "one in a circle",
      "(() => { const o: any = dict(200); o.key0 = o; return o })()",
      /100 more properties/,
    ],
  ];
  for (const [title, value, told] of table) {
    it(`${title}, as a cell's value, displayed and printed`, async () => {
      const shown = await notebook.run(`display(${value}); ${value}`);
      for (const output of shown.outputs) {
        const text = output.type === "display" ? String(output.data["text/plain"]) : "";
        assert.ok(text.length < most, String(text.length));
        assert.match(text, told);
      }
      assert.equal(shown.outputs.length, 2);
      const printed = (await notebook.run(`console.log(${value})`)).printed();
      assert.ok(printed.length < most, String(printed.length));
      assert.match(printed.trimEnd(), told);
    });
  }

  it("small ones as Node writes them", async () => {
    const values: [text: string, value: unknown][] = [
      ["({ a: 1, b: [1, 2, { c: 'd' }] })", { a: 1, b: [1, 2, { c: "d" }] }],
      ["new Map([[1, { a: 2 }]])", new Map([[1, { a: 2 }]])],
      ["[new Date(0), /x/g, null]", [new Date(0), /x/g, null]],
    ];
    for (const [text, value] of values) {
      assert.equal((await notebook.run(text)).shown(), inspect(value, { depth: 4, breakLength: 100 }));
    }
  });

  it("not where a cell asks for the whole text itself, nor does an object seem to have what it has not", async () => {
    const { ok } = await notebook.run(
      "import util from 'node:util'; if (!util.inspect(dict(300)).includes('key299')) throw 1; for (const k in {}) throw k; if (Object.keys({ ...dict(300) }).length !== 300) throw 2; if (JSON.stringify(dict(300)).length < 300) throw 3",
    );
    assert.equal(ok, true);
  });

  it("runs no code of the value's own", async () => {
    const run = await notebook.run(
      "const told: string[] = []; const g: any = dict(200); Object.defineProperty(g, 'key1', { enumerable: true, get: () => told.push('get') }); display(g); display(new Proxy(g, { ownKeys: (t) => (told.push('keys'), Reflect.ownKeys(t)) })); told.join()",
    );
    assert.equal(run.shown(), "''");
  });
});
