/**
 * Cells → the modules that TypeScript sees. Each is a prefix, which imports those names of other cells that the text
 * mentions and exports what the cell itself declares, and then the cell's text, with nothing after it.
 *
 * A name means what the shared table says, for values and for types apart, as at run time, where types are gone.
 * What a cell declares is not imported into it. `let`s and `var`s come in as `declare let`, since an import cannot
 * be assigned to.
 */
import { NameTable, type Declared } from "../../kernel/protocol/nameTable.ts";
import type { CellNames, NamedCell } from "./cellNames.ts";

/** A name of another cell, in a prefix. */
export interface PrefixName {
  name: string;
  /** The cell that declares it. */
  from: number;
  /** Whether that cell, for a value, stands below. */
  below: boolean;
  /** Offset in the prefix of what stands for the name in this cell. */
  local: number;
  /** Offset in the prefix of what refers to the declaration; the same as `local` in an import. */
  origin: number;
}

export interface Prefix {
  text: string;
  names: PrefixName[];
}

/** A cell as others see it: the number they import it by. */
export interface ChainedCell {
  number: number;
  names: CellNames;
}

/** A declaration in the table. */
export interface TableEntry {
  from: number;
  named: NamedCell;
}

/** Names that are there without any cell, as values and as types. */
export interface GlobalNames {
  values: ReadonlySet<string>;
  types: ReadonlySet<string>;
}

/** All top-level names of a notebook. */
export class ChainTable {
  readonly #values = new NameTable<TableEntry>();
  readonly #types = new NameTable<TableEntry>();
  readonly #globals: () => GlobalNames;

  /**
   * @param cells in the notebook's order
   * @param globals asked only when a cell uses a name that is declared below alone
   */
  constructor(cells: readonly ChainedCell[], globals: () => GlobalNames) {
    this.#globals = globals;
    for (const [at, { number, names }] of cells.entries()) {
      for (const named of names.names) {
        const entry = { from: number, named };
        if (named.value) this.#values.add(named.name, at, entry);
        if (named.type) this.#types.add(named.name, at, entry);
      }
    }
  }

  /** What the cell at `at` means by a value's name. */
  value(name: string, at: number): Declared<TableEntry> | undefined {
    const found = this.#values.find(name, at);
    return found?.below && this.#globals().values.has(name) ? undefined : found;
  }

  /** What the cell at `at` means by a type's name. */
  type(name: string, at: number): Declared<TableEntry> | undefined {
    const found = this.#types.find(name, at);
    return found?.below && this.#globals().types.has(name) ? undefined : found;
  }

  names(): Set<string> {
    return new Set([...this.#values.names(), ...this.#types.names()]);
  }

  /** @param at place of the cell in the notebook */
  prefix(own: CellNames, at: number): Prefix {
    const prefix = new PrefixWriter();
    const ownNames = new Map(own.names.map((named) => [named.name, named]));
    const imports = new Map<number, { name: string; below: boolean }[]>();
    const declared: [keyword: "let" | "const", name: string, from: number, below: boolean][] = [];
    for (const name of own.mentions) {
      const shadow = ownNames.get(name);
      const value = shadow?.value ? undefined : this.value(name, at);
      const type = shadow?.type ? undefined : this.type(name, at);
      const from = importedFrom(value?.item, type?.item, shadow !== undefined);
      const below = value?.below ?? false;
      if (from !== undefined) imports.set(from, [...(imports.get(from) ?? []), { name, below }]);
      if (value && value.item.from !== from) {
        declared.push([isAssignable(value.item.named) ? "let" : "const", name, value.item.from, below]);
      }
    }
    for (const [from, names] of imports) prefix.import(names, from);
    for (const [keyword, name, from, below] of declared) prefix.declare(keyword, name, from, below);
    const exported = own.names.map(({ name }) => name).filter((name) => !own.exported.has(name));
    // A comment on the same line would belong to the export, not to what it stands above.
    prefix.write(`export{${exported.join(",")}};\n`);
    return prefix.finish();
  }
}

export function cellSpecifier(number: number): string {
  return `cell:${number}`;
}

/** The number in a specifier that {@link cellSpecifier} made. */
export function cellNumber(specifier: string): number | null {
  const digits = /^cell:(\d+)$/.exec(specifier)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** The cell that an `import` can have the name from without bringing in a meaning that is not wanted. */
function importedFrom(
  value: TableEntry | undefined,
  type: TableEntry | undefined,
  shadowed: boolean,
): number | undefined {
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

  import(names: readonly { name: string; below: boolean }[], from: number): void {
    this.write("import{");
    for (const [i, { name, below }] of names.entries()) {
      if (i > 0) this.write(",");
      this.#names.push({ name, from, below, local: this.#text.length, origin: this.#text.length });
      this.write(name);
    }
    this.write(`}from"${cellSpecifier(from)}";`);
  }

  declare(keyword: "let" | "const", name: string, from: number, below: boolean): void {
    this.write(`declare ${keyword} `);
    const local = this.#text.length;
    this.write(`${name}:typeof import("${cellSpecifier(from)}").`);
    this.#names.push({ name, from, below, local, origin: this.#text.length });
    this.write(`${name};`);
  }

  write(text: string): void {
    this.#text += text;
  }

  finish(): Prefix {
    return { text: this.#text, names: this.#names };
  }
}
