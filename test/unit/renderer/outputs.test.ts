import assert from "node:assert/strict";
import { Outputs } from "../../../renderer/page/outputs.ts";
import type { FromRenderer } from "../../../engine/payload/messages.ts";
import { CURVES_MIME, FIGURE_MIME, PLOTLY_MIME } from "../../../engine/payload/mime.ts";
import { FakePage } from "./fakePage.ts";
import { darkTheme } from "./frames.ts";
import { curvesOf, deltaOf, figureOf, line, training } from "./samples.ts";

describe("the outputs of a page", () => {
  let page: FakePage;
  let posted: FromRenderer[];
  let outputs: Outputs;
  let host: HTMLElement;

  beforeEach(() => {
    page = new FakePage();
    posted = [];
    outputs = new Outputs(page.stage, (message) => posted.push(message));
    host = page.host();
  });

  afterEach(() => {
    outputs.dispose();
    page.close();
  });

  const figure = figureOf([line("f", "-", Math.sin)], { title: "sine" });
  const part = (selector: string) => host.querySelector(selector) as HTMLElement;
  const renderFigure = (id = "1", payload = figure) => outputs.render(id, FIGURE_MIME, () => payload, host);
  const renderCurves = (payload = curvesOf([], { state: "running" })) =>
    outputs.render("1", CURVES_MIME, () => structuredClone(payload), host);
  const lastChart = () => page.plots.at(-1)!.drawn.at(-1)!;

  it("draw figures of display.plotly in the theme, in place, as wide as they may be", async () => {
    const payload = { version: 1, data: [{ type: "bar", y: [1] }], layout: { width: 500 }, config: {} };
    const render = (value: object): void => outputs.render("1", PLOTLY_MIME, () => value, host, "zh-cn");
    render(payload);
    assert.equal(part(".gradbook-frame").style.flexBasis, "500px");
    assert.match(part(".gradbook-frame").getAttribute("aria-label") ?? "", /^图，共 1 条轨迹/);
    await page.settle();
    const [plot] = page.anyPlots;
    assert.deepEqual(plot?.drawn.at(-1)?.figure.data, payload.data);
    assert.equal(plot.drawn.at(-1)?.width, 600);
    assert.equal(plot.drawn.at(-1)?.language, "zh-cn");
    assert.equal(part(".gradbook-frame").getAttribute("aria-busy"), "false");
    render({ ...payload, data: [{ type: "pie", values: [1, 2] }] });
    await page.settle();
    assert.deepEqual(plot.drawn.at(-1)?.figure.data, [{ type: "pie", values: [1, 2] }]);
    assert.equal(page.anyPlots.length, 1);
    page.theme = darkTheme;
    outputs.redraw();
    await page.settle();
    assert.match(JSON.stringify(plot.drawn.at(-1)?.template), new RegExp(darkTheme.foreground));
    outputs.dispose("1");
    assert.ok(plot.purged);
  });

  it("say why a figure of display.plotly cannot be drawn", async () => {
    page.failToLoad = new Error("no Plotly");
    outputs.render("1", PLOTLY_MIME, () => ({ version: 1, data: [], layout: {}, config: {} }), host);
    await page.settle();
    assert.match(part(".gradbook-note").textContent ?? "", /The chart could not be drawn: no Plotly/);
  });

  it("reserve the figure's place before Plotly is there", () => {
    renderFigure();
    const frame = part(".gradbook-frame");
    assert.equal(frame.style.flexBasis, "420px");
    assert.equal(frame.style.aspectRatio, "420 / 300");
    assert.equal(page.plots.length, 0);
    assert.equal(frame.getAttribute("aria-busy"), "true");
  });

  it("show our own picture in the next frame, and Plotly's when the page is idle", async () => {
    page.busy = true;
    renderFigure();
    await page.settle();
    assert.match(
      part(".gradbook-still path[stroke-linejoin]").getAttribute("d") ?? "",
      /^M[^ML]+(L[^ML]+){50}/,
    );
    assert.equal(part(".gradbook-frame").getAttribute("aria-busy"), "false");
    assert.equal(page.plots.length, 0);
    page.busy = false;
    page.resize(590);
    await page.settle();
    assert.equal(page.plots[0]?.drawn.length, 1);
    assert.equal(part(".gradbook-still").childElementCount, 0);
  });

  it("draw in the next frame, and say so", async () => {
    renderFigure();
    await page.settle();
    assert.equal(page.plots[0]?.drawn.length, 1);
    assert.equal(part(".gradbook-frame").getAttribute("aria-busy"), "false");
  });

  it("are updated in place when they are rendered again", async () => {
    renderFigure();
    await page.settle();
    const box = host.firstElementChild;
    renderFigure("1", figureOf([line("g", "-", Math.cos)]));
    await page.settle();
    assert.equal(host.firstElementChild, box);
    assert.equal(page.plots.length, 1);
    assert.equal(lastChart().data[0]?.name, "g");
  });

  it("move with what is drawn in them when VS Code renders them elsewhere", async () => {
    renderFigure();
    await page.settle();
    const other = page.host();
    outputs.render("1", FIGURE_MIME, () => figure, other);
    assert.equal(host.childElementCount, 0);
    assert.equal(other.querySelectorAll(".gradbook-plot").length, 1);
    assert.equal(page.plots.length, 1);
  });

  it("are made anew when another kind of output takes the place", async () => {
    renderFigure();
    await page.settle();
    renderCurves(curvesOf([]));
    await page.settle();
    assert.equal(page.plots[0]?.purged, true);
    assert.equal(host.childElementCount, 1);
    assert.equal(page.plots.length, 2);
  });

  it("are purged and let go when they are disposed of", async () => {
    renderFigure("1");
    outputs.render("2", FIGURE_MIME, () => figure, page.host());
    await page.settle();
    outputs.dispose("1");
    await page.settle();
    assert.deepEqual(
      page.plots.map((plot) => plot.purged),
      [true, false],
    );
    assert.equal(page.observerCount, 1);
    outputs.dispose();
    await page.settle();
    assert.equal(page.observerCount, 0);
    assert.equal(page.document.querySelectorAll(".gradbook-box").length, 0);
  });

  it("draw nothing when they are disposed of while Plotly is loading", async () => {
    renderFigure();
    outputs.dispose("1");
    await page.settle();
    assert.equal(page.plots.length, 0);
  });

  it("wait while they are hidden, and draw when they are shown", async () => {
    page.width = 0;
    renderFigure();
    await page.settle();
    assert.equal(page.plots.length, 0);
    page.resize(500);
    await page.settle();
    assert.equal(lastChart().layout.width, 500);
  });

  it("follow the notebook's width", async () => {
    renderFigure();
    await page.settle();
    page.resize(300);
    page.resize(310);
    await page.settle();
    assert.deepEqual(
      page.plots[0]?.drawn.map(({ layout }) => layout.width),
      [600, 310],
    );
  });

  it("follow the theme in place", async () => {
    renderFigure();
    await page.settle();
    page.theme = darkTheme;
    outputs.redraw();
    await page.settle();
    assert.equal(page.plots.length, 1);
    assert.equal(lastChart().data[0]?.line.color, darkTheme.palette.cycle[0]);
  });

  it("speak the language that the output carries", () => {
    outputs.render("1", FIGURE_MIME, () => figure, host, "zh-cn");
    assert.equal(part("summary").textContent, "数据");
    outputs.render("2", FIGURE_MIME, () => null, page.host(), "zh-cn");
    assert.match(page.document.body.textContent, /无法绘制此输出/);
  });

  it("say in a sentence what is wrong with a payload", () => {
    outputs.render("1", FIGURE_MIME, () => JSON.parse("{"), host);
    assert.match(host.textContent, /^This output cannot be drawn: .+ Run the cell again\.$/);
    outputs.render("1", FIGURE_MIME, () => ({ version: 9 }), host);
    assert.match(part("[role=alert]").textContent, /unknown version 9/);
    renderFigure();
    assert.equal(host.querySelector("[role=alert]"), null);
  });

  it("say that Plotly could not be drawn, and try again at the next occasion", async () => {
    page.failToLoad = new Error("<b>404</b>");
    renderFigure();
    await page.settle();
    assert.match(part(".gradbook-note").textContent, /could not be drawn: <b>404<\/b>/);
    assert.equal(part(".gradbook-note").childElementCount, 0);
    page.failToLoad = null;
    page.resize(601);
    await page.settle();
    assert.equal(part(".gradbook-note").textContent, "");
    assert.equal(page.plots[0]?.drawn.length, 1);
  });

  describe("for the keyboard and the ear", () => {
    it("have a focusable picture with a text alternative", () => {
      renderFigure();
      const frame = part(".gradbook-frame");
      assert.equal(frame.tabIndex, 0);
      assert.equal(frame.getAttribute("role"), "img");
      assert.match(frame.getAttribute("aria-label") ?? "", /“sine”.*f: 161 points/);
    });

    it("read point after point with the arrow keys, which the notebook does not see", async () => {
      renderFigure();
      await page.settle();
      const frame = part(".gradbook-frame");
      const heard: string[] = [];
      page.window.addEventListener("keydown", (event) => heard.push(event.key));
      assert.equal(page.press(frame, "ArrowRight"), false);
      assert.equal(part("[aria-live]").textContent, "x −8: f −0.9894");
      page.press(frame, "ArrowRight");
      assert.match(part("[aria-live]").textContent, /^x −7\.9: /);
      page.press(frame, "End");
      page.press(frame, "ArrowRight");
      assert.equal(part("[aria-live]").textContent, "no more points: x 8: f 0.9894");
      page.press(frame, "Tab");
      assert.deepEqual(heard, ["Tab"]);
      await page.settle();
      assert.deepEqual(
        page.plots[0]?.pointed.map((x) => x && Number(x.toFixed(6))),
        [-8, -7.9, 8, 8],
      );
    });

    it("zoom with plus and minus, and show everything with 0", async () => {
      renderFigure();
      await page.settle();
      const frame = part(".gradbook-frame");
      const range = async () => {
        await page.settle();
        return lastChart().layout.xaxis.range.map((v) => Number(v.toFixed(3)));
      };
      const full = await range();
      page.press(frame, "+");
      assert.deepEqual(await range(), [-4.4, 4.4]);
      page.press(frame, "-");
      assert.deepEqual(await range(), full);
      page.press(frame, "+");
      page.press(frame, "0");
      assert.deepEqual(await range(), full);
    });

    it("list their numbers in a table when asked", () => {
      renderFigure("1", figureOf([{ name: "<i>f</i>", x: [1, 2], y: [0.5, null], fmt: "-" }]));
      const details = part("details") as HTMLDetailsElement;
      assert.equal(part("table"), null);
      details.open = true;
      details.dispatchEvent(new page.window.Event("toggle"));
      const cells = [...host.querySelectorAll("th, td")].map((cell) => cell.textContent);
      assert.deepEqual(cells, ["x", "<i>f</i>", "1", "0.5", "2", "NaN"]);
    });

    it("thin a long table and say so", () => {
      renderFigure("1", figureOf([line("f", "-", Math.sin, 0, 100, 0.1)]));
      const details = part("details") as HTMLDetailsElement;
      details.open = true;
      details.dispatchEvent(new page.window.Event("toggle"));
      assert.equal(host.querySelectorAll("tbody tr").length, 500);
      assert.equal(part("caption").textContent, "500 of 1001 rows, evenly chosen");
    });
  });

  describe("that are live curves", () => {
    const all = training(60);
    const send = (epoch: number, more = {}) =>
      outputs.receive({ type: "delta", delta: deltaOf(all, epoch, more) });
    const turnTo = () => part(".gradbook-frame").dispatchEvent(new page.window.Event("pointerenter"));
    /** A chart that the person looks into while it grows. */
    const renderWatched = () => {
      renderCurves();
      turnTo();
    };
    const drawnLine = () => part(".gradbook-still path[stroke-linejoin]")?.getAttribute("d") ?? "";

    it("move in our own picture, without Plotly, until the training ends", async () => {
      renderCurves();
      for (let epoch = 1; epoch <= 20; epoch++) send(epoch);
      await page.settle();
      const early = drawnLine();
      assert.equal(early.split(/[ML]/).length - 1, 20);
      page.clock.pass(1000);
      for (let epoch = 21; epoch <= 40; epoch++) send(epoch);
      await page.settle();
      assert.equal(drawnLine().split(/[ML]/).length - 1, 40);
      assert.equal(page.plots.length, 0);
      assert.equal(part(".gradbook-frame").getAttribute("aria-busy"), "false");
      send(41, { state: "stopped" });
      await page.settle();
      assert.equal(lastChart().data[0]?.x.length, 41);
      assert.equal(part(".gradbook-still").childElementCount, 0, "two pictures, one above the other");
    });

    it("are Plotly's as soon as the person turns to them", async () => {
      renderCurves();
      send(1);
      await page.settle();
      assert.equal(page.plots.length, 0);
      turnTo();
      await page.settle();
      assert.equal(lastChart().data[0]?.x.length, 1);
      assert.equal(part(".gradbook-still").childElementCount, 0);
    });

    it("ask for the present state when they come into view while training", () => {
      renderCurves();
      assert.deepEqual(posted, [{ type: "attach", id: "chart-1" }]);
    });

    it("ask for nothing that they were told of before they came, and show it", async () => {
      outputs.receive({ type: "snapshot", payload: curvesOf([], { state: "running" }) });
      for (let epoch = 1; epoch <= 9; epoch++) send(epoch);
      renderWatched();
      await page.settle();
      assert.deepEqual(posted, []);
      assert.equal(lastChart().data[0]?.x.length, 9);
      send(10);
      await page.settle();
      assert.equal(lastChart().data[0]?.x.length, 10);
    });

    it("ask when what they were told of before they came is not all, or too much to keep", () => {
      for (const [id, epochs] of [
        ["gap", [1, 3]],
        ["long", Array.from({ length: 40 }, (_, i) => i + 1)],
      ] as const) {
        posted.length = 0;
        outputs.receive({ type: "snapshot", payload: curvesOf([], { id, state: "running" }) });
        for (const epoch of epochs) send(epoch, { id });
        renderCurves(curvesOf([], { id, state: "running" }));
        assert.deepEqual(posted, [{ type: "attach", id }]);
      }
    });

    it("become the chart that takes their place as soon as they are told of it", () => {
      renderCurves();
      send(1);
      const next = curvesOf([], { id: "again", title: "rate 0.1", state: "running" });
      outputs.receive({ type: "snapshot", payload: next, instead: "chart-1" });
      send(1, { id: "again" });
      const label = () => part(".gradbook-frame").getAttribute("aria-label") ?? "";
      assert.match(label(), /rate 0\.1/);
      // VS Code is late with how the one before ended, and brings the new output last.
      renderCurves(curvesOf(all, { sequence: 60 }));
      assert.match(label(), /rate 0\.1/);
      renderCurves(next);
      assert.match(label(), /rate 0\.1/);
      send(2, { id: "again" });
      assert.deepEqual(posted, [{ type: "attach", id: "chart-1" }]);
    });

    it("ask for nothing when training has ended", () => {
      renderCurves(curvesOf(all));
      assert.deepEqual(posted, []);
    });

    it("grow by deltas, drawn at most once a frame", async () => {
      renderWatched();
      await page.settle();
      const before = page.plots[0].drawn.length;
      for (let epoch = 1; epoch <= 50; epoch++) send(epoch);
      await page.settle();
      assert.equal(page.plots[0].drawn.length, before + 1);
      assert.deepEqual(
        lastChart().data.map((trace) => trace.x.length),
        [50, 50, 50, 50],
      );
      assert.equal(page.plots.length, 1);
    });

    it("rest after a drawing while they grow, and show the end of the training at once", async () => {
      page.drawingTakes = 50;
      renderWatched();
      const count = () => page.plots[0]?.drawn.length;
      await page.settle();
      send(1);
      await page.settle();
      assert.equal(count(), 2, "the first drawing, which is slow, asks for no rest");
      send(2, { message: "epoch 2" });
      await page.settle();
      assert.equal(count(), 2);
      assert.equal(part(".gradbook-message").textContent, "epoch 2");
      page.clock.pass(600);
      await page.settle();
      assert.equal(count(), 3);
      send(3);
      send(4, { state: "stopped" });
      await page.settle();
      assert.equal(count(), 4);
      assert.equal(lastChart().data[0]?.x.length, 4);
    });

    it("show at once what a person asks for while they rest", async () => {
      page.drawingTakes = 50;
      renderWatched();
      await page.settle();
      send(1);
      await page.settle();
      send(2);
      page.press(part(".gradbook-frame"), "l");
      await page.settle();
      assert.equal(lastChart().layout.yaxis.type, "log");
      assert.equal(lastChart().data[0]?.x.length, 2);
    });

    it("ask once for a snapshot when deltas were missed, and go on from it", async () => {
      renderWatched();
      send(1);
      posted.length = 0;
      send(5);
      send(6);
      assert.deepEqual(posted, [{ type: "attach", id: "chart-1" }]);
      const upTo = (n: number) => all.map((s) => ({ ...s, x: s.x.slice(0, n), y: s.y.slice(0, n) }));
      outputs.receive({ type: "snapshot", payload: curvesOf(upTo(6), { sequence: 6, state: "running" }) });
      send(6);
      send(7);
      await page.settle();
      assert.deepEqual(lastChart().data[0]?.x, [1, 2, 3, 4, 5, 6, 7]);
    });

    it("ask again for a snapshot that does not come, also when no delta comes any more, but not for ever", () => {
      renderWatched();
      assert.equal(posted.length, 1);
      page.clock.pass(999);
      assert.equal(posted.length, 1);
      page.clock.pass(1);
      assert.equal(posted.length, 2, "the first question, or its answer, was lost");
      const payload = curvesOf(all, { sequence: 6, state: "running" });
      outputs.receive({ type: "snapshot", payload });
      page.clock.pass(1000);
      assert.equal(posted.length, 2);
      // The last two deltas were lost, and the answer: nothing else would tell.
      send(9, { state: "finished" });
      assert.equal(posted.length, 3);
      page.clock.pass(1000);
      assert.equal(posted.length, 4);
      outputs.receive({ type: "snapshot", payload: curvesOf(all, { sequence: 9 }) });
      page.clock.pass(100_000);
      assert.equal(posted.length, 4);
      renderCurves(curvesOf([], { id: "of a file", state: "running" }));
      for (let i = 0; i < 20; i++) page.clock.pass(100_000);
      assert.equal(posted.length, 9, "nobody answers");
    });

    it("ask after a silence, in which the training may have ended unheard", async () => {
      renderWatched();
      send(1);
      posted.length = 0;
      page.clock.pass(4999);
      assert.equal(posted.length, 0);
      page.clock.pass(1);
      assert.deepEqual(posted, [{ type: "attach", id: "chart-1" }]);
      // It goes on, and only takes its time.
      outputs.receive({ type: "snapshot", payload: curvesOf(all, { sequence: 1, state: "running" }) });
      page.clock.pass(5000);
      assert.equal(posted.length, 2);
      outputs.receive({ type: "snapshot", payload: curvesOf(all, { sequence: 60 }) });
      page.clock.pass(100_000);
      assert.equal(posted.length, 2);
      await page.settle();
      assert.equal(lastChart().data[0]?.x.length, all[0]?.x.length);
    });

    it("ask no more once deltas come in order, nor when they are gone", () => {
      renderWatched();
      send(1);
      page.clock.pass(1000);
      assert.equal(posted.length, 1);
      send(3);
      assert.equal(posted.length, 2);
      outputs.dispose();
      page.clock.pass(100_000);
      assert.equal(posted.length, 2);
    });

    it("ignore the messages of other charts, and old snapshots", async () => {
      renderWatched();
      send(1);
      send(2);
      send(1, { id: "other" });
      outputs.receive({ type: "snapshot", payload: curvesOf([], { sequence: 1 }) });
      outputs.receive({ type: "snapshot", payload: curvesOf(all, { sequence: 60, id: "other" }) });
      await page.settle();
      assert.equal(lastChart().data[0]?.x.length, 2);
    });

    it("tell at once of another training in their place", () => {
      renderCurves();
      send(1);
      renderCurves(curvesOf([], { id: "again", title: "rate 0.1", state: "running" }));
      send(1, { id: "again" });
      assert.match(part(".gradbook-frame").getAttribute("aria-label") ?? "", /rate 0\.1/);
    });

    it("keep what they know when an older state is rendered again", async () => {
      renderWatched();
      for (let epoch = 1; epoch <= 9; epoch++) send(epoch);
      renderCurves(curvesOf([], { state: "running", sequence: 0 }));
      await page.settle();
      assert.equal(lastChart().data[0]?.x.length, 9);
    });

    it("end as the final snapshot in the output", async () => {
      renderCurves();
      send(1);
      renderCurves(curvesOf(all, { sequence: 60, message: "done", marks: { bestEpoch: 20 } }));
      await page.settle();
      assert.equal(lastChart().data[0]?.x.length, 60);
      assert.equal(part(".gradbook-message").textContent, "done");
      assert.match(part(".gradbook-frame").getAttribute("aria-label") ?? "", /finished.*Best epoch 20/);
    });

    it("show every message, but speak only now and then until the last", () => {
      renderCurves();
      const spoken = () => part("[aria-live]").textContent;
      send(1, { message: "epoch 1" });
      const first = spoken();
      assert.equal(first, "epoch 1");
      for (let epoch = 2; epoch <= 30; epoch++) send(epoch, { message: `epoch ${epoch}` });
      assert.equal(part(".gradbook-message").textContent, "epoch 30");
      assert.equal(spoken(), first);
      send(31, { message: "early stopping", state: "stopped" });
      assert.equal(spoken(), "early stopping");
    });

    it("switch to a logarithmic loss by button and by key", async () => {
      renderCurves(curvesOf(all));
      await page.settle();
      const button = part("button[aria-pressed]");
      button.click();
      await page.settle();
      assert.equal(lastChart().layout.yaxis.type, "log");
      assert.equal(button.getAttribute("aria-pressed"), "true");
      page.press(part(".gradbook-frame"), "l");
      await page.settle();
      assert.equal(lastChart().layout.yaxis.type, "linear");
      assert.equal(button.getAttribute("aria-pressed"), "false");
    });

    it("begin with the scale that the program asked for", async () => {
      renderCurves({ ...curvesOf(all), yScale: "log" });
      await page.settle();
      assert.equal(lastChart().layout.yaxis.type, "log");
      const button = part("button[aria-pressed]");
      assert.equal(button.getAttribute("aria-pressed"), "true");
      button.click();
      await page.settle();
      assert.equal(lastChart().layout.yaxis.type, "linear");
    });

    it("are smoothed by button and by key", async () => {
      renderCurves(curvesOf(all));
      await page.settle();
      page.press(part(".gradbook-frame"), "s");
      await page.settle();
      assert.equal(lastChart().data.length, 8);
      const buttons = [...host.querySelectorAll<HTMLElement>("button[aria-pressed]")];
      assert.deepEqual(
        buttons.map((button) => button.getAttribute("aria-pressed")),
        ["false", "true", "false"],
      );
      buttons[1]?.click();
      await page.settle();
      assert.equal(lastChart().data.length, 4);
    });

    it("offer no logarithm for a figure", () => {
      renderFigure();
      assert.equal(part("button[aria-pressed]"), null);
      assert.equal(page.press(part(".gradbook-frame"), "l"), true);
    });
  });
});
