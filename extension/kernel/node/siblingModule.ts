/** Where the modules of the kernel's threads, and the engine, are: in the package, as built for tests, as sources. */
import { existsSync } from "node:fs";

/** Bundles lie side by side; sources in the kernel's room for Node. */
const isBundled = !/\/kernel\/node\/siblingModule\.[jt]s$/.test(import.meta.url);

function firstThatIs(...names: string[]): URL {
  const urls = names.map((name) => new URL(name, import.meta.url));
  const found = urls.find((url) => existsSync(url));
  if (!found) throw new Error(`None of ${names.join(", ")} is beside ${import.meta.url}.`);
  return found;
}

/** URL of the thread's or the process's module `name`. */
export function siblingModule(name: string): URL {
  return firstThatIs(`./${name}.entry.js`, `./${name}.entry.ts`, `./${name}.js`);
}

/** URL of the engine that belongs to this kernel. */
export function engineModule(): URL {
  return firstThatIs("./engine.js", "../../../engine/node.js", "../../../engine/node.ts");
}

/** Folders as URLs whose modules are the engine's at `engine` and the kernel's. */
export function ownFolders(engine: string): string[] {
  return [new URL("./", engine).href, new URL(isBundled ? "./" : "../", import.meta.url).href];
}
