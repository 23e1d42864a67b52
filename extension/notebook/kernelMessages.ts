/** What a person reads when the kernel itself has failed, in the editor's language. */
import * as vscode from "vscode";
import type { KernelDeath } from "../kernel/handle/reports.ts";
import type { CellError } from "../kernel/protocol/protocol.ts";

export function deathMessage({ cause, exitCode, signal, detail }: KernelDeath): string {
  const how = signal ?? String(exitCode);
  switch (cause) {
    case "memory":
      return vscode.l10n.t(
        "The kernel ran out of memory, and its variables are gone. Use smaller data or batches, or raise gradbook.kernel.memoryLimit; the next run starts a new kernel.",
      );
    case "killed":
      return vscode.l10n.t(
        "The kernel was ended from outside ({0}), and its variables are gone. The next run starts a new kernel.",
        how,
      );
    case "crash":
      if (signal === null && exitCode === null)
        return vscode.l10n.t(
          "The browser ended the kernel, as it may when memory runs out, and its variables are gone. The next run starts a new kernel.",
        );
      return vscode.l10n.t(
        "The kernel crashed ({0}), and its variables are gone. The next run starts a new kernel.",
        how,
      );
    case "start":
      return vscode.l10n.t("The kernel could not be started: {0}", detail);
  }
}

/** An error of the kernel's, not of the cell's code: it has no line. */
export function kernelError(message: string): CellError {
  const name = vscode.l10n.t("Kernel ended");
  return { name, message, execution: null, cell: null, line: null, column: null, stack: "" };
}
