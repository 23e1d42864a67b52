import * as vscode from "vscode";
import type { ShapeMismatch } from "./protocol.ts";

/** Why shapes do not fit, as the person reads it before running the cell. */
export function shapeMismatchText({ kind, operation, left, right, sizes: [a, b] }: ShapeMismatch): string {
  switch (kind) {
    case "matmul":
      return vscode.l10n.t(
        "{0}: the shapes {1} and {2} do not fit. The inner sizes {3} and {4} must be the same.",
        operation,
        left,
        right,
        a,
        b,
      );
    case "broadcast":
      return vscode.l10n.t(
        "{0}: the shapes {1} and {2} cannot be broadcast together. {3} and {4} must be the same, or one of them 1.",
        operation,
        left,
        right,
        a,
        b,
      );
    case "elements":
      return vscode.l10n.t(
        "{0}: a tensor of shape {1} has {3} elements, which do not go into {2}.",
        operation,
        left,
        right,
        a,
      );
    case "features":
      return vscode.l10n.t("{0} expects {1} features and gets {2}.", operation, b, a);
  }
}
