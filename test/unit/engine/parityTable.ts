/** The tables of docs/parity.md. */
import { readFileSync } from "node:fs";

/** A row of a table of operations. */
export interface OperationRow {
  name: string;
  isFunction: boolean;
  isMethod: boolean;
  /** What is said of its numbers. */
  numbers: string;
}

export interface ParityTable {
  operations: OperationRow[];
  /** Names with their module: `nn.Linear`, `module.apply`. */
  qualified: string[];
}

/** Tests run from the repository's root. */
export function parityTable(): ParityTable {
  const operations: OperationRow[] = [];
  const qualified: string[] = [];
  for (const line of readFileSync("docs/parity.md", "utf8").split("\n")) {
    if (!line.startsWith("| `")) continue;
    const cells = line.split("|").map((cell) => cell.trim());
    const [, first = "", second = "", third = "", numbers = ""] = cells;
    const names = Array.from(first.matchAll(/`([^`]+)`/g), ([, name = ""]) => name);
    if (cells.length === 6) {
      const row = { isFunction: second === "✓", isMethod: third === "✓", numbers };
      operations.push(...names.map((name) => ({ name, ...row })));
    } else {
      qualified.push(...names);
    }
  }
  return { operations, qualified };
}
