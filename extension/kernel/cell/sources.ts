import { TraceMap } from "@jridgewell/trace-mapping";
import { sourcePosition, type SourceMapV3 } from "../transform/syntax/sourceMap.ts";

/** Where a stack frame's code was written. */
export type Origin =
  | { kind: "cell"; cell: string; execution: number; line: number; column: number; text: string }
  | { kind: "file"; path: string; line: number; column: number };

type Written =
  { kind: "cell"; cell: string; execution: number; text: string } | { kind: "file"; path: string };

interface Source {
  written: Written;
  map: SourceMapV3 | null;
  /** Of `map`, from the first error on. */
  trace: TraceMap | null;
}

/** Maps positions in the code that V8 runs to the cells and files it was made from. */
export class Sources {
  readonly #sources = new Map<string, Source>();
  readonly #pathOf: (url: string) => string;
  readonly #catchUp: () => void;

  /**
   * @param pathOf the path of a module's file, by its `file:` URL
   * @param catchUp called before a file is looked up, to add what is not known yet
   */
  constructor(pathOf: (url: string) => string, catchUp: () => void = () => undefined) {
    this.#pathOf = pathOf;
    this.#catchUp = catchUp;
  }

  addCell(url: string, cell: string, execution: number, text: string, map: SourceMapV3): void {
    this.#sources.set(url, { written: { kind: "cell", cell, execution, text }, map, trace: null });
  }

  addFile(url: string, map: SourceMapV3 | null): void {
    this.#sources.set(url, { written: { kind: "file", path: this.#pathOf(url) }, map, trace: null });
  }

  /** The path of a file by its URL; other URLs as they are. */
  pathOf(url: string): string {
    return url.startsWith("file:") ? this.#pathOf(url) : url;
  }

  /** @param line 1-based, as `column`: in the code that runs; the same in the result. Null for code not ours. */
  origin(url: string, line: number, column: number): Origin | null {
    if (!this.#sources.has(url)) this.#catchUp();
    const source = this.#sources.get(url);
    if (!source) return null;
    if (!source.map) return { ...source.written, line, column };
    source.trace ??= new TraceMap(source.map);
    const at = sourcePosition(source.trace, line - 1, column - 1) ?? { line: 0, column: 0 };
    const { written } = source;
    const from = written.kind === "cell" ? nameBefore(written.text, at) : at.column;
    return { ...written, line: at.line + 1, column: from + 1 };
  }
}

/**
 * V8 places a call of `(0, scope.f)(…)`, which is what the transform makes of `f(…)`, at its arguments. People
 * expect it at the name.
 */
function nameBefore(text: string, { line, column }: { line: number; column: number }): number {
  const source = text.split(/\r\n|[\n\r\u2028\u2029]/)[line] ?? "";
  if (source[column] !== "(") return column;
  const name = /[\p{ID_Continue}$]+$/u.exec(source.slice(0, column))?.[0] ?? "";
  return column - name.length;
}
