/** Texts of a figure, in which plotly.js reads tags, without any that lead somewhere or say how to look beyond colour. */

/** What plotly.js knows of text: bold, italic and so on; no links. */
const kept = "b|i|u|s|em|strong|sup|sub|br";
const keptTag = new RegExp(`^<(/?)(${kept})\\s*/?>$`, "i");
const coloured =
  /^<span\s+style\s*=\s*(["'])\s*color\s*:\s*(#[\da-f]{3,8}|[a-z]{3,30}|rgba?\([\d\s.,%/]+\))\s*;?\s*\1\s*>$/i;
const endOfSpan = /^<\/span\s*>$/i;
const anyTag = /<[/!?a-z][^<>]*>/gi;

/**
 * `text` with harmless tags as they are, without all others, and every other `<` as the letter that it is. Whatever such
 * texts are put together to, there is no tag in it but the harmless ones.
 */
export function safeText(text: string): string {
  if (!text.includes("<")) return text;
  let [before, now] = ["", text];
  // A tag can be hidden in another one, and come to be when that one is taken away.
  while (before !== now) [before, now] = [now, now.replaceAll(anyTag, (tag) => safeTag(tag) ?? "")];
  return now
    .split(/(<[^<>]*>)/)
    .map((part) => safeTag(part) ?? part.replaceAll("<", "&lt;"))
    .join("");
}

/** The tag as it may stand; null for what is none, or not harmless. */
function safeTag(tag: string): string | null {
  const [, end, name] = keptTag.exec(tag) ?? [];
  if (name !== undefined) return `<${end ?? ""}${name.toLowerCase()}>`;
  const colour = coloured.exec(tag)?.[2];
  if (colour !== undefined) return `<span style="color:${colour}">`;
  return endOfSpan.test(tag) ? "</span>" : null;
}
