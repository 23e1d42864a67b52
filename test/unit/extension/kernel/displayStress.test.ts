/** Displays of every kind, by size and number: none may keep the kernel waiting, and each arrives. */
import assert from "node:assert/strict";
import { StartedKernel } from "./startedKernel.ts";

const pngStart = "iVBORw0KGgo";

/** What shows `size` characters or bytes, in a cell; `i` counts. */
const kinds: Record<string, (size: number) => string> = {
  "display.html": (size) => `display.html("x".repeat(${size}))`,
  "display.html with scripts": (size) => `display.html("x".repeat(${size}), { scripts: true })`,
  "display.markdown": (size) => `display.markdown("x".repeat(${size}))`,
  "display.latex": (size) => `display.latex("x".repeat(${size}))`,
  "display.svg": (size) => `display.svg("<svg>" + "x".repeat(${size}) + "</svg>")`,
  "display.png": (size) => `display.png("${pngStart}" + "A".repeat(${size}))`,
  "display.json": (size) => `display.json(["x".repeat(${size})])`,
  "display of a string": (size) => `display("x".repeat(${size}))`,
  "display of an object": (size) =>
    `display(Object.fromEntries(Array.from({ length: ${Math.ceil(size / 40)} }, (_, k) => ["k" + k, k])))`,
  "display of a value that speaks": (size) =>
    `display({ toMimeBundle: () => ({ "text/plain": "v", "text/html": "x".repeat(${size}) }) })`,
  "updates of one display": (size) => `display.update("one", "x".repeat(${size}) + i)`,
  "console.log": (size) => `console.log("x".repeat(${size}))`,
  "console.error": (size) => `console.error("x".repeat(${size}))`,
};

const sizes = [1, 1_000, 60_000, 1e6, 2.1e6, 6.3e6, 16e6];
const counts = [1, 6, 100, 10_000];
/** Characters that one run shows in all: what is beyond takes long, and says nothing new. */
const most = 40e6;

describe("Displays", function () {
  this.timeout(120_000);
  let notebook: StartedKernel;
  before(() => (notebook = new StartedKernel()));
  after(() => notebook.dispose());

  const reported: [title: string, cell: string][] = [
    ["six of 2.1 MB of HTML", 'for (let i = 0; i < 6; i++) display.html("x".repeat(2.1e6))'],
    ["eight PNGs of 1.7 MB", `for (let i = 0; i < 8; i++) display.png("${pngStart}" + "A".repeat(1.7e6))`],
    ["one PNG of 6.3 MB", `display.png("${pngStart}" + "A".repeat(8.4e6)); undefined`],
    [
      "an object of 450,000 keys",
      'Object.fromEntries(Array.from({ length: 450_000 }, (_, i) => ["key number " + i, i]))',
    ],
  ];
  for (const [title, cell] of reported) {
    it(`come through: ${title}`, async () => {
      const { ok, outputs } = await notebook.run(cell);
      assert.equal(ok, true);
      assert.ok(outputs.length >= 1);
    });
  }

  for (const [kind, show] of Object.entries(kinds)) {
    it(`come through in every size and number: ${kind}`, async () => {
      let shown = 0;
      for (const size of sizes) {
        for (const count of counts) {
          if (size * count > most && count > 1) continue;
          const { ok, error, outputs } = await notebook.run(
            `for (let i = 0; i < ${count}; i++) ${show(size)};\nconsole.log("all"); undefined`,
          );
          assert.deepEqual([ok, error], [true, null], `${count} of ${size}`);
          assert.ok(outputs.length >= 1, `${count} of ${size}`);
          shown++;
        }
      }
      assert.ok(shown > 15);
    });
  }

  it("of all kinds mixed at random come through, and the kernel knows its variables", async () => {
    const random = randomNumbers(12);
    await notebook.run("const kept = 42");
    const names = Object.keys(kinds);
    for (let round = 0; round < 20; round++) {
      const lines = Array.from({ length: 6 }, () => {
        const size = Math.floor(10 ** (random() * 6.8));
        const count = Math.max(1, Math.floor(random() * Math.min(200, 4e6 / size)));
        const show = kinds[names[Math.floor(random() * names.length)] ?? ""];
        return `for (let i = 0; i < ${count}; i++) ${show?.(size)};`;
      });
      const { ok } = await notebook.run(lines.join("\n"));
      assert.equal(ok, true, lines.join("\n"));
    }
    assert.equal((await notebook.run("kept")).shown(), "42");
    assert.deepEqual(notebook.deaths, []);
  });

  it("that cannot be sent say so, and cost neither the kernel nor its room for others", async () => {
    for (const part of ["() => 1", "new SharedArrayBuffer(8)", "new MessageChannel().port1", "Symbol('s')"]) {
      const result = await notebook.run(
        `for (let i = 0; i < 3; i++) display({ toMimeBundle: () => ({ "text/plain": "p", "application/x+json": { a: ${part}, b: "x".repeat(3e6) } }) })`,
      );
      assert.match(
        `${result.error?.message}${result.printed()}`,
        /cannot be shown|could not be cloned|needs transfer/,
        part,
      );
    }
    assert.equal((await notebook.run("kept")).shown(), "42");
    assert.deepEqual(notebook.deaths, []);
  });
});

/** Numbers in [0, 1), the same for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
