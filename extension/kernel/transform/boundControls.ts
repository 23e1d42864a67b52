/** Names that stand for a control alone: `const lr = input.slider(…)`, which nothing else in the cell uses. */
import ts from "typescript";
import { isAmbient, isWrapper, type Reference } from "./references.ts";
import type { TextEdits } from "./syntax/textEdits.ts";

/** A name, and which part of the control's value it stands for: null for all of it. */
export interface BoundName {
  name: string;
  from: string | null;
}

const kinds: ReadonlySet<string> = new Set([
  ...["slider", "number", "select", "radio", "checkbox", "text", "button", "drawing", "points", "file"],
]);

/**
 * Hands the value of each declaration that looks like a control's through `bind`, which knows whether it is one.
 * @returns whether there are any
 */
export function markBoundControls(
  file: ts.SourceFile,
  references: readonly Reference[],
  bind: string,
  edits: TextEdits,
): boolean {
  const used = new Set(references.flatMap(({ symbol }) => symbol?.declarations ?? []));
  let any = false;
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement) || isAmbient(statement)) continue;
    for (const declaration of statement.declarationList.declarations) {
      const { name, initializer } = declaration;
      if (!initializer || !isControlCall(initializer)) continue;
      const names = boundNames(name);
      if (!names || [declaration, ...elementsOf(name)].some((each) => used.has(each))) continue;
      any = true;
      const start = initializer.getStart(file);
      edits.before(start, `${bind}(${JSON.stringify(names)},${bind}(),`);
      edits.after(initializer.end, ")", start);
    }
  }
  return any;
}

function isControlCall(expression: ts.Expression): boolean {
  if (isWrapper(expression) || ts.isAwaitExpression(expression)) return isControlCall(expression.expression);
  return (
    ts.isCallExpression(expression) &&
    ts.isPropertyAccessExpression(expression.expression) &&
    kinds.has(expression.expression.name.text)
  );
}

function elementsOf(name: ts.BindingName): ts.BindingElement[] {
  return ts.isIdentifier(name)
    ? []
    : name.elements.flatMap((each) => (ts.isBindingElement(each) ? [each] : []));
}

/** Null for a pattern that does more than to name parts. */
function boundNames(name: ts.BindingName): BoundName[] | null {
  if (ts.isIdentifier(name)) return [{ name: name.text, from: null }];
  const names: BoundName[] = [];
  for (const [i, element] of name.elements.entries()) {
    if (ts.isOmittedExpression(element)) continue;
    const { name: local, propertyName, dotDotDotToken, initializer } = element;
    if (!ts.isIdentifier(local) || dotDotDotToken || initializer) return null;
    if (propertyName && !ts.isIdentifier(propertyName)) return null;
    const property = (propertyName ?? local).text;
    names.push({ name: local.text, from: ts.isObjectBindingPattern(name) ? property : String(i) });
  }
  return names;
}
