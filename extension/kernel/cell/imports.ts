/** What a cell's imports bring in. */
import { memberOf } from "./hints.ts";
import { say } from "../protocol/messages.ts";
import type { NotebookLocation } from "../protocol/protocol.ts";
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

/** Loads modules in the platform's way, as a module beside the notebook would. */
export interface ModuleLoader {
  /** @throws whatever the platform throws for a module that it does not find, or that does not run */
  load(specifier: string, attributes?: Record<string, string>): Promise<Namespace>;
  /** Why a module could not be had, in words; null where what was thrown says it. */
  explain(error: unknown, specifier: string): string | null;
  /** Whether a specifier stands for declarations only: there is nothing to load. */
  hasOnlyTypes(specifier: string): boolean;
  /** `import.meta` of a cell. */
  meta(): object;
  /** Tells of modules that a loader in another thread has loaded: their code may run before a message would be read. */
  catchUp(): void;
  /** The notebook has got another place. Modules that were imported before stay what they are. */
  moveTo(location: NotebookLocation): void;
}

/** Imports modules for cells, and says what is wrong with an import. */
export class Imports {
  readonly #loader: ModuleLoader;

  constructor(loader: ModuleLoader) {
    this.#loader = loader;
  }

  moveTo(location: NotebookLocation): void {
    this.#loader.moveTo(location);
  }

  catchUp(): void {
    this.#loader.catchUp();
  }

  meta(): object {
    return this.#loader.meta();
  }

  /** `import(specifier, options)` as seen from the notebook. */
  readonly dynamic = (specifier: unknown, options?: ImportCallOptions): Promise<Namespace> => {
    return this.#loader.load(String(specifier), options?.with);
  };

  /** @throws {ImportError} for a module that cannot be had, or that lacks a name which the cell uses */
  async resolve(wanted: CellImport): Promise<ResolvedImport> {
    const { specifier, names, attributes } = wanted;
    let namespace: Namespace;
    try {
      namespace = await this.#loader.load(specifier, attributes);
    } catch (error) {
      const unused = names.length > 0 && !names.some(({ used }) => used);
      if (unused && this.#loader.hasOnlyTypes(specifier)) return withNames({}, wanted);
      const why = this.#loader.explain(error, specifier);
      throw why === null ? error : new ImportError(why, wanted);
    }
    return withNames(namespace, wanted);
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
  if (name === "default") return say('{0} has no default export. Write: import { … } from "{0}"', specifier);
  const why = say("{0} does not export {1}.", specifier, name);
  if (specifier === "gradbook" && name in globalThis)
    return `${why} ${say("Cells have {0} without importing it: leave it out here.", name)}`;
  const member = memberOf(namespace, name);
  if (member !== null)
    return `${why} ${say("Import {0}, and write {1}.", member.slice(0, member.indexOf(".")), member)}`;
  const near = suggestion(name, Object.keys(namespace));
  return near === null ? why : `${why} ${say("Did you mean {0}?", near)}`;
}
