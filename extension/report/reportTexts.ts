/** The few words that a report says itself, in English and 简体中文. */
import { textsIn } from "../../engine/payload/language.ts";

const en = { data: "Data", html: "HTML output" };
const zh: typeof en = { data: "数据", html: "HTML 输出" };

/** The texts for a BCP 47 language tag; English where we have no translation. */
export function reportTextsFor(language: string): typeof en {
  return textsIn({ en, zh }, language);
}
