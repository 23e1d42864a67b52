/** Python that TypeScript cannot read. */
import type ts from "typescript";
import { pythonMessage } from "../../../kernel/transform/syntax/parse.ts";
import { pythonAt } from "../../../kernel/transform/python/pythonSyntax.ts";
import type { Cell } from "../project.ts";
import type { Advice } from "./advice.ts";

/** From here on TypeScript's codes are of types rather than syntax. */
const firstOfTypes = 2000;

/** @param said gets those of the faults for which there are better words */
export function python(cell: Cell, faults: readonly ts.Diagnostic[], said: Set<ts.Diagnostic>): Advice[] {
  const byPlace = new Map<number, Advice>();
  for (const fault of faults) {
    const { start = 0, code } = fault;
    const offset = start - cell.prefix.text.length;
    if (code >= firstOfTypes || offset < 0) continue;
    const found = pythonAt(cell.text, offset);
    if (!found) continue;
    said.add(fault);
    const { length, write, replacement } = found;
    byPlace.set(found.start, {
      kind: "python",
      severity: "error",
      start: found.start,
      length,
      message: pythonMessage(write),
      mend:
        replacement === null
          ? null
          : { title: write, edits: [{ start: found.start, length, text: replacement }] },
    });
  }
  return [...byPlace.values()];
}
