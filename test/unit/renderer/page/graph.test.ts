/** The computation graph in a real browser: stepped by keyboard and by slider, read aloud, saved. */
import assert from "node:assert/strict";
import { graphPicture, manualSeed, nn, randn, tensor, type GraphPicture } from "../../../../engine/index.ts";
import { browserPages } from "./browserPages.ts";
import type { NotebookPage, PageOptions } from "./notebookPage.ts";
import { appearances } from "./themes.ts";

function byHand(names: Record<string, string> = {}): GraphPicture {
  const called = (name: string) => names[name] ?? name;
  const x = tensor([[1, 2]]);
  const target = tensor([[1]]);
  const leaf = { requiresGrad: true };
  const W1 = tensor(
    [
      [0.5, -0.3],
      [0.8, 0.2],
    ],
    leaf,
  );
  const W2 = tensor([[1, -1]], leaf);
  const pre = x.matmul(W1.T);
  const hidden = pre.tanh();
  const out = hidden.matmul(W2.T);
  const error = out.sub(target).pow(2).sum();
  const tensors = { x, target, W1, W2, pre, hidden, out, error };
  const renamed = Object.fromEntries(Object.entries(tensors).map(([name, one]) => [called(name), one]));
  return graphPicture(error, { names: renamed, title: names["title"] ?? "" });
}

describe("the computation graph in a browser", function () {
  this.timeout(60_000);
  const newPage = browserPages();
  let notebook: NotebookPage;

  const open = async (options?: PageOptions) => {
    notebook = await newPage(options);
  };
  const show = (picture: GraphPicture) => notebook.showPicture("graph", picture);
  const text = (selector: string) => notebook.text("graph", selector);
  const count = (selector: string) => notebook.page.locator(`#graph ${selector}`).count();

  for (const [theme, width] of appearances) {
    it(`draws nodes, links and the step, ${theme}, ${width} pixels wide`, async () => {
      await open({ theme, width, height: width < 600 ? 1150 : 760 });
      const picture = byHand();
      await show(picture);
      assert.equal(await count(".gradbook-graph-node"), picture.nodes.length);
      assert.equal(await count(".gradbook-graph-link path"), picture.links.length);
      await notebook.screenshot(`graph-end-${theme}-${width}`);
      await notebook.page.focus("#graph .gradbook-frame");
      await notebook.press("ArrowLeft", 3);
      await notebook.screenshot(`graph-step-${theme}-${width}`);
      const overflow = await notebook.page.evaluate(() => document.body.scrollWidth > window.innerWidth);
      assert.equal(overflow, false);
    });
  }

  it("steps forward and backward by keyboard, and says each step", async () => {
    await open();
    await show(byHand());
    await notebook.page.focus("#graph .gradbook-frame");
    await notebook.press("Home");
    assert.equal(await count("[data-current]"), 0);
    assert.match(await text("output"), /^0 of 18$/);
    await notebook.press("ArrowRight", 3);
    assert.match(await text("[data-current]"), /hidden = tanh\(pre\)/);
    assert.match(
      await text(".gradbook-panel"),
      /Forward: tanh.*hidden = tanh\(pre\).*Stores .*hidden \(8 B\)/,
    );
    assert.equal(await count(".gradbook-graph-stored"), 1);
    await notebook.press("End");
    await notebook.press("ArrowLeft", 3);
    assert.match(await text("[data-current]"), /hidden/);
    const said = await text("[aria-live]");
    assert.match(said, /Backward through tanh/);
    assert.match(said, /∂error\/∂pre = ∂error\/∂hidden ⊙ \(1 − hidden²\)/);
    assert.match(said, /\[−3\.867, 3\.867\] ⊙ \[0\.9901, 0\.305\] = \[−3\.828, 1\.179\]/);
    assert.match(said, /Reads: hidden \(stored, 8 B, now let go\)/);
    assert.match(said, /Held for the backward pass: 0 B/);
  });

  it("steps by slider and by button, in Chinese too", async () => {
    await open({ locale: "zh-CN" });
    await show(byHand());
    const slider = notebook.page.locator("#graph input[type=range]");
    await slider.focus();
    await notebook.press("Home");
    assert.equal(await slider.inputValue(), "0");
    assert.equal(await slider.getAttribute("aria-valuetext"), "0 / 18");
    await notebook.press("ArrowRight", 2);
    assert.match(await text(".gradbook-panel"), /前向：matmul/);
    const box = await slider.boundingBox();
    assert.ok(box);
    await notebook.page.mouse.move(box.x + 12, box.y + box.height / 2);
    await notebook.page.mouse.down();
    await notebook.page.mouse.move(box.x + box.width - 2, box.y + box.height / 2, { steps: 4 });
    await notebook.page.mouse.up();
    assert.equal(await slider.inputValue(), "18");
    await notebook.page.locator('#graph button[title="后退一步"]').click();
    assert.equal(await slider.inputValue(), "17");
    await notebook.settled();
    assert.match(await text(".gradbook-panel"), /反向通过 transpose/);
    const label = await notebook.page.locator("#graph .gradbook-frame").getAttribute("aria-label");
    assert.match(label ?? "", /^error 的计算图：8 个运算，12 个节点/);
  });

  it("keeps its step when it is rendered again, and follows the current node where it is larger than the page", async () => {
    manualSeed(2);
    const parts: nn.Layer[] = [];
    for (let i = 0; i < 12; i++) parts.push(new nn.Linear(4, 4), new nn.Tanh());
    const net = new nn.Sequential(...parts);
    const picture = graphPicture(nn.functional.mseLoss(net(randn(3, 4)), randn(3, 4)), { names: { net } });
    await open({ height: 760 });
    await show(picture);
    await notebook.page.focus("#graph .gradbook-frame");
    await notebook.press("Home");
    await notebook.press("ArrowRight", 20);
    const seen = () =>
      notebook.page.evaluate(() => {
        const [node, frame] = ["[data-current]", ".gradbook-frame"].map((selector) =>
          document.querySelector(`#graph ${selector}`)?.getBoundingClientRect(),
        );
        return node && frame ? node.top >= frame.top && node.bottom <= frame.bottom : false;
      });
    assert.ok(await seen());
    await notebook.screenshot("graph-deep");
    await show(picture);
    assert.match(await text("output"), /^20 of /);
    await notebook.press("ArrowLeft", 18);
    assert.ok(await seen());
  });

  it("tells what the pointer is on", async () => {
    await open();
    await show(byHand());
    await notebook.page.locator("#graph .gradbook-graph-leaf").first().hover();
    const tip = notebook.page.locator("#graph .gradbook-tip");
    await tip.waitFor();
    assert.match(
      (await tip.textContent()) ?? "",
      /^W1parametershape \(2, 2\)value \[\[0\.5, −0\.3\], \[0\.8, 0\.2\]\]/,
    );
  });

  it("draws 200 nodes, and steps through them without delay that one could notice", async () => {
    let x = tensor([0.5], { requiresGrad: true });
    for (let i = 0; i < 98; i++) x = x.mul(1.01).add(0.01);
    const picture = graphPicture(x.sum());
    assert.ok(picture.nodes.length > 190 && !picture.folded);
    await open({ height: 760 });
    await show(picture);
    await notebook.page.focus("#graph .gradbook-frame");
    await notebook.press("ArrowLeft", 30);
    assert.equal(await count("[data-current]"), 1);
    await notebook.screenshot("graph-200");
  });

  it("shows names that hold markup as text, in what is saved as well", async () => {
    await open();
    const hostile = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';
    await show(byHand({ title: hostile, hidden: hostile, W1: hostile }));
    await notebook.page.focus("#graph .gradbook-frame");
    await notebook.press("ArrowLeft", 3);
    await notebook.page.locator("#graph summary").click();
    await notebook.settled();
    assert.equal(await notebook.page.locator("#container img, #container script").count(), 0);
    assert.equal(await notebook.page.evaluate(() => "hacked" in window), false);
    assert.ok((await text("")).includes(`tanh(pre)`));
    assert.ok((await text(".gradbook-panel")).includes(hostile));
    for (const kind of ["Svg", "Png"]) {
      await notebook.page.locator(`#graph [data-tool="save${kind}"]`).click();
    }
    await notebook.page.waitForFunction(() => window.notebook.saved.length === 2);
    const [svg, png] = await notebook.page.evaluate(() => window.notebook.saved.map(({ url }) => url));
    const file = Buffer.from(svg?.split(",")[1] ?? "", "base64").toString();
    assert.ok(file.startsWith("<svg ") && !file.includes("<img") && !file.includes("<script"));
    assert.match(png ?? "", /^data:image\/png;base64,/);
  });
});
