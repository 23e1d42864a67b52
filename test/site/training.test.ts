/** The pages of the site that train, opened from the disk without a network. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { OpenedPage } from "../unit/extension/live/openedPage.ts";
import { launch } from "../unit/renderer/page/notebookPage.ts";
import { findings } from "./axe.ts";
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

  for (const file of ["try.html", "zh/try.html", "course/deep-learning.html", "zh/course/deep-learning.html"])
    it(`lead back to the site, and to the other language: ${file}`, async () => {
      opened = await OpenedPage.open(browser, path.join(folder, file));
      const { page } = opened;
      const links = await page
        .locator(".live-site a")
        .evaluateAll((all) => all.map((one) => [one.textContent, (one as HTMLAnchorElement).href]));
      const own = file.startsWith("zh/") ? "zh/" : "";
      const other = file.startsWith("zh/") ? file.slice(3) : `zh/${file}`;
      const targets = links.map(([, href = ""]) => path.relative(folder, fileURLToPath(href ?? "")));
      for (const place of ["index.html", "docs/guide.html", "api/index.html"])
        assert.ok(targets.includes(own + place), `${own}${place} among ${targets.join(", ")}`);
      assert.equal(targets.at(-1), other);
      for (const target of targets) assert.ok(existsSync(path.join(folder, target)), target);
    });

  it("keep the choice of light or dark that the reader made on the site, and hand theirs back, below any path", async () => {
    const server = createServer((request, response) => {
      const file = path.join(folder, (request.url ?? "").replace(/[?#].*$/, "").replace(/^\/a\/path/, ""));
      const type = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript" }[path.extname(file)];
      if (!existsSync(file)) response.writeHead(404).end();
      else response.writeHead(200, { "content-type": type ?? "image/svg+xml" }).end(readFileSync(file));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const context = await browser.newContext({ colorScheme: "dark" });
    try {
      const page = await context.newPage();
      const scheme = (): Promise<string | null> => page.locator("html").getAttribute("data-scheme");
      const background = (): Promise<string> =>
        page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      await page.goto(`http://127.0.0.1:${port}/a/path/zh/try.html`);
      await page.locator(".live-bar").waitFor();
      assert.equal(await scheme(), "dark", "as the system is");
      await page.emulateMedia({ colorScheme: "light" });
      await page.locator("html[data-scheme=light]").waitFor({ state: "attached" });
      await page.emulateMedia({ colorScheme: "dark" });
      await page.locator(".live-site a").nth(2).click();
      await page.waitForURL(/\/a\/path\/zh\/docs\/guide\.html$/);
      await page.locator(".theme-button").click();
      assert.equal(await background(), "rgb(255, 255, 255)");
      await page.goto(`http://127.0.0.1:${port}/a/path/zh/try.html`);
      await page.locator(".live-bar").waitFor();
      assert.equal(await scheme(), "light", "as was chosen on the site");
      assert.equal(await background(), "rgb(255, 255, 255)");
      await page.locator(".live-bar").getByRole("button", { name: "深色" }).click();
      assert.equal(await scheme(), "dark");
      await page.locator(".live-site a").first().click();
      await page.waitForURL(/\/a\/path\/zh\/index\.html$/);
      assert.equal(await background(), "rgb(22, 24, 29)", "as was chosen in the live page");
    } finally {
      await context.close();
      server.close();
    }
  });

  it("have nothing that axe finds fault with, light and dark", async () => {
    opened = await OpenedPage.open(browser, path.join(folder, "zh/try.html"));
    for (const colorScheme of ["light", "dark"] as const) {
      await opened.page.emulateMedia({ colorScheme });
      assert.deepEqual(await findings(opened.page), [], colorScheme);
    }
  });

  it("are the course, too: it opens and runs its cells", async () => {
    opened = await OpenedPage.open(browser, path.join(folder, "zh/course/deep-learning.html"));
    assert.equal(await opened.run(1), "ok");
    assert.equal(await opened.page.locator("html").getAttribute("lang"), "zh-CN");
  });
});
