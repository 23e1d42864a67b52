import { strict as assert } from "node:assert";
import type { VariableSummary } from "../../../../engine/payload/variables.ts";
import { gridPlace } from "../../../../renderer/page/variables/gridKeys.ts";
import { columns, nextOrder, sorted } from "../../../../renderer/page/variables/sortVariables.ts";

const variable = (name: string, part: Partial<VariableSummary> = {}): VariableSummary => ({
  name,
  cell: "a",
  type: "number",
  shape: null,
  dtype: null,
  bytes: null,
  summary: "",
  hasGrid: false,
  ...part,
});
const names = (variables: readonly VariableSummary[]) => variables.map(({ name }) => name).join(" ");

describe("The order of variables", () => {
  const all = [
    variable("x10", { bytes: 40, shape: [10] }),
    variable("x9", { bytes: 400, shape: [2, 50] }),
    variable("Answer"),
  ];

  it("is that of their declaration until a head is pressed, and again after the third press", () => {
    let order = { by: null, descending: false } as Parameters<typeof nextOrder>[0];
    assert.equal(names(sorted(all, order)), "x10 x9 Answer");
    order = nextOrder(order, "name");
    assert.equal(names(sorted(all, order)), "Answer x9 x10");
    order = nextOrder(order, "name");
    assert.equal(names(sorted(all, order)), "x10 x9 Answer");
    assert.deepEqual(nextOrder(order, "name"), { by: null, descending: false });
    assert.deepEqual(nextOrder(order, "bytes"), { by: "bytes", descending: false });
  });

  it("leaves those without a value last, both ways", () => {
    assert.equal(names(sorted(all, { by: "bytes", descending: false })), "x10 x9 Answer");
    assert.equal(names(sorted(all, { by: "bytes", descending: true })), "x9 x10 Answer");
    assert.equal(names(sorted(all, { by: "shape", descending: true })), "x9 x10 Answer");
  });

  it("keeps all of them, whatever the column", () => {
    for (const by of columns) {
      for (const descending of [false, true])
        assert.equal(sorted(all, { by, descending }).length, all.length);
    }
  });
});

describe("A key in the data viewer", () => {
  const key = (name: string, ctrlKey = false) => ({ key: name, ctrlKey, metaKey: false, altKey: false });
  const from = { row: 5, column: 3 };
  const go = (name: string, ctrlKey = false) => gridPlace(key(name, ctrlKey), from, [1000, 7], 20);

  it("moves by one, a page, to the edge, and with Ctrl to the end", () => {
    assert.deepEqual(go("ArrowRight"), { row: 5, column: 4 });
    assert.deepEqual(go("PageDown"), { row: 25, column: 3 });
    assert.deepEqual(go("Home"), { row: 5, column: 0 });
    assert.deepEqual(go("End", true), { row: 999, column: 6 });
    assert.deepEqual(go("ArrowDown", true), { row: 999, column: 3 });
  });

  it("stays within the slice, and leaves other keys alone", () => {
    assert.deepEqual(go("PageUp"), { row: 0, column: 3 });
    assert.deepEqual(gridPlace(key("ArrowLeft"), { row: 0, column: 0 }, [1, 1], 20), { row: 0, column: 0 });
    assert.equal(go("Tab"), null);
    assert.equal(go("toString"), null);
    assert.equal(gridPlace({ ...key("ArrowDown"), altKey: true }, from, [10, 10], 5), null);
  });
});
