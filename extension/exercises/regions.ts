/** The marks of a master notebook: `// BEGIN SOLUTION` … `// END SOLUTION`, and those of hidden tests. Pure. */

export type RegionKind = "SOLUTION" | "HIDDEN TESTS";

export interface Cut {
  text: string;
  /** How many regions were taken out. */
  count: number;
}

const mark = /^([ \t]*)\/\/[ \t]*(BEGIN|END)[ \t]+(SOLUTION|HIDDEN[ \t]+TESTS?)[ \t]*$/i;

/** What is wrong with the marks of a text; null where nothing is. Lines count from 1. */
export function markFault(text: string): { line: number; mark: string } | null {
  let open: { kind: RegionKind; line: number } | null = null;
  for (const [i, line] of text.split("\n").entries()) {
    const [, , edge, written] = mark.exec(line) ?? [];
    if (edge === undefined || written === undefined) continue;
    const fault = { line: i + 1, mark: line.trim() };
    const begins = edge.toUpperCase() === "BEGIN";
    if (begins === (open !== null)) return fault;
    if (!begins && open?.kind !== kindOf(written)) return fault;
    open = begins ? { kind: kindOf(written), line: i + 1 } : null;
  }
  return open && { line: open.line, mark: `// BEGIN ${open.kind}` };
}

export function hasRegion(text: string, kind: RegionKind): boolean {
  return cutRegions(text, kind, null).count > 0;
}

/** @param instead written once for each region, at its indentation; null leaves nothing */
export function cutRegions(text: string, kind: RegionKind, instead: string | null): Cut {
  const kept: string[] = [];
  let count = 0;
  let inside = false;
  for (const line of text.split("\n")) {
    const [, indent = "", edge, written] = mark.exec(line) ?? [];
    if (edge !== undefined && written !== undefined && kindOf(written) === kind) {
      inside = edge.toUpperCase() === "BEGIN";
      if (!inside) continue;
      count++;
      if (instead !== null) kept.push(indent + instead);
    } else if (!inside) kept.push(line);
  }
  return { text: kept.join("\n"), count };
}

function kindOf(written: string): RegionKind {
  return /^solution$/i.test(written) ? "SOLUTION" : "HIDDEN TESTS";
}
