import { strict as assert } from "node:assert";
import { decodeText } from "../../../extension/markdown/fileText.ts";

describe("decodeText", () => {
  it("reads UTF-8 and keeps a byte order mark", () => {
    assert.deepEqual(decodeText(new TextEncoder().encode("\uFEFF汉 é 😀\r\n")), {
      text: "\uFEFF汉 é 😀\r\n",
    });
    assert.deepEqual(decodeText(new Uint8Array()), { text: "" });
  });

  it("refuses what is not UTF-8: Latin-1, GBK, UTF-16, a character cut short, a surrogate", () => {
    for (const bytes of [
      [0xe9],
      [0xba, 0xba],
      [0xff, 0xfe, 0x61, 0x61],
      [0x61, 0xe6, 0xb1],
      [0xed, 0xa0, 0x80],
    ]) {
      assert.deepEqual(decodeText(Uint8Array.from(bytes)), { unreadable: "encoding" });
    }
  });

  it("refuses binary data", () => {
    assert.deepEqual(decodeText(Uint8Array.from([0x50, 0x4b, 0x03, 0x04, 0x00])), { unreadable: "binary" });
  });
});
