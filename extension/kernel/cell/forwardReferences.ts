/**
 * Names that a cell uses and no cell above declares. A function may use what a cell below declares by the time it is
 * called, so they are looked up when they are used: among the cells that have run, by the table that the editor asks too.
 */
import { say } from "../protocol/messages.ts";
import { NameTable } from "../protocol/nameTable.ts";
import { Variables } from "../protocol/variables.ts";

interface CellNames {
  variables: Variables;
  names: readonly string[];
}

/** By cell, those of its names that can be seen. */
export type VisibleNames = Readonly<Record<string, readonly string[]>>;

export class ForwardReferences {
  readonly #cell: (id: string) => CellNames | undefined;
  /** Ids of the notebook's cells in order. */
  #order: readonly string[] = [];
  #running: { cell: string; own: Variables } | null = null;
  #table: NameTable<Variables> | null = null;
  /** The names that a cell sees of others, where it does not see all. */
  #restricted: { cell: string; only: VisibleNames; table: NameTable<Variables> | null } | null = null;
  /** Counts whatever may make a name mean another cell. */
  #version = 0;

  /** @param cell what a cell has given until now */
  constructor(cell: (id: string) => CellNames | undefined) {
    this.#cell = cell;
  }

  /** @param only of cells that are in it, `cell` sees these names alone */
  arrange(above: readonly string[], cell: string, below: readonly string[], only: VisibleNames = {}): void {
    this.#order = [...above, cell, ...below];
    this.#restricted = Object.keys(only).length > 0 ? { cell, only, table: null } : null;
    this.#changed();
  }

  began(cell: string, own: Variables): void {
    this.#running = { cell, own };
    this.#changed();
  }

  ended(): void {
    this.#running = null;
    this.#changed();
  }

  /**
   * An object with a property for each of `names`, which is the variable itself; and one named `typeof NAME`, which is
   * undefined where the former throws.
   */
  of(cell: string, names: readonly string[]): Variables {
    const late = new Variables();
    for (const name of names) {
      let known: Variables | undefined;
      let version = -1;
      const owner = (): Variables | undefined => {
        if (version !== this.#version) {
          known = this.#find(cell, name);
          version = this.#version;
        }
        return known;
      };
      Object.defineProperty(late, name, {
        get: () => (owner() ?? globalWith(name))[name],
        set: (value: unknown) => assign(owner() ?? globalWith(name), name, value),
      });
      Object.defineProperty(late, `typeof ${name}`, {
        get: () => (owner() ?? globals)[name],
      });
    }
    return late;
  }

  #find(cell: string, name: string): Variables | undefined {
    const at = this.#order.indexOf(cell);
    const restricted = this.#restricted;
    if (restricted?.cell === cell) {
      restricted.table ??= this.#makeTable(restricted.only);
      return restricted.table.find(name, at)?.item;
    }
    this.#table ??= this.#makeTable({});
    return this.#table.find(name, at)?.item;
  }

  #makeTable(only: VisibleNames): NameTable<Variables> {
    const table = new NameTable<Variables>();
    this.#order.forEach((id, at) => {
      const given = this.#cell(id);
      const own = this.#running?.cell === id ? this.#running.own : null;
      const ownNames = own ? Object.keys(own) : [];
      for (const name of ownNames) if (own) table.add(name, at, running(own, name, given));
      for (const name of given?.names ?? []) {
        if (given && !ownNames.includes(name) && only[id]?.includes(name) !== false)
          table.add(name, at, given.variables);
      }
    });
    return table;
  }

  #changed(): void {
    this.#version++;
    this.#table = null;
    if (this.#restricted) this.#restricted.table = null;
  }
}

/** A name of the cell that runs. What it has not come to yet has the value that an earlier run gave it, if any did. */
function running(own: Variables, name: string, before: CellNames | undefined): Variables {
  if (!before?.names.includes(name)) return own;
  return Object.defineProperty(new Variables(), name, {
    get: () => {
      try {
        return own[name];
      } catch {
        return before.variables[name];
      }
    },
    set: (value: unknown) => assign(own, name, value),
  });
}

const { eval: runScript, ReferenceError: NotDefined } = globalThis;
const globals = globalThis as unknown as Record<string, unknown>;

/**
 * What is global: a property of the global object, or a `let` of a script that a cell ran.
 * @throws {ReferenceError} where there is no such global
 */
function globalWith(name: string): Record<string, unknown> {
  if (name in globalThis) return globals;
  if (runScript(`typeof ${name}`) === "undefined") throw new NotDefined(`${name} is not defined`);
  return Object.defineProperty(new Variables(), name, {
    get: (): unknown => runScript(name),
    set: runScript(`(value) => { ${name} = value; }`) as (value: unknown) => void,
  });
}

/** @throws {TypeError} for a constant of the running cell */
function assign(variables: Record<string, unknown>, name: string, value: unknown): void {
  const property = Object.getOwnPropertyDescriptor(variables, name);
  if (property?.get && !property.set)
    throw new TypeError(say("Assignment to constant variable '{0}'.", name));
  variables[name] = value;
}
