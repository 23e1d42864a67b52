/** Which cells used what has changed. */
import assert from "node:assert/strict";
import {
  dependants,
  sourcesOf,
  staleCells,
  type CellState,
} from "../../../../extension/notebook/staleness.ts";

/** Cells written as `a b = c d`: they declare a and b, and read c and d. */
function sheet(...texts: string[]): CellState[] {
  const cells: CellState[] = texts.map((text, i) => ({ id: `c${i}`, text, last: null }));
  texts.forEach((text, i) => {
    const [left = "", right = ""] = text.split("=");
    const words = (part: string): string[] => part.split(" ").filter((word) => word !== "");
    const declares = words(left).map((name) => ({ name, from: null }));
    const flow = { declares, reads: words(right), deferred: [], writes: [] };
    cells[i] = { ...cells[i], last: { run: i + 1, text, flow, ...sourcesOf(flow, cells, i) } };
  });
  return cells;
}

const names = (...all: string[]): ReadonlySet<string> => new Set(all);

describe("What uses a value that has changed", () => {
  it("is what reads its name, and what reads what that gives, in the notebook's order", () => {
    const cells = sheet("lr units =", "x =", "net = lr x", "= net", "= units", "loss = net");
    assert.deepEqual(dependants(cells, new Map([["c0", names("lr")]])), ["c2", "c3", "c5"]);
    assert.deepEqual(dependants(cells, new Map([["c0", names("units")]])), ["c4"]);
    assert.deepEqual(dependants(cells, new Map([["c0", "all"]])), ["c2", "c3", "c4", "c5"]);
  });

  it("is not what reads another cell's name that hides it", () => {
    const cells = sheet("lr =", "lr =", "= lr");
    assert.deepEqual(dependants(cells, new Map([["c0", names("lr")]])), []);
  });

  it("is not what was edited since, nor what uses only that", () => {
    const cells = sheet("lr =", "net = lr", "= net");
    cells[1] = { ...cells[1], text: "net = lr lr" };
    assert.deepEqual(dependants(cells, new Map([["c0", names("lr")]])), []);
  });

  it("is stale by the control's name alone, and no longer when it has run again", () => {
    const cells = sheet("lr units =", "net = lr", "= units");
    const { last } = cells[0];
    assert.ok(last);
    cells[0] = { ...cells[0], last: { ...last, moved: { names: new Map([["lr", 1]]), used: [] } } };
    assert.deepEqual([...staleCells(cells)], [["c1", { kind: "stale", names: ["lr"] }]]);
    const flow = cells[1].last?.flow;
    assert.ok(flow);
    cells[1] = { ...cells[1], last: { run: 9, text: cells[1].text, flow, ...sourcesOf(flow, cells, 1) } };
    assert.deepEqual([...staleCells(cells)], []);
  });

  it("is the cell itself where it uses the value of its control", () => {
    const cells = sheet("a =", "= a");
    const { last } = cells[0];
    assert.ok(last);
    cells[0] = { ...cells[0], last: { ...last, moved: { names: new Map(), used: ["power"] } } };
    assert.deepEqual([...staleCells(cells).keys()], ["c0", "c1"]);
  });
});
