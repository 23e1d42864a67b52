/** Models with their examples in a real browser: what is drawn, what can be pointed at, what is said and saved. */
import assert from "node:assert/strict";
import {
  boundaryPicture,
  fit,
  manualSeed,
  nn,
  optim,
  randn,
  regressionPicture,
  tensor,
  type BoundaryPicture,
  type RegressionPicture,
} from "../../../../engine/index.ts";
import { browserPages } from "./browserPages.ts";
import type { NotebookPage, PageOptions } from "./notebookPage.ts";
import { appearances } from "./themes.ts";

describe("models with their examples in a browser", function () {
  this.timeout(60_000);
  const newPage = browserPages();
  let notebook: NotebookPage;
  const pictures: Record<string, RegressionPicture | BoundaryPicture> = {};

  before(async function () {
    this.timeout(300_000);
    manualSeed(3);
    const x = tensor(Array.from({ length: 24 }, (_, i) => [i / 4 - 3]));
    const y = x.sin().add(randn(24, 1).mul(0.15));
    const heldOut = tensor([[-2.6], [-1.1], [0.3], [1.4], [2.3]]);
    const curve = new nn.Sequential(new nn.Linear(1, 16), new nn.Tanh(), new nn.Linear(16, 1));
    await fit(curve, [x, y], {
      loss: "mse",
      epochs: 60,
      batchSize: 8,
      optimizer: new optim.Adam(curve.parameters(), { lr: 0.03 }),
      verbose: 0,
    });
    pictures["curve"] = regressionPicture(curve, x, y, {
      title: "sin with noise",
      validation: [heldOut, heldOut.sin()],
    });
    const { inputs, classes } = spirals(3, 60);
    const net = new nn.Sequential(new nn.Linear(2, 32), new nn.Tanh(), new nn.Linear(32, 3));
    await fit(net, [inputs, classes], {
      loss: "crossEntropy",
      epochs: 60,
      batchSize: 30,
      optimizer: new optim.Adam(net.parameters(), { lr: 0.03 }),
      verbose: 0,
    });
    pictures["spirals"] = boundaryPicture(net, inputs, classes, { classNames: ["red", "green", "blue"] });
    const two = new nn.Linear(2, 1);
    const sides = inputs.get(":, 0").gt(0).to("float32");
    pictures["two"] = boundaryPicture(two, inputs, sides);
  });

  const open = async (options?: PageOptions) => {
    notebook = await newPage(options);
  };

  for (const [theme, width] of appearances) {
    it(`draws curve, regions and examples, ${theme}, ${width} pixels wide`, async () => {
      await open({ theme, width, height: 1600 });
      for (const [id, picture] of Object.entries(pictures)) await notebook.showPicture(id, picture);
      const count = (selector: string) => notebook.page.locator(selector).count();
      assert.equal(await count("#curve .gradbook-model"), 1);
      assert.equal(await count("#curve .gradbook-example"), 29);
      assert.equal(await count("#curve .gradbook-distance"), 29);
      assert.equal(await count("#spirals .gradbook-example"), 180);
      assert.equal(await count("#spirals .gradbook-region"), 3 * 4);
      const wrong =
        (pictures["spirals"] as BoundaryPicture).examples.x.length -
        (pictures["spirals"] as BoundaryPicture).correct;
      assert.equal(await count("#spirals .gradbook-wrong"), wrong);
      assert.ok((await count("#two .gradbook-boundary")) >= 1);
      const overflow = await notebook.page.evaluate(() => document.body.scrollWidth > window.innerWidth);
      assert.equal(overflow, false);
      await notebook.screenshot(`fits-${theme}-${width}`);
    });
  }

  it("says what the pointer and the keyboard are on", async () => {
    await open({ height: 1600 });
    for (const [id, picture] of Object.entries(pictures)) await notebook.showPicture(id, picture);
    const { page } = notebook;
    await page.locator("#curve .gradbook-frame").focus();
    await page.keyboard.press("Home");
    await notebook.settled();
    assert.match(await page.locator("#curve .gradbook-tip").innerText(), /x = −3\ny = .+\nthe model says/);
    await page.locator("#spirals .gradbook-frame").focus();
    await page.keyboard.press("End");
    await notebook.settled();
    assert.match(
      await page.locator("#spirals .gradbook-tip").innerText(),
      /x₁ = .+\nx₂ = .+\nthe model says (red|green|blue) \(\+/,
    );
    await page.keyboard.press("Home");
    await notebook.settled();
    assert.match(await page.locator("#spirals .gradbook-tip").innerText(), /it is red\nthe model says/);
    await page.locator("#two [data-key='f3.9']").hover({ force: true });
    await notebook.settled();
    assert.match(
      await page.locator("#two .gradbook-tip").innerText(),
      /the model says class [01] \(\d+(\.\d)? %\)/,
    );
  });

  it("follows a training in the same elements", async () => {
    await open({ height: 1600 });
    const picture = pictures["curve"] as RegressionPicture;
    await notebook.showPicture("curve", picture);
    const path = notebook.page.locator("#curve .gradbook-model");
    const before = await path.getAttribute("d");
    const element = await path.elementHandle();
    await notebook.showPicture("curve", { ...picture, y: picture.y.map((value) => (value ?? 0) + 0.2) });
    await notebook.page.waitForFunction(
      (d) => document.querySelector("#curve .gradbook-model")?.getAttribute("d") !== d,
      before,
    );
    assert.equal(await element?.evaluate((known) => known.isConnected), true);
  });

  it("saves a PNG and an SVG of the whole picture", async () => {
    await open({ height: 1600 });
    await notebook.showPicture("spirals", pictures["spirals"]);
    for (const format of ["Png", "Svg"]) {
      await notebook.page.locator(`#spirals [data-tool="save${format}"]`).click();
    }
    await notebook.page.waitForFunction(() => window.notebook.saved.length === 2);
    const saved = await notebook.page.evaluate(() => window.notebook.saved);
    assert.deepEqual(saved.map(({ name }) => name).sort(), [
      "decision boundary.png",
      "decision boundary.svg",
    ]);
    const svg = saved.find(({ name }) => name.endsWith("svg"))?.url ?? "";
    assert.match(Buffer.from(svg.split(",")[1] ?? "", "base64").toString(), /^<svg .*gradbook-region/s);
  });

  it("shows markup in names as text", async () => {
    await open({ height: 900 });
    const evil = "<img src=x onerror=alert(1)>";
    const { examples, ...rest } = pictures["two"] as BoundaryPicture;
    await notebook.showPicture("evil", {
      ...rest,
      examples,
      title: evil,
      classes: [evil, evil],
      xLabels: [evil, evil],
    });
    await notebook.showPicture("evil2", { ...pictures["curve"], title: evil, xLabel: evil, yLabel: evil });
    await notebook.page.locator("#evil .gradbook-frame").focus();
    await notebook.page.keyboard.press("Home");
    assert.equal(await notebook.page.locator("#evil img, #evil2 img").count(), 0);
    assert.ok((await notebook.page.locator("#evil text", { hasText: evil }).count()) >= 3);
  });

  it("speaks Chinese", async () => {
    await open({ locale: "zh-CN", height: 1600 });
    for (const [id, picture] of Object.entries(pictures)) await notebook.showPicture(id, picture);
    assert.match(
      (await notebook.page.locator("#two .gradbook-frame").getAttribute("aria-label")) ?? "",
      /判对/,
    );
    assert.match(
      (await notebook.page.locator("#curve .gradbook-frame").getAttribute("aria-label")) ?? "",
      /均方误差/,
    );
    await notebook.screenshot("fits-zh");
  });
});

/** Arms of a spiral, a class each. */
function spirals(arms: number, each: number) {
  const inputs: number[][] = [];
  const classes: number[] = [];
  for (let arm = 0; arm < arms; arm++) {
    for (let i = 0; i < each; i++) {
      const radius = 0.15 + (0.85 * i) / each;
      const angle = (arm / arms) * 2 * Math.PI + radius * 3 + Math.sin(i * 12.9898 + arm) * 0.25;
      inputs.push([radius * Math.cos(angle), radius * Math.sin(angle)]);
      classes.push(arm);
    }
  }
  return { inputs: tensor(inputs), classes: tensor(classes, { dtype: "int32" }) };
}
