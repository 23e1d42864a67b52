/** The machine's files as TypeScript sees them, read once for each version. */
import ts from "typescript";
import type { Machine } from "./machine.ts";
import { normalize } from "./paths.ts";

/** What is installed stays as it is while the editor runs. */
const settled = /[\\/]node_modules[\\/]/;

export class Files {
  readonly machine: Machine;
  readonly #texts = new Map<string, { version: string; snapshot: ts.IScriptSnapshot | undefined }>();
  readonly #shipped: readonly string[];

  /** @param shipped folders of ours, whose files never change; each ends in a slash */
  constructor(machine: Machine, shipped: readonly string[]) {
    this.machine = machine;
    this.#shipped = shipped;
  }

  version(file: string): string {
    return this.isSettled(file) ? "1" : this.machine.version(file);
  }

  snapshot(file: string): ts.IScriptSnapshot | undefined {
    const version = this.version(file);
    const known = this.#texts.get(file);
    if (known?.version === version) return known.snapshot;
    const text = this.machine.readFile(file);
    const snapshot = text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    if (snapshot || !this.machine.isIncomplete) this.#texts.set(file, { version, snapshot });
    return snapshot;
  }

  /** Whether the file is none that the person writes. */
  isSettled(file: string): boolean {
    return settled.test(file) || this.isShipped(file);
  }

  isShipped(file: string): boolean {
    const real = normalize(file);
    return this.#shipped.some((folder) => real.startsWith(folder));
  }
}
