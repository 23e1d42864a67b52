import assert from "node:assert/strict";
import { numberText } from "../../../engine/payload/sample.ts";
import { ticksOf, tickText } from "../../../renderer/views/scale/ticks.ts";

/** Numbers of every size and sign, and whole ones, the same in each run. */
function* numbers(count: number): Generator<number> {
  let seed = 7;
  const next = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let i = 0; i < count; i++) {
    const value = (next() < 0.5 ? -1 : 1) * (1 + 9 * next()) * 10 ** Math.floor(next() * 600 - 300);
    yield value;
    yield Math.round(value % 1e9);
  }
}

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** What a person reads out of it. */
function read(text: string): number {
  const plain = text
    .replace("∞", "Infinity")
    .replace(/(×)?10(⁻?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)/, (_, times: string | undefined, sign: string, power: string) => {
      const digits = Array.from(power, (digit) => superscripts.indexOf(digit)).join("");
      return `${times === undefined ? "1" : ""}e${sign === "" ? "" : "-"}${digits}`;
    })
    .replaceAll("−", "-");
  return Number(plain);
}

describe("A number as text", () => {
  it("is read back within the digits that it was written in, as text of a chart and as ticks", () => {
    for (const value of numbers(5000)) {
      for (const digits of [2, 3, 4, 6]) {
        const text = numberText(value, digits);
        assert.ok(
          Math.abs(read(text) - value) <= 0.5000001 * 10 ** (1 - digits) * Math.abs(value),
          `${value}: ${text}`,
        );
        assert.doesNotMatch(text, /[-+]|\.\d*0(?:e|$)|\.(?:e|$)/, `${value}: ${text}`);
      }
      const text = tickText(value);
      assert.ok(Math.abs(read(text) - value) <= 1e-5 * Math.abs(value), `${value}: ${text}`);
      assert.doesNotMatch(text, /-/);
    }
  });

  it("is short, with a true minus and no plus", () => {
    const texts = [1234.5678, -0.000123456, 1e21, -1e-7, 0.1 + 0.2, 2 / 3].map((value) => numberText(value));
    assert.deepEqual(texts, ["1235", "−0.0001235", "1e21", "−1e−7", "0.3", "0.6667"]);
  });

  it("keeps all digits of an epoch and of a count", () => {
    assert.deepEqual(
      [12345, -99999, 9_999_999].map((value) => numberText(value)),
      ["12345", "−99999", "9999999"],
    );
    assert.equal(numberText(12345, 2), "12000");
    assert.equal(numberText(123_456_789), "123500000");
  });

  it("says of what is no number what it is", () => {
    const odd = [null, undefined, NaN, Infinity, -Infinity, -0, 0].map((value) => numberText(value));
    assert.deepEqual(odd, ["NaN", "NaN", "NaN", "∞", "−∞", "0", "0"]);
  });

  it("is written alike on all ticks of an axis, and no two ticks say the same", () => {
    for (const value of numbers(400)) {
      const low = Math.max(-1e250, Math.min(1e250, value));
      const high = low + Math.abs(low) * 0.3 + 1e-12;
      const { tickvals, ticktext } = ticksOf("linear", [low, high], 6);
      assert.equal(new Set(ticktext).size, ticktext.length, ticktext.join(" "));
      tickvals.forEach((at, i) => {
        const size = Math.max(...tickvals.map(Math.abs));
        assert.ok(Math.abs(read(ticktext[i] ?? "") - at) <= 1e-5 * size, `${at}: ${ticktext[i]}`);
      });
    }
  });
});
