import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { say, setLanguage } from "../../../../extension/kernel/protocol/messages.ts";
import { simplifiedChinese } from "../../../../extension/kernel/protocol/messages.zhCn.ts";

describe("The kernel's messages", () => {
  afterEach(() => setLanguage("en"));

  it("are filled in, in the order of their numbers", () => {
    assert.equal(say("{1} before {0}, {0}", "a", 2), "2 before a, a");
  });

  it("are said in Chinese where the editor is", () => {
    for (const [language, chinese] of [
      ["zh-cn", true],
      ["zh-CN", true],
      ["zh-Hans", true],
      ["zh-tw", false],
      ["en", false],
      ["de", false],
    ] as const) {
      setLanguage(language);
      assert.equal(say("Did you mean {0}?", "x"), chinese ? "您是指 x 吗？" : "Did you mean x?");
    }
  });

  it("all have a translation that fills in the same places, and no translation is left over", () => {
    const said = new Set<string>();
    const folder = "extension/kernel";
    for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
      if (!file.endsWith(".ts")) continue;
      const text = readFileSync(path.join(folder, file), "utf8");
      for (const match of text.matchAll(/\bsay\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/g)) {
        const quoted = match[1] ?? "";
        said.add(quoted.slice(1, -1).replaceAll('\\"', '"'));
      }
    }
    assert.ok(said.size > 15);
    assert.deepEqual([...said].sort(), Object.keys(simplifiedChinese).sort());
    for (const [english, chinese] of Object.entries(simplifiedChinese)) {
      const places = (text: string) => [...new Set(text.match(/\{\d\}/g) ?? [])].sort();
      assert.deepEqual(places(chinese), places(english), english);
    }
  });
});
