import assert from "node:assert/strict";
import { arange, manualSeed, nn, noGrad, ones, rand, type Tensor, zeros } from "../../../../engine/index.ts";

const values = (x: Tensor): number[] => Array.from(x.toTypedArray());

describe("containers of modules", () => {
  it("ModuleList gives its modules by place, in order, and their parameters to the module that holds it", () => {
    class Net extends nn.Module {
      blocks = new nn.ModuleList([new nn.Linear(2, 3), new nn.Linear(3, 2)]);
      forward(x: Tensor): Tensor {
        let y = x;
        for (const block of this.blocks) y = block(y);
        return y;
      }
    }
    const net = new Net();
    net.blocks.append(new nn.Linear(2, 5)).insert(0, new nn.Linear(4, 2));
    assert.deepEqual([...net(rand(1, 4)).shape], [1, 5]);
    assert.equal(net.blocks.size, 4);
    assert.equal(net.blocks[3].outFeatures, 5);
    assert.equal(net.blocks.at(-1), net.blocks[3]);
    assert.deepEqual(Array.from(net.namedParameters(), ([name]) => name).slice(0, 2), [
      "blocks.0.weight",
      "blocks.0.bias",
    ]);
    assert.match(String(net), /^Net\(\n {2}\(blocks\): ModuleList\(\n {4}\(0\): Linear/);
    assert.throws(() => net.blocks.forward(), /ModuleList: a list of modules is not called/);
    assert.throws(() => net.blocks.append(nn.Linear as never), /entry 4 is not a module/);
  });

  it("ModuleDict gives its modules by name", () => {
    const choices = new nn.ModuleDict({ wide: new nn.Linear(2, 8), narrow: new nn.Linear(2, 1) });
    choices.update({ wide: new nn.Linear(2, 9), deep: new nn.Linear(2, 2) });
    assert.deepEqual(choices.keys(), ["wide", "narrow", "deep"]);
    assert.equal(choices.get("wide").outFeatures, 9);
    assert.ok(choices.has("deep") && !choices.has("high"));
    assert.equal(choices.parameters().length, 6);
    assert.throws(() => choices.get("high"), /there is no "high"\. It has wide, narrow, deep\./);
    assert.throws(() => choices.update({ keys: new nn.Linear(1, 1) }), /"keys" is the name of a method/);
  });

  it("Sequential runs layers that were added under names", () => {
    const net = new nn.Sequential(new nn.Linear(2, 3));
    net.addModule("hidden", new nn.ReLU());
    net.append(new nn.Linear(3, 1));
    assert.deepEqual([...net(rand(4, 2)).shape], [4, 1]);
    assert.deepEqual([...net.stateDict().keys()], ["0.weight", "0.bias", "2.weight", "2.bias"]);
    assert.match(String(net), /\(hidden\): ReLU\(\)/);
  });
});

describe("buffers", () => {
  it("are made with their value, or declared, and left out of the state where they shall not persist", () => {
    class Counting extends nn.Module {
      declare seen: Tensor;
      scale = ones(2);
      constructor() {
        super();
        this.registerBuffer("seen", zeros(1));
        this.registerBuffer("scale");
        this.registerBuffer("scratch", zeros(3), { persistent: false });
      }
      forward(x: Tensor): Tensor {
        noGrad(() => this.seen.add_(1));
        return x.mul(this.scale);
      }
    }
    const net = new Counting();
    net(rand(1, 2));
    assert.equal(net.seen.item(), 1);
    assert.deepEqual([...net.stateDict().keys()], ["seen", "scale"]);
    assert.deepEqual(
      Array.from(net.namedBuffers(), ([name]) => name),
      ["seen", "scale", "scratch"],
    );
    assert.equal(net.buffers().length, 3);
    assert.equal(net.parameters().length, 0);
  });
});

describe("forward hooks", () => {
  it("see each call, in layers that are otherwise computed together, until they are removed", () => {
    manualSeed(1);
    const net = new nn.Sequential(new nn.Linear(2, 3), new nn.ReLU(), new nn.Linear(3, 1));
    const x = rand(4, 2);
    const expected = values(net(x));
    const seen: string[] = [];
    const handles = net.children().map((layer) =>
      layer.registerForwardHook((module, [input], output) => {
        seen.push(
          `${module.typeName()} ${(input as Tensor).shape.join("×")} ${(output as Tensor).shape.join("×")}`,
        );
      }),
    );
    assert.deepEqual(values(net(x)), expected);
    assert.deepEqual(seen, ["Linear 4×2 4×3", "ReLU 4×3 4×3", "Linear 4×3 4×1"]);
    for (const handle of handles) handle.remove();
    handles[0].remove();
    net(x);
    assert.equal(seen.length, 3);
  });

  it("replace what goes in and what comes out", () => {
    const layer = new nn.Identity();
    const before = layer.registerForwardPreHook((_, [x]) => (x as Tensor).mul(2));
    const after = layer.registerForwardHook((_, [x], y) => (x as Tensor).add(y as Tensor));
    assert.deepEqual(values(layer(ones(2))), [4, 4]);
    before.remove();
    assert.deepEqual(values(layer(ones(2))), [2, 2]);
    after.remove();
    assert.deepEqual(values(layer(ones(2))), [1, 1]);
  });
});

describe("layers over images refuse what does not fit, in words", () => {
  const refusals: readonly [name: string, call: () => unknown, message: RegExp][] = [
    [
      "an image without its channel",
      () => new nn.Conv2d(1, 6, 5)(rand(4, 28, 28)),
      /Conv2d: the input has shape \(4, 28, 28\); it must be \(N, 1, H, W\) or \(1, H, W\).*x\.unsqueeze\(1\)/,
    ],
    [
      "too many channels for a weight",
      () => nn.functional.conv2d(rand(1, 3, 8, 8), rand(6, 1, 3, 3)),
      /conv2d: an input of shape \(1, 3, 8, 8\) has 3 channels \(axis 1\), but a weight of shape \(6, 1, 3, 3\) takes 1/,
    ],
    [
      "a kernel larger than the image",
      () => new nn.Conv2d(1, 6, 5)(rand(1, 1, 4, 4)),
      /a window of \(5, 5\) does not fit into an input of shape \(1, 1, 4, 4\)/,
    ],
    [
      "half a step",
      () => new nn.Conv2d(1, 6, 5, { stride: 1.5 }),
      /Conv2d: stride is 1\.5; give a whole number/,
    ],
    ["a padding of words", () => new nn.Conv2d(1, 6, 5, { padding: "some" as never }), /padding is "some"/],
    [
      "same padding with steps",
      () => new nn.Conv2d(1, 6, 5, { padding: "same", stride: 2 }),
      /padding "same" goes with stride 1 only/,
    ],
    ["groups that do not divide", () => new nn.Conv2d(3, 6, 5, { groups: 2 }), /do not divide into 2 groups/],
    [
      "two dtypes",
      () => nn.functional.conv2d(rand(1, 1, 4, 4), rand([1, 1, 2, 2], { dtype: "float64" })),
      /conv2d: the dtypes differ, float32 and float64/,
    ],
    [
      "a padding wider than half of the window",
      () => new nn.MaxPool2d(2, { padding: 2 })(rand(1, 1, 4, 4)),
      /maxPool2d: a padding of \(2, 2\) is more than half of a window of \(2, 2\)/,
    ],
    ["a misspelt option", () => new nn.MaxPool2d(2, { strides: 2 } as never), /Did you mean "stride"\?/],
    [
      "a reflection wider than the axis",
      () => nn.functional.pad(rand(1, 2, 2), [2, 0], "reflect"),
      /pad: mode reflect cannot add 2 and 0 elements to axis 2 of shape \(1, 2, 2\)/,
    ],
    [
      "another number of channels",
      () => new nn.BatchNorm2d(3)(rand(2, 4, 5, 5)),
      /it must be \(N, 3, H, W\)/,
    ],
  ];
  for (const [name, call, message] of refusals) it(name, () => assert.throws(call, message));

  it("pads by nothing into another tensor, and cuts off where a margin is negative, in every mode", () => {
    const x = arange(1, 7).reshape(1, 1, 2, 3);
    const pad = nn.functional.pad;
    for (const mode of ["reflect", "replicate", "circular"] as const) {
      pad(x, [0, 0, 0, 0], mode).zero_();
      assert.equal(x.sum().item(), 21, mode);
    }
    assert.deepEqual(pad(x, [1, -1, -1, 0], "reflect").tolist(), [[[[5, 4, 5]]]]);
    assert.deepEqual(pad(x, [1, -1, -1, 0], "replicate").tolist(), [[[[4, 4, 5]]]]);
    assert.deepEqual(pad(x, [1, -1, -1, 0], "circular").tolist(), [[[[5, 4, 5]]]]);
  });
});
