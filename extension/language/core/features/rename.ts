import type ts from "typescript";
import type { Place, RenameTarget } from "../../protocol.ts";
import { cellSpan, fileOffset, keyOf, placeOf } from "../places.ts";
import type { Cell } from "../project.ts";
import { importersOf, originOf } from "./origin.ts";

const preferences: ts.UserPreferences = { providePrefixAndSuffixTextForRename: true };

export function renameTarget(cell: Cell, offset: number): RenameTarget | { refused: string } {
  const at = fileOffset(cell, offset);
  const info = cell.project.service.getRenameInfo(cell.file, at, preferences);
  if (!info.canRename) return { refused: info.localizedErrorMessage };
  const span = cellSpan(cell, info.triggerSpan);
  if (!span) return { refused: "" };
  return { ...span, placeholder: info.displayName };
}

/**
 * A cell's top-level name is renamed in its own cell and in every cell below that sees this declaration; anything
 * else wherever TypeScript finds it.
 * @throws when it would change a file that is not the person's
 */
export function rename(cell: Cell, offset: number, name: string): { place: Place; text: string }[] {
  const { project } = cell;
  const at = fileOffset(cell, offset);
  const origin = originOf(cell, at);
  const starts = origin ? [{ cell: origin.cell, at: origin.at }, ...importersOf(origin)] : [{ cell, at }];
  const edits = new Map<string, { place: Place; text: string }>();
  for (const start of starts) {
    const found = project.service.findRenameLocations(start.cell.file, start.at, false, false, preferences);
    for (const { fileName, textSpan, prefixText = "", suffixText = "" } of found ?? []) {
      const place = placeOf(project, fileName, textSpan);
      if (!place) continue;
      if ("path" in place && !project.isPersonal(place.path)) {
        throw new Error(`${place.path} is not part of the workspace.`);
      }
      edits.set(keyOf(place), { place, text: prefixText + name + suffixText });
    }
  }
  return [...edits.values()];
}
