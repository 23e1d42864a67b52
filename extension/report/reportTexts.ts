/** The few words that a report says itself, in English and 简体中文. */
export interface ReportTexts {
  data: string;
  html: string;
}

const english: ReportTexts = { data: "Data", html: "HTML output" };
const chinese: ReportTexts = { data: "数据", html: "HTML 输出" };

/** The texts for a BCP 47 language tag; English where we have no translation. */
export function reportTextsFor(language: string): ReportTexts {
  return /^zh\b/i.test(language) ? chinese : english;
}
