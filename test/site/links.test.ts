/** Every page of the site, opened from the disk: its links, its pictures, its width. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { launch } from "../unit/renderer/page/notebookPage.ts";
import { addressOf, folder, htmlFiles, isLivePage, leftOut, openPage } from "./builtSite.ts";

interface Seen {
  links: string[];
  ids: string[];
  pictures: string[];
  wider: number[];
}

/** Where the documentation leads besides the repository. */
const known = [
  /^https:\/\/keepachangelog\.com\//,
  /^https:\/\/semver\.org\//,
  /^https:\/\/plotly\.com\/javascript\//,
  /^https:\/\/github\.com\/[\w-]+\/[\w.-]+/,
];

describe("The site", function () {
  this.timeout(240_000);
  const seen = new Map<string, Seen>();
  const troubles: string[] = [];

  before(async () => {
    const browser: Browser = await launch();
    try {
      const { page, troubles: found } = await openPage(browser);
      for (const file of htmlFiles()) {
        if (isLivePage(file)) continue;
        await page.setViewportSize({ width: 1400, height: 900 });
        await page.goto(addressOf(file));
        const facts = await page.evaluate(() => ({
          links: [...document.querySelectorAll<HTMLAnchorElement>("a[href]")].map(({ href }) => href),
          ids: [...document.querySelectorAll("[id]")].map(({ id }) => id),
          pictures: [...document.images].map(({ src }) => src),
        }));
        const wider: number[] = [];
        for (const width of [400, 800, 1400]) {
          await page.setViewportSize({ width, height: 900 });
          if (
            await page.evaluate(
              () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
            )
          )
            wider.push(width);
        }
        seen.set(file, { ...facts, wider });
      }
      troubles.push(...found);
    } finally {
      await browser.close();
    }
  });

  const fileOf = (address: string): string =>
    path.relative(folder, fileURLToPath(address.replace(/#.*$/, ""))).replaceAll(path.sep, "/");

  it("has the same pages in both languages", () => {
    const files = [...seen.keys()];
    const english = files.filter((file) => !file.startsWith("zh/"));
    assert.ok(english.length >= 40, `only ${english.length} pages`);
    assert.deepEqual(
      files.filter((file) => file.startsWith("zh/")),
      english.map((file) => `zh/${file}`),
    );
  });

  it("has no link that leads nowhere, and no picture that is missing", () => {
    const dead: string[] = [];
    let count = 0;
    for (const [file, { links, pictures }] of seen) {
      for (const address of [...new Set([...links, ...pictures])]) {
        if (!address.startsWith("file:")) continue;
        count++;
        const target = fileOf(address);
        const anchor = decodeURIComponent(/#(.*)$/.exec(address)?.[1] ?? "");
        if (leftOut.includes(target)) continue;
        if (target.startsWith("..") || !existsSync(path.join(folder, target)))
          dead.push(`${file}: ${address}`);
        else if (anchor !== "" && seen.get(target)?.ids.includes(anchor) !== true)
          dead.push(`${file}: ${target}#${anchor}`);
      }
    }
    assert.ok(count > 3000, `only ${count} links were looked at`);
    assert.deepEqual(dead, []);
  });

  it("leads to no foreign host but the few that its pages name", () => {
    const foreign = [...seen].flatMap(([file, { links, pictures }]) =>
      [...links, ...pictures]
        .filter((address) => !address.startsWith("file:") && !known.some((host) => host.test(address)))
        .map((address) => `${file}: ${address}`),
    );
    assert.deepEqual(foreign, []);
  });

  it("asks for nothing outside of itself", () => {
    assert.deepEqual(troubles, []);
  });

  it("names each place once", () => {
    const twice = [...seen].flatMap(([file, { ids }]) =>
      ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `${file}: ${id}`),
    );
    assert.deepEqual(twice, []);
  });

  it("does not scroll sideways at 400, 800 and 1400 pixels", () => {
    const wide = [...seen].flatMap(([file, { wider }]) => wider.map((width) => `${file} at ${width}`));
    assert.deepEqual(wide, []);
  });
});
