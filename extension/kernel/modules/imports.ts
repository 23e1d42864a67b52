/** What a cell's imports bring in. */
import { existsSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { foreignCode, foreignImport, remedyFor } from "./foreignImports.ts";
import { say } from "../protocol/messages.ts";
import { importedBy } from "./moduleRules.ts";
import { isOnlyTypes } from "./moduleVersions.ts";
import type { Place } from "../protocol/protocol.ts";
import { suggestion } from "../protocol/suggestion.ts";
import type { CellImport } from "../transform/transformCell.ts";

export type Namespace = Record<string, unknown>;

/** An import that cannot be had, with the position of its specifier in the cell. */
export class ImportError extends Error {
  override name = "ImportError";
  readonly line: number;
  readonly column: number;

  constructor(message: string, { line, column }: CellImport, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.line = line;
    this.column = column;
  }
}

export interface ResolvedImport {
  namespace: Namespace;
  /** Names that the module does not export (types, as far as this cell can tell), and what to say if they are used. */
  missing: Map<string, string>;
}

/** Imports modules for cells: packages and relative files as a module beside the notebook would. */
export class Imports {
  #notebook = "";
  #cwd = "";
  readonly #engine: string;
  readonly #installLoader: () => void;
  #installed = false;

  /** @param installLoader called once, before the first import that Node alone cannot resolve */
  constructor(place: Place, engine: string, installLoader: () => void) {
    this.moveTo(place);
    this.#engine = engine;
    this.#installLoader = installLoader;
  }

  /** Modules that were imported before stay what they are. */
  moveTo({ cwd, notebook }: Place): void {
    this.#cwd = cwd;
    this.#notebook = pathToFileURL(notebook ?? path.join(cwd, "untitled.grad.md")).href;
  }

  /** URL of the notebook, or of a file in its folder while it has none. */
  get notebook(): string {
    return this.#notebook;
  }

  /** `import(specifier, options)` as seen from the notebook. */
  readonly dynamic = (specifier: unknown, options?: ImportCallOptions): Promise<Namespace> => {
    return this.#import(String(specifier), options?.with);
  };

  /** `import.meta.resolve(specifier)` as seen from the notebook. */
  readonly url = (specifier: unknown): string => {
    if (isBuiltin(String(specifier))) return import.meta.resolve(String(specifier));
    this.#install();
    return import.meta.resolve(importedBy(String(specifier), this.notebook));
  };

  /** @throws {ImportError} for a module that cannot be had, or that lacks a name which the cell uses */
  async resolve(wanted: CellImport): Promise<ResolvedImport> {
    let namespace: Namespace;
    try {
      namespace = await this.#import(wanted.specifier, wanted.attributes);
    } catch (error) {
      if (this.#hasOnlyTypes(wanted)) return withNames({}, wanted);
      throw this.#explained(error, wanted);
    }
    return withNames(namespace, wanted);
  }

  async #import(specifier: string, attributes?: Record<string, string>): Promise<Namespace> {
    if (specifier === "gradbook") return (await import(this.#engine)) as Namespace;
    if (isBuiltin(specifier)) return (await import(specifier)) as Namespace;
    const remedy = remedyFor(specifier, this.#cwd);
    if (remedy !== null) throw foreignImport(remedy);
    this.#install();
    const json = /^\.{0,2}\/.*\.json$/.test(specifier) ? { type: "json" } : {};
    return (await import(importedBy(specifier, this.notebook), {
      with: { ...json, ...attributes },
    })) as Namespace;
  }

  #install(): void {
    if (!this.#installed) this.#installLoader();
    this.#installed = true;
  }

  #hasOnlyTypes({ specifier, names }: CellImport): boolean {
    if (names.length === 0 || names.some(({ used }) => used)) return false;
    if (/^\.{1,2}\//.test(specifier)) return isOnlyTypes(path.resolve(this.#cwd, specifier));
    const types = packageName(specifier).replace(/^@(.*)\/(.*)$/, "$1__$2");
    return foldersAbove(this.#cwd).some((folder) =>
      existsSync(path.join(folder, "node_modules", "@types", types)),
    );
  }

  #explained(error: unknown, wanted: CellImport): unknown {
    const { specifier } = wanted;
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === foreignCode) return new ImportError((error as Error).message, wanted);
    if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") return error;
    if (/^(\.{1,2})?\//.test(specifier)) {
      const target = path.resolve(path.dirname(fileURLToPath(this.notebook)), specifier);
      return existsSync(target) && !target.endsWith(path.sep)
        ? error
        : new ImportError(say("There is no module {0} (looked for {1}).", specifier, target), wanted);
    }
    const missing = packageName(specifier);
    if (foldersAbove(this.#cwd).some((folder) => existsSync(path.join(folder, "node_modules", missing))))
      return error;
    return new ImportError(
      say("The package {0} is not installed. Run `npm install {0}` in {1}", missing, this.#cwd),
      wanted,
    );
  }
}

function withNames(namespace: Namespace, wanted: CellImport): ResolvedImport {
  const missing = new Map<string, string>();
  const found: PropertyDescriptorMap = {};
  for (const { imported, local, used } of wanted.names) {
    if (imported === "*" || imported in namespace) continue;
    const whole = namespace["default"];
    // CommonJS whose exports Node could not list beforehand.
    if (typeof whole === "object" && whole !== null && imported in whole) {
      found[imported] = { get: () => (whole as Namespace)[imported] };
    } else {
      const why = noSuchExport(wanted.specifier, imported, namespace);
      if (used) throw new ImportError(why, wanted);
      missing.set(local, why);
    }
  }
  const complete =
    Object.keys(found).length === 0 ? namespace : (Object.create(namespace, found) as Namespace);
  return { namespace: complete, missing };
}

/** Why a name cannot be imported, with the one that may have been meant. */
function noSuchExport(specifier: string, name: string, namespace: Namespace): string {
  const near = suggestion(name, Object.keys(namespace));
  if (name === "default") return say('{0} has no default export. Write: import { … } from "{0}"', specifier);
  const why = say("{0} does not export {1}.", specifier, name);
  return near === null ? why : `${why} ${say("Did you mean {0}?", near)}`;
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
