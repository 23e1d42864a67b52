import assert from "node:assert/strict";
import { elapsedText } from "../../../extension/notebook/units.ts";
import { bytesText } from "../../../renderer/views/text/bytesText.ts";

describe("Elapsed time", () => {
  it("is written in seconds, then as on a clock", () => {
    assert.deepEqual([0, 999, 59_999, 60_000, 65_400, 3_599_999, 3_600_000, 7_391_000].map(elapsedText), [
      "0 s",
      "0 s",
      "59 s",
      "1:00",
      "1:05",
      "59:59",
      "1:00:00",
      "2:03:11",
    ]);
  });

  it("does not run backwards when the clock was set back", () => {
    assert.equal(elapsedText(-5000), "0 s");
  });
});

describe("Amounts of memory", () => {
  it("have at most three digits", () => {
    assert.deepEqual(
      [0, 512, 999, 1000, 1536, 10 * 1024, 999_949, 222_298_112, 5 * 2 ** 30, 2 ** 50].map(bytesText),
      ["0 B", "512 B", "999 B", "0.98 KB", "1.5 KB", "10 KB", "977 KB", "212 MB", "5 GB", "1024 TB"],
    );
  });
});
