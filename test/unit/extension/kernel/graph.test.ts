import assert from "node:assert/strict";
import { PICTURE_MIME } from "../../../../engine/payload/mime.ts";
import type { GraphPicture } from "../../../../engine/payload/graphPicture.ts";
import { type CellRun, StartedKernel } from "./startedKernel.ts";

const graphOf = (run: CellRun): GraphPicture => {
  const [payload] = run.outputs.flatMap((output) =>
    output.type === "display" && PICTURE_MIME in output.data ? [output.data[PICTURE_MIME]] : [],
  );
  return payload as GraphPicture;
};

describe("graph() in a cell", function () {
  this.timeout(60_000);
  let notebook: StartedKernel;
  before(() => (notebook = new StartedKernel({}, undefined, "real")));
  after(() => notebook.dispose());

  it("calls values by the names of the notebook's variables, those of the running cell included", async () => {
    await notebook.run(
      'import { graph, nn, tensor } from "gradbook";\nconst x = tensor([[1, 2]]);\nconst w = tensor([[0.5], [0.25]], { requiresGrad: true });',
    );
    const run = await notebook.run(
      "const pre = x.matmul(w);\nconst loss = pre.square().sum();\ngraph(loss);\nconst later = 1;",
    );
    assert.equal(run.error, null);
    const { nodes, title } = graphOf(run);
    assert.deepEqual(
      nodes.map(({ name }) => name),
      ["x", "w", "pre", "v₁", "loss"],
    );
    assert.equal(title, "");
  });

  it("says in words what it shows, and travels without numbers that JSON cannot carry", async () => {
    const run = await notebook.run(
      "const big = tensor([1e30], { requiresGrad: true });\nconst top = big.mul(1e30).sum();\ngraph(top, { title: 'overflow' });",
    );
    assert.equal(run.error, null);
    const payload = graphOf(run);
    assert.deepEqual(payload.nodes.at(-1)?.value?.values, [null]);
    assert.match(
      run.shown() ?? "",
      /^overflow\nComputation graph of top: 2 operations\nv₁ = big · 1e\+?30 = /,
    );
  });

  it("calls the parameters of a model by their places in it", async () => {
    const run = await notebook.run(
      "const net = new nn.Sequential(new nn.Linear(2, 2), new nn.ReLU());\ngraph(net(x).sum());",
    );
    assert.equal(run.error, null);
    assert.deepEqual(
      graphOf(run).nodes.flatMap(({ kind, name }) => (kind === "leaf" ? [name] : [])),
      ["net.0.weight", "net.0.bias"],
    );
  });
});
