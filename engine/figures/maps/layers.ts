/** What pictures of models with layers over images have in common. */
import type { Module } from "../../nn/module.ts";
import { say } from "../../payload/say.ts";

/** The types of a model's parts without parts, each once: `Linear, ReLU`. */
export function partNames(model: Module): string {
  const leaves = model.modules().filter((part) => part.children().length === 0);
  return [...new Set(leaves.map((part) => part.typeName()))].join(", ");
}

/** @throws {RangeError} unless each is a whole number of at least 1 */
export function atLeastOne(owner: string, options: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(options)) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new RangeError(say`${owner}: ${name} is ${value}; give a whole number of at least 1.`);
  }
}
