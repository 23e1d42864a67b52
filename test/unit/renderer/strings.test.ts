import assert from "node:assert/strict";
import { JSDOM } from "jsdom";
import { pageLanguage } from "../../../renderer/page/pageLook.ts";
import { stringsFor } from "../../../renderer/views/text/strings.ts";

describe("the renderer's language", () => {
  it("is Chinese for Simplified Chinese, and English for all else", () => {
    for (const tag of ["zh", "zh-CN", "zh-cn", "zh-Hans"]) assert.equal(stringsFor(tag).data, "数据", tag);
    for (const tag of ["en", "de", "", "zhx", "zh-TW"]) assert.equal(stringsFor(tag).data, "Data", tag);
  });

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
