/** What the search looks through, as a script: a page that is opened from a file may not fetch. */

/** @param {readonly import("./page.mjs").Page[]} pages of one language */
export function searchIndex(pages) {
  const rows = pages.flatMap(({ path, title, section, found }) =>
    found.map(({ anchor, title: own, text }) => [
      anchor === "" ? path : `${path}#${encodeURIComponent(anchor)}`,
      own,
      own === title ? "" : title,
      text.trim(),
      section === "api" ? 1 : 0,
    ]),
  );
  return `window.gradbookPages = ${JSON.stringify(rows).replaceAll("\u2028", "\\u2028")};\n`;
}
