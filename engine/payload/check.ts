/** What an exercise's check found: shown under its cell, counted by the notebook's progress and by grading. */

export interface CheckPart {
  /** What was looked at, in words. */
  name: string;
  ok: boolean;
  /** What was wrong and how to go on; empty where nothing was. */
  message: string;
  /** Share of the points beside the other parts'. */
  weight: number;
}

export interface CheckPayload {
  version: 1;
  /** The exercise. */
  id: string;
  points: number;
  /** Points there are. */
  of: number;
  parts: CheckPart[];
}

/** Points for the parts that are right, to two decimals; all of them only where all parts are right. */
export function pointsFor(parts: readonly Pick<CheckPart, "ok" | "weight">[], of: number): number {
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  const right = parts.reduce((sum, { ok, weight }) => sum + (ok ? weight : 0), 0);
  if (total === 0) return 0;
  return right === total ? of : Math.floor((100 * of * right) / total + 1e-9) / 100;
}
