/**
 * Cells → the modules that TypeScript sees. Each is a prefix, which imports what the cells above declare and
 * exports what the cell itself does, and then the cell's text, with nothing after it.
 *
 * A name means the nearest declaration above, for values and for types apart, as at run time, where types are
 * gone. What a cell declares is not imported into it. `let`s and `var`s come in as `declare let`, since an
 * import cannot be assigned to.
 */
import type { CellNames, NamedCell } from "./cellNames.ts";

/** A name from above, in a prefix. */
export interface PrefixName {
  name: string;
  /** The cell that declares it. */
  from: number;
  /** Offset in the prefix of what stands for the name in this cell. */
  local: number;
  /** Offset in the prefix of what refers to the declaration; the same as `local` in an import. */
  origin: number;
}

export interface Prefix {
  text: string;
  names: PrefixName[];
}

interface Visible {
  value?: { from: number; named: NamedCell };
  type?: { from: number; named: NamedCell };
}

/** @param cells in the notebook's order, each with a number of its own: what others import it by */
export function chain(cells: readonly { number: number; names: CellNames }[]): Map<number, Prefix> {
  const visible = new Map<string, Visible>();
  const prefixes = new Map<number, Prefix>();
  for (const { number, names } of cells) {
    prefixes.set(number, prefixOf(names, visible));
    for (const named of names.names) {
      const entry = visible.get(named.name) ?? {};
      if (named.value) entry.value = { from: number, named };
      if (named.type) entry.type = { from: number, named };
      visible.set(named.name, entry);
    }
  }
  return prefixes;
}

export function cellSpecifier(number: number): string {
  return `cell:${number}`;
}

function prefixOf(own: CellNames, visible: ReadonlyMap<string, Visible>): Prefix {
  const prefix = new PrefixWriter();
  const ownNames = new Map(own.names.map((named) => [named.name, named]));
  const imports = new Map<number, string[]>();
  const declared: [keyword: "let" | "const", name: string, from: number][] = [];
  for (const [name, entry] of visible) {
    const shadow = ownNames.get(name);
    const value = shadow?.value ? undefined : entry.value;
    const type = shadow?.type ? undefined : entry.type;
    const from = importedFrom(value, type, shadow !== undefined);
    if (from !== undefined) imports.set(from, [...(imports.get(from) ?? []), name]);
    if (value && value.from !== from) {
      declared.push([isAssignable(value.named) ? "let" : "const", name, value.from]);
    }
  }
  for (const [from, names] of imports) prefix.import(names, from);
  for (const [keyword, name, from] of declared) prefix.declare(keyword, name, from);
  const exported = own.names.map(({ name }) => name).filter((name) => !own.exported.has(name));
  prefix.write(`export{${exported.join(",")}};`);
  return prefix.finish();
}

/** The cell that an `import` can have the name from without bringing in a meaning that is not wanted. */
function importedFrom(value: Visible["value"], type: Visible["type"], shadowed: boolean): number | undefined {
  if (value && !isAssignable(value.named)) {
    // A class above, while this cell declares a type of that name.
    if (!type) return value.named.type && shadowed ? undefined : value.from;
    if (type.from === value.from) return value.from;
  }
  if (!type || type.named.value) return undefined;
  return type.from;
}

function isAssignable({ kind }: NamedCell): boolean {
  return kind === "let" || kind === "var";
}

class PrefixWriter {
  #text = "";
  readonly #names: PrefixName[] = [];

  import(names: readonly string[], from: number): void {
    this.write("import{");
    for (const [i, name] of names.entries()) {
      if (i > 0) this.write(",");
      this.#names.push({ name, from, local: this.#text.length, origin: this.#text.length });
      this.write(name);
    }
    this.write(`}from"${cellSpecifier(from)}";`);
  }

  declare(keyword: "let" | "const", name: string, from: number): void {
    this.write(`declare ${keyword} `);
    const local = this.#text.length;
    this.write(`${name}:typeof import("${cellSpecifier(from)}").`);
    this.#names.push({ name, from, local, origin: this.#text.length });
    this.write(`${name};`);
  }

  write(text: string): void {
    this.#text += text;
  }

  finish(): Prefix {
    return { text: this.#text, names: this.#names };
  }
}
