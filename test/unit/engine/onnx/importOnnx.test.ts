import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  evaluate,
  exportOnnx,
  fit,
  importOnnx,
  manualSeed,
  nn,
  noGrad,
  optim,
  randint,
  randn,
  type Tensor,
  tensor,
} from "../../../../engine/index.ts";
import { parseOnnx } from "../../../../engine/onnx/format/onnxModel.ts";
import { installNodeFiles } from "../data/nodeFiles.ts";
import { runOnnx } from "./runtime.ts";

let folder = "";
const at = (name: string): string => path.join(folder, name);

before(async () => {
  installNodeFiles();
  folder = await mkdtemp(path.join(tmpdir(), "gradbook-onnx-"));
});
after(() => rm(folder, { recursive: true, force: true }));
beforeEach(() => void manualSeed(3));

const none = (): Promise<Uint8Array> => Promise.reject(new Error("no file beside"));

async function graphOf(file: string) {
  return parseOnnx(new Uint8Array(await readFile(file)), none);
}

function near(got: Tensor, expected: Tensor, tolerance = 1e-5): void {
  assert.deepEqual([...got.shape], [...expected.shape]);
  assert.ok(got.sub(expected).abs().max().item() <= tolerance, `${got.sub(expected).abs().max().item()}`);
}

class Net extends nn.Module {
  conv = new nn.Conv2d(1, 3, 3);
  norm = new nn.BatchNorm2d(3);
  shared = new nn.Linear(3, 3);
  out = new nn.Linear(3, 2);
  constructor() {
    super();
    this.out.bias.requiresGrad = false;
  }
  forward(images: Tensor, scale: Tensor): Tensor {
    const x = nn.functional.relu(this.norm(this.conv(images))).mean([2, 3]);
    return this.out(this.shared(this.shared(x))).mul(scale);
  }
}

describe("an ONNX file", function () {
  this.timeout(60_000);

  it("has the names of the state dict and of the parameters of forward, any batch, and opset 17", async () => {
    const net = new Net();
    await exportOnnx(net, at("names.onnx"), { input: [randn(2, 1, 6, 6), randn(2, 1)] });
    const graph = await graphOf(at("names.onnx"));
    assert.equal(graph.opset, 17);
    assert.deepEqual(
      graph.inputs.map(({ name, type, shape }) => [name, type, shape]),
      [
        ["images", "float", ["batch", 1, 6, 6]],
        ["scale", "float", ["batch", 1]],
      ],
    );
    assert.deepEqual(
      graph.outputs.map(({ name, shape }) => [name, shape]),
      [["output", ["batch", 2]]],
    );
    const weights = [...net.stateDict().keys()].filter((name) => !name.includes("tracked"));
    assert.deepEqual(
      weights.filter((name) => !graph.initializers.has(name)),
      [],
    );
    assert.equal(graph.nodes.filter(({ inputs }) => inputs.includes("shared.weight")).length, 2);
    const read = await importOnnx(at("names.onnx"));
    assert.deepEqual(read.inputNames, ["images", "scale"]);
    assert.deepEqual(
      Array.from(read.namedParameters(), ([name]) => name).sort(),
      Array.from(net.namedParameters(), ([name]) => name).sort(),
    );
    for (const [name, value] of read.stateDict())
      assert.deepEqual(value.toArray(), net.stateDict().get(name)?.toArray(), name);
    assert.match(String(read), /ImportedModel\(Net, images, scale → output\)/);
  });

  it("has one weight where two layers share it", async () => {
    class Tied extends nn.Module {
      a = new nn.Linear(3, 3);
      b = new nn.Linear(3, 3);
      constructor() {
        super();
        this.b.weight = this.a.weight;
      }
      forward(x: Tensor): Tensor {
        return this.b(this.a(x));
      }
    }
    const net = new Tied();
    await exportOnnx(net, at("tied.onnx"), { input: randn(4, 3) });
    const { initializers } = await graphOf(at("tied.onnx"));
    assert.deepEqual([...initializers.keys()].sort(), ["a.bias", "a.weight", "b.bias"]);
    const x = randn(3, 3);
    near((await runOnnx(at("tied.onnx"), [x]))[0], net.eval()(x));
  });

  it("has the weights beside, where they are large or it is asked for", async () => {
    const net = new nn.Sequential(new nn.Linear(40, 30), new nn.Tanh(), new nn.Linear(30, 2));
    await exportOnnx(net, at("beside.onnx"), { input: randn(2, 40), externalData: true });
    assert.ok((await readFile(at("beside.onnx"))).length < 2500);
    assert.ok((await readFile(at("beside.onnx.data"))).length >= 4800);
    const x = randn(5, 40);
    near((await runOnnx(at("beside.onnx"), [x]))[0], net.eval()(x));
    near((await importOnnx(at("beside.onnx")))(x), net(x));
    const text = await readFile(at("beside.onnx"), "latin1");
    await writeFile(at("elsewhere.onnx"), text.replaceAll("beside.onnx.data", "../side.onnx.dat"), "latin1");
    await assert.rejects(importOnnx(at("elsewhere.onnx")), /said to be in \.\.\/side/);
    await rm(at("beside.onnx.data"));
    await assert.rejects(
      importOnnx(at("beside.onnx")),
      /beside\.onnx is no ONNX model that can be read: .*beside\.onnx\.data/,
    );
  });

  it("is written of models in float64, of empty ones, and of several nested outputs", async () => {
    const double = new nn.Sequential(
      new nn.Linear(4, 3, { dtype: "float64" }),
      new nn.ReLU(),
      new nn.Linear(3, 2, { dtype: "float64" }),
    );
    await exportOnnx(double, at("double.onnx"), { input: randn(2, 4, { dtype: "float64" }) });
    const x = randn(3, 4, { dtype: "float64" });
    near((await runOnnx(at("double.onnx"), [x]))[0], double(x), 1e-12);
    near((await importOnnx(at("double.onnx")))(x), double(x), 1e-12);
    await exportOnnx(new nn.Sequential(), at("empty.onnx"), { input: randn(2, 4) });
    near((await runOnnx(at("empty.onnx"), [randn(3, 4).mul(0)]))[0], randn(3, 4).mul(0));
    class Several extends nn.Module {
      forward(x: Tensor): unknown {
        return [x, [x.mul(2), x], null];
      }
    }
    await exportOnnx(new Several(), at("several.onnx"), { input: randn(2, 4) });
    const y = randn(1, 4);
    const given = (await importOnnx<Tensor[]>(at("several.onnx")))(y);
    assert.deepEqual(
      given.map((each) => each.toArray()),
      [y, y.mul(2), y].map((each) => each.toArray()),
    );
    assert.equal((await runOnnx(at("several.onnx"), [y])).length, 3);
  });

  it("is written of what fit has trained without an input, and of frozen weights", async () => {
    const net = new nn.Sequential(new nn.Linear(3, 4), new nn.Dropout(0.5), new nn.Linear(4, 1));
    await assert.rejects(exportOnnx(net, at("new.onnx")), /fit has not trained this model; .*\{ input: x \}/);
    const [x, y] = [randn(20, 3), randn(20, 1)];
    await fit(net, [x, y], { loss: "mse", epochs: 1, verbose: 0 });
    net.requiresGrad_(false);
    await exportOnnx(net, at("fit.onnx"));
    near((await runOnnx(at("fit.onnx"), [x]))[0], net(x));
    assert.equal((await importOnnx(at("fit.onnx"))).parameters().length, 4);
    assert.ok(net.parameters().every(({ requiresGrad }) => !requiresGrad));
  });

  it("is not written where ONNX has no words, which is said with the place", async () => {
    class Odd extends nn.Module {
      inner = new nn.Linear(3, 3);
      forward(x: Tensor): Tensor {
        return this.inner(x).cumprod(1).atan2(x);
      }
    }
    await assert.rejects(
      exportOnnx(new Odd(), at("odd.onnx"), { input: randn(2, 3) }),
      /ONNX has no words for cumprod on a tensor of shape \(5, 3\), in Odd; atan2 .*Nothing was written/,
    );
    class Hidden extends nn.Module {
      forward(x: Tensor): Tensor {
        return x.mul(x.argmax(1, true));
      }
    }
    await assert.rejects(
      exportOnnx(new Hidden(), at("odd.onnx"), { input: randn(9, 3) }),
      /no gradient|cannot be followed/,
    );
    class Last extends nn.Module {
      forward(x: Tensor): Tensor {
        return x.sub(x.get("2:3"));
      }
    }
    await exportOnnx(new Last(), at("third.onnx"), { input: randn(9, 3) });
    class Counting extends nn.Module {
      forward(x: Tensor): Tensor {
        return x.at(0).item() > 0 ? x : x.mul(2);
      }
    }
    await assert.rejects(
      exportOnnx(new Counting(), at("odd.onnx"), { input: tensor([[1], [-1], [1], [-1], [1]]) }),
      /something else|cannot be followed|item/,
    );
    await assert.rejects(
      exportOnnx(new nn.Linear(2, 2), at("odd.onnx"), { input: randn(2, 2), batchAxis: 2 }),
      /batchAxis is 2/,
    );
    await assert.rejects(
      exportOnnx(new nn.Linear(2, 2), at("odd.onnx"), { inputs: randn(2, 2) } as never),
      /no option "inputs"/,
    );
    await assert.rejects(
      exportOnnx(new nn.Linear(2, 2), at("odd.onnx"), { input: randn(2, 3) }),
      /inFeatures = 2/,
    );
    await assert.rejects(
      exportOnnx(new nn.RNN(2, 2), at("odd.onnx"), { input: randn(4, 2) }),
      /takes one sequence without a batch/,
    );
    for (const input of [[], 3, [randn(2, 2), null]]) {
      await assert.rejects(
        exportOnnx(new nn.Linear(2, 2), at("odd.onnx"), { input: input as never }),
        /give a tensor, or a list of them, as input/,
      );
    }
    assert.ok(!(await readdir(folder)).includes("odd.onnx"));
  });

  it("leaves the model as it was: mode, statistics, gradients, random numbers", async () => {
    const net = new nn.Sequential(new nn.Linear(3, 4), new nn.BatchNorm1d(4), new nn.Dropout());
    net(randn(5, 3)).sum().backward();
    const before = JSON.stringify([net, net.parameters().map(({ grad }) => grad?.toArray())]);
    const drawn = manualSeed(9);
    const state = drawn.getState();
    await exportOnnx(net, at("still.onnx"), { input: tensor([[1, 2, 3]]) });
    assert.equal(JSON.stringify([net, net.parameters().map(({ grad }) => grad?.toArray())]), before);
    assert.equal(net.training, true);
    assert.deepEqual(drawn.getState(), state);
  });
});

describe("importOnnx", function () {
  this.timeout(60_000);

  it("gives a module that is trained further, and written again", async () => {
    const net = new nn.Sequential(
      new nn.Conv1d(2, 4, 3),
      new nn.BatchNorm1d(4),
      new nn.ReLU(),
      new nn.Dropout(0.2),
      new nn.Flatten(),
      new nn.Linear(16, 1),
    );
    const x = randn(40, 2, 6);
    const y = x.sum([1, 2]).unsqueeze(1);
    await exportOnnx(net, at("tune.onnx"), { input: x });
    const read = await importOnnx(at("tune.onnx"));
    near(read.eval()(x), net.eval()(x));
    // The same gradients, by the names.
    nn.functional.mseLoss(net(x), y).backward();
    nn.functional.mseLoss(read(x), y).backward();
    for (const [name, p] of net.namedParameters()) {
      const other = new Map(read.namedParameters()).get(name);
      assert.ok(p.grad && other?.grad, name);
      near(other.grad, p.grad, 1e-4);
    }
    const before = await evaluate(read, [x, y], { loss: "mse" });
    const history = await fit(read, [x, y], {
      loss: "mse",
      optimizer: new optim.Adam(read.parameters(), { lr: 0.01 }),
      epochs: 30,
      verbose: 0,
    });
    assert.ok(history.last("loss") < before["loss"] / 2);
    await exportOnnx(read, at("again.onnx"), { input: x });
    near((await runOnnx(at("again.onnx"), [x]))[0], read.eval()(x), 1e-4);
    const again = await importOnnx(at("again.onnx"));
    again.loadStateDict(read.stateDict());
  });

  it("learns through every recurrent layer and through attention", async () => {
    for (const layer of [
      new nn.GRU(3, 4, { bidirectional: true, batchFirst: true }),
      new nn.LSTM(3, 4, { numLayers: 2, batchFirst: true }),
      new nn.RNN(3, 4, { batchFirst: true }),
      new nn.TransformerEncoderLayer(3, 1, { dimFeedforward: 4, batchFirst: true }),
    ]) {
      const x = randn(5, 4, 3);
      await exportOnnx(layer, at("learn.onnx"), { input: x });
      const read = await importOnnx<Tensor | Tensor[]>(at("learn.onnx"));
      const sums = (value: unknown): Tensor => ([value].flat(9) as Tensor[])[0].square().sum();
      layer.eval();
      sums((layer as unknown as (x: Tensor) => unknown)(x)).backward();
      sums(read.eval()(x)).backward();
      const grads = new Map(Array.from(read.namedParameters(), ([name, { grad }]) => [name, grad]));
      for (const [name, { grad }] of layer.namedParameters()) {
        const other = grads.get(name);
        assert.ok(grad && other, `${layer.typeName()} ${name}`);
        near(other, grad, 1e-3);
      }
    }
  });

  const fixtures = path.resolve("test/fixtures/onnx");
  for (const name of ["images", "tokens", "attention"]) {
    it(`reads what PyTorch writes: ${name}`, async () => {
      const all = JSON.parse(await readFile(path.join(fixtures, "outputs.json"), "utf8")) as Record<
        string,
        { x: number[][]; y: number[][][] }
      >;
      const model = await importOnnx<Tensor | Tensor[]>(path.join(fixtures, `${name}.onnx`));
      model.eval();
      const { x, y } = all[name];
      const input = name === "tokens" ? tensor(x, { dtype: "int64" }) : tensor(x);
      const got = [noGrad(() => model(input))].flat();
      y.forEach((expected, i) => {
        near(got[i], tensor(expected));
      });
      assert.ok(model.parameters().length >= 6);
      // More examples than it was followed with.
      const more = name === "tokens" ? randint(0, 9, [5, 5]) : randn(5, ...[...input.shape].slice(1));
      near(
        [noGrad(() => model(more))].flat()[0],
        (await runOnnx(path.join(fixtures, `${name}.onnx`), [more]))[0],
      );
    });
  }

  it("refuses inputs of another shape, dtype or number in words", async () => {
    await exportOnnx(new nn.Linear(3, 2), at("inputs.onnx"), { input: randn(2, 3) });
    const read = await importOnnx(at("inputs.onnx"));
    assert.throws(() => read(randn(2, 4)), /input is to be float32 \[batch, 3\]; float32 \(2, 4\) was given/);
    assert.throws(() => read(tensor([[1, 2, 3]], { dtype: "int32" })), /int32 \(1, 3\) was given/);
    assert.throws(() => read(), /0 inputs were given; there are 1: input/);
    assert.throws(() => read(3 as never), /3 was given/);
  });

  it("refuses what it does not have, naming all of it, and what is no ONNX model", async () => {
    await exportOnnx(new nn.Sequential(new nn.Linear(3, 2), new nn.Tanh(), new nn.ReLU()), at("whole.onnx"), {
      input: randn(2, 3),
    });
    const text = await readFile(at("whole.onnx"), "latin1");
    await writeFile(
      at("foreign.onnx"),
      text.replace("\x04Tanh", "\x04Foos").replace("\x04Relu", "\x04Loop"),
      "latin1",
    );
    await assert.rejects(
      importOnnx(at("foreign.onnx")),
      /foreign\.onnx is no ONNX model that can be read: it uses Foos, Loop, which Gradbook does not have/,
    );
    for (const junk of ["", "{}", "# A notebook\n", "PK\x03\x04", "\x08\x08"]) {
      await writeFile(at("junk.onnx"), junk, "latin1");
      await assert.rejects(importOnnx(at("junk.onnx")), /junk\.onnx is no ONNX model that can be read: /);
    }
    await assert.rejects(importOnnx(at("nowhere.onnx")), /nowhere/);
  });

  it("ends in words or numbers for files that are damaged anywhere", async () => {
    class Both extends nn.Module {
      conv = new nn.Conv1d(2, 2, 2);
      gru = new nn.GRU(4, 2, { batchFirst: true });
      forward(x: Tensor): Tensor {
        return this.gru(this.conv(x))[0];
      }
    }
    await exportOnnx(new Both(), at("fuzz.onnx"), { input: randn(2, 2, 5) });
    const bytes = new Uint8Array(await readFile(at("fuzz.onnx")));
    let seed = 5;
    const draw = (below: number): number => (seed = (seed * 48271) % 2147483647) % below;
    let refused = 0;
    const x = randn(2, 2, 5);
    for (let i = 0; i < 400; i++) {
      const copy = Uint8Array.from(bytes);
      for (let k = 0; k <= draw(3); k++) copy[draw(copy.length)] = draw(256);
      const damaged = i % 4 === 0 ? copy.subarray(0, draw(copy.length)) : copy;
      await writeFile(at("damaged.onnx"), damaged);
      try {
        const read = await importOnnx(at("damaged.onnx"));
        const y: unknown = read(x);
        assert.ok(y !== undefined);
      } catch (error) {
        refused++;
        assert.ok(error instanceof Error);
        // What is wrong inside of us is no word to a person.
        assert.doesNotMatch(
          error.message,
          /undefined|is not a function|Cannot read|not iterable|Maximum call stack|Invalid array length/,
          error.stack,
        );
      }
    }
    assert.ok(refused > 100, `${refused}`);
  });

  it("takes whole numbers of every width", async () => {
    const numbers = { int8: [-1, 2], uint8: [1, 200], int16: [-300, 2], int32: [-70000, 2], bool: [0, 1] };
    const { tensorOf } = await import("../../../../engine/onnx/read/values.ts");
    for (const [type, values] of Object.entries(numbers)) {
      const bytes = new Uint8Array(
        { int8: Int8Array, uint8: Uint8Array, int16: Int16Array, int32: Int32Array, bool: Uint8Array }[
          type as "int8"
        ].from(values).buffer,
      );
      const x = tensorOf({ type: type as "int8", shape: [2], bytes }, "x");
      assert.deepEqual(Array.from(x.toTypedArray()), values);
    }
  });
});
