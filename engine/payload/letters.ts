/**
 * The sizes of letters in charts, pictures and figures, as shares of the size of their words. Style sheets write in the
 * same ones; test/unit/renderer/styleScale.test.ts holds both to them.
 */
export const letterSizes = {
  /** A number that stands in a cell of a heat map. */
  number: 0.75,
  /** Ticks, captions, labels beside a line. */
  small: 0.92,
  text: 1,
  /** The title above a chart or above several. */
  heading: 1.15,
} as const;

export type LetterSize = keyof typeof letterSizes;

/** Pixels of words in what is laid out before it is known where it will be shown. */
const unthemed = 12;

/** @param base pixels of words in the theme @returns pixels, to a tenth */
export function letters(size: LetterSize, base = unthemed): number {
  return Math.round(base * letterSizes[size] * 10) / 10;
}

/** Pixels `text` takes, near enough to place things: wide characters are a full em, others about half. */
export function textWidth(text: string, fontSize: number): number {
  let ems = 0;
  for (const char of text) ems += (char.codePointAt(0) ?? 0) > 0x2e7f ? 1 : 0.56;
  return ems * fontSize;
}
