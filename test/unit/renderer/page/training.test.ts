/** What a chart of curves says of early stopping and of the training, in a real browser. */
import assert from "node:assert/strict";
import type { CurvesPayload } from "../../../../engine/payload/curves.ts";
import { CURVES_MIME } from "../../../../engine/payload/mime.ts";
import { curvesOf, training } from "../samples.ts";
import { browserPages } from "./browserPages.ts";
import type { NotebookPage, PageOptions } from "./notebookPage.ts";

const stopping = {
  monitor: "valLoss",
  direction: "min",
  minDelta: 0.15,
  patience: 20,
  baseline: null,
  startFromEpoch: 0,
} as const;

const upTo = (epochs: number, count: number) =>
  training(epochs).map((one) => ({ ...one, x: one.x.slice(0, count), y: one.y.slice(0, count) }));

const running = curvesOf(upTo(60, 30), {
  title: "MLP 64-32-10",
  epochs: 500,
  state: "running",
  stopping,
  marks: { bestEpoch: 16 },
  message: "Epoch 30/500 · 57/57 · 4 ms/step · ETA 0:12 · loss 0.1234 · valLoss 0.4312",
});

const ended = curvesOf(upTo(60, 36), {
  title: "MLP 64-32-10",
  epochs: 500,
  state: "stopped",
  stopping,
  naiveLoss: 2.3,
  marks: { bestEpoch: 16, restoredEpoch: 16, stoppedEpoch: 36 },
  message: "36 epochs · 3.4 s · loss 0.1234 · valLoss 0.4312 · Epoch 36: early stopping",
  sequence: 36,
});

describe("curves that explain themselves, in a browser", function () {
  this.timeout(60_000);
  const newPage = browserPages();
  let notebook: NotebookPage;

  const open = async (payload: CurvesPayload, options?: PageOptions) => {
    notebook = await newPage(options);
    await notebook.render("curves", CURVES_MIME, payload);
    await notebook.drawn("curves");
  };
  const text = (selector: string) =>
    notebook.page.$eval(`#curves ${selector}`, (part) => (part as HTMLElement).innerText);
  const slide = (name: string, value: number) =>
    notebook.page.$eval(
      `#curves input[aria-label="${name}"]`,
      (slider, wanted) => {
        (slider as HTMLInputElement).value = String(wanted);
        slider.dispatchEvent(new Event("input", { bubbles: true }));
      },
      value,
    );

  for (const theme of ["light", "dark"] as const) {
    it(`draw patience running out while training, ${theme}`, async () => {
      await open(running, { theme });
      const texts = await notebook.texts("curves");
      assert.ok(texts.includes("minDelta"), texts.join(" | "));
      assert.ok(
        texts.some((label) => /^patience \d+\/20$/.test(label)),
        texts.join(" | "),
      );
      assert.match(await text(".gradbook-chip"), /^patience \d+\/20$/);
      assert.match(
        await text(".gradbook-verdict"),
        /best valLoss [\d.]+ at epoch \d+ · to improve, it must pass [\d.]+/,
      );
      await notebook.screenshot(`patience-${theme}`);
    });

    it(`judge a training that has ended, and replay it with other settings, ${theme}`, async () => {
      await open(ended, { theme, height: 760 });
      assert.equal(await text(".gradbook-chip"), "Overfitting");
      await notebook.page.click("#curves .gradbook-whatif summary");
      await slide("patience", 5);
      await slide("minDelta", 0);
      await notebook.settled();
      assert.match(
        await text(".gradbook-outcome"),
        /^would have stopped at epoch \d+, with the best valLoss [\d.]+ at epoch \d+$/,
      );
      const texts = await notebook.texts("curves");
      assert.ok(
        texts.some((label) => /^what if: stop \d+$/.test(label)),
        texts.join(" | "),
      );
      await notebook.screenshot(`what-if-${theme}`);
    });
  }

  it("offer the sliders, and the verdict, when a training ends that was watched", async () => {
    await open(structuredClone(running));
    const offered = () =>
      notebook.page.$eval("#curves .gradbook-whatif", (panel) => !(panel as HTMLElement).hidden);
    assert.equal(await offered(), false);
    const { sequence } = running;
    const delta = { id: running.id, sequence: sequence + 1, append: [], state: "stopped" as const };
    await notebook.receive({ type: "delta", delta });
    await notebook.page.waitForSelector("#curves .gradbook-whatif:not([hidden])");
    await notebook.page.click("#curves .gradbook-whatif summary");
    await slide("patience", 5);
    assert.match(await text(".gradbook-outcome"), /^would have stopped at epoch \d+/);
  });

  it("move the running means half an epoch to the left when asked, and hovering still compares epochs", async () => {
    await open(ended, { height: 760 });
    const first = () =>
      notebook.page.$eval("#curves .gradbook-plot", (plot) =>
        (plot as unknown as { data: { name: string; x: number[] }[] }).data.map(({ name, x }) => [
          name,
          x[0],
        ]),
      );
    await notebook.page.click('#curves [data-tool="shift"]');
    await notebook.settled();
    assert.deepEqual(await first(), [
      ["loss −½", 0.5],
      ["loss", 1],
      ["valLoss", 1],
      ["accuracy −½", 0.5],
      ["accuracy", 1],
      ["valAccuracy", 1],
    ]);
    await notebook.page.focus("#curves .gradbook-frame");
    for (let i = 0; i < 4; i++) await notebook.page.keyboard.press("ArrowRight");
    await notebook.page.waitForFunction(
      () => document.querySelector("#curves .hoverlayer text")?.textContent === "epoch 4",
    );
    const labels = await notebook.page.$$eval("#curves .hoverlayer text", (texts) =>
      texts.map((text) => text.textContent ?? ""),
    );
    assert.deepEqual(
      labels.map((label) => label.replace(/ : .*/, "")),
      ["epoch 4", "loss", "valLoss", "accuracy", "valAccuracy"],
    );
    await notebook.screenshot("half-epoch");
    await notebook.page.keyboard.press("h");
    await notebook.settled();
    assert.deepEqual((await first())[0], ["loss", 1]);
  });

  it("speak Chinese", async () => {
    await open(ended, { locale: "zh-CN" });
    assert.equal(await text(".gradbook-chip"), "过拟合");
    assert.match(await text(".gradbook-verdict"), /验证损失从第 \d+ 轮开始增加/);
    await notebook.screenshot("verdict-chinese");
  });

  it("go back to what happened when the sliders are closed", async () => {
    await open(ended);
    const before = await notebook.texts("curves");
    await notebook.page.click("#curves .gradbook-whatif summary");
    await slide("patience", 3);
    await notebook.settled();
    assert.notDeepEqual(await notebook.texts("curves"), before);
    await notebook.page.click("#curves .gradbook-whatif summary");
    await notebook.page.waitForFunction(
      (count) => document.querySelectorAll("#curves .main-svg text").length === count,
      before.length,
    );
    assert.deepEqual(await notebook.texts("curves"), before);
  });

  it("draw ten thousand epochs with no more points than can be seen, and every one when zoomed in", async () => {
    await open(curvesOf(training(10_000), { sequence: 10_000 }));
    const points = await notebook.points("curves");
    assert.ok(Math.max(...points) < 4000, String(points));
    assert.equal(new Set(points).size, 1, "all curves at the same epochs");
    const focus = await notebook.page.$("#curves .gradbook-frame");
    await focus?.focus();
    for (let i = 0; i < 6; i++) await notebook.page.keyboard.press("+");
    await notebook.page.waitForFunction(() => {
      const plot = document.querySelector("#curves .gradbook-plot") as unknown as { data: { x: number[] }[] };
      const x = plot.data[0]?.x ?? [];
      return x.length === 10_000;
    });
  });
});
