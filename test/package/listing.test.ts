/** What is seen of the package before it is installed: its pages, their links and pictures, and what the listing needs. */
import { strict as assert } from "node:assert";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { anchorsOf, linksOf } from "./links.ts";
import { listZip, readZipEntry } from "./zip.ts";

const root = path.resolve(fileURLToPath(import.meta.url), "../../../..");
const vsix = path.join(root, "test-results", "gradbook.vsix");

describe("The listing", () => {
  const names = listZip(vsix).map(({ name }) => name);
  /** vsce gives two pages other names than the repository has. */
  const nameOf = (file: string) =>
    ({ "README.md": "readme.md", "CHANGELOG.md": "changelog.md" })[file] ?? file;
  const packed = (file: string) => names.includes(`extension/${nameOf(file)}`);
  const read = (file: string) => readZipEntry(vsix, `extension/${nameOf(file)}`).toString("utf8");
  const pages = names
    .filter((name) => /^extension\/(?!dist\/|examples\/).*\.md$/i.test(name))
    .map((name) => name.slice("extension/".length))
    .map((name) => ({ "readme.md": "README.md", "changelog.md": "CHANGELOG.md" })[name] ?? name);
  const manifest = JSON.parse(read("package.json")) as Record<string, unknown> & {
    repository?: { url?: string };
  };

  it("has readme, changelog, licence, security policy, support page and the notices of libraries", () => {
    for (const file of [
      "README.md",
      "README.zh-CN.md",
      "CHANGELOG.md",
      "LICENSE.txt",
      "SECURITY.md",
      "SUPPORT.md",
    ]) {
      assert.ok(packed(file), file);
    }
    assert.ok(packed("dist/THIRD-PARTY-NOTICES.txt"));
  });

  it("has no link that leads nowhere, in any page", () => {
    const dead: string[] = [];
    let seen = 0;
    for (const page of pages) {
      for (const { target } of linksOf(read(page))) {
        seen++;
        if (!leads(page, target)) dead.push(`${page}: ${target}`);
      }
    }
    assert.ok(seen > 40, `only ${seen} links were found`);
    assert.deepEqual(dead, []);
  });

  it("has in its readme only pictures that a marketplace shows: PNG, with words in their place", () => {
    for (const page of ["README.md", "README.zh-CN.md"]) {
      const text = read(page);
      for (const { target, picture } of linksOf(text)) {
        if (picture) assert.match(target.replace(/#.*$/, ""), /\.png$/, `${page}: ${target}`);
      }
      assert.doesNotMatch(
        text,
        /!\[\s*\]\(|<img(?![^>]*\salt="[^"]+)[^>]*>/,
        `${page} has a picture without words`,
      );
    }
  });

  it("says in its manifest what a marketplace asks for", () => {
    const known = [
      "Notebooks",
      "Machine Learning",
      "Education",
      "Data Science",
      "Visualization",
      "AI",
      "Debuggers",
    ];
    const { categories, keywords, galleryBanner, qna, license, icon } = manifest as Record<string, unknown>;
    assert.ok(Array.isArray(categories) && categories.every((name) => known.includes(String(name))));
    // The marketplace refuses more than thirty, those that vsce adds among them.
    assert.ok(Array.isArray(keywords) && keywords.length >= 10 && keywords.length <= 24);
    assert.equal(new Set(keywords).size, keywords.length);
    assert.deepEqual(Object.keys(galleryBanner as object), ["color", "theme"]);
    assert.ok(qna && license && icon);
  });

  it("shows an icon of at least 128 by 128 pixels", () => {
    const png = readZipEntry(vsix, "extension/icon.png");
    assert.ok(png.readUInt32BE(16) >= 128 && png.readUInt32BE(20) >= 128);
  });

  /** Files of the package by relative links, those of the repository by its address, others by a host we know. */
  function leads(page: string, target: string): boolean {
    if (/^https:\/\/(keepachangelog\.com|semver\.org)(\/|$)/.test(target)) return true;
    const address = manifest.repository?.url?.replace(/^git\+|\.git$/g, "");
    if (/^[a-z]+:/i.test(target)) {
      const inside =
        address && target.startsWith(address) ? /\/(?:blob|raw)\/[^/]+\/(.*)$/.exec(target)?.[1] : undefined;
      return inside !== undefined ? packed(inside.replace(/#.*$/, "")) : target.startsWith("https://");
    }
    const [file = "", anchor] = decodeURI(target).split("#");
    const inPackage = path.posix.join(path.posix.dirname(page), file);
    const reached = file === "" ? page : inPackage;
    if (!packed(reached)) return false;
    if (anchor === undefined || /^gh-(dark|light)-mode-only$/.test(anchor)) return true;
    return anchorsOf(read(reached)).includes(anchor);
  }
});
