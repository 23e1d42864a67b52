/**
 * Modules of the workspace as blobs, which is how a browser loads what lies behind no address of its own. A module
 * names what it imports by the blobs of that, so these are made first; a file that is as it was, and imports what it
 * did, keeps its blob and with it its state.
 */
import type { ModuleReference, ModuleResponse } from "../protocol/threadProtocol.ts";
import { CannotImport, circle, noSuchModule, noSuchPackage, notServed, remedyFor } from "./importErrors.ts";
import { findPackage, partsOf, wantedVersions } from "./packages.ts";

export interface ModulePlatform {
  /** Null where there is no such file. */
  read(url: string): Promise<Uint8Array | null>;
  /** A module's JavaScript, and what it imports. */
  transform(url: string, text: string): Promise<ModuleResponse>;
  /** Told of each module that is made. */
  loaded(url: string, module: ModuleResponse): void;
  /** URL of a module with the engine's exports. */
  engine: () => string;
  /** Where packages come from that the workspace does not have; empty for nowhere. */
  server: string;
}

interface Made {
  text: string;
  imported: string;
  blob: string;
}

const endings = ["", ".ts", ".mts", ".js", ".mjs", ".json", "/index.ts", "/index.js"];

const decoder = new TextDecoder();

export class ModuleBlobs {
  readonly #platform: ModulePlatform;
  readonly #made = new Map<string, Made>();
  /** Specifiers for which there are declarations only. */
  readonly onlyTypes = new Set<string>();

  constructor(platform: ModulePlatform) {
    this.#platform = platform;
  }

  /**
   * @param from URL of what imports
   * @param open files that are being made: those that import this one
   * @returns a URL that `import()` takes @throws {CannotImport}
   */
  async urlOf(specifier: string, from: string, open: readonly string[] = []): Promise<string> {
    if (specifier === "gradbook") return this.#platform.engine();
    if (/^(?:https?|blob|data):/.test(specifier)) return specifier;
    const remedy = remedyFor(specifier);
    if (remedy !== null) throw new CannotImport(remedy);
    if (/^(?:\.{1,2}(?:\/|$)|\/|[a-z][\w+.-]*:)/.test(specifier)) {
      const wanted = new URL(specifier, from);
      wanted.search = wanted.hash = "";
      const found = await this.#find(wanted.href);
      if (found) return this.#make(found.url, found.text, open);
      if (await this.#text(`${wanted.href.replace(/\.[mc]?[jt]s$/, "")}.d.ts`)) this.onlyTypes.add(specifier);
      throw new CannotImport(noSuchModule(specifier, decodeURI(wanted.href)));
    }
    return this.#package(specifier, from, open);
  }

  async #package(specifier: string, from: string, open: readonly string[]): Promise<string> {
    const read = (url: string): Promise<string | null> => this.#text(url);
    const target = await findPackage(specifier, from, read);
    const found = target === null ? null : await this.#find(target);
    if (found) return this.#make(found.url, found.text, open);
    const { server } = this.#platform;
    const { name, inside } = partsOf(specifier);
    if (server !== "") {
      const versions = await wantedVersions(name, from, read);
      const versioned = versions === null ? name : `${name}@${encodeURIComponent(versions)}`;
      return served(`${server.replace(/\/+$/, "")}/${versioned}${inside.slice(1)}`, name);
    }
    if (await findPackage(`@types/${name.replace(/^@(.*)\/(.*)$/, "$1__$2")}/package.json`, from, read))
      this.onlyTypes.add(specifier);
    throw new CannotImport(noSuchPackage(name));
  }

  async #text(url: string): Promise<string | null> {
    const bytes = await this.#platform.read(url);
    return bytes && decoder.decode(bytes);
  }

  /** The file that an import means: as written, `.js` for a `.ts` file, with an ending left out, or a folder's index. */
  async #find(target: string): Promise<{ url: string; text: string } | null> {
    const candidates = endings.map((ending) => target + ending);
    const script = /^(.*)\.([mc]?)js$/.exec(target);
    if (script) candidates.splice(1, 0, `${script[1] ?? ""}.${script[2] ?? ""}ts`);
    for (const url of candidates) {
      const text = await this.#text(url);
      if (text !== null) return { url, text };
    }
    return null;
  }

  async #make(url: string, text: string, open: readonly string[]): Promise<string> {
    if (open.includes(url)) throw new CannotImport(circle([...open.slice(open.indexOf(url)), url]));
    if (url.endsWith(".json")) return this.#blob(url, text, "", `export default ${text};`);
    const answer = await this.#platform.transform(url, text);
    if (answer.fault) {
      const { message, line, column } = answer.fault;
      throw new SyntaxError(`${message}\n    File ${decodeURI(url)}:${line}:${column}`);
    }
    const { code, references = [] } = answer;
    const imported: string[] = [];
    for (const { specifier } of references) imported.push(await this.urlOf(specifier, url, [...open, url]));
    const made = this.#made.get(url);
    if (made?.text === text && made.imported === imported.join()) return made.blob;
    const complete = isCommonJs(code)
      ? wrapped(code, references, imported)
      : linked(code, references, imported);
    this.#platform.loaded(url, answer);
    return this.#blob(url, text, imported.join(), complete);
  }

  #blob(url: string, text: string, imported: string, code: string): string {
    const made = this.#made.get(url);
    if (made?.text === text && made.imported === imported) return made.blob;
    if (made) URL.revokeObjectURL(made.blob);
    const blob = URL.createObjectURL(
      new Blob([`${code}\n//# sourceURL=${url}`], { type: "text/javascript" }),
    );
    this.#made.set(url, { text, imported, blob });
    return blob;
  }
}

/** What browsers say of a module that did not come; what a module itself throws is another thing. */
const notFetched = /dynamically imported module|Importing a module script failed/;

/** @returns the URL once the module has come @throws {CannotImport} where it does not */
async function served(url: string, name: string): Promise<string> {
  try {
    await import(url);
  } catch (error) {
    if (error instanceof TypeError && notFetched.test(error.message))
      throw new CannotImport(notServed(name, url));
    throw error;
  }
  return url;
}

function linked(code: string, references: readonly ModuleReference[], urls: readonly string[]): string {
  let text = code;
  for (let i = references.length - 1; i >= 0; i--) {
    const { start, end } = references[i] ?? { start: 0, end: 0 };
    text = text.slice(0, start) + JSON.stringify(urls[i]) + text.slice(end);
  }
  return text;
}

function isCommonJs(code: string): boolean {
  return (
    /\b(?:module\.exports|exports\.[\w$]+\s*=|require\s*\()/.test(code) &&
    !/^\s*(?:import\b(?!\s*\()|export\b)/m.test(code)
  );
}

/** A CommonJS module as one that can be imported: what it requires is imported first. */
function wrapped(code: string, references: readonly ModuleReference[], urls: readonly string[]): string {
  const head = urls.map((url, i) => `import * as $m${i} from ${JSON.stringify(url)};`).join("");
  const table = references.map(({ specifier }, i) => `${JSON.stringify(specifier)}:$m${i}`).join();
  return `${head}const $table={__proto__:null,${table}},module={exports:{}};
const $require=(name)=>{const found=$table[name];if(!found)throw new Error("Cannot find module '"+name+"'");return "$exports" in found?found.$exports:"default" in found&&Object.keys(found).length===1?found.default:found};
(function(exports,require,module,process,global){${code}
}).call(module.exports,module.exports,$require,module,{env:{NODE_ENV:"production"}},globalThis);
export const $exports=module.exports;export default module.exports;`;
}
