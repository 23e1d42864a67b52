import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { foreignImport, remedyFor } from "./foreignImports.ts";
import { findModule, ModuleVersions } from "./moduleVersions.ts";

/** How cells and the modules beside a notebook find and load modules; used by a loader in either thread. */
export interface ModuleRules {
  /** Where `gradbook` lies. */
  engine: string;
  /** Folders as URLs whose modules are left alone: the kernel's and the engine's own. */
  own: readonly string[];
  /** The person's, as a BCP 47 tag: a loader may be in a thread of its own. */
  language: string;
}

/** Part of a resolve hook's context. */
export interface ResolveContext {
  parentURL?: string | undefined;
  importAttributes?: Record<string, string> | undefined;
}

export interface Resolved {
  url: string;
  shortCircuit: true;
  importAttributes?: Record<string, string>;
}

/** What {@link route} makes of a specifier: the answer, or the question to hand on to Node. */
export type Route = { answer: Resolved } | { ask: string; parentURL: string | undefined };

/** Begins specifiers that carry the module they are imported from, which is no real module: a cell. */
const fromCell = "gradbook-from:";
let asked = 0;

/** A specifier that {@link route} resolves as if a module at `parentURL` imported it. Never the same twice. */
export function importedBy(specifier: string, parentURL: string): string {
  return fromCell + JSON.stringify([asked++, specifier, parentURL]);
}

const versions = new ModuleVersions();

export function route(specifier: string, context: ResolveContext, rules: ModuleRules): Route {
  if (specifier.startsWith(fromCell)) {
    const [, inner, parentURL] = JSON.parse(specifier.slice(fromCell.length)) as [number, string, string];
    return route(inner, { ...context, parentURL }, rules);
  }
  if (specifier === "gradbook") return { answer: { url: rules.engine, shortCircuit: true } };
  const { parentURL } = context;
  refuseForeign(specifier, parentURL, rules);
  const ask: Route = { ask: specifier, parentURL };
  const relative = /^\.{1,2}(\/|$)/.test(specifier);
  if (!relative && !specifier.startsWith("file:") && !specifier.startsWith("/")) return ask;
  if (!parentURL?.startsWith("file:") || !isUserModule(parentURL, rules)) return ask;
  const target = new URL(specifier, parentURL);
  const file = findModule(fileURLToPath(target));
  if (file === null) return ask;
  const url = pathToFileURL(file);
  const version = isUserModule(url.href, rules) ? versions.of(file) : 0;
  url.search = version > 0 ? `?v=${version}` : target.search;
  const answer: Resolved = { url: url.href, shortCircuit: true };
  if (file.endsWith(".json")) answer.importAttributes = { ...context.importAttributes, type: "json" };
  return { answer };
}

/** @throws {Error} with what to write instead, where a module of the person's own imports what only other runtimes can */
function refuseForeign(specifier: string, parentURL: string | undefined, rules: ModuleRules): void {
  if (parentURL === undefined || !isUserModule(parentURL, rules)) return;
  const file = fileOf(parentURL);
  const remedy = remedyFor(specifier, path.dirname(file));
  if (remedy !== null) throw foreignImport(`${path.basename(file)}: ${remedy}`);
}

/** True for files that the person may be writing, rather than ones that were installed. */
export function isUserModule(url: string, { own }: ModuleRules): boolean {
  return (
    url.startsWith("file:") &&
    !url.includes("/node_modules/") &&
    !own.some((folder) => url.startsWith(folder))
  );
}

/** The text of a TypeScript module, or null for a module that Node can load. */
export function typeScriptText(url: string): { path: string; text: string } | null {
  if (!url.startsWith("file:")) return null;
  const file = fileOf(url);
  return /^\.[mc]?ts$/.test(path.extname(file)) ? { path: file, text: readFileSync(file, "utf8") } : null;
}

/** The file that a `file:` URL means, its version left out. */
export function fileOf(url: string): string {
  return fileURLToPath(url.replace(/[?#].*$/, ""));
}
