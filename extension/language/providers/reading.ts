/** What a person reads about the code at the cursor. */
import * as vscode from "vscode";
import { variableIcon, variableLine } from "../../ui/variableText.ts";
import { atPosition, cellAt, rangeOf, type Cells } from "../cells.ts";
import type { LiveValues } from "../liveValues.ts";
import type { HoverInfo } from "../protocol.ts";
import { tokenModifiers, tokenTypes } from "../tokenNames.ts";

export class HoverProvider implements vscode.HoverProvider {
  readonly #cells: Cells;
  readonly #values: LiveValues;

  constructor(cells: Cells, values: LiveValues) {
    this.#cells = cells;
    this.#values = values;
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const info = await this.#cells.ask("hover", document, atPosition(document, position), token);
    if (!info) return undefined;
    const contents = [new vscode.MarkdownString().appendCodeblock(info.code, "typescript")];
    const value = await this.#value(info);
    if (value) contents.push(value);
    if (info.documentation !== "") contents.push(new vscode.MarkdownString(info.documentation));
    return new vscode.Hover(contents, rangeOf(document, info));
  }

  /** What the variable holds in the kernel, under its type. */
  async #value({ variable }: HoverInfo): Promise<vscode.MarkdownString | null> {
    const cell = variable && cellAt(variable.cell);
    const values = cell ? await this.#values.of(cell) : [];
    const held = values.find(({ name }) => name === variable?.name);
    if (!held) return null;
    return new vscode.MarkdownString(`$(${variableIcon(held)}) ${asMarkdown(variableLine(held))}`, true);
  }
}

/** Text that stays as it is; VS Code's own way makes every space one that does not break. */
function asMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!~<>|&$]/g, "\\$&");
}

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

export const tokensLegend = new vscode.SemanticTokensLegend([...tokenTypes], [...tokenModifiers]);

export class TokensProvider implements vscode.DocumentSemanticTokensProvider {
  readonly #cells: Cells;

  constructor(cells: Cells) {
    this.#cells = cells;
  }

  async provideDocumentSemanticTokens(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<vscode.SemanticTokens> {
    const tokens = await this.#cells.ask("semanticTokens", document, {}, token);
    // VS Code would take the colours away if there were no answer; so it keeps them.
    if (!tokens) throw new vscode.CancellationError();
    const builder = new vscode.SemanticTokensBuilder(tokensLegend);
    for (let i = 0; i + 3 < tokens.length; i += 4) {
      const [start = 0, length = 0, type = 0, modifiers = 0] = tokens.slice(i, i + 4);
      const { line, character } = document.positionAt(start);
      builder.push(line, character, length, type, modifiers);
    }
    return builder.build();
  }
}
