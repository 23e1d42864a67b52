/** The page that shows variables: one script, and nothing from anywhere else. */
import * as vscode from "vscode";

/** @param name of the variable that the data viewer shows; null for the table of all */
export function variablesPage(webview: vscode.Webview, extension: vscode.Uri, name: string | null): string {
  const script = webview.asWebviewUri(vscode.Uri.joinPath(extension, "dist", "variablesPage.js"));
  const nonce = crypto.randomUUID();
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`;
  const grid = name === null ? "" : ` data-grid="${escape(name)}"`;
  return `<!DOCTYPE html>
<html lang="${escape(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name === null ? "Gradbook" : escape(name)}</title>
</head>
<body data-nonce="${nonce}"${grid}>
<script nonce="${nonce}" src="${script.toString()}"></script>
</body>
</html>`;
}

function escape(text: string): string {
  const names: Record<string, string> = { "&": "&amp;", "<": "&lt;", '"': "&quot;" };
  return text.replace(/[&<"]/g, (character) => names[character] ?? character);
}
