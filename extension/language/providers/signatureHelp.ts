/** The parameters of the call at the cursor. */
import * as vscode from "vscode";
import { atPosition, type Cells } from "../cells.ts";

export const signatureTriggers: vscode.SignatureHelpProviderMetadata = {
  triggerCharacters: ["(", ",", "<"],
  retriggerCharacters: [")"],
};

export class SignatureProvider implements vscode.SignatureHelpProvider {
  readonly #cells: Cells;

  constructor(cells: Cells) {
    this.#cells = cells;
  }

  async provideSignatureHelp(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
    { activeSignatureHelp, isRetrigger }: vscode.SignatureHelpContext,
  ): Promise<vscode.SignatureHelp | undefined> {
    const found = await this.#cells.ask("signatures", document, atPosition(document, position), token);
    if (!found) return undefined;
    const help = new vscode.SignatureHelp();
    help.signatures = found.signatures.map(({ label, documentation, parameters }) => {
      const signature = new vscode.SignatureInformation(label, new vscode.MarkdownString(documentation));
      signature.parameters = parameters.map(
        (parameter) =>
          new vscode.ParameterInformation(
            parameter.label,
            new vscode.MarkdownString(parameter.documentation),
          ),
      );
      return signature;
    });
    // The overload that the person has chosen stays.
    const chosen = isRetrigger
      ? activeSignatureHelp?.signatures[activeSignatureHelp.activeSignature]
      : undefined;
    const same = help.signatures.findIndex(({ label }) => label === chosen?.label);
    help.activeSignature = same >= 0 ? same : found.active;
    const count = help.signatures[help.activeSignature]?.parameters.length ?? 0;
    const isRest = /\.\.\.[^,]*$/.test(help.signatures[help.activeSignature]?.label ?? "");
    help.activeParameter = isRest ? Math.min(found.parameter, Math.max(0, count - 1)) : found.parameter;
    return help;
  }
}
