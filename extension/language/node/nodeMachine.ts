/** The language service's platform where it runs in Node.js. */
import { readdirSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import ts from "typescript";
import type { Entry, Machine } from "../core/machine.ts";
import { nodeNames } from "./nodeNames.ts";

const { sys } = ts;

export const nodeMachine: Machine = {
  isCaseSensitive: sys.useCaseSensitiveFileNames,
  useCaseSensitiveFileNames: sys.useCaseSensitiveFileNames,
  isIncomplete: false,
  arrival: () => null,
  version(file) {
    try {
      const { mtimeMs, size } = statSync(file);
      return `${mtimeMs}-${size}`;
    } catch {
      return "";
    }
  },
  entries,
  fileExists: (file) => sys.fileExists(file),
  readFile: (file) => sys.readFile(file),
  directoryExists: (folder) => sys.directoryExists(folder),
  getDirectories: (folder) => sys.getDirectories(folder),
  readDirectory: (...args) => sys.readDirectory(...args),
  realpath: (path) => sys.realpath?.(path) ?? path,
  changed() {
    // Nothing is kept here.
  },
  isBuiltin,
  builtinNames: nodeNames,
};

function entries(folder: string): Entry[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() || entry.isDirectory())
      .map((entry) => ({ name: entry.name, isFile: entry.isFile() }));
  } catch {
    // The folder of a notebook that was never saved, or one that may not be read.
    return [];
  }
}
