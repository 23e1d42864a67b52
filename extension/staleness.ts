/**
 * Which cells show what is no longer so: a cell is stale when something it uses has been run again or edited since
 * it ran. Pure.
 *
 * A name in a cell belongs to the nearest cell above that declares it, as in the kernel. What the cell got under
 * that name also depends on the cells in between that assign to it. So each run remembers, name by name, which
 * runs of other cells stood behind it, and the cell is stale as soon as others do.
 */
import type { CellFlow } from "./kernel/protocol.ts";

/** One run of a cell, as far as others depend on it. */
export interface CellRun {
  /** Unique among the kernel's runs. */
  run: number;
  /** The text that ran. */
  text: string;
  flow: CellFlow;
  /** For each name that it reads from above, which runs gave it. */
  sources: ReadonlyMap<string, string>;
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

/** Which runs give each of `names` to a cell below `above`; names that no cell gives are left out. */
export function sourcesOf(names: readonly string[], above: readonly CellState[]): Map<string, string> {
  const sources = new Map<string, string>();
  for (const name of names) {
    const givers = giversOf(name, above);
    if (givers.length > 0) sources.set(name, givers.map((giver) => giver.key).join(" "));
  }
  return sources;
}

/** By cell id; cells that are up to date, or have not run, are left out. */
export function staleCells(cells: readonly CellState[]): Map<string, Staleness> {
  const found = new Map<string, Staleness>();
  cells.forEach(({ id, text, last }, index) => {
    if (!last) return;
    const above = cells.slice(0, index);
    const names = last.flow.reads.filter((name) => {
      const givers = giversOf(name, above);
      const now = givers.map(({ key }) => key).join(" ");
      return (
        now !== (last.sources.get(name) ?? "") ||
        givers.some((giver) => found.has(giver.cell) && !giver.fixed)
      );
    });
    if (text !== last.text) found.set(id, { kind: "edited" });
    else if (names.length > 0) found.set(id, { kind: "stale", names });
  });
  return found;
}

interface Giver {
  cell: string;
  key: string;
  /** The value does not depend on the cell's run: it comes from a package. */
  fixed: boolean;
}

/** The cell that declares `name`, and those between it and the reader that assign to it; nearest first. */
function giversOf(name: string, above: readonly CellState[]): Giver[] {
  const givers: Giver[] = [];
  for (const { id, last } of above.toReversed()) {
    if (!last) continue;
    const declared = last.flow.declares.find((declaration) => declaration.name === name);
    if (declared) {
      const { from } = declared;
      return [...givers, { cell: id, key: from ?? `run ${last.run}`, fixed: from !== null }];
    }
    if (last.flow.writes.includes(name)) givers.push({ cell: id, key: `run ${last.run}`, fixed: false });
  }
  return [];
}
