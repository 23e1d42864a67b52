import assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import { launch, NotebookPage, type PageOptions } from "./notebookPage.ts";

/**
 * One browser for the suite that calls it. Each test opens its page, and must leave nothing in the page's console.
 *
 * @returns opens the page of the running test
 */
export function browserPages(): (options?: PageOptions) => Promise<NotebookPage> {
  let browser: Browser;
  let notebook: NotebookPage | null = null;

  before(async function () {
    this.timeout(300_000);
    browser = await launch();
  });

  after(() => browser?.close());

  afterEach(async () => {
    const errors = notebook?.errors ?? [];
    await notebook?.page.close();
    notebook = null;
    assert.deepEqual(errors, [], "the page's console");
  });

  return async (options) => (notebook = await NotebookPage.open(browser, options));
}
