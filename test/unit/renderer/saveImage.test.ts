import assert from "node:assert/strict";
import { JSDOM } from "jsdom";
import { fileNameOf, saveDataUrl, svgUrl } from "../../../renderer/page/saveImage.ts";

describe("saving a picture", () => {
  it("makes a file name that every file system takes", () => {
    assert.equal(fileNameOf("loss / epoch: <1>", "png"), "loss - epoch- -1.png");
    assert.equal(fileNameOf("激活函数", "svg"), "激活函数.svg");
    assert.equal(fileNameOf("../..", "png"), "chart.png");
    assert.equal(fileNameOf("", "png"), "chart.png");
  });

  it("clicks a download link within the page, where VS Code listens, and leaves nothing behind", () => {
    const { document } = new JSDOM("<body></body>").window;
    const clicks: string[] = [];
    document.body.addEventListener("click", (event) => {
      const link = event.target as HTMLAnchorElement;
      clicks.push(`${link.download} ${link.href}`);
      event.preventDefault();
    });
    saveDataUrl(document, "data:image/png;base64,AA==", "a.png");
    assert.deepEqual(clicks, ["a.png data:image/png;base64,AA=="]);
    assert.equal(document.body.children.length, 0);
  });

  it("turns every data URL into base64, the only kind that VS Code saves", () => {
    const { document } = new JSDOM("<body></body>").window;
    let href = "";
    document.body.addEventListener("click", (event) => {
      href = (event.target as HTMLAnchorElement).href;
      event.preventDefault();
    });
    saveDataUrl(document, svgUrl("<svg>轮次 %</svg>"), "a.svg");
    const [type, data] = href.split(";base64,");
    assert.equal(type, "data:image/svg+xml");
    assert.equal(Buffer.from(data ?? "", "base64").toString("utf8"), "<svg>轮次 %</svg>");
  });
});
