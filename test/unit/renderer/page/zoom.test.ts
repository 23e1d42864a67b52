/** Outputs and reports as they are at 200 %: half the pixels of a window of 1400 and of 800, each twice as large. */
import assert from "node:assert/strict";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { diagramPicture, linspace, nn, regressionPicture } from "../../../../engine/index.ts";
import { FIGURE_MIME, PICTURE_MIME } from "../../../../engine/payload/mime.ts";
import type { IpynbOutput } from "../../../../extension/ipynb/nbformat.ts";
import { reportHtml } from "../../../../extension/report/report.ts";
import { figureOf, line } from "../samples.ts";
import { misfits } from "./cutText.ts";
import { everyOutput, type EveryOutput } from "./everyOutput.ts";
import { launch, NotebookPage } from "./notebookPage.ts";

const windows = [1400, 800] as const;
/** Themes have the same letters: in Chinese one is enough. */
const outputs = [
  [1400, "en", ["light", "dark"]],
  [800, "en", ["light", "dark"]],
  [800, "zh-cn", ["light"]],
] as const;

describe("at 200 %", function () {
  this.timeout(180_000);
  let browser: Browser;
  let page: Page | null = null;
  let all: Record<string, EveryOutput>;

  before(async () => {
    browser = await launch();
    const encoder = new nn.TransformerEncoder(
      new nn.TransformerEncoderLayer(8, 2, { dimFeedforward: 16, batchFirst: true }),
      1,
    );
    all = await everyOutput();
    const title = "After each layer: training keeps, prediction lets go of what it has computed";
    all["long-title"] = { mime: FIGURE_MIME, payload: figureOf([line("x", "-", (x) => x)], { title }) };
    const x = linspace(-1, 1, 30).reshape(30, 1);
    const fitted = regressionPicture(new nn.Linear(1, 1), x, x.mul(2e6), {
      title: "A line",
      validation: [x, x],
    });
    all["picture-held-out"] = { mime: PICTURE_MIME, payload: fitted };
    all["picture-encoder"] = { mime: PICTURE_MIME, payload: diagramPicture(encoder, { inputShape: [8, 8] }) };
  });

  after(() => browser.close());

  afterEach(async () => {
    await page?.close();
    page = null;
  });

  it("would be found to cut words, to run over the edge and to write one word over another", async () => {
    page = await browser.newPage({ viewport: { width: 400, height: 300 } });
    await page.setContent(`<div id="a" style="width: 500px">wide</div>
      <p id="b" style="width: 40px; overflow: hidden; white-space: nowrap">more than fits</p>
      <svg id="c" width="100" height="40" style="overflow: hidden"><text x="60" y="20">far outside</text></svg>
      <svg id="d" width="200" height="40"><text x="10" y="20">one</text><text x="15" y="22">other</text></svg>`);
    const found = await misfits(page);
    assert.equal(found.length, 4, found.join("\n"));
    for (const [i, words] of ["too wide", "cut on the right", "outside", "one over the other"].entries())
      assert.ok(found[i]?.includes(words), found.join("\n"));
  });

  for (const [width, language, themes] of outputs)
    it(`outputs fit a window of ${width} pixels, ${themes.join(" and ")}, ${language}, with their tables open`, async () => {
      const notebook = await NotebookPage.open(browser, { width: width / 2, height: 450 });
      ({ page } = notebook);
      for (const [id, { mime, payload }] of Object.entries(all))
        await notebook.render(id, mime, payload, { language });
      await page.waitForFunction(() => !document.querySelector(".gradbook-frame[aria-busy=true]"));
      await page.evaluate(() => {
        for (const one of document.querySelectorAll("details")) one.open = true;
      });
      for (const theme of themes) {
        await notebook.setTheme(theme);
        await notebook.settled();
        assert.deepEqual(await misfits(page), [], theme);
      }
      assert.deepEqual(notebook.errors, []);
    });

  it("a report fits both windows, light and dark, and in Chinese", async () => {
    const cells = Object.entries(all).map(([id, { mime, payload }]) => ({
      kind: "code",
      text: `const aRatherLongNameOfACell = "${id}"; // a cell with a line that is wider than a narrow window has room for`,
      outputs: [
        { output_type: "display_data", data: { [mime]: payload, "text/plain": id }, metadata: {} },
      ] satisfies IpynbOutput[],
    })) as Parameters<typeof reportHtml>[0]["cells"][number][];
    const sources = { dist: path.resolve("dist"), readFile: () => Promise.reject(new Error("no file")) };
    const html: Record<string, string> = {};
    for (const language of ["en", "zh-cn"])
      html[language] = await reportHtml({ cells, name: "everything", language }, sources);
    page = await browser.newPage({ viewport: { width: 700, height: 450 }, deviceScaleFactor: 2 });
    await page.route("**/*.html", (route) =>
      route.fulfill({
        contentType: "text/html",
        body: html[path.basename(route.request().url(), ".html")] ?? "",
      }),
    );
    const reports = [
      ...windows.flatMap((width) =>
        (["light", "dark"] as const).map((scheme) => [width, "en", scheme] as const),
      ),
      [800, "zh-cn", "light"] as const,
    ];
    for (const [width, language, colorScheme] of reports) {
      await page.setViewportSize({ width: width / 2, height: 450 });
      await page.emulateMedia({ colorScheme });
      await page.goto(`http://notebook.invalid/${language}.html`);
      await page.waitForFunction(() => !document.querySelector(".gradbook-frame[aria-busy=true]"));
      assert.deepEqual(await misfits(page), [], `${colorScheme}, ${width} pixels, ${language}`);
    }
  });
});
