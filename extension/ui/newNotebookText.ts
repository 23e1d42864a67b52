/** What a new notebook holds. */
import * as vscode from "vscode";
import { activationCell } from "./activationCell.ts";

export function starterText(): string {
  const title = vscode.l10n.t("New Notebook");
  const advice = vscode.l10n.t(
    "Press **Shift+Enter** to run a cell. A cell sees the variables of the cells above it.",
  );
  return `# ${title}\n\n${advice}\n\n\`\`\`ts\n${activationCell("sigmoid")}\n\`\`\`\n`;
}
