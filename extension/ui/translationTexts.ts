/** What the translation of Python has to say, in the editor's language. */
import * as vscode from "vscode";
import type { Mark, PythonSyntaxError } from "../translate/translate.ts";

/** The comment of a mark. */
export function markText(mark: Mark): string {
  return `TODO(Python): ${meaning(mark)}`;
}

function meaning({ kind, subject, other = "" }: Mark): string {
  switch (kind) {
    case "statement":
      return vscode.l10n.t("this was not translated.");
    case "expression":
      return vscode.l10n.t("{0} was not translated.", subject);
    case "magic":
      return vscode.l10n.t("{0} is a command for a Python notebook; it was left out.", subject);
    case "module":
      return vscode.l10n.t("there is no {0} here.", subject);
    case "missing":
      return vscode.l10n.t("the engine has no {0}.", subject);
    case "option":
      return vscode.l10n.t("{0} has no option {1} here.", subject, other);
    case "operands":
      return other === ""
        ? vscode.l10n.t("it is not known what {0} is applied to.", subject)
        : vscode.l10n.t("{0} is right for numbers; for tensors, write the method {1}.", subject, other);
    case "subscript":
      return vscode.l10n.t(
        "it is not known whether {0} is a list or a tensor; for a tensor, use get and set.",
        subject,
      );
    case "truth":
      return vscode.l10n.t("in Python, {0} counts as false when it is empty.", subject);
    case "keywords":
      return vscode.l10n.t("{0} is not known: are its named arguments one object of options?", subject);
    case "class":
      return vscode.l10n.t("if {0} is a class, it needs new.", subject);
    case "format":
      return vscode.l10n.t("the format {0} was not translated.", subject);
    case "await":
      return vscode.l10n.t("something must be awaited here.");
    case "seed":
      return vscode.l10n.t("{0} gives other numbers here than in Python.", subject);
  }
}

/** Where and why a text is no Python. */
export function syntaxErrorText({ line, column, problem }: PythonSyntaxError): string {
  const reasons: Record<typeof problem.kind, () => string> = {
    unexpected: () => vscode.l10n.t("{0} cannot stand here", shown(problem.detail)),
    expected: () => vscode.l10n.t("{0} is missing", shown(problem.detail)),
    unclosedString: () => vscode.l10n.t("the text that begins with {0} has no end", problem.detail),
    unclosedBracket: () => vscode.l10n.t("{0} is never closed", problem.detail),
    indentation: () => vscode.l10n.t("the indentation fits no block"),
    emptyBlock: () => vscode.l10n.t("an indented block is missing"),
    assignmentTarget: () => vscode.l10n.t("{0} cannot be assigned to", problem.detail),
  };
  return vscode.l10n.t("Python, line {0}, column {1}: {2}.", line, column, reasons[problem.kind]());
}

function shown(detail: string): string {
  return detail.trim() === "" ? vscode.l10n.t("the end of the line") : detail;
}
