import assert from "node:assert/strict";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { CurvesPayload } from "../../../../engine/payload/curves.ts";
import { CURVES_MIME } from "../../../../engine/payload/mime.ts";
import { StartedKernel } from "./startedKernel.ts";

/** The engine itself, in the form that this test is in, instead of the stub. */
const engine = new URL(
  `../../../../engine/node${path.extname(fileURLToPath(import.meta.url))}`,
  import.meta.url,
).href;

describe("With the engine, a kernel", function () {
  this.timeout(60_000);
  let notebook: StartedKernel;
  before(async () => {
    const before = process.env["GRADBOOK_MEMORY"];
    process.env["GRADBOOK_MEMORY"] = "64";
    notebook = new StartedKernel({ engine });
    try {
      await notebook.run('import { memory, nn, ones, optim, tensor, type Tensor } from "gradbook";');
    } finally {
      if (before === undefined) delete process.env["GRADBOOK_MEMORY"];
      else process.env["GRADBOOK_MEMORY"] = before;
    }
  });
  after(() => notebook.dispose());
  afterEach(() => assert.deepEqual(notebook.deaths, []));

  it("says where a name is that is imported from the wrong place", async () => {
    const { error } = await notebook.run('import { readCsv } from "gradbook";\nawait readCsv("mine.csv")');
    assert.equal(error?.message, "gradbook does not export readCsv. Import data, and write data.readCsv.");
  });

  it("tells who imports what cells have anyway to leave it out", async () => {
    const { error } = await notebook.run('import { display, tensor } from "gradbook";\ndisplay(tensor([1]))');
    assert.equal(
      error?.message,
      "gradbook does not export display. Cells have display without importing it: leave it out here.",
    );
  });

  it("says which member may be meant where the engine's things have not the one written", async () => {
    await notebook.run(
      'import { input, nn, ones } from "gradbook";\nconst some = ones(2);\nconst mine = { mean: 1 };',
    );
    for (const [code, message] of [
      ['input.sldier("a")', "input.sldier is not a function. Did you mean slider?"],
      ["new nn.Lineer(1, 2)", "nn.Lineer is not a constructor. Did you mean Linear?"],
      ["nn.functional.rleu(some)", "nn.functional.rleu is not a function. Did you mean relu?"],
      ["some.meann()", "some.meann is not a function. Did you mean mean?"],
      ["some.quaternion()", "some.quaternion is not a function"],
      ["mine.meann()", "mine.meann is not a function"],
      ["mine.mean.meann()", "mine.mean.meann is not a function"],
    ] as const) {
      const { error } = await notebook.run(code);
      assert.equal(error?.message, message);
    }
  });

  it("has the engine speak another language from the next run on", async () => {
    const message = async () => (await notebook.run("ones(2, 3).matmul(ones(2, 3))")).error?.message ?? "";
    assert.doesNotMatch(await message(), /\p{Script=Han}/u);
    notebook.kernel.setLanguage("zh-CN");
    assert.match(await message(), /\p{Script=Han}/u);
    notebook.kernel.setLanguage("en");
    assert.doesNotMatch(await message(), /\p{Script=Han}/u);
  });

  it("says why a gradient is null where it is used, and at which place", async () => {
    const forgotten = await notebook.run("const x = tensor([1, 2]);\nx.mul(2).sum();\nx.grad.mul(2)");
    assert.match(
      forgotten.error?.message ?? "",
      /null \(reading 'mul'\)\. A gradient is null here because the tensor has requiresGrad = false: .*\{ requiresGrad: true \}/,
    );
    assert.deepEqual([forgotten.error?.line, forgotten.error?.column], [3, 8]);
    const early = await notebook.run("const w = ones(2, { requiresGrad: true });\nw.grad.norm()");
    assert.match(
      early.error?.message ?? "",
      /no backward\(\) has reached the tensor.*loss\.backward\(\) first/,
    );
  });

  it("says once in a run that gradients add up, where nothing forgets them between two steps", async () => {
    await notebook.run(
      "const line = new nn.Linear(2, 1); const sgd = new optim.SGD(line.parameters(), { lr: 0.01 }); const pass = () => line(ones(3, 2)).sum().backward();",
    );
    const said = /The gradients of all passes add up/g;
    const forgotten = await notebook.run("for (let i = 0; i < 5; i++) { pass(); sgd.step(); }");
    assert.equal(forgotten.printed().match(said)?.length, 1, forgotten.printed());
    for (const loop of [
      "sgd.zeroGrad(); pass(); sgd.step();",
      "line.zeroGrad(); pass(); sgd.step();",
      "pass(); pass(); pass(); sgd.step(); sgd.zeroGrad();",
      "for (const p of line.parameters()) p.grad = null; pass(); sgd.step();",
      "sgd.step(() => { sgd.zeroGrad(); const l = line(ones(3, 2)).sum(); l.backward(); return l; });",
      "sgd.step(); sgd.step();",
    ]) {
      const run = await notebook.run(`sgd.zeroGrad(); for (let i = 0; i < 4; i++) { ${loop} }`);
      assert.equal(run.error, null);
      assert.doesNotMatch(run.printed(), said, loop);
    }
    // Two optimisers in turns: what one passes on to the other's parameters is forgotten before it counts.
    const turns = await notebook.run(
      "const other = new optim.SGD(new nn.Linear(2, 1).parameters(), { lr: 0.1 });\nfor (let i = 0; i < 4; i++) { sgd.zeroGrad(); pass(); sgd.step(); other.zeroGrad(); pass(); other.step(); }",
    );
    assert.doesNotMatch(turns.printed(), said);
  });

  it("says that a training was not awaited, and nothing where it was", async () => {
    await notebook.run('import { fit } from "gradbook";\nconst small = new nn.Linear(2, 1);');
    const call = 'fit(small, [ones(8, 2), ones(8, 1)], { loss: "mse", epochs: 3, verbose: 0 })';
    const said = /fit\(…\) was not awaited/;
    const left = await notebook.run(`const later = ${call};\n1;`);
    assert.match(left.printed(), said);
    for (const cell of [
      "await later;",
      `await ${call};`,
      call,
      `const trained = async () => { await ${call}; };\nawait trained();`,
      `await Promise.all([${call}]);`,
    ]) {
      const run = await notebook.run(cell);
      assert.equal(run.error, null);
      assert.doesNotMatch(run.printed(), said, cell);
    }
  });

  it("says so in a timer too, that belongs to no cell any more", async () => {
    const run = await notebook.run(
      "setTimeout(() => { tensor([1]).grad.sum(); }); await new Promise((resolve) => setTimeout(resolve, 100));",
    );
    assert.match(run.printed(), /Uncaught TypeError.*A gradient is null here because/);
  });

  it("leaves other null values to their own words", async () => {
    await notebook.run("tensor([1]).grad");
    const run = await notebook.run("const nobody = null as unknown as { name: string };\nnobody.name");
    assert.equal(run.error?.message, "Cannot read properties of null (reading 'name')");
  });

  it("survives running out of tensor memory with its variables, and says what is held", async () => {
    await notebook.run(
      "const kept = ones(1000, 1000); const tall = ones(1000, 4); const net = new nn.Linear(1000, 1000);",
    );
    const run = await notebook.run(
      "const all: Tensor[] = [];\nfor (;;) {\n  all.push(tall.matmul(tall.T));\n}",
    );
    assert.equal(run.error?.name, "OutOfMemoryError");
    assert.match(
      run.error?.message ?? "",
      /^matmul: no memory for the float32 result of shape \(1000, 1000\) \(3\.8 MB\)\. Held now: .*temporary \d+\.\d MB.*parameter 3\.8 MB.*Use a smaller batch/,
    );
    assert.deepEqual([run.error?.line, run.error?.column], [3, 17]);
    const after = await notebook.run("const held = all.length; all.length = 0; [held, kept.sum().item()]");
    const [held, sum] = JSON.parse(after.shown() ?? "") as number[];
    assert.ok(held >= 8 && held <= 16, `${held} of 4 MB fit into 64 MB`);
    assert.equal(sum, 1_000_000);
    const on = await notebook.run("for (let i = 0; i < 50; i++) tall.matmul(tall.T);\nmemory().parameter");
    // Of the cells above, small parameters may wait for the collector.
    assert.equal(Math.floor(Number(on.shown()) / 1000), 4004);
  });

  it("survives a model that does not fit while it trains, and trains a smaller batch", async () => {
    await notebook.run(
      "const big = new nn.Sequential(new nn.Linear(256, 256), new nn.Tanh(), new nn.Linear(256, 1));\n" +
        "const step = (batch: number) => { const loss = big(ones(batch, 256)).square().mean(); loss.backward(); return loss.item() };",
    );
    const run = await notebook.run("step(40_000)");
    assert.equal(run.error?.name, "OutOfMemoryError");
    assert.match(run.error?.message ?? "", /shape \(40000, 256\) \(39\.1 MB\).*Held now/);
    const again = await notebook.run("Number.isFinite(step(1000))");
    assert.equal(again.shown(), "true");
  });

  it("stops a cell that trains in a loop at the training under way; what follows that, and the next cell, run", async () => {
    await notebook.run(
      'import { EarlyStopping, fit, historyOf, liveChart, type Callback } from "gradbook";\n' +
        "const small = new nn.Sequential(new nn.Linear(4, 1));\n" +
        "const few: [Tensor, Tensor] = [ones(64, 4), ones(64, 1)];\n" +
        "const begun: number[] = [];\n" +
        'const telling: Callback = { onEpochEnd(epoch) { if (epoch === 3) console.log("trains"); } };',
    );
    const run = await notebook.interrupted(
      'const own = liveChart({ title: "own" });\n' +
        "for (let k = 0; k < 5; k++) {\n" +
        "  begun.push(k);\n" +
        '  const history = await fit(small, few, { loss: "mse", epochs: 1e6, validation: few,\n' +
        "    callbacks: [telling, new EarlyStopping({ patience: 1e7, restoreBestWeights: true })] });\n" +
        "  own.add(k + 1, { loss: history.last('loss') });\n" +
        "  console.log(history.ended?.reason, history.marks.restoredEpoch === history.marks.bestEpoch);\n" +
        "}",
    );
    assert.match(run.printed(), /^trains\ninterrupted true\n$/);
    assert.deepEqual(
      [run.error?.name, run.error?.message, run.error?.line],
      ["Interrupted", "The cell was stopped before it trained again; variables are kept.", 4],
    );
    const states = run.outputs.flatMap((output) =>
      output.type === "display" && CURVES_MIME in output.data
        ? [(output.data[CURVES_MIME] as CurvesPayload).state]
        : [],
    );
    assert.deepEqual(states, ["running", "running", "interrupted", "interrupted"]);
    const after = await notebook.run(
      "const one = historyOf(small)?.ended?.reason;\n" +
        'const { epochs } = await fit(small, few, { loss: "mse", epochs: 2 });\n' +
        "[begun, one, epochs.length]",
    );
    assert.match(after.shown() ?? "", /\[\s*\[\s*0,\s*1\s*\],\s*['"]interrupted['"],\s*2\s*\]/);
  });

  it("survives a fit that runs out of memory: the place is named, and model and history stay", async () => {
    await notebook.run(
      'import { fit, historyOf, type Callback } from "gradbook";\n' +
        "const wide = new nn.Sequential(new nn.Linear(256, 256), new nn.Tanh(), new nn.Linear(256, 1));\n" +
        "const rows: [Tensor, Tensor] = [ones(4000, 256), ones(4000, 1)];\n" +
        "const hoard: Tensor[] = [];\n" +
        "const fill: Callback = { onEpochEnd(epoch) { try { if (epoch >= 3) for (;;) hoard.push(ones(500, 500)); } catch {} } };\n" +
        'const options = { loss: "mse", epochs: 9, batchSize: 2000, callbacks: [fill] } as const;',
    );
    const run = await notebook.run("const before = 1;\nconst history = await fit(wide, rows, options);");
    assert.equal(run.error?.name, "OutOfMemoryError");
    // Which result it is, of a product or the rows of a batch, hangs on how little the hoard has left.
    assert.match(
      run.error?.message ?? "",
      /^\w+: no memory for the \w+ result of shape \(.*\) \(.*\)\. Held now: .*parameter .*Use a smaller batch/,
    );
    assert.equal(run.error?.line, 2);
    const after = await notebook.run(
      "hoard.length = 0;\nconst kept = historyOf(wide);\n" +
        "[(kept?.epochs.length ?? 0) >= 3, kept?.ended?.reason, Number.isFinite(wide(ones(1, 256)).item())]",
    );
    assert.match(after.shown() ?? "", /\[\s*true,\s*['"]failed['"],\s*true\s*\]/);
    const again = await notebook.run(
      "(await fit(wide, rows, { ...options, epochs: 2, batchSize: 500 })).epochs.length",
    );
    assert.equal(again.shown(), "2");
  });
});
