/** What users of other notebooks complain of most, one test each, on the real kernel with the real engine. */
import assert from "node:assert/strict";
import { decodeText } from "../../../extension/markdown/fileText.ts";
import { parseMarkdown } from "../../../extension/markdown/parseMarkdown.ts";
import { printMarkdown } from "../../../extension/markdown/printMarkdown.ts";
import type { KernelOutput } from "../../../extension/kernel/protocol/protocol.ts";
import type { CurvesPayload } from "../../../engine/payload/curves.ts";
import { CURVES_MIME } from "../../../engine/payload/mime.ts";
import { StartedKernel } from "./kernel/startedKernel.ts";

const training = `import { data, fit, manualSeed, nn, optim, randn } from "gradbook";
manualSeed(0);
const x = randn(64, 4);
const set = new data.TensorDataset(x, x.sum(1).unsqueeze(1));
const model = new nn.Sequential(new nn.Linear(4, 8), new nn.Tanh(), new nn.Linear(8, 1));
const train = (epochs: number) => fit(model, set, { validation: set, epochs, loss: new nn.MSELoss(), optimizer: new optim.SGD(model.parameters(), { lr: 0.01 }) });`;

const charts = (outputs: KernelOutput[]): { id: string; chart: CurvesPayload }[] =>
  outputs.flatMap((output) =>
    output.type === "display" && CURVES_MIME in output.data
      ? [{ id: output.id, chart: output.data[CURVES_MIME] as CurvesPayload }]
      : [],
  );

describe("Complaints about other notebooks do not hold here:", function () {
  this.timeout(120_000);
  let notebook: StartedKernel;
  before(async () => {
    notebook = new StartedKernel({}, undefined, "real");
    const { error } = await notebook.run(training);
    assert.equal(error, null);
  });
  after(() => notebook.dispose());

  it("1. a live loss plot is one output that grows, and not redrawn for each epoch", async () => {
    const { outputs, error } = await notebook.run("await train(40); undefined");
    assert.equal(error, null);
    const shown = charts(outputs);
    assert.equal(new Set(shown.map(({ id }) => id)).size, 1);
    assert.ok(shown.length <= 3, `the whole chart was sent ${shown.length} times for 40 epochs`);
    assert.equal(shown.at(-1)?.chart.series.find(({ name }) => name === "loss")?.x.length, 40);
  });

  it("2. stop keeps the kernel, the variables, and what a fit has learned", async () => {
    const { pid } = notebook.kernel;
    const run = await notebook.run(
      "console.log('on'); const history = await train(1e6); undefined",
      (output) => {
        // When the chart has its first points.
        if (output.type === "delta") notebook.kernel.interrupt();
      },
    );
    assert.equal(run.ok, true);
    assert.equal(notebook.kernel.pid, pid);
    const kept = await notebook.run("[history.epochs.length > 0, model.parameters().length].join()");
    assert.equal(kept.error, null);
    assert.equal(kept.shown(), "'true,4'");
  });

  it("3. imports and variables are there in later cells, may be declared again, and await works at the top", async () => {
    await notebook.run("import { readFile } from 'node:fs/promises'; const one = 1; class Model {}");
    const run = await notebook.run(
      "const one = 2; class Model {}\nconst text = await readFile(import.meta.filename, 'utf8').catch(() => 'none');\n[one, text, typeof Model].join()",
    );
    assert.equal(run.shown(), "'2,none,function'");
  });

  it("4. an error names its line, and the cell that threw has failed", async () => {
    const run = await notebook.run("// a comment\ninterface Unused {\n  a: number;\n}\n\n  null!.x");
    assert.equal(run.ok, false);
    assert.deepEqual([run.error?.name, run.error?.line], ["TypeError", 6]);
    const late = await notebook.run("Promise.reject(new Error('silent'))");
    assert.equal(late.ok, false);
  });

  it("5. no console line is lost or out of order, and many outputs do not pile up", async () => {
    const run = await notebook.run(
      "for (let i = 0; i < 50000; i++) (i % 3 ? console.log : console.error)(i)",
    );
    assert.equal(run.printed(), Array.from({ length: 50_000 }, (_, i) => `${i}\n`).join(""));
    assert.ok(run.outputs.length < 1000, `${run.outputs.length} pieces`);
  });

  it("6. a chart is plain data with a text beside it, whatever the numbers are", async () => {
    const run = await notebook.run(
      "import { plot } from 'gradbook'; plot([0, 1, 2, 3], [1, NaN, Infinity, -1e308]); undefined",
    );
    const [output] = run.outputs;
    assert.ok(output?.type === "display");
    assert.deepEqual(JSON.parse(JSON.stringify(output.data)), output.data);
    assert.equal(typeof output.data["text/plain"], "string");
  });

  it("7. a file is never wiped, and a round trip adds nothing", () => {
    for (const text of [
      "```ts\nunclosed (((\n",
      "---\na: b\n---\r\n\r\n~~~typescript\r\n}\r\n~~~",
      "<!-- cell -->\n\n```ts\n```\n```ts\n`\n```",
      "\uFEFFa\n\n\n\n\n```ts {x=1}\n1\n```   \n\n\n",
    ]) {
      assert.equal(printMarkdown(parseMarkdown(text)), text);
    }
    assert.deepEqual(decodeText(Uint8Array.from([0xff, 0xfe, 0xe9])), { unreadable: "encoding" });
  });

  it("8. a training's output is whole by itself: it needs no kernel to be drawn again", async () => {
    const { outputs } = await notebook.run("await train(3); undefined");
    const { chart } = charts(outputs).at(-1) ?? {};
    assert.equal(chart?.state, "finished");
    assert.deepEqual(
      chart.series.map(({ name, x }) => [name, x.length]),
      [
        ["loss", 3],
        ["valLoss", 3],
      ],
    );
  });

  it("9. a kernel that cannot start says why, and no cell stays pending", async () => {
    const broken = new StartedKernel({ engine: "file:///nowhere/engine.js" });
    try {
      const [first, second] = await Promise.all([broken.run("1"), broken.run("2")]);
      for (const run of [first, second]) {
        assert.equal(run.ok, false);
        assert.match(run.error?.message ?? "", /^The kernel could not be started: .*nowhere/);
      }
    } finally {
      await broken.dispose();
    }
  });

  it("10. memory is no concern of a cell's, a seed gives the same numbers, and errors of the engine say what to do", async () => {
    const own = new StartedKernel({ memoryMb: 1500 }, undefined, "real");
    try {
      // 4 GB in all, in one synchronous loop.
      const loop = await own.run(
        'import { manualSeed, matmul, ones, rand, zeros } from "gradbook"; let sum = zeros(1000, 1000); for (let i = 0; i < 1000; i++) sum = sum.add(ones(1000, 1000)); sum.max().item()',
      );
      assert.equal(loop.error, null);
      assert.equal(loop.shown()?.replace(/\u001b\[\d+m/g, ""), "1000");
      const seeded = await own.run(
        "const draw = () => { manualSeed(7); return rand(3).toArray().join() }; draw() === draw()",
      );
      assert.equal(seeded.shown(), "true");
      const shapes = await own.run("\nmatmul(ones(2, 3), ones(4, 5))");
      assert.equal(shapes.error?.line, 2);
      assert.match(shapes.error.message, /matmul.*\(2, 3\).*\(4, 5\)/s);
      const huge = await own.run("zeros(1e6, 1e6)");
      assert.equal(huge.ok, false);
      assert.match(`${huge.error?.name}: ${huge.error?.message}`, /memory/i);
      assert.equal((await own.run("sum.numel()")).shown(), "1000000");
    } finally {
      await own.dispose();
    }
  });
});
