/** Figures of `display.plotly` in a real Chromium, with the policy that VS Code's page has. */
import assert from "node:assert/strict";
import { PLOTLY_MIME } from "../../../../engine/payload/mime.ts";
import type { PlotlyPayload } from "../../../../engine/payload/plotly/figure.ts";
import { plotlyPayload } from "../../../../extension/kernel/display/plotly/plotlyBundle.ts";
import "../../../../extension/kernel/node/valueInspection.ts";
import { browserPages } from "./browserPages.ts";
import type { NotebookPage } from "./notebookPage.ts";
import { appearances } from "./themes.ts";
import { hostileMarkup } from "../../hostileMarkup.ts";

const side = 12;
const hills = Array.from({ length: side }, (_, i) =>
  Array.from({ length: side }, (_, j) => Math.sin(i / 2) * Math.cos(j / 3)),
);
const x = ["a", "b", "c"];

/** One of each family, and what shows that it is drawn. */
const figures: Record<string, [figure: object, drawn: string]> = {
  bar: [
    {
      data: [
        { type: "bar", name: "train", x, y: [3, 1, 2] },
        { type: "bar", name: "held out", x, y: [2, 1.5, 1] },
      ],
      layout: { title: "Accuracy by <b>class</b>", xaxis: { title: "class" }, yaxis: { title: "right" } },
    },
    ".barlayer .point path",
  ],
  lines: [{ data: [{ y: [2, NaN, 3] }] }, ".scatterlayer .js-line"],
  violin: [{ data: [{ type: "violin", y: [1, 2, 2, 3, 7] }], layout: { height: 260 } }, ".violins path"],
  heatmap: [{ data: [{ type: "heatmap", z: hills }], layout: { height: 260 } }, ".heatmaplayer image"],
  pie: [
    { data: [{ type: "pie", labels: x, values: [3, 4, 2] }], layout: { height: 260 } },
    ".pielayer .slice",
  ],
  treemap: [
    {
      data: [{ type: "treemap", labels: x, parents: ["", "a", "a"], values: [0, 1, 2] }],
      layout: { height: 260 },
    },
    ".treemaplayer .slice",
  ],
  sankey: [
    {
      data: [{ type: "sankey", node: { label: x }, link: { source: [0, 0], target: [1, 2], value: [2, 3] } }],
      layout: { height: 260 },
    },
    ".sankey-link",
  ],
  table: [
    {
      data: [{ type: "table", header: { values: ["A"] }, cells: { values: [[1, 2]] } }],
      layout: { height: 160 },
    },
    ".table .cell-text",
  ],
  polar: [
    { data: [{ type: "scatterpolar", r: [1, 2, 3], theta: x }], layout: { height: 260 } },
    ".polar .js-line",
  ],
  parcoords: [
    {
      data: [{ type: "parcoords", dimensions: [{ label: "lr", values: [1, 2] }, { values: [3, 4] }] }],
      layout: { height: 260 },
    },
    ".parcoords .axis",
  ],
  surface: [{ data: [{ type: "surface", z: hills }] }, ".gl-container canvas"],
};

/** Renders the figure, and waits until Plotly has drawn it. */
async function show(notebook: NotebookPage, id: string, payload: PlotlyPayload): Promise<void> {
  await notebook.render(id, PLOTLY_MIME, payload, { language: "en" });
  await notebook.shown(id);
}

describe("A figure of display.plotly in a real browser", function () {
  this.timeout(120_000);
  const open = browserPages();

  for (const [theme, width] of appearances) {
    it(`is drawn, whatever its kind, in ${theme}, ${width} pixels wide`, async () => {
      const notebook = await open({ theme, width });
      for (const [id, [figure, drawn]] of Object.entries(figures)) {
        await show(notebook, id, plotlyPayload(figure));
        await notebook.page.waitForSelector(`#${id} ${drawn}`, { state: "attached" });
      }
      const wide = await notebook.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `the page is ${wide} pixels too wide`);
      await notebook.page.$eval("#bar", (bar) => bar.scrollIntoView());
      await notebook.settled();
      await notebook.screenshot(`plotly-${theme}-${width}`);
    });
  }

  it("has the theme's colours, follows the theme, and keeps what it says itself", async () => {
    const notebook = await open({ theme: "light" });
    const [figure] = figures["bar"] ?? [];
    await show(notebook, "bar", plotlyPayload(figure));
    const own = {
      data: [{ type: "bar", x, y: [1, 2, 3], marker: { color: "#123456" } }],
      layout: { font: { color: "#654321" } },
    };
    await show(notebook, "own", plotlyPayload(own));
    const colours = (id: string): Promise<string[]> =>
      notebook.page.evaluate((i) => {
        const fill = (selector: string): string =>
          getComputedStyle(document.querySelector(`#${i} ${selector}`) as Element).fill;
        return [fill(".xtick text"), fill(".barlayer .point path")];
      }, id);
    const light = await colours("bar");
    assert.deepEqual((await colours("own"))[1], "rgb(18, 52, 86)");
    await notebook.setTheme("dark");
    await notebook.page.waitForFunction(
      (before) =>
        getComputedStyle(document.querySelector("#bar .barlayer .point path") as Element).fill !== before,
      light[1],
    );
    const dark = await colours("bar");
    assert.notEqual(dark[0], light[0]);
    assert.deepEqual((await colours("own"))[1], "rgb(18, 52, 86)");
  });

  it("is as wide as there is room for, and changes in place", async () => {
    const notebook = await open({ width: 860 });
    const [figure] = figures["bar"] ?? [];
    await show(notebook, "bar", plotlyPayload(figure));
    const width = (): Promise<number> =>
      notebook.page.$eval("#bar .main-svg", (svg) => svg.getBoundingClientRect().width);
    assert.ok((await width()) > 700);
    await notebook.page.setViewportSize({ width: 400, height: 700 });
    await notebook.page.waitForFunction(
      () => (document.querySelector("#bar .main-svg") as Element).getBoundingClientRect().width < 400,
    );
    await notebook.page.$eval("#bar .gradbook-plot", (plot) => (plot.id = "same"));
    await notebook.render("bar", PLOTLY_MIME, plotlyPayload({ data: [{ type: "bar", x, y: [1, 1, 1] }] }));
    await notebook.page.waitForFunction(
      () => document.querySelectorAll("#same .barlayer .point").length === 3,
    );
  });

  it("says what it shows, lists its traces and is saved as a PNG", async () => {
    const notebook = await open();
    const [figure] = figures["bar"] ?? [];
    await show(notebook, "bar", plotlyPayload(figure));
    assert.equal(
      await notebook.page.getAttribute("#bar .gradbook-frame", "aria-label"),
      "Figure “Accuracy by class” with 2 traces. Horizontal: class. Vertical: right. train: bar, 3 values. held out: bar, 3 values.",
    );
    await notebook.page.click("#bar summary");
    assert.deepEqual(await notebook.page.locator("#bar tbody tr").allTextContents(), [
      "trainbar3 values",
      "held outbar3 values",
    ]);
    await notebook.page.click('#bar [data-tool="savePng"]');
    await notebook.page.waitForFunction(() => window.notebook.saved.length === 1);
    const [saved] = await notebook.page.evaluate(() => window.notebook.saved);
    assert.match(saved?.url ?? "", /^data:image\/png;base64,.{1000}/);
  });

  it("loads the larger part of Plotly only where a figure needs it", async () => {
    const notebook = await open();
    const asked: string[] = [];
    notebook.page.on("request", (request) => asked.push(request.url().replace(/.*\//, "")));
    await show(notebook, "lines", plotlyPayload({ data: [{ y: [1, 2] }] }));
    assert.deepEqual(asked, ["plotly.js"]);
    const [figure] = figures["pie"] ?? [];
    await show(notebook, "pie", plotlyPayload(figure));
    await show(notebook, "again", plotlyPayload(figure));
    assert.deepEqual(asked, ["plotly.js", "plotlyMore.js"]);
  });

  it("runs, opens and loads nothing, whatever its texts and addresses are", async () => {
    const notebook = await open();
    const asked: string[] = [];
    notebook.page.on("request", (request) => asked.push(request.url()));
    const evil = [
      ...hostileMarkup,
      '<<b>a href="javascript:window.hacked=1">x</a>',
      '<a href="https://example.org/">go</a>',
      "<img src=x onerror=window.hacked=1>",
    ].map((text) => text.replaceAll("alert(1)", "window.hacked=1"));
    for (let at = 0; at < evil.length; at += 40) {
      const texts = evil.slice(at, at + 40);
      const [title = ""] = texts;
      const payload: PlotlyPayload = {
        version: 1,
        data: [
          {
            type: "bar",
            name: title,
            x: texts,
            y: texts.map((_, i) => i),
            text: texts,
            hovertext: texts,
            hovertemplate: title,
          },
          { type: "table", header: { values: [title] }, cells: { values: [texts] }, domain: { x: [0.9, 1] } },
          { type: "image", source: "https://example.org/x.png", xaxis: "x2", yaxis: "y2" },
          {
            type: "pie",
            labels: texts,
            values: texts.map(() => 1),
            title: { text: title },
            domain: { x: [0, 0.1] },
          },
        ],
        layout: {
          title: { text: texts.join(" ") },
          annotations: texts.map((text) => ({ text, x: 0, y: 0, hovertext: text })),
          images: [{ source: "https://example.org/x.png", x: 0, y: 0, sizex: 1, sizey: 1 }],
          updatemenus: [
            {
              buttons: texts
                .slice(0, 3)
                .map((label) => ({ label, method: "relayout", args: ["title.text", label] })),
            },
          ],
        },
        config: { displayModeBar: true, showSendToCloud: true, plotlyServerURL: "https://example.org" },
      };
      await show(notebook, "evil", payload);
      await notebook.page.hover("#evil .gradbook-plot");
      await notebook.settled();
      const made = await notebook.page.evaluate(() => ({
        links: document.querySelectorAll("#evil a[href], #evil a[*|href], #evil script, #evil iframe").length,
        handlers: [...document.querySelectorAll("#evil *")].filter((one) =>
          [...one.attributes].some(({ name }) => name.startsWith("on")),
        ).length,
        pictures: [...document.querySelectorAll("#evil image, #evil img")].filter(
          (one) =>
            !/^(?:data|blob):/.test(one.getAttribute("href") ?? one.getAttribute("xlink:href") ?? "data:"),
        ).length,
        cloud: document.querySelectorAll('#evil [data-title*="loud"]').length,
        hacked: "hacked" in window,
      }));
      assert.deepEqual(made, { links: 0, handlers: 0, pictures: 0, cloud: 0, hacked: false });
    }
    assert.deepEqual(
      asked.filter((url) => !/^(?:data|blob):|\/plotly(?:More)?\.js$/.test(url)),
      [],
    );
    // Firefox and Chromium say in the console what they refused; nothing was there to refuse.
    assert.deepEqual(notebook.errors, []);
  });

  it("says why it is not drawn", async () => {
    const notebook = await open();
    await notebook.render("map", PLOTLY_MIME, {
      version: 1,
      data: [{ type: "scattermap" }],
      layout: {},
      config: {},
    });
    await notebook.page.getByText("scattermap is no kind of trace that is drawn here").waitFor();
    await notebook.render("none", PLOTLY_MIME, { version: 1, layout: {}, config: {} });
    await notebook.page.getByText("This output cannot be drawn: data is missing").waitFor();
  });
});
