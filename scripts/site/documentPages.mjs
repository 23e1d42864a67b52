/** The repository's Markdown as pages: links lead to pages of the site, or to the repository, or are no links. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { JSDOM } from "jsdom";
import { root } from "../places.mjs";
import { documents } from "./documents.mjs";
import { placeOf, relativeLink } from "./page.mjs";
import { texts } from "./texts.mjs";

/**
 * @typedef {import("./texts.mjs").Language} Language
 * @typedef {import("./page.mjs").Page} Page
 * @typedef {{ file: string, anchor: string | undefined }} Target
 */

/** @param {string} file @returns {string} its Chinese twin, where there is one */
const inChinese = (file) => {
  const twin = file.replace(/\.md$/, ".zh-CN.md");
  return existsSync(path.join(root, twin)) ? twin : file;
};

/**
 * @param {Language} language
 * @param {{ product: import("./compiled.mjs").Product, address: string | undefined }} around
 * @returns {Page[]}
 */
export function documentPages(language, { product, address }) {
  const pages = documents.map((document) => {
    const file = language === "zh" ? inChinese(document.file) : document.file;
    const text = readFileSync(path.join(root, file), "utf8");
    const dom = JSDOM.fragment(product.markdownHtml(text, (source) => source));
    return { document, file, dom };
  });
  const anchors = new Map(
    pages.map(({ document, dom }) => [
      document.page,
      new Set([...dom.querySelectorAll("[id]")].map(({ id }) => id)),
    ]),
  );
  return pages.map(({ document, file, dom }) => {
    const own = placeOf(language, document.page);
    for (const link of dom.querySelectorAll("a[href]")) {
      const href = link.getAttribute("href") ?? "";
      if (/^[a-z]+:/i.test(href)) {
        if (!address || !href.startsWith(address)) link.setAttribute("rel", "noreferrer");
        continue;
      }
      const led = leadsTo(href, { file, own, language, anchors, address });
      if (led === null) link.replaceWith(...link.childNodes);
      else link.setAttribute("href", led);
    }
    dropLanguageLink(dom);
    letScroll(dom, texts[language].wide);
    const english = language === "zh" && !file.endsWith(".zh-CN.md");
    return {
      path: document.page,
      title: dom.querySelector("h1")?.textContent ?? document.title[language],
      section: /** @type {const} */ ("docs"),
      body: htmlOf(dom),
      contents: contentsOf(dom),
      found: recordsOf(dom),
      ...(english && { note: texts[language].englishOnly, bodyLanguage: /** @type {const} */ ("en") }),
    };
  });
}

/**
 * @param {string} href as the Markdown has it
 * @param {{ file: string, own: string, language: Language, anchors: Map<string, Set<string>>, address: string | undefined }} from
 * @returns {string | null} nothing for what is only in the repository, when nobody knows where that is
 */
function leadsTo(href, { file, own, language, anchors, address }) {
  const [target = "", anchor] = decodeURI(href).split("#");
  if (target === "") return href;
  const reached = path.posix.normalize(path.posix.join(path.posix.dirname(file), target));
  const plain = reached.replace(/\.zh-CN\.md$/, ".md");
  const page = plain === "README.md" ? "index.html" : documents.find((one) => one.file === plain)?.page;
  if (page !== undefined) {
    // An English page's link into one that has a Chinese twin names a heading that is not in the twin.
    const known = anchor !== undefined && anchors.get(page)?.has(anchor);
    return relativeLink(own, placeOf(language, page)) + (known ? `#${encodeURIComponent(anchor)}` : "");
  }
  return address ? `${address}/blob/HEAD/${reached}${anchor ? `#${anchor}` : ""}` : null;
}

/** The link to the twin at the top: the bar has it. @param {DocumentFragment} dom */
function dropLanguageLink(dom) {
  const first = dom.querySelector("h1 + p");
  if (/^(?:简体中文|English)$/.test(first?.textContent?.trim() ?? "")) first?.remove();
}

/** Tables that are wider than the page scroll by themselves, by keyboard too. @param {DocumentFragment} dom @param {string} name */
export function letScroll(dom, name) {
  // A head without words is none.
  for (const head of dom.querySelectorAll("th")) {
    if (head.textContent !== "") continue;
    head.replaceWith(head.ownerDocument.createElement("td"));
  }
  let place = 0;
  for (const table of dom.querySelectorAll("table")) {
    const frame = table.ownerDocument.createElement("div");
    frame.className = "wide";
    frame.tabIndex = 0;
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", `${name} ${++place}`);
    table.replaceWith(frame);
    frame.append(table);
  }
}

/** @param {DocumentFragment} dom */
export function htmlOf(dom) {
  const box = new JSDOM("").window.document.createElement("div");
  box.append(dom.cloneNode(true));
  return box.innerHTML;
}

/** @param {DocumentFragment} dom */
export const contentsOf = (dom) =>
  [...dom.querySelectorAll("h2[id], h3[id]")].map((heading) => ({
    id: heading.id,
    title: heading.textContent ?? "",
    level: Number(heading.tagName.slice(1)),
  }));

/** Text below each heading; of long tables the beginning alone. @param {DocumentFragment} dom */
function recordsOf(dom) {
  /** @type {{ anchor: string, title: string, text: string }[]} */
  const records = [];
  for (const element of dom.children) {
    if (/^H[1-6]$/.test(element.tagName)) {
      records.push({
        anchor: element.tagName === "H1" ? "" : element.id,
        title: element.textContent ?? "",
        text: "",
      });
      continue;
    }
    const record = records.at(-1);
    if (record && record.text.length < 4000)
      record.text += ` ${(element.textContent ?? "").replaceAll(/\s+/g, " ").trim()}`.slice(0, 4000);
  }
  return records;
}
