/**
 * Which cells show what is no longer so: a cell is stale when something it uses has been run again or edited since
 * it ran. Pure.
 *
 * A name in a cell belongs to the cell that the kernel's table says: the nearest above that declares it, else the
 * nearest below. What the cell got under that name also depends on the cells in between that assign to it. So each
 * run remembers, name by name, which runs of other cells stood behind it, and the cell is stale as soon as others do.
 *
 * What only a cell's functions use, and a cell below declares, is no matter of that cell but of those that use the
 * functions: they remember it with the function's name.
 */
import { NameTable, type Declared } from "../kernel/protocol/nameTable.ts";
import type { CellFlow } from "../kernel/protocol/protocol.ts";

/** One run of a cell, as far as others depend on it. */
export interface CellRun {
  /** Unique among the kernel's runs. */
  run: number;
  /** The text that ran. */
  text: string;
  flow: CellFlow;
  /** For each name that it reads from other cells, which runs gave it. */
  sources: ReadonlyMap<string, string>;
  /** For each such name, which runs gave what its functions used from below by then. */
  late: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** What became of its controls since. */
  moved?: MovedControls;
}

/** Controls of a cell that have been moved since it ran. */
export interface MovedControls {
  /** Names that stand for such a control alone, and how often it was moved. */
  names: ReadonlyMap<string, number>;
  /** Labels of those whose value the cell uses itself. */
  used: readonly string[];
}

/** A code cell at present, in the notebook's order. */
export interface CellState {
  id: string;
  text: string;
  /** Its last run in the present kernel; null when it has not run there. */
  last: CellRun | null;
}

export type Staleness =
  /** Its text is not the one that ran. */
  | { kind: "edited" }
  /** These names would have other values now. */
  | { kind: "stale"; names: string[] };

/** Which runs give the names that the cell at `index` reads; names that no cell gives are left out. */
export function sourcesOf(
  flow: CellFlow,
  cells: readonly Pick<CellState, "id" | "last">[],
  index: number,
): Pick<CellRun, "sources" | "late"> {
  const flows = new Flows(cells);
  const sources = new Map<string, string>();
  const late = new Map<string, Map<string, string>>();
  for (const name of flow.reads) {
    const givers = flows.givers(name, index, flow);
    if (givers.length === 0) continue;
    sources.set(name, keyOf(givers));
    const used = flows.late(givers, index);
    if (used.size > 0) late.set(name, new Map([...used].map(([other, giver]) => [other, giver.key])));
  }
  return { sources, late };
}

/** By cell id; cells that are up to date, or have not run, are left out. */
export function staleCells(cells: readonly CellState[]): Map<string, Staleness> {
  const flows = new Flows(cells);
  const found = new Map<string, Staleness>();
  const isPast = (name: string, { flow, sources, late }: CellRun, index: number): boolean => {
    const givers = flows.givers(name, index, flow);
    if (keyOf(givers) !== (sources.get(name) ?? "")) return true;
    const used = flows.late(givers, index);
    const before = late.get(name) ?? new Map<string, string>();
    if ([...before].some(([other, key]) => used.get(other)?.key !== key)) return true;
    const behind = [...givers, ...[...before.keys()].flatMap((other) => used.get(other) ?? [])];
    return behind.some((giver) => found.has(giver.cell) && !giver.fixed);
  };
  // A cell below may turn out to be stale after one above that uses it.
  for (let known = -1; known < found.size;) {
    known = found.size;
    cells.forEach(({ id, text, last }, index) => {
      if (!last || found.has(id)) return;
      if (text !== last.text) return void found.set(id, { kind: "edited" });
      if (last.moved && last.moved.used.length > 0)
        return void found.set(id, { kind: "stale", names: [...last.moved.used] });
      const names = last.flow.reads.filter((name) => isPast(name, last, index));
      if (names.length > 0) found.set(id, { kind: "stale", names });
    });
  }
  return found;
}

/** Of a cell, the names that have changed; `all` where it has run again, or is about to. */
export type Changes = ReadonlyMap<string, ReadonlySet<string> | "all">;

/**
 * Ids of the cells that used what has changed, themselves or through others, in the notebook's order. One that was edited
 * since is not among them, nor what uses that one.
 */
export function dependants(cells: readonly CellState[], changes: Changes): string[] {
  const flows = new Flows(cells);
  const found = new Set<string>();
  const isChanged = ({ cell, fixed }: Giver, name: string): boolean => {
    const names = changes.get(cell);
    return !fixed && (found.has(cell) || names === "all" || (names?.has(name) ?? false));
  };
  const uses = ({ flow }: CellRun, index: number): boolean =>
    flow.reads.some((name) => {
      const givers = flows.givers(name, index, flow);
      if (givers.some((giver) => isChanged(giver, name))) return true;
      return [...flows.late(givers, index)].some(([other, giver]) => isChanged(giver, other));
    });
  for (let known = -1; known < found.size;) {
    known = found.size;
    cells.forEach(({ id, text, last }, index) => {
      if (last && text === last.text && !found.has(id) && uses(last, index)) found.add(id);
    });
  }
  return cells.flatMap(({ id }) => (found.has(id) ? [id] : []));
}

interface Giver {
  cell: string;
  index: number;
  key: string;
  /** The value does not depend on the cell's run: it comes from a package. */
  fixed: boolean;
}

function keyOf(givers: readonly Giver[]): string {
  return givers.map(({ key }) => key).join(" ");
}

/** The run that gave a name its value, and how often a control has given it another since. */
function givenBy({ run, moved }: CellRun, name: string): string {
  const times = moved?.names.get(name);
  return times === undefined ? `run ${run}` : `run ${run}.${times}`;
}

/** What the cells that have run give to each other. */
class Flows {
  readonly #cells: readonly Pick<CellState, "last">[];
  readonly #table = new NameTable<Giver>();
  /** By name, in the notebook's order. */
  readonly #writers = new Map<string, Giver[]>();
  /** Places of cells whose functions use something from below, themselves or through others; once it is asked for. */
  #usesBelow: ReadonlySet<number> | null = null;

  constructor(cells: readonly Pick<CellState, "id" | "last">[]) {
    this.#cells = cells;
    cells.forEach(({ id, last }, index) => {
      if (!last) return;
      const run = `run ${last.run}`;
      for (const { name, from } of last.flow.declares)
        this.#table.add(name, index, {
          cell: id,
          index,
          key: from ?? givenBy(last, name),
          fixed: from !== null,
        });
      for (const name of last.flow.writes) {
        const writers = this.#writers.get(name) ?? [];
        this.#writers.set(name, writers);
        writers.push({ cell: id, index, key: run, fixed: false });
      }
    });
  }

  /**
   * The cell that gives `name` to the one at `index`, and those between them that assign to it; nearest first. What a
   * cell below declares is given only to what runs with the cell.
   */
  givers(name: string, index: number, { deferred }: CellFlow): Giver[] {
    const found = this.#table.find(name, index);
    if (!found) return [];
    if (found.below) return deferred.includes(name) ? [] : [found.item];
    const writers = (this.#writers.get(name) ?? []).filter(
      (writer) => writer.index > found.item.index && writer.index < index,
    );
    return [...writers.reverse(), found.item];
  }

  /**
   * What the functions of `givers` use from below, themselves and through others, and which cell gives it; but for what
   * the reader at `index` gives itself.
   */
  late(givers: readonly Giver[], index: number): Map<string, Giver> {
    const used = new Map<string, Giver>();
    const visited = new Set([index]);
    const next = [...givers];
    const usesBelow = (this.#usesBelow ??= this.#findUsesBelow());
    for (let giver = next.pop(); giver; giver = next.pop()) {
      if (visited.has(giver.index) || !usesBelow.has(giver.index)) continue;
      visited.add(giver.index);
      for (const [name, { item, below }] of this.#deferred(giver.index)) {
        if (below && item.index !== index) used.set(name, item);
        next.push(item);
      }
    }
    return used;
  }

  /** What only functions of the cell at `index` use, and who gives it. */
  #deferred(index: number): [name: string, given: Declared<Giver>][] {
    return (this.#cells[index]?.last?.flow.deferred ?? []).flatMap((name) => {
      const found = this.#table.find(name, index);
      return found ? [[name, found]] : [];
    });
  }

  #findUsesBelow(): Set<number> {
    const found = new Set<number>();
    /** Whose functions use those of a cell. */
    const users = new Map<number, number[]>();
    const next: number[] = [];
    this.#cells.forEach((_, index) => {
      for (const [, { item, below }] of this.#deferred(index)) {
        if (below) next.push(index);
        const known = users.get(item.index);
        if (known) known.push(index);
        else users.set(item.index, [index]);
      }
    });
    for (let index = next.pop(); index !== undefined; index = next.pop()) {
      if (found.has(index)) continue;
      found.add(index);
      next.push(...(users.get(index) ?? []));
    }
    return found;
  }
}
