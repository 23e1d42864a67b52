/** The start page: what it is, a training to look at and one to start, six pictures, both courses. */
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { root } from "../places.mjs";
import { landingTexts } from "./landingTexts.mjs";
import { courseFile, courses } from "./livePages.mjs";
import { placeOf, relativeLink } from "./page.mjs";
import { firstTraining, sentence } from "./readme.mjs";

/** @typedef {import("./texts.mjs").Language} Language */

/** The six of the readme, in two columns. */
const columns = [
  ["verdict", "boundary", "compare"],
  ["shapes", "graph", "controls"],
];

/** A loss that falls, its validation loss that turns: the sign of the product, across the page. */
const curves = `<svg class="hero-curves" viewBox="0 0 1200 420" preserveAspectRatio="none" aria-hidden="true">
<path class="area" d="M0 40C110 250 260 352 1200 384V420H0Z"/>
<path class="validation" d="M0 20C120 220 300 312 560 312S960 262 1200 196"/>
<path class="loss" d="M0 40C110 250 260 352 1200 384"/>
</svg>`;

/**
 * @param {Language} language
 * @param {import("./compiled.mjs").Product} product
 * @returns {import("./page.mjs").Page}
 */
export function landingPage(language, { codeHtml, escapeHtml }) {
  const text = landingTexts[language];
  const said = sentence(language);
  const code = firstTraining();
  const own = placeOf(language, "index.html");
  /** @param {string} name @param {string} words @param {boolean} [soon] */
  const picture = (name, words, soon = false) =>
    /** @type {const} */ (["light", "dark"])
      .map((theme) => {
        const file = `${name}.${theme}.${language}.png`;
        const { width, height } = sizeOf(path.join(root, "docs", "pictures", file));
        return `<img class="only-${theme}" src="${relativeLink(own, `pictures/${file}`)}" width="${width}" height="${height}" alt="${escapeHtml(words)}"${soon ? "" : ' loading="lazy"'}>`;
      })
      .join("");
  const shown = (/** @type {string} */ some) => `<pre><code>${codeHtml(some, "typescript")}</code></pre>`;
  const [head = "", training = ""] = code.split(/\n(?=await fit)/);

  const body = `
<section class="hero">
${curves}
<div class="hero-inner">
<div class="hero-words">
<h1>${text.title}</h1>
<p class="lead">${escapeHtml(said)}</p>
<p class="actions"><a class="button" href="try.html">${text.tryIt}</a><a class="button quiet" href="course/deep-learning.html">${text.openCourse}</a></p>
<p class="axis" aria-hidden="true"><span>${text.axis[0]}</span><span>${text.axis[1]}</span><span>${text.axis[2]}</span></p>
</div>
<figure class="window">
<div class="window-bar" aria-hidden="true"><i></i><i></i><i></i><span>digits.grad.md</span></div>
<div class="window-cell"><span class="window-count" aria-hidden="true">[2]</span>${shown(training)}</div>
${picture("training", text.pictures.training.alt, true)}
</figure>
</div>
</section>

<section class="band" id="start" aria-labelledby="start-title">
<h2 id="start-title">${text.start.title}</h2>
<div class="start">
<ol class="steps">${text.start.steps.map((step) => `<li>${step}</li>`).join("")}</ol>
<div class="start-code">${shown(`${head}\n${training}`)}</div>
</div>
</section>

<section class="band tinted" aria-labelledby="pictures-title">
<h2 id="pictures-title">${text.picturesTitle}</h2>
<div class="pictures">${columns
    .map(
      (column) =>
        `<div>${column
          .map((name) => {
            const { line, more, alt } = text.pictures[/** @type {keyof typeof text.pictures} */ (name)];
            return `<figure><figcaption><strong>${line}</strong> ${more}</figcaption>${picture(name, alt)}</figure>`;
          })
          .join("")}</div>`,
    )
    .join("")}</div>
</section>

<section class="band" id="courses" aria-labelledby="courses-title">
<h2 id="courses-title">${text.courses.title}</h2>
<p class="below">${text.courses.words}</p>
<div class="courses">${courses
    .map((course, i) => {
      const { title, chapters, cells } = courseFacts(language, course);
      return `<article><p class="number" aria-hidden="true">${i + 1}</p><div><h3>${escapeHtml(title)}</h3><ol class="chapters">${chapters
        .map((chapter) => `<li>${escapeHtml(chapter)}</li>`)
        .join(
          "",
        )}</ol><p><a class="button" href="course/${course}.html">${text.courses.open}<span class="hidden">: ${escapeHtml(title)}</span></a> <span class="fact">${text.courses.cells(cells)}</span></p></div></article>`;
    })
    .join("")}</div>
</section>

<section class="band tinted" aria-labelledby="what-title">
<h2 id="what-title">${text.what.title}</h2>
<dl class="what">${text.what.rows.map(([name, words]) => `<div><dt>${name}</dt><dd>${words}</dd></div>`).join("")}</dl>
</section>

<section class="band" aria-labelledby="more-title">
<h2 id="more-title">${text.more.title}</h2>
<ul class="more">${text.more.links.map(([href, name, words]) => `<li><a href="${href}"><strong>${name}</strong><span>${words}</span></a></li>`).join("")}</ul>
</section>`;
  return {
    path: "index.html",
    title: text.title,
    section: "landing",
    description: said,
    contents: [],
    body,
    found: [
      { anchor: "start", title: text.start.title, text: code.replaceAll(/\s+/g, " ") },
      ...courses.map((course) => {
        const { title, chapters } = courseFacts(language, course);
        return { anchor: "courses", title, text: chapters.join(" · ") };
      }),
    ],
  };
}

/** What a course has: its title, its chapters, how many cells. @param {Language} language @param {string} course */
function courseFacts(language, course) {
  const text = readFileSync(path.join(root, courseFile(language, course)), "utf8");
  const prose = text.replaceAll(/^```[\s\S]*?^```/gm, "");
  const title = /^# (.*)$/m.exec(prose)?.[1] ?? course;
  const chapters = [...prose.matchAll(/^## (.*)$/gm)].map(([, chapter = ""]) => chapter);
  return {
    title,
    // The last is where the data came from.
    chapters: chapters.slice(0, -1),
    cells: [...text.matchAll(/^```ts/gm)].length,
  };
}

/** A PNG's. They are taken at one and a half times their size. @param {string} file */
function sizeOf(file) {
  if (!statSync(file).isFile()) throw new Error(`${file} is missing: npm run pictures`);
  const bytes = readFileSync(file);
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}
