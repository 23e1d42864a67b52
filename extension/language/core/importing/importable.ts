/** Names that a cell does not see and can import. */
import type { TextEdit } from "../../protocol.ts";
import type { Cell } from "../project.ts";
import { engineNames } from "./exportedNames.ts";
import { importEdit, namespaceEdit } from "./importEdit.ts";

export interface Importable {
  name: string;
  module: string;
  origin: "engine" | "beside" | "node";
  /** TypeScript's ScriptElementKind. */
  kind: string;
  isValue: boolean;
  isType: boolean;
  /** The name stands for the whole module. */
  whole?: boolean;
}

/** All of that name, those that are likeliest first. */
export function importsOf(cell: Cell, name: string): Importable[] {
  const engine = engineNames(cell.project).byName.get(name);
  const others = [...cell.project.neighbours, ...cell.project.builtinNames].filter(
    (one) => one.name === name,
  );
  return engine ? [engine, ...others] : others;
}

export function editFor(text: string, { name, module, whole }: Importable): TextEdit {
  return whole ? namespaceEdit(text, module, name) : importEdit(text, module, [name]);
}

/** The import as a line of its own. */
export function statementFor({ name, module, whole }: Importable): string {
  return `import ${whole ? `* as ${name}` : `{ ${name} }`} from "${module}"`;
}
