import assert from "node:assert/strict";
import { languageOf, plural, textsIn } from "../../../engine/payload/language.ts";
import { memoryWords } from "../../../engine/training/memory/memoryWords.ts";
import { say, setLanguage } from "../../../extension/kernel/protocol/messages.ts";
import { reportTextsFor } from "../../../extension/report/reportTexts.ts";
import { richStringsFor } from "../../../renderer/page/values/richStrings.ts";
import { pictureTextsFor } from "../../../renderer/views/pictures/pictureTexts.ts";
import { stringsFor } from "../../../renderer/views/text/strings.ts";

const simplified = ["zh", "zh-CN", "zh-cn", "zh_CN", "zh_CN.UTF-8", "zh-Hans", "zh-Hans-CN", "zh-SG"];
const others = [
  "en",
  "en-GB",
  "de",
  "",
  "C",
  "zh-TW",
  "zh-tw",
  "zh_TW.UTF-8",
  "zh-HK",
  "zh-Hant",
  "zho-x",
  "zhuang",
];

describe("the person's language", () => {
  it("is Simplified Chinese for its tags, however they are written", () => {
    for (const tag of simplified) assert.equal(languageOf(tag), "zh-cn", tag);
  });

  it("is English for everything else, Traditional Chinese included, as in VS Code", () => {
    for (const tag of others) assert.equal(languageOf(tag), "en", tag);
  });

  it("has one of a thing, and several things", () => {
    assert.deepEqual(
      [plural(1, "layer"), plural(0, "layer"), plural("1", "layer"), plural("1,000", "class", "classes")],
      ["1 layer", "0 layers", "1 layer", "1,000 classes"],
    );
  });

  it("chooses texts", () => {
    assert.equal(textsIn({ en: "loss", zh: "损失" }, "zh-cn"), "损失");
    assert.equal(textsIn({ en: "loss", zh: "损失" }, "fr"), "loss");
  });

  it("is the same to the engine, the kernel, the page, its pictures and reports", () => {
    const texts: ((tag: string) => unknown)[] = [
      memoryWords,
      reportTextsFor,
      richStringsFor,
      pictureTextsFor,
      stringsFor,
      (tag) => {
        setLanguage(tag);
        return say("Did you mean {0}?", "x");
      },
    ];
    for (const textsFor of texts) {
      assert.notDeepEqual(textsFor("zh-cn"), textsFor("en"));
      for (const tag of simplified) assert.deepEqual(textsFor(tag), textsFor("zh-cn"), tag);
      for (const tag of others) assert.deepEqual(textsFor(tag), textsFor("en"), tag);
    }
  });
});
