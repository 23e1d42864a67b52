import assert from "node:assert/strict";
import { plainTemplateText, plainText } from "../../../renderer/views/text/plainText.ts";

describe("plain text for Plotly", () => {
  it("leaves nothing that Plotly would read as a tag or an entity", () => {
    assert.equal(plainText('<img src=x onerror="a">'), '&lt;img src=x onerror="a"&gt;');
    assert.equal(plainText("a &lt; b"), "a &amp;lt; b");
  });

  it("keeps line breaks", () => {
    assert.equal(plainText("one\ntwo\r\nthree"), "one<br>two<br>three");
  });

  it("leaves no variable in a hover template", () => {
    assert.equal(plainTemplateText("100 %{y}"), "100 &#37;{y}");
  });
});
