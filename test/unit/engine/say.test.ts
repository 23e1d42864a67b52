import assert from "node:assert/strict";
import { ones, setHost } from "../../../engine/index.ts";
import { say, sentences, setMessages } from "../../../engine/payload/say.ts";
import { simplifiedChinese } from "../../../engine/zhCn/index.ts";
import { assertTranslated, saidTexts } from "../saidTexts.ts";

describe("what the engine says", () => {
  const silent = {
    showFigure: () => undefined,
    openChart: () => ({ update: () => undefined }),
    interrupted: () => false,
    acknowledgeInterrupt: () => undefined,
  };
  afterEach(() => setHost(silent));

  it("is filled in, whether as a tag or as a text with numbered places", () => {
    assert.equal(say`narrow: there is no axis ${3} in ${"(2,)"}.`, "narrow: there is no axis 3 in (2,).");
    assert.equal(say("{1} before {0}, {0}", "a", 2), "2 before a, a");
    assert.equal(say`an object, such as { lr: ${0.1} } or {7}`, "an object, such as { lr: 0.1 } or {7}");
  });

  it("is one line, however its template is broken, and values keep their own breaks", () => {
    assert.equal(
      say`one
        two ${"a\n  b"}`,
      "one two a\n  b",
    );
  });

  it("is said in the order of the other language", () => {
    setMessages("engine", { "{0} of {1}": "{1} 中的 {0}" });
    assert.equal(say`${"$&"} of ${"{0}"}`, "{0} 中的 $&");
  });

  it("puts sentences beside one another as their language does", () => {
    assert.equal(sentences("It is.", "", "Do it."), "It is. Do it.");
    assert.equal(sentences("是的。", "", "请做。"), "是的。请做。");
  });

  it("is in Chinese where the host brings its messages, and in English again where none does", () => {
    const wrong = () => ones(2, 3).matmul(ones(2, 3));
    setHost({ ...silent, language: "zh-cn", messages: simplifiedChinese });
    assert.throws(wrong, {
      name: "RangeError",
      message:
        "matmul：(2, 3) 与 (2, 3) 不匹配：3 ≠ 2（第一个张量的轴 1，第二个张量的轴 0）。您是指 x.matmul(w.T) 吗？",
    });
    setHost(silent);
    assert.throws(wrong, /^RangeError: matmul: \(2, 3\) and \(2, 3\) do not fit/);
  });

  it("has its Chinese for every message, with the same places, and no Chinese for none", function () {
    this.timeout(120_000);
    const { said, untranslated } = saidTexts("engine", ["kernels", "zhCn"]);
    assert.ok(said.size > 200, `${said.size}`);
    assertTranslated(said, simplifiedChinese);
    assert.deepEqual(untranslated, []);
  });
});
