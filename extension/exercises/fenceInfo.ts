/** What a cell's fence says of it besides its language: `ts exercise=relu-slope`, `ts points=2 locked`. Pure. */
import type { MarkdownCell } from "../markdown/parseMarkdown.ts";

export interface FenceInfo {
  /** The exercise that the cell answers. */
  exercise: string | null;
  /** The exercise that the cell checks, where its text does not say so. */
  check: string | null;
  /** As it is written. */
  points: string | null;
  /** Of a student's copy: not to be edited. */
  locked: boolean;
}

export function fenceInfoOf({ layout }: Pick<MarkdownCell, "layout">): FenceInfo {
  const info = layout?.fence?.info ?? "";
  const value = (key: string): string | null => {
    const [, quoted, bare] = new RegExp(`\\s${key}=(?:"([^"]*)"|(\\S+))`).exec(info) ?? [];
    return quoted ?? bare ?? null;
  };
  return {
    exercise: value("exercise"),
    check: value("check"),
    points: value("points"),
    locked: /\slocked(?:\s|$)/.test(info),
  };
}

/** The cell with one more word in its fence. */
export function withFenceWord(cell: MarkdownCell, word: string): MarkdownCell {
  const fence = cell.layout?.fence;
  if (!cell.layout || !fence || new RegExp(`\\s${word}(?:\\s|$)`).test(fence.info)) return cell;
  return {
    ...cell,
    layout: { ...cell.layout, fence: { ...fence, info: `${fence.info.trimEnd()} ${word}` } },
  };
}

/** Points that a fence gives; 1 where it says nothing, null for what is no number of points. */
export function pointsOf({ points }: Pick<FenceInfo, "points">): number | null {
  if (points === null) return 1;
  const value = Number(points);
  return /^\d+(?:\.\d+)?$/.test(points) && value > 0 && value <= 1000 ? value : null;
}
