/** *Translate PyTorch Cell*: finds the Python that is meant, and inserts its TypeScript below. */
import * as vscode from "vscode";
import { commandCell } from "../notebook/cellRanges.ts";
import { CELL_LANGUAGE } from "../notebook/ids.ts";
import { isCodeCell, isGradbook } from "../notebook/notebookContext.ts";
import { did } from "./deeds.ts";
import { insertCells } from "./insertCells.ts";
import type { LastTouched } from "./lastTouched.ts";

/** Pieces of Python, and the cell they are from. */
interface Found {
  pieces: string[];
  cell?: vscode.NotebookCell;
}

/** @param openWith opens a new notebook of such cells, where none is in front */
export async function translateCommand(
  argument: unknown,
  touched: LastTouched,
  openWith: (texts: readonly string[]) => Promise<unknown>,
): Promise<void> {
  const found = await findPython(argument);
  if (found.pieces.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        "Select a cell that holds Python, select Python text, or copy some; then translate again.",
      ),
    );
    return;
  }
  const active = vscode.window.activeNotebookEditor;
  const editor = active && isGradbook(active.notebook) ? active : null;
  const isOfIt = editor !== null && found.cell?.notebook === editor.notebook;
  const at = isOfIt ? (found.cell?.index ?? 0) + 1 : editor ? touched.below(editor) : 0;
  const { cells, marks, problem } = await translated(found, editor?.notebook ?? null, at);
  if (cells.length > 0) {
    // Before they are shown: VS Code never ends the showing of a notebook that is covered before it is drawn.
    did("gradbook.hasTranslated");
    if (editor) await insertCells(editor, at, cells);
    else await openWith(cells);
  }
  if (problem !== null) void vscode.window.showErrorMessage(problem);
  else if (marks === 0) {
    vscode.window.setStatusBarMessage(vscode.l10n.t("Translated; nothing is marked."), 5000);
  } else {
    const message =
      marks === 1
        ? vscode.l10n.t(
            "Translated. One place is marked with TODO(Python): look at it before you run the cell.",
          )
        : vscode.l10n.t(
            "Translated. {0} places are marked with TODO(Python): look at them before you run the cell.",
            marks,
          );
    void vscode.window.showInformationMessage(message);
  }
}

async function findPython(argument: unknown): Promise<Found> {
  const selected = selectedText();
  if (selected !== "") return { pieces: await piecesOf(selected) };
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  const cell = notebook && commandCell(argument, notebook);
  const pieces = cell ? await pythonOf(cell) : [];
  if (cell && pieces.length > 0) return { pieces, cell };
  const copied = await vscode.env.clipboard.readText();
  return { pieces: copied.trim() === "" ? [] : await piecesOf(copied) };
}

/** In a text editor, or in a cell that is no TypeScript. */
function selectedText(): string {
  const editor = vscode.window.activeTextEditor;
  if (!editor || editor.document.languageId === CELL_LANGUAGE) return "";
  return editor.document.getText(editor.selection);
}

/** The fences of Markdown, or the text itself. */
async function piecesOf(text: string): Promise<string[]> {
  const fences = await fencesOf(text);
  return fences.length > 0 ? fences : [text];
}

async function pythonOf(cell: vscode.NotebookCell): Promise<string[]> {
  const text = cell.document.getText();
  if (cell.kind === vscode.NotebookCellKind.Markup) return fencesOf(text);
  return cell.document.languageId === "python" && text.trim() !== "" ? [text] : [];
}

async function fencesOf(markdown: string): Promise<string[]> {
  // Loaded when it is needed: activation does not wait for the parser.
  const { pythonFences } = await import("../markdown/markdown.entry.ts");
  return pythonFences(markdown).filter((fence) => fence.trim() !== "");
}

interface Outcome {
  cells: string[];
  marks: number;
  /** Why one of the pieces is no Python. */
  problem: string | null;
}

async function translated(
  { pieces, cell }: Found,
  notebook: vscode.NotebookDocument | null,
  at: number,
): Promise<Outcome> {
  // Its own file, loaded when it is used first.
  const { translate, importedNames, PythonSyntaxError } = await import("../translate/translate.ts");
  const { markText, syntaxErrorText } = await import("./translationTexts.ts");
  const own = cell?.notebook === notebook ? cell.index : at;
  const cells = notebook?.getCells() ?? [];
  const above = (await Promise.all(cells.slice(0, own).map(pythonOf))).flat();
  const below = (
    await Promise.all(cells.slice(cell?.notebook === notebook ? own + 1 : own).map(pythonOf))
  ).flat();
  const imported = new Set(
    cells
      .slice(0, at)
      .filter(isCodeCell)
      .flatMap((each) => importedNames(each.document.getText())),
  );
  const outcome: Outcome = { cells: [], marks: 0, problem: null };
  for (const [i, piece] of pieces.entries()) {
    try {
      const { text, marks } = translate(piece, markText, {
        above: [...above, ...pieces.slice(0, i)],
        below: [...pieces.slice(i + 1), ...below],
        imported,
      });
      outcome.cells.push(text);
      outcome.marks += marks.length;
      for (const name of importedNames(text)) imported.add(name);
    } catch (error) {
      if (!(error instanceof PythonSyntaxError)) throw error;
      outcome.problem ??= syntaxErrorText(error);
    }
  }
  return outcome;
}
