/** Which of the repository's Markdown is on the site, in which order, and under which name. */

/**
 * @typedef {object} Document
 * @property {string} file in the repository
 * @property {string} page within a language's folder
 * @property {{ en: string, zh: string }} title in the navigation
 */

/** @type {readonly { title: { en: string, zh: string }, documents: readonly Document[] }[]} */
export const documentGroups = [
  group("Work with it", "使用", [
    ["docs/guide.md", "Guide", "指南"],
    ["docs/keyboard.md", "Keyboard", "键盘"],
    ["docs/settings.md", "Settings", "设置"],
    ["docs/browser.md", "In a browser", "在浏览器中"],
    ["docs/assistants.md", "Assistants", "智能助手"],
  ]),
  group("Beside PyTorch", "与 PyTorch 对照", [
    ["docs/parity.md", "Parity", "对照表"],
    ["docs/performance.md", "Every call, timed", "每个调用的用时"],
    ["docs/benchmarks.md", "Benchmarks", "测速"],
    ["docs/fuzzing.md", "Fuzzer", "模糊测试"],
  ]),
  group("Teach, and go further", "教学与延伸", [
    ["docs/teaching.md", "Teaching", "教学"],
    ["docs/beyond.md", "Beyond one machine", "超出一台机器之后"],
  ]),
  group("The project", "项目", [
    ["docs/developing.md", "Developing", "开发"],
    ["CONTRIBUTING.md", "Contributing", "参与贡献"],
    ["ARCHITECTURE.md", "Architecture", "架构"],
    ["CHANGELOG.md", "Changelog", "更新日志"],
    ["SUPPORT.md", "Support", "支持"],
    ["SECURITY.md", "Security", "安全"],
  ]),
];

export const documents = documentGroups.flatMap((one) => one.documents);

/** @param {string} en @param {string} zh @param {string[][]} rows */
function group(en, zh, rows) {
  return {
    title: { en, zh },
    documents: rows.map(([file = "", title = "", chinese = ""]) => ({
      file,
      page: `docs/${(file.split("/").pop() ?? "").replace(/\.md$/, "").toLowerCase()}.html`,
      title: { en: title, zh: chinese },
    })),
  };
}
