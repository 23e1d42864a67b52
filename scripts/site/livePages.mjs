/** Courses, and the first training of the readme, as pages that train: what `gradbook run FILE --live` writes. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { root } from "../places.mjs";
import { run } from "../run.mjs";
import { placeOf, relativeLink, themeKey } from "./page.mjs";
import { firstTraining } from "./readme.mjs";
import { languages, otherLanguage, texts } from "./texts.mjs";

/** @typedef {import("./texts.mjs").Language} Language */

export const courses = ["deep-learning", "convolution-to-attention"];

/** @param {Language} language @param {string} course */
export const courseFile = (language, course) => `examples/${course}.${language}.grad.md`;

const words = {
  en: [
    "# A first training",
    "This page holds the whole engine. Press *Run all* above, or the triangle beside the cell: a network of 64 hidden units learns 1,200 handwritten digits, here, in your browser. Then change a number, such as `lr`, and run it again.",
    "What does it say to a digit that it has never seen?",
  ],
  zh: [
    "# 第一次训练",
    "整个引擎都在这一页里。按上面的“全部运行”，或单元格旁的三角形：一个有 64 个隐藏单元的网络就在您的浏览器里学习 1,200 个手写数字。然后改一个数，比如 `lr`，再运行一次。",
    "对没有见过的数字，它怎么说？",
  ],
};

const asked = `import { confusionMatrix } from "gradbook";

confusionMatrix(model, validation);`;

/**
 * @param {string} folder of the site
 * @param {readonly string[]} some of the courses
 * @returns {Promise<void>}
 */
export async function writeLivePages(folder, some) {
  const scratch = mkdtempSync(path.join(tmpdir(), "gradbook-try-"));
  try {
    const jobs = languages.flatMap((language) => {
      mkdirSync(path.join(folder, placeOf(language, "course")), { recursive: true });
      const first = path.join(scratch, `first.${language}.grad.md`);
      writeFileSync(first, firstNotebook(language));
      return [
        { source: first, page: "try.html" },
        ...some.map((course) => ({
          source: path.join(root, courseFile(language, course)),
          page: `course/${course}.html`,
        })),
      ].map((job) => ({ ...job, language, folder }));
    });
    // The longest first, two at a time.
    jobs.sort((a, b) => statSync(b.source).size - statSync(a.source).size);
    const worker = async () => {
      for (let job = jobs.shift(); job; job = jobs.shift()) await writeLivePage(job);
    };
    await Promise.all([worker(), worker()]);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** @param {{ source: string, page: string, language: Language, folder: string }} job */
async function writeLivePage({ source, page, language, folder }) {
  const target = path.join(folder, placeOf(language, page));
  const cli = path.join(root, "dist", "cli.js");
  const code = await run(process.execPath, [cli, "run", source, "--live", target], { quiet: true });
  if (code !== 0) throw new Error(`${path.basename(source)} did not become a live page: see above.`);
  writeFileSync(target, asPageOfSite(readFileSync(target, "utf8"), page, language));
}

/**
 * The page with a way back to the site, and word that it shares the site's choice of light or dark.
 *
 * @param {string} html @param {string} page within its language's folder @param {Language} language
 */
function asPageOfSite(html, page, language) {
  const text = texts[language];
  const other = otherLanguage(language);
  const own = placeOf(language, page);
  /** @param {string} to */
  const here = (to) => relativeLink(own, placeOf(language, to));
  const { tag } = texts[other];
  const links = [
    `<a href="${here("index.html")}" aria-label="${text.home}">Gradbook</a>`,
    ...(page === "try.html" ? [`<a href="${here("index.html#courses")}">${text.courses}</a>`] : []),
    `<a href="${here("docs/guide.html")}">${text.guide}</a>`,
    `<a href="${here("api/index.html")}">${text.api}</a>`,
    `<a href="${relativeLink(own, placeOf(other, page))}" lang="${tag}" hreflang="${tag}">${text.otherName}</a>`,
  ];
  const nav = `<nav class="live-site" aria-label="${text.main}">${links.join("\n")}</nav>`;
  const [, beginning = "", head = ""] = /^(<!doctype html>\n<html )([^]*?<body>\n)/.exec(html) ?? [];
  if (head === "") throw new Error(`${page} does not begin as a live page does.`);
  return `${beginning}data-theme-key="${themeKey}" ${head}${nav}\n${html.slice(beginning.length + head.length)}`;
}

/** @param {Language} language */
function firstNotebook(language) {
  const [title, first, second] = words[language];
  const fence = (/** @type {string} */ code) => `\`\`\`ts\n${code}\n\`\`\``;
  return `---\nlanguage: ${language}\n---\n\n${[title, first, fence(firstTraining()), second, fence(asked)].join("\n\n")}\n`;
}
