/** Courses, and the first training of the readme, as pages that train: what `gradbook run FILE --live` writes. */
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { root } from "../places.mjs";
import { run } from "../run.mjs";
import { firstTraining } from "./readme.mjs";
import { languages } from "./texts.mjs";

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
      const place = path.join(folder, language === "zh" ? "zh" : "");
      mkdirSync(path.join(place, "course"), { recursive: true });
      const first = path.join(scratch, `first.${language}.grad.md`);
      writeFileSync(first, firstNotebook(language));
      return [
        { source: first, target: path.join(place, "try.html") },
        ...some.map((course) => ({
          source: path.join(root, courseFile(language, course)),
          target: path.join(place, "course", `${course}.html`),
        })),
      ];
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

/** @param {{ source: string, target: string }} job */
async function writeLivePage({ source, target }) {
  const cli = path.join(root, "dist", "cli.js");
  const code = await run(process.execPath, [cli, "run", source, "--live", target], { quiet: true });
  if (code !== 0) throw new Error(`${path.basename(source)} did not become a live page: see above.`);
}

/** @param {Language} language */
function firstNotebook(language) {
  const [title, first, second] = words[language];
  const fence = (/** @type {string} */ code) => `\`\`\`ts\n${code}\n\`\`\``;
  return `---\nlanguage: ${language}\n---\n\n${[title, first, fence(firstTraining()), second, fence(asked)].join("\n\n")}\n`;
}
