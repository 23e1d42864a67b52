/** Source maps of one source (ECMA-426), and where a place comes from. */
import { LEAST_UPPER_BOUND, originalPositionFor, type TraceMap } from "@jridgewell/trace-mapping";

export interface SourceMapV3 {
  version: 3;
  sources: string[];
  sourcesContent?: (string | null)[];
  names: string[];
  mappings: string;
}

/** Where a place in a line of the generated code comes from. All 0-based. */
export type Segment = [column: number, source: number, sourceLine: number, sourceColumn: number];

/**
 * The source position of generated `line` and `column`, all 0-based: of the nearest segment at or before it on that
 * line, else of the line's first; null on a line without any.
 */
export function sourcePosition(
  map: TraceMap,
  line: number,
  column: number,
): { line: number; column: number } | null {
  const place = { line: line + 1, column };
  const before = originalPositionFor(map, place);
  const at = before.line === null ? originalPositionFor(map, { ...place, bias: LEAST_UPPER_BOUND }) : before;
  return at.line === null ? null : { line: at.line - 1, column: at.column };
}
