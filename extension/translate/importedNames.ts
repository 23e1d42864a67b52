/** Names that TypeScript cells have brought in: a translated cell below them needs not import them again. */

const imports = /^import\s+(?:\*\s+as\s+([\w$]+)|\{([^}]*)\})\s+from\s+["'](?:gradbook|node:\w+)["']/gm;
/** `const F = nn.functional;`, `const { Linear } = nn;` */
const aliases = /^const\s+(?:([\w$]+)|\{([^}]*)\})\s*=\s*[a-z][\w$]*(?:\.[\w$]+)*;/gm;

/** From `gradbook`, and from what was imported from it. */
export function importedNames(cell: string): string[] {
  const names: string[] = [];
  for (const pattern of [imports, aliases]) {
    for (const [, one, several] of cell.matchAll(pattern)) {
      if (one !== undefined) names.push(one);
      for (const part of several?.split(",") ?? []) {
        const name = /([\w$]+)\s*$/.exec(part)?.[1];
        if (name !== undefined && !/^\s*type\s/.test(part)) names.push(name);
      }
    }
  }
  return names;
}
