/** The pages of the site that train, opened from the disk without a network. */
import assert from "node:assert/strict";
import path from "node:path";
import type { Browser } from "playwright-core";
import { OpenedPage } from "../unit/extension/live/openedPage.ts";
import { launch } from "../unit/renderer/page/notebookPage.ts";
import { folder } from "./builtSite.ts";

describe("The site’s live pages", function () {
  this.timeout(180_000);
  let browser: Browser;
  let opened: OpenedPage | null = null;

  before(async () => {
    browser = await launch();
  });

  after(() => browser.close());

  afterEach(async () => {
    const { asked = [], errors = [] } = opened ?? {};
    await opened?.page.close();
    opened = null;
    assert.deepEqual([...asked, ...errors], []);
  });

  for (const file of ["try.html", "zh/try.html"]) {
    it(`train the readme’s network in the page: ${file}`, async () => {
      opened = await OpenedPage.open(browser, path.join(folder, file));
      assert.equal(await opened.run(1), "ok");
      await opened.cell(1).locator(".gradbook-frame[aria-busy=false]").first().waitFor();
      assert.match(
        await opened.shown(1),
        file.startsWith("zh") ? /已恢复最佳轮次/ : /Restoring model weights/,
      );
    });
  }

  it("are the course, too: it opens and runs its cells", async () => {
    opened = await OpenedPage.open(browser, path.join(folder, "zh/course/deep-learning.html"));
    assert.equal(await opened.run(1), "ok");
    assert.equal(await opened.page.locator("html").getAttribute("lang"), "zh-CN");
  });
});
