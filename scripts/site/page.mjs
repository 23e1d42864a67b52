/** The frame of every page: head, bar, navigation, text, contents, foot. All links are relative. */
import path from "node:path";
import { apiGroups } from "./apiGroups.mjs";
import { documentGroups } from "./documents.mjs";
import { icons } from "./icons.mjs";
import { otherLanguage, texts } from "./texts.mjs";

/** Where pages keep the choice of light or dark, live pages of the site as well: each is told by its `data-theme-key`. */
export const themeKey = "gradbook-theme";

/**
 * @typedef {import("./texts.mjs").Language} Language
 * @typedef {object} Page
 * @property {string} path within its language's folder
 * @property {string} title
 * @property {"landing" | "docs" | "api"} section
 * @property {string} body
 * @property {readonly { id: string, title: string, level: number }[]} contents
 * @property {readonly { anchor: string, title: string, text: string }[]} found what the search finds
 * @property {string} [note] what a reader of this language is told first
 * @property {"en"} [bodyLanguage] where it is not the page's
 * @property {string} [description]
 */

/** @param {Language} language @param {string} page */
export const placeOf = (language, page) => (language === "zh" ? `zh/${page}` : page);

/** @param {string} from @param {string} to both within the site */
export function relativeLink(from, to) {
  return path.posix.relative(path.posix.dirname(from), to) || path.posix.basename(to);
}

/**
 * @param {Page} page
 * @param {{ language: Language, address: string | undefined, escapeHtml: (text: string) => string }} around
 */
export function pageHtml(page, { language, address, escapeHtml }) {
  const text = texts[language];
  const own = placeOf(language, page.path);
  /** @param {string} to within the language's folder */
  const here = (to) => relativeLink(own, placeOf(language, to));
  const asset = (/** @type {string} */ name) => relativeLink(own, `assets/${name}`);
  const other = relativeLink(own, placeOf(otherLanguage(language), page.path));
  const title = page.section === "landing" ? `Gradbook · ${page.title}` : `${page.title} · Gradbook`;
  const bar = /** @type {const} */ ([
    ["index.html#courses", text.courses],
    ["docs/guide.html", text.guide],
    ["docs/pytorch.html", text.fromPyTorch],
    ["api/index.html", text.api],
  ]);
  const note = page.note ? `<p class="note">${page.note}</p>` : "";
  const body = `${note}<div${page.bodyLanguage && language !== page.bodyLanguage ? ` lang="${page.bodyLanguage}"` : ""} class="words">${page.body}</div>`;
  return `<!doctype html>
<html lang="${text.tag}" data-theme-key="${themeKey}" data-search="${asset(`search.${language}.js`)}" data-root="${relativeLink(own, placeOf(language, "index.html")).replace(/index\.html$/, "") || "./"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<meta name="description" content="${escapeHtml(page.description ?? text.footer)}">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="${asset("icon.svg")}" type="image/svg+xml">
<link rel="alternate" hreflang="${texts[otherLanguage(language)].tag}" href="${other}">
<link rel="stylesheet" href="${asset("site.css")}">
<script src="${asset("theme.js")}"></script>
<script src="${asset("site.js")}" defer></script>
</head>
<body class="of-${page.section}">
<a class="skip" href="#text">${text.skip}</a>
<header class="bar">
<a class="brand" href="${here("index.html")}" aria-label="${text.home}"><img src="${asset("icon.svg")}" alt="" width="30" height="30"><span>Gradbook</span></a>
<nav class="bar-links" aria-label="${text.main}">${bar
    .map(
      ([to, name]) => `<a href="${here(to)}"${isCurrent(page, to) ? ' aria-current="true"' : ""}>${name}</a>`,
    )
    .join("")}${address ? `<a href="${escapeHtml(address)}">${text.source}</a>` : ""}</nav>
<div class="bar-tools">
<button type="button" class="search-button" aria-label="${text.search}" aria-keyshortcuts="/" hidden>${icons.search}<span>${text.search}</span><kbd>/</kbd></button>
<a class="language" href="${other}" lang="${texts[otherLanguage(language)].tag}" hreflang="${texts[otherLanguage(language)].tag}">${text.otherName}</a>
<button type="button" class="theme-button" aria-label="${text.theme}" hidden>${icons.sun}${icons.moon}</button>
</div>
</header>
${page.section === "landing" ? `<main id="text" tabindex="-1">${page.body}</main>` : inColumns(page, { language, text, here, body, escapeHtml })}
<footer class="foot"><p>${text.footer}</p><p>${text.licence}</p></footer>
<dialog class="search" aria-label="${text.search}" data-nothing="${text.nothing}" data-found="${text.found("#")}">
<div class="search-line">${icons.search}<input type="search" role="combobox" aria-expanded="true" aria-controls="search-results" aria-autocomplete="list" aria-label="${text.searchHint}" placeholder="${text.searchHint}" autocomplete="off" spellcheck="false"><button type="button" aria-label="${text.searchClose}"><kbd>Esc</kbd></button></div>
<div id="search-results" role="listbox" aria-label="${text.search}"></div>
<p class="search-count" role="status"></p>
</dialog>
</body>
</html>
`;
}

/** @param {Page} page @param {string} to */
function isCurrent(page, to) {
  if (to === "docs/guide.html") return page.section === "docs" && page.path !== "docs/pytorch.html";
  return to === "api/index.html" ? page.section === "api" : page.path === to;
}

/**
 * @param {Page} page
 * @param {{ language: Language, text: typeof texts.en, here: (to: string) => string, body: string, escapeHtml: (text: string) => string }} around
 */
function inColumns(page, { language, text, here, body, escapeHtml }) {
  const item = (/** @type {string} */ to, /** @type {string} */ title) =>
    `<li><a href="${here(to)}"${to === page.path ? ' aria-current="page"' : ""}>${escapeHtml(title)}</a></li>`;
  const translation = { en: "PyTorch → Gradbook", zh: "PyTorch → Gradbook" };
  const groups =
    page.section === "api"
      ? `<ul>${item("api/index.html", text.api)}${apiGroups.map(({ name, title }) => item(`api/${name}.html`, title[language])).join("")}</ul>`
      : documentGroups
          .map(
            ({ title, documents }, i) =>
              `<h2>${title[language]}</h2><ul>${i === 1 ? item("docs/pytorch.html", translation[language]) : ""}${documents
                .map((one) => item(one.page, one.title[language]))
                .join("")}</ul>`,
          )
          .join("");
  const contents = page.contents.filter(({ level }) => level === 2 || level === 3);
  const aside =
    contents.length > 1
      ? `<nav class="contents" aria-label="${text.contents}"><h2>${text.contents}</h2><ul>${contents
          .map(
            ({ id, title, level }) =>
              `<li class="level-${level}"><a href="#${encodeURIComponent(id)}">${escapeHtml(title)}</a></li>`,
          )
          .join("")}</ul></nav>`
      : "";
  return `<div class="columns">
<details class="pages" open><summary>${text.navigation}</summary><nav aria-label="${text.navigation}">${groups}</nav></details>
<main id="text" tabindex="-1">${body}</main>
${aside}
</div>`;
}
