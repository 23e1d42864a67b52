/** `check` in cells: what it accepts, and what it says of what it does not. */
import assert from "node:assert/strict";
import { CHECK_MIME } from "../../../../engine/payload/mime.ts";
import { pointsFor, type CheckPayload } from "../../../../engine/payload/check.ts";
import { StartedKernel } from "./startedKernel.ts";

describe("check", function () {
  this.timeout(60_000);
  let kernel: StartedKernel;
  before(async () => {
    kernel = new StartedKernel({}, undefined, "real");
    const { error } = await kernel.run(
      'import { arange, fit, History, manualSeed, nn, optim, rand, tensor, zeros } from "gradbook"; const x = tensor([[1, 2, 3], [4, 5, 6]]);',
    );
    assert.equal(error, null);
  });
  after(() => kernel.dispose());

  /** What the only part of a check says: empty where it passes. */
  async function said(part: string): Promise<string> {
    const { outputs, error } = await kernel.run(`await check("it", { "part": ${part} });`);
    assert.equal(error, null);
    const shown = outputs.flatMap((output) =>
      output.type === "display" && CHECK_MIME in output.data ? [output.data[CHECK_MIME] as CheckPayload] : [],
    );
    const told = outputs.flatMap((output) => (output.type === "checked" ? [output.result] : []));
    assert.deepEqual(shown, told);
    assert.equal(told.length, 1);
    const [{ ok, message } = { ok: false, message: "" }] = told[0]?.parts ?? [];
    assert.equal(ok, message === "");
    return message;
  }

  const passes: readonly string[] = [
    "(t) => t.close(x, [[1, 2, 3], [4, 5, 6]])",
    "(t) => t.close(x.T, [[1, 4], [2, 5], [3, 6]])",
    "(t) => t.close(x.get('1:, 1:'), [[5, 6]])",
    "(t) => t.close(0.1 + 0.2, 0.3)",
    "(t) => t.close([Infinity, NaN], [Infinity, NaN])",
    "(t) => t.close(zeros(0, 3), zeros(0, 3))",
    "(t) => t.close(new Float32Array([1, 2]), [1, 2])",
    "(t) => t.close(tensor([true, false]), [1, 0])",
    "(t) => t.close(100, 101, { rtol: 0.02 })",
    "(t) => t.equal({ a: [1, 'b'] }, { a: [1, 'b'] })",
    "(t) => t.shape(x, [2, 3])",
    "(t) => t.shape(3, [])",
    "(t) => t.dtype(x.to('int32'), 'int32')",
    "(t) => t.throws(() => { throw new Error('no such axis'); }, /axis/)",
    "(t) => t.ok(true)",
    "() => undefined",
    "async () => true",
    "(t) => { const w = tensor([1, 2], { requiresGrad: true }); w.pow(3).sum().backward(); t.gradient(w, (v) => v.pow(3).sum()); t.gradient(w, [3, 12]); }",
  ];
  for (const part of passes) it(`is passed by ${part}`, async () => assert.equal(await said(part), ""));

  const fails: readonly (readonly [part: string, message: RegExp | string])[] = [
    ["(t) => t.close(2, 1)", "1 was expected, and 2 is there."],
    ["(t) => t.close(-2, 2)", "2 was expected, and -2 is there. The sign is the other way round."],
    ["(t) => t.close(2, 1, 'Think of the slope.')", "1 was expected, and 2 is there. Think of the slope."],
    [
      "(t) => t.close(x, [[1, 2, 3], [4, 5, 9]])",
      "1 of 6 elements are not right. The worst is at [1, 2]: 9 was expected, and 6 is there.",
    ],
    ["(t) => t.close(x.mul(2), x)", /Everything is 2 times what it should be\.$/],
    ["(t) => t.close([NaN, 1], [0, 1])", /NaN comes of 0 \/ 0/],
    [
      "(t) => t.close(x.T, x)",
      "Shape (2, 3) was expected, and (3, 2) is there. It is the transpose: try .T.",
    ],
    ["(t) => t.shape(x.reshape(6), [2, 3])", /reshape arranges them/],
    ["(t) => t.close(x, 1)", "Shape () was expected, and (2, 3) is there."],
    ["(t) => t.close([[1], [1, 2]], [1])", /Numbers or a tensor were expected/],
    ["(t) => t.close('1', 1)", 'Numbers or a tensor were expected, and "1" is there.'],
    ["(t) => t.close(undefined, 1)", /Nothing is there yet: undefined/],
    ["(t) => t.close(Promise.resolve(1), 1)", /write await/],
    ["(t) => t.equal([1, 2], [1, 3])", "array (2,) [1, 3] was expected, and array (2,) [1, 2] is there."],
    ["(t) => t.equal(0, -1)", "-1 was expected, and 0 is there."],
    [
      "(t) => t.dtype(x, 'int32')",
      'dtype int32 was expected, and float32 is there. Convert it: x.to("int32").',
    ],
    ["(t) => t.dtype([1], 'int32')", /A tensor was expected, and array/],
    ["(t) => t.gradient(x, [1])", /make it with \{ requiresGrad: true \}/],
    ["(t) => t.gradient(tensor([1], { requiresGrad: true }), [1])", /call backward\(\)/],
    [
      "(t) => { const w = tensor([1, 2], { requiresGrad: true }); w.pow(2).sum().backward(); t.gradient(w, (v) => v.pow(3).sum()); }",
      /^The gradient is not right\. 2 of 2 elements are not right\. The worst is at \[1\]: 12 was expected, and 4 is there\./,
    ],
    ["(t) => t.throws(() => 1)", "It was to throw, and did not."],
    ["(t) => t.throws(() => { throw new Error('other'); }, 'axis')", "It throws, but says: other"],
    ["(t) => t.ok(1)", "This does not hold."],
    ["() => false", "This does not hold."],
    ["() => nowhere", /^ReferenceError: nowhere is not defined \(Cell In\[\d+\], line 1\)$/],
    ["async () => { throw new RangeError('broken'); }", /^RangeError: broken/],
    ["(t) => t.close(new Proxy([1], {}), [1])", /a Proxy is there/],
    ["(t) => t.trains({ series: { valLoss: [0] } }, { below: 1 })", /A History was expected/],
  ];
  for (const [part, message] of fails) {
    it(`says what is wrong with ${part}`, async () => {
      const text = await said(part);
      if (typeof message === "string") assert.equal(text, message);
      else assert.match(text, message);
    });
  }

  it("looks at a training", async () => {
    const train = (options: string): string =>
      `(t) => { const net = new nn.Linear(1, 1); const data = arange(20).div(20).reshape(-1, 1); return t.trains(() => fit(net, [data, data.mul(2)], { validation: [data, data.mul(2)], epochs: 30, batchSize: 5, loss: new nn.MSELoss(), optimizer: new optim.SGD(net.parameters(), { lr: 0.5 }), verbose: 0 }), ${options}); }`;
    assert.equal(await said(train("{ below: 0.01, within: 30 }")), "");
    assert.match(
      await said(train("{ below: 1e-30, within: 20 }")),
      /within 20 epochs\. The lowest was .*, after \d+ epochs\.$/,
    );
    assert.match(
      await said(train("{ below: 1, metric: 'accuracy' }")),
      /has no accuracy; it has loss, valLoss/,
    );
    assert.match(
      await said(
        "(t) => { const h = new History(); for (let e = 1; e < 9; e++) h.add(e, { valLoss: 8 - e }, 0); return t.trains(h, { below: 2, within: 5 }); }",
      ),
      /only in epoch 7/,
    );
  });

  it("begins each part from the same seed, and leaves the learner's random numbers alone", async () => {
    const drawn = await kernel.run(
      'manualSeed(7); const once = rand(1).item(); manualSeed(7); const seen: number[] = []; await check("seeds", { a: () => { seen.push(rand(1).item()); }, b: () => { seen.push(rand(1).item()); } }); JSON.stringify([seen[0] === seen[1], rand(1).item() === once])',
    );
    assert.equal(drawn.shown(), "'[true,true]'");
  });

  it("gives points for the parts that are right, by their weights", async () => {
    const { outputs } = await kernel.run(
      'await check("weights", { a: { weight: 3, test: () => true }, b: () => false });',
    );
    const result = outputs.find((output) => output.type === "checked");
    assert.deepEqual(result?.type === "checked" && [result.result.points, result.result.of], [0.75, 1]);
    assert.equal(
      pointsFor(
        [
          { ok: true, weight: 1 },
          { ok: true, weight: 1 },
          { ok: false, weight: 1 },
        ],
        1,
      ),
      0.66,
    );
    assert.equal(
      pointsFor(
        [
          { ok: true, weight: 0.1 },
          { ok: true, weight: 0.2 },
        ],
        7,
      ),
      7,
    );
  });

  it("refuses what is no check, and a second one of the same exercise", async () => {
    const errors: readonly (readonly [cell: string, message: RegExp])[] = [
      ["await check('a b', { x: () => 1 })", /name the exercise/],
      ["await check('a', {})", /give an object/],
      ["await check('a')", /give an object/],
      ["await check('a', { x: 3 })", /"x" is no function/],
      ["await check('a', { x: { weight: -1, test: () => 1 } })", /"x" is no function/],
      ["await check('a', { x: () => 1 }); await check('a', { x: () => 1 });", /checked twice/],
    ];
    for (const [cell, message] of errors)
      assert.match((await kernel.run(cell)).error?.message ?? "", message, cell);
  });

  it("is stopped like any cell, and speaks Chinese where the notebook does", async () => {
    const stopped = await kernel.interrupted('await check("loop", { x: () => { for (;;) {} } });', 300);
    assert.equal(stopped.error?.name, "Interrupted");
    kernel.kernel.setLanguage("zh");
    assert.equal(await said("(t) => t.close(2, 1)"), "应为 1，实际为 2。");
    kernel.kernel.setLanguage("en");
  });
});
