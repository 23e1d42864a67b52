import assert from "node:assert/strict";
import type { CellFlow } from "../../../extension/kernel/protocol/protocol.ts";
import { sourcesOf, staleCells, type CellState } from "../../../extension/notebook/staleness.ts";

/**
 * A notebook of cells written as `a b = c d`: they declare a and b and read c and d; `x <- y` assigns to x. What is
 * read as `(c)` only functions use.
 */
class Sheet {
  cells: CellState[] = [];
  #run = 0;
  #made = 0;

  constructor(...texts: string[]) {
    texts.forEach((text, i) => this.insert(i, text));
  }

  insert(index: number, text: string): void {
    this.cells.splice(index, 0, { id: `c${this.#made++}`, text, last: null });
  }

  edit(index: number, text: string): void {
    this.#change(index, { text });
  }

  run(...indices: number[]): this {
    for (const index of indices) {
      const { text } = this.cells[index];
      const flow = flowOf(text);
      const used = sourcesOf(flow, this.cells, index);
      this.#change(index, { last: { run: ++this.#run, text, flow, ...used } });
    }
    return this;
  }

  /** Texts of the cells that are stale or edited, the latter in brackets. */
  stale(): string[] {
    const found = staleCells(this.cells);
    return this.cells.flatMap(({ id, text }) => {
      const kind = found.get(id)?.kind;
      return kind === undefined ? [] : [kind === "edited" ? `[${text}]` : text];
    });
  }

  #change(index: number, change: Partial<CellState>): void {
    this.cells[index] = { ...this.cells[index], ...change };
  }
}

const words = (text = ""): string[] => text.split(" ").filter((word) => word !== "");

function flowOf(text: string): CellFlow {
  const [left, right] = text.replace(/[()]/g, "").split(/=|<-/);
  const deferred = [...text.matchAll(/\((\w+)\)/g)].map(([, name = ""]) => name);
  const assigns = text.includes("<-");
  const names = words(left);
  return {
    declares: assigns ? [] : names.map((name) => ({ name, from: name === "torch" ? "gradbook#*" : null })),
    reads: assigns ? [...new Set([...words(right), ...names])] : [...new Set(words(right))],
    deferred,
    writes: assigns ? names : [],
  };
}

describe("Stale cells", () => {
  it("are none as long as cells ran in order, and none that has not run", () => {
    assert.deepEqual(new Sheet("a =", "b = a", "c = b").run(0, 1, 2).stale(), []);
    assert.deepEqual(new Sheet("a =", "b = a", "c = b").run(0, 2).stale(), []);
  });

  it("are those that use what was run again, directly and through others", () => {
    const sheet = new Sheet("a =", "b = a", "c = b", "d =").run(0, 1, 2, 3);
    assert.deepEqual(sheet.run(0).stale(), ["b = a", "c = b"]);
    assert.deepEqual(sheet.run(1).stale(), ["c = b"]);
    assert.deepEqual(sheet.run(2).stale(), []);
  });

  it("are those that use what was edited, until the edit is undone", () => {
    const sheet = new Sheet("a =", "b = a", "c =").run(0, 1, 2);
    sheet.edit(0, "a = x");
    assert.deepEqual(sheet.stale(), ["[a = x]", "b = a"]);
    sheet.edit(0, "a =");
    assert.deepEqual(sheet.stale(), []);
  });

  it("name what would be another value", () => {
    const sheet = new Sheet("a =", "b =", "c = a b").run(0, 1, 2, 1);
    assert.deepEqual(staleCells(sheet.cells).get("c2"), { kind: "stale", names: ["b"] });
  });

  it("follow the nearest declaration above, also when another cell becomes it", () => {
    const sheet = new Sheet("a =", "a b =", "c = a").run(0, 1, 2);
    assert.deepEqual(sheet.run(0).stale(), []);
    sheet.insert(2, "a =");
    assert.deepEqual(sheet.stale(), []);
    assert.deepEqual(sheet.run(2).stale(), ["c = a"]);
    sheet.cells.splice(2, 1);
    assert.deepEqual(sheet.stale(), []);
    sheet.cells.splice(1, 1);
    assert.deepEqual(sheet.stale(), ["c = a"]);
  });

  it("follow cells that assign to a name, when they stand in between", () => {
    const sheet = new Sheet("n =", "n <- x", "= n", "n <- y").run(0, 1, 2, 3);
    assert.deepEqual(sheet.stale(), []);
    assert.deepEqual(sheet.run(1).stale(), ["= n", "n <- y"]);
    assert.deepEqual(sheet.run(2, 3).stale(), []);
    assert.deepEqual(sheet.run(3).stale(), []);
  });

  it("are not those that only use what a package gives", () => {
    const sheet = new Sheet("torch =", "a = torch").run(0, 1);
    assert.deepEqual(sheet.run(0).stale(), []);
    sheet.edit(0, "torch = b");
    assert.deepEqual(sheet.stale(), ["[torch = b]"]);
  });

  it("follow what a function uses from below: the cell of the function is not stale, those that use it are", () => {
    const sheet = new Sheet("f = (g)", "h = (f)", "g =", "= f", "= h").run(0, 1, 2, 3, 4);
    assert.deepEqual(sheet.stale(), []);
    assert.deepEqual(sheet.run(2).stale(), ["= f", "= h"]);
    assert.deepEqual(sheet.run(3, 4).stale(), []);
    sheet.edit(2, "g = x");
    assert.deepEqual(sheet.stale(), ["[g = x]", "= f", "= h"]);
    sheet.cells.splice(2, 1);
    assert.deepEqual(sheet.stale(), ["= f", "= h"]);
  });

  it("follow functions of two cells that use each other", () => {
    const sheet = new Sheet("even = (odd)", "odd = (even)", "= even", "= odd").run(0, 1, 2, 3);
    assert.deepEqual(sheet.stale(), []);
    assert.deepEqual(sheet.run(1).stale(), ["= even", "= odd"]);
  });

  it("are those that took a name from below when they ran", () => {
    const sheet = new Sheet("b = a", "a =").run(1, 0);
    assert.deepEqual(sheet.stale(), []);
    assert.deepEqual(sheet.run(1).stale(), ["b = a"]);
  });

  it("are found whatever was run, edited, moved, inserted and deleted: the others show what running them gives", () => {
    for (let seed = 1; seed <= 300; seed++) new Simulation(seed).go(30);
  });
});

/** Runs cells of pure functions for real, to see whether a cell that is not stale would show the same again. */
class Simulation {
  readonly #sheet = new Sheet();
  /** What each cell showed last, and what its names are. */
  readonly #shown = new Map<string, string>();
  #state: number;

  constructor(seed: number) {
    this.#state = seed * 2654435761;
  }

  go(steps: number): void {
    for (let step = 0; step < steps; step++) {
      this.#step();
      const stale = staleCells(this.#sheet.cells);
      this.#sheet.cells.forEach(({ id, last }, index) => {
        if (last && !stale.has(id)) assert.equal(this.#evaluate(index), this.#shown.get(id));
      });
    }
  }

  #step(): void {
    const { cells } = this.#sheet;
    const index = this.#random(Math.max(1, cells.length));
    const kind = cells.length < 3 ? 0 : this.#random(7);
    if (kind === 0) this.#sheet.insert(this.#random(cells.length + 1), this.#text());
    else if (kind === 1) this.#sheet.edit(index, this.#text());
    else if (kind === 2) cells.push(...cells.splice(index, 1));
    else if (kind === 3 && cells.length > 4) cells.splice(index, 1);
    else this.#run(index);
  }

  #run(index: number): void {
    this.#sheet.run(index);
    this.#shown.set(this.#sheet.cells[index].id, this.#evaluate(index));
  }

  /** The text with the values of what it reads in place of their names. */
  #evaluate(index: number): string {
    const { text, last } = this.#sheet.cells[index];
    const values = flowOf(last?.text ?? text).reads.map((name) => {
      const above = this.#sheet.cells.slice(0, index).toReversed();
      const declares = (cell: CellState): boolean =>
        cell.last?.flow.declares.some((declared) => declared.name === name) ?? false;
      const giver = above.find(declares) ?? this.#sheet.cells.slice(index + 1).find(declares);
      return giver ? `${name}:${this.#shown.get(giver.id) ?? ""}` : `${name}?`;
    });
    return `${last?.text ?? ""} {${values.join()}}`;
  }

  #text(): string {
    const name = (): string => ["a", "b", "c", "d"][this.#random(4)];
    return `${name()} = ${name()} ${name()} v${this.#random(3)}`;
  }

  #random(below: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * below);
  }
}
