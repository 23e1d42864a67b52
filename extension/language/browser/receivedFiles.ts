/** The language service's platform in a browser: files that the extension reads for it, and that come by messages. */
import libraries from "../core/libraries.json" with { type: "json" };
import type { Importable } from "../core/importing/importable.ts";
import type { Entry, Machine } from "../core/machine.ts";
import { basename, dirname, join, normalize } from "../core/paths.ts";
import type { Setup, Received, Wanted } from "../protocol.ts";

interface Kept {
  text: string | undefined;
  version: number;
}

/** What a declaration of ours names, so that it is asked for before TypeScript does. */
const libraryNames = /^\/\/\/ *<reference lib="([^"]+)"/gm;
const moduleNames = /(?:\bfrom|\bimport)\s*\(?\s*"(\.[^"]+)\.[jt]s"/g;

export class ReceivedFiles implements Machine {
  readonly isCaseSensitive = true;
  readonly useCaseSensitiveFileNames = true;
  readonly #ask: (wanted: Wanted) => void;
  readonly #files = new Map<string, Kept>();
  /** Null for what is no folder. */
  readonly #folders = new Map<string, ReadonlyMap<string, Entry> | null>();
  /** Asked for and not come. */
  readonly #wanted = new Set<string>();
  #waiting: (() => void)[] = [];
  /** Folder of ours, which cannot be listed where it has a web address. */
  #own = "\0";
  #versions = 0;

  constructor(ask: (wanted: Wanted) => void) {
    this.#ask = ask;
  }

  /** Ends when all declarations of ours are here. */
  async shipped({ libraries: folder, engine, language }: Setup): Promise<void> {
    this.#own = `${dirname(engine)}/`;
    this.#read(engine);
    for (const name of ["kernel.d.ts", "display.d.ts"]) this.#read(join(folder, name));
    for (const name of libraries) this.#read(join(folder, `lib.${name}.d.ts`));
    if (language.startsWith("zh")) this.#read(join(folder, "zh-cn", "diagnosticMessages.generated.json"));
    while (this.#wanted.size > 0) await this.#all();
  }

  take(received: Received): void {
    const { path } = received;
    this.#wanted.delete(keyOf(received.type, path));
    if (received.type === "folder") {
      const { entries } = received;
      this.#folders.set(path, entries && new Map(entries.map((entry) => [entry.name, entry])));
    } else {
      this.#files.set(path, { text: received.text ?? undefined, version: ++this.#versions });
      if (path.startsWith(this.#own) && received.text !== null) this.#follow(path, received.text);
    }
    if (this.#wanted.size > 0) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  get isIncomplete(): boolean {
    return this.#wanted.size > 0;
  }

  arrival(): Promise<void> | null {
    return this.#wanted.size > 0 ? this.#all() : null;
  }

  changed(paths: readonly string[]): void {
    for (const path of paths) {
      this.#files.delete(path);
      // It may be new, or gone; and with it folders that it was in.
      for (let at = dirname(path); at !== dirname(at); at = dirname(at)) this.#folders.delete(at);
    }
  }

  version(file: string): string {
    const kept = this.#kept(file);
    return kept?.text === undefined ? "" : `${kept.version}`;
  }

  readFile(file: string): string | undefined {
    return this.#kept(file)?.text;
  }

  fileExists(file: string): boolean {
    const path = normalize(file);
    if (path.startsWith(this.#own)) return this.#files.get(path)?.text !== undefined;
    return this.#folder(dirname(path))?.get(basename(path))?.isFile === true;
  }

  directoryExists(folder: string): boolean {
    const path = normalize(folder);
    return path.startsWith(this.#own) || this.#folder(path) !== null;
  }

  entries(folder: string): Entry[] {
    return [...(this.#folder(normalize(folder))?.values() ?? [])];
  }

  getDirectories(folder: string): string[] {
    return this.entries(folder).flatMap(({ name, isFile }) => (isFile ? [] : [name]));
  }

  /** What TypeScript completes paths with: only the folder itself is looked into. */
  readDirectory(folder: string, extensions: readonly string[] = []): string[] {
    return this.entries(folder)
      .filter(
        ({ name, isFile }) =>
          isFile && (extensions.length === 0 || extensions.some((end) => name.endsWith(end))),
      )
      .map(({ name }) => join(folder, name));
  }

  /** Which files are links is not told. */
  realpath(path: string): string {
    return path;
  }

  isBuiltin(): boolean {
    return false;
  }

  builtinNames(): readonly Importable[] {
    return [];
  }

  #all(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #kept(file: string): Kept | null {
    const path = normalize(file);
    const kept = this.#files.get(path);
    if (kept) return kept;
    if (this.fileExists(path)) this.#read(path);
    return null;
  }

  #read(path: string): void {
    if (!this.#files.has(path)) this.#want({ type: "file", path });
  }

  #folder(path: string): ReadonlyMap<string, Entry> | null {
    const known = this.#folders.get(path);
    if (known !== undefined) return known;
    const above = dirname(path);
    if (above === path || above === "/") return null;
    // A folder may be read although the one above it may not.
    const around = this.#folders.get(above);
    if (around?.get(basename(path))?.isFile !== false && around) return null;
    this.#want({ type: "folder", path });
    return null;
  }

  #want(wanted: Wanted): void {
    const key = keyOf(wanted.type, wanted.path);
    if (this.#wanted.has(key)) return;
    this.#wanted.add(key);
    this.#ask(wanted);
  }

  #follow(path: string, text: string): void {
    const folder = dirname(path);
    for (const [, name = ""] of text.matchAll(libraryNames)) this.#read(join(folder, `lib.${name}.d.ts`));
    for (const [, name = ""] of text.matchAll(moduleNames)) this.#read(join(folder, `${name}.d.ts`));
  }
}

function keyOf(type: Wanted["type"], path: string): string {
  return `${type} ${path}`;
}
