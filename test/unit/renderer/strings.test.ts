import assert from "node:assert/strict";
import { JSDOM } from "jsdom";
import { pageLanguage } from "../../../renderer/page/pageTheme.ts";
import { stringsFor } from "../../../renderer/views/text/strings.ts";

describe("the renderer's language", () => {
  it("has every text in both languages", () => {
    const blank = (strings: object) =>
      Object.entries(strings).filter(([, text]) => typeof text === "string" && text.trim() === "");
    assert.deepEqual(Object.keys(stringsFor("zh")), Object.keys(stringsFor("en")));
    assert.deepEqual([...blank(stringsFor("zh")), ...blank(stringsFor("en"))], []);
  });

  it("is the page's, unless that is the en which VS Code always writes", () => {
    const documentIn = (page: string, browser: string) => {
      const { window } = new JSDOM(`<html lang="${page}"></html>`);
      Object.defineProperty(window.navigator, "language", { value: browser });
      return window.document;
    };
    assert.equal(pageLanguage(documentIn("zh-cn", "en")), "zh-cn");
    assert.equal(pageLanguage(documentIn("en", "zh-CN")), "zh-CN");
    assert.equal(pageLanguage(documentIn("", "de")), "de");
  });
});
