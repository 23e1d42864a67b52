/**
 * Paths by which TypeScript knows files. What is not on the machine's disk has one, too: `/^/scheme/authority/path`, as
 * for VS Code's own TypeScript.
 */
import * as vscode from "vscode";

const foreign = /^\/\^\/([^/]+)\/([^/]+)(\/.*)?$/;

export function pathOf(uri: vscode.Uri): string {
  if (uri.scheme === "file") return uri.fsPath;
  return `/^/${uri.scheme}/${encodeURIComponent(uri.authority) || "-"}${uri.path}`;
}

export function uriOf(path: string): vscode.Uri {
  const [, scheme, authority = "-", rest = "/"] = foreign.exec(path) ?? [];
  if (scheme === undefined) return vscode.Uri.file(path);
  return vscode.Uri.from({
    scheme,
    authority: authority === "-" ? "" : decodeURIComponent(authority),
    path: rest,
  });
}
