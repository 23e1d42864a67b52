/** What a name that nothing declares may stand for: TypeScript knows those names only that the cell mentions. */
import ts from "typescript";
import { typeScriptMessage } from "../messages.ts";
import { fileOffset } from "../places.ts";
import type { Cell } from "../project.ts";
import { identifierAt } from "./origin.ts";

/** What TypeScript's declarations leave out. */
type Suggesting = ts.TypeChecker & {
  getSuggestedSymbolForNonexistentSymbol(
    id: ts.Node,
    name: string,
    meaning: ts.SymbolFlags,
  ): ts.Symbol | undefined;
};

/**
 * What TypeScript suggests for the unknown name at `start`, where its message does not say so: one checker does that
 * ten times at most.
 */
export function suggestedSymbol(cell: Cell, start: number): ts.Symbol | undefined {
  const { program } = cell.project;
  const id = identifierAt(cell.project.sourceFile(cell), fileOffset(cell, start));
  const checker = program.getTypeChecker() as Suggesting;
  const meaning = id && ts.isPartOfTypeNode(id) ? ts.SymbolFlags.Type : ts.SymbolFlags.Value;
  return id ? checker.getSuggestedSymbolForNonexistentSymbol(id, id.text, meaning) : undefined;
}

/** What TypeScript suggests in its message. */
export function suggestedName(message: string): string | null {
  return /'([^']+)'[^']*$/.exec(message)?.[1] ?? null;
}

export function unknownMessage(name: string): string {
  return typeScriptMessage("Cannot_find_name_0_2304", "Cannot find name '{0}'.", name);
}

export function misspeltMessage(name: string, near: string): string {
  return typeScriptMessage(
    "Cannot_find_name_0_Did_you_mean_1_2552",
    "Cannot find name '{0}'. Did you mean '{1}'?",
    name,
    near,
  );
}

export function respellTitle(near: string): string {
  return typeScriptMessage("Change_spelling_to_0_95022", "Change spelling to '{0}'", near);
}
