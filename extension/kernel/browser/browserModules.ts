/** Loads modules for cells: the engine, files and packages of the workspace, and what a server of modules has. */
import type { ModuleLoader, Namespace } from "../cell/imports.ts";
import { say } from "../protocol/messages.ts";
import type { NotebookLocation } from "../protocol/protocol.ts";
import { importOf, isEngines } from "../transform/python/pythonImports.ts";
import { CannotImport } from "./importErrors.ts";
import { ModuleBlobs, type ModulePlatform } from "./moduleBlobs.ts";
import { partsOf } from "./packages.ts";

export class BrowserModules implements ModuleLoader {
  readonly #engine: Namespace;
  readonly #blobs: ModuleBlobs;
  #engineUrl: string | null = null;
  /** URL of the notebook, or of a file in its folder while it has none. */
  #notebook = "";

  constructor(location: NotebookLocation, engine: Namespace, platform: Omit<ModulePlatform, "engine">) {
    this.moveTo(location);
    this.#engine = engine;
    this.#blobs = new ModuleBlobs({ ...platform, engine: () => (this.#engineUrl ??= reexport(engine)) });
  }

  moveTo({ cwd, notebook }: NotebookLocation): void {
    this.#notebook = notebook ?? new URL("untitled.grad.md", folderUrl(cwd)).href;
  }

  meta(): object {
    return { url: this.#notebook };
  }

  async load(specifier: string): Promise<Namespace> {
    if (specifier === "gradbook") return this.#engine;
    const url = await this.#blobs.urlOf(specifier, this.#notebook);
    return (await import(url)) as Namespace;
  }

  catchUp(): void {
    // Nothing is loaded elsewhere.
  }

  hasOnlyTypes(specifier: string): boolean {
    return this.#blobs.onlyTypes.has(specifier);
  }

  explain(error: unknown, specifier: string): string | null {
    if (!(error instanceof CannotImport)) return null;
    const { name } = partsOf(specifier);
    return isEngines(name)
      ? say("{0} is a Python package. In TypeScript, write: {1}", name, importOf(name, undefined))
      : error.message;
  }
}

/** A folder's URL, with the slash at its end. */
export function folderUrl(folder: string): string {
  return folder.endsWith("/") ? folder : `${folder}/`;
}

/** A module with the engine's exports: the same objects that cells have. */
function reexport(engine: Namespace): string {
  const shared = Symbol.for("gradbook.engine");
  Object.defineProperty(globalThis, shared, { value: engine });
  const names = Object.keys(engine);
  const list = names.map((name, i) => `const $${i}=$e[${JSON.stringify(name)}];`).join("");
  const exports = names.map((name, i) => `$${i} as ${name}`).join();
  const code = `const $e=globalThis[Symbol.for("gradbook.engine")];${list}export{${exports}};`;
  return URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
}
