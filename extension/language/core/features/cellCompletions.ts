/** Names of other cells, which a cell's file does not import before its text mentions them. */
import ts from "typescript";
import type { Completion, CompletionDetails } from "../../protocol.ts";
import type { TableEntry } from "../chain.ts";
import { isDeferred } from "../../../kernel/transform/deferred.ts";
import { fileOffset } from "../places.ts";
import type { Cell } from "../project.ts";
import { documentation, plain, withoutAlias } from "../readableText.ts";
import { kindOf, resolveAlias } from "../importing/engineExports.ts";

/** After what the cell has itself, as TypeScript ranks it; what is below comes after what is above. */
const ranks = { above: "11", below: "11z" };

/**
 * @param seen names that need not be offered: the cell has them
 * @param types whether a type is wanted rather than a value
 */
export function cellCompletions(
  cell: Cell,
  offset: number,
  seen: ReadonlySet<string>,
  types: boolean,
): Completion[] {
  const { table } = cell.project;
  const own = new Set(cell.names.names.map(({ name }) => name));
  const later = types || isDeferredAt(cell, offset);
  return [...table.names()].flatMap((name) => {
    if (seen.has(name) || own.has(name)) return [];
    const found = types ? table.type(name, cell.index) : table.value(name, cell.index);
    if (!found || (found.below && !later)) return [];
    return [
      {
        name,
        kind: kindOfEntry(cell, found.item),
        modifiers: "",
        sortText: found.below ? ranks.below : ranks.above,
      },
    ];
  });
}

/** Of a name in another cell, from where it is declared; null where no cell declares it for this one. */
export function cellCompletionDetails(cell: Cell, name: string): CompletionDetails | null {
  const { project } = cell;
  const found = project.table.value(name, cell.index) ?? project.table.type(name, cell.index);
  const owner = found && project.numbered(found.item.from);
  if (!owner) return null;
  project.prepare(owner);
  const info = project.service.getQuickInfoAtPosition(owner.file, fileOffset(owner, found.item.named.start));
  if (!info) return null;
  return {
    detail: withoutAlias(plain(info.displayParts)),
    documentation: documentation(info.documentation, info.tags),
    edits: [],
  };
}

function isDeferredAt(cell: Cell, offset: number): boolean {
  const file = cell.project.sourceFile(cell);
  const at = fileOffset(cell, offset);
  let innermost: ts.Node = file;
  const visit = (node: ts.Node): void => {
    if (at <= node.getFullStart() || at > node.end) return;
    innermost = node;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return isDeferred(innermost);
}

/** TypeScript's name for the kind of what is declared; an import is what it imports. */
function kindOfEntry(cell: Cell, { from, named }: TableEntry): string {
  const { kind } = named;
  if (kind === "namespace") return ts.ScriptElementKind.moduleElement;
  if (kind !== "import") return kind;
  const { program } = cell.project;
  const checker = program.getTypeChecker();
  const owner = cell.project.numbered(from);
  const file = owner && program.getSourceFile(owner.file);
  const module = file && checker.getSymbolAtLocation(file);
  const symbol = module?.exports?.get(ts.escapeLeadingUnderscores(named.name));
  return symbol ? kindOf(resolveAlias(checker, symbol)) : kind;
}
