/** What the landing page has from the readme: the one sentence, the code of the first training. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../places.mjs";

/** @param {import("./texts.mjs").Language} language */
const readme = (language) =>
  readFileSync(path.join(root, language === "zh" ? "README.zh-CN.md" : "README.md"), "utf8");

/** @param {import("./texts.mjs").Language} language */
export function sentence(language) {
  const found = /^(?![#[<\s])\S.*$/m.exec(readme(language));
  if (!found) throw new Error("The readme has no sentence under its title.");
  return found[0];
}

export function firstTraining() {
  const found = /^```ts\n([\s\S]*?)\n```$/m.exec(readme("en"));
  if (!found?.[1]) throw new Error("The readme has no first training.");
  return found[1];
}
