/** Python's tokens, statements and expressions, and where a text is none. */
import assert from "node:assert/strict";
import { parse } from "../../../../extension/translate/python/parse.ts";
import { PythonSyntaxError } from "../../../../extension/translate/python/syntaxError.ts";
import { splitFormat, unescape } from "../../../../extension/translate/python/strings.ts";
import { tokenize } from "../../../../extension/translate/python/tokenize.ts";

/** Kinds of tokens with their texts: `name:x`. */
const tokens = (source: string): string[] =>
  tokenize(source).tokens.map((token) => {
    if (token.kind === "string") return `string:${token.prefix}${token.body}`;
    return "text" in token ? `${token.kind}:${token.text}` : token.kind;
  });

/** The tree without places, so that it can be read. */
const bare = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, part: unknown) =>
      ["start", "end", "line", "lastLine", "apart"].includes(key) ? undefined : part,
    ),
  );

const first = (source: string): Record<string, unknown> =>
  bare(parse(source).body[0]) as Record<string, unknown>;
const value = (source: string): unknown => first(source).value;
const name = (id: string): object => ({ kind: "name", id });
const num = (text: string): object => ({ kind: "number", text });

describe("Python's tokens", () => {
  it("tell indentation, and leave out blank lines", () => {
    assert.deepEqual(tokens("if x:\n\n    y\n  # c\nz"), [
      ...[
        "name:if",
        "name:x",
        "op::",
        "newline",
        "indent",
        "name:y",
        "newline",
        "dedent",
        "name:z",
        "newline",
        "end",
      ],
    ]);
  });

  it("go on over lines inside brackets and after a backslash", () => {
    assert.deepEqual(tokens("(a,\n  b)\nc = 1 + \\\n  2"), [
      ...["op:(", "name:a", "op:,", "name:b", "op:)", "newline"],
      ...["name:c", "op:=", "number:1", "op:+", "number:2", "newline", "end"],
    ]);
  });

  it("know every kind of string", () => {
    assert.deepEqual(tokens(`'a' "b" r'\\d' f"{x}" '''c\nd''' RF'e' "it's"`), [
      ...["string:a", "string:b", "string:r\\d", "string:f{x}", "string:c\nd", "string:rfe", "string:it's"],
      ...["newline", "end"],
    ]);
  });

  it("know numbers and the longest operators", () => {
    assert.deepEqual(tokens("1_000 .5 2. 1e-3 0xFF 3j **= // -> :="), [
      ...["number:1_000", "number:.5", "number:2.", "number:1e-3", "number:0xFF", "number:3j"],
      ...["op:**=", "op://", "op:->", "op::=", "newline", "end"],
    ]);
  });

  it("keep a notebook's own commands apart", () => {
    assert.deepEqual(tokens("%matplotlib inline\n!pip install x\na % b"), [
      ...["magic:%matplotlib inline", "newline", "magic:!pip install x", "newline"],
      ...["name:a", "op:%", "name:b", "newline", "end"],
    ]);
  });

  it("name variables in any script", () => assert.deepEqual(tokens("损失"), ["name:损失", "newline", "end"]));
});

describe("Python's strings", () => {
  it("resolve escapes, and keep unknown ones", () => {
    assert.equal(unescape("a\\n\\t\\x41\\u4e2d\\101\\d\\\\"), "a\n\tA中A\\d\\");
  });

  it("are split into fields", () => {
    assert.deepEqual(splitFormat("a {x!r:>3} {{b}} {y=} {d['k']:.2f}"), [
      "a ",
      { text: "x", at: 3, label: null, conversion: "r", spec: ">3" },
      " {b} ",
      { text: "y", at: 18, label: "y=", conversion: null, spec: null },
      " ",
      { text: "d['k']", at: 23, label: null, conversion: null, spec: ".2f" },
      "",
    ]);
    for (const broken of ["{", "}", "{}", "{x", "{x!z}"]) assert.equal(splitFormat(broken), null, broken);
  });
});

describe("Python's expressions", () => {
  it("bind as in Python", () => {
    assert.deepEqual(value("-x ** 2"), {
      kind: "unary",
      op: "-",
      operand: { kind: "binary", op: "**", left: name("x"), right: num("2") },
    });
    assert.deepEqual(value("a + b * c @ d"), {
      kind: "binary",
      op: "+",
      left: name("a"),
      right: {
        kind: "binary",
        op: "@",
        left: { kind: "binary", op: "*", left: name("b"), right: name("c") },
        right: name("d"),
      },
    });
    assert.deepEqual(value("not a in b or c"), {
      kind: "bool",
      op: "or",
      values: [
        {
          kind: "unary",
          op: "not",
          operand: { kind: "compare", left: name("a"), rest: [{ op: "in", right: name("b") }] },
        },
        name("c"),
      ],
    });
  });

  it("compare several in a row", () => {
    assert.deepEqual(value("0 <= a is not None"), {
      kind: "compare",
      left: num("0"),
      rest: [
        { op: "<=", right: name("a") },
        { op: "is not", right: { kind: "constant", value: null } },
      ],
    });
  });

  it("take slices, ellipses and None between brackets", () => {
    const slice = (from: unknown, to: unknown, step: unknown): object => ({ kind: "slice", from, to, step });
    assert.deepEqual(value("x[1:, ..., ::2, None]"), {
      kind: "subscript",
      object: name("x"),
      tuple: true,
      items: [
        slice(num("1"), null, null),
        { kind: "constant", value: "..." },
        slice(null, null, num("2")),
        { kind: "constant", value: null },
      ],
    });
  });

  it("tell a tuple in brackets from its items", () => {
    assert.deepEqual(value("[(1, 2)]"), {
      kind: "list",
      items: [{ kind: "tuple", items: [num("1"), num("2")], enclosed: true }],
    });
    assert.deepEqual(value("[1, 2]"), { kind: "list", items: [num("1"), num("2")] });
    assert.deepEqual(value("(1,)"), { kind: "tuple", items: [num("1")], enclosed: true });
  });

  it("pass arguments by name, and spread", () => {
    const { args } = value("f(x, *xs, k=1, **o)") as { args: object[] };
    assert.deepEqual(args, [
      { value: name("x"), name: null, spread: "" },
      { value: name("xs"), name: null, spread: "*" },
      { value: num("1"), name: "k", spread: "" },
      { value: name("o"), name: null, spread: "**" },
    ]);
  });

  it("comprehend", () => {
    assert.deepEqual(value("{k: v for k, v in d if v if k}"), {
      kind: "comprehension",
      of: "dict",
      element: name("k"),
      value: name("v"),
      clauses: [
        {
          target: { kind: "tuple", items: [name("k"), name("v")] },
          source: name("d"),
          tests: [name("v"), name("k")],
        },
      ],
    });
  });

  it("read the fields of f-strings, with their places in the whole text", () => {
    const source = "y = 1\nf'a{x + 1:.2f}'";
    const [, s] = parse(source).body;
    assert.ok(s.kind === "expression" && s.value.kind === "format");
    const [text, field] = s.value.parts;
    assert.ok(text === "a" && typeof field === "object");
    assert.deepEqual([source.slice(field.value.start, field.value.end), field.spec], ["x + 1", ".2f"]);
  });
});

describe("Python's statements", () => {
  it("keep their comments: above, behind, within brackets, and after the last of a block", () => {
    const program = parse("# one\n# two\nf(1,  # in\n  2)  # behind\nif x:  # head\n  y\n  # closing\n# end");
    const [call, branch] = program.body;
    assert.deepEqual([call.leading, call.trailing], [[" one", " two", " in"], " behind"]);
    assert.ok(branch.kind === "if");
    assert.equal(branch.trailing, " head");
    assert.deepEqual(branch.branches[0].block.closing, [" closing"]);
    assert.deepEqual(program.closing, [" end"]);
  });

  it("know parameters of every kind", () => {
    const { params } = first("def f(a, b: int = 1, *args, c=None, **rest) -> str: pass") as {
      params: object[];
    };
    assert.deepEqual(
      params.map((param) => {
        const { name: id, spread, nameOnly } = param as { name: string; spread: string; nameOnly: boolean };
        return [id, spread, nameOnly];
      }),
      [
        ["a", "", false],
        ["b", "", false],
        ["args", "*", false],
        ["c", "", true],
        ["rest", "**", true],
      ],
    );
  });

  it("of every kind are read", () => {
    const kinds = (source: string): string[] => parse(source).body.map(({ kind }) => kind);
    const source = `import a.b as c, d
from .e import (f as g,
  h)
x: int = 1; y += 2
while x: break
else: pass
with a as b, c: continue
try: raise E from F
except (A, B) as e: pass
finally: del x[0], y
@dec
async def f(): return
class C(B, metaclass=M): global z
assert x, 'no'
a = b = *c, d = 1, 2
`;
    assert.deepEqual(kinds(source), [
      ...["import", "from", "assign", "augment", "while", "with", "try", "def", "class", "assert", "assign"],
    ]);
  });
});

describe("a text that is no Python", () => {
  const broken: [source: string, kind: string, line: number, column: number][] = [
    ["x = (1", "unclosedBracket", 1, 5],
    ["x = 1)", "unexpected", 1, 6],
    ["a = [1}", "unexpected", 1, 7],
    ["x = 'abc\ny", "unclosedString", 1, 5],
    ['x = """abc\ny', "unclosedString", 1, 5],
    ["if x\n  y", "expected", 1, 5],
    ["if x:\ny", "emptyBlock", 2, 1],
    ["x\n  y", "indentation", 2, 3],
    ["if x:\n    y\n  z", "indentation", 3, 3],
    ["f(x) = 1", "assignmentTarget", 1, 1],
    ["x = 1 +", "unexpected", 1, 8],
    ["a b", "unexpected", 1, 3],
    ["f'{x'", "unexpected", 1, 1],
    ["f'{x +}'", "unexpected", 1, 4],
    ["x = $", "unexpected", 1, 5],
    ["for x in y", "expected", 1, 11],
    ["import", "unexpected", 1, 7],
    ["\n\ndef 1(): pass", "unexpected", 3, 5],
    ["class: pass", "unexpected", 1, 6],
    ["try:\n  x\ny", "expected", 3, 1],
  ];
  for (const [source, kind, line, column] of broken) {
    it(`is refused at its place: ${JSON.stringify(source)}`, () => {
      assert.throws(
        () => parse(source),
        (error) => {
          assert.ok(error instanceof PythonSyntaxError);
          assert.deepEqual([error.problem.kind, error.line, error.column], [kind, line, column]);
          return true;
        },
      );
    });
  }
});
