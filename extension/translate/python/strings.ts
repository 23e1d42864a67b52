/** What Python's string literals mean. */

const simple: Record<string, string> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  "a": "\x07",
  "b": "\b",
  "f": "\f",
  "n": "\n",
  "r": "\r",
  "t": "\t",
  "v": "\v",
};

const escape = /\\(?:([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/g;

/** Resolves escapes; an unknown one stays as it is, as in Python. */
export function unescape(body: string): string {
  return body.replace(escape, (all, octal?: string, x?: string, u?: string, long?: string, char?: string) => {
    if (octal !== undefined) return String.fromCodePoint(parseInt(octal, 8));
    const hex = x ?? u ?? long;
    if (hex !== undefined) return String.fromCodePoint(Math.min(parseInt(hex, 16), 0x10ffff));
    return simple[char ?? ""] ?? all;
  });
}

/** A replacement field of an f-string as written; `at` is the offset of `text` in the body. */
export interface RawField {
  text: string;
  at: number;
  label: string | null;
  conversion: "r" | "s" | "a" | null;
  spec: string | null;
}

/** Parts of the body of an f-string, escapes not resolved; null when braces do not match. */
export function splitFormat(body: string): (string | RawField)[] | null {
  const parts: (string | RawField)[] = [];
  let text = "";
  let at = 0;
  while (at < body.length) {
    const char = body.charAt(at);
    if ((char === "{" || char === "}") && body.charAt(at + 1) === char) {
      text += char;
      at += 2;
    } else if (char === "{") {
      const end = fieldEnd(body, at + 1);
      const field = end === null ? null : rawField(body.slice(at + 1, end), at + 1);
      if (end === null || field === null) return null;
      parts.push(text, field);
      text = "";
      at = end + 1;
    } else if (char === "}") return null;
    else {
      text += char;
      at++;
    }
  }
  return [...parts, text];
}

/** Offset of the brace that closes the field which starts at `from`. */
function fieldEnd(body: string, from: number): number | null {
  let depth = 0;
  let quote = "";
  for (let at = from; at < body.length; at++) {
    const char = body.charAt(at);
    if (quote !== "") {
      if (char === quote) quote = "";
    } else if (char === "'" || char === '"') quote = char;
    else if (char === "{" || char === "[" || char === "(") depth++;
    else if (char === "}" && depth === 0) return at;
    else if (char === "}" || char === "]" || char === ")") depth--;
  }
  return null;
}

function rawField(field: string, at: number): RawField | null {
  let depth = 0;
  let quote = "";
  let end = field.length;
  for (let i = 0; i < field.length && end === field.length; i++) {
    const char = field.charAt(i);
    if (quote !== "") {
      if (char === quote) quote = "";
    } else if (char === "'" || char === '"') quote = char;
    else if ("([{".includes(char)) depth++;
    else if (")]}".includes(char)) depth--;
    else if (depth === 0 && (char === ":" || (char === "!" && field.charAt(i + 1) !== "="))) end = i;
  }
  let text = field.slice(0, end);
  const rest = /^(?:!([rsa]))?(?::([\s\S]*))?$/.exec(field.slice(end));
  if (!rest || text.trim() === "") return null;
  const labelled = /^([\s\S]*[^=!<>])=\s*$/.exec(text);
  const label = labelled ? text : null;
  if (labelled) text = labelled[1] ?? "";
  return { text, at, label, conversion: (rest[1] ?? null) as RawField["conversion"], spec: rest[2] ?? null };
}
