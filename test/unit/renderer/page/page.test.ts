/** The built renderer in a real browser, in a page like the web view of a notebook. */
import assert from "node:assert/strict";
import { CURVES_MIME, FIGURE_MIME } from "../../../../engine/payload/mime.ts";
import { curvesOf, deltaOf, figureOf, line, sigmoid, training } from "../samples.ts";
import { browserPages } from "./browserPages.ts";
import type { NotebookPage, PageOptions } from "./notebookPage.ts";

describe("the built renderer in a browser", function () {
  this.timeout(60_000);
  const newPage = browserPages();
  let notebook: NotebookPage;

  const open = async (options?: PageOptions) => {
    notebook = await newPage(options);
  };

  const relu = figureOf([line("", "-", (x) => Math.max(0, x))], { yLabel: "relu(x)", figsize: [5, 2.5] });
  const activations = figureOf(
    [
      line("sigmoid(x)", "-", sigmoid),
      line("sigmoid′(x)", "m--", (x) => sigmoid(x) * (1 - sigmoid(x))),
      line("tanh(x)", "g-.", Math.tanh),
      line("0.4 cos x", "r:", (x) => 0.4 * Math.cos(x)),
    ],
    { yLabel: "y", title: "Activation functions" },
  );
  const stopped = curvesOf(training(60), {
    title: "MLP 64-32-10",
    epochs: 500,
    state: "stopped",
    marks: { bestEpoch: 21, restoredEpoch: 21, stoppedEpoch: 60 },
    message: "Epoch 60: early stopping. Restoring model weights from the end of the best epoch: 21.",
  });

  for (const theme of ["light", "dark", "high-contrast"] as const) {
    it(`draws figures and curves, ${theme}`, async () => {
      await open({ theme, height: 1080 });
      await notebook.render("relu", FIGURE_MIME, relu);
      await notebook.render("activations", FIGURE_MIME, activations);
      await notebook.render("curves", CURVES_MIME, stopped);
      for (const id of ["relu", "activations", "curves"]) await notebook.drawn(id);
      assert.deepEqual(await notebook.points("relu"), [161]);
      assert.deepEqual(await notebook.points("activations"), [161, 161, 161, 161]);
      assert.deepEqual(await notebook.points("curves"), [60, 60, 60, 60]);
      assert.equal((await notebook.strokes("curves")).length, 4);
      const texts = await notebook.texts("curves");
      for (const text of ["valLoss", "best, restored 21", "stopped 60", "epoch", "accuracy"]) {
        assert.ok(texts.includes(text), `${text} in ${texts.join(" | ")}`);
      }
      await notebook.screenshot(theme);
    });
  }

  it("shows a chart before Plotly is there, where Plotly's will be", async () => {
    await open({ theme: "dark", height: 1080 });
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await notebook.page.route("**/plotly.js", async (route) => {
      await held;
      await route.fallback();
    });
    await notebook.render("activations", FIGURE_MIME, activations);
    await notebook.render("curves", CURVES_MIME, stopped);
    for (const id of ["activations", "curves"]) await notebook.shown(id);
    /** Of what is drawn: its words, or what it is, and its place. */
    const drawn = (id: string, selector: string) =>
      notebook.page.$$eval(`#${id} :is(${selector})`, (parts) =>
        parts
          .map((part) => {
            const { x, y, width, height } = part.getBoundingClientRect();
            return { what: part.textContent || part.tagName, place: [x, y, x + width, y + height] };
          })
          .filter(({ place: [left, , right] }) => left !== right),
      );
    const ids = ["activations", "curves"];
    const still = await Promise.all(
      ids.map((id) =>
        drawn(id, ".gradbook-still text, .gradbook-still rect, .gradbook-still path[stroke-linejoin]"),
      ),
    );
    await notebook.screenshot("still");
    release();
    for (const id of ids) await notebook.drawn(id);
    assert.equal(await notebook.page.locator(".gradbook-still > *").count(), 0);
    await notebook.screenshot("still-then-plotly");
    for (const [i, id] of ids.entries()) {
      const plotted = await drawn(id, ".main-svg text, .legend rect.bg, .scatterlayer .js-line");
      assert.ok(plotted.length > 20, id);
      for (const { what, place } of plotted) {
        const same = still[i]?.filter((part) => part.what === what) ?? [];
        const jumps = same.map((part) =>
          Math.max(...part.place.map((at, k) => Math.abs(at - (place[k] ?? NaN)))),
        );
        assert.ok(Math.min(...jumps) < 2, `${id}: ${what} jumps by ${Math.min(...jumps)}`);
      }
    }
  });

  it("reserves the place of a chart before it is drawn", async () => {
    await open();
    const heights = await notebook.page.evaluate(
      async ([figureMime, figure, curvesMime, curves]) => {
        window.notebook.render("a", figureMime, figure);
        window.notebook.render("b", curvesMime, curves);
        const measure = () =>
          ["a", "b"].map((id) => document.getElementById(id)?.getBoundingClientRect().height);
        const before = measure();
        while (document.querySelectorAll('[aria-busy="false"]').length < 2) {
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        return { before, after: measure() };
      },
      [FIGURE_MIME, relu, CURVES_MIME, stopped] as const,
    );
    assert.deepEqual(heights.before, heights.after);
    assert.ok(heights.before.every((height) => (height ?? 0) > 250));
  });

  it("grows live curves in place: one picture, one size, every epoch", async () => {
    await open();
    const all = training(30);
    await notebook.render("live", CURVES_MIME, curvesOf([], { epochs: 30, state: "running" }));
    await notebook.drawn("live");
    const before = await notebook.page.locator("#live").boundingBox();
    await notebook.page.evaluate(() => {
      const plot = document.querySelector("#live .svg-container");
      Object.assign(window, { firstPlot: plot, removed: 0 });
      new MutationObserver((changes) => {
        for (const { removedNodes } of changes) {
          for (const node of removedNodes) if (node === plot) Object.assign(window, { removed: 1 });
        }
      }).observe(document.body, { childList: true, subtree: true });
    });
    for (let epoch = 1; epoch <= 20; epoch++) {
      const message = `Epoch ${epoch}/30 · 2.1 ms/step · loss ${all[0]?.y[epoch - 1]?.toFixed(4)}`;
      const delta = deltaOf(all, epoch, { message, marks: { bestEpoch: Math.min(epoch, 14) } });
      await notebook.receive({ type: "delta", delta });
      if (epoch % 5 === 0) await notebook.settled();
    }
    await notebook.grown("live", 20);
    assert.deepEqual(await notebook.points("live"), [20, 20, 20, 20]);
    assert.equal(await notebook.page.locator("#live .scatterlayer .point").count(), 80);
    assert.deepEqual(await notebook.page.locator("#live").boundingBox(), before);
    const kept = await notebook.page.evaluate(
      () =>
        (window as unknown as { removed: number }).removed === 0 &&
        (window as unknown as { firstPlot: Element }).firstPlot.isConnected,
    );
    assert.ok(kept, "the plot's element stays");
    await notebook.screenshot("live");
  });

  it("draws other numbers of the same length, and another training after as many deltas, when Plotly has the chart", async () => {
    await open();
    const paths = (id: string) =>
      notebook.page.$$eval(`#${id} .scatterlayer .js-line`, (lines) => lines.map((l) => l.getAttribute("d")));
    const show = async (id: string, mime: string, payload: object): Promise<(string | null)[]> => {
      await notebook.render(id, mime, payload);
      await notebook.drawn(id);
      return paths(id);
    };
    const limits = { yLim: [-1, 1] as [number, number] };
    const sine = await show("figure", FIGURE_MIME, figureOf([line("f", "-", Math.sin)], limits));
    const cosine = await show("figure", FIGURE_MIME, figureOf([line("f", "-", Math.cos)], limits));
    assert.notDeepEqual(cosine, sine);
    const all = training(30);
    const other = all.map((s) => ({ ...s, y: s.y.map((y, i) => (i % 2 ? y : 0.9)) }));
    const first = await show("curves", CURVES_MIME, curvesOf(all, { sequence: 3 }));
    const second = await show("curves", CURVES_MIME, curvesOf(other, { id: "chart-2", sequence: 3 }));
    assert.notDeepEqual(second[1], first[1]);
  });

  it("leaves what lies below in its place when a verdict comes while the training runs", async () => {
    await open();
    const all = training(30);
    const height = async () => (await notebook.page.locator("#live").boundingBox())?.height;
    await notebook.render("live", CURVES_MIME, curvesOf([], { epochs: 30, state: "running" }));
    await notebook.shown("live");
    const before = await height();
    // Words are renewed once a second: the page's clock says that it has passed.
    await notebook.page.evaluate(() => {
      const began = performance.now();
      performance.now = () => began + 5000;
    });
    const upTo = all.map((s) => ({ ...s, x: s.x.slice(0, 29), y: s.y.slice(0, 29) }));
    await notebook.receive({
      type: "snapshot",
      payload: curvesOf(upTo, { epochs: 30, sequence: 29, state: "running" }),
    });
    await notebook.shown("live");
    assert.match(await notebook.text("live", ".gradbook-chip"), /^overfitting/i);
    assert.equal(await height(), before);
  });

  it("takes no less room while a training runs again than it had when it had ended", async () => {
    await open();
    const heightOf = async (id: string): Promise<number> =>
      Math.round((await notebook.page.locator(`#${id}`).boundingBox())?.height ?? 0);
    const height = () => heightOf("live");
    const show = async (id: string, payload: object): Promise<void> => {
      await notebook.render("live", CURVES_MIME, { ...payload, id, title: "again" });
      await notebook.shown("live");
    };
    const all = training(30);
    const ended = curvesOf(all, { state: "finished", epochs: 30 });
    await show("first", ended);
    const before = await height();
    await notebook.page.evaluate(() => window.notebook.dispose("live"));
    await show("second", curvesOf([], { state: "running", epochs: 30 }));
    assert.equal(await height(), before);
    await show("second", { ...ended, sequence: 99 });
    assert.equal(await height(), before);
    assert.equal(await notebook.page.locator("#live > .gradbook-box").getAttribute("style"), "");
    await notebook.render("other", CURVES_MIME, curvesOf([], { state: "running", epochs: 30 }));
    await notebook.shown("other");
    assert.ok((await heightOf("other")) < before);
  });

  it("asks for what it missed", async () => {
    await open();
    await notebook.render("live", CURVES_MIME, curvesOf([], { state: "running" }));
    assert.deepEqual(await notebook.page.evaluate(() => window.notebook.posted), [
      { type: "attach", id: "chart-1" },
    ]);
    const payload = curvesOf(training(40), { sequence: 40, state: "running" });
    await notebook.receive({ type: "snapshot", payload });
    await notebook.grown("live", 40);
    assert.deepEqual(await notebook.points("live"), [40, 40, 40, 40]);
  });

  it("compares both curves at the epoch under the pointer, and goes on doing so while they grow", async () => {
    await open();
    const all = training(30);
    const payload = curvesOf(training(15), { epochs: 30, state: "running", sequence: 15 });
    await notebook.render("live", CURVES_MIME, payload);
    await notebook.drawn("live");
    const frame = await notebook.page.locator("#live .gradbook-frame").boundingBox();
    assert.ok(frame);
    await notebook.page.mouse.move(frame.x + frame.width * 0.25, frame.y + frame.height * 0.3);
    const label = notebook.page.locator("#live .hoverlayer .legend");
    await label.waitFor();
    const before = await label.textContent();
    assert.match(before ?? "", /epoch \d+.*loss : .*valLoss : .*accuracy : .*valAccuracy : /);
    await notebook.screenshot("hover");
    await notebook.receive({ type: "delta", delta: deltaOf(all, 16) });
    await notebook.grown("live", 16);
    assert.equal(await label.textContent(), before);
  });

  it("keeps the label at its epoch when the axis grows under the pointer", async () => {
    await open();
    const all = training(30);
    await notebook.render("live", CURVES_MIME, curvesOf(training(9), { state: "running", sequence: 9 }));
    await notebook.drawn("live");
    await notebook.page.focus("#live .gradbook-frame");
    await notebook.page.keyboard.press("End");
    const spike = notebook.page.locator("#live line.spikeline").last();
    const point = notebook.page.locator("#live .scatterlayer .trace").first().locator(".point").nth(8);
    const middle = async (found: typeof spike) => {
      const box = await found.boundingBox();
      return box ? box.x + box.width / 2 : NaN;
    };
    await spike.waitFor({ state: "attached" });
    const before = await middle(spike);
    for (const epoch of [10, 11, 12]) await notebook.receive({ type: "delta", delta: deltaOf(all, epoch) });
    await notebook.grown("live", 12);
    // Plotly moves the label some frames after the axis.
    const moved = async (): Promise<boolean> => {
      const after = await middle(spike);
      return after < before - 100 && Math.abs(after - (await middle(point))) < 2;
    };
    const end = performance.now() + 30_000;
    while (!(await moved())) {
      assert.ok(performance.now() < end, `${before} → ${await middle(spike)}, point ${await middle(point)}`);
      await notebook.page.waitForTimeout(50);
    }
  });

  it("keeps 10,000 epochs smooth", async () => {
    await open();
    const all = training(10_040);
    const first = all.map((s) => ({ ...s, x: s.x.slice(0, 10_000), y: s.y.slice(0, 10_000) }));
    const payload = curvesOf(first, { epochs: 20_000, state: "running", sequence: 10_000 });
    await notebook.render("live", CURVES_MIME, payload);
    await notebook.drawn("live");
    for (let i = 0; i < 30; i++) {
      await notebook.receive({ type: "delta", delta: deltaOf(all, 10_001 + i) });
      await notebook.settled();
    }
    await notebook.grown("live", 10_030);
    // As many as can be told apart, the same epochs of every curve; decimate.test.ts tells which.
    const points = new Set(await notebook.points("live"));
    const [drawn = 0] = points;
    assert.ok(points.size === 1 && drawn > 500 && drawn < 4000, [...points].join());
    const shares = await notebook.page.evaluate(() => {
      const { width = 1 } = document.querySelector("#live .nsewdrag")?.getBoundingClientRect() ?? {};
      const lines = [...document.querySelectorAll("#live .scatterlayer .js-line")];
      return lines.map((drawn) => drawn.getBoundingClientRect().width / width);
    });
    for (const share of shares) assert.ok(Math.abs(share - 0.5) < 0.02, `drawn over ${share} of the axis`);
  });

  for (const webGl of [true, false]) {
    it(`draws thousands of markers ${webGl ? "with" : "without"} WebGL`, async () => {
      await open({ webGl });
      const cloud = line("", "o", Math.sin, 0, 4100, 1);
      await notebook.render("cloud", FIGURE_MIME, figureOf([cloud]));
      await notebook.drawn("cloud");
      const markers = await notebook.page.locator("#cloud .scatterlayer .point").count();
      assert.equal(markers, webGl ? 0 : 4101);
      const refusal = (await notebook.texts("cloud")).filter((text) => /webgl/i.test(text));
      assert.deepEqual(refusal, []);
    });
  }

  it("smooths noisy curves over what was measured", async () => {
    await open({ theme: "dark", height: 520 });
    const noisy = training(300).map((s) => ({ ...s, y: s.y.map((v, i) => v! + 0.08 * Math.sin(i * i)) }));
    await notebook.render("curves", CURVES_MIME, curvesOf(noisy.slice(0, 2)));
    await notebook.drawn("curves");
    await notebook.page.click('#curves [data-tool="smooth"]');
    await notebook.settled();
    assert.deepEqual(await notebook.points("curves"), [300, 300, 300, 300]);
    assert.deepEqual((await notebook.texts("curves")).filter((text) => text === "loss").length, 2);
    await notebook.screenshot("smooth");
  });

  it("shows data as text, never as markup", async () => {
    await open();
    const evil = '<b>bold</b><img src=x onerror="window.hacked=1"><a href="https://example.org">a</a>';
    const payload = figureOf([line(evil, "-", Math.sin), line("g", "r:", Math.cos)], {
      title: evil,
      xLabel: evil,
      yLabel: evil,
    });
    await notebook.render("evil", FIGURE_MIME, payload);
    await notebook.render(
      "curves",
      CURVES_MIME,
      curvesOf([{ name: evil, role: "train", metric: evil, x: [1, 2], y: [1, 2] }], {
        title: evil,
        message: evil,
      }),
    );
    await notebook.drawn("evil");
    await notebook.drawn("curves");
    await notebook.page.click("#evil summary");
    await notebook.page.focus("#evil .gradbook-frame");
    await notebook.page.keyboard.press("ArrowRight");
    await notebook.page.locator("#evil .hoverlayer .legend").waitFor();
    const made = await notebook.page.evaluate(() => ({
      elements: document.querySelectorAll("#container img, #container b, #container [href], #container a")
        .length,
      bold: [...document.querySelectorAll("#container tspan")].filter((span) =>
        span.getAttribute("style")?.includes("bold"),
      ).length,
      hacked: "hacked" in window,
    }));
    assert.deepEqual(made, { elements: 0, bold: 0, hacked: false });
    assert.ok((await notebook.texts("evil")).filter((text) => text.includes(evil)).length >= 4);
  });

  it("follows the theme without drawing anew, and keeps what was zoomed", async () => {
    await open({ theme: "light" });
    await notebook.render("a", FIGURE_MIME, activations);
    await notebook.drawn("a");
    const frame = await notebook.page.locator("#a .nsewdrag").boundingBox();
    assert.ok(frame);
    const { mouse } = notebook.page;
    // Below the legend, which would be dragged instead.
    await mouse.move(frame.x + 60, frame.y + 120);
    await mouse.down();
    await mouse.move(frame.x + 200, frame.y + 200, { steps: 4 });
    await mouse.up();
    await notebook.settled();
    const ranges = () =>
      notebook.page.evaluate(() => {
        type Axes = { layout: Record<"xaxis" | "yaxis", { range: number[] }> };
        const { layout } = document.querySelector("#a .gradbook-plot") as unknown as Axes;
        return [...layout.xaxis.range, ...layout.yaxis.range].map((value) => Number(value.toFixed(6)));
      });
    const zoomed = await ranges();
    assert.ok(zoomed[0] > -8 && zoomed[3] < 1, String(zoomed));
    const [light] = await notebook.strokes("a");
    await notebook.page.evaluate(() => {
      Object.assign(window, { svg: document.querySelector("#a .main-svg") });
    });
    await notebook.setTheme("dark");
    await notebook.settled();
    const [dark] = await notebook.strokes("a");
    assert.notEqual(dark, light);
    assert.deepEqual(await ranges(), zoomed);
    assert.ok(await notebook.page.evaluate(() => (window as unknown as { svg: Element }).svg.isConnected));
    await mouse.dblclick(frame.x + 100, frame.y + 100);
    await notebook.settled();
    const reset = await ranges();
    assert.ok(reset[0] < -8 && reset[3] > 1, String(reset));
  });

  it("shrinks with the notebook, and keeps a figure's shape", async () => {
    await open({ width: 1000, height: 900 });
    await notebook.render("relu", FIGURE_MIME, relu);
    await notebook.render("curves", CURVES_MIME, stopped);
    await notebook.drawn("relu");
    await notebook.drawn("curves");
    const size = (id: string) => notebook.page.locator(`#${id} .main-svg`).first().boundingBox();
    const wide = await size("relu");
    assert.deepEqual([wide?.width, wide?.height], [600, 300]);
    await notebook.page.setViewportSize({ width: 380, height: 900 });
    await notebook.settled();
    await notebook.settled();
    const narrow = await size("relu");
    assert.ok(narrow && narrow.width < 340 && Math.abs(narrow.width / narrow.height - 2) < 0.02);
    const curves = await size("curves");
    assert.ok(curves && curves.width < 340);
    assert.equal(curves.height, 400);
    const overflow = await notebook.page.evaluate(
      () => document.documentElement.scrollWidth > window.innerWidth,
    );
    assert.equal(overflow, false);
    await notebook.screenshot("narrow");
  });

  it("draws an output that was hidden once it is shown", async () => {
    await open();
    await notebook.page.evaluate(
      ([mime, payload]) => {
        const host = document.createElement("div");
        host.id = "later";
        host.style.display = "none";
        document.body.append(host);
        window.notebook.render("later", mime, payload);
      },
      [FIGURE_MIME, relu] as const,
    );
    await notebook.settled();
    assert.equal(await notebook.page.locator("#later .main-svg").count(), 0);
    await notebook.page.evaluate(() => document.getElementById("later")?.style.removeProperty("display"));
    await notebook.drawn("later");
    const drawn = await notebook.page.locator("#later .scatterlayer").first().boundingBox();
    assert.ok(drawn && drawn.width > 400, JSON.stringify(drawn));
  });

  it("saves PNG and SVG through a download link", async () => {
    await open({ theme: "dark" });
    await notebook.render("a", FIGURE_MIME, activations);
    await notebook.drawn("a");
    for (const name of ["Png", "Svg"]) await notebook.page.click(`#a [data-tool="save${name}"]`);
    await notebook.page.waitForFunction(() => window.notebook.saved.length === 2);
    const saved = await notebook.page.evaluate(() => window.notebook.saved);
    const png = saved.find(({ name }) => name === "Activation functions.png");
    assert.match(png?.url ?? "", /^data:image\/png;base64,iVBOR/);
    // Width and height stand big-endian at bytes 16–23 of a PNG.
    const bytes = Buffer.from(png?.url.split(",")[1] ?? "", "base64");
    assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [840, 600]);
    const svg = saved.find(({ name }) => name === "Activation functions.svg");
    const [type, drawing = ""] = svg?.url.split(";base64,") ?? [];
    assert.equal(type, "data:image/svg+xml");
    assert.match(Buffer.from(drawing, "base64").toString("utf8"), /^<svg.*tanh\(x\)/s);
  });

  it("saves what is seen: the zoomed part, without the lines that were hidden", async () => {
    await open();
    await notebook.render("curves", CURVES_MIME, stopped);
    await notebook.drawn("curves");
    await notebook.page.focus("#curves .gradbook-frame");
    await notebook.page.keyboard.press("Home");
    await notebook.page.keyboard.press("+");
    await notebook.page.locator("#curves .legendtoggle").nth(3).click();
    // Plotly waits for a second click before it hides a line.
    await notebook.page.waitForFunction(
      () => document.querySelectorAll("#curves .scatterlayer .trace").length === 3,
    );
    await notebook.settled();
    await notebook.page.click('#curves [data-tool="saveSvg"]');
    await notebook.page.waitForFunction(() => window.notebook.saved.length === 1);
    const url = await notebook.page.evaluate(() => window.notebook.saved[0]?.url ?? "");
    const drawing = Buffer.from(url.split(";base64,")[1] ?? "", "base64").toString("utf8");
    assert.equal(drawing.match(/<path [^>]*stroke-linejoin="round"/g)?.length, 3);
    assert.ok(drawing.includes(">20<") && !drawing.includes(">60<"));
  });

  it("reads points and zooms by keyboard, shown by the label and the axis", async () => {
    await open({ locale: "zh-CN", theme: "dark", height: 640 });
    await notebook.render("curves", CURVES_MIME, {
      ...stopped,
      title: "多层感知机",
      message: "第 60 轮：提前停止。",
    });
    await notebook.drawn("curves");
    await notebook.page.keyboard.press("Tab");
    assert.equal(await notebook.page.evaluate(() => document.activeElement?.className), "gradbook-frame");
    await notebook.page.keyboard.press("l");
    for (let i = 0; i < 3; i++) await notebook.page.keyboard.press("ArrowRight");
    const live = notebook.page.locator("#curves [aria-live]");
    assert.match(
      (await live.textContent()) ?? "",
      /^轮次 3: loss \d.*, valLoss \d.*, accuracy .*, valAccuracy /,
    );
    await notebook.page.locator('#curves .hoverlayer .legend:has-text("轮次 3")').waitFor();
    await notebook.screenshot("keyboard-zh");
    await notebook.page.keyboard.press("+");
    await notebook.settled();
    const ticks = await notebook.page.$$eval("#curves .xtick text", (all) => all.map((t) => t.textContent));
    assert.ok(!ticks.includes("60"), ticks.join(" "));
    await notebook.page.keyboard.press("Escape");
    await notebook.settled();
    assert.equal(await notebook.page.locator("#curves .hoverlayer .legend").count(), 0);
  });

  it("speaks the editor's language where the output says it, and else the browser's", async () => {
    await open({ locale: "zh-CN" });
    await notebook.render("said", FIGURE_MIME, relu, { language: "en" });
    await notebook.render("guessed", FIGURE_MIME, relu);
    const summaries = await notebook.page.locator("summary").allTextContents();
    assert.deepEqual(summaries, ["Data", "数据"]);
  });

  it("leaves nothing behind when an output is disposed of", async () => {
    await open();
    await notebook.render("a", FIGURE_MIME, relu);
    await notebook.drawn("a");
    await notebook.page.evaluate(() => window.notebook.dispose("a"));
    await notebook.settled();
    assert.equal(await notebook.page.locator(".gradbook-box, .js-plotly-plot, .main-svg").count(), 0);
  });
});
