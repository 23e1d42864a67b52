/** Our own pictures in a real browser: what is drawn, what can be pointed at, what is said. */
import assert from "node:assert/strict";
import {
  activationPicture,
  diagramPicture,
  manualSeed,
  nn,
  randn,
  tensor,
} from "../../../../engine/index.ts";
import { PICTURE_MIME } from "../../../../engine/payload/mime.ts";
import { browserPages } from "./browserPages.ts";
import type { NotebookPage, PageOptions } from "./notebookPage.ts";
import { appearances } from "./themes.ts";

describe("pictures in a browser", function () {
  this.timeout(60_000);
  const newPage = browserPages();
  let notebook: NotebookPage;

  const open = async (options?: PageOptions) => {
    notebook = await newPage(options);
  };

  manualSeed(1);
  const neuron = new nn.Linear(2, 1);
  const mlp = new nn.Sequential(new nn.Linear(4, 5), new nn.ReLU(), new nn.Linear(5, 3));
  const large = new nn.Sequential(
    new nn.Linear(784, 256),
    new nn.ReLU(),
    new nn.Dropout(0.2),
    new nn.Linear(256, 10),
  );
  const relu = activationPicture("relu", { model: large, data: randn(32, 784) });

  for (const [theme, width] of appearances) {
    it(`draws activations and networks, ${theme}, ${width} pixels wide`, async () => {
      await open({ theme, width, height: 1900 });
      await notebook.showPicture("relu", relu);
      await notebook.showPicture("neuron", diagramPicture(neuron));
      await notebook.showPicture("mlp", diagramPicture(mlp));
      await notebook.showPicture("large", diagramPicture(large));
      const count = (selector: string) => notebook.page.locator(selector).count();
      assert.equal(await count("#relu svg:not(.gradbook-icon) path"), 2);
      assert.equal(await count("#neuron .gradbook-weight"), 2);
      assert.equal(await count("#mlp .gradbook-weight"), 4 * 5 + 5 * 3);
      assert.equal(await count("#mlp .gradbook-unit"), 12);
      assert.equal(await count("#large .gradbook-weight"), 200);
      assert.match((await notebook.page.locator("#large table").textContent()) ?? "", /203,530/);
      const overflow = await notebook.page.evaluate(() => document.body.scrollWidth > window.innerWidth);
      assert.equal(overflow, false);
      await notebook.screenshot(`pictures-${theme}-${width}`);
    });
  }

  it("says what the pointer is on: function, derivative and values received at one x", async () => {
    await open({ height: 500 });
    await notebook.showPicture("relu", relu);
    const strip = await notebook.page.locator('#relu [data-key="x100"]').boundingBox();
    assert.ok(strip);
    await notebook.page.mouse.move(strip.x + strip.width / 2, strip.y + 60);
    const tip = notebook.page.locator("#relu .gradbook-tip");
    await tip.waitFor();
    assert.match((await tip.textContent()) ?? "", /^x = 2relu\(x\) = 2relu′\(x\) = 1layer 1: 1 value \(/);
    await notebook.screenshot("pictures-hover");
  });

  it("is read by keyboard, in the editor's language", async () => {
    await open({ locale: "zh-CN", height: 500 });
    await notebook.showPicture("mlp", diagramPicture(mlp));
    await notebook.page.focus("#mlp .gradbook-frame");
    await notebook.page.keyboard.press("End");
    const weight = (mlp[2].weight.toArray() as number[][])[2][4];
    const said = (await notebook.page.locator("#mlp [aria-live]").textContent()) ?? "";
    assert.ok(said.startsWith("2.weight[2, 4] = "), said);
    assert.ok(said.includes(Math.abs(weight).toPrecision(3).slice(0, 4)), said);
    await notebook.page.keyboard.press("Home");
    assert.match((await notebook.page.locator("#mlp [aria-live]").textContent()) ?? "", /输入，第 0 个单元/);
    const label = await notebook.page.locator("#mlp .gradbook-frame").getAttribute("aria-label");
    assert.match(label ?? "", /^网络：4 → 5 ReLU → 3；共 43 个参数/);
  });

  it("shows names that hold markup as text", async () => {
    await open({ height: 700 });
    const hostile = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';
    await notebook.showPicture(
      "f",
      activationPicture((x) => x.mul(1), { name: hostile }),
    );
    const picture = diagramPicture(neuron, { title: hostile });
    picture.columns[1].name = hostile;
    picture.columns[1].activation = hostile;
    picture.links[0].name = hostile;
    picture.rows[0].layer = hostile;
    await notebook.showPicture("d", picture);
    for (const id of ["f", "d"]) {
      await notebook.page.focus(`#${id} .gradbook-frame`);
      await notebook.page.keyboard.press("End");
    }
    await notebook.settled();
    assert.equal(await notebook.page.locator("#container img, #container script").count(), 0);
    assert.equal(await notebook.page.evaluate(() => "hacked" in window), false);
    assert.ok(((await notebook.page.locator("#d").textContent()) ?? "").includes(hostile));
    await notebook.page.locator('#d [data-tool="saveSvg"]').click();
    const saved = await notebook.page.evaluate(() => window.notebook.saved.at(-1)?.url ?? "");
    const file = Buffer.from(saved.split(",")[1] ?? "", "base64").toString();
    assert.ok(file.startsWith("<svg ") && !file.includes("<img") && !file.includes("<script"));
  });

  it("follows its model in place", async () => {
    await open({ height: 500 });
    const moving = new nn.Linear(2, 1);
    await notebook.showPicture("live", diagramPicture(moving));
    const node = await notebook.page.locator("#live svg:not(.gradbook-icon)").elementHandle();
    moving.weight.data.copy_(tensor([[9, -9]]));
    await notebook.render("live", PICTURE_MIME, diagramPicture(moving));
    await notebook.page.locator('#live text:has-text("−9")').waitFor();
    assert.ok(await node?.evaluate((element) => element.isConnected));
  });

  it("saves a PNG", async () => {
    await open({ height: 500 });
    await notebook.showPicture("mlp", diagramPicture(mlp));
    await notebook.page.locator('#mlp [data-tool="savePng"]').click();
    await notebook.page.waitForFunction(() => window.notebook.saved.length > 0);
    const [saved] = await notebook.page.evaluate(() => window.notebook.saved);
    assert.match(saved?.url ?? "", /^data:image\/png;base64,/);
    assert.equal(saved?.name, "network.png");
  });
});
