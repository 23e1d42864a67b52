/** What a cell gives to others, and takes from them: for marks on stale cells. */
import type { CellFlow } from "../protocol/protocol.ts";
import type { TransformedCell } from "../transform/transformCell.ts";

/** @param names those that the cell has after the run */
export function cellFlow(
  { imports, reads, deferred, writes }: TransformedCell,
  names: readonly string[],
): CellFlow {
  const from = new Map<string, string>();
  for (const { specifier, names: imported } of imports) {
    // A file of the person's own may be another at each run.
    if (/^(?:[./]|file:)/.test(specifier)) continue;
    for (const name of imported) from.set(name.local, `${specifier}#${name.imported}`);
  }
  return { declares: names.map((name) => ({ name, from: from.get(name) ?? null })), reads, deferred, writes };
}
