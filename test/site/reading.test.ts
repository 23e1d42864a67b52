/** Reading the site: with a screen reader, by keyboard, in both themes. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Browser } from "playwright-core";
import { launch } from "../unit/renderer/page/notebookPage.ts";
import { findings } from "./axe.ts";
import { addressOf, openPage, type Opened } from "./builtSite.ts";

describe("A reader of the site", function () {
  this.timeout(120_000);
  const screenshots = path.resolve("test-results/screenshots");
  let browser: Browser;
  let opened: Opened | null = null;

  before(async () => {
    mkdirSync(screenshots, { recursive: true });
    browser = await launch();
  });

  after(() => browser.close());

  afterEach(async () => {
    const troubles = opened?.troubles ?? [];
    await opened?.page.close();
    opened = null;
    assert.deepEqual(troubles, []);
  });

  // Of a page with hundreds of rows that are alike, axe looks at some: it takes seconds for them all.
  const pages = [
    ["index.html"],
    ["docs/guide.html"],
    ["docs/pytorch.html", "#d2l + .wide"],
    ["api/controls.html"],
  ] as const;
  for (const prefix of ["", "zh/"])
    for (const [name, part] of pages) {
      const file = prefix + name;
      it(`meets nothing that axe finds fault with, light and dark: ${file}`, async () => {
        opened = await openPage(browser);
        const { page } = opened;
        await page.goto(addressOf(file));
        assert.deepEqual(await findings(page, part), [], "light");
        await page.emulateMedia({ colorScheme: "dark" });
        assert.deepEqual(await findings(page, part), [], "dark");
        await page.screenshot({
          path: path.join(screenshots, `site-${file.replaceAll(/\W/g, "-")}-dark.png`),
        });
      });
    }

  for (const file of ["index.html", "zh/index.html"])
    it(`sees the code of the landing page in the lines that it is written in: ${file}`, async () => {
      opened = await openPage(browser, { width: 1400 });
      const { page } = opened;
      await page.goto(addressOf(file));
      const lines = await page.evaluate(() =>
        [...document.querySelectorAll("pre code")].map((code) => ({
          written: (code.textContent ?? "").trimEnd().split("\n").length,
          seen: Math.round(
            code.getBoundingClientRect().height /
              parseFloat(getComputedStyle(code.parentElement ?? code).lineHeight),
          ),
        })),
      );
      assert.equal(lines.length, 2);
      for (const { written, seen } of lines) assert.equal(seen, written);
    });

  it("meets nothing that axe finds fault with on a narrow screen, with the search open", async () => {
    opened = await openPage(browser, { width: 400 });
    const { page } = opened;
    await page.goto(addressOf("docs/guide.html"));
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByRole("combobox").fill("tensor");
    await page.getByRole("option").first().waitFor();
    assert.deepEqual(await findings(page), []);
  });

  for (const [file, words, target, title] of [
    ["index.html", "EarlyStopping", "api/training.html#EarlyStopping", "EarlyStopping"],
    ["zh/docs/keyboard.html", "诊断", "zh/docs/guide.html", ""],
  ] as const) {
    it(`finds “${words}” by keyboard alone, from ${file}`, async () => {
      opened = await openPage(browser);
      const { page } = opened;
      await page.goto(addressOf(file));
      await page.keyboard.press("/");
      await page.keyboard.insertText(words);
      const options = page.getByRole("option");
      await options.first().waitFor();
      assert.equal(await options.first().getAttribute("aria-selected"), "true");
      if (title !== "") assert.equal(await options.first().locator("strong").textContent(), title);
      const wanted = await options.evaluateAll(
        (all, end) => all.findIndex((one) => (one as HTMLAnchorElement).href.includes(end)),
        `/${target}`,
      );
      assert.ok(wanted >= 0, `nothing leads to ${target}`);
      for (let i = 0; i < wanted; i++) await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.waitForURL((url) => url.href.includes(`/${target}`));
      assert.ok((await page.locator("h1").textContent())?.trim());
    });
  }

  it("leaves the search by Escape, and is told when nothing was found", async () => {
    opened = await openPage(browser);
    const { page } = opened;
    await page.goto(addressOf("docs/guide.html"));
    await page.keyboard.press("Control+k");
    await page.keyboard.insertText("qqqqqq");
    await page.getByText("Nothing was found.").waitFor();
    await page.keyboard.press("Escape");
    await page.locator("dialog.search").waitFor({ state: "hidden" });
  });

  it("chooses dark or light, whatever the system says, and turns to the other language on the same page", async () => {
    opened = await openPage(browser, { dark: true });
    const { page } = opened;
    await page.goto(addressOf("docs/guide.html"));
    const background = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(await background(), "rgb(22, 24, 29)");
    await page.getByRole("button", { name: "Light or dark" }).click();
    assert.equal(await background(), "rgb(255, 255, 255)");
    await page.getByRole("link", { name: "简体中文" }).click();
    await page.waitForURL((url) => url.pathname.endsWith("/zh/docs/guide.html"));
    assert.equal(await page.locator("html").getAttribute("lang"), "zh-CN");
    assert.equal(await background(), "rgb(255, 255, 255)", "the choice is kept");
  });

  it("reads every page without a script", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, offline: true });
    const page = await context.newPage();
    await page.goto(addressOf("docs/guide.html"));
    assert.equal(await page.locator(".pages a").first().isVisible(), true);
    assert.equal(await page.locator(".search-button").isVisible(), false);
    await context.close();
  });
});
