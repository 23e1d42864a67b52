/** Python in a text that is no TypeScript: what it is, and what to write instead. A matter of single lines. */
import { importFrom, importOf, isEngines } from "./pythonImports.ts";

export interface PythonFault {
  start: number;
  length: number;
  /** How it is written in TypeScript. */
  write: string;
  /** What to put in place of the whole span, where nothing else is left to do. */
  replacement: string | null;
}

interface Rule {
  pattern: RegExp;
  /** @param groups of the pattern */
  write: (groups: string[]) => string;
  /** Whether what is written can stand in place of what matched. */
  exact: boolean | ((groups: string[]) => boolean);
}

const operand = String.raw`(?:[\w$.]+|\([^()]*\))(?:\([^()]*\)|\[[^[\]]*\])*`;

/** The first that matches a line holds. */
const rules: readonly Rule[] = [
  {
    pattern: /^\s*import\s+([\w.]+)(?:\s+as\s+(\w+))?\s*;?\s*(?:#.*)?$/,
    write: ([module = "", name]) => importOf(module, name),
    exact: ([module = ""]) => isEngines(module),
  },
  {
    pattern: /^\s*from\s+([\w.]+)\s+import\s+(.+?)\s*$/,
    write: ([module = "", names = ""]) => importFrom(module, names),
    exact: ([module = ""]) => isEngines(module),
  },
  {
    pattern: /^\s*(?:async\s+)?def\s+(\w+)\s*\(([^)]*)\)?.*$/,
    write: ([name = "", parameters = ""]) => `function ${name}(${parameters.trim()}) { return …; }`,
    exact: false,
  },
  {
    pattern: /^\s*class\s+(\w+)\s*(?:\(\s*([\w.]*)[^)]*\))?\s*:.*$/,
    write: ([name = "", base = ""]) => `class ${name} ${base ? `extends ${base} ` : ""}{ … }`,
    exact: false,
  },
  {
    pattern: /^\s*for\s+(.+?)\s+in\s+range\(\s*(?:([^,()]+),\s*)?([^,()]+)\)\s*:.*$/,
    write: ([name = "i", from, to = "n"]) =>
      `for (let ${name} = ${from ?? "0"}; ${name} < ${to}; ${name}++) { … }`,
    exact: false,
  },
  {
    pattern: /^\s*for\s+(.+?)\s+in\s+(.+?)\s*:.*$/,
    write: ([names = "x", list = "list"]) =>
      `for (const ${names.includes(",") ? `[${names}]` : names} of ${list}) { … }`,
    exact: false,
  },
  {
    pattern: /^\s*elif\s+(.+?)\s*:.*$/,
    write: ([condition = ""]) => `else if (${condition}) { … }`,
    exact: false,
  },
  {
    pattern: /^\s*(if|while)\s+(.+?)\s*:\s*$/,
    write: ([word = "", condition = ""]) => `${word} (${condition}) { … }`,
    exact: false,
  },
  {
    pattern: /^\s*(else|try|finally)\s*:\s*$/,
    write: ([word = ""]) => `${word} { … }`,
    exact: false,
  },
  {
    pattern: /(^|\s)#(?!!)(?![\w]+\s*[=(;.])(.*)$/,
    write: ([before = "", text = ""]) => `${before}//${text}`,
    exact: true,
  },
  {
    pattern: /^\s*print\s+(?![=(.])(.+?)\s*;?$/,
    write: ([what = ""]) => `console.log(${what});`,
    exact: true,
  },
  {
    pattern: /\blambda\b\s*([\w\s,]*?)\s*:\s*([^,)\]}]*)/,
    write: ([parameters = "", value = ""]) => `(${parameters}) => ${value.trim()}`,
    exact: true,
  },
  {
    pattern: /(?<![\w$])[fF](["'])((?:(?!\1).)*)\1/,
    write: ([, text = ""]) => `\`${text.replace(/\{([^{}:!]+)(?:[:!][^{}]*)?\}/g, "${$1}")}\``,
    exact: ([, text = ""]) => !/[`\\]|\{[^{}]*[:!][^{}]*\}/.test(text),
  },
  {
    pattern: /([\w$.)\]]+)\[([^[\]{}?"'`]*:[^[\]{}?"'`]*)\]/,
    write: ([of = "x", places = ""]) => `${of}.get(${indexArguments(places)})`,
    exact: true,
  },
  {
    pattern: new RegExp(`(${operand})\\s*@\\s*(${operand})`),
    write: ([a = "a", b = "b"]) => `${a}.matmul(${b})`,
    exact: true,
  },
  {
    pattern: new RegExp(`(${operand})\\s+is\\s+(not\\s+)?None\\b`),
    write: ([a = "x", not]) => `${a} ${not ? "!==" : "==="} null`,
    exact: true,
  },
  {
    pattern: new RegExp(`\\bnot\\s+(${operand})`),
    write: ([a = "x"]) => `!${a}`,
    exact: true,
  },
  {
    pattern: new RegExp(`(${operand})\\s+(and|or)\\s+(${operand})`),
    write: ([a = "a", word, b = "b"]) => `${a} ${word === "and" ? "&&" : "||"} ${b}`,
    exact: true,
  },
];

/**
 * What of Python stands on the line at which a text ceases to be TypeScript.
 *
 * @param offset of the fault that TypeScript found
 */
export function pythonAt(text: string, offset: number): PythonFault | null {
  const before = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", offset);
  const line = text.slice(before, end < 0 ? text.length : end).replace(/\r$/, "");
  for (const { pattern, write, exact } of rules) {
    const found = pattern.exec(line);
    if (!found) continue;
    const groups = found.slice(1);
    const written = write(groups).trim();
    const indent = /^\s*/.exec(found[0])?.[0].length ?? 0;
    const isExact = typeof exact === "boolean" ? exact : exact(groups);
    const [start, length] = [before + found.index + indent, found[0].trim().length];
    return { start, length, write: written, replacement: isExact ? written : null };
  }
  return null;
}

/** `0:2, 1` as text where all of it is numbers, else each place for itself. */
function indexArguments(places: string): string {
  if (/^[\d\s:,.+-]*$/.test(places)) return `"${places.trim()}"`;
  return places
    .split(",")
    .map((place) => {
      const parts = place.split(":").map((part) => part.trim());
      if (parts.length === 1) return place.trim();
      if (parts.every((part) => /^[+-]?\d*$/.test(part))) return `"${parts.join(":")}"`;
      return `slice(${parts.map((part) => (part === "" ? "null" : part)).join(", ")})`;
    })
    .join(", ");
}
