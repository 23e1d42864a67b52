/** The points of a chart as rows: what the keyboard reads out and the data table lists. */
import { numberText, type Sample } from "../../../engine/payload/sample.ts";

export interface NamedCurve {
  name: string;
  x: readonly Sample[];
  y: readonly Sample[];
}

export interface Row {
  x: number;
  /** One a curve, in order; undefined where the curve has no point at this x, null for NaN and ±Infinity. */
  values: (Sample | undefined)[];
}

/** All points, by increasing x; points of several curves at the same x share a row. */
export function rowsOf(curves: readonly NamedCurve[]): Row[] {
  const rows = new Map<number, Row>();
  const repeated: Row[] = [];
  curves.forEach(({ x, y }, curve) => {
    for (let i = 0; i < Math.min(x.length, y.length); i++) {
      const at = x[i];
      if (at === null || at === undefined) continue;
      let row = rows.get(at);
      if (!row || row.values[curve] !== undefined) {
        const fresh: Row = { x: at, values: new Array<Sample | undefined>(curves.length).fill(undefined) };
        if (row) repeated.push(fresh);
        else rows.set(at, fresh);
        row = fresh;
      }
      row.values[curve] = y[i] ?? null;
    }
  });
  return [...rows.values(), ...repeated].sort((a, b) => a.x - b.x);
}

/** `relu(x) 0.5, sigmoid(x) 0.62`: a row without its x. A value that is not finite reads NaN. */
export function readRow(row: Row, curves: readonly NamedCurve[]): string {
  return curves
    .map(({ name }, i) => {
      const value = row.values[i];
      if (value === undefined) return "";
      return `${name} ${numberText(value)}`.trim();
    })
    .filter((part) => part !== "")
    .join(", ");
}

/** `count` of `rows` at most, evenly chosen, the first and the last among them. */
export function evenlyChosen<T>(rows: readonly T[], count: number): T[] {
  if (rows.length <= count) return [...rows];
  const chosen: T[] = [];
  for (let i = 0; i < count; i++) {
    const row = rows[Math.round((i * (rows.length - 1)) / (count - 1))];
    if (row !== undefined) chosen.push(row);
  }
  return chosen;
}
