/** What the site says around its pages, in both languages. */

/** @typedef {"en" | "zh"} Language */

const en = {
  tag: "en",
  name: "English",
  otherName: "简体中文",
  skip: "Skip to the text",
  home: "Gradbook, start page",
  courses: "Courses",
  guide: "Guide",
  api: "API",
  fromPyTorch: "From PyTorch",
  source: "Source",
  navigation: "Pages",
  main: "Main",
  contents: "On this page",
  theme: "Light or dark",
  search: "Search",
  searchHint: "Search guide and API",
  searchClose: "Esc: close the search",
  nothing: "Nothing was found.",
  found: (/** @type {string} */ n) => `${n} results`,
  englishOnly: "",
  wide: "Table",
  licence: "MIT licence. This site loads nothing from anywhere, and counts nobody.",
  footer: "Deep-learning notebooks in TypeScript, inside VS Code.",
};

/** @type {typeof en} */
const zh = {
  tag: "zh-CN",
  name: "简体中文",
  otherName: "English",
  skip: "跳到正文",
  home: "Gradbook 首页",
  courses: "课程",
  guide: "指南",
  api: "API",
  fromPyTorch: "从 PyTorch 来",
  source: "源代码",
  navigation: "页面",
  main: "主导航",
  contents: "本页内容",
  theme: "浅色或深色",
  search: "搜索",
  searchHint: "搜索指南和 API",
  searchClose: "Esc：关闭搜索",
  nothing: "没有找到。",
  found: (n) => `${n} 条结果`,
  englishOnly: "这一页的正文只有英文。",
  wide: "表格",
  licence: "MIT 许可证。本站不从任何地方加载内容，也不统计访问者。",
  footer: "在 VS Code 里用 TypeScript 写深度学习笔记本。",
};

export const texts = { en, zh };

/** @type {readonly Language[]} */
export const languages = ["en", "zh"];

/** @param {Language} language @returns {Language} */
export const otherLanguage = (language) => (language === "en" ? "zh" : "en");
