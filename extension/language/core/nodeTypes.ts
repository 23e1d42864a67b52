/** Whether a notebook is checked with the workspace's own types of Node.js. */
import ts from "typescript";
import type { Machine } from "./machine.ts";
import { dirname, join } from "./paths.ts";

/**
 * True for text that imports a module of Node's. Only then are its types loaded: they take 600 ms, while the
 * kernel's globals have a small declaration of ours.
 */
export function usesNode(text: string, machine: Machine): boolean {
  if (!/\bimport\b/.test(text)) return false;
  return ts
    .preProcessFile(text, true, false)
    .importedFiles.some(({ fileName }) => machine.isBuiltin(fileName));
}

/** `["node"]` where `@types/node` is installed for the folder. */
export function nodeTypes(folder: string, machine: Machine): string[] {
  for (let at = folder; ; at = dirname(at)) {
    if (machine.fileExists(join(at, "node_modules", "@types", "node", "package.json"))) return ["node"];
    if (dirname(at) === at) return [];
  }
}
