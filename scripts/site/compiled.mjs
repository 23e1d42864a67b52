/** What the site takes from the product itself, as the build has compiled it. */
import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../places.mjs";

/** @param {string} file in `out` */
async function compiled(file) {
  const place = path.join(root, "out", file);
  if (!existsSync(place)) throw new Error("Build first: npm run build");
  return import(pathToFileURL(place).href);
}

/** Markdown and code as reports show them, and the translator's tables. */
export async function product() {
  const { markdownHtml } = await compiled("extension/report/markdownHtml.js");
  const { codeHtml } = await compiled("extension/report/codeHtml.js");
  const { escapeHtml } = await compiled("extension/report/escape.js");
  const { knownCalls } = await compiled("extension/translate/library/knownCalls.js");
  return {
    /** @type {(text: string, image: (source: string) => string | null) => string} */ markdownHtml,
    /** @type {(code: string, language: string) => string} */ codeHtml,
    /** @type {(text: string) => string} */ escapeHtml,
    /** @type {() => KnownCall[]} */ knownCalls,
  };
}

/**
 * @typedef {Awaited<ReturnType<typeof product>>} Product
 * @typedef {{ group: string, torch: string, here: string, target: string | null }} KnownCall
 */
