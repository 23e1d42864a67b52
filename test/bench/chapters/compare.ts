/**
 * Whether a translated cell shows what the Python cell showed. Numbers may differ in their last places; brackets,
 * quotes, and the words for true, false and nothing are each language's own.
 */
const token = /-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|<\w+>|[\p{L}_]+/giu;

const words: Record<string, string> = { True: "true", False: "false", None: "null", undefined: "null" };

interface Token {
  text: string;
  /** Within `tensor(…)`, where a point says that the numbers are floats. */
  exact: boolean;
}

function tokens(shown: string): Token[] {
  const text = shown.replaceAll("torch.Size", "");
  const found: Token[] = [];
  let depth = 0;
  let at = 0;
  for (const match of text.matchAll(token)) {
    for (const char of text.slice(at, match.index)) {
      if (char === "(" && (depth > 0 || text.slice(0, at).endsWith("tensor"))) depth++;
      else if (char === ")" && depth > 0) depth--;
    }
    at = match.index + match[0].length;
    found.push({ text: words[match[0]] ?? match[0], exact: depth > 0 });
  }
  return found;
}

/** The first difference in words, or null for none. */
export function difference(here: string, python: string): string | null {
  const [ours, theirs] = [tokens(here), tokens(python)];
  for (let i = 0; i < Math.max(ours.length, theirs.length); i++) {
    const [a, b] = [ours[i], theirs[i]];
    if (!a) return `lacks “${b?.text ?? ""}”`;
    if (!b) return `has “${a.text}” more`;
    if (!same(a, b)) return `“${a.text}” for “${b.text}”`;
  }
  return null;
}

function same(a: Token, b: Token): boolean {
  if (a.text === b.text) return true;
  const [x, y] = [Number(a.text), Number(b.text)];
  if (Number.isNaN(x) || Number.isNaN(y)) return false;
  if (a.exact && b.exact && a.text.includes(".") !== b.text.includes(".")) return false;
  return Math.abs(x - y) <= 2e-4 + 2e-4 * Math.abs(y);
}
