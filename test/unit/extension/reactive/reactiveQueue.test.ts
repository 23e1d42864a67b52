/** Whatever comes between whatever: the values that a control has at last are those that the cells show. */
import assert from "node:assert/strict";
import { randomNumbers } from "../../randomNumbers.ts";
import { SlowNotebook, type Ran, type SlowCell } from "./slowNotebook.ts";

function notebook(train: number): SlowCell[] {
  const cell = (id: string, declares: string[], reads: string[], takes: number): SlowCell => ({
    id,
    declares,
    reads,
    takes,
  });
  return [
    cell("controls", ["lr", "units"], [], 1),
    cell("train", ["net"], ["lr"], train),
    cell("draw", [], ["net"], 2),
    cell("count", [], ["units"], 2),
  ];
}

/** Makes a notebook run, and moves its controls at any moment. @returns what came last */
async function play(
  seed: number,
  train: number,
  { stops, watch }: { stops: boolean; watch?: (sheet: SlowNotebook) => void },
) {
  const random = randomNumbers(seed);
  const slowness = 10 ** (random() * 2.2);
  const sheet = new SlowNotebook(notebook(train), () => random() ** 3 * slowness);
  sheet.time.watch = watch ? () => watch(sheet) : null;
  sheet.run("controls");
  await sheet.time.pass();
  const all = random() < 0.7;
  if (all) sheet.run("train", "draw", "count");
  const last: Record<string, number> = { lr: 0, units: 0 };
  /** What ran when the person stopped it. */
  const ends: Ran[] = [];
  let stopped = false;
  const count = 1 + Math.floor(random() * 6);
  for (let i = 1; i <= count; i++) {
    await sheet.time.pass(sheet.time.now() + random() ** 2 * 4 * slowness);
    stopped = stops && i > 1 && random() < 0.3;
    if (stopped) {
      const { running } = sheet.queue;
      const ran = sheet.ran.at(-1);
      if (running && ran && running.stage !== "waits" && running.stage !== "ended") ends.push(ran);
      void sheet.queue.stop();
      continue;
    }
    const name = random() < 0.8 ? "lr" : "units";
    last[name] = i;
    sheet.move("controls", name, i);
    if (!all && i === 1) sheet.run("train", "draw", "count");
  }
  await sheet.time.pass();
  return { sheet, last, stopped, ends, count };
}

function tell(seed: number, { ran, log }: SlowNotebook): string {
  return `seed ${seed}: ${JSON.stringify(ran)}\n${log.join("\n")}`;
}

describe("A notebook whose controls are moved at any moment", () => {
  it("computes with the last values in the end, and nothing that is to run is lost", async () => {
    for (let seed = 1; seed <= 500; seed++) {
      const { sheet, last, count } = await play(seed, Infinity, { stops: false });
      const train = sheet.ran.findLast(({ cell }) => cell === "train");
      const told = tell(seed, sheet);
      assert.deepEqual(train, { cell: "train", values: { lr: last["lr"] }, end: "runs" }, told);
      const trained = sheet.ran.filter(({ cell }) => cell === "train").length;
      assert.ok(trained <= count + 1, told);
    }
  });

  it("comes to rest with nothing out of date", async () => {
    for (let seed = 1; seed <= 500; seed++) {
      const { sheet, last, count } = await play(seed, 1 + (seed % 300), { stops: false });
      const told = tell(seed, sheet);
      assert.equal(sheet.queue.pending.length, 0, told);
      assert.deepEqual(sheet.stale(), [], told);
      const shown = (cell: string) => sheet.ran.findLast((ran) => ran.cell === cell);
      assert.deepEqual(shown("train"), { cell: "train", values: { lr: last["lr"] }, end: "ended" }, told);
      assert.deepEqual(
        shown("count"),
        { cell: "count", values: { units: last["units"] }, end: "ended" },
        told,
      );
      const places = ["train", "draw"].map((id) => sheet.ran.findLastIndex(({ cell }) => cell === id));
      assert.ok((places[0] ?? NaN) < (places[1] ?? NaN), told);
      assert.ok(sheet.ran.length <= 1 + 3 * (count + 1), told);
    }
  });

  it("shows at each moment that a training goes on, between the run that a move ends and the next, too", async () => {
    for (let seed = 1; seed <= 500; seed++)
      await play(seed, Infinity, {
        stops: false,
        watch: (sheet) => {
          const train = sheet.cells.find(({ id }) => id === "train");
          const began = sheet.ran.some(({ cell }) => cell === "train");
          assert.ok(!began || (train && sheet.queue.goesOn(train)), tell(seed, sheet));
        },
      });
  });

  it("is at rest once the person stops it, and what ran says that it was stopped", async () => {
    for (let seed = 1; seed <= 500; seed++) {
      const { sheet, last, stopped, ends } = await play(seed, Infinity, { stops: true });
      const told = tell(seed, sheet);
      for (const { end } of ends) assert.ok(end === "stopped" || end === "ended", told);
      const train = sheet.ran.findLast(({ cell }) => cell === "train");
      if (stopped || train?.end !== "runs") assert.deepEqual(sheet.queue.pending, [], told);
      else assert.deepEqual(train.values, { lr: last["lr"] }, told);
    }
  });
});
