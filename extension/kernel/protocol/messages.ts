/** What the kernel says to the person, in the editor's language. */
import { languageOf } from "../../../engine/payload/language.ts";
import { simplifiedChinese } from "./messages.zhCn.ts";

let translations: Readonly<Record<string, string>> = {};

/** @param language the editor's, such as `en` or `zh-cn` */
export function setLanguage(language: string): void {
  translations = languageOf(language) === "zh-cn" ? simplifiedChinese : {};
}

/** `text` in the person's language, with `{0}`, `{1}`, … filled in; as `vscode.l10n.t` does it. */
export function say(text: string, ...values: (string | number)[]): string {
  const template = Object.hasOwn(translations, text) ? (translations[text] ?? text) : text;
  return template.replace(/\{(\d+)\}/g, (place, index: string) => String(values[Number(index)] ?? place));
}
