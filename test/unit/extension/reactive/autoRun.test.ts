/** What runs by itself: once for what was done, in order, and never for what ran by itself. */
import assert from "node:assert/strict";
import { AutoRun, type AutoRunMode } from "../../../../extension/reactive/autoRun.ts";
import type { Changes } from "../../../../extension/notebook/staleness.ts";
import { until } from "../../until.ts";

/** A notebook whose cells depend on each other as `uses` says. */
class Sheet {
  mode: AutoRunMode = "controls";
  readonly uses: Readonly<Record<string, string[]>>;
  /** What ran, and what ended it. */
  readonly log: string[] = [];
  running: string | null = null;
  waiting: string[] = [];
  readonly stale = new Set<string>();
  readonly auto: AutoRun;

  constructor(uses: Readonly<Record<string, string[]>>) {
    this.uses = uses;
    this.auto = new AutoRun({
      mode: () => this.mode,
      outdatedBy: (changes) => this.outdatedBy(changes),
      running: () => this.running,
      waits: () => this.waiting.length > 0,
      replace: () => this.log.push(`replace ${this.running ?? ""}`),
      drop: (cells) => (this.waiting = this.waiting.filter((cell) => !cells.includes(cell))),
      run: (cells, because) => {
        const added = cells.filter((cell) => !this.waiting.includes(cell));
        if (added.length > 0) this.log.push(`run ${added.join(" ")} for ${because}`);
        this.waiting.push(...added);
      },
    });
  }

  outdatedBy(changes: Changes): string[] {
    const found = new Set([...changes].flatMap(([cell, names]) => (names === "all" ? [cell] : [])));
    const names = new Set([...changes].flatMap(([, some]) => (some === "all" ? [] : [...some])));
    for (const [cell, used] of Object.entries(this.uses))
      if (used.some((name) => names.has(name) || found.has(name))) found.add(cell);
    return Object.keys(this.uses).filter((cell) => found.has(cell) && this.stale.has(cell));
  }

  move(name: string): void {
    for (let more = true; more;) {
      more = false;
      for (const [cell, used] of Object.entries(this.uses)) {
        if (this.stale.has(cell) || !used.some((one) => one === name || this.stale.has(one))) continue;
        this.stale.add(cell);
        more = true;
      }
    }
    this.auto.moved("controls", name, [name]);
  }

  /** Lets one cell that waits begin. */
  begin(title: string | null = null, cell = this.waiting.shift()): void {
    assert.ok(cell !== undefined);
    this.running = cell;
    this.stale.delete(cell);
    this.auto.began(cell, title);
  }

  end(ok = true): void {
    this.auto.ended(ok);
    this.running = null;
  }
}

const planned = (sheet: Sheet, count = 1): Promise<void> =>
  until(() => sheet.log.filter((line) => line.startsWith("run")).length >= count, "a plan");

describe("What runs by itself", () => {
  it("is what uses a control that was moved, once for many moves in one drag", async () => {
    const sheet = new Sheet({ train: ["lr"], draw: ["train"], other: ["units"] });
    for (let i = 0; i < 5; i++) sheet.move("lr");
    await planned(sheet);
    assert.deepEqual(sheet.log, ["run train draw for lr"]);
    sheet.begin();
    sheet.end();
    sheet.begin();
    sheet.end();
    assert.deepEqual(sheet.log, ["run train draw for lr"]);
  });

  it("ends what is under way with the old value, and begins it again", async () => {
    const sheet = new Sheet({ train: ["lr"] });
    sheet.move("lr");
    await planned(sheet);
    sheet.begin();
    sheet.move("lr");
    assert.deepEqual(sheet.log, ["run train for lr", "replace train"]);
    await planned(sheet, 2);
    assert.deepEqual(sheet.waiting, ["train"]);
  });

  it("is nothing where a cell stays stale although it has run: no loop", async () => {
    const sheet = new Sheet({ train: ["lr"] });
    sheet.move("lr");
    await planned(sheet);
    sheet.begin();
    sheet.stale.add("train");
    sheet.end();
    assert.deepEqual(sheet.log, ["run train for lr"]);
  });

  it("is nothing more once something failed, or the person stopped it", async () => {
    const sheet = new Sheet({ train: ["lr"], draw: ["train"] });
    sheet.move("lr");
    await planned(sheet);
    sheet.begin();
    sheet.waiting = [];
    sheet.end(false);
    assert.deepEqual(sheet.log, ["run train draw for lr"]);
    sheet.move("lr");
    sheet.auto.cancel();
    await new Promise((resolve) => setTimeout(resolve, 150));
    assert.deepEqual(sheet.log, ["run train draw for lr"]);
  });

  it("is nothing when it is switched off", async () => {
    const sheet = new Sheet({ train: ["lr"] });
    sheet.mode = "off";
    sheet.move("lr");
    await new Promise((resolve) => setTimeout(resolve, 150));
    assert.deepEqual(sheet.log, []);
  });

  it("set to all, is what uses the cells that the person ran, when they have ended", () => {
    const sheet = new Sheet({ a: [], b: ["a"], c: ["b"] });
    sheet.mode = "all";
    sheet.begin("Cell 1", "a");
    sheet.stale.add("b").add("c");
    sheet.end();
    assert.deepEqual(sheet.log, ["run b c for Cell 1"]);
    sheet.begin();
    sheet.end();
    sheet.begin();
    sheet.end();
    assert.deepEqual(sheet.log, ["run b c for Cell 1"]);
  });

  it("is nothing for what the person runs otherwise", () => {
    const sheet = new Sheet({ a: [], b: ["a"] });
    sheet.begin("Cell 1", "a");
    sheet.stale.add("b");
    sheet.end();
    assert.deepEqual(sheet.log, []);
  });
});
