/**
 * Keeps what TypeScript has inferred from one key to the next. It makes a checker for each program, which would infer
 * everything above the edited cell anew; but a checker looks files up through its program and remembers types by the
 * nodes of their files. So the checker of an older program serves a newer one, too, as long as whatever is asked does
 * not stand on a file that has been replaced: the older program's face is turned to the newer one's files.
 */
import ts from "typescript";

/** What TypeScript's declarations leave out. */
type Checker = ts.TypeChecker & {
  /** @param nodes only these are checked; the list that is returned is the checker's own */
  getDiagnostics(file: ts.SourceFile, token?: ts.CancellationToken, nodes?: ts.Node[]): ts.Diagnostic[];
  getSuggestionDiagnostics(file: ts.SourceFile): readonly ts.Diagnostic[];
};
type File = ts.SourceFile & {
  bindDiagnostics?: ts.Diagnostic[];
  commentDirectives?: unknown[];
  moduleAugmentations?: unknown[];
};
type Program = ts.Program & {
  getSuggestionDiagnostics(file: ts.SourceFile, token?: ts.CancellationToken): readonly ts.Diagnostic[];
};

/** The files that import a file, directly, and those that it imports. */
export interface ImportGraph {
  importers(file: string): readonly string[];
  imports(file: string): readonly string[];
}

interface Found {
  semantic: ts.Diagnostic[];
  suggestions: ts.Diagnostic[];
}

/** Characters of replaced files that one checker may hold on to: a tree takes a hundred times as much. */
const mostReplaced = 200_000;

export class KeptChecker {
  readonly #isCell: (file: string) => boolean;
  #newest: Program | null = null;
  /** The newest program's methods as TypeScript made them. */
  #own: Program | null = null;
  /** The program through which the kept checker looks files up, and its methods as TypeScript made them. */
  #face: Program | null = null;
  #host: Program | null = null;
  #files = new Map<string, ts.SourceFile>();
  /** Files that were there when the checker was made. */
  #first = new Set<ts.SourceFile>();
  /** Unchanged files of which the checker may know what is no longer so. */
  readonly #past = new Set<string>();
  #found = new WeakMap<ts.SourceFile, Found>();
  #replaced = 0;
  #checks = 0;

  /** @param isCell whether a file is one of those that change with the keys */
  constructor(isCell: (file: string) => boolean) {
    this.#isCell = isCell;
  }

  get checker(): Checker {
    const checker = this.#host?.getTypeChecker();
    if (!checker) throw new Error("TypeScript made no program.");
    return checker as Checker;
  }

  /** Has the kept checker answer for a new program. */
  follow(program: ts.Program, graph: ImportGraph): void {
    if (program === this.#newest) return;
    this.#newest = program as Program;
    this.#own = { ...this.#newest };
    const replaced = this.#differences(program);
    if (!replaced || !this.#face) return this.renew();
    const checker = this.checker;
    for (const { file, before } of replaced) {
      // What was said of the file's last text is in a list by the file's name.
      if (before) checker.getDiagnostics(before, undefined, []).length = 0;
      this.#replaced += before?.text.length ?? 0;
      this.#files.set(file.fileName, file);
      this.#past.delete(file.fileName);
    }
    const fresh = new Set(replaced.map(({ file }) => file.fileName));
    for (const name of reach([...fresh], (file) => graph.importers(file))) {
      if (!fresh.has(name)) this.#past.add(name);
    }
    Object.assign(this.#newest, {
      getTypeChecker: () => checker,
      getSemanticDiagnostics: (file: ts.SourceFile) => this.#diagnose(file).semantic,
      getSuggestionDiagnostics: (file: ts.SourceFile) => this.#diagnose(file).suggestions,
    });
    Object.assign(this.#face, this.#newest);
  }

  /** Whether what the checker knows of a file, and of all that it stands on, is what the newest program says. */
  knows(file: string, graph: ImportGraph): boolean {
    const source: File | undefined = this.#files.get(file);
    if (!source || this.#replaced > mostReplaced) return false;
    // Comments that silence errors are the program's affair.
    if (source.commentDirectives?.length && !this.#first.has(source)) return false;
    if (this.#past.size === 0) return true;
    return !reach([file], (name) => graph.imports(name)).some((name) => this.#past.has(name));
  }

  /** Whether the checker knows all files. */
  get knowsAll(): boolean {
    return this.#past.size === 0;
  }

  /** Takes the newest program's own checker, which knows nothing yet. */
  renew(): void {
    const [program, own] = [this.#newest, this.#own];
    if (!program || !own) return;
    this.#host = own;
    this.#face = Object.assign(program, own);
    this.#first = new Set(program.getSourceFiles());
    this.#files = new Map(program.getSourceFiles().map((file) => [file.fileName, file]));
    this.#found = new WeakMap();
    this.#past.clear();
    this.#replaced = 0;
  }

  /** The cells that are others; null where what surrounds them is. */
  #differences(program: ts.Program): { file: ts.SourceFile; before: ts.SourceFile | undefined }[] | null {
    if (program.getCompilerOptions() !== this.#host?.getCompilerOptions()) return null;
    const files = program.getSourceFiles();
    const others = files.filter(({ fileName }) => !this.#isCell(fileName)).length;
    if (others !== [...this.#files.keys()].filter((name) => !this.#isCell(name)).length) return null;
    const replaced = [];
    for (const file of files) {
      const before = this.#files.get(file.fileName);
      if (before === file) continue;
      if (!this.#isCell(file.fileName) || isGlobal(file) || (before && isGlobal(before))) return null;
      replaced.push({ file, before });
    }
    return replaced;
  }

  #diagnose(file: File): Found {
    const known = this.#found.get(file);
    if (known) return known;
    const host = this.#host;
    if (host && this.#first.has(file)) {
      return {
        semantic: [...host.getSemanticDiagnostics(file)],
        suggestions: [...host.getSuggestionDiagnostics(file)],
      };
    }
    const checker = this.checker;
    const ask = () => ({
      semantic: checker.getDiagnostics(file),
      suggestions: checker.getSuggestionDiagnostics(file),
    });
    // The checker lists what it finds by the file's name, and takes a new fault at the place of an old one for the same.
    const { fileName } = file;
    file.fileName = fileName.replace(/(?=\.ts$)/, `~${++this.#checks}`);
    let checked: Found;
    try {
      const { semantic, suggestions } = ask();
      checked = { semantic: [...semantic], suggestions: [...suggestions] };
    } finally {
      file.fileName = fileName;
    }
    // What it met before, when it inferred something for another question.
    const met = ask();
    const found = {
      semantic: distinct(file, [...(file.bindDiagnostics ?? []), ...checked.semantic, ...met.semantic]),
      suggestions: distinct(file, [...checked.suggestions, ...met.suggestions]),
    };
    this.#found.set(file, found);
    return found;
  }
}

/** Whether the file gives something to files that do not import it. */
function isGlobal(file: File): boolean {
  return !ts.isExternalModule(file) || (file.moduleAugmentations?.length ?? 0) > 0;
}

function reach(from: readonly string[], next: (file: string) => readonly string[]): string[] {
  const reached = new Set(from);
  for (const file of reached) for (const other of next(file)) reached.add(other);
  return [...reached];
}

/** Those of this very file, each once. */
function distinct(file: ts.SourceFile, diagnostics: readonly ts.Diagnostic[]): ts.Diagnostic[] {
  const byPlace = new Map<string, ts.Diagnostic>();
  for (const diagnostic of diagnostics) {
    if (diagnostic.file !== file) continue;
    const { start, length, code } = diagnostic;
    const key = `${start}:${length}:${code}`;
    if (!byPlace.has(key)) byPlace.set(key, diagnostic);
  }
  return [...byPlace.values()].sort((a, b) => (a.start ?? 0) - (b.start ?? 0));
}
