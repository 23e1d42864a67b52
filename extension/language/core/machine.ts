/** What the language service needs of the platform that it runs on. */
import type ts from "typescript";
import type { Importable } from "./importing/importable.ts";

export interface Entry {
  name: string;
  isFile: boolean;
}

/** Files by path. All questions are answered at once: where files come by messages, from those that have come. */
export interface Machine extends ts.ModuleResolutionHost {
  readonly isCaseSensitive: boolean;
  /** What was asked since {@link arrival} and is not known yet: it was answered as if it were not there. */
  readonly isIncomplete: boolean;
  /** Ends when what is missing is known; null when nothing is. */
  arrival(): Promise<void> | null;
  /** Another for another text; empty where there is no file. */
  version(file: string): string;
  /** Of files and folders; none of a folder that is not there or may not be read. */
  entries(folder: string): readonly Entry[];
  directoryExists(folder: string): boolean;
  getDirectories(folder: string): string[];
  readDirectory: ts.System["readDirectory"];
  realpath(path: string): string;
  /** Files may be others now. @param paths which; where it is not told, any */
  changed(paths: readonly string[]): void;
  /** Whether an import's specifier names a module of the platform's own. */
  isBuiltin(specifier: string): boolean;
  /** What such modules export, as far as it is offered to be imported. */
  builtinNames(): readonly Importable[];
}
