/** TypeScript's texts as a person reads them in the editor. */
import ts from "typescript";

/** Types are printed with the virtual file they come from, which says nothing to anyone. */
export function readable(text: string): string {
  return text
    .replace(/import\("(?:cell:|[^"]*\/gradbook-cells\/)[^"]*"\)\./g, "")
    .replace(/import\("[^"]*\/dist\/(?:types\/)?[^"]*"\)\./g, "");
}

export function plain(parts: readonly ts.SymbolDisplayPart[] | undefined): string {
  return readable(ts.displayPartsToString(parts ? [...parts] : undefined));
}

/** What comes from other cells is imported, which the person did not write and need not read. */
export function withoutAlias(code: string): string {
  if (!code.startsWith("(alias) ")) return code.replace(/^import (\S+)$/, "namespace $1");
  const own = code.slice("(alias) ".length).replace(/\n(?:import|export) \S+$/, "");
  return /^[\p{ID_Continue}$]+[(<]/u.test(own) ? `function ${own}` : own;
}

/** Doc comments hold Markdown; their `{@link}`s become code. */
export function markdown(parts: readonly ts.SymbolDisplayPart[] | undefined): string {
  let text = "";
  let link: string | null = null;
  for (const part of parts ?? []) {
    if (part.kind === "link") {
      if (link === null) {
        link = "";
      } else {
        text += link === "" ? "" : `\`${link.trim()}\``;
        link = null;
      }
    } else if (link === null) {
      text += part.text;
    } else {
      link += part.text;
    }
  }
  return text;
}

/** A doc comment with its tags: parameters as a list, then examples as code, then the rest. */
export function documentation(
  parts: readonly ts.SymbolDisplayPart[] | undefined,
  tags: readonly ts.JSDocTagInfo[] | undefined,
): string {
  const parameters: string[] = [];
  const examples: string[] = [];
  const rest: string[] = [];
  for (const tag of tags ?? []) {
    const text = markdown(tag.text).trim();
    if (tag.name === "example") examples.push(example(text));
    else if (tag.name === "param" || tag.name === "template") parameters.push(parameter(text));
    else if (tag.name !== "internal") rest.push(`*@${tag.name}* ${asCode(text)}`.trim());
  }
  return [markdown(parts).trim(), parameters.join("\n"), ...examples, ...rest]
    .filter((block) => block !== "")
    .join("\n\n");
}

/** `{RangeError} when …` names a type. */
function asCode(text: string): string {
  return text.replace(/^\{([^}]+)\}/, "`$1`");
}

function parameter(text: string): string {
  const [, name = text, rest = ""] = /^(\S+)\s*([^]*)$/.exec(text) ?? [];
  return `- \`${name}\`${rest === "" ? "" : ` — ${rest.replace(/^[-–—]\s*/, "")}`}`;
}

/** Consecutive examples would else run into each other. */
function example(text: string): string {
  return /^\s*(?:```|<caption>)/.test(text)
    ? text.replace(/<caption>(.*?)<\/caption>/, "$1\n")
    : `\`\`\`typescript\n${text}\n\`\`\``;
}
