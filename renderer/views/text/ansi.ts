/** Text with ANSI colours, as Node writes values for a terminal → pieces of one colour. */

export interface ColouredRun {
  text: string;
  /** By its name in VS Code's `--vscode-terminal-ansi…`; null for the text's own. */
  colour: string | null;
  bold: boolean;
}

const names = ["Black", "Red", "Green", "Yellow", "Blue", "Magenta", "Cyan", "White"];

export function colouredRuns(text: string): ColouredRun[] {
  const runs: ColouredRun[] = [];
  let colour: string | null = null;
  let bold = false;
  // Odd ones are the codes between the pieces.
  text.split(/\u001b\[([\d;]*)m/).forEach((piece, i) => {
    if (i % 2 === 0) {
      if (piece !== "") runs.push({ text: piece, colour, bold });
      return;
    }
    for (const code of piece.split(";").map(Number)) {
      if (code === 0) [colour, bold] = [null, false];
      else if (code === 1) bold = true;
      else if (code === 22) bold = false;
      else if (code === 39) colour = null;
      else if (code >= 30 && code <= 37) colour = names[code - 30] ?? null;
      else if (code >= 90 && code <= 97) colour = `Bright${names[code - 90]}`;
    }
  });
  return runs;
}
