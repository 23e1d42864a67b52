/** Lines of a file together with the line ending each of them has. */

export interface Line {
  text: string;
  /** `\n`, `\r\n`, `\r`, or nothing for a last line without one. */
  eol: string;
}

const CODES: Record<string, string> = { "\n": "n", "\r\n": "w", "\r": "r" };
const EOLS: Record<string, string> = { n: "\n", w: "\r\n", r: "\r" };

/** Also says which line ending is the file's usual one: the most frequent, `\n` where there is none. */
export function splitLines(text: string): { lines: Line[]; eol: string } {
  const lines: Line[] = [];
  const counts = new Map<string, number>();
  for (const match of text.matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/g)) {
    const [all, line = "", eol = ""] = match;
    if (all === "") continue;
    lines.push({ text: line, eol });
    if (eol !== "") counts.set(eol, (counts.get(eol) ?? 0) + 1);
  }
  let usual = "\n";
  for (const [eol, count] of counts) {
    if (count > (counts.get(usual) ?? 0)) usual = eol;
  }
  return { lines, eol: usual };
}

/**
 * The endings of `lines` where they are not `usual`: one letter when they are all the same, else one letter a
 * line.
 */
export function encodeEols(lines: readonly Line[], usual: string): { eols?: string } {
  const codes = lines.map((line) => CODES[line.eol] ?? "n");
  const [first] = codes;
  if (first === undefined) return {};
  if (codes.some((code) => code !== first)) return { eols: codes.join("") };
  return EOLS[first] === usual ? {} : { eols: first };
}

/** Joins lines with the endings that {@link encodeEols} kept, or the usual one when lines came or went. */
export function joinLines(lines: readonly string[], eols: string | undefined, usual: string): string {
  const breaks = lines.length - 1;
  const ending = (i: number): string => {
    if (eols?.length === 1) return EOLS[eols] ?? usual;
    return (eols?.length === breaks ? EOLS[eols[i] ?? ""] : undefined) ?? usual;
  };
  // `\r`, an empty line and `\n` would be one line break.
  const merges = (i: number): boolean => ending(i) === "\r" && lines[i + 1] === "" && ending(i + 1) === "\n";
  return lines.map((line, i) => (i < breaks ? line + (merges(i) ? "\n" : ending(i)) : line)).join("");
}
