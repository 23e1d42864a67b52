import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import * as torch from "../../engine/node.ts";
import { recordOf } from "../../engine/training/record.ts";
import { measured, newFolder, runPython, torchrun } from "./python.ts";
import { trainings } from "./trainings.ts";

/** Python has to start, on a machine that may be busy. */
const LONG = 600_000;

function assertClose(
  actual: Record<string, number>[],
  expected: Record<string, number>[],
  tolerance = 1e-4,
): void {
  assert.equal(actual.length, expected.length, "as many epochs");
  for (const [i, values] of expected.entries()) {
    assert.deepEqual(Object.keys(actual[i]).sort(), Object.keys(values).sort());
    for (const [name, value] of Object.entries(values)) {
      const difference = Math.abs(actual[i][name] - value);
      assert.ok(
        difference <= tolerance * Math.max(1, Math.abs(value)),
        `epoch ${i + 1}: ${name} is ${actual[i][name]}, not ${value}`,
      );
    }
  }
}

async function exported(name: string): Promise<{ history: torch.History; folder: string }> {
  const training = trainings.find((each) => each.name === name);
  assert.ok(training, name);
  const history = await training.run();
  const folder = newFolder();
  await torch.exportPyTorch(history, folder);
  return { history, folder };
}

describe("PyTorch goes on with an exported training", function () {
  this.timeout(LONG);

  for (const { name } of trainings) {
    it(`has the losses of every epoch, and the weights, of ${name}`, async () => {
      const { history, folder } = await exported(name);
      await runPython(folder, ["train.py"]);
      assertClose(measured(folder), measured(folder, "notebook.jsonl"));
      const net = recordOf(history)?.model;
      assert.ok(net);
      const before = net.snapshot();
      const trained = await torch.data.loadSafetensors(path.join(folder, "trained.safetensors"));
      net.loadStateDict(trained);
      for (const [key, value] of before) {
        assert.ok(
          trained.get(key)?.allclose(value.to(trained.get(key)?.dtype ?? "float32"), { atol: 2e-4 }),
          key,
        );
      }
    });
  }

  it("goes on after the run with the optimizer's state, schedules and random numbers: --resume", async () => {
    const { history, folder } = await exported("MLP with schedule, groups and metrics");
    const record = recordOf(history);
    assert.ok(record);
    await torch.fit(record.model, record.loader.dataset, {
      loss: record.loss,
      optimizer: record.trainer,
      epochs: 10,
      batchSize: record.batchSize,
      history,
      ...(record.validation && { validation: record.validation.dataset }),
      validationEvery: 2,
      evaluateTrain: true,
      metrics: record.metrics,
      callbacks: record.callbacks,
      verbose: 0,
    });
    await runPython(folder, ["train.py", "--resume", "--epochs", "3"]);
    const losses = measured(folder).map(({ epoch, loss }) => ({ epoch, loss }));
    const expected = history.epochs.slice(7).map((epoch, i) => ({ epoch, loss: history.get("loss")[7 + i] }));
    assertClose(losses, expected);
  });

  for (const name of ["MLP with schedule, groups and metrics", "softmax regression without a seed"]) {
    it(`has on two ranks the losses of one: ${name}`, async () => {
      const { folder } = await exported(name);
      await runPython(folder, [...torchrun(), "train.py"]);
      assertClose(measured(folder), measured(folder, "notebook.jsonl"));
    });
  }

  it("goes on from the last checkpoint when a rank was killed", async () => {
    const { folder } = await exported("linear regression");
    const epochs = 400;
    await runPython(folder, ["train.py", "--epochs", String(epochs)]);
    const alone = measured(folder);
    assert.equal(alone.length, epochs);
    const log = path.join(folder, "history.jsonl");
    let launcher = 0;
    let killed = 0;
    const run = runPython(
      folder,
      [...torchrun("--max_restarts=2"), "train.py", "--epochs", String(epochs)],
      (pid) => {
        launcher = pid;
      },
    );
    const watch = setInterval(() => {
      // The single run's log is there until the new one begins.
      const lines = existsSync(log) ? readFileSync(log, "utf8").split("\n").length - 1 : 0;
      if (killed > 0 || lines < 5 || lines > epochs - 50) return;
      const children = readFileSync(`/proc/${launcher}/task/${launcher}/children`, "utf8").trim().split(" ");
      killed = Number(children.at(-1));
      process.kill(killed, "SIGKILL");
    }, 5);
    try {
      await run;
    } finally {
      clearInterval(watch);
    }
    assert.ok(killed > 0, "a rank was killed");
    assertClose(measured(folder), alone);
  });
});
