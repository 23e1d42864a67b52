import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { diagnose, type Recorded, type Verdict } from "../../../../engine/curves/diagnose.ts";
import { diagnosisWords } from "../../../../engine/curves/diagnosisWords.ts";
import { fallToCome, level, noiseOf } from "../../../../engine/curves/trend.ts";
import { diagnose as diagnoseHistory, History } from "../../../../engine/index.ts";
import { labelOf, type RecordedRun } from "../../../golden/recordedRuns.ts";

const verdicts: Verdict[] = ["underfitting", "overfitting", "goodFit", "tooFewEpochs", "diverging"];

function runsIn(file: string): RecordedRun[] {
  return JSON.parse(readFileSync(`test/golden/${file}`, "utf8")) as RecordedRun[];
}

function recordedOf({ loss, valLoss, naiveLoss, sampling }: RecordedRun): Recorded {
  const x = loss.map((_, i) => i + 1);
  return {
    series: [
      { name: "loss", x, y: loss },
      { name: "valLoss", x, y: valLoss },
    ],
    naiveLoss,
    sampling,
  };
}

/** Judges all runs of `file`, prints the confusion table and the runs judged wrongly, and returns these. */
function confusion(file: string): RecordedRun[] {
  const runs = runsIn(file);
  const wrong: RecordedRun[] = [];
  const counts = new Map<string, number>();
  for (const run of runs) {
    const found = diagnose(recordedOf(run));
    assert.ok(found, run.name);
    const key = `${run.label} ${found.verdict}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if (found.verdict === run.label) continue;
    wrong.push(run);
    console.log(`      wrong: ${run.name}: ${found.verdict}, in truth ${run.label}`);
  }
  const cell = (text: string) => text.padStart(13);
  console.log(`      ${file}: true (down) against diagnosed (across)`);
  console.log(`      ${cell("")}${verdicts.map(cell).join("")}`);
  for (const truth of verdicts) {
    const row = verdicts.map((verdict) => cell(String(counts.get(`${truth} ${verdict}`) ?? "·")));
    console.log(`      ${cell(truth)}${row.join("")}`);
  }
  return wrong;
}

function curves(
  loss: (number | null)[],
  valLoss?: (number | null)[],
  more: Partial<Recorded> = {},
): Recorded {
  const series = (name: string, y: (number | null)[]) => ({ name, x: y.map((_, i) => i + 1), y });
  return { series: [series("loss", loss), ...(valLoss ? [series("valLoss", valLoss)] : [])], ...more };
}

const epochs = (n: number, f: (epoch: number) => number) => Array.from({ length: n }, (_, i) => f(i + 1));

describe("the diagnosis of recorded runs", () => {
  it("is right on at least 14 of 15 labelled runs, of which there are 90", () => {
    const wrong = confusion("runs.json");
    const runs = runsIn("runs.json");
    assert.ok(runs.length >= 90);
    assert.ok(wrong.length <= runs.length / 15);
    for (const verdict of verdicts)
      assert.ok(runs.filter(({ label }) => label === verdict).length >= 5, verdict);
  });

  it("is right on at least nine of ten runs on which nothing was tuned", () => {
    const wrong = confusion("runsHeldOut.json");
    assert.ok(wrong.length <= runsIn("runsHeldOut.json").length / 10);
  });

  it("is compared with labels that follow from the truth recorded beside them", () => {
    for (const run of [...runsIn("runs.json"), ...runsIn("runsHeldOut.json")]) {
      const truth = Object.entries(run.truth).map(([key, value]) => [
        key,
        (value as number | null) ?? Infinity,
      ]);
      assert.equal(labelOf(Object.fromEntries(truth) as RecordedRun["truth"]), run.label, run.name);
    }
  });
});

describe("the diagnosis of a gap", () => {
  const levelling = (from: number, to: number) =>
    epochs(60, (epoch) => to + (from - to) * Math.exp(-epoch / 6));
  const sampling = { examples: 100, deviation: 0.0144 };
  const judged = (train: number, validation: number, more: Partial<Recorded> = {}) => {
    const found = diagnose(
      curves(levelling(0.5, train), levelling(0.5, validation), { naiveLoss: 0.55, sampling, ...more }),
    );
    assert.ok(found);
    return found;
  };

  it("is overfitting where the validation loss levels off far above the training loss", () => {
    for (const [train, validation] of [
      [0.0102, 0.0691],
      [0.0069, 0.0643],
    ] as const) {
      const found = judged(train, validation);
      assert.equal(found.verdict, "overfitting");
      const { evidence, remedy } = diagnosisWords(found, "en");
      assert.match(
        evidence,
        /far below the validation loss \(0\.06\d+\).*: the gap is 1[01]\s% of the loss of an answer/,
      );
      assert.match(remedy, /^Try fewer units, dropout or weight decay; .* does not close the gap\.$/);
      assert.match(
        diagnosisWords(found, "zh-cn").evidence,
        /远低于验证损失.*差距为无视输入时损失的 1[01]\s%/,
      );
    }
  });

  it("is none to speak of where it is small beside the training loss or beside what there was to learn", () => {
    assert.equal(judged(0.05, 0.07).verdict, "goodFit");
    assert.equal(judged(0.0001, 0.01).verdict, "goodFit");
    assert.equal(judged(0.0102, 0.0691, { naiveLoss: 2 }).verdict, "goodFit");
  });

  it("is told from chance by the size of the validation set and by how much examples differ", () => {
    for (const [few, told] of [
      [{ examples: 8, deviation: 0.04 }, /chance with only 8 validation examples\. /],
      [{ examples: 100, deviation: 0.2 }, /chance with only 100 validation examples\. /],
      [{ examples: 10, deviation: null }, /chance with only 10 validation examples\. /],
      [null, /that may be chance\. /],
    ] as const) {
      const found = judged(0.02, 0.06, { sampling: few });
      assert.deepEqual([found.verdict, found.evidence.gapUnsure], ["goodFit", true]);
      const { evidence, remedy } = diagnosisWords(found, "en");
      assert.match(`${evidence} ${remedy}`, told);
      assert.match(remedy, /hold out more examples/);
      assert.match(diagnosisWords(found, "zh-cn").remedy, /留出更多样本/);
    }
    assert.equal(judged(0.02, 0.06).verdict, "overfitting");
  });

  it("is taken for chance, as is a rise, where a few examples make most of the loss", () => {
    const turning = epochs(60, (epoch) => 0.3 + 0.004 * Math.max(0, epoch - 20) + Math.exp(-epoch / 4));
    const run = (deviation: number) =>
      diagnose(curves(levelling(1, 0.2), turning, { naiveLoss: 1, sampling: { examples: 20, deviation } }));
    assert.equal(run(0.2)?.verdict, "overfitting");
    const found = run(0.7);
    assert.ok(found);
    assert.deepEqual([found.verdict, found.evidence.gapUnsure], ["goodFit", true]);
    assert.match(
      diagnosisWords(found, "en").evidence,
      /did not rise beyond its noise.* only 20 validation examples/,
    );
    assert.match(diagnosisWords(found, "zh-cn").evidence, /起伏没有超出噪声.*只有 20 个样本/);
  });

  it("must be twice as wide where nobody knows what ignoring the input would cost", () => {
    assert.equal(judged(0.0069, 0.0443, { naiveLoss: null }).verdict, "goodFit");
    assert.equal(judged(0.0069, 0.0743, { naiveLoss: null }).verdict, "overfitting");
  });
});

describe("the diagnosis of noisy good fits", () => {
  /** Standard normal, from a generator of our own: the same numbers on every machine. */
  function normals(seed: number): () => number {
    let state = seed;
    const uniform = () => ((state = (state * 16807) % 2147483647), state / 2147483647);
    return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  }

  /** The mean loss of `n` examples: squares of normal errors, or surprise at labels some of which are wrong. */
  function meanLoss(normal: () => number, n: number, floor: number, wrong: number): number {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const z = normal();
      // P(z < −1.88) is 0.03.
      sum += wrong > 0 ? (z < -1.88 ? 3.5 : 0.02) : floor * z ** 2;
    }
    return sum / n;
  }

  it("calls hardly any of 400 overfitting, however small the validation set", () => {
    const sizes = [10, 20, 50, 100, 200, 1000];
    let [wrong, unsure] = [0, 0];
    for (let i = 0; i < 400; i++) {
      const normal = normals(1000 + 7 * i);
      const examples = sizes[i % sizes.length] ?? 10;
      const classes = i % 2 === 1;
      const [naiveLoss, floor, deviation] = classes ? [0.69, 0.125, 0.59] : [0.5, 0.02, 0.028];
      const level = meanLoss(normal, examples, floor, classes ? 0.03 : 0) * (1.1 + 0.1 * (i % 3));
      const noise = 0.05 + 0.05 * (i % 4);
      const count = 30 + 10 * (i % 8);
      const fall = (to: number, epoch: number) => to + (naiveLoss - to) * Math.exp((-8 * epoch) / count);
      const recorded = curves(
        epochs(count, (epoch) => fall(floor, epoch) * (1 + (noise / 4) * normal())),
        epochs(count, (epoch) => fall(level, epoch) * Math.exp(noise * normal())),
        { naiveLoss, sampling: { examples, deviation } },
      );
      const found = diagnose(recorded);
      if (found?.verdict === "overfitting") wrong++;
      if (found?.evidence.gapUnsure) unsure++;
    }
    console.log(
      `      of 400 noisy good fits ${wrong} are called overfitting, ${unsure} have a gap that may be chance`,
    );
    assert.ok(wrong <= 8, String(wrong));
  });
});

describe("the diagnosis", () => {
  const fall = (epoch: number) => Math.exp(-epoch / 4);
  const rising = (epoch: number) => fall(epoch) + 0.2 + 0.05 * Math.max(0, epoch - 10);

  it("says nothing without a validation loss, unless the training is broken", () => {
    assert.equal(diagnose(curves(epochs(50, fall))), null);
    assert.equal(diagnose(curves([])), null);
    assert.equal(diagnose(curves([1, null, null]))?.verdict, "diverging");
  });

  it("names the first epoch whose loss is no number", () => {
    const found = diagnose(curves([1, 2, null, null], [1, null, null, null]));
    assert.deepEqual([found?.verdict, found?.evidence.brokenEpoch], ["diverging", 2]);
  });

  it("sees overfitting, when it began and by how much", () => {
    const found = diagnose(curves(epochs(40, fall), epochs(40, rising)));
    assert.ok(found);
    assert.equal(found.verdict, "overfitting");
    assert.ok(
      found.evidence.bestEpoch >= 9 && found.evidence.bestEpoch <= 12,
      String(found.evidence.bestEpoch),
    );
    assert.ok(found.evidence.rise > 1 && found.evidence.trainFall > 0.9);
  });

  it("sees overfitting in a run that early stopping ended soon after its best epoch", () => {
    // Recorded: the course's large model with patience 8.
    const loss = [0.7, 0.496, 0.475, 0.452, 0.437, 0.411, 0.397, 0.385, 0.371, 0.361, 0.346, 0.338];
    const valLoss = [0.468, 0.509, 0.496, 0.457, 0.464, 0.471, 0.471, 0.47, 0.47, 0.476, 0.466, 0.486];
    const marks = { stoppedEpoch: 12, restoredEpoch: 4 };
    const found = diagnose(curves(loss, valLoss, { naiveLoss: 0.941, marks }));
    assert.ok(found);
    assert.deepEqual([found.verdict, found.evidence.bestEpoch], ["overfitting", 4]);
    const { evidence, remedy } = diagnosisWords(found, "en");
    assert.match(evidence, /^The validation loss began to rise at epoch 4, by 5\s% since/);
    assert.match(remedy, /^Early stopping has put back the weights of epoch 4/);
  });

  it("does not ask for more epochs where patience ran out", () => {
    // Recorded: a perceptron on a wave of eight inputs, patience 10; its medians still creep down at the end.
    const loss = [
      0.546, 0.501, 0.477, 0.468, 0.426, 0.381, 0.31, 0.272, 0.194, 0.146, 0.157, 0.141, 0.128, 0.125, 0.104,
      0.072, 0.058, 0.054, 0.05, 0.047, 0.038,
    ];
    const valLoss = [
      0.503, 0.515, 0.498, 0.496, 0.465, 0.475, 0.479, 0.371, 0.442, 0.518, 0.334, 0.426, 0.425, 0.368, 0.386,
      0.404, 0.388, 0.36, 0.381, 0.344, 0.352,
    ];
    const marks = { stoppedEpoch: 21, restoredEpoch: 11 };
    assert.equal(diagnose(curves(loss, valLoss, { naiveLoss: 0.489, marks }))?.verdict, "overfitting");
    const falling = epochs(12, (epoch) => 1 / (1 + 0.05 * epoch));
    const found = diagnose(curves(falling, falling, { naiveLoss: 1, marks: { stoppedEpoch: 12 } }));
    assert.ok(found);
    assert.equal(found.verdict, "tooFewEpochs");
    assert.match(diagnosisWords(found, "en").remedy, /more patience/);
    assert.match(diagnosisWords(found, "zh-cn").remedy, /增大耐心值/);
  });

  it("does not take noise for a rise", () => {
    let seed = 7;
    const noise = () => ((seed = (seed * 16807) % 2147483647), seed / 2147483647 - 0.5);
    const flat = epochs(60, (epoch) => 0.3 + fall(epoch) + 0.15 * noise());
    const found = diagnose(
      curves(
        epochs(60, (epoch) => 0.28 + fall(epoch)),
        flat,
        { naiveLoss: 2 },
      ),
    );
    assert.equal(found?.verdict, "goodFit");
  });

  it("hardly ever takes noise for a rise, however long and noisy the validation", () => {
    let seed = 7;
    const uniform = () => ((seed = (seed * 16807) % 2147483647), seed / 2147483647);
    const noise = () => uniform() + uniform() + uniform() + uniform() - 2; // of standard deviation 0.58
    for (const n of [20, 50, 100, 400]) {
      for (const size of [0.02, 0.05, 0.1]) {
        let wrong = 0;
        for (let run = 0; run < 100; run++) {
          const level = (epoch: number) => 0.16 + Math.exp((-6 * epoch) / n);
          const loss = epochs(n, (epoch) => level(epoch) + 0.005 * noise());
          const valLoss = epochs(n, (epoch) => Math.abs(level(epoch) + size * noise()));
          if (diagnose(curves(loss, valLoss, { naiveLoss: 1 }))?.verdict !== "goodFit") wrong++;
        }
        assert.ok(wrong <= 4, `${n} epochs, noise ${size}: ${wrong} of 100`);
      }
    }
  });

  it("does not take a loss that began far off and only falls for a diverging one", () => {
    const slow = epochs(50, (epoch) => 5 - 0.002 * epoch);
    const found = diagnose(curves(slow, slow, { naiveLoss: 1 }));
    assert.equal(found?.verdict, "tooFewEpochs");
    for (const naiveLoss of [1, null]) {
      const few = diagnose(curves([30, 20, 12], [25, 15, 10], { naiveLoss }));
      assert.equal(few?.verdict, "tooFewEpochs");
    }
    const unscaled = epochs(60, (epoch) => 0.9 + 40 * fall(epoch));
    assert.equal(diagnose(curves(unscaled, unscaled, { naiveLoss: 1 }))?.verdict, "underfitting");
    const growing = epochs(20, (epoch) => 5 * Math.exp(epoch / 2));
    assert.equal(diagnose(curves(growing, growing, { naiveLoss: 1 }))?.verdict, "diverging");
  });

  it("makes nothing of validation targets that are all the same, nor of losses below zero", () => {
    const recorded = [epochs(40, fall), epochs(40, (epoch) => fall(epoch) + 0.01)] as const;
    const found = diagnose(curves(...recorded, { naiveLoss: 0 }));
    assert.deepEqual([found?.verdict, found?.evidence.left], ["goodFit", null]);
    const below = epochs(40, (epoch) => fall(epoch) - 2);
    assert.equal(diagnose(curves(below, below)), null);
  });

  it("is cautious after a few epochs, however they look", () => {
    for (let n = 1; n < 5; n++) {
      assert.equal(diagnose(curves(epochs(n, fall), epochs(n, rising)))?.verdict, "tooFewEpochs");
    }
  });

  it("tells underfitting from a good fit by what an answer that ignores the input would cost", () => {
    const flat = epochs(40, (epoch) => 0.5 + fall(epoch));
    assert.equal(diagnose(curves(flat, flat, { naiveLoss: 0.6 }))?.verdict, "underfitting");
    assert.equal(diagnose(curves(flat, flat, { naiveLoss: 10 }))?.verdict, "goodFit");
  });

  it("looks at the training loss of the epoch's end where that was measured", () => {
    const flat = epochs(40, (epoch) => 0.5 + fall(epoch));
    const recorded = curves(
      epochs(40, () => 0.6),
      flat,
      { naiveLoss: 4 },
    );
    const series = [
      ...recorded.series,
      { name: "trainLoss", x: flat.map((_, i) => i + 1), y: flat.map(() => 0.01) },
    ];
    assert.equal(diagnose({ ...recorded, series })?.evidence.train, 0.01);
  });

  it("counts validations where only some epochs have one", () => {
    const history = new History();
    for (let epoch = 1; epoch <= 40; epoch++) {
      const valLoss = epoch % 2 === 0 ? { valLoss: rising(epoch) } : {};
      history.add(epoch, { loss: fall(epoch), ...valLoss }, 0.1);
    }
    const found = diagnoseHistory(history);
    assert.equal(found?.verdict, "overfitting");
    assert.equal((found?.evidence.bestEpoch ?? 1) % 2, 0);
    const bundle = found?.toMimeBundle();
    assert.match(String(bundle?.["text/markdown"]), /^\*\*Overfitting\*\*\n\nThe validation loss .+\n\n\S/);
    assert.equal(bundle?.["text/plain"], String(found));
  });

  it("speaks English and Chinese, in the course's words", () => {
    const found = diagnose(curves(epochs(40, fall), epochs(40, rising), { marks: { restoredEpoch: 10 } }));
    assert.ok(found);
    const english = diagnosisWords(found, "en");
    assert.equal(english.verdict, "Overfitting");
    assert.match(
      english.evidence,
      /^The validation loss began to rise at epoch \d+, by \d+\s% since, while the training/,
    );
    assert.match(english.remedy, /Early stopping has put back the weights of epoch 10/);
    const chinese = diagnosisWords(found, "zh-cn");
    assert.equal(chinese.verdict, "过拟合");
    assert.match(chinese.evidence, /验证损失从第 \d+ 轮开始增加.*训练损失继续减少/);
    assert.match(chinese.remedy, /提前停止已把权重恢复到第 10 轮/);
  });

  it("says only what is so", () => {
    const said = (recorded: Recorded, language = "en") => {
      const found = diagnose(recorded);
      assert.ok(found);
      return diagnosisWords(found, language).evidence;
    };
    assert.equal(said(curves([1], [1])), "There is only one epoch so far.");
    const steep = epochs(12, (epoch) => (epoch < 9 ? 2.3 : 2.3 * Math.exp(8 - epoch)));
    assert.match(said(curves(steep, steep)), /it would come down by more than half\.$/);
    assert.match(said(curves(steep, steep), "zh-cn"), /还会再降一半以上。$/);
    const perfect = epochs(40, (epoch) => (epoch < 9 ? fall(epoch) : 0));
    assert.doesNotMatch(said(curves(perfect, perfect, { naiveLoss: 1 })), /NaN/);
    const thrown = epochs(30, (epoch) => (epoch === 4 ? 900 : 0.9));
    const peak = epochs(30, (epoch) => (epoch > 2 && epoch < 8 ? 900 : 0.9));
    assert.match(said(curves(peak, thrown, { naiveLoss: 1 })), /^The loss has been thrown far up/);
    const far = [epochs(30, () => 0.1), epochs(30, (epoch) => 0.7 + fall(epoch))] as const;
    assert.doesNotMatch(said(curves(...far, { naiveLoss: 1 })), /stopped falling/);
    const bumpy = epochs(40, (epoch) => 1.1 + (epoch % 3) * 0.3);
    const high = epochs(40, () => 0.8);
    assert.doesNotMatch(said(curves(high, bumpy, { naiveLoss: 1.2 })), /gap between the curves is small/);
  });

  it("has words for every verdict in both languages", () => {
    const evidence = diagnose(curves(epochs(40, fall), epochs(40, rising)))?.evidence;
    assert.ok(evidence);
    for (const verdict of verdicts) {
      for (const language of ["en", "zh-cn"]) {
        for (const left of [null, 0.3, 0.95]) {
          for (const more of [{}, { toCome: 0.2 }, { rise: 0 }, { brokenEpoch: 3 }]) {
            const words = diagnosisWords({ verdict, evidence: { ...evidence, left, ...more } }, language);
            for (const text of Object.values(words) as string[]) {
              assert.ok(text !== "" && !/undefined|null|NaN/.test(text), `${verdict} ${language}: ${text}`);
            }
          }
        }
      }
    }
  });

  it("takes more epochs than a call takes arguments", () => {
    const found = diagnose(
      curves(
        epochs(200_000, (e) => fall(e / 2000)),
        epochs(200_000, (e) => rising(e / 2000)),
      ),
    );
    assert.equal(found?.verdict, "overfitting");
  });
});

describe("what is said of a noisy curve", () => {
  it("is its level without spikes, of the same length", () => {
    const levels = (values: number[], window: number) => [...level(values, window)];
    assert.deepEqual(levels([1, 1, 9, 1, 1], 1), [1, 1, 1, 1, 1]);
    assert.deepEqual(levels([0, 1, 2, 3, 4], 3), [0, 1, 2, 3, 4]);
    assert.deepEqual(levels([], 3), []);
  });

  it("is its noise, whatever its slope", () => {
    assert.equal(noiseOf([0, 2, 4, 6, 8]), 0);
    assert.ok(noiseOf([0, 1, 0, 1, 0, 1]) > 0.5);
  });

  it("is how far it would still fall: all of a geometric row, nothing of a level", () => {
    const curve = Float64Array.from({ length: 41 }, (_, i) => 2 ** (-i / 10));
    assert.ok(Math.abs(fallToCome(curve, 0) - 2 ** -4) < 0.02, String(fallToCome(curve, 0)));
    assert.equal(fallToCome(new Float64Array(8).fill(1), 0), 0);
    assert.equal(fallToCome(Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8), 0), 0);
    assert.equal(fallToCome(curve, 10), 0);
  });
});
