/** What the extension and the worker with TypeScript say to each other. Types only. */

/** Half-open range of UTF-16 units in a text. */
export interface Span {
  start: number;
  length: number;
}

/** A place in a cell, named by its document, or in a file: see filePaths.ts. */
export type Place = ({ cell: string } & Span) | ({ path: string } & Span);

export interface TextEdit extends Span {
  text: string;
}

export interface CellText {
  /** Unique among all notebooks: the cell document's URI. */
  id: string;
  text: string;
}

/** Where the worker finds what it needs. */
export interface Setup {
  /** Folder with the ES library's declarations, the kernel's globals and translated messages. */
  libraries: string;
  /** Declarations of what cells import as `gradbook`. */
  engine: string;
  /** The editor's display language, such as `zh-cn`. */
  language: string;
}

export interface NotebookState {
  notebook: string;
  /** Folder that imports start from. */
  folder: string;
  /** Code cells in the notebook's order. */
  cells: CellText[];
}

export type ToWorker =
  /** A notebook was opened, or its cells are others or in another order. */
  | ({ type: "notebook" } & NotebookState)
  | { type: "text"; cell: string; text: string }
  | { type: "close"; notebook: string }
  /** Files of the machine were changed, added or removed. */
  | { type: "files"; paths: string[] }
  | { [M in Method]: { type: "request"; id: number; method: M; params: Requests[M]["params"] } }[Method]
  | { type: "cancel"; id: number };

export type FromWorker =
  { type: "response"; id: number; result: unknown } | { type: "failure"; id: number; message: string };

/** What a worker in a browser asks the extension to read. */
export interface Wanted {
  type: "file" | "folder";
  path: string;
}

/** Null for what is not there, or may not be read. */
export type Received =
  | { type: "file"; path: string; text: string | null }
  | { type: "folder"; path: string; entries: { name: string; isFile: boolean }[] | null };

/** A worker in a browser is told first where it finds what it needs. */
export type ToBrowserWorker = { type: "setup"; setup: Setup } | Received | ToWorker;
export type FromBrowserWorker = FromWorker | Wanted;

export interface AtPosition {
  cell: string;
  offset: number;
}

export interface FormatStyle {
  tabSize: number;
  insertSpaces: boolean;
}

export type Severity = "error" | "warning" | "information" | "hint";

export interface CellDiagnostic extends Span {
  code: number;
  message: string;
  severity: Severity;
  unused: boolean;
  deprecated: boolean;
  related: { place: Place; message: string }[];
  /** The name, where it is used before a cell below has declared it; the extension has the words. */
  early?: string;
  /** Of shapes that do not fit, for which the extension has the words. */
  mismatch?: ShapeMismatch;
  /** What Gradbook says itself, and can mend when asked by this name. */
  advice?: AdviceKind;
}

export type AdviceKind = "await" | "operator" | "index" | "plot" | "python" | "zeroGrad";

export interface ShapeMismatch {
  kind: "matmul" | "broadcast" | "elements" | "features";
  operation: string;
  left: string;
  right: string;
  sizes: readonly [number, number];
}

export interface Completion {
  name: string;
  /** TypeScript's ScriptElementKind. */
  kind: string;
  modifiers: string;
  sortText: string;
  insertText?: string;
  /** What is inserted, in VS Code's snippet syntax. */
  snippet?: string;
  filterText?: string;
  replace?: Span;
  detail?: string;
  /** Offered although it must first be imported from this module. */
  importFrom?: string;
  /** Characters that take the entry and are then typed; by default those of the list. */
  commit?: string[];
}

export interface Completions {
  entries: Completion[];
  /** Typing on may bring other entries. */
  incomplete: boolean;
  /** Characters that take an entry. None where a new name may be meant. */
  commit: string[];
  /** Any name that is in scope may stand here. */
  global: boolean;
}

export interface CompletionDetails {
  detail: string;
  documentation: string;
  /** Edits to the cell besides the completion, such as an import. */
  edits: TextEdit[];
}

export interface HoverInfo extends Span {
  code: string;
  documentation: string;
  /** The variable that it is, where a cell declares it at its top level. */
  variable: { cell: string; name: string } | null;
}

export interface SignatureInfo {
  label: string;
  documentation: string;
  parameters: { label: [start: number, end: number]; documentation: string }[];
}

export interface Signatures {
  signatures: SignatureInfo[];
  active: number;
  parameter: number;
}

export interface RenameTarget extends Span {
  placeholder: string;
}

export interface Fix {
  /** TypeScript's words; what is imported or written, for what is ours. */
  title: string;
  action: "typescript" | "import" | "write" | "organizeImports" | "addMissingImports";
  /** Module to import from. */
  from?: string;
  kind: "quickfix" | "source.organizeImports" | "source.addMissingImports.gradbook";
  edits: { place: Place; text: string }[];
  preferred: boolean;
}

export interface Fold extends Span {
  kind: "comment" | "imports" | "region" | "code";
}

export interface SymbolInfo {
  name: string;
  /** TypeScript's ScriptElementKind. */
  kind: string;
  span: Span;
  selection: Span;
  children: SymbolInfo[];
}

/** Each request's parameters and result. */
export interface Requests {
  diagnostics: { params: { cell: string }; result: CellDiagnostic[] };
  /** The last change of the notebook that may have touched a cell's diagnostics, for all its cells. */
  stamps: { params: { cell: string }; result: { cell: string; stamp: number }[] };
  completions: { params: AtPosition & { trigger?: string }; result: Completions };
  completionDetails: {
    params: AtPosition & { name: string; importFrom?: string };
    result: CompletionDetails | null;
  };
  importEdits: { params: { cell: string; names: string[] }; result: TextEdit[] };
  hover: { params: AtPosition; result: HoverInfo | null };
  signatures: { params: AtPosition; result: Signatures | null };
  definition: { params: AtPosition; result: { origin: Span; places: Place[] } | null };
  references: { params: AtPosition & { declaration: boolean }; result: Place[] };
  highlights: { params: AtPosition; result: (Span & { written: boolean })[] };
  /** The cell's top-level variables, each where its name ends. */
  variables: { params: { cell: string }; result: { name: string; end: number }[] };
  renameTarget: { params: AtPosition; result: RenameTarget | { refused: string } };
  rename: { params: AtPosition & { name: string }; result: { place: Place; text: string }[] };
  /** Offset, length, index in `tokenTypes` and bits of `tokenModifiers`, in groups of four. */
  semanticTokens: { params: { cell: string }; result: number[] };
  format: { params: { cell: string; style: FormatStyle; span?: Span }; result: TextEdit[] };
  formatTyped: { params: AtPosition & { style: FormatStyle; typed: string }; result: TextEdit[] };
  folds: { params: { cell: string }; result: Fold[] };
  fixes: { params: { cell: string; span: Span; code: number | AdviceKind }; result: Fix[] };
  sourceFixes: { params: { cell: string }; result: Fix[] };
  symbols: { params: { cell: string }; result: SymbolInfo[] };
}

export type Method = keyof Requests;
