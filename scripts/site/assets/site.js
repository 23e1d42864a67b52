/* The theme's switch, the list of pages on narrow screens, the search. Without this script the site is whole but for them. */
"use strict";

const page = document.documentElement;

// The theme.
const themeButton = document.querySelector(".theme-button");
const systemDark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (page.dataset.theme ? page.dataset.theme === "dark" : systemDark.matches);
function showTheme() {
  page.dataset.shown = isDark() ? "dark" : "light";
  themeButton.setAttribute("aria-pressed", String(isDark()));
}
themeButton.hidden = false;
themeButton.addEventListener("click", () => {
  page.dataset.theme = isDark() ? "light" : "dark";
  try {
    localStorage.setItem(page.dataset.themeKey, page.dataset.theme);
  } catch {
    // It holds for this page, then.
  }
  showTheme();
});
systemDark.addEventListener("change", showTheme);
showTheme();

// The list of pages: open beside the text, closed above it.
const pages = document.querySelector("details.pages");
if (pages) {
  const wide = matchMedia("(min-width: 900px)");
  const fold = () => (pages.open = wide.matches);
  wide.addEventListener("change", fold);
  fold();
  const current = pages.querySelector("[aria-current]");
  if (wide.matches && current) pages.scrollTop = current.offsetTop - pages.clientHeight / 3;
}

// The search.
const dialog = document.querySelector("dialog.search");
const field = dialog.querySelector("input");
const list = dialog.querySelector("[role=listbox]");
const count = dialog.querySelector(".search-count");
const most = 30;
let index = null;

function openSearch() {
  if (!dialog.open) dialog.showModal();
  field.select();
  if (index) return;
  // A page that was opened from a file may not fetch, but load a script.
  const script = document.createElement("script");
  script.src = page.dataset.search;
  script.onload = () => {
    index = window.gradbookPages.map(([address, title, of, text, kind]) => ({
      ...{ address, title, of, text, kind },
      low: { title: title.toLowerCase(), of: of.toLowerCase(), text: text.toLowerCase() },
    }));
    find();
  };
  document.head.append(script);
}

/** Each word must be found; a title counts more than a text, its beginning more than its middle. */
function scoreOf({ low }, words) {
  let score = 0;
  for (const word of words) {
    const last = low.title.split(".").pop();
    if (low.title === word || last === word) score += 100;
    else if (last.startsWith(word)) score += 50;
    else if (low.title.includes(word)) score += 30;
    else if (low.of.includes(word)) score += 12;
    else if (low.text.includes(word)) score += 5;
    else return 0;
  }
  return score - low.title.length / 100;
}

function find() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  list.replaceChildren();
  field.removeAttribute("aria-activedescendant");
  count.textContent = "";
  if (!index || words.length === 0) return;
  const hits = index
    .map((record) => ({ record, score: scoreOf(record, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  hits.slice(0, most).forEach(({ record }, i) => list.append(resultOf(record, words, i)));
  count.textContent =
    hits.length === 0 ? dialog.dataset.nothing : dialog.dataset.found.replace("#", String(hits.length));
  choose(0);
}

function resultOf({ address, title, of, text }, words, i) {
  const link = document.createElement("a");
  link.href = page.dataset.root + address;
  link.id = `result-${i}`;
  link.setAttribute("role", "option");
  link.tabIndex = -1;
  const head = document.createElement("strong");
  head.textContent = title;
  const where = document.createElement("span");
  where.className = "of";
  where.textContent = of;
  const words_ = document.createElement("span");
  words_.className = "excerpt";
  words_.append(...excerpt(text, words));
  link.append(head, where, words_);
  link.addEventListener("click", () => dialog.close());
  link.addEventListener("pointermove", () => choose(i, false));
  return link;
}

/** The text around the first word that is found, with the words marked. */
function excerpt(text, words) {
  const low = text.toLowerCase();
  const places = words.map((word) => low.indexOf(word)).filter((at) => at >= 0);
  const start = Math.max(0, (places.length > 0 ? Math.min(...places) : 0) - 40);
  const part = (start > 0 ? "…" : "") + text.slice(start, start + 150);
  const lowPart = part.toLowerCase();
  const nodes = [];
  let at = 0;
  while (at < part.length) {
    const next = words
      .map((word) => ({ word, from: lowPart.indexOf(word, at) }))
      .filter(({ from }) => from >= 0)
      .sort((a, b) => a.from - b.from)[0];
    if (!next) break;
    const mark = document.createElement("mark");
    mark.textContent = part.slice(next.from, next.from + next.word.length);
    nodes.push(part.slice(at, next.from), mark);
    at = next.from + next.word.length;
  }
  return [...nodes, part.slice(at)];
}

function choose(i, scrolls = true) {
  const options = [...list.children];
  options.forEach((one, place) => one.setAttribute("aria-selected", String(place === i)));
  const chosen = options[i];
  if (!chosen) return;
  field.setAttribute("aria-activedescendant", chosen.id);
  if (scrolls) chosen.scrollIntoView({ block: "nearest" });
}

field.addEventListener("input", find);
field.addEventListener("keydown", (event) => {
  const options = [...list.children];
  const at = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && options.length > 0) {
    event.preventDefault();
    choose((at + step + options.length) % options.length);
  } else if (event.key === "Escape") {
    // A browser would empty the field first.
    event.preventDefault();
    dialog.close();
  } else if (event.key === "Enter" && options[at]) {
    event.preventDefault();
    options[at].click();
  }
});
dialog.querySelector("button").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});
const searchButton = document.querySelector(".search-button");
searchButton.hidden = false;
searchButton.addEventListener("click", openSearch);
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  const asks =
    (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing) ||
    (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey));
  if (!asks) return;
  event.preventDefault();
  openSearch();
});
