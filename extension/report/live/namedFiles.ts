/** Files that cells name and that lie beside the notebook: a live page has no others. */
import type { ReadFile } from "../images.ts";

export interface NamedFiles {
  /** By their addresses relative to the notebook, as `data/points.csv`. */
  files: ReadonlyMap<string, Uint8Array>;
  /** Those that would make the page too large. */
  left: readonly string[];
}

/** Bytes of all files together. */
const most = 4 * 1024 * 1024;

const script = /\.[cm]?[jt]s$/;
/** What an import may leave out. */
const endings = [".ts", ".mts", ".js", ".mjs", ".json", "/index.ts", "/index.js"];

/** Reads the files that texts of cells name in quotes, and those that modules among them name. */
export async function filesNamedIn(texts: readonly string[], read: ReadFile): Promise<NamedFiles> {
  const files = new Map<string, Uint8Array>();
  const left: string[] = [];
  const asked = new Set<string>();
  const wanted = texts.flatMap((text) => addressesIn(text, ""));
  let total = 0;
  for (let address = wanted.shift(); address !== undefined; address = wanted.shift()) {
    if (asked.has(address)) continue;
    asked.add(address);
    const bytes = await read(address).catch(() => null);
    if (!bytes) continue;
    total += bytes.length;
    if (total > most) {
      total -= bytes.length;
      left.push(address);
      continue;
    }
    files.set(address, bytes);
    if (!script.test(address)) continue;
    const folder = address.slice(0, address.lastIndexOf("/") + 1);
    wanted.push(...addressesIn(new TextDecoder().decode(bytes), folder));
  }
  return { files, left };
}

/**
 * Addresses in quotes, relative to the notebook's folder and below it: who hands on a page hands on what lies beside
 * its notebook, and nothing else of the machine, whoever wrote the cells. Hidden files are left alone.
 */
function addressesIn(text: string, folder: string): string[] {
  const found: string[] = [];
  for (const [, , quoted = ""] of text.matchAll(/(["'`])([^"'`\n\\]{1,200})\1/g)) {
    if (/^(?:[a-z][a-z\d+.-]*:|[/\\~])/i.test(quoted)) continue;
    const relative = /^\.{1,2}\//.test(quoted);
    const named = /\.\w{1,12}$/.test(quoted);
    if (!relative && !named) continue;
    // Modules are named from where they are, files from the notebook.
    const address = normal(relative ? folder + quoted : quoted);
    if (address === null) continue;
    found.push(address);
    if (!relative) continue;
    found.push(...endings.map((ending) => address + ending));
    if (/\.[cm]?js$/.test(address)) found.push(address.replace(/js$/, "ts"));
  }
  return found;
}

/** Without `.` and `..`; null for what is not below the folder, and for what is hidden. */
function normal(address: string): string | null {
  const parts: string[] = [];
  for (const part of address.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") {
      if (parts.pop() === undefined) return null;
    } else if (part.startsWith(".") || part === "node_modules") return null;
    else parts.push(part);
  }
  return parts.length === 0 ? null : parts.join("/");
}
