/** Controls in a kernel: what cells get, what is kept, and which names follow one that is moved. */
import assert from "node:assert/strict";
import { CONTROL_MIME } from "../../../../engine/payload/mime.ts";
import type { ControlPayload, KeptValue } from "../../../../engine/payload/control.ts";
import type { RunResult } from "../../../../extension/kernel/handle/reports.ts";
import type { CellFlow, KernelOutput } from "../../../../extension/kernel/protocol/protocol.ts";
import { StartedKernel } from "./startedKernel.ts";

interface ControlRun extends RunResult {
  controls: ControlPayload[];
  outputs: KernelOutput[];
  printed: string;
}

describe("Controls in a kernel", function () {
  this.timeout(120_000);
  const notebook = new StartedKernel({}, undefined, "real");
  after(() => notebook.dispose());

  async function run(
    id: string,
    text: string,
    above: string[],
    kept: Record<string, KeptValue> = {},
    begins?: (flow: CellFlow) => void,
  ): Promise<ControlRun> {
    const outputs: KernelOutput[] = [];
    const request = { cell: { id, text }, execution: 1, above, kept, ...(begins && { begins }) };
    const result = await notebook.kernel.run(request, (output) => outputs.push(output));
    return {
      ...result,
      outputs,
      controls: outputs.flatMap((output) =>
        output.type === "display" && CONTROL_MIME in output.data
          ? [output.data[CONTROL_MIME] as ControlPayload]
          : [],
      ),
      printed: outputs.map((output) => (output.type === "stream" ? output.text : "")).join(""),
    };
  }

  it("give their values, and are shown with words; a call alone shows no value beside", async () => {
    const { controls, outputs, error } = await run(
      "a",
      'import { input } from "gradbook";\nconst lr = input.slider("rate", { value: 0.25 });\ninput.checkbox("yes")',
      [],
    );
    assert.equal(error, null);
    assert.deepEqual(
      controls.map(({ key, stamp, initial }) => ({ key, stamp, initial })),
      [
        { key: "slider rate#1", stamp: 0, initial: 0.25 },
        { key: "checkbox yes#1", stamp: 0, initial: false },
      ],
    );
    assert.equal(outputs.length, 2);
    assert.ok(
      outputs[0].type === "display" && outputs[0].data["text/plain"] === "rate: 0.25 (slider from 0 to 1)",
    );
  });

  it("that are moved move the names that stand for them alone, and what was made of the names before", async () => {
    const { bound } = await run(
      "b",
      `import { input } from "gradbook";
const lr = input.slider("rate", { value: 0.5 });
let act = input.select("activation", ["relu", "tanh"]);
const { x: where, y } = input.points("examples");
const used = input.number("units", { value: 2 });
const twice = () => used * 2;`,
      [],
    );
    assert.deepEqual(bound, {
      "slider rate#1": ["lr"],
      "select activation#1": ["act"],
      "points examples#1": ["where", "y"],
    });
    await run("c", "const read = () => [lr, act, where.shape[0], y.toArray(), used];", ["b"]);
    const { kernel } = notebook;
    kernel.moveControl("b", "slider rate#1", 0.75);
    kernel.moveControl("b", "select activation#1", "tanh");
    kernel.moveControl("b", "points examples#1", [[0.5, 0.5, 1]]);
    // No name stands for it, and what is no value of it moves nothing.
    kernel.moveControl("b", "number units#1", 7);
    kernel.moveControl("b", "slider rate#1", "much");
    kernel.moveControl("b", "nothing#1", 1);
    const { printed } = await run("d", "console.log(JSON.stringify(read()))", ["b", "c"]);
    assert.equal(printed, '[0.75,"tanh",1,[1],2]\n');
  });

  it("keep what was chosen, unless the cell gives another value, or offers it no more", async () => {
    const kept = {
      "slider rate#1": { value: 0.9, stamp: 5, initial: 0.5 },
      "slider rate#2": { value: 0.8, stamp: 6, initial: 0.5 },
      "select kind#1": { value: "b", stamp: 7, initial: "a" },
      "slider wide#1": { value: 50, stamp: 8, initial: 1 },
    };
    const text = (initial: number, choices: string): string => `import { input } from "gradbook";
const all = [];
for (let i = 0; i < 2; i++) all.push(input.slider("rate", { value: ${initial} }));
all.push(input.select("kind", ${choices}), input.slider("wide", { max: 10, value: 1 }));
console.log(JSON.stringify(all));`;
    assert.equal((await run("e", text(0.5, '["a", "b"]'), [], kept)).printed, '[0.9,0.8,"b",10]\n');
    assert.equal((await run("e", text(0.25, '["a", "c"]'), [], kept)).printed, '[0.25,0.25,"a",10]\n');
  });

  it("have no names where a value only happens to be the same, and none in loops and functions", async () => {
    const { bound, error } = await run(
      "f",
      `import { input } from "gradbook";
const own = { slider: () => 0.5 };
input.slider("rate", { value: 0.5 });
const mine = own.slider();
const made = (() => input.slider("inner", { value: 0.5 }))();`,
      [],
    );
    assert.equal(error, null);
    assert.deepEqual(bound, {});
  });

  it("tell what the cell takes from others when it begins, not only at its end", async () => {
    let flow: CellFlow | null = null;
    const ended = run("g", "await new Promise(() => {}); lr;", ["b"], {}, (begun) => {
      flow = begun;
      notebook.kernel.interrupt(true);
    });
    assert.equal((await ended).interrupted, true);
    assert.deepEqual((flow as CellFlow | null)?.reads, ["Promise", "lr"]);
  });

  it("end a training, and the cell with it, when it runs again with other values", async () => {
    const cell = `import { fit, nn, optim, randn } from "gradbook";
const net = new nn.Linear(2, 1);
const history = await fit(net, [randn(8, 2), randn(8, 1)], {
  loss: "mse", optimizer: new optim.SGD(net.parameters(), { lr: 0.01 }), epochs: 1e7,
});
console.log("after");`;
    for (const replaced of [true, false]) {
      const outputs: KernelOutput[] = [];
      const result = await notebook.kernel.run(
        { cell: { id: "h", text: cell }, execution: 1, above: [] },
        (output) => {
          outputs.push(output);
          if (output.type === "delta") notebook.kernel.interrupt(replaced);
        },
      );
      const after = outputs.some((output) => output.type === "stream" && output.text.includes("after"));
      assert.equal(after, !replaced);
      assert.equal(result.interrupted, replaced);
      const { printed, error } = await run("i", "console.log(history?.epochs?.length ?? 'none');", ["h"]);
      if (!replaced) assert.match(printed, /^\d+\n$/, String(error?.message));
    }
  });
});
