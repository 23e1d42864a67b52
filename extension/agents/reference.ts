/** The engine's reference, read from its declarations: what a name is, what it says of itself, and how near PyTorch it is. */

/** Reads a file of declarations by its path below their folder, such as `nn/linear.d.ts`; null where there is none. */
export type ReadDeclarations = (path: string) => string | null;

interface Entry {
  /** As cells reach it: `nn.Linear`, `relu`, `Tensor.relu`. */
  name: string;
  /** Comment and declaration. */
  text: string;
}

/** Entries that are written out; of more only the names. */
const mostShown = 4;
const mostNamed = 40;

export class Reference {
  readonly #entries: readonly Entry[];
  readonly #parity: ReadonlyMap<string, string>;

  /** @param parity the text of docs/parity.md */
  constructor(read: ReadDeclarations, parity: string) {
    this.#entries = entriesOf("index.d.ts", "", read, new Set());
    this.#parity = new Map(
      [...parity.matchAll(/^\| `([\w.]+)` \|(.*)\|\s*$/gm)].map(([, name = "", cells = ""]) => {
        const last = cells.split("|").at(-1) ?? "";
        return [name, last.trim()];
      }),
    );
  }

  get names(): readonly string[] {
    return this.#entries.map(({ name }) => name);
  }

  /** Null when nothing is called so, in Gradbook's words or in PyTorch's. */
  look(query: string): string | null {
    const wanted = ourName(query);
    if (wanted === "") return null;
    const same = (name: string): boolean => name.toLowerCase() === wanted.toLowerCase();
    const exact = this.#entries.filter(({ name }) => same(name));
    const last = this.#entries.filter(({ name }) => same(name.split(".").at(-1) ?? ""));
    const found = [...new Set([...exact, ...last])];
    if (found.length > 0) return this.#written(found);
    const like = this.#entries.filter(({ name }) => name.toLowerCase().includes(wanted.toLowerCase()));
    if (like.length === 0) return null;
    if (like.length <= mostShown) return this.#written(like);
    const names = like.slice(0, mostNamed).map(({ name }) => name);
    const more = like.length > mostNamed ? `, and ${like.length - mostNamed} more` : "";
    return `Nothing is called ${query}, but these have it in their names: ${names.join(", ")}${more}.`;
  }

  #written(found: readonly Entry[]): string {
    const shown = found.slice(0, mostShown).map(({ name, text }) => {
      const parity = this.#parity.get(name) ?? this.#parity.get(name.split(".").at(-1) ?? "");
      const beside = parity === undefined || parity === "" ? "" : `\nfloat32 beside PyTorch's: ${parity}`;
      return `${name}\n${text}${beside}`;
    });
    const others = found.slice(mostShown).map(({ name }) => name);
    return [...shown, ...(others.length > 0 ? [`Also: ${others.join(", ")}`] : [])].join("\n\n");
  }
}

/** `torch.nn.functional.cross_entropy` → `nn.functional.crossEntropy` */
function ourName(query: string): string {
  return query
    .trim()
    .replace(/\(.*$/s, "")
    .replace(/^(?:torch|gradbook)\./, "")
    .replace(/^F\./, "nn.functional.")
    .replaceAll(/(?<=[a-z\d])_([a-z\d])/g, (_, letter: string) => letter.toUpperCase());
}

/** What a module gives to others, those that it passes on included. */
function entriesOf(file: string, prefix: string, read: ReadDeclarations, seen: Set<string>): Entry[] {
  const text = read(file);
  const key = `${prefix} ${file}`;
  if (text === null || seen.has(key)) return [];
  seen.add(key);
  const entries = declarationsIn(text, prefix);
  const below = (from: string): string => resolved(file, from);
  for (const [, alias, from = ""] of text.matchAll(/^export \* (?:as ([\w$]+) )?from "([^"]+)";/gm))
    entries.push(...entriesOf(below(from), alias === undefined ? prefix : `${prefix}${alias}.`, read, seen));
  for (const [, from = ""] of text.matchAll(/^import "([^"]+)";/gm))
    entries.push(
      ...entriesOf(below(from), prefix, read, seen).filter(({ name }) => name.startsWith("Tensor.")),
    );
  for (const [, list = "", from = ""] of text.matchAll(/^export (?:type )?\{([^}]*)\} from "([^"]+)";/gm)) {
    const inner = entriesOf(below(from), prefix, read, new Set(seen));
    for (const part of list.split(",")) {
      const [, name, as] = /^\s*(?:type )?([\w$]+)(?: as ([\w$]+))?\s*$/.exec(part) ?? [];
      if (name === undefined) continue;
      const start = `${prefix}${name}`;
      for (const entry of inner)
        if (entry.name === start || entry.name.startsWith(`${start}.`) || entry.name.startsWith("Tensor."))
          entries.push({ ...entry, name: renamed(entry.name, start, `${prefix}${as ?? name}`) });
    }
  }
  const known = new Set<string>();
  return entries.filter(({ name, text: said }) => !known.has(name + said) && known.add(name + said));
}

function resolved(file: string, from: string): string {
  const parts = file.split("/").slice(0, -1);
  for (const part of from.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/").replace(/\.(?:ts|js)$/, ".d.ts");
}

const comment = String.raw`((?:/\*\*(?:(?!\*/)[\s\S])*\*/\s*)?)`;

/** What a module declares itself, the members of its classes, and the methods that it adds to the tensor. */
function declarationsIn(text: string, prefix: string): Entry[] {
  const entries: Entry[] = [];
  const pattern = new RegExp(
    `^[ \\t]*${comment}export (?:declare )?(?:abstract )?(function|class|const|let|interface|type) ([\\w$]+)`,
    "gm",
  );
  for (const match of text.matchAll(pattern)) {
    const [whole, doc = "", kind = "", name = ""] = match;
    if (doc.includes("@internal")) continue;
    const start = match.index + whole.lastIndexOf("export ");
    const hasBody = kind === "class" || kind === "interface";
    const declaration = text.slice(start, endOf(text, start, hasBody));
    entries.push({ name: `${prefix}${name}`, text: clean(doc, declaration) });
    if (kind === "class") entries.push(...membersIn(declaration, `${prefix}${name}`));
  }
  const added = /\binterface Tensor\s*\{/.exec(text);
  if (added) entries.push(...membersIn(text.slice(added.index, endOf(text, added.index, true)), "Tensor"));
  return entries;
}

/** The methods and fields in the body of a declaration. */
function membersIn(declaration: string, owner: string): Entry[] {
  const entries: Entry[] = [];
  const pattern = new RegExp(`${comment}(?:readonly |static |abstract )*([a-zA-Z_]\\w*)\\??(?=[(<:])`, "y");
  for (let at = declaration.indexOf("{") + 1; at < declaration.length;) {
    const space = /\s*/y;
    space.lastIndex = at;
    at += space.exec(declaration)?.[0].length ?? 0;
    pattern.lastIndex = at;
    const [whole = "", doc = "", name] = pattern.exec(declaration) ?? [];
    const end = endOf(declaration, at + doc.length, false);
    const hidden = name === undefined || name === "constructor" || doc.includes("@internal");
    if (!hidden)
      entries.push({ name: `${owner}.${name}`, text: clean(doc, declaration.slice(at + doc.length, end)) });
    at = Math.max(end, at + Math.max(1, whole.length));
  }
  return entries;
}

function renamed(name: string, from: string, to: string): string {
  return name === from || name.startsWith(`${from}.`) ? `${to}${name.slice(from.length)}` : name;
}

/** Where a declaration ends: with its body, or else at its semicolon. */
function endOf(text: string, start: number, hasBody: boolean): number {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    const c = text[i];
    if (text.startsWith("/*", i)) i = text.indexOf("*/", i) + 1;
    else if (c === "{" || c === "(" || c === "[") depth++;
    else if (c === "}" || c === ")" || c === "]") {
      depth--;
      if (depth === 0 && c === "}" && hasBody) return i + 1;
      if (depth < 0) return i;
    } else if (c === ";" && depth === 0) return i + 1;
  }
  return text.length;
}

/** As people read it. */
function clean(doc: string, declaration: string): string {
  const said = doc
    .replaceAll(/^\s*\/\*\*\s?|\s*\*\/\s*$/g, "")
    .replaceAll(/^\s*\* ?/gm, "")
    .trim();
  const code = declaration
    .replaceAll(/import\("[^"]*"\)\./g, "")
    .replaceAll(/^\s*\/\*\*\s*@internal[\s\S]*?\*\/\s*[^\n]*\n/gm, "")
    .replaceAll(/^\s*(?:#private;|private .*|\[inspect\].*)\n/gm, "")
    .replace(/^export (?:declare )?/, "")
    .trim();
  return [said, code].filter((part) => part !== "").join("\n");
}
