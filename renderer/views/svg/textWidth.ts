/** Pixels `text` takes, near enough to place things: wide characters are a full em, others about half. */
export function textWidth(text: string, fontSize: number): number {
  let ems = 0;
  for (const char of text) ems += (char.codePointAt(0) ?? 0) > 0x2e7f ? 1 : 0.56;
  return ems * fontSize;
}
