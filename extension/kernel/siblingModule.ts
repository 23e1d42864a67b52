import { existsSync } from "node:fs";

/** URL of the module `name` in the folder of `from`: JavaScript when built, TypeScript in the sources. */
export function siblingModule(name: string, from: string): URL {
  const built = new URL(`./${name}.js`, from);
  return existsSync(built) ? built : new URL(`./${name}.ts`, from);
}

/** URL of the engine that belongs to the kernel whose module is `from`. */
export function engineModule(from: string): URL {
  const bundled = new URL("./engine.js", from);
  return existsSync(bundled) ? bundled : siblingModule("../../engine/node", from);
}

/** Folders as URLs whose modules are the engine's at `engine` and the kernel's, of which `from` is one. */
export function ownFolders(engine: string, from: string): string[] {
  return [new URL("./", engine).href, new URL("./", from).href];
}
