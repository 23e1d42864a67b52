/** The book's calls, and what they are here: the translator's own tables, as a page. */
import { JSDOM } from "jsdom";
import { contentsOf, htmlOf, letScroll } from "./documentPages.mjs";
import { texts } from "./texts.mjs";

/**
 * @typedef {import("./texts.mjs").Language} Language
 * @typedef {import("./compiled.mjs").KnownCall} KnownCall
 */

const words = {
  en: {
    title: "PyTorch → Gradbook",
    intro:
      "All calls of *Dive into Deep Learning* and of PyTorch that **Gradbook: Translate PyTorch Cell** knows, made from the tables that it translates with. Names become camelCase, classes take `new`, and what Python gives by name alone stands in one object of options. How near the numbers are is on the page about [parity](parity.html).",
    python: "Python",
    here: "TypeScript",
    count: (/** @type {number} */ n) => `${n} calls`,
    methods: (/** @type {string} */ owner) => `Methods of ${owner}`,
  },
  zh: {
    title: "PyTorch → Gradbook",
    intro:
      "**Gradbook: 翻译 PyTorch 单元格** 认识的《动手学深度学习》和 PyTorch 的全部调用，由翻译时使用的表生成。名称改为驼峰式，类要写 `new`，Python 里只能按名称给出的参数放进一个选项对象。数值有多接近，见[对照表](parity.html)。",
    python: "Python",
    here: "TypeScript",
    count: (/** @type {number} */ n) => `${n} 个调用`,
    methods: (/** @type {string} */ owner) => `${owner} 的方法`,
  },
};

/** The book's own package first. */
const first = ["d2l", "torch", "torch.Tensor", "torch.nn", "torch.nn.Module"];

/**
 * @param {Language} language
 * @param {{ product: import("./compiled.mjs").Product, addresses: Map<string, string> }} around
 * @returns {import("./page.mjs").Page}
 */
export function translationPage(language, { product, addresses }) {
  const { codeHtml, knownCalls, markdownHtml } = product;
  const text = words[language];
  const groups = grouped(knownCalls());
  const order = [...first, ...[...groups.keys()].filter((name) => !first.includes(name))];
  const code = (/** @type {string} */ shown, /** @type {string} */ of) =>
    `<code>${breakable(codeHtml(shown, of))}</code>`;
  /** @param {KnownCall} call */
  const row = ({ torch, here, target }) => {
    const address = target === null ? undefined : addresses.get(target);
    const shown = code(here, "typescript");
    return `<tr><td>${code(torch, "python")}</td><td>${address ? `<a href="../${address}">${shown}</a>` : shown}</td></tr>`;
  };
  const tables = order.map((name) => {
    const calls = groups.get(name) ?? [];
    const title = isClass(name) ? text.methods(name) : name;
    return `<h2 id="${name}">${title}</h2><table class="translation"><thead><tr><th scope="col">${text.python}</th><th scope="col">${text.here}</th></tr></thead><tbody>${calls.map(row).join("")}</tbody></table>`;
  });
  const dom = JSDOM.fragment(
    `<h1>${text.title}</h1>${markdownHtml(text.intro, () => null)}${tables.join("")}`,
  );
  letScroll(dom, texts[language].wide);
  return {
    path: "docs/pytorch.html",
    title: text.title,
    section: "docs",
    body: htmlOf(dom),
    contents: contentsOf(dom),
    found: [
      { anchor: "", title: text.title, text: dom.querySelector("p")?.textContent ?? "" },
      ...[...groups].map(([name, calls]) => ({
        anchor: name,
        title: isClass(name) ? text.methods(name) : name,
        text: calls.map(({ torch }) => torch.replace(/\(.*/, "")).join(" "),
      })),
    ],
  };
}

/**
 * Where a long name may go on in the next line: behind its points, bars and brackets, and before its humps.
 *
 * @param {string} html
 */
function breakable(html) {
  return html.replaceAll(/(?<=^|>)[^<]+/g, (text) =>
    text.replaceAll(/(?<=[._(])(?=\w)|(?<=[a-z\d])(?=[A-Z])/g, "<wbr>"),
  );
}

/** @param {KnownCall[]} calls */
function grouped(calls) {
  /** @type {Map<string, KnownCall[]>} */
  const groups = new Map();
  for (const call of calls) groups.set(call.group, [...(groups.get(call.group) ?? []), call]);
  return groups;
}

/** @param {string} name */
const isClass = (name) => /\.[A-Z]\w*$/.test(name);
