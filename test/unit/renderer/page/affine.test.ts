/** Affine maps in a real browser: applied by keyboard, changed by sliders, large ones as heat maps. */
import assert from "node:assert/strict";
import { affinePicture, manualSeed, randn, tensor, type AffinePicture } from "../../../../engine/index.ts";
import { browserPages } from "./browserPages.ts";
import type { NotebookPage, PageOptions } from "./notebookPage.ts";
import { appearances } from "./themes.ts";

describe("affine maps in a browser", function () {
  this.timeout(60_000);
  const newPage = browserPages();
  let notebook: NotebookPage;

  const open = async (options?: PageOptions) => {
    notebook = await newPage(options);
  };
  const show = (picture: AffinePicture, id = "map") => notebook.showPicture(id, picture);
  const text = (selector: string) => notebook.text("map", selector);
  const corners = () => notebook.page.locator("#map .gradbook-affine-square").getAttribute("points");

  manualSeed(4);
  const shear = affinePicture(
    tensor([
      [1.5, 0.5],
      [0.25, 1],
    ]),
    tensor([2, 0.5]),
  );
  const large = affinePicture(randn(128, 64), randn(128));
  const small = affinePicture(randn(3, 5), randn(3));

  for (const [theme, width] of appearances) {
    it(`draws the plane and heat maps, ${theme}, ${width} pixels wide`, async () => {
      await open({ theme, width, height: 1500 });
      await show(shear);
      await show(large, "large");
      await show(small, "small");
      assert.equal(await notebook.page.locator("#map .gradbook-affine-point").count(), 12);
      assert.equal(await notebook.page.locator("#map .gradbook-affine-arrow").count(), 3);
      assert.equal(await notebook.page.locator("#large .gradbook-affine-cell").count(), 43 * 32 + 43);
      assert.equal(await notebook.page.locator("#small .gradbook-affine-cell").count(), 3 * 5 + 3);
      const overflow = await notebook.page.evaluate(() => document.body.scrollWidth > window.innerWidth);
      assert.equal(overflow, false);
      await notebook.screenshot(`affine-${theme}-${width}`);
    });
  }

  it("undoes and applies the map by keyboard: the linear part, then the translation", async () => {
    await open();
    await show(shear);
    const whole = await corners();
    await notebook.page.focus("#map .gradbook-frame");
    await notebook.press("Home");
    assert.match(await text(".gradbook-panel"), /Every point where it is/);
    await notebook.press("ArrowRight", 10);
    assert.match(await text("[aria-live]"), /First the linear part: x · Wᵀ/);
    const linear = await corners();
    await notebook.press("End");
    assert.match(await text("[aria-live]"), /Then the translation: \+ b .*det W = 1\.375/);
    assert.equal(await corners(), whole);
    assert.notEqual(linear, whole);
    assert.match(await text(".gradbook-panel"), /y₁ = 1\.5·x₁ \+ 0\.5·x₂ \+ 2/);
  });

  it("follows the slider of an entry, by mouse and keyboard, and goes back", async () => {
    await open({ locale: "zh-CN" });
    await show(shear);
    const whole = await corners();
    const slider = notebook.page.locator('#map input[aria-label="W₁₁"]');
    assert.equal(Number(await slider.inputValue()), 1.5);
    await slider.focus();
    await notebook.press("ArrowLeft", 2);
    assert.match(await text(".gradbook-panel"), /y₁ = 1\.4·x₁/);
    const box = await slider.boundingBox();
    assert.ok(box);
    await notebook.page.mouse.move(box.x + box.width * 0.7, box.y + box.height / 2);
    await notebook.page.mouse.down();
    await notebook.page.mouse.move(box.x + 1, box.y + box.height / 2, { steps: 4 });
    await notebook.page.mouse.up();
    await notebook.settled();
    assert.ok(Number(await slider.inputValue()) < -2.5);
    assert.match(await text(".gradbook-panel"), /它是负数：平面被翻面/);
    assert.notEqual(await corners(), whole);
    await notebook.page.locator("#map .gradbook-reset").click();
    await notebook.settled();
    assert.equal(await corners(), whole);
  });

  it("says that a plane pressed onto a line does not come back", async () => {
    await open();
    await show(
      affinePicture(
        tensor([
          [1, 2],
          [2, 4],
        ]),
      ),
    );
    assert.match(await text(".gradbook-panel"), /det W = 0/);
    assert.equal(await notebook.page.locator("#map input[type=range]").count(), 5);
  });

  it("reads the cells of a heat map by keyboard", async () => {
    await open();
    await show(large);
    await notebook.page.focus("#map .gradbook-frame");
    await notebook.press("ArrowRight", 2);
    assert.match(await text("[aria-live]"), /^W\[0…2, 2…3\] mean = .*input 2…3 → output 0…2$/);
    await notebook.press("End");
    assert.match(await text("[aria-live]"), /^b\[126…127\] = /);
    const label = await notebook.page.locator("#map .gradbook-frame").getAttribute("aria-label");
    assert.match(label ?? "", /from 64 to 128 dimensions\. Each cell is the mean of 3 × 2 entries\./);
  });

  it("shows a title that holds markup as text, and saves the picture", async () => {
    await open();
    const hostile = '<img src=x onerror="window.hacked=1">';
    await show({ ...shear, title: hostile });
    await notebook.page.locator('#map [data-tool="saveSvg"]').click();
    const saved = await notebook.page.evaluate(() => window.notebook.saved.at(-1)?.url ?? "");
    const file = Buffer.from(saved.split(",")[1] ?? "", "base64").toString();
    assert.ok(file.startsWith("<svg ") && !file.includes("<img"));
    assert.equal(await notebook.page.evaluate(() => "hacked" in window), false);
    assert.equal(await notebook.page.locator("#container img").count(), 0);
  });
});
