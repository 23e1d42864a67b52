/** Exported reports in a real browser without a network: with scripts and without, friendly and hostile. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page, Request } from "playwright-core";
import {
  activationPicture,
  boundaryPicture,
  diagramPicture,
  nn,
  rand,
  zeros,
} from "../../../../engine/index.ts";
import type { IpynbData, IpynbOutput } from "../../../../extension/ipynb/nbformat.ts";
import { ipynbData } from "../../../../extension/ipynb/outputs.ts";
import { reportHtml } from "../../../../extension/report/report.ts";
import {
  FIGURE_MIME,
  PICTURE_MIME,
  PLOTLY_MIME,
  TABLE_MIME,
  TENSOR_MIME,
} from "../../../../engine/payload/mime.ts";
import { launch } from "../../renderer/page/notebookPage.ts";
import { photograph } from "../../renderer/page/photograph.ts";

const dist = path.resolve("dist");

interface Opened {
  page: Page;
  /** What the page asked of the network or of the disk, besides itself. */
  asked: string[];
  errors: string[];
}

describe("A report in a browser", function () {
  this.timeout(120_000);
  const folder = mkdtempSync(path.join(tmpdir(), "gradbook-report-"));
  const course = path.join(folder, "course.html");
  let browser: Browser;

  before(async function () {
    this.timeout(300_000);
    browser = await launch();
    const notebook = path.resolve("examples/deep-learning.zh.grad.md");
    const cli = path.join(dist, "cli.js");
    const { status, stderr } = spawnSync(process.execPath, [cli, "run", notebook, "--html", course], {
      encoding: "utf8",
    });
    assert.equal(status, 0, stderr);
  });

  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(
    file: string,
    {
      scripts = true,
      dark = false,
      width = 1000,
    }: { scripts?: boolean; dark?: boolean; width?: number } = {},
  ): Promise<Opened> {
    const page = await browser.newPage({
      offline: true,
      javaScriptEnabled: scripts,
      colorScheme: dark ? "dark" : "light",
      viewport: { width, height: 900 },
    });
    page.setDefaultTimeout(90_000);
    const opened: Opened = { page, asked: [], errors: [] };
    const note = (request: Request): void => {
      const url = request.url();
      const refused = request.failure()?.errorText === "csp";
      if (url !== pathToFileURL(file).href && !/^(?:data|blob):/.test(url) && !refused)
        opened.asked.push(url);
    };
    page.on("requestfinished", note);
    page.on("requestfailed", note);
    page.on("pageerror", (error) => opened.errors.push(String(error)));
    page.on("dialog", (dialog) => {
      opened.errors.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(pathToFileURL(file).href);
    return opened;
  }

  /** Brings outputs into view, one after the other, until they are drawn. */
  async function awaken(page: Page, figures = page.locator("figure[data-mime]")): Promise<void> {
    for (const figure of await figures.all()) {
      await figure.scrollIntoViewIfNeeded();
      await figure.locator(".gradbook-awake").waitFor();
      const frames = figure.locator(".gradbook-frame");
      if ((await frames.count()) > 0) await figure.locator('.gradbook-frame[aria-busy="false"]').waitFor();
    }
  }

  async function write(name: string, outputs: IpynbOutput[], text = "# Title"): Promise<string> {
    const file = path.join(folder, name);
    const cells = [
      { kind: "markdown" as const, text },
      {
        kind: "code" as const,
        text: "const <b>x</b> = '</code></pre><script>window.hacked = 1</script>';",
        outputs,
      },
    ];
    const html = await reportHtml(
      { cells, name, language: "en" },
      { dist, readFile: () => Promise.resolve(null) },
    );
    writeFileSync(file, html);
    return file;
  }

  const shown = (data: IpynbData): IpynbOutput => ({
    output_type: "display_data",
    data: ipynbData(data),
    metadata: {},
  });

  for (const { dark, width } of [
    { dark: false, width: 1000 },
    { dark: true, width: 400 },
  ]) {
    const look = `${dark ? "dark" : "light"}-${width}`;
    it(`draws the course's curves and pictures from the file alone, ${look}`, async () => {
      const { page, asked, errors } = await open(course, { dark, width });
      await awaken(page);
      assert.equal(await page.title(), "深度学习");
      assert.equal(await page.locator("html").getAttribute("lang"), "zh-CN");
      const figures = await page.locator("figure[data-mime]").count();
      assert.ok(figures >= 13, `${figures} outputs`);
      const lines = await page
        .locator(".js-plotly-plot")
        .evaluateAll((plots) => plots.map((plot) => plot.querySelectorAll(".scatterlayer .js-line").length));
      assert.ok(lines.length >= 10 && lines.every((count) => count >= 2), lines.join());
      assert.equal(await page.locator(".gradbook-box:has(.gradbook-unit)").count(), 2);
      assert.equal(await page.locator(".gradbook-box:has(.gradbook-example)").count(), 4);
      const background = await page
        .locator("body")
        .evaluate((body) => getComputedStyle(body).backgroundColor);
      assert.equal(background, dark ? "rgb(22, 24, 29)" : "rgb(255, 255, 255)");
      const overflow = await page.evaluate(() => document.body.scrollWidth > window.innerWidth);
      assert.equal(overflow, false);
      await page.locator("figure[data-mime]").nth(2).scrollIntoViewIfNeeded();
      await photograph(page, `report-${look}`);
      assert.deepEqual({ asked, errors }, { asked: [], errors: [] });
      await page.close();
    });

    it(`can be read without scripts: every figure a still picture, ${look}`, async () => {
      const { page, asked } = await open(course, { dark, width, scripts: false });
      const figures = await page.locator("figure[data-mime]").count();
      const stills = page.locator("figure[data-mime] .still > img");
      assert.equal(await stills.count(), figures);
      for (const still of await stills.all()) {
        await still.scrollIntoViewIfNeeded();
        const size = await still.boundingBox();
        assert.ok(size && size.width > 150 && size.height > 80, JSON.stringify(size));
        assert.notEqual(await still.getAttribute("alt"), "");
      }
      // The neuron's and the network's summary tables.
      assert.ok((await page.locator(".still table").count()) >= 2);
      await page.locator("figure[data-mime]").nth(2).scrollIntoViewIfNeeded();
      await photograph(page, `report-still-${look}`);
      assert.deepEqual(asked, []);
      await page.close();
    });
  }

  it("answers the keyboard, and takes on another colour scheme while it is open", async () => {
    const { page } = await open(course);
    await awaken(page, page.locator("figure[data-mime*=picture]").first());
    await page.locator("figure[data-mime*=picture] .gradbook-frame").first().focus();
    await page.keyboard.press("ArrowRight");
    await page.locator(".gradbook-tip:visible").waitFor();
    const before = await page.locator(".gradbook-model").first().getAttribute("stroke");
    await page.emulateMedia({ colorScheme: "dark" });
    await page.waitForFunction(
      (light) => document.querySelector(".gradbook-model")?.getAttribute("stroke") !== light,
      before,
    );
    await page.close();
  });

  it("saves a chart and a picture as files", async () => {
    const { page } = await open(course);
    for (const [mime, button] of [
      ["curves", "Png"],
      ["picture", "Svg"],
    ] as const) {
      const figure = page.locator(`figure[data-mime*=${mime}]`).first();
      await awaken(page, figure);
      const download = page.waitForEvent("download");
      await figure.locator(`[data-tool="save${button}"]`).click();
      assert.match((await download).suggestedFilename(), new RegExp(`\\.${button.toLowerCase()}$`));
    }
    await page.close();
  });

  it("prints the still pictures, on white", async () => {
    const { page } = await open(course, { dark: true });
    await awaken(page, page.locator("figure[data-mime]").first());
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    assert.equal(await page.locator(".gradbook-awake:visible").count(), 0);
    assert.ok((await page.locator(".still > img:visible").count()) >= 13);
    const background = await page.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor);
    assert.equal(background, "rgb(255, 255, 255)");
    assert.ok((await page.pdf()).length > 100_000);
    await page.close();
  });

  it("draws figures of display.plotly, also in print, with as much of Plotly as they need", async () => {
    const figure = (type: string): IpynbOutput =>
      shown({
        [PLOTLY_MIME]: {
          version: 1,
          data: [{ type, x: [1, 2, 3], y: [2, 1, 3] }],
          layout: { title: { text: "Counts" }, height: 260 },
          config: {},
        },
        "text/plain": "Figure",
      });
    for (const [type, drawn, more] of [
      ["bar", ".barlayer .point", 1],
      ["scatter", ".scatterlayer .js-line", 0],
    ] as const) {
      const file = await write(`${type}.html`, [figure(type)]);
      const still = await open(file, { scripts: false });
      assert.match(
        await still.page.locator("main .still").innerText(),
        new RegExp(`Figure “Counts” with 1 trace\\. Trace 1: ${type}, 3 values\\.`),
      );
      await still.page.close();
      const { page, asked, errors } = await open(file);
      await awaken(page);
      await page.locator(drawn).first().waitFor({ state: "attached" });
      assert.equal(await page.locator("#gradbook-plotly-more").count(), more);
      await photograph(page, `report-plotly-${type}`);
      await page.emulateMedia({ media: "print" });
      assert.equal(await page.locator(".gradbook-awake:visible").count(), 1);
      assert.equal(await page.locator(".still:visible").count(), 0);
      assert.deepEqual({ asked, errors }, { asked: [], errors: [] });
      await page.close();
    }
  });

  const evil = `</script><script>window.hacked=1</script><img src=x onerror="window.hacked=1">'"\u2028{{x}}`;
  const attacks: IpynbOutput[] = [
    { output_type: "stream", name: "stdout", text: evil },
    { output_type: "error", ename: evil, evalue: evil, traceback: [evil] },
    shown({ "text/plain": evil }),
    shown({ "text/markdown": evil, "text/plain": evil }),
    shown({ "text/html": `${evil}<a href="javascript:window.top.hacked=1">go</a>`, "text/plain": evil }),
    shown({ "application/vnd.gradbook.scripted-html": "<script>parent.hacked=1</script>", "text/plain": "" }),
    shown({ "image/svg+xml": `<svg onload="parent.hacked=1"><script>parent.hacked=1</script></svg>` }),
    shown({ "image/png": `"><script>window.hacked=1</script>`, "text/plain": evil }),
    shown({ "application/json": { [evil]: evil } }),
    shown({
      [FIGURE_MIME]: {
        version: 1,
        title: evil,
        series: [{ name: evil, x: [0, 1], y: [0, 1], fmt: evil }],
        xLabel: evil,
        yLabel: evil,
        xLim: null,
        yLim: null,
        xScale: "linear",
        yScale: "linear",
        figsize: [5, 3],
      },
      "text/plain": evil,
    }),
    shown({
      [PLOTLY_MIME]: {
        version: 1,
        data: [{ type: "bar", name: evil, x: [evil], y: [1] }],
        layout: { title: { text: evil }, images: [{ source: "https://example.org/x.png" }] },
        config: {},
      },
      "text/plain": evil,
    }),
    shown({ [PICTURE_MIME]: activationPicture((x) => x.mul(2), { name: evil }) }),
    shown({ [PICTURE_MIME]: diagramPicture(new nn.Linear(2, 1), { title: evil }) }),
    shown({
      [PICTURE_MIME]: boundaryPicture(new nn.Linear(2, 2), rand(9, 2), zeros(9), {
        title: evil,
        classNames: [evil, evil],
      }),
    }),
    shown({
      [TABLE_MIME]: {
        version: 1,
        columns: [{ name: evil, numeric: false }],
        rows: [[evil]],
        total: 1,
        totalColumns: 1,
      },
    }),
    shown({
      [TENSOR_MIME]: {
        version: 1,
        shape: [1],
        dtype: evil,
        text: evil,
        min: 1,
        max: 1,
        mean: 1,
        notFinite: 0,
        looked: 1,
        picture: null,
      },
      "text/plain": evil,
    }),
    shown({ [PICTURE_MIME]: { version: 1, kind: "diagram", columns: evil }, "text/plain": "broken" }),
  ];

  for (const scripts of [true, false]) {
    it(`runs nothing that is hidden in outputs, with scripts ${scripts ? "on" : "off"}`, async () => {
      const file = await write("evil.html", attacks, `# ${evil}\n\n${evil}\n\n![${evil}](x.png)`);
      const { page, asked, errors } = await open(file, { scripts });
      if (scripts) {
        await awaken(page);
        for (const frame of await page.locator("iframe.html").all()) await frame.scrollIntoViewIfNeeded();
        assert.equal(await page.evaluate(() => "hacked" in window), false);
        const link = page.locator("iframe.html").first().contentFrame().locator("a");
        await link.click();
        assert.equal(await page.evaluate(() => "hacked" in window), false);
        assert.equal(await page.locator("figure[data-mime]").count(), 7);
      }
      const text = (await page.locator("main").innerText()).replaceAll("\u2028", "");
      assert.ok(text.includes("</script><script>window.hacked=1</script>"), "it is shown as text");
      assert.ok(text.includes("broken"));
      assert.equal(
        await page.locator("main img[onerror], main script:not([type='application/json'])").count(),
        0,
      );
      assert.deepEqual({ asked, errors }, { asked: [], errors: [] });
      await page.close();
    });
  }

  it("lets no script run that is not its own, should one get in", async () => {
    const file = await write("policy.html", [shown({ "text/html": "x" })]);
    const html = readFileSync(file, "utf8").replace(
      "<main>",
      `<main><script>window.hacked=1</script><img src=x onerror="window.hacked=1"><script src="data:text/javascript,window.hacked=1"></script>`,
    );
    writeFileSync(file, html);
    const { page } = await open(file);
    await page.locator("iframe.html").scrollIntoViewIfNeeded();
    assert.equal(await page.evaluate(() => "hacked" in window), false);
    assert.equal(await page.locator("body.vscode-light").count(), 1, "its own script ran");
    await page.close();
  });
});
