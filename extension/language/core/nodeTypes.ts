/** Whether a notebook is checked with the workspace's own types of Node.js. */
import { isBuiltin } from "node:module";
import path from "node:path";
import ts from "typescript";

/**
 * True for text that imports a module of Node's. Only then are its types loaded: they take 600 ms, while the
 * kernel's globals have a small declaration of ours.
 */
export function usesNode(text: string): boolean {
  if (!/\bimport\b/.test(text)) return false;
  return ts.preProcessFile(text, true, false).importedFiles.some(({ fileName }) => isBuiltin(fileName));
}

/** `["node"]` where `@types/node` is installed for the folder. */
export function nodeTypes(folder: string): string[] {
  for (let at = folder; ; at = path.dirname(at)) {
    if (ts.sys.fileExists(path.join(at, "node_modules", "@types", "node", "package.json"))) return ["node"];
    if (path.dirname(at) === at) return [];
  }
}
