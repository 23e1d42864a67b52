import assert from "node:assert/strict";
import { jsBackend } from "../../../../engine/backend/js/jsBackend.ts";
import { context, useBackend } from "../../../../engine/core/context.ts";
import { memoryReport, nn, optim } from "../../../../engine/index.ts";
import { host, setHost } from "../../../../engine/core/host.ts";
import type { Figure } from "../../../../engine/payload/figure.ts";
import { finite } from "../figures/finite.ts";

describe("memoryReport", () => {
  const draw = (run: () => void): Figure[] => {
    const before = host();
    const figures: Figure[] = [];
    setHost({ ...before, showFigure: (figure) => void figures.push(figure) });
    try {
      run();
    } finally {
      setHost(before);
    }
    return figures;
  };
  const network = () => {
    const hidden = Array.from({ length: 3 }, () => [new nn.Linear(64, 64), new nn.Sigmoid()]).flat();
    return new nn.Sequential(new nn.Linear(32, 64), new nn.Sigmoid(), ...hidden, new nn.Linear(64, 10));
  };

  it("foresees what it measures, and draws both over batch size and depth", () => {
    const figures = draw(() => {
      const report = memoryReport(network(), { batchSize: 128, optimizer: "adam", loss: "crossEntropy" });
      for (const { batchSize, training, prediction } of report.measured) {
        const foreseen = report.estimate.at(batchSize);
        assert.ok(
          Math.abs(foreseen.training.total - training) <= 0.05 * training,
          `${batchSize}: ${training}`,
        );
        assert.ok(Math.abs(foreseen.prediction.total - prediction) <= 0.05 * prediction);
        assert.ok(training > prediction);
      }
      assert.deepEqual(
        report.measured.map(({ batchSize }) => batchSize),
        [32, 64, 128],
      );
    });
    assert.deepEqual(
      figures.map(({ xLabel }) => xLabel),
      ["batch size", "batch size", "batch size", "layer", "layers"],
    );
    const [training, prediction] = figures[4].series.map(({ y }) => finite(y));
    assert.equal(training.length, 9);
    assert.deepEqual(
      training,
      training.toSorted((a, b) => a - b),
    );
    assert.ok(
      Math.max(...training) > 1.5 * Math.max(...prediction),
      "training keeps what prediction lets go",
    );
  });

  it("draws every circle, of the kinds, of the layers and of the depths, on its line", () => {
    const figures = draw(() => {
      memoryReport(network(), { batchSize: 128, optimizer: "adam", loss: "crossEntropy" });
    });
    const [batches, , kinds, layers, depths] = figures;
    let circles = 0;
    for (const { series } of [batches, kinds, layers, depths]) {
      const lines = series.filter(({ fmt }) => !fmt.endsWith("o"));
      const dots = series.filter(({ fmt }) => fmt.endsWith("o"));
      assert.equal(dots.length, lines.length);
      dots.forEach(({ x, y }, i) => {
        const line = lines[i];
        const top = Math.max(...finite(line.y));
        const measured = finite(y);
        finite(x).forEach((at, j) => {
          const foreseen = finite(line.y)[line.x.indexOf(at)];
          assert.ok(
            Math.abs(foreseen - measured[j]) <= 0.02 * top,
            `${line.name} at ${at}: ${foreseen}, ${measured[j]}`,
          );
          circles++;
        });
      });
    }
    assert.ok(circles > 40, String(circles));
  });

  it("tells what each layer keeps for the backward pass, two that are computed together as one", () => {
    draw(() => {
      const { estimate, layers } = memoryReport(network(), { batchSize: 100, loss: "crossEntropy" });
      assert.deepEqual(
        layers.map(({ name }) => name),
        [...Array<string>(4).fill("Linear + Sigmoid"), "Linear"],
      );
      assert.deepEqual(estimate.layers, layers);
      assert.deepEqual(
        layers.map(({ parameter }) => parameter / 4),
        [33 * 64, 65 * 64, 65 * 64, 65 * 64, 65 * 10],
      );
      // The sigmoid's output, which the next layer reads too; of the last layer, nothing.
      assert.deepEqual(
        layers.slice(0, 4).map(({ kept }) => kept),
        Array<number>(4).fill(4 * 100 * 64),
      );
      assert.equal(layers[1].held, 4 * 100 * (64 + 64), "its input and its output");
    });
  });

  it("draws the limit, which is the engine's own, with the largest batch below it", () => {
    const before = context.backend;
    useBackend({ ...jsBackend(), limit: 2 ** 22 });
    try {
      const [, figure] = draw(() => {
        const report = memoryReport(network(), { batchSize: 64 });
        assert.equal(report.limit, 2 ** 22);
        assert.ok(report.largestBatch > 64);
      });
      assert.match(figure.title, /^The largest batch that fits into 4\.0 MB: \d+\.$/);
      assert.deepEqual([figure.xScale, figure.yScale], ["log", "log"]);
      const largest = Number(/(\d+)\.$/.exec(figure.title)?.[1]);
      const [training, , , limit, mark] = figure.series;
      assert.deepEqual([limit.name, Array.from(limit.y)], ["limit 4.0 MB", [4, 4]]);
      assert.deepEqual([Array.from(mark.x), mark.y[1]], [[largest, largest], 4]);
      const sizes = finite(training.x);
      const crossing = finite(training.y).findIndex((megabytes) => megabytes > 4);
      assert.ok(sizes[crossing - 1] <= largest && largest <= sizes[crossing]);
    } finally {
      useBackend(before);
    }
  });

  it("takes the book's network, which begins with a layer without parameters, and partly frozen ones", () => {
    const book = () =>
      new nn.Sequential(new nn.Flatten(), new nn.Linear(784, 32), new nn.ReLU(), new nn.Linear(32, 10));
    const [whole, frozen] = [book(), book()];
    frozen[1].requiresGrad_(false);
    frozen[2].eval();
    draw(() => {
      const options = {
        batchSize: 16,
        inputShape: [28, 28],
        optimizer: "adam",
        loss: "crossEntropy",
      } as const;
      const report = memoryReport(whole, options);
      assert.equal(report.depths.length, 4);
      assert.equal(report.depths[0].training, report.depths[0].prediction);
      const { training } = memoryReport(frozen, options).estimate;
      // Two moments of 32 · 10 weights and 10 biases.
      assert.deepEqual([training.gradient, training.optimiser], [4 * 330, 2 * 4 * 330]);
      memoryReport(new nn.Sequential(new nn.ReLU()), { batchSize: 4, inputShape: [3] });
    });
    assert.deepEqual(
      frozen.modules().map((module) => module.training),
      [true, true, true, false, true],
    );
  });

  it("says so when not even one example fits", () => {
    draw(() => {
      const report = memoryReport(network(), { batchSize: 8, limit: 1000 });
      assert.deepEqual([report.largestBatch, report.measured.length], [0, 0]);
      assert.match(String(report), /Not even one example fits into 1000 bytes\.$/);
    });
  });

  it("takes an optimiser at its word for part of a network, too", () => {
    const net = network();
    const depthsWith = (optimizer: "adam" | optim.Adam) => {
      let found: readonly { training: number }[] = [];
      draw(() => (found = memoryReport(net, { batchSize: 8, optimizer }).depths));
      return found.map(({ training }) => Math.round(training));
    };
    assert.deepEqual(depthsWith(new optim.Adam(net.parameters())), depthsWith("adam"));
  });

  it("speaks the person's language, in figures and in words", () => {
    const figures = draw(() => {
      setHost({ ...host(), language: "zh-cn" });
      const text = String(memoryReport(network(), { batchSize: 16, loss: "crossEntropy" }));
      assert.match(text, /^批量 16 +训练 +预测\n参数/);
      assert.match(text, /\n层 +参数 +为反向传播保留 +预测时占用\n1 Linear \+ Sigmoid/);
      assert.match(text, /\n批量 16 实测：训练 .*，预测 .*\n.* 能容纳的最大批量：\d+。$/);
    });
    const words = figures.flatMap(({ title, xLabel, series }) => [
      title,
      xLabel,
      ...series.map(({ name }) => name),
    ]);
    for (const word of words) assert.match(word, /^$|[\u4e00-\u9fff]/, word);
  });

  it("names the largest batch that fits, and draws no step that does not", () => {
    draw(() => {
      const report = memoryReport(network(), { batchSize: 4096, limit: 2 ** 20 });
      assert.ok(report.largestBatch > 0 && report.largestBatch < 4096);
      assert.ok(report.estimate.at(report.largestBatch).training.total <= 2 ** 20);
      assert.ok(report.estimate.at(report.largestBatch + 1).training.total > 2 ** 20);
      assert.match(String(report), /The largest batch that fits into 1\.0 MB: \d+\.$/);
      const { "text/markdown": markdown, "text/plain": plain } = report.toMimeBundle();
      assert.match(
        String(markdown),
        /^\| batch of 4096 \| training \| prediction \|\n\| :-- \| --: \| --: \|\n[^]*\n\n- [^]*\n\n\| layer \|/,
      );
      assert.equal(plain, String(report));
    });
  });

  it("asks for the shape of an example when no layer tells it", () => {
    assert.throws(
      () => memoryReport(new nn.Sequential(new nn.ReLU()), { batchSize: 2 }),
      /inputShape: \[784\]/,
    );
  });
});
