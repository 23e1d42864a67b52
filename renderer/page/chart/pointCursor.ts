/** Reading a chart point by point: where the keyboard stands among the rows. */
import type { ChartAction } from "./chartKeys.ts";
import type { Row } from "../../views/text/points.ts";

export interface PointCursor {
  index: number;
  x: number;
}

export type CursorStep = Extract<ChartAction, { type: "move" | "moveTo" }>;

/**
 * Where `step` leads from `at` (null: nowhere yet). Rows may have been added since: the same x is found again.
 * `beyond` is true when there was no further point that way. Null without rows.
 */
export function moveCursor(
  rows: readonly Row[],
  at: PointCursor | null,
  step: CursorStep,
): (PointCursor & { row: Row; beyond: boolean }) | null {
  const last = rows.length - 1;
  const wanted = wantedIndex(rows, at, step, last);
  const index = Math.min(Math.max(wanted, 0), last);
  const row = rows[index];
  return row ? { index, x: row.x, row, beyond: wanted !== index } : null;
}

function wantedIndex(rows: readonly Row[], at: PointCursor | null, step: CursorStep, last: number): number {
  if (step.type === "moveTo") return step.end === "first" ? 0 : last;
  const stays = at !== null && rows[at.index]?.x === at.x;
  const now = stays ? at.index : at === null ? -1 : rows.findIndex((row) => row.x === at.x);
  if (now < 0) return step.by > 0 ? 0 : last;
  return now + step.by;
}
