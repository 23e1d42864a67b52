import path from "node:path";
import { Notebooks } from "../../../../extension/language/core/notebooks.ts";
import { nodeMachine } from "../../../../extension/language/node/nodeMachine.ts";
import type {
  CellDiagnostic,
  Method,
  Place,
  Requests,
  TextEdit,
} from "../../../../extension/language/protocol.ts";

/** Where the build leaves what the language service reads. */
export const setup = {
  libraries: path.resolve("dist", "library"),
  engine: path.resolve("dist", "engine.d.ts"),
  language: "en",
};

const fixtures = path.resolve("test/fixtures/kernel");

/** One notebook and its language service, in this thread. `|` in a text marks a position where one is asked for. */
export class LanguageNotebook {
  readonly notebooks: Notebooks;
  readonly #name: string;
  readonly folder: string;
  #texts: string[] = [];

  constructor(
    texts: readonly string[],
    options: { folder?: string; language?: string; notebooks?: Notebooks; name?: string } = {},
  ) {
    this.folder = options.folder ?? fixtures;
    this.#name = options.name ?? "note";
    this.notebooks =
      options.notebooks ??
      new Notebooks({ ...setup, language: options.language ?? setup.language }, nodeMachine);
    this.cells(texts);
  }

  /** Replaces all cells. */
  cells(texts: readonly string[]): void {
    this.#texts = [...texts];
    const cells = texts.map((text, i) => ({ id: this.id(i), text }));
    this.notebooks.update({ notebook: this.#name, folder: this.folder, cells });
  }

  text(cell: number): string {
    return this.#texts[cell] ?? "";
  }

  id(cell: number): string {
    return `${this.#name}#${cell}`;
  }

  ask<M extends Method>(method: M, params: Requests[M]["params"]): Requests[M]["result"] {
    return this.notebooks.answer(method, params);
  }

  diagnostics(cell: number): CellDiagnostic[] {
    return this.ask("diagnostics", { cell: this.id(cell) });
  }

  /** Errors and warnings of all cells: what would be underlined in red or yellow. */
  marks(): string[] {
    return this.#texts.flatMap((text, i) =>
      this.diagnostics(i)
        .filter(({ severity }) => severity !== "hint")
        .map(
          ({ start, length, message, code }) =>
            `${i}: ${text.slice(start, start + length)}: ${code} ${message}`,
        ),
    );
  }

  /** The offset of the `nth` (from 0) occurrence of `part` in a cell. */
  at(cell: number, part: string, nth = 0): { cell: string; offset: number } {
    let offset = -1;
    for (let i = 0; i <= nth; i++) offset = this.text(cell).indexOf(part, offset + 1);
    if (offset < 0) throw new Error(`Cell ${cell} does not hold ${part}.`);
    return { cell: this.id(cell), offset };
  }

  /** A place as `cell:text`, or `file:name`. */
  show(place: Place): string {
    if ("path" in place) return `file:${path.basename(place.path)}`;
    const cell = this.#texts.findIndex((_, i) => this.id(i) === place.cell);
    return `${cell}:${place.start}:${this.text(cell).slice(place.start, place.start + place.length)}`;
  }
}

/** The text with the edits made. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce(
      (now, { start, length, text: piece }) => now.slice(0, start) + piece + now.slice(start + length),
      text,
    );
}
