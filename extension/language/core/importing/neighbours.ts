/** What the modules beside a notebook export, as far as syntax tells: TypeScript knows those only that a cell imports. */
import type { Files } from "../files.ts";
import { cellNames } from "../cellNames.ts";
import type { Entry } from "../machine.ts";
import { join, normalize } from "../paths.ts";
import type { Importable } from "./importable.ts";

/** Folders below the notebook's that are looked into, files that are read, and characters of one. */
const deepest = 2;
const mostFiles = 100;
const longest = 200_000;

const isModule = /^(?!.*\.(?:d|test|spec)\.).*\.[mc]?[jt]s$/;
const isFolder = /^(?!node_modules$)[^.]/;

export class Neighbours {
  readonly #files: Files;
  /** By path, with the file's version. */
  readonly #read = new Map<string, { version: string; names: Importable[] }>();
  readonly #found = new Map<string, Importable[]>();

  constructor(files: Files) {
    this.#files = files;
  }

  /** Files of the machine may be others now. */
  changed(): void {
    this.#found.clear();
  }

  of(folder: string): readonly Importable[] {
    const before = this.#found.get(folder);
    if (before) return before;
    const found = this.#modulesIn(folder).flatMap((file) => this.#exportsOf(folder, file));
    if (!this.#files.machine.isIncomplete) this.#found.set(folder, found);
    return found;
  }

  #exportsOf(folder: string, file: string): Importable[] {
    const version = this.#files.version(file);
    const before = this.#read.get(file);
    if (before?.version === version) return before.names;
    const snapshot = this.#files.snapshot(file);
    const length = snapshot?.getLength() ?? 0;
    const text = length > longest ? "" : (snapshot?.getText(0, length) ?? "");
    const { names, exported } = cellNames(text);
    const module = `./${file.slice(normalize(folder).length).replace(/^\//, "")}`;
    const found = names
      .filter(({ name }) => exported.has(name))
      .map(({ name, kind, value, type }) => ({
        name,
        module,
        origin: "beside" as const,
        kind,
        isValue: value,
        isType: type,
      }));
    if (snapshot) this.#read.set(file, { version, names: found });
    return found;
  }

  /** The nearest first. */
  #modulesIn(folder: string): string[] {
    const files: string[] = [];
    let level = [normalize(folder)];
    for (let depth = 0; depth <= deepest && files.length < mostFiles; depth++) {
      const entries = level.flatMap((at) => this.#entriesOf(at));
      files.push(...entries.filter(({ isFile, name }) => isFile && isModule.test(name)).map(({ at }) => at));
      level = entries.filter(({ isFile, name }) => !isFile && isFolder.test(name)).map(({ at }) => at);
    }
    return files.slice(0, mostFiles);
  }

  #entriesOf(folder: string): (Entry & { at: string })[] {
    return this.#files.machine.entries(folder).map((entry) => ({ ...entry, at: join(folder, entry.name) }));
  }
}
