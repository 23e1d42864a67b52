import assert from "node:assert/strict";
import { memoryReport, nn } from "../../../../engine/index.ts";
import { host, setHost, type Figure } from "../../../../engine/host.ts";

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
      ["batch size", "layers"],
    );
    const [training, prediction] = figures[1].series.map(({ y }) => Array.from(y));
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

  it("names the largest batch that fits, and draws no step that does not", () => {
    draw(() => {
      const report = memoryReport(network(), { batchSize: 4096, limit: 2 ** 20 });
      assert.ok(report.largestBatch > 0 && report.largestBatch < 4096);
      assert.ok(report.estimate.at(report.largestBatch).training.total <= 2 ** 20);
      assert.ok(report.estimate.at(report.largestBatch + 1).training.total > 2 ** 20);
      assert.match(String(report), /The largest batch that fits into 1\.0 MB: \d+\.$/);
    });
  });

  it("asks for the shape of an example when no layer tells it", () => {
    assert.throws(
      () => memoryReport(new nn.Sequential(new nn.ReLU()), { batchSize: 2 }),
      /inputShape: \[784\]/,
    );
  });
});
