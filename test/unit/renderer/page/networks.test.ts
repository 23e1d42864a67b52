/** Networks over images and sequences in a real browser: layers, unrolled in time, receptive fields, gradients. */
import assert from "node:assert/strict";
import {
  diagramPicture,
  gradientsThroughTimePicture,
  nn,
  randn,
  receptiveFieldPicture,
  unrolledPicture,
} from "../../../../engine/index.ts";
import { staticPicture } from "../../../../renderer/views/pictures/staticPicture.ts";
import { browserPages } from "./browserPages.ts";
import type { NotebookPage, PageOptions } from "./notebookPage.ts";
import { appearances } from "./themes.ts";

describe("networks over images and sequences in a browser", function () {
  this.timeout(60_000);
  const newPage = browserPages();
  let notebook: NotebookPage;

  const net = new nn.Sequential(
    ...[new nn.Conv2d(1, 6, 5, { padding: 2 }), new nn.ReLU(), new nn.MaxPool2d(2)],
    ...[new nn.Conv2d(6, 16, 5), new nn.Flatten(), new nn.Linear(1600, 10)],
  );
  const encoder = new nn.TransformerEncoder(new nn.TransformerEncoderLayer(8, 2, { batchFirst: true }), 2);
  const pictures = {
    lenet: diagramPicture(net, { inputShape: [1, 28, 28] }),
    encoder: diagramPicture(encoder),
    unrolled: unrolledPicture(new nn.LSTM(4, 8, 2, { bidirectional: true }), { steps: 4 }),
    field: receptiveFieldPicture(net, { inputShape: [1, 28, 28] }),
    time: gradientsThroughTimePicture({ RNN: new nn.RNN(2, 8), GRU: new nn.GRU(2, 8) }, randn(20, 4, 2)),
  };

  const open = async (options?: PageOptions) => {
    notebook = await newPage(options);
    for (const [id, picture] of Object.entries(pictures)) await notebook.showPicture(id, picture);
  };
  const count = (selector: string) => notebook.page.locator(selector).count();

  for (const [theme, width] of appearances) {
    it(`draws layers, time, fields and gradients, ${theme}, ${width} pixels wide`, async () => {
      await open({ theme, width, height: 3400 });
      assert.equal(await count("#lenet .gradbook-block"), 6);
      assert.equal(await count("#encoder .gradbook-group"), 2);
      assert.equal(await count("#unrolled .gradbook-cell"), 2 + 8);
      assert.equal(await count("#field .gradbook-field"), 3);
      assert.equal(await count("#time .gradbook-gradient"), 2);
      assert.match((await notebook.page.locator("#lenet table").textContent()) ?? "", /18,582/);
      const sides = await notebook.page.evaluate(() =>
        [...document.querySelectorAll("#lenet tbody tr:first-child td")].map(
          (cell) => getComputedStyle(cell).textAlign,
        ),
      );
      assert.deepEqual(sides, ["left", "left", "right", "right", "right"], "words begin, numbers end");
      const overflow = await notebook.page.evaluate(() => document.body.scrollWidth > window.innerWidth);
      assert.equal(overflow, false);
      await notebook.screenshot(`networks-${theme}-${width}`);
    });
  }

  it("folds and unrolls with the arrow keys, and goes through the layers of a field", async () => {
    await open({ height: 3400 });
    await notebook.page.locator("#unrolled .gradbook-frame").focus();
    await notebook.page.keyboard.press("Home");
    await notebook.page.waitForFunction(
      () => document.querySelectorAll("#unrolled .gradbook-cell").length === 2,
    );
    await notebook.page.keyboard.press("ArrowRight");
    await notebook.page.waitForFunction(
      () => document.querySelectorAll("#unrolled .gradbook-cell").length === 4,
    );
    await notebook.page.locator("#field .gradbook-frame").focus();
    await notebook.page.keyboard.press("Home");
    await notebook.page
      .locator("#field .gradbook-panel", { hasText: "One output of Conv2d 0 sees 5 × 5 pixels." })
      .waitFor();
  });

  it("says what the pointer is on", async () => {
    await open({ height: 3400 });
    for (const [id, key, words] of [
      ["lenet", "b1", /^Conv2d 05 × 5, padding 2ReLU\(6, 28, 28\): 6 channels156 parameters$/],
      ["unrolled", "c2.1", /^layer 1, step 2reads x₂, h¹₁, c¹₁, gives h¹₂, c¹₂$/],
      ["field", "l0", /^One output of Conv2d 0 sees 5 × 5 pixels\./],
      ["time", "x19", /^step 20RNN: 0\.\d+GRU: 0\.\d+$/],
    ] as const) {
      const box = await notebook.page.locator(`#${id} [data-key="${key}"]`).boundingBox();
      assert.ok(box, id);
      await notebook.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      const tip = notebook.page.locator(`#${id} .gradbook-tip`);
      await tip.waitFor({ state: "visible" });
      assert.match((await tip.textContent()) ?? "", words, id);
    }
  });

  it("are exported with the words that the page shows", async () => {
    await open({ width: 1100, height: 3400 });
    for (const [id, picture] of Object.entries(pictures)) {
      const page = await notebook.page.evaluate(
        (name) =>
          [...document.querySelectorAll(`#${name} .gradbook-plot text`)].map((text) => text.textContent),
        id,
      );
      const exported = await notebook.page.evaluate((text) => {
        const { documentElement } = new DOMParser().parseFromString(text, "image/svg+xml");
        return [...documentElement.querySelectorAll("text")].map((one) => one.textContent);
      }, staticPicture(picture).svg);
      // Ticks depend on the width; the rest does not.
      const words = (texts: (string | null)[]) => texts.filter((text) => /[a-z=(]/i.test(text ?? ""));
      assert.deepEqual(words(exported), words(page), id);
      assert.ok(words(exported).length > 2 || id === "field", id);
    }
  });
});
