import { strict as assert } from "node:assert";
import { markdownTable } from "../../bench/harness/markdownTable.ts";

describe("A table of results", () => {
  it("puts the first column flush left, the others flush right, all in line", () => {
    const rows = [
      { step: "relu", µs: 371 },
      { step: "matmul 64³", µs: 4 },
    ];
    assert.equal(
      markdownTable(rows),
      ["| step       |  µs |", "| ---------- | --: |", "| relu       | 371 |", "| matmul 64³ |   4 |"].join(
        "\n",
      ),
    );
  });

  it("leaves a cell empty that a row does not have", () => {
    assert.equal(markdownTable([{ a: "1" }, { a: "2", b: "3" }]).split("\n")[2], "| 1   |     |");
  });

  it("keeps what would end a cell inside it", () => {
    assert.match(markdownTable([{ a: "x|y\nz" }]), /\| x\\\|y z \|/);
  });
});
