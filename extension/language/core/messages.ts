/** TypeScript's own words, in the language that was set. */
import ts from "typescript";

/** What TypeScript does not declare: its messages in the language that was set. */
interface MessageSource {
  getLocaleSpecificMessage?: (message: { key: string; message: string }) => string;
}

/** @param key TypeScript's name of the message */
export function typeScriptMessage(key: string, text: string, ...values: string[]): string {
  const template = (ts as MessageSource).getLocaleSpecificMessage?.({ key, message: text }) ?? text;
  return template.replace(/\{(\d)\}/g, (place, index: string) => values[Number(index)] ?? place);
}
