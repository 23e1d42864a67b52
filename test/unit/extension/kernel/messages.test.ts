import assert from "node:assert/strict";
import { hostChinese } from "../../../../extension/kernel/protocol/hostMessages.zhCn.ts";
import { sayIn } from "../../../../extension/kernel/protocol/hostMessages.ts";
import { say, setLanguage } from "../../../../extension/kernel/protocol/messages.ts";
import { simplifiedChinese } from "../../../../extension/kernel/protocol/messages.zhCn.ts";
import { assertTranslated, saidTexts } from "../../saidTexts.ts";

describe("The kernel's messages", () => {
  afterEach(() => setLanguage("en"));

  it("are filled in, in the order of their numbers", () => {
    assert.equal(say("{1} before {0}, {0}", "a", 2), "2 before a, a");
  });

  it("are said in Chinese where the editor is", () => {
    setLanguage("zh-cn");
    assert.equal(say("Did you mean {0}?", "x"), "您是指 x 吗？");
    setLanguage("de");
    assert.equal(say("Did you mean {0}?", "x"), "Did you mean x?");
  });

  it("are said to one notebook in its language, whatever others speak", () => {
    setLanguage("en");
    assert.equal(sayIn("zh")("exit code {0}", "3"), "退出码 3");
    setLanguage("zh-cn");
    assert.equal(sayIn("en")("exit code {0}", "3"), "exit code 3");
  });

  it("all have a translation that fills in the same places, and no translation is left over", function () {
    this.timeout(120_000);
    // The editor says some of it before the cell runs.
    const rooms = ["extension/kernel", "extension/language"];
    const said = new Set(rooms.flatMap((room) => [...saidTexts(room).said]));
    assert.ok(said.size > 15);
    assertTranslated(said, simplifiedChinese);
    // The host loads no other.
    for (const room of ["host", "handle"])
      for (const text of saidTexts(`extension/kernel/${room}`).said) assert.ok(text in hostChinese, text);
  });
});
