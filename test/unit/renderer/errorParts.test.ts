import assert from "node:assert/strict";
import { errorParts, remedyOf, stackBelow } from "../../../renderer/views/text/errorParts.ts";

describe("the parts of an error", () => {
  it("are what was wrong, and behind its first sentence what to do", () => {
    for (const [fault, remedy] of [
      ["matmul: (2, 3) and (2, 3) do not fit: 3 ≠ 2 (axis 1. Of it).", "Did you mean x.matmul(w.T)?"],
      ["matmul：(2, 3) 与 (2, 3) 不匹配：3 ≠ 2。", "您是指 x.matmul(w.T) 吗？"],
      ["tensor is not defined.", 'Import it first: import { tensor } from "gradbook"'],
      ["prelu: 3 weights do not fit the 2 channels of shape (2, 2);", "use 1 or 2."],
      ["Linear：inFeatures 是 1.5；", "请给出两个整数。"],
      ['fit: there is no loss "a; b. C";', "there are mse, or give a function."],
      ["It is 3.5 of x.add(y).", ""],
      ["first line\nsecond. Third; fourth", ""],
      ["", ""],
    ] as const) {
      const joined = remedy === "" ? fault : /[。；]$/.test(fault) ? fault + remedy : `${fault} ${remedy}`;
      assert.deepEqual(remedyOf(joined), { fault, remedy });
    }
  });

  const message = "add: (2,) and (3,) do not broadcast: 2 ≠ 3. Did you mean y.T?";
  const stack = [
    `RangeError: ${message}`,
    "    Cell In[3], line 2, in loss",
    "    ----> 2 \treturn x.add(y)",
    "            \t         ^",
    "    Cell In[4], line 1",
    "    File /home/me/a b.ts:3:7, in f",
    "Caused by: TypeError: z",
    "    Cell In[1], line 9",
  ].join("\n");

  it("are the place and the line at fault, then callers and causes, with links to each", () => {
    const { place, quote, rest } = errorParts({ name: "RangeError", message, stack });
    assert.deepEqual(place, {
      before: "    ",
      link: { text: "Cell In[3], line 2", href: "vscode-notebook-cell:?execution_count=3&line=2" },
      after: ", in loss",
    });
    assert.deepEqual(quote, { line: "2", before: "\treturn x.", at: "add", after: "(y)" });
    assert.deepEqual(
      rest.map(({ before, link, after }) => [before + (link?.text ?? "") + after, link?.href ?? null]),
      [
        ["    Cell In[4], line 1", "vscode-notebook-cell:?execution_count=4&line=1"],
        ["    File /home/me/a b.ts:3:7, in f", "/home/me/a b.ts:3:7"],
        ["Caused by: TypeError: z", null],
        ["    Cell In[1], line 9", "vscode-notebook-cell:?execution_count=1&line=9"],
      ],
    );
  });

  it("leave a stack alone that does not begin with its message", () => {
    assert.equal(stackBelow({ name: "ValueError", message: "x", stack: "Traceback …\nValueError: x" }), null);
    const { place, rest } = errorParts({
      name: "ValueError",
      message: "x",
      stack: "Traceback …\nValueError: x",
    });
    assert.equal(place, null);
    assert.deepEqual(
      rest.map(({ before }) => before),
      ["Traceback …", "ValueError: x"],
    );
  });

  it("make a link of nothing but a place in a cell or a file", () => {
    const odd = "E: m\n    File javascript:alert(1):2:3\n    File <a href='x'>:1:1";
    assert.ok(errorParts({ name: "E", message: "m", stack: odd }).rest.every(({ link }) => link === null));
  });
});
