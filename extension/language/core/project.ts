/** One notebook as a TypeScript program: its cells are files that exist nowhere else. */
import path from "node:path";
import ts from "typescript";
import { cellNames, type CellNames } from "./cellNames.ts";
import { cellSpecifier, chain, type Prefix } from "./chain.ts";
import type { Files } from "./files.ts";
import { compilerOptions } from "./options.ts";
import { nodeTypes, usesNode } from "./nodeTypes.ts";
import type { CellText, Setup } from "../protocol.ts";

/** A cell in its program. Offsets in `file` are offsets in the cell plus the prefix's length. */
export interface Cell {
  id: string;
  number: number;
  text: string;
  names: CellNames;
  /** Name of the virtual file. */
  file: string;
  prefix: Prefix;
  project: Project;
}

/** A cell before it has its place in the chain. */
type Loose = Pick<Cell, "id" | "number" | "text" | "names" | "file">;

const empty: Prefix = { text: "", names: [] };

export class Project {
  readonly service: ts.LanguageService;
  readonly #setup: Setup;
  readonly #files: Files;
  readonly #root: string;
  #folder: string;
  #cells: Loose[] = [];
  #prefixes = new Map<number, Prefix>();
  readonly #snapshots = new Map<string, { text: string; version: number; snapshot: ts.IScriptSnapshot }>();
  /** Virtual files whose imports were not all found. */
  readonly #unresolved = new Set<string>();
  #numbers = 0;
  #version = 0;
  #options = compilerOptions([]);

  /** @param root folder for the virtual files, like no other */
  constructor(root: string, folder: string, setup: Setup, files: Files, registry: ts.DocumentRegistry) {
    this.#root = root;
    this.#folder = folder;
    this.#setup = setup;
    this.#files = files;
    this.service = ts.createLanguageService(this.#host(), registry);
  }

  /** Takes over the cells in the notebook's order; those with a known id keep their file. */
  setCells(folder: string, cells: readonly CellText[]): void {
    const known = new Map(this.#cells.map((cell) => [cell.id, cell]));
    this.#folder = folder;
    this.#cells = cells.map(({ id, text }) => {
      const before = known.get(id);
      if (before?.text === text) return before;
      const number = before?.number ?? ++this.#numbers;
      return { id, number, text, names: cellNames(text), file: `${this.#root}/${number}.ts` };
    });
    this.#relink();
  }

  setText(id: string, text: string): void {
    const cell = this.#cells.find((candidate) => candidate.id === id);
    if (!cell || cell.text === text) return;
    cell.text = text;
    cell.names = cellNames(text);
    this.#relink();
  }

  /** Files of the machine may be others now. */
  filesChanged(): void {
    this.#version++;
    // What could not be imported may be there now.
    for (const file of this.#unresolved) {
      const known = this.#snapshots.get(file);
      if (known) this.#snapshots.set(file, { ...known, version: known.version + 1 });
    }
  }

  dispose(): void {
    this.service.dispose();
  }

  get cells(): Cell[] {
    return this.#cells.map((cell) => this.#placed(cell));
  }

  cell(id: string): Cell | null {
    const cell = this.#cells.find((candidate) => candidate.id === id);
    return cell ? this.#placed(cell) : null;
  }

  /** The cell whose virtual file this is. */
  cellOf(file: string): Cell | null {
    const cell = this.#cells.find((candidate) => candidate.file === file);
    return cell ? this.#placed(cell) : null;
  }

  isVirtual(file: string): boolean {
    return file.startsWith(this.#root);
  }

  /** Whether a file is part of the machine that the person may edit. */
  isPersonal(file: string): boolean {
    return !this.isVirtual(file) && !this.#files.isSettled(file);
  }

  /** Whether a file holds declarations of the engine. */
  isEngine(file: string): boolean {
    return this.#files.isShipped(file);
  }

  get program(): ts.Program {
    const program = this.service.getProgram();
    if (!program) throw new Error("TypeScript made no program.");
    return program;
  }

  sourceFile(cell: Cell): ts.SourceFile {
    const file = this.program.getSourceFile(cell.file);
    if (!file) throw new Error(`TypeScript does not know ${cell.file}.`);
    return file;
  }

  /** The engine's declarations, once a cell imports them. */
  get engineFile(): ts.SourceFile | undefined {
    return this.program.getSourceFile(this.#setup.engine);
  }

  #placed(cell: Loose): Cell {
    return { ...cell, prefix: this.#prefixes.get(cell.number) ?? empty, project: this };
  }

  #relink(): void {
    this.#version++;
    this.#prefixes = chain(this.#cells);
    const wanted = this.#cells.some(({ text }) => usesNode(text)) ? nodeTypes(this.#folder) : [];
    if (wanted.length !== this.#options.types?.length) this.#options = compilerOptions(wanted);
    const files = new Set<string>();
    for (const { file, number, text } of this.#cells) {
      files.add(file);
      // A first line for the shell is a comment to the kernel.
      const whole = (this.#prefixes.get(number)?.text ?? "") + text.replace(/^#!/, "//");
      const before = this.#snapshots.get(file);
      if (before?.text === whole) continue;
      const snapshot = ts.ScriptSnapshot.fromString(whole);
      this.#snapshots.set(file, { text: whole, version: (before?.version ?? 0) + 1, snapshot });
    }
    for (const file of this.#snapshots.keys()) if (!files.has(file)) this.#snapshots.delete(file);
  }

  #host(): ts.LanguageServiceHost {
    const { sys } = ts;
    const [globals, display] = ["kernel.d.ts", "display.d.ts"].map((name) =>
      path.join(this.#setup.libraries, name),
    ) as [string, string];
    return {
      getProjectVersion: () => `${this.#version}`,
      getCompilationSettings: () => this.#options,
      getScriptFileNames: () => [
        ...(this.#options.types?.length ? [] : [globals]),
        display,
        this.#setup.engine,
        ...this.#cells.map(({ file }) => file),
      ],
      getScriptVersion: (file) => {
        const virtual = this.#snapshots.get(file);
        return virtual ? `${virtual.version}` : this.#files.version(file);
      },
      getScriptSnapshot: (file) => this.#snapshots.get(file)?.snapshot ?? this.#files.snapshot(file),
      getScriptKind: (file) => (this.isVirtual(file) ? ts.ScriptKind.TS : ts.ScriptKind.Unknown),
      getCurrentDirectory: () => this.#folder,
      getDefaultLibFileName: () => path.join(this.#setup.libraries, "lib.es2024.d.ts"),
      useCaseSensitiveFileNames: () => sys.useCaseSensitiveFileNames,
      fileExists: (file) => this.#snapshots.has(file) || (!this.isVirtual(file) && sys.fileExists(file)),
      readFile: (file) => (this.isVirtual(file) ? undefined : sys.readFile(file)),
      directoryExists: (folder) => !this.isVirtual(folder) && sys.directoryExists(folder),
      getDirectories: (folder) => (this.isVirtual(folder) ? [] : sys.getDirectories(folder)),
      readDirectory: (...args) => sys.readDirectory(...args),
      realpath: (file) => (this.isVirtual(file) ? file : (sys.realpath?.(file) ?? file)),
      resolveModuleNameLiterals: (literals, file, _redirected, options) => {
        const resolved = literals.map(({ text }) => this.#resolve(text, file, options));
        const missing = resolved.some(({ resolvedModule }) => !resolvedModule);
        if (missing) this.#unresolved.add(file);
        else this.#unresolved.delete(file);
        return resolved;
      },
    };
  }

  #resolve(
    specifier: string,
    from: string,
    options: ts.CompilerOptions,
  ): ts.ResolvedModuleWithFailedLookupLocations {
    if (specifier === "gradbook") return found(this.#setup.engine, ts.Extension.Dts);
    const virtual = this.isVirtual(from);
    if (virtual) {
      const cell = this.#cells.find(({ number }) => cellSpecifier(number) === specifier);
      if (cell) return found(cell.file, ts.Extension.Ts);
    }
    const containing = virtual ? path.join(this.#folder, "notebook.ts") : from;
    return ts.resolveModuleName(specifier, containing, options, ts.sys);
  }
}

function found(file: string, extension: ts.Extension): ts.ResolvedModuleWithFailedLookupLocations {
  return { resolvedModule: { resolvedFileName: file, extension, isExternalLibraryImport: false } };
}
