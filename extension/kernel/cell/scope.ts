import { ForwardReferences, type VisibleNames } from "./forwardReferences.ts";
import { Variables } from "../protocol/variables.ts";
import type { CellName, TransformedCell } from "../transform/transformCell.ts";

export { Variables };

interface CellVariables {
  variables: Variables;
  /** Names that the cell's present text declares and that have a value. */
  names: string[];
  /** Names that it declares and the run did not come to. */
  unreached: string[];
  /** Those of `names` that the cell imports rather than declares. */
  imported: ReadonlySet<string>;
  /** Imported names that their modules do not export, and what to say of them. */
  missing: ReadonlyMap<string, string>;
}

/**
 * The variables of a notebook, by cell. Code in one cell reaches another cell's variables through the object
 * that {@link Scope.of} gives, which stays the same over re-runs: closures made before see the new values.
 */
export class Scope {
  readonly #cells = new Map<string, CellVariables>();
  readonly #late = new ForwardReferences((cell) => {
    const entry = this.#cells.get(cell);
    return entry && { variables: entry.variables, names: entry.names };
  });

  of(cell: string): Variables {
    return this.#entry(cell).variables;
  }

  names(cell: string): string[] {
    return this.#cells.get(cell)?.names ?? [];
  }

  /**
   * The variables that a cell below all of `cells` would see: of one name the last declaration, without those
   * that are imported. In the notebook's order.
   */
  visible(cells: readonly string[]): { name: string; cell: string; value: unknown }[] {
    const owners = new Map<string, string>();
    for (const cell of cells) {
      for (const name of this.names(cell)) {
        owners.delete(name);
        owners.set(name, cell);
      }
    }
    return [...owners].flatMap(([name, cell]) => {
      const entry = this.#cells.get(cell);
      if (!entry || entry.imported.has(name)) return [];
      return [{ name, cell, value: entry.variables[name] }];
    });
  }

  /** Why the cells above do not give `name` although one of them imports it; null when none does. */
  whyMissing(name: string, above: readonly string[]): string | null {
    for (const cell of above.toReversed()) {
      const why = this.#cells.get(cell)?.missing.get(name);
      if (why !== undefined) return why;
    }
    return null;
  }

  /** Names that were declared in no cell above when `cell` was made ready to run: each is looked up when it is used. */
  late(cell: string, names: readonly string[]): Variables {
    return this.#late.of(cell, names);
  }

  /** The notebook's order, as far as it is known when a cell is to run. */
  arrange(above: readonly string[], cell: string, below: readonly string[], only?: VisibleNames): void {
    this.#late.arrange(above, cell, below, only);
  }

  /** What the running cell has declared can be seen by functions that it calls. @param own accessors to it */
  began(cell: string, own: Variables): void {
    this.#late.began(cell, own);
  }

  /** Whether a cell that ran declares `name`, but did not come to the declaration. */
  isUnreached(name: string): boolean {
    return [...this.#cells.values()].some(({ unreached }) => unreached.includes(name));
  }

  /**
   * Takes over what a run of `cell` declared. A name whose declaration the run did not reach keeps the value of
   * an earlier run; a name that the text no longer declares is no longer visible.
   * @param own accessors to the run's variables; those that were not reached throw
   * @param ok whether the cell ran to its end
   * @param missing imported names that their modules do not export, and what to say of them
   */
  publish(
    cell: string,
    own: Variables | null,
    { names, hoisted }: Pick<TransformedCell, "names" | "hoisted">,
    ok: boolean,
    missing: ReadonlyMap<string, string>,
  ): void {
    const entry = this.#entry(cell);
    const visible: string[] = [];
    const unreached: string[] = [];
    for (const name of names) {
      if (name.kind === "type" || missing.has(name.name)) continue;
      const property = own && reached(own, name, ok, hoisted);
      if (property) Object.defineProperty(entry.variables, name.name, property);
      if (Object.hasOwn(entry.variables, name.name)) visible.push(name.name);
      else unreached.push(name.name);
    }
    entry.names = visible;
    entry.unreached = unreached;
    entry.imported = new Set(names.filter(({ kind }) => kind === "import").map(({ name }) => name));
    entry.missing = missing;
    keepFast(entry.variables);
    this.#late.ended();
  }

  /** Gives a variable of `cell` another value, as if it had been declared with it. */
  assign(cell: string, name: string, value: unknown): void {
    const { variables } = this.#entry(cell);
    const property = Object.getOwnPropertyDescriptor(variables, name);
    if (!property) return;
    if (property.set) property.set.call(variables, value);
    else Object.defineProperty(variables, name, { ...property, value });
    keepFast(variables);
  }

  #entry(cell: string): CellVariables {
    let entry = this.#cells.get(cell);
    if (!entry) {
      const nothing = {
        names: [],
        unreached: [],
        imported: new Set<string>(),
        missing: new Map<string, string>(),
      };
      this.#cells.set(cell, (entry = { variables: new Variables(), ...nothing }));
    }
    return entry;
  }
}

/** The property to publish, or null when the run did not come to the name's declaration. */
function reached(own: Variables, name: CellName, ok: boolean, hoisted: boolean): PropertyDescriptor | null {
  let value: unknown;
  try {
    value = own[name.name];
  } catch {
    return null;
  }
  const undefinedBefore = hoisted || ["var", "enum", "namespace"].includes(name.kind);
  if (!ok && value === undefined && undefinedBefore) return null;
  if (!name.live) return { value, writable: false, enumerable: true, configurable: true };
  return { ...Object.getOwnPropertyDescriptor(own, name.name), enumerable: true, configurable: true };
}

/**
 * Redefined properties turn a V8 object into a hash table, where a variable read in a loop costs 14 times as
 * much (7.4 against 0.53 ns). An object that serves as a prototype is made fast again.
 */
function keepFast(variables: Variables): void {
  Reflect.get(Object.create(variables) as object, "");
}
