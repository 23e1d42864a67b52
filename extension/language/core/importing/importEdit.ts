/** Adds names to a cell's imports. */
import ts from "typescript";
import type { TextEdit } from "../../protocol.ts";
import { parseCell } from "../cellNames.ts";

/** The edit that imports `names` from `module` in this cell: into its import of that module, else on a line of its own. */
export function importEdit(text: string, module: string, names: readonly string[]): TextEdit {
  const file = parseCell(text);
  const imports = file.statements.filter(ts.isImportDeclaration);
  for (const statement of imports) {
    if (!ts.isStringLiteral(statement.moduleSpecifier) || statement.moduleSpecifier.text !== module) continue;
    const clause = statement.importClause;
    const bindings = clause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings) || clause.phaseModifier !== undefined) continue;
    const last = bindings.elements.at(-1);
    const list = names.join(", ");
    if (!last)
      return { start: bindings.getStart(file), length: bindings.getWidth(file), text: `{ ${list} }` };
    return { start: last.end, length: 0, text: `, ${list}` };
  }
  return newLine(text, imports, `{ ${names.join(", ")} }`, module);
}

/** The edit that imports all of `module` under a name. */
export function namespaceEdit(text: string, module: string, name: string): TextEdit {
  const imports = parseCell(text).statements.filter(ts.isImportDeclaration);
  return newLine(text, imports, `* as ${name}`, module);
}

function newLine(
  text: string,
  [first]: readonly ts.ImportDeclaration[],
  clause: string,
  module: string,
): TextEdit {
  const start = first ? first.getStart() : firstLine(text);
  return { start, length: 0, text: `import ${clause} from "${module}";\n` };
}

/** After a first line for the shell. */
function firstLine(text: string): number {
  const shebang = ts.getShebang(text);
  return shebang === undefined ? 0 : Math.min(text.length, shebang.length + 1);
}
