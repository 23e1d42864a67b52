import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import {
  calibration,
  classificationReport,
  type ClassScores,
  confusionMatrix,
  manualSeed,
  nn,
  precisionRecall,
  randn,
  residuals,
  rocCurve,
  tensor,
  worstExamples,
} from "../../../../engine/index.ts";
import { countsIn, edgesOf, histogram } from "../../../../engine/figures/axes/bars.ts";
import { boxOf } from "../../../../engine/figures/axes/boxes.ts";
import { assertClose, type GoldenNumber, numbers } from "../golden.ts";

type Row = GoldenNumber[];

interface ClassCase {
  actual: number[];
  said: number[];
  labels: number[] | null;
  known: number[];
  [name: string]: unknown;
}

interface Golden {
  classes: Record<string, ClassCase>;
  rankings: Record<string, Record<string, Row> & { area: GoldenNumber; averagePrecision: GoldenNumber }>;
  several: {
    actual: number[];
    probabilities: number[][];
    area: number;
    areas: number[];
    averagePrecision: number;
  };
  calibrations: Record<
    string,
    {
      actual: number[];
      probabilities: number[];
      strategy: "uniform" | "quantile";
      bins: number;
      observed: Row;
      predicted: Row;
      brier: number;
    }
  >;
  regressions: Record<
    string,
    { actual: number[]; said: number[] } & Record<
      "mse" | "mae" | "medianError" | "maxError" | "r2",
      GoldenNumber
    >
  >;
  histograms: Record<string, { counts: number[]; edges: number[] }> & {
    values: number[];
    quartiles: number[];
  };
}

/** Of scikit-learn, by goldenEvaluation.py. */
const golden = JSON.parse(readFileSync("test/golden/evaluation.json", "utf8")) as unknown as Golden;

const exact = { rtol: 1e-12, atol: 1e-12 };

describe("the numbers of evaluations, beside scikit-learn's", () => {
  for (const [name, one] of Object.entries(golden.classes)) {
    const options = { labels: one.known };
    for (const normalize of [null, "true", "pred", "all"] as const) {
      it(`counts which class was taken for which: ${name}, normalize ${normalize}`, () => {
        const { values, labels } = confusionMatrix(one.said, one.actual, { ...options, normalize });
        assertClose(values.flat(), (one[`matrix_${normalize ?? "None"}`] as number[][]).flat(), exact);
        assert.deepEqual(labels, one.known);
      });
    }
    if (!one.labels) {
      it(`finds the classes that occur by itself: ${name}`, () => {
        assert.deepEqual(confusionMatrix(one.said, one.actual).labels, one.known);
      });
    }
    for (const zero of [0, 1, NaN]) {
      it(`measures precision, recall and F1: ${name}, a quotient of nothing is ${zero}`, () => {
        const report = classificationReport(one.said, one.actual, { ...options, zeroDivision: zero });
        const theirs = one[`report_${Number.isNaN(zero) ? "nan" : zero}`] as Record<
          string,
          Record<string, GoldenNumber> | GoldenNumber
        >;
        const compare = (ours: ClassScores, key: string): void => {
          const wanted = theirs[key] as Record<string, GoldenNumber>;
          assertClose(
            [ours.precision, ours.recall, ours.f1, ours.support],
            numbers([
              wanted["precision"] ?? NaN,
              wanted["recall"] ?? NaN,
              wanted["f1-score"] ?? NaN,
              wanted["support"] ?? NaN,
            ]),
            { ...exact, what: key },
          );
        };
        one.known.forEach((label) => compare(report.classes[String(label)] ?? assert.fail(), String(label)));
        compare(report.macroAverage, "macro avg");
        compare(report.weightedAverage, "weighted avg");
        if ("micro avg" in theirs) compare(report.microAverage, "micro avg");
        if ("accuracy" in theirs) assertClose([report.accuracy], [Number(theirs["accuracy"])], exact);
      });
    }
  }

  for (const [name, one] of Object.entries(golden.rankings)) {
    it(`draws the ROC curve: ${name}`, () => {
      const { curves, area } = rocCurve(numbers(one["scores"] ?? []), numbers(one["actual"] ?? []));
      const [curve = assert.fail()] = curves;
      assertClose(curve.falsePositiveRate, numbers(one["fpr"] ?? []), exact);
      assertClose(curve.truePositiveRate, numbers(one["tpr"] ?? []), exact);
      assertClose(curve.thresholds, numbers(one["rocThresholds"] ?? []), exact);
      assertClose([area], [Number(one.area)], exact);
    });
    it(`draws precision against recall: ${name}`, () => {
      const { curves } = precisionRecall(numbers(one["scores"] ?? []), numbers(one["actual"] ?? []));
      const [curve = assert.fail()] = curves;
      assertClose(curve.precision, numbers(one["precision"] ?? []), exact);
      assertClose(curve.recall, numbers(one["recall"] ?? []), exact);
      assertClose(curve.thresholds, numbers(one["thresholds"] ?? []), exact);
      assertClose([curve.averagePrecision], [Number(one.averagePrecision)], exact);
    });
  }

  it("takes each of several classes against the others", () => {
    const { actual, probabilities, area, areas, averagePrecision } = golden.several;
    const roc = rocCurve(probabilities, actual);
    assertClose([roc.area], [area], exact);
    assertClose(
      roc.curves.map((curve) => curve.area),
      areas,
      exact,
    );
    assertClose([precisionRecall(probabilities, actual).averagePrecision], [averagePrecision], exact);
  });

  for (const [name, one] of Object.entries(golden.calibrations)) {
    it(`measures what probabilities hold: ${name}`, () => {
      const { bins, strategy } = one;
      const result = calibration(one.probabilities, one.actual, { bins, strategy });
      assertClose(result.observed, numbers(one.observed), exact);
      assertClose(result.predicted, numbers(one.predicted), exact);
      assertClose([result.brierScore], [one.brier], exact);
    });
  }

  for (const [name, one] of Object.entries(golden.regressions)) {
    it(`measures how far numbers are off: ${name}`, () => {
      const result = residuals(one.said, one.actual);
      for (const key of ["mse", "mae", "medianError", "maxError", "r2"] as const)
        assertClose([result[key]], [Number(one[key])], { ...exact, what: key });
    });
  }

  it("counts as numpy's histogram, and has its quartiles", () => {
    const { values, quartiles, ...cases } = golden.histograms;
    const options = {
      thirty: { bins: 30 },
      edges: { bins: [-2, -1, 0, 0.5, 2] },
      range: { bins: 8, range: [-1, 1] },
      auto: {},
    } as const;
    for (const [name, given] of Object.entries(options)) {
      const edges = edgesOf("hist", values, given);
      assertClose(edges, cases[name]?.edges ?? [], { ...exact, what: name });
      assert.deepEqual(countsIn(values, edges), cases[name]?.counts, name);
    }
    const density = histogram("hist", values, { bins: 12, density: true }, "");
    assertClose(density.to.map(Number), cases["density"]?.counts ?? [], exact);
    const { q1, median, q3 } = boxOf(values, 0);
    assertClose([q1, median, q3].map(Number), quartiles, exact);
  });
});

describe("evaluations of a model", () => {
  const points = tensor([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ]);
  const scores = (): nn.Linear<false> => {
    const model = new nn.Linear(2, 2, { bias: false });
    model.weight.data = tensor([
      [1, 0],
      [0, 1],
    ]);
    return model;
  };

  it("are those of what it says, in prediction mode, with its mode and the random numbers as before", () => {
    const model = new nn.Sequential(scores(), new nn.Dropout(0.5));
    model.train();
    const y = tensor([0, 1, 0, 0]);
    manualSeed(5);
    const expected = randn(3).toArray();
    manualSeed(5);
    const matrix = confusionMatrix(model, [points, y], { batchSize: 3 });
    assert.deepEqual(matrix.values, [
      [3, 0],
      [0, 1],
    ]);
    assert.equal(model.training, true);
    assert.deepEqual(randn(3).toArray(), expected);
  });

  it("leave out targets that are to be ignored, as crossEntropy does, and say where all are", () => {
    const y = tensor([0, -100, 0, -100]);
    assert.deepEqual(confusionMatrix(scores(), [points, y]).values, [
      [2, 0],
      [0, 0],
    ]);
    assert.throws(
      () => rocCurve(scores(), [points, tensor([-100, -100, -100, -100])]),
      /every target is the one that is ignored/,
    );
  });

  it("take scores before a sigmoid at 0, probabilities at one half", () => {
    const linear = new nn.Linear(1, 1, { bias: false });
    linear.weight.data = tensor([[1]]);
    const x = tensor([[-2], [0.3], [2]]);
    const y = tensor([[0], [1], [1]]);
    assert.equal(confusionMatrix(linear, [x, y]).accuracy, 1);
    assert.equal(confusionMatrix(new nn.Sequential(linear, new nn.Sigmoid()), [x, y]).accuracy, 1);
    assert.equal(confusionMatrix(linear, [x, y], { threshold: 1 }).accuracy, 2 / 3);
  });

  it("show the examples with the largest loss, NaN before all", () => {
    const worst = worstExamples(
      scores(),
      [
        tensor([
          [0, 3],
          [5, 0],
          [0, 1],
          [NaN, 0],
        ]),
        tensor([0, 0, 0, 1]),
      ],
      { count: 3 },
    );
    assert.deepEqual(worst.indices, [3, 0, 2]);
    const bundle = worst.toMimeBundle();
    assert.match(String(bundle["text/plain"]), /^example {2}/);
    assert.ok("application/vnd.gradbook.table+json" in bundle, "rows are a table");
    const images = worstExamples(new nn.Sequential(new nn.Flatten(), new nn.Linear(16, 2)), [
      randn(5, 1, 4, 4),
      tensor([0, 1, 0, 1, 1]),
    ]);
    assert.match(String(images.toMimeBundle()["image/svg+xml"]), /<image/);
  });

  it("have pictures without NaN in them, also where there is one class only", () => {
    for (const shown of [
      confusionMatrix([1, 1], [1, 1]),
      classificationReport([1, 1], [1, 0], { zeroDivision: NaN }),
      rocCurve([0.1, 0.2], [1, 1]),
      precisionRecall([0.1, 0.2], [0, 0]),
      calibration([0.5, 0.5], [1, 1]),
      residuals([1], [2]),
    ]) {
      JSON.stringify(shown.picture(), (key, value: unknown) => {
        assert.ok(typeof value !== "number" || Number.isFinite(value), `${key} is ${String(value)}`);
        return value;
      });
      assert.ok(String(shown).length > 10);
    }
  });

  it("refuse what does not belong together, in words", () => {
    assert.throws(() => confusionMatrix([1, 2, 3], [1, 2]), /predictions of 3 examples and 2 targets/);
    assert.throws(() => confusionMatrix([0, 1], [0.5, 1]), /number them from 0/);
    assert.throws(() => confusionMatrix([], []), /no examples/);
    assert.throws(() => confusionMatrix([0, 1], [0, 1], { normalise: "true" } as object), /normali/);
    assert.throws(() => confusionMatrix([0, 1], [0, 2], { classNames: ["a", "b"] }), /class 2 occurs/);
    assert.throws(() => rocCurve([0.1, NaN], [0, 1]), /NaN/);
    assert.throws(() => rocCurve([[0.1, 0.2, 0.7]], [3]), /0 to 2/);
    assert.throws(() => calibration([1.5], [1]), /no probability/);
    assert.throws(() => calibration([0.5], [1], { bins: 0 }), /at least 1/);
    assert.throws(() => residuals([[1, 2]], [1]), /give one/);
    assert.throws(() => confusionMatrix("net" as unknown as number[], [1]), /give a model and its data/);
  });
});
