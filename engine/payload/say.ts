/** Messages in the person's language, looked up by their English: what the engine and the kernel say. */

/** Texts of one language by the English ones, whose places are `{0}`, `{1}`, … in both. */
export type Messages = Readonly<Record<string, string>>;

/** A part of a message, in English, that is looked up when the message is made; see {@link say}. */
export type Phrase = string;

const tables = new Map<string, Messages>();

/** Says what `owner` says with `messages` from now on; with null in English. */
export function setMessages(owner: "engine" | "kernel", messages: Messages | null): void {
  if (messages) tables.set(owner, messages);
  else tables.delete(owner);
}

/**
 * A message in the person's language, or in English where there is no other. As a tag, of a template whose line breaks
 * are spaces; or, as `vscode.l10n.t` does it, with the values for `{0}`, `{1}`, … behind the text.
 * @example say`narrow: there is no axis ${axis}.` // looked up as "narrow: there is no axis {0}."
 */
export function say(text: TemplateStringsArray | string, ...values: unknown[]): string {
  return said([...tables.values()], text, values);
}

/** {@link say} with messages of its own: for who speaks to several people. */
export function sayer(messages: Messages | null): typeof say {
  return (text, ...values) => said(messages ? [messages] : [], text, values);
}

function said(
  languages: readonly Messages[],
  text: TemplateStringsArray | string,
  values: readonly unknown[],
): string {
  const english = typeof text === "string" ? text : keyOf(text);
  const table = languages.find((messages) => Object.hasOwn(messages, english));
  return (table?.[english] ?? english).replace(/\{(\d+)\}/g, (place, index: string) => {
    const i = Number(index);
    return i < values.length ? String(values[i]) : place;
  });
}

/** What the template is looked up by: `{0}` for its first value, `{1}` for the second. */
export function keyOf(parts: readonly string[]): string {
  return parts.map((part, i) => (i === 0 ? "" : `{${i - 1}}`) + part.replace(/\s*\n\s*/g, " ")).join("");
}

/** One after the other, those that are not empty. */
export function sentences(...texts: readonly string[]): string {
  const all = texts.filter((text) => text !== "");
  return all.map((text, i) => (i === all.length - 1 || /[。？！]$/.test(text) ? text : `${text} `)).join("");
}
