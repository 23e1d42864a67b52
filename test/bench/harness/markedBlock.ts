/**
 * Puts `content` between the lines `<!-- NAME:begin -->` and `<!-- NAME:end -->` of a text, in place of what is there.
 * @throws when the text has not each of the two lines once, in this order
 */
export function replaceMarkedBlock(text: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [before, rest, ...moreBegins] = text.split(begin);
  const [, after, ...moreEnds] = rest?.split(end) ?? [];
  if (before === undefined || after === undefined || moreBegins.length > 0 || moreEnds.length > 0) {
    throw new Error(`The text needs one line ${begin} and, below it, one line ${end}.`);
  }
  return `${before}${begin}\n\n${content.trim()}\n\n${end}${after}`;
}
