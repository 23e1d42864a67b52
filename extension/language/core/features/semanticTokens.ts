import ts from "typescript";
import type { Cell } from "../project.ts";

/** Offset, length, index in `tokenTypes` and bits of `tokenModifiers`, in groups of four. */
export function semanticTokens(cell: Cell): number[] {
  const start = cell.prefix.text.length;
  const { spans } = cell.project.service.getEncodedSemanticClassifications(
    cell.file,
    { start, length: cell.text.length },
    ts.SemanticClassificationFormat.TwentyTwenty,
  );
  const tokens: number[] = [];
  for (let i = 0; i + 2 < spans.length; i += 3) {
    const [at = 0, length = 0, encoded = 0] = spans.slice(i, i + 3);
    const type = (encoded >> 8) - 1;
    if (at >= start && type >= 0) tokens.push(at - start, length, type, encoded & 255);
  }
  return tokens;
}
