import { inspectCustom } from "./valueInspection.ts";

/**
 * Lets the classes that a module exports be shown by their own `toString`, wherever a value is inspected: as
 * the result of a cell, by `console.log`, inside arrays and objects.
 */
export function installClassInspection(module: Readonly<Record<string, unknown>>): void {
  for (const exported of Object.values(module)) {
    if (typeof exported !== "function") continue;
    const prototype: unknown = exported.prototype;
    if (typeof prototype !== "object" || prototype === null) continue;
    if (!Object.hasOwn(prototype, "toString") || prototype instanceof Error) continue;
    // What all objects inherit abridges them, and is not a class's own.
    const written = (prototype as Record<symbol, unknown>)[inspectCustom];
    if (written !== (Object.prototype as Record<symbol, unknown>)[inspectCustom]) continue;
    Object.defineProperty(prototype, inspectCustom, { value: speak, configurable: true, writable: true });
  }
}

function speak(this: { toString(): string }, _depth: number, options: { indentationLvl?: number }): string {
  const indent = options.indentationLvl ?? 0;
  return this.toString().replaceAll("\n", `\n${" ".repeat(indent)}`);
}
