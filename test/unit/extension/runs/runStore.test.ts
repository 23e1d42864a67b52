import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type KeptRun, mostRuns, RunStore } from "../../../../extension/runs/runStore.ts";
import { runsAsCsv, runsAsJsonLines } from "../../../../extension/runs/runTable.ts";
import { ordered, runLine, sparkline } from "../../../../extension/runs/runWords.ts";
import { data } from "../../../../engine/index.ts";

function run(id: string, change: Partial<KeptRun> = {}): KeptRun {
  const best = Number(id.replaceAll(/\D/g, "")) || 0;
  return {
    version: 1,
    id,
    name: `run ${id}`,
    notebook: "a.grad.md",
    model: "Linear(2, 1)",
    settings: { optimizer: "Adam", lr: 0.01, seed: null },
    began: 1_700_000_000_000 + best,
    seconds: 1.5,
    ended: "epochs",
    message: "",
    verdict: "goodFit",
    epochs: [1, 2],
    series: { loss: [2, best] },
    results: { loss: { direction: "min", best, bestEpoch: 2, last: best } },
    code: "await fit(net, data, {})",
    ...change,
  };
}

describe("kept runs", () => {
  let folder = "";
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "runs-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it("come back as they were, with names, notes and pins", () => {
    const store = new RunStore(folder);
    store.add(run("1"));
    store.add(run("2"));
    store.add(run("2"));
    store.change("1", { name: "<b>best</b>", note: 'a, "quoted" note\nof two lines', pinned: true });
    store.write();
    const again = new RunStore(folder);
    assert.equal(again.damaged, null);
    assert.deepEqual(again.all, store.all);
    again.delete(new Set(["2"]));
    again.write();
    assert.deepEqual(
      new RunStore(folder).all.map(({ id }) => id),
      ["1"],
    );
  });

  it("are put aside where they cannot be read, never written over", () => {
    const store = new RunStore(folder);
    store.add(run("1"));
    store.add(run("2"));
    store.write();
    const file = path.join(folder, "runs.jsonl");
    const whole = readFileSync(file, "utf8");
    const cut = whole.slice(0, -40);
    writeFileSync(file, cut);
    const damaged = new RunStore(folder);
    assert.equal(readFileSync(damaged.damaged ?? assert.fail(), "utf8"), cut);
    assert.deepEqual(
      damaged.all.map(({ id }) => id),
      ["1"],
      "what can be read is there",
    );
    damaged.add(run("3"));
    damaged.write();
    writeFileSync(file, "not JSON at all\n");
    const twice = new RunStore(folder);
    assert.deepEqual(twice.all, []);
    assert.equal(readdirSync(folder).filter((name) => name.startsWith("runs-damaged")).length, 2);
  });

  it("of a later version are neither read nor lost", () => {
    writeFileSync(
      path.join(folder, "runs.jsonl"),
      `${JSON.stringify({ ...run("1"), version: 2 })}\n${JSON.stringify({ version: 1, id: "x" })}\nnull\n`,
    );
    const store = new RunStore(folder);
    assert.deepEqual(store.all, []);
    assert.ok(existsSync(store.damaged ?? ""));
  });

  it("say so when they cannot be written, and the file is as it was", () => {
    const place = path.join(folder, "file");
    writeFileSync(place, "in the way");
    const store = new RunStore(path.join(place, "runs"));
    store.add(run("1"));
    assert.throws(() => store.write());
    assert.equal(readFileSync(place, "utf8"), "in the way");
    mkdirSync(path.join(folder, "fine"));
  });

  it("are forgotten from the oldest on, but for those that are pinned; and are quick", () => {
    const store = new RunStore(folder);
    store.add(run("0", { pinned: true }));
    for (let i = 1; i < mostRuns + 50; i++) store.add(run(String(i)));
    assert.equal(store.all.length, mostRuns);
    assert.equal(store.all[0]?.id, "0");
    store.write();
    assert.equal(new RunStore(folder).all.length, mostRuns);
  });

  it("are sorted with pinned ones first, runs without a number last", () => {
    const none = run("9", { results: {}, series: {} });
    const runs = [run("3"), run("1", { seconds: 9 }), none, run("2", { pinned: true })];
    const ids = (order: Parameters<typeof ordered>[1]): string =>
      ordered(runs, order)
        .map(({ id }) => id)
        .join("");
    assert.equal(ids("newest"), "2931");
    assert.equal(ids("best"), "2139");
    assert.equal(ids("name"), "2139");
    assert.equal(ids("duration"), "2931");
  });

  it("are told in a line: a curve in characters, the best value, what they were given", () => {
    assert.equal(sparkline([8, 6, 4, 2, null]), "█▆▃▁·");
    assert.equal(sparkline([]), "");
    assert.equal(sparkline([null]), "");
    assert.equal(sparkline([5, 5]), "▁▁");
    assert.equal(sparkline(Array.from({ length: 1000 }, (_, i) => i)).length, 10);
    assert.equal(runLine(run("1")), "█▁ loss 1 · Adam lr 0.01 · 1.50 s");
    assert.equal(
      runLine(run("1", { series: {}, results: {}, settings: {}, note: "mine" })),
      "loss – · 1.50 s · mine",
    );
  });

  it("leave as JSON Lines and as CSV that reads back, whatever they are called", () => {
    const runs = [run("1", { name: 'a "b", c\nd', note: "=1+1" }), run("2", { settings: { momentum: 0.9 } })];
    assert.deepEqual(
      runsAsJsonLines(runs)
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as KeptRun),
      runs,
    );
    const table = data.table(runsAsCsv(runs));
    assert.deepEqual(table.column("name"), ['a "b", c\nd', "run 2"]);
    assert.deepEqual(table.column("note"), ["'=1+1", null], "no spreadsheet takes a note for a formula");
    assert.deepEqual(table.column("momentum"), [null, 0.9]);
    assert.deepEqual(table.column("loss.best"), [1, 2]);
  });
});
