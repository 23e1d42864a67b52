/** The site at 200 %: half the pixels of a window of 1400 and of 800, each twice as large. */
import assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import { misfits } from "../unit/renderer/page/cutText.ts";
import { launch } from "../unit/renderer/page/notebookPage.ts";
import { addressOf, isLivePage, openPage } from "./builtSite.ts";

const pages = [
  ...["index.html", "docs/guide.html", "docs/pytorch.html", "docs/settings.html", "api/index.html"],
  ...["api/training.html", "try.html"],
];

describe("The site at 200 %", function () {
  this.timeout(180_000);
  let browser: Browser;

  before(async () => {
    browser = await launch();
  });

  after(() => browser.close());

  for (const dark of [false, true])
    for (const width of [1400, 800])
      it(`cuts nothing and does not scroll sideways: a window of ${width} pixels, ${dark ? "dark" : "light"}`, async () => {
        for (const file of pages.flatMap((one) => [one, `zh/${one}`])) {
          const { page, troubles } = await openPage(browser, { width, dark, zoom: 2 });
          await page.goto(addressOf(file));
          if (isLivePage(file)) await page.locator(".live-cell").first().waitFor();
          const found = [...(await misfits(page)), ...troubles];
          await page.close();
          assert.deepEqual(found, [], file);
        }
      });
});
