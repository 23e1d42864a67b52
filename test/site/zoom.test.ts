/** The site at 200 %: half the pixels of a window of 1400 and of 800, each twice as large. */
import assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import { misfits } from "../unit/renderer/page/cutText.ts";
import { launch } from "../unit/renderer/page/notebookPage.ts";
import { addressOf, isLivePage, openPage, type Opened } from "./builtSite.ts";

const pages = [
  ...["index.html", "docs/guide.html", "docs/pytorch.html", "docs/settings.html", "api/index.html"],
  ...["api/training.html", "try.html"],
];

describe("The site at 200 %", function () {
  this.timeout(180_000);
  let browser: Browser;
  let opened: Opened | null = null;

  before(async () => {
    browser = await launch();
  });

  after(() => browser.close());

  afterEach(async () => {
    // A live page is left while it unpacks its parts.
    const troubles = (opened?.troubles ?? []).filter((one) => !one.startsWith("did not get blob:"));
    await opened?.page.close();
    opened = null;
    assert.deepEqual(troubles, []);
  });

  for (const dark of [false, true])
    for (const width of [1400, 800])
      it(`cuts nothing and does not scroll sideways: a window of ${width} pixels, ${dark ? "dark" : "light"}`, async () => {
        opened = await openPage(browser, { width, dark, zoom: 2 });
        const { page } = opened;
        for (const file of pages.flatMap((one) => [one, `zh/${one}`])) {
          await page.goto(addressOf(file));
          if (isLivePage(file)) await page.locator(".live-cell").first().waitFor();
          assert.deepEqual(await misfits(page), [], file);
        }
      });
});
