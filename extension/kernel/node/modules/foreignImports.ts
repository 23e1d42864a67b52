/** Imports that other runtimes have and Node has not, with what to write instead. */
import { say } from "../../protocol/messages.ts";

/** By its code such an error is known also where it comes from a loader in another thread. */
export const foreignCode = "GRADBOOK_FOREIGN_IMPORT";

export function foreignImport(message: string): TypeError {
  return Object.assign(new TypeError(message), { code: foreignCode });
}

/** What to do about a specifier that Node cannot import; null for one that it can. @param folder where packages go */
export function remedyFor(specifier: string, folder: string): string | null {
  const scheme = /^(npm|jsr|https?|bun|deno):/.exec(specifier)?.[1];
  if (scheme === undefined) return null;
  const rest = specifier.slice(scheme.length + 1);
  switch (scheme) {
    case "npm":
    case "jsr": {
      const { name, version, path } = partsOf(rest);
      const install = scheme === "npm" ? "npm install" : "npx jsr add";
      return say(
        'Cells import packages by their names, without {0}: Run `{1}` in {2}, and write: from "{3}"',
        `${scheme}:`,
        `${install} ${name}${version}`,
        folder,
        name + path,
      );
    }
    case "http":
    case "https":
      return say(
        "Cells import nothing from the web. Save {0} beside the notebook and import that file, or install the package that it belongs to with npm.",
        specifier,
      );
    default:
      return say(
        "{0} belongs to another runtime; the kernel is Node, whose modules begin with node:",
        specifier,
      );
  }
}

/** Of `@scope/name@1.2/file`, or with a slash in front. */
function partsOf(text: string): { name: string; version: string; path: string } {
  const [, name = text, version = "", path = ""] =
    /^\/?((?:@[^/@]+\/)?[^/@]+)(@[^/]+)?(\/.*)?$/.exec(text) ?? [];
  return { name, version, path };
}
