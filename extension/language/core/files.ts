/** The machine's files as TypeScript sees them, read once for each version. */
import { statSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/** What is installed stays as it is while the editor runs. */
const settled = /[\\/]node_modules[\\/]/;

export class Files {
  readonly #texts = new Map<string, { version: string; snapshot: ts.IScriptSnapshot | undefined }>();
  readonly #shipped: readonly string[];

  /** @param shipped folders of ours, whose files never change */
  constructor(shipped: readonly string[]) {
    this.#shipped = shipped;
  }

  version(file: string): string {
    if (this.isSettled(file)) return "1";
    try {
      const { mtimeMs, size } = statSync(file);
      return `${mtimeMs}-${size}`;
    } catch {
      return "";
    }
  }

  snapshot(file: string): ts.IScriptSnapshot | undefined {
    const version = this.version(file);
    const known = this.#texts.get(file);
    if (known?.version === version) return known.snapshot;
    const text = ts.sys.readFile(file);
    const snapshot = text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    this.#texts.set(file, { version, snapshot });
    return snapshot;
  }

  /** Whether the file is none that the person writes. */
  isSettled(file: string): boolean {
    return settled.test(file) || this.isShipped(file);
  }

  isShipped(file: string): boolean {
    const real = path.normalize(file);
    return this.#shipped.some((folder) => real.startsWith(folder));
  }
}
