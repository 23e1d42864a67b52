import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as torch from "../../../../engine/node.ts";

const { nn, optim } = torch;
type Tensor = torch.Tensor;

const folder = (): string => path.join(mkdtempSync(path.join(tmpdir(), "gradbook-export-")), "net");
const read = (place: string, name: string): string => readFileSync(path.join(place, name), "utf8");

/** A class whose forward is `body`. */
function net(body: (x: Tensor) => Tensor): torch.nn.Layer {
  class Own extends nn.Module {
    inner = new nn.Linear(3, 3);
    override forward(x: Tensor): Tensor {
      return body(this.inner(x));
    }
  }
  return new Own();
}

async function forwardOf(body: (x: Tensor) => Tensor): Promise<string> {
  const place = folder();
  await torch.exportPyTorch(net(body), place, { input: torch.randn(4, 3) });
  return (/return ([^]*?)\n\n/.exec(read(place, "model.py"))?.[1] ?? "").replace(/\n\s*/g, "");
}

describe("exportPyTorch", () => {
  torch.manualSeed(1);
  const data = [torch.randn(12, 3), torch.randn(12, 1)] as const;

  it("writes a model without a training as model.py and its weights", async () => {
    const place = folder();
    const model = new nn.Sequential(
      new nn.Linear(3, 8),
      new nn.LeakyReLU(0.2),
      new nn.Linear(8, 1, { bias: false }),
    );
    await torch.exportPyTorch(model, place, { title: "Mine" });
    assert.deepEqual(readdirSync(place).sort(), [
      "README.md",
      "model.py",
      "requirements.txt",
      "tensorfile.py",
      "weights.safetensors",
    ]);
    assert.match(
      read(place, "model.py"),
      /return nn\.Sequential\(\n {8}nn\.Linear\(3, 8\),\n {8}nn\.LeakyReLU\(negative_slope=0\.2\),\n {8}nn\.Linear\(8, 1, bias=False\),\n {4}\)/,
    );
    assert.match(read(place, "README.md"), /^# Mine\n/);
    assert.deepEqual(
      [...(await torch.data.loadSafetensors(path.join(place, "weights.safetensors"))).keys()].sort(),
      ["0.bias", "0.weight", "2.weight"],
    );
  });

  it("follows what forward does, and writes what depends on the batch by its size", async () => {
    assert.equal(await forwardOf((x) => x.mul(2).add(x)), "inner * 2 + inner");
    assert.equal(await forwardOf((x) => x.reshape(x.shape[0], 3, 1)), "self.inner(x).unsqueeze(2)");
    assert.equal(await forwardOf((x) => x.reshape(-1)), "self.inner(x).reshape(-1)");
    assert.equal(await forwardOf((x) => x.get(":", -1)), "self.inner(x)[:, -1]");
    assert.equal(await forwardOf((x) => x.get(":", "1:")), "self.inner(x)[:, 1:]");
    assert.equal(
      await forwardOf((x) => x.sub(1).div(x.max(1, true).values)),
      "(inner - 1) / inner.max(1, keepdim=True).values",
    );
    assert.equal(
      await forwardOf((x) => x.where(x.gt(0), -1)),
      "torch.where(inner > 0, inner, torch.tensor(-1, dtype=torch.float32))",
    );
    assert.equal(
      await forwardOf((x) => torch.cat([x, torch.zeros(x.shape[0], 2)], 1)),
      "torch.cat([self.inner(x), torch.zeros(x.shape[0], 2, device=x.device)], dim=1)",
    );
    assert.equal(await forwardOf((x) => x.rsub(1).pow(3)), "(1 - self.inner(x)) ** 3");
  });

  it("names what cannot be written, and writes nothing", async () => {
    const place = folder();
    const attempt = (model: torch.nn.Layer, input: Tensor | null = torch.randn(16, 3)): Promise<void> =>
      torch.exportPyTorch(model, place, input ? { input } : {});
    await assert.rejects(
      attempt(
        net((x) => x),
        null,
      ),
      /is a class of your own; give an input/,
    );
    await assert.rejects(attempt(net((x) => x.add(x.argmax(1, true)))), /no gradient, such as argmax/);
    await assert.rejects(attempt(net((x) => x.cumsum(0).add_(1).mul(2))), /changed in place/);
    await assert.rejects(
      attempt(net((x) => (x.shape[0] > 6 ? x.relu() : x.sigmoid()))),
      /something else for 7 examples than for 5/,
    );
    const apart = new nn.Linear(3, 3);
    await assert.rejects(attempt(net((x) => apart(x))), /calls a Linear that is not a part of it/);
    await assert.rejects(
      attempt(net((x) => x.matmul(torch.arange(300).reshape(3, 100).float()))),
      /neither its parameter nor its buffer/,
    );
    await assert.rejects(attempt(new nn.Sequential(new nn.LazyLinear(3)), null), /has not seen an input yet/);
    assert.equal(existsSync(place), false);
  });

  it("refuses an optimizer of one's own, and a history that no fit has made", async () => {
    const model = new nn.Sequential(new nn.Linear(3, 1));
    class Mine extends optim.SGD {}
    const history = await torch.fit(model, data, {
      loss: "mse",
      optimizer: new Mine(model.parameters(), { lr: 0.1 }),
      epochs: 1,
      verbose: 0,
    });
    const place = folder();
    await assert.rejects(torch.exportPyTorch(history, place), /optimizer of your own; use one of SGD, Adam/);
    await assert.rejects(torch.exportPyTorch(new torch.History(), place), /no fit of this kernel/);
    assert.equal(existsSync(place), false);
  });

  it("says in the README what is left out, and that a model was trained again", async () => {
    const model = new nn.Sequential(new nn.Linear(3, 1));
    const bias = (p: Tensor, t: Tensor): Tensor => p.sub(t).mean();
    class Shout {
      onEpochEnd(): void {
        return undefined;
      }
    }
    const options = {
      loss: "mse",
      epochs: 1,
      verbose: 0,
      metrics: ["mae", bias],
      callbacks: [new Shout()],
    } as const;
    const first = await torch.fit(model, data, options);
    await torch.fit(model, data, { loss: "mse", epochs: 1, verbose: 0 });
    const place = folder();
    await torch.exportPyTorch(first, place);
    assert.match(read(place, "README.md"), /Left out, since PyTorch has no such thing: bias, Shout\./);
    assert.match(read(place, "README.md"), /`--resume` is not possible/);
    assert.doesNotMatch(read(place, "train.py"), /EarlyStopping|schedules|val_names/);
  });
});
