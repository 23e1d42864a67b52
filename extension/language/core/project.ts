/** One notebook as a TypeScript program: its cells are files that exist nowhere else. */
import ts from "typescript";
import { cellNames, type CellNames } from "./cellNames.ts";
import { cellNumber, ChainTable, type GlobalNames, type Prefix } from "./chain.ts";
import { Changes } from "./changes.ts";
import { globalNames } from "./globalNames.ts";
import type { Files } from "./files.ts";
import type { Importable } from "./importing/importable.ts";
import { KeptChecker, type ImportGraph } from "./keptChecker.ts";
import { compilerOptions } from "./compilerOptions.ts";
import { Neighbours } from "./importing/neighbours.ts";
import { nodeTypes, usesNode } from "./nodeTypes.ts";
import { join, normalize } from "./paths.ts";
import { Resolution } from "./resolution.ts";
import type { CellText, Setup } from "../protocol.ts";

/** A cell in its program. Offsets in `file` are offsets in the cell plus the prefix's length. */
export interface Cell {
  readonly id: string;
  readonly number: number;
  readonly text: string;
  readonly names: CellNames;
  /** Name of the virtual file. */
  readonly file: string;
  readonly prefix: Prefix;
  /** Place in the notebook. */
  readonly index: number;
  readonly project: Project;
}

type OwnCell = { -readonly [K in keyof Cell]: Cell[K] };

interface Snapshot {
  text: string;
  version: number;
  snapshot: ts.IScriptSnapshot;
}

const nothing: Prefix = { text: "", names: [] };

export class Project {
  readonly service: ts.LanguageService;
  readonly changes = new Changes();
  readonly #setup: Setup;
  readonly #files: Files;
  readonly #neighbours: Neighbours;
  readonly #root: string;
  #folder: string;
  #cells: OwnCell[] = [];
  #byId = new Map<string, OwnCell>();
  #byFile = new Map<string, OwnCell>();
  #byNumber = new Map<number, OwnCell>();
  #table: ChainTable;
  #globals: GlobalNames | null = null;
  readonly #snapshots = new Map<string, Snapshot>();
  /** Files whose imports were not all found. */
  readonly #unresolved = new Set<string>();
  /** How often those of them that are on the machine were looked through again. */
  readonly #again = new Map<string, number>();
  #numbers = 0;
  #version = 0;
  #options = compilerOptions([]);
  #reshaping = false;
  #resolution: Resolution | null = null;
  readonly #kept = new KeptChecker((file) => this.isVirtual(file));
  readonly #graph: ImportGraph = {
    imports: (file) => this.#filesOf(this.changes.imports(this.#byFile.get(file)?.number ?? 0)),
    importers: (file) => this.#filesOf(this.changes.importers(this.#byFile.get(file)?.number ?? 0)),
  };

  /** @param root folder for the virtual files, like no other */
  constructor(root: string, folder: string, setup: Setup, files: Files, registry: ts.DocumentRegistry) {
    this.#root = root;
    this.#folder = folder;
    this.#setup = setup;
    this.#files = files;
    this.#neighbours = new Neighbours(files);
    this.#table = new ChainTable([], () => this.#globalNames());
    this.service = ts.createLanguageService(this.#host(), registry);
  }

  /** Takes over the cells in the notebook's order; those with a known id keep their file. */
  setCells(folder: string, cells: readonly CellText[]): void {
    const known = this.#byId;
    this.#folder = folder;
    this.#cells = cells.map(({ id, text }, index) => {
      const before = known.get(id);
      const number = before?.number ?? ++this.#numbers;
      const names = before?.text === text ? before.names : cellNames(text);
      const file = before?.file ?? `${this.#root}/${number}.ts`;
      const cell = before ?? { id, number, text, names, file, prefix: nothing, index, project: this };
      return Object.assign(cell, { text, names, index });
    });
    this.#byId = new Map(this.#cells.map((cell) => [cell.id, cell]));
    this.#byFile = new Map(this.#cells.map((cell) => [cell.file, cell]));
    this.#byNumber = new Map(this.#cells.map((cell) => [cell.number, cell]));
    this.#relink();
  }

  setText(id: string, text: string): void {
    const cell = this.#byId.get(id);
    if (!cell || cell.text === text) return;
    const before = cell.names;
    cell.text = text;
    cell.names = cellNames(text);
    // Most keys change no name, and then no other cell.
    this.#relink(sameNames(before, cell.names) ? [cell] : undefined);
  }

  /** Files of the machine may be others now. */
  filesChanged(): void {
    this.#version++;
    this.#neighbours.changed();
    for (const { number, text } of this.#cells) if (/\bimport\b/.test(text)) this.changes.touch(number);
    // What could not be imported may be there now.
    for (const file of this.#unresolved) {
      const known = this.#snapshots.get(file);
      if (known) this.#snapshots.set(file, { ...known, version: known.version + 1 });
      else this.#again.set(file, (this.#again.get(file) ?? 0) + 1);
    }
  }

  dispose(): void {
    this.service.dispose();
  }

  get cells(): readonly Cell[] {
    return this.#cells;
  }

  /** What the modules beside the notebook export. */
  get neighbours(): readonly Importable[] {
    return this.#neighbours.of(this.#folder);
  }

  /** What the platform's own modules export. */
  get builtinNames(): readonly Importable[] {
    return this.#files.machine.builtinNames();
  }

  /** The names of all cells. */
  get table(): ChainTable {
    return this.#table;
  }

  cell(id: string): Cell | null {
    return this.#byId.get(id) ?? null;
  }

  /** The cell whose virtual file this is. */
  cellOf(file: string): Cell | null {
    return this.#byFile.get(file) ?? null;
  }

  numbered(number: number): Cell | null {
    return this.#byNumber.get(number) ?? null;
  }

  /** Whether the memory of some tensor is replaced, which may change its shape. */
  get reshapes(): boolean {
    return this.#reshaping;
  }

  /** Makes sure that TypeScript knows no past of what the cell is made of; without a cell, of the whole notebook. */
  settle(cell?: Cell): void {
    this.#follow();
    if (cell ? !this.#kept.knows(cell.file, this.#graph) : !this.#kept.knowsAll) this.#kept.renew();
  }

  /** Makes sure, too, that TypeScript can infer what the cell is made of. */
  prepare(cell: Cell): void {
    this.settle(cell);
    const { checker } = this.#kept;
    if (!this.#resolution?.isFor(checker)) this.#resolution = new Resolution(checker);
    this.#resolution.prepare(cell);
  }

  /** Takes another checker, since an inference that was cut off leaves the old one in disorder. */
  renew(cell: Cell): void {
    const known = this.#snapshots.get(cell.file);
    if (known) this.#snapshots.set(cell.file, { ...known, version: known.version + 1 });
    this.#version++;
    this.#follow();
    this.#kept.renew();
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
    const libraries = `${normalize(this.#setup.libraries)}/`;
    return this.#files.isShipped(file) && !normalize(file).startsWith(libraries);
  }

  get program(): ts.Program {
    return this.#follow();
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

  /** @param changed the cells whose text changed, where no name did */
  #relink(changed?: readonly OwnCell[]): void {
    if (!changed) this.#table = new ChainTable(this.#cells, () => this.#globalNames());
    const { machine } = this.#files;
    const nodes = this.#cells.some(({ text }) => usesNode(text, machine));
    const types = nodes ? nodeTypes(this.#folder, machine) : [];
    const reshapes = this.#cells.some(({ text }) => /\.data\s*=(?!=)/.test(text));
    const all = types.length !== this.#options.types?.length || reshapes !== this.#reshaping;
    if (types.length !== this.#options.types?.length) this.#options = compilerOptions(types);
    this.#reshaping = reshapes;
    // Which names are global is asked of a program: until it is known, the cells stand there as they were.
    const prefixes = (changed ?? this.#cells).map(
      (cell) => [cell, this.#table.prefix(cell.names, cell.index)] as const,
    );
    for (const [cell, prefix] of prefixes) this.#place(cell, prefix);
    if (all) for (const { number } of this.#cells) this.changes.touch(number);
    this.#version++;
    if (changed) return;
    this.changes.keep(this.#byNumber);
    for (const file of this.#snapshots.keys()) if (!this.#byFile.has(file)) this.#snapshots.delete(file);
  }

  #place(cell: OwnCell, prefix: Prefix): void {
    const moved = prefix.names.some(({ below }, i) => below !== cell.prefix.names[i]?.below);
    cell.prefix = prefix;
    if (moved) this.changes.touch(cell.number);
    // A first line for the shell is a comment to the kernel.
    const text = prefix.text + cell.text.replace(/^#!/, "//");
    const before = this.#snapshots.get(cell.file);
    if (before?.text === text) return;
    const snapshot = ts.ScriptSnapshot.fromString(text);
    this.#snapshots.set(cell.file, { text, version: (before?.version ?? 0) + 1, snapshot });
    this.changes.changed(
      cell.number,
      prefix.names.map(({ from }) => from),
    );
  }

  #follow(): ts.Program {
    const program = this.service.getProgram();
    if (!program) throw new Error("TypeScript made no program.");
    this.#kept.follow(program, this.#graph);
    return program;
  }

  #filesOf(numbers: readonly number[]): string[] {
    return numbers.flatMap((number) => this.#byNumber.get(number)?.file ?? []);
  }

  /** What is there without any cell: the same for as long as the editor runs. */
  #globalNames(): GlobalNames {
    this.#globals ??= globalNames(this.program, join(this.#setup.libraries, "display.d.ts"));
    return this.#globals;
  }

  #host(): ts.LanguageServiceHost {
    const { machine } = this.#files;
    const [globals, display] = ["kernel.d.ts", "display.d.ts"].map((name) =>
      join(this.#setup.libraries, name),
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
        if (virtual) return `${virtual.version}`;
        const again = this.#again.get(file);
        return `${this.#files.version(file)}${again === undefined ? "" : `+${again}`}`;
      },
      getScriptSnapshot: (file) => this.#snapshots.get(file)?.snapshot ?? this.#files.snapshot(file),
      getScriptKind: (file) => (this.isVirtual(file) ? ts.ScriptKind.TS : ts.ScriptKind.Unknown),
      getCurrentDirectory: () => this.#folder,
      getDefaultLibFileName: () => join(this.#setup.libraries, "lib.es2024.d.ts"),
      useCaseSensitiveFileNames: () => machine.isCaseSensitive,
      fileExists: (file) => this.#snapshots.has(file) || (!this.isVirtual(file) && machine.fileExists(file)),
      readFile: (file) => (this.isVirtual(file) ? undefined : machine.readFile(file)),
      directoryExists: (folder) => !this.isVirtual(folder) && machine.directoryExists(folder),
      getDirectories: (folder) => (this.isVirtual(folder) ? [] : machine.getDirectories(folder)),
      readDirectory: (...args) => machine.readDirectory(...args),
      realpath: (file) => (this.isVirtual(file) ? file : machine.realpath(file)),
      resolveModuleNameLiterals: (literals, file, _redirected, options) => {
        const resolved = literals.map(({ text }) => this.#resolve(text, file, options));
        const missing = machine.isIncomplete || resolved.some(({ resolvedModule }) => !resolvedModule);
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
      const number = cellNumber(specifier);
      const cell = number === null ? undefined : this.#byNumber.get(number);
      if (cell) return found(cell.file, ts.Extension.Ts);
    }
    const containing = virtual ? join(this.#folder, "notebook.ts") : from;
    return ts.resolveModuleName(specifier, containing, options, this.#files.machine);
  }
}

function found(file: string, extension: ts.Extension): ts.ResolvedModuleWithFailedLookupLocations {
  return { resolvedModule: { resolvedFileName: file, extension, isExternalLibraryImport: false } };
}

/** Whether two texts of one cell declare the same, so that no other cell sees a difference but in types. */
function sameNames(a: CellNames, b: CellNames): boolean {
  return (
    a.names.length === b.names.length &&
    a.names.every((named, i) => {
      const other = b.names[i];
      return (
        other?.name === named.name &&
        other.kind === named.kind &&
        other.value === named.value &&
        other.type === named.type
      );
    })
  );
}
