import assert from "node:assert/strict";
import { languageOf, textsIn } from "../../../engine/payload/language.ts";

describe("the person's language", () => {
  it("is Simplified Chinese for its tags, however they are written", () => {
    for (const tag of ["zh", "zh-CN", "zh-cn", "zh_CN", "zh-Hans", "zh-Hans-CN", "zh-SG"]) {
      assert.equal(languageOf(tag), "zh-cn", tag);
    }
  });

  it("is English for everything else, Traditional Chinese included, as in VS Code", () => {
    for (const tag of ["en", "en-GB", "de", "", "zh-TW", "zh-HK", "zh-Hant", "zho-x", "zhuang"]) {
      assert.equal(languageOf(tag), "en", tag);
    }
  });

  it("chooses texts", () => {
    assert.equal(textsIn({ en: "loss", zh: "损失" }, "zh-cn"), "损失");
    assert.equal(textsIn({ en: "loss", zh: "损失" }, "fr"), "loss");
  });
});
