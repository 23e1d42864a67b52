/** What to do about a name that nothing declares: import it, spell it otherwise, or write what Python's name stands for. */
import { say } from "../../../kernel/protocol/messages.ts";
import { suggestion } from "../../../kernel/protocol/suggestion.ts";
import { inTypeScript, replacementOf } from "../../../kernel/transform/python/pythonNames.ts";
import type { Fix, Span, TextEdit } from "../../protocol.ts";
import { engineNames } from "../importing/exportedNames.ts";
import { editFor, importsOf, statementFor } from "../importing/importable.ts";
import type { Cell } from "../project.ts";

/** Cannot find name, and the same with TypeScript's suggestion; cannot find namespace; a shorthand property's value. */
export const unknownName = 2304;
export const misspeltName = 2552;
export const unknownNames: ReadonlySet<number> = new Set([unknownName, misspeltName, 2503, 18004]);

export interface NameFix extends Pick<Fix, "action" | "title" | "from"> {
  edits: TextEdit[];
}

/** What is to be said after TypeScript's own words; null where it has the best ones. */
export function remedyOf(cell: Cell, name: string): string | null {
  const [imported] = importsOf(cell, name);
  // Many a short name is also one of Node's.
  if (imported && (imported.origin !== "node" || imported.whole)) {
    return say("Import it first: {0}", statementFor(imported));
  }
  const write = inTypeScript(name);
  return write === null ? null : say("In TypeScript, write: {0}", write);
}

/**
 * The name that is nearest to `name`, among those of other cells and the engine's; null where none is near.
 * @param rival what TypeScript suggests
 */
export function nearName(cell: Cell, name: string, rival: string | null): string | null {
  const { table } = cell.project;
  const { byName, within } = engineNames(cell.project);
  const names = [...table.names()].filter(
    (other) => table.value(other, cell.index) ?? table.type(other, cell.index),
  );
  const member = within.get(name);
  if (member !== undefined && rival === null) return member;
  const near = suggestion(name, [...(rival === null ? [] : [rival]), ...names, ...byName.keys()]);
  return near === rival ? null : near;
}

/** The likeliest first. */
export function nameFixes(cell: Cell, span: Span): NameFix[] {
  const name = cell.text.slice(span.start, span.start + span.length);
  const imports = importsOf(cell, name).map((one) => ({
    action: "import" as const,
    title: one.whole ? `* as ${name}` : name,
    from: one.module,
    edits: [editFor(cell.text, one)],
  }));
  const written = replacementOf(name);
  if (written === null) return imports;
  return [...imports, { action: "write", title: written, edits: respelt(cell, span, written) }];
}

/** Puts `near` in place of the name, and imports what it begins with where the cell does not see that. */
export function respelt(cell: Cell, span: Span, near: string): TextEdit[] {
  const [first = near] = near.split(".");
  const { table } = cell.project;
  const isSeen =
    cell.names.names.some((own) => own.name === first) ||
    table.value(first, cell.index)?.below === false ||
    table.type(first, cell.index)?.below === false;
  const imported = isSeen ? undefined : engineNames(cell.project).byName.get(first);
  return [{ ...span, text: near }, ...(imported ? [editFor(cell.text, imported)] : [])];
}
