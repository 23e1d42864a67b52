/** Heat maps in a real browser: attention, feature maps and kernels; what is pointed at, said and saved. */
import assert from "node:assert/strict";
import {
  featureMapsPicture,
  heatmapsPicture,
  kernelsPicture,
  manualSeed,
  nn,
  randn,
} from "../../../../engine/index.ts";
import { staticPicture } from "../../../../renderer/views/pictures/staticPicture.ts";
import { browserPages } from "./browserPages.ts";
import type { NotebookPage, PageOptions } from "./notebookPage.ts";
import { appearances } from "./themes.ts";

describe("heat maps in a browser", function () {
  this.timeout(60_000);
  const newPage = browserPages();
  let notebook: NotebookPage;

  manualSeed(1);
  const words = "the cat sat on the mat".split(" ");
  const net = new nn.Sequential(new nn.Conv2d(1, 6, 3), new nn.ReLU(), new nn.Conv2d(6, 20, 3));
  const pictures = {
    attention: heatmapsPicture(randn(2, 4, 6, 6).softmax(3), {
      title: "Attention",
      titles: ["head 1", "head 2", "head 3", "head 4"],
      rowTitles: ["layer 1", "layer 2"],
      xLabel: "keys",
      yLabel: "queries",
      xTicks: words,
      yTicks: words,
    }),
    features: featureMapsPicture(net, randn(1, 12, 12)),
    kernels: kernelsPicture(net),
  };

  const open = async (options?: PageOptions) => {
    notebook = await newPage(options);
    for (const [id, picture] of Object.entries(pictures)) await notebook.showPicture(id, picture);
  };

  for (const [theme, width] of appearances) {
    it(`draws attention, feature maps and kernels, ${theme}, ${width} pixels wide`, async () => {
      await open({ theme, width, height: 2400 });
      const count = (selector: string) => notebook.page.locator(selector).count();
      assert.equal(await count("#attention .gradbook-map"), 8);
      assert.equal(await count("#features .gradbook-map"), 1 + 6 + 16);
      assert.equal(await count("#kernels .gradbook-map"), 6 + 16 * 6);
      const overflow = await notebook.page.evaluate(() => document.body.scrollWidth > window.innerWidth);
      assert.equal(overflow, false);
      // Nothing is drawn beyond the picture's own edge.
      const beyond = await notebook.page.evaluate(() =>
        [...document.querySelectorAll(".gradbook-plot svg")].flatMap((svg) => {
          const { right, bottom } = svg.getBoundingClientRect();
          return [...svg.querySelectorAll(".gradbook-map, text")].filter((part) => {
            const box = part.getBoundingClientRect();
            return box.right > right + 1 || box.bottom > bottom + 1;
          }).length;
        }),
      );
      assert.deepEqual(beyond, [0, 0, 0]);
      await notebook.screenshot(`maps-${theme}-${width}`);
    });
  }

  it("says what the pointer is on, and what the arrow keys come to", async () => {
    await open({ height: 2400 });
    const cell = await notebook.page.locator('#attention [data-key="c0.1.2.3"]').boundingBox();
    assert.ok(cell);
    await notebook.page.mouse.move(cell.x + cell.width / 2, cell.y + cell.height / 2);
    const tip = notebook.page.locator("#attention .gradbook-tip");
    await tip.waitFor({ state: "visible" });
    assert.match((await tip.textContent()) ?? "", /^queries sat, keys on: 0\.\d+layer 1, head 2$/);
    await notebook.page.mouse.move(0, 0);
    await notebook.page.locator("#attention .gradbook-frame").focus();
    await notebook.page.keyboard.press("Home");
    await tip.waitFor({ state: "visible" });
    assert.match(
      (await tip.textContent()) ?? "",
      /^layer 1, head 1\(6, 6\), from .* to .*, mean 0\.1667largest/,
    );
  });

  it("is exported with the same words and marks", async () => {
    await open({ width: 672, height: 2400 });
    for (const [id, picture] of Object.entries(pictures)) {
      const shown = await notebook.page.evaluate((name) => {
        const all = (selector: string): Element[] => [
          ...document.querySelectorAll(`#${name} .gradbook-plot ${selector}`),
        ];
        return { texts: all("text").map((text) => text.textContent), marks: all(".gradbook-heat").length };
      }, id);
      const { svg, description } = staticPicture(picture);
      const exported = await notebook.page.evaluate((text) => {
        const { documentElement } = new DOMParser().parseFromString(text, "image/svg+xml");
        return {
          texts: [...documentElement.querySelectorAll("text")].map((one) => one.textContent),
          marks: documentElement.querySelectorAll(".gradbook-heat").length,
        };
      }, svg);
      assert.deepEqual(exported, shown, id);
      assert.ok(exported.texts.length > 10 && exported.marks > 20, id);
      assert.ok(description.length > 20);
    }
  });
});
