import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

interface Scan {
  /** Changes when the file does. */
  stamp: string;
  /** Relative specifiers that the file imports. */
  specifiers: string[];
}

const endings = ["", ".ts", ".mts", ".js", ".mjs", ".json", "/index.ts", "/index.js"];

/**
 * Tells files that changed since they were imported from those that did not. Node caches modules by URL, so a
 * changed file, or one that imports a changed file, is given another URL.
 */
export class ModuleVersions {
  readonly #scans = new Map<string, Scan>();
  readonly #versions = new Map<string, { signature: string; version: number }>();

  /** 0 for a file as it was first imported; one more each time it or something it imports has changed. */
  of(file: string): number {
    const signature = this.#signature(file, new Set());
    const known = this.#versions.get(file);
    if (known?.signature === signature) return known.version;
    const version = known ? known.version + 1 : 0;
    this.#versions.set(file, { signature, version });
    return version;
  }

  #signature(file: string, seen: Set<string>): string {
    seen.add(file);
    const scan = this.#scan(file);
    if (!scan) return "";
    const inner = scan.specifiers.map((specifier) => {
      const target = findModule(path.resolve(path.dirname(file), specifier));
      return target === null || seen.has(target) ? "" : this.#signature(target, seen);
    });
    return [file, scan.stamp, ...inner].join("\n");
  }

  #scan(file: string): Scan | null {
    const stat = statSync(file, { throwIfNoEntry: false });
    if (!stat?.isFile()) return null;
    const stamp = `${stat.mtimeMs} ${stat.size}`;
    const known = this.#scans.get(file);
    if (known?.stamp === stamp) return known;
    const scan = { stamp, specifiers: relativeSpecifiers(readFileSync(file, "utf8")) };
    this.#scans.set(file, scan);
    return scan;
  }
}

/**
 * The file that a relative import means: as written, with TypeScript's `.js` for a `.ts` file, with an ending
 * left out, or a folder's index. Null when there is none.
 */
export function findModule(target: string): string | null {
  const candidates = endings.map((ending) => target + ending);
  const script = /^(.*)\.([mc]?)js$/.exec(target);
  if (script) candidates.splice(1, 0, `${script[1] ?? ""}.${script[2] ?? ""}ts`);
  return candidates.find((file) => statSync(file, { throwIfNoEntry: false })?.isFile()) ?? null;
}

/** Whether only types are there to be imported from `target`: a declaration file and no code. */
export function isOnlyTypes(target: string): boolean {
  return existsSync(`${target.replace(/\.[mc]?[jt]s$/, "")}.d.ts`) && findModule(target) === null;
}

/** A superset is harmless here: a specifier in a comment costs a look at a file. */
function relativeSpecifiers(text: string): string[] {
  const found = new Set<string>();
  for (const match of text.matchAll(/(?:\bfrom|\bimport|\brequire)\s*\(?\s*["'](\.{1,2}\/[^"']*)["']/g)) {
    if (match[1] !== undefined) found.add(match[1]);
  }
  return [...found];
}
