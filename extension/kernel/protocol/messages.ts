/** What the kernel says to the person, in their language. */
import { languageOf } from "../../../engine/payload/language.ts";
import { setMessages, type Messages } from "../../../engine/payload/say.ts";
import { simplifiedChinese } from "./messages.zhCn.ts";

export { say } from "../../../engine/payload/say.ts";

let spoken = "en";

/** The person's language, such as `en` or `zh-cn`. */
export function language(): string {
  return spoken;
}

/** @param language the person's, such as `en` or `zh-cn` */
export function setLanguage(language: string): void {
  spoken = language;
  setMessages("kernel", messagesIn(language));
}

function messagesIn(language: string): Messages | null {
  return languageOf(language) === "zh-cn" ? simplifiedChinese : null;
}
