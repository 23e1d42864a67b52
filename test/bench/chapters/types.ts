/** The type errors that the cell editor would underline in the cells of a chapter. */
import path from "node:path";
import { Notebooks } from "../../../extension/language/core/notebooks.ts";
import { nodeMachine } from "../../../extension/language/node/nodeMachine.ts";

/** For each cell, what is wrong with it. */
export function typeErrors(texts: readonly string[], folder: string): string[][] {
  const setup = {
    libraries: path.resolve("dist", "library"),
    engine: path.resolve("dist", "engine.d.ts"),
    language: "en",
  };
  const notebooks = new Notebooks(setup, nodeMachine);
  const id = (i: number): string => `chapter#${i}`;
  notebooks.update({ notebook: "chapter", folder, cells: texts.map((text, i) => ({ id: id(i), text })) });
  return texts.map((text, i) =>
    notebooks
      .answer("diagnostics", { cell: id(i) })
      .filter(({ severity }) => severity === "error")
      .map(({ start, length, message }) => `${text.slice(start, start + length)}: ${message}`),
  );
}
