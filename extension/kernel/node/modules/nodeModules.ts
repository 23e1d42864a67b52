/** Loads modules for cells by Node's own loader: packages and files as a module beside the notebook would. */
import { existsSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { ModuleLoader, Namespace } from "../../cell/imports.ts";
import { say } from "../../protocol/messages.ts";
import type { NotebookLocation } from "../../protocol/protocol.ts";
import { importOf, isEngines } from "../../transform/python/pythonImports.ts";
import { foreignCode, foreignImport, remedyFor } from "./foreignImports.ts";
import { importedBy } from "./moduleRules.ts";
import { isOnlyTypes } from "./moduleVersions.ts";

export class NodeModules implements ModuleLoader {
  #cwd = "";
  /** URL of the notebook, or of a file in its folder while it has none. */
  #notebook = "";
  readonly #engine: string;
  readonly #sealed: boolean;
  readonly #installLoader: () => () => void;
  #installed: (() => void) | null = null;

  /**
   * @param installLoader called once, before the first import that Node alone cannot resolve; what it returns tells of
   *   modules that were loaded meanwhile in another thread
   */
  constructor(
    { sealed = false, ...location }: NotebookLocation & { sealed?: boolean },
    engine: string,
    installLoader: () => () => void,
  ) {
    this.moveTo(location);
    this.#engine = engine;
    this.#sealed = sealed;
    this.#installLoader = installLoader;
  }

  moveTo({ cwd, notebook }: NotebookLocation): void {
    this.#cwd = cwd;
    this.#notebook = pathToFileURL(notebook ?? path.join(cwd, "untitled.grad.md")).href;
  }

  meta(): object {
    if (this.#sealed) return {};
    const filename = fileURLToPath(this.#notebook);
    const resolve = (specifier: unknown): string => this.#resolve(String(specifier));
    return { url: this.#notebook, filename, dirname: path.dirname(filename), resolve };
  }

  #resolve(specifier: string): string {
    if (isBuiltin(specifier)) return import.meta.resolve(specifier);
    this.#install();
    return import.meta.resolve(importedBy(specifier, this.#notebook));
  }

  async load(specifier: string, attributes?: Record<string, string>): Promise<Namespace> {
    if (specifier === "gradbook") return (await import(this.#engine)) as Namespace;
    if (this.#sealed) throw foreignImport(onlyGradbook(specifier));
    if (isBuiltin(specifier)) return (await import(specifier)) as Namespace;
    const remedy = remedyFor(specifier, this.#cwd);
    if (remedy !== null) throw foreignImport(remedy);
    this.#install();
    const json = /^\.{0,2}\/.*\.json$/.test(specifier) ? { type: "json" } : {};
    return (await import(importedBy(specifier, this.#notebook), {
      with: { ...json, ...attributes },
    })) as Namespace;
  }

  #install(): void {
    this.#installed ??= this.#installLoader();
  }

  catchUp(): void {
    this.#installed?.();
  }

  hasOnlyTypes(specifier: string): boolean {
    if (/^\.{1,2}\//.test(specifier)) return isOnlyTypes(path.resolve(this.#cwd, specifier));
    const types = packageName(specifier).replace(/^@(.*)\/(.*)$/, "$1__$2");
    return foldersAbove(this.#cwd).some((folder) =>
      existsSync(path.join(folder, "node_modules", "@types", types)),
    );
  }

  explain(error: unknown, specifier: string): string | null {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === foreignCode) return (error as Error).message;
    if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") return null;
    if (/^(\.{1,2})?\//.test(specifier)) {
      const target = path.resolve(path.dirname(fileURLToPath(this.#notebook)), specifier);
      return existsSync(target) && !target.endsWith(path.sep)
        ? null
        : say("There is no module {0} (looked for {1}).", specifier, target);
    }
    const missing = packageName(specifier);
    if (foldersAbove(this.#cwd).some((folder) => existsSync(path.join(folder, "node_modules", missing))))
      return null;
    if (isEngines(missing)) {
      return say("{0} is a Python package. In TypeScript, write: {1}", missing, importOf(missing, undefined));
    }
    return say("The package {0} is not installed. Run `npm install {0}` in {1}", missing, this.#cwd);
  }
}

function onlyGradbook(specifier: string): string {
  return say("{0} cannot be imported while answers are graded: only gradbook can.", specifier);
}

function packageName(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function foldersAbove(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersAbove(parent)];
}
