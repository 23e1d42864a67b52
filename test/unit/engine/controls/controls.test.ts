/** Controls as a program calls them: what they give, what they refuse, what they ask of the program around them. */
import assert from "node:assert/strict";
import { host, setHost, type Host } from "../../../../engine/core/host.ts";
import { input, nn, tensor, zeros } from "../../../../engine/index.ts";
import type { Control, ControlValue } from "../../../../engine/payload/control.ts";

/** The control that `ask` shows, and what it gives for a value that a person chooses. */
function shown<Value>(ask: () => Value, chosen?: ControlValue): { control: Control; value: Value } {
  const before = host();
  let control: Control | undefined;
  const around: Host = {
    ...before,
    control(asked, read) {
      control = asked;
      return read(chosen === undefined ? asked.value : chosen);
    },
  };
  setHost(around);
  try {
    const value = ask();
    assert.ok(control);
    return { control, value };
  } finally {
    setHost(before);
  }
}

/** The compiler holds `value` to be a `T`. */
const typed = <T>(value: T): T => value;

describe("input", () => {
  it("gives its own values in a plain program", () => {
    assert.equal(input.slider("x"), 0.5);
    assert.equal(input.slider("rate", { min: 1e-4, max: 1, scale: "log" }), 0.01);
    assert.equal(input.slider("units", { min: 1, max: 64, step: 1 }), 33);
    assert.equal(input.number("n", { min: 3 }), 3);
    assert.equal(input.select("kind", ["a", "b"]), "a");
    assert.equal(input.radio("kind", ["a", "b"], { value: "b" }), "b");
    assert.equal(input.checkbox("yes"), false);
    assert.deepEqual(input.checkbox("some", [1, 2, 3], { value: [3, 1] }), [1, 3]);
    assert.deepEqual(input.select("some", ["a", "b"], { multiple: true }), []);
    assert.equal(input.text("words", { value: "abc" }), "abc");
    assert.equal(input.button("go"), 0);
    assert.equal(input.file("data"), null);
    assert.deepEqual([...input.drawing("digit").shape], [28, 28]);
    assert.deepEqual([...input.drawing("digit", { size: [2, 3] }).shape], [2, 3]);
    const { x, y } = input.points("examples");
    assert.deepEqual([[...x.shape], [...y.shape]], [[0, 2], [0]]);
  });

  it("has the types of the choices", () => {
    const one = input.select("activation", ["relu", "tanh"]);
    typed<"relu" | "tanh">(one);
    // @ts-expect-error -- a choice that is not offered
    typed<"relu">(one);
    typed<1 | 2>(input.radio("n", [1, 2]));
    typed<("a" | "b")[]>(input.checkbox("some", ["a", "b"]));
    typed<("a" | "b")[]>(input.select("some", ["a", "b"], { multiple: true }));
    const Layer = input.select("layer", { relu: nn.ReLU, tanh: nn.Tanh });
    typed<typeof nn.ReLU | typeof nn.Tanh>(Layer);
    typed<number>(input.select("by name", new Map([["one", 1]])));
    typed<boolean>(input.checkbox("shuffle", { value: true }));
  });

  it("gives the choice itself, however it is called", () => {
    const layers = { relu: nn.ReLU, tanh: nn.Tanh };
    const { control, value } = shown(() => input.select("layer", layers, { value: nn.ReLU }), "tanh");
    assert.deepEqual(control, { kind: "select", label: "layer", choices: ["relu", "tanh"], value: "relu" });
    assert.equal(value, nn.Tanh);
    const formatted = shown(() => input.radio("n", [1, 2], { format: (n) => `${n} layers` }), "2 layers");
    assert.equal(formatted.value, 2);
    assert.equal(shown(() => input.select("class", [nn.ReLU, nn.Tanh]), "Tanh").value, nn.Tanh);
  });

  it("gives what was drawn, placed and chosen", () => {
    const ink = [0, 255, 51, 0];
    const drawn = shown(() => input.drawing("digit", { size: 2 }), ink).value;
    assert.deepEqual([...drawn.shape], [2, 2]);
    assert.ok(
      drawn
        .sub(
          tensor([
            [0, 1],
            [0.2, 0],
          ]),
        )
        .abs()
        .max()
        .item() < 1e-6,
    );
    const placed = shown(
      () => input.points("examples", { classes: 3 }),
      [
        [0.5, -0.5, 2],
        [0, 1, 0],
      ],
    ).value;
    assert.deepEqual(placed.x.toArray(), [
      [0.5, -0.5],
      [0, 1],
    ]);
    assert.deepEqual(placed.y.toArray(), [2, 0]);
    const base64 = Buffer.from("a,b\n1,2\n").toString("base64");
    const file = shown(() => input.file("data"), { name: "d.csv", type: "text/csv", size: 8, base64 }).value;
    assert.equal(file?.text(), "a,b\n1,2\n");
    assert.deepEqual(file?.table().column("b"), [2]);
    assert.equal(file?.size, 8);
    assert.equal(shown(() => input.file("data"), { name: "d", type: "", size: 8, base64: null }).value, null);
  });

  it("begins with values that are given as tensors", () => {
    const value = tensor([
      [0, 0.5],
      [1, 2],
    ]);
    const { control } = shown(() => input.drawing("digit", { size: 2, value }));
    assert.deepEqual(control.value, [0, 128, 255, 255]);
    const points = { x: tensor([[0, 1]]), y: tensor([1]) };
    assert.deepEqual(shown(() => input.points("p", { value: points })).control.value, [[0, 1, 1]]);
  });

  const wrong: [string, () => unknown, RegExp][] = [
    [
      "ends in the wrong order",
      () => input.slider("x", { min: 2, max: 1 }),
      /min is 2 and max is 1; give the smaller/,
    ],
    [
      "a log scale at 0",
      () => input.slider("x", { scale: "log" }),
      /a log scale has no 0; give a min above 0/,
    ],
    [
      "another scale",
      () => input.slider("x", { scale: "log10" as "log" }),
      /scale is log10; give "linear" or "log"/,
    ],
    ["a value outside", () => input.slider("x", { value: 2 }), /value is 2; give one from min, 0, to max, 1/],
    ["a step of 0", () => input.slider("x", { step: 0 }), /step is 0; give a number above 0/],
    [
      "a number as text",
      () => input.number("x", { value: "3" as unknown as number }),
      /value is "3"; give a finite number/,
    ],
    ["no choices", () => input.select("x", []), /there is nothing to choose from/],
    ["twins", () => input.radio("x", ["a", "a"]), /two choices are called a; give { format }/],
    [
      "a value that is none",
      () => input.select("x", ["a", "b"], { value: "c" as "a" }),
      /the value c is none of the choices a, b/,
    ],
    [
      "a misspelt option",
      () => input.slider("x", { maximum: 3 } as object),
      /no option "maximum".*min, max, step, value, scale/,
    ],
    ["no label", () => input.slider(3 as unknown as string), /give a label/],
    [
      "another shape",
      () => input.drawing("x", { size: 3, value: zeros(2, 2) }),
      /has the shape \[2, 2\]; give the size's, \[3, 3\]/,
    ],
    ["too many classes", () => input.points("x", { classes: 9 }), /there are 9 classes; give 1 to 8/],
    ["rows", () => input.text("x", { rows: 0 }), /rows is 0; give a whole number from 1 to 40/],
  ];
  for (const [what, call, message] of wrong) {
    it(`refuses ${what}, and says what to give`, () => assert.throws(call, message));
  }
});
