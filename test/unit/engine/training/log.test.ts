import assert from "node:assert/strict";
import { appendFile, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import * as torch from "../../../../engine/node.ts";
import { type ChartUpdate, host, setHost } from "../../../../engine/core/host.ts";
import { seriesName } from "../../../../engine/training/log/readLog.ts";

async function file(name: string, text: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "gradbook-log-"));
  await writeFile(path.join(folder, name), text);
  return path.join(folder, name);
}

const line = (epoch: number, loss: number, more = {}): string =>
  `${JSON.stringify({ epoch, loss, ...more })}\n`;

describe("logs of trainings", () => {
  const quiet = host();
  afterEach(() => {
    setHost(quiet);
  });

  it("are read as train.py writes them, and as others name things", async () => {
    const text =
      line(1, 0.5, { valLoss: 0.6, metrics: { accuracy: 0.8 }, lr: 0.1, seconds: 2, epochs: 3 }) +
      '{"epoch": 2, "train_loss": 0.4, "val_loss": NaN, "lr": 0.05}\n';
    const history = await torch.loadHistory(path.dirname(await file("history.jsonl", text)));
    assert.deepEqual(history.epochs, [1, 2]);
    assert.deepEqual(history.get("loss"), [0.5, 0.4]);
    assert.deepEqual(history.get("valLoss"), [0.6, NaN]);
    assert.deepEqual(history.get("accuracy"), [0.8, NaN]);
    assert.deepEqual(
      [history.rates, history.times],
      [
        [0.1, 0.05],
        [2, NaN],
      ],
    );
  });

  it("are read as Lightning writes them: rows of steps, and of epochs counted from 0", async () => {
    const text = [
      "epoch,lr-Adam,step,train_loss_epoch,train_loss_step,val_acc,val_loss",
      "0,,9,,1.5,,",
      "0,0.01,19,,1.1,,",
      "0,,19,,,0.7,0.9",
      "0,,19,1.2,,,",
      "1,,39,,,0.8,0.5",
      "1,,39,0.6,,,",
    ].join("\n");
    const history = await torch.loadHistory(await file("metrics.csv", text));
    assert.deepEqual(history.epochs, [1, 2]);
    assert.deepEqual(history.get("loss"), [1.2, 0.6]);
    assert.deepEqual(history.get("valAcc"), [0.7, 0.8]);
    assert.deepEqual(history.rates, [0.01, NaN]);
  });

  it("are read as Keras's CSVLogger writes them", async () => {
    const text = "epoch,accuracy,loss,val_accuracy,val_loss\n0,0.5,1,0.4,1.1\n1,0.6,0.8,0.5,1\n";
    const history = await torch.loadHistory(await file("training.log", text));
    assert.deepEqual(Object.keys(history.series).sort(), ["accuracy", "loss", "valAccuracy", "valLoss"]);
    assert.deepEqual(history.get("valLoss"), [1.1, 1]);
  });

  it("that cannot be read are refused by the line", async () => {
    await assert.rejects(
      torch.loadHistory(await file("a.jsonl", line(1, 1) + "oops\n")),
      /line 2 is no JSON object/,
    );
    await assert.rejects(torch.loadHistory(await file("a.csv", "step,loss\n1,2\n")), /no column epoch/);
    await assert.rejects(torch.loadHistory("/nowhere/at/all"), /ENOENT/);
  });

  it("names of validation series are ours", () => {
    assert.deepEqual(
      ["val_loss", "val/f1_score", "train_acc", "valLoss", "lr", "validation_top 5"].map(seriesName),
      ["valLoss", "valF1Score", "acc", "valLoss", "lr", "valTop5"],
    );
  });

  it("are drawn while they grow, until they say that they have ended, and can be diagnosed", async () => {
    const updates: ChartUpdate[] = [];
    setHost({
      ...quiet,
      openChart: () => ({ update: (update) => void updates.push(structuredClone(update)) }),
    });
    const log = await file("history.jsonl", line(1, 1, { valLoss: 1.1, epochs: 3 }));
    const drawn = (): number[] =>
      updates.flatMap(({ points }) => points.find((p) => p.name === "loss")?.x ?? []);
    const watching = torch.watchHistory(log, { every: 0.01 });
    const until = async (count: number): Promise<void> => {
      while (drawn().length < count) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    await until(1);
    // Half a line is not a line yet.
    await appendFile(log, line(2, 0.5, { valLoss: 0.7 }).slice(0, 9));
    await appendFile(log, line(2, 0.5, { valLoss: 0.7 }).slice(9) + line(3, 0.25, { valLoss: 0.6 }));
    await until(3);
    await appendFile(log, '{"ended": "3 epochs are done."}\n');
    const history = await watching;
    assert.deepEqual(drawn(), [1, 2, 3]);
    assert.equal(updates.at(-1)?.state, "finished");
    assert.equal(updates.at(-1)?.message, "3 epochs are done.");
    assert.deepEqual(history.get("valLoss"), [1.1, 0.7, 0.6]);
    assert.ok(torch.diagnose(history));
  });

  it("that are begun anew get another chart", async () => {
    const charts: string[][] = [];
    setHost({
      ...quiet,
      openChart: () => {
        const own: string[] = [];
        charts.push(own);
        return {
          update: ({ points, state }) => {
            for (const { x, y } of points) own.push(`${x.join()}:${y.join()}`);
            if (state) own.push(state);
          },
        };
      },
    });
    const log = await file("history.jsonl", line(1, 1) + line(2, 0.9));
    const watching = torch.watchHistory(log, { every: 0.01, epochs: 3 });
    while ((charts[0]?.length ?? 0) < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await writeFile(log, line(1, 7));
    while (charts.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await appendFile(log, line(2, 6) + line(3, 5));
    const history = await watching;
    assert.deepEqual(charts, [
      ["1:1", "2:0.9", "finished"],
      ["1:7", "2:6", "3:5", "finished"],
    ]);
    assert.deepEqual(history.get("loss"), [7, 6, 5]);
  });

  it("of a stopped cell give what there was", async () => {
    let stop = false;
    setHost({ ...quiet, interrupted: () => stop, acknowledgeInterrupt: () => void (stop = false) });
    const watching = torch.watchHistory(await file("history.jsonl", line(1, 1)), { every: 5 });
    setTimeout(() => (stop = true), 100);
    const history = await watching;
    assert.deepEqual(history.epochs, [1]);
    assert.equal(history.ended?.reason, "interrupted");
  });
});
