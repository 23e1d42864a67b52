/** Which values a control can have. */
import assert from "node:assert/strict";
import type { Control, SliderControl } from "../../../../engine/payload/control.ts";
import {
  allowedValue,
  lastPlace,
  placeOf,
  stopsOf,
  valueAtPlace,
  withValue,
} from "../../../../engine/payload/controlValue.ts";
import { controlWords } from "../../../../engine/payload/controlWords.ts";

const slider = (parts: Partial<SliderControl>): SliderControl => ({
  kind: "slider",
  label: "x",
  min: 0,
  max: 1,
  step: 0.01,
  scale: "linear",
  value: 0.5,
  ...parts,
});

describe("the values of a slider", () => {
  it("are round numbers on a log scale, from end to end, each once", () => {
    const stops = stopsOf(slider({ min: 1e-4, max: 1, step: null, scale: "log" }));
    assert.deepEqual(stops.slice(0, 6), [0.0001, 0.00011, 0.00013, 0.00014, 0.00016, 0.00018]);
    assert.equal(stops.at(-1), 1);
    assert.equal(new Set(stops).size, stops.length);
    for (const power of [1e-3, 1e-2, 1e-1]) assert.ok(stops.includes(power), String(power));
    assert.deepEqual(stopsOf(slider({ min: 1, max: 8, step: 1, scale: "log" })), [1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it("are found again at the place where they are, on any slider", () => {
    let seed = 7;
    const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647;
    for (let i = 0; i < 300; i++) {
      const scale = random() < 0.5 ? "log" : "linear";
      const min = scale === "log" ? 10 ** Math.round(-6 * random()) : Math.floor(100 * random()) - 50;
      const max = min + 10 ** Math.round(4 * random() - 1);
      const step = random() < 0.5 && scale === "log" ? null : (max - min) / Math.ceil(99 * random());
      const one = slider({ min, max, step, scale, value: min });
      const last = lastPlace(one);
      assert.equal(valueAtPlace(one, 0), min);
      assert.equal(valueAtPlace(one, last), max);
      let before = -Infinity;
      for (let place = 0; place <= last; place++) {
        const value = valueAtPlace(one, place);
        assert.ok(
          value > before && value >= min && value <= max,
          JSON.stringify({ one, place, value, before }),
        );
        assert.equal(placeOf(one, value), place, JSON.stringify({ one, place, value }));
        assert.equal(allowedValue(one, value), value);
        before = value;
      }
    }
  });

  it("have no remains of binary fractions", () => {
    const one = slider({ step: 0.1 });
    assert.deepEqual(
      Array.from({ length: 11 }, (_, i) => valueAtPlace(one, i)),
      [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
    );
  });
});

describe("a value that is told", () => {
  const select: Control = { kind: "select", label: "x", choices: ["a", "b"], value: "a" };
  const some: Control = { kind: "checkboxes", label: "x", choices: ["a", "b", "c"], value: [] };
  const drawing: Control = { kind: "drawing", label: "x", width: 2, height: 1, value: [0, 0] };
  const points: Control = { kind: "points", label: "x", x: [0, 1], y: [0, 1], classes: ["a"], value: [] };
  const file: Control = { kind: "file", label: "x", accept: "", value: null };

  it("is held within the ends", () => {
    assert.equal(allowedValue(slider({}), 7), 1);
    assert.equal(allowedValue({ kind: "number", label: "n", min: null, max: 3, step: 1, value: 0 }, 5), 3);
    assert.deepEqual(allowedValue(points, [[5, -5, 0]]), [[1, 0, 0]]);
    assert.deepEqual(allowedValue(drawing, [300, -1]), [255, 0]);
  });

  it("is left out where it is offered no more, or is none of its kind", () => {
    assert.equal(allowedValue(select, "c"), undefined);
    assert.deepEqual(allowedValue(some, ["c", "x", "a"]), ["a", "c"]);
    assert.deepEqual(allowedValue(points, [[0, 0, 1], [0, 0, 0], "no", [0, NaN, 0]]), [[0, 0, 0]]);
    for (const nonsense of [undefined, null, NaN, "1", {}, [], () => 1]) {
      assert.equal(allowedValue(slider({}), nonsense), undefined);
      assert.equal(allowedValue(drawing, nonsense), undefined);
    }
    assert.equal(allowedValue(file, { name: "x" }), undefined);
    assert.equal(allowedValue(file, { name: "x", type: "", size: 1e12, base64: "" }), undefined);
    assert.equal(withValue(select, "c"), select);
  });
});

describe("a control in words", () => {
  it("says label, value, and what else it could be, in the person's language", () => {
    const rate = slider({ label: "learning rate", min: 1e-4, step: null, scale: "log", value: 0.01 });
    assert.equal(controlWords(rate, "en"), "learning rate: 0.01 (slider from 0.0001 to 1, log scale)");
    assert.equal(controlWords(rate, "zh-cn"), "learning rate: 0.01 (滑块，从 0.0001 到 1，对数刻度)");
    const some: Control = { kind: "checkboxes", label: "columns", choices: ["a", "b"], value: [] };
    assert.equal(controlWords(some, "en"), "columns: none (any of a, b)");
  });
});
