/** Where the functions of a text are in the code that is made of it, and what they look like to their author. */
import ts from "typescript";
import type { EditedText, TextEdits } from "./syntax/textEdits.ts";
import { visitAll } from "./syntax/walk.ts";

/** The functions and classes of some code that edits have changed. */
export interface FunctionTexts {
  /** The text they are from, without its types. */
  text: string;
  /** Four numbers for each: where it begins and ends in the code, and where in the text. */
  places: number[];
}

/** @param shift how many characters of the code come before the edited text */
export function functionTexts(
  file: ts.SourceFile,
  edits: TextEdits,
  edited: EditedText,
  shift: number,
): FunctionTexts | null {
  const own = edits.applyTypes();
  const places: number[] = [];
  visitAll(file, (node) => {
    const range = functionRange(node, file);
    if (!range) return true;
    const [start, last] = range;
    const from = edited.editedOffset(start);
    const to = edited.editedOffset(last) + 1;
    const ownFrom = own.editedOffset(start);
    const ownTo = own.editedOffset(last) + 1;
    // Edits only make a text longer.
    if (to - from !== ownTo - ownFrom) places.push(from + shift, to + shift, ownFrom, ownTo);
    return true;
  });
  return places.length > 0 ? { text: own.text, places } : null;
}

/** First and last character of what `toString` of a function shows, of those that are sure to be kept. */
function functionRange(node: ts.Node, file: ts.SourceFile): [start: number, last: number] | null {
  if (ts.isClassLike(node)) return [afterModifiers(node, file), node.end - 1];
  if (!ts.isFunctionLike(node) || !("body" in node) || !node.body) return null;
  return [afterModifiers(node, file), lastOf(node.body)];
}

/** `export`, `static` and the like are no part of a function. */
function afterModifiers(node: ts.Node, file: ts.SourceFile): number {
  const modifiers = (ts.canHaveModifiers(node) && ts.getModifiers(node)) || [];
  const last = modifiers.findLast(({ kind }) => kind !== ts.SyntaxKind.AsyncKeyword);
  if (!last) return node.getStart(file);
  const async = modifiers.find(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  return async ? async.getStart(file) : last.end + (/^\s*/.exec(file.text.slice(last.end))?.[0].length ?? 0);
}

function lastOf(body: ts.Node): number {
  let node = body;
  while (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isNonNullExpression(node)) {
    node = node.expression;
  }
  return node.end - 1;
}
