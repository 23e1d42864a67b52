import * as vscode from "vscode";
import { atPosition, locationOf, rangeOf, type Cells } from "../cells.ts";
import type { Place } from "../protocol.ts";
import { workspaceEdit } from "./edits.ts";

export class NavigationProvider
  implements
    vscode.DefinitionProvider,
    vscode.ReferenceProvider,
    vscode.DocumentHighlightProvider,
    vscode.RenameProvider
{
  readonly #cells: Cells;

  constructor(cells: Cells) {
    this.#cells = cells;
  }

  async provideDefinition(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.LocationLink[] | undefined> {
    const found = await this.#cells.ask("definition", document, atPosition(document, position), token);
    if (!found) return undefined;
    const originSelectionRange = rangeOf(document, found.origin);
    return (await locations(found.places)).map(({ uri, range }) => ({
      originSelectionRange,
      targetUri: uri,
      targetRange: range,
    }));
  }

  async provideReferences(
    document: vscode.TextDocument,
    position: vscode.Position,
    { includeDeclaration }: vscode.ReferenceContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.Location[] | undefined> {
    const at = { ...atPosition(document, position), declaration: includeDeclaration };
    const found = await this.#cells.ask("references", document, at, token);
    return found && locations(found);
  }

  async provideDocumentHighlights(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.DocumentHighlight[] | undefined> {
    const found = await this.#cells.ask("highlights", document, atPosition(document, position), token);
    const { Read, Write } = vscode.DocumentHighlightKind;
    return found?.map(
      (span) => new vscode.DocumentHighlight(rangeOf(document, span), span.written ? Write : Read),
    );
  }

  /** @throws with TypeScript's reason for what cannot be renamed, which VS Code shows */
  async prepareRename(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<{ range: vscode.Range; placeholder: string } | undefined> {
    const target = await this.#cells.ask("renameTarget", document, atPosition(document, position), token);
    if (!target) return undefined;
    if ("refused" in target) throw new Error(target.refused);
    return { range: rangeOf(document, target), placeholder: target.placeholder };
  }

  async provideRenameEdits(
    document: vscode.TextDocument,
    position: vscode.Position,
    name: string,
    token: vscode.CancellationToken,
  ): Promise<vscode.WorkspaceEdit | undefined> {
    const at = { ...atPosition(document, position), name };
    const edits = await this.#cells.ask("rename", document, at, token);
    return edits && workspaceEdit(edits);
  }
}

async function locations(places: readonly Place[]): Promise<vscode.Location[]> {
  const found = await Promise.all(places.map(locationOf));
  return found.filter((location) => location !== undefined);
}
