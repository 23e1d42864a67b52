/** Outputs and reports as they are at 200 %: half the pixels of a window of 1400 and of 800, each twice as large. */
import assert from "node:assert/strict";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { diagramPicture, nn } from "../../../../engine/index.ts";
import { PICTURE_MIME } from "../../../../engine/payload/mime.ts";
import type { IpynbOutput } from "../../../../extension/ipynb/nbformat.ts";
import { reportHtml } from "../../../../extension/report/report.ts";
import { misfits } from "./cutText.ts";
import { everyOutput, type EveryOutput } from "./everyOutput.ts";
import { launch, NotebookPage } from "./notebookPage.ts";

const windows = [1400, 800] as const;

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

  for (const width of windows)
    it(`outputs fit a window of ${width} pixels, light and dark, with their tables open`, async () => {
      const notebook = await NotebookPage.open(browser, { width: width / 2, height: 450 });
      ({ page } = notebook);
      for (const [id, { mime, payload }] of Object.entries(all)) await notebook.render(id, mime, payload);
      await page.waitForFunction(() => !document.querySelector(".gradbook-frame[aria-busy=true]"));
      await page.evaluate(() => {
        for (const one of document.querySelectorAll("details")) one.open = true;
      });
      for (const theme of ["light", "dark"] as const) {
        await notebook.setTheme(theme);
        await notebook.settled();
        assert.deepEqual(await misfits(page), [], theme);
      }
      assert.deepEqual(notebook.errors, []);
    });

  it("a report fits both windows, light and dark", async () => {
    const cells = Object.entries(all).map(([id, { mime, payload }]) => ({
      kind: "code",
      text: `const aRatherLongNameOfACell = "${id}"; // a cell with a line that is wider than a narrow window has room for`,
      outputs: [
        { output_type: "display_data", data: { [mime]: payload, "text/plain": id }, metadata: {} },
      ] satisfies IpynbOutput[],
    })) as Parameters<typeof reportHtml>[0]["cells"][number][];
    const html = await reportHtml(
      { cells, name: "everything", language: "en" },
      { dist: path.resolve("dist"), readFile: () => Promise.reject(new Error("no file")) },
    );
    page = await browser.newPage({ viewport: { width: 700, height: 450 }, deviceScaleFactor: 2 });
    await page.route("**/report.html", (route) => route.fulfill({ contentType: "text/html", body: html }));
    for (const colorScheme of ["light", "dark"] as const)
      for (const width of windows) {
        await page.setViewportSize({ width: width / 2, height: 450 });
        await page.emulateMedia({ colorScheme });
        await page.goto("http://notebook.invalid/report.html");
        await page.waitForFunction(() => !document.querySelector(".gradbook-frame[aria-busy=true]"));
        assert.deepEqual(await misfits(page), [], `${colorScheme}, ${width} pixels`);
      }
  });
});
