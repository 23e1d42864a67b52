/** Source maps of one source (ECMA-426), read and written whole. */

export interface SourceMapV3 {
  version: 3;
  sources: string[];
  sourcesContent?: (string | null)[];
  names: string[];
  mappings: string;
}

/** Where a place in the generated code comes from. All 0-based. */
export interface Segment {
  column: number;
  sourceLine: number;
  sourceColumn: number;
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const valueOf = new Map(Array.from(digits).map((digit, value) => [digit, value]));

/** Segments of each generated line, in the order of their columns. */
export function decodeMappings(mappings: string): Segment[][] {
  let sourceLine = 0;
  let sourceColumn = 0;
  return mappings.split(";").map((line) => {
    let column = 0;
    const segments: Segment[] = [];
    for (const text of line.split(",")) {
      const fields = decodeFields(text);
      column += fields[0] ?? 0;
      if (fields.length < 4) continue;
      sourceLine += fields[2] ?? 0;
      sourceColumn += fields[3] ?? 0;
      segments.push({ column, sourceLine, sourceColumn });
    }
    return segments;
  });
}

export function encodeMappings(lines: readonly (readonly Segment[])[]): string {
  let sourceLine = 0;
  let sourceColumn = 0;
  return lines
    .map((segments) => {
      let column = 0;
      return segments
        .map((segment) => {
          const fields =
            encodeField(segment.column - column) +
            "A" +
            encodeField(segment.sourceLine - sourceLine) +
            encodeField(segment.sourceColumn - sourceColumn);
          ({ column, sourceLine, sourceColumn } = segment);
          return fields;
        })
        .join(",");
    })
    .join(";");
}

/** The source position of generated `line` and `column`: of the nearest segment at or before it on that line. */
export function sourcePosition(
  lines: readonly (readonly Segment[])[],
  line: number,
  column: number,
): { line: number; column: number } | null {
  const segments = lines[line];
  if (!segments || segments.length === 0) return null;
  const at = segments.findLast((segment) => segment.column <= column) ?? segments[0];
  return at ? { line: at.sourceLine, column: at.sourceColumn } : null;
}

function decodeFields(text: string): number[] {
  const fields: number[] = [];
  let value = 0;
  let shift = 0;
  for (const digit of text) {
    const bits = valueOf.get(digit);
    if (bits === undefined) throw new Error(`Source map: “${digit}” is not a base-64 digit.`);
    value |= (bits & 31) << shift;
    shift += 5;
    if (bits & 32) continue;
    fields.push(value & 1 ? -(value >>> 1) : value >>> 1);
    value = 0;
    shift = 0;
  }
  return fields;
}

function encodeField(field: number): string {
  let rest = field < 0 ? (-field << 1) | 1 : field << 1;
  let text = "";
  do {
    const bits = rest & 31;
    rest >>>= 5;
    text += digits[rest > 0 ? bits | 32 : bits] ?? "";
  } while (rest > 0);
  return text;
}
