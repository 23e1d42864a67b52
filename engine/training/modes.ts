import type { Module } from "../nn/module.ts";

/** Notes the mode of every part, that of a layer frozen by its own `eval()` too; returns what puts them back. */
export function modesOf(model: Module): () => void {
  const modes = model.modules().map((module) => [module, module.training] as const);
  return () => {
    for (const [module, training] of modes) module.training = training;
  };
}
