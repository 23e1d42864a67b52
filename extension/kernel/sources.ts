import { decodeMappings, sourcePosition, type Segment, type SourceMapV3 } from "./transform/sourceMap.ts";

/** Where a stack frame's code was written. */
export type Origin =
  | { kind: "cell"; cell: string; execution: number; line: number; column: number; text: string }
  | { kind: "file"; path: string; line: number; column: number };

type Written =
  { kind: "cell"; cell: string; execution: number; text: string } | { kind: "file"; path: string };

interface Source {
  written: Written;
  map: SourceMapV3 | null;
  /** Decoded on the first error. */
  segments: Segment[][] | null;
}

/** Maps positions in the code that V8 runs to the cells and files it was made from. */
export class Sources {
  readonly #sources = new Map<string, Source>();

  addCell(url: string, cell: string, execution: number, text: string, map: SourceMapV3): void {
    this.#sources.set(url, { written: { kind: "cell", cell, execution, text }, map, segments: null });
  }

  addFile(url: string, path: string, map: SourceMapV3 | null): void {
    this.#sources.set(url, { written: { kind: "file", path }, map, segments: null });
  }

  /** @param line 1-based, as `column`: in the code that runs; the same in the result. Null for code not ours. */
  origin(url: string, line: number, column: number): Origin | null {
    const source = this.#sources.get(url);
    if (!source) return null;
    if (!source.map) return { ...source.written, line, column };
    source.segments ??= decodeMappings(source.map.mappings);
    const at = sourcePosition(source.segments, line - 1, column - 1);
    return { ...source.written, line: (at?.line ?? 0) + 1, column: (at?.column ?? 0) + 1 };
  }
}
