/** The reference: what is said of a name is said of that name, and in Chinese first on Chinese pages. */
import assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import { launch } from "../unit/renderer/page/notebookPage.ts";
import { addressOf, htmlFiles, openPage } from "./builtSite.ts";

interface Entry {
  name: string;
  /** The line that stands between its name and its signature. */
  summary: string;
  /** What its comment says first. */
  words: string;
  isType: boolean;
  isAlias: boolean;
}

describe("The reference", function () {
  this.timeout(400_000);
  let browser: Browser;
  const read = new Map<string, Entry[]>();

  before(async () => {
    browser = await launch();
    const { page } = await openPage(browser);
    for (const file of htmlFiles().filter((name) => /(?:^|\/)api\/(?!index)/.test(name))) {
      await page.goto(addressOf(file));
      const entries = await page.locator(".api-symbol").evaluateAll((symbols) =>
        symbols.map((symbol) => {
          const [head, next] = symbol.children;
          const types = document.getElementById("types");
          const words = symbol.querySelector(":scope > .api-words")?.textContent ?? "";
          return {
            name: head?.textContent ?? "",
            summary: next?.localName === "p" && next.className === "" ? (next.textContent ?? "") : "",
            words: words.trim(),
            isType:
              types !== null &&
              (types.compareDocumentPosition(symbol) & Node.DOCUMENT_POSITION_FOLLOWING) > 0,
            isAlias: symbol.querySelector("pre, .api-words") === null,
          };
        }),
      );
      read.set(file, entries);
    }
    await page.close();
  });

  after(() => browser.close());

  it("says of a function what its comment says, not what is said of the file that hands it on", () => {
    const said = (file: string, name: string): string =>
      read.get(`api/${file}.html`)?.find((entry) => entry.name === name)?.words ?? "";
    assert.match(said("nn.functional", "nn.utils.clipGradNorm_"), /^Scales all gradients together/);
    assert.match(said("controls", "input.slider"), /^A slider under the cell/);
    assert.match(said("data", "data.iris"), /^150 iris flowers/);
  });

  it("says in Chinese what each name is that a cell can call, but for the book's own helpers", () => {
    const without = [...read].flatMap(([file, entries]) =>
      file.startsWith("zh/") && !/\/(?:d2l|payloads)\.html$/.test(file)
        ? entries
            .filter(({ summary, isType, isAlias }) => !isType && !isAlias && !/\p{Script=Han}/u.test(summary))
            .map(({ name }) => `${file} ${name}`)
        : [],
    );
    assert.deepEqual(without, []);
    const entries = read.get("zh/api/nn.html") ?? [];
    assert.ok(entries.length > 60, String(entries.length));
  });
});
