/** Which of our two languages a person reads. */

/** English and 简体中文, as VS Code names them. */
export type Language = "en" | "zh-cn";

/**
 * Of a BCP 47 tag. Like VS Code, whose own texts beside ours would be English, we give Traditional Chinese no
 * simplified one.
 * @example languageOf("zh-Hans-CN") // "zh-cn"
 * @example languageOf("zh-TW") // "en"
 */
export function languageOf(tag: string): Language {
  return /^zh(?:-(?:cn|sg|my|hans)\b|$)/i.test(tag.replaceAll("_", "-")) ? "zh-cn" : "en";
}

/** The texts for a BCP 47 tag. What is not in one of both languages does not compile: `zh` has the type of `en`. */
export function textsIn<T>({ en, zh }: { readonly en: T; readonly zh: T }, tag: string): T {
  return languageOf(tag) === "zh-cn" ? zh : en;
}

/**
 * A count and what is counted, in English.
 * @param count a number, or one that is written already
 * @example plural(1, "layer") // "1 layer"
 * @example plural("1,797", "class", "classes") // "1,797 classes"
 */
export function plural(count: number | string, one: string, more = `${one}s`): string {
  return `${count} ${String(count) === "1" ? one : more}`;
}
