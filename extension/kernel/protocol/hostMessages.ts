/** What the host says of its kernel. */
import { languageOf } from "../../../engine/payload/language.ts";
import { type say, sayer } from "../../../engine/payload/say.ts";
import { hostChinese } from "./hostMessages.zhCn.ts";

/** {@link say} in one language, whatever others are set: for the host, where notebooks have languages of their own. */
export function sayIn(language: string): typeof say {
  return sayer(languageOf(language) === "zh-cn" ? hostChinese : null);
}
