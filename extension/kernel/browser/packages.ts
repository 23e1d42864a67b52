/** Finds packages in the workspace's `node_modules` folders, by what their package.json says. */

/** Conditions of `exports` that hold in a browser, for modules. */
const conditions = ["browser", "import", "module", "default"];

interface Manifest {
  exports?: unknown;
  browser?: unknown;
  module?: unknown;
  main?: unknown;
}

export interface FoundFile {
  /** URL to look at, perhaps without its ending. */
  url: string;
}

/** @returns the name of the package, and what of it is wanted, such as `./file` or `.` */
export function partsOf(specifier: string): { name: string; inside: string } {
  const parts = specifier.split("/");
  const name = parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
  const rest = specifier.slice(name.length);
  return { name, inside: rest === "" ? "." : `.${rest}` };
}

/**
 * @param from URL of the module that imports
 * @param read a file's text; null where there is none
 * @returns the file's URL; null where no folder above has the package, or it has no such file
 */
export async function findPackage(
  specifier: string,
  from: string,
  read: (url: string) => Promise<string | null>,
): Promise<string | null> {
  const { name, inside } = partsOf(specifier);
  for (const folder of foldersAbove(from)) {
    const root = `${folder}node_modules/${name}/`;
    const text = await read(`${root}package.json`);
    if (text === null) continue;
    const target = entryOf(JSON.parse(text) as Manifest, inside);
    return target === null ? null : new URL(target, root).href;
  }
  return null;
}

/** Where a package.json names what it asks for. */
const sections = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"] as const;

/**
 * The versions of a package that the nearest package.json above asks for which names it; null where none does, or by
 * something other than a range of versions.
 */
export async function wantedVersions(
  name: string,
  from: string,
  read: (url: string) => Promise<string | null>,
): Promise<string | null> {
  for (const folder of foldersAbove(from)) {
    const text = await read(`${folder}package.json`);
    const manifest: unknown = text === null ? null : parsed(text);
    if (!isRecord(manifest)) continue;
    for (const section of sections) {
      const wanted = manifest[section];
      if (!isRecord(wanted) || !Object.hasOwn(wanted, name)) continue;
      const range = wanted[name];
      return typeof range === "string" && /^[\^~]?\d[\w.+-]*$/.test(range) ? range : null;
    }
  }
  return null;
}

/** Null for what is no JSON: a package.json of the workspace may be half written. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function foldersAbove(url: string): string[] {
  const folders: string[] = [];
  for (let folder = new URL("./", url); ; folder = new URL("../", folder)) {
    if (!folder.pathname.endsWith("/node_modules/")) folders.push(folder.href);
    if (folder.pathname === "/" || folders.length > 50) return folders;
  }
}

/** The file in a package that `inside` means. */
export function entryOf({ exports, browser, module, main }: Manifest, inside: string): string | null {
  if (exports !== undefined && exports !== null) return exported(exports, inside);
  if (inside !== ".") return inside;
  const named = [browser, module, main].find((one): one is string => typeof one === "string");
  return named === undefined ? "./index.js" : `./${named.replace(/^\.\//, "")}`;
}

function exported(exports: unknown, inside: string): string | null {
  if (!isRecord(exports) || !Object.keys(exports).some((key) => key.startsWith(".")))
    return inside === "." ? chosen(exports, "") : null;
  if (Object.hasOwn(exports, inside)) return chosen(exports[inside], "");
  // The longest pattern that fits holds.
  const patterns = Object.keys(exports)
    .filter((key) => key.includes("*"))
    .sort((a, b) => b.indexOf("*") - a.indexOf("*"));
  for (const pattern of patterns) {
    const [before = "", after = ""] = pattern.split("*");
    if (inside.length >= before.length + after.length && inside.startsWith(before) && inside.endsWith(after))
      return chosen(exports[pattern], inside.slice(before.length, inside.length - after.length));
  }
  return null;
}

function chosen(target: unknown, star: string): string | null {
  if (typeof target === "string") return target.replaceAll("*", star);
  if (Array.isArray(target))
    return target.map((one) => chosen(one, star)).find((one) => one !== null) ?? null;
  if (!isRecord(target)) return null;
  for (const [condition, value] of Object.entries(target)) {
    if (!conditions.includes(condition)) continue;
    const found = chosen(value, star);
    if (found !== null) return found;
  }
  return null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
