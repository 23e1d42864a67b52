import ts from "typescript";
import { say } from "../protocol/messages.ts";
import { errorAt } from "./syntax/parse.ts";
import { isErased, isWritten } from "./references.ts";
import type { TextEdits } from "./syntax/textEdits.ts";
import { walk } from "./syntax/walk.ts";

/** What stands for a module's own facilities in a function. */
export interface TopLevelNames {
  /** Function given what a top-level `await` returned. */
  awaited: string;
  /** Function given the line and column of what is about to be awaited, and the thing itself. */
  waits: string;
  /** `import()` */
  import: string;
  /** `import.meta` */
  meta: string;
}

/**
 * A cell is a module, but it runs as a function: what differs between the two is refused or rewritten here.
 * After each top-level `await` the kernel is asked whether the cell may go on, since it may have been given up.
 * @throws {CellSyntaxError} for a top-level `return`, `arguments` or `new.target`.
 */
export function adaptTopLevel(file: ts.SourceFile, names: TopLevelNames, edits: TextEdits): void {
  walk<{ inFunction: boolean; hasArguments: boolean }>(
    file,
    { inFunction: false, hasArguments: false },
    (node, outer) => {
      const { inFunction, hasArguments } = outer;
      if (isErased(node)) return null;
      if (ts.isReturnStatement(node) && !inFunction) {
        throw errorAt(
          file,
          node.getStart(file),
          say("A 'return' statement can only be used within a function body."),
        );
      }
      if (ts.isIdentifier(node) && node.text === "arguments" && !hasArguments && isValue(node)) {
        throw errorAt(file, node.getStart(file), say("'arguments' can only be used within a function."));
      }
      if (
        ts.isDeleteExpression(node) &&
        ts.isIdentifier(ts.skipPartiallyEmittedExpressions(node.expression))
      ) {
        throw errorAt(
          file,
          node.expression.getStart(file),
          say("'delete' cannot be called on an identifier in strict mode."),
        );
      }
      if (ts.isMetaProperty(node)) {
        if (node.keywordToken === ts.SyntaxKind.ImportKeyword) {
          checkImportMeta(node, file);
          edits.replace(node.getStart(file), node.end, names.meta);
        } else if (!hasArguments) {
          throw errorAt(
            file,
            node.getStart(file),
            say(
              "Meta-property 'new.target' is only allowed in the body of a function declaration, function expression, or constructor.",
            ),
          );
        }
        return null;
      }
      if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
        if (node.arguments.length === 0) {
          throw errorAt(file, node.getStart(file), say("import() needs to be told what to import."));
        }
        edits.replace(node.expression.getStart(file), node.expression.end, names.import);
      }
      if (ts.isAwaitExpression(node) && !inFunction) {
        edits.before(node.getStart(file), `${names.awaited}(`);
        edits.after(node.end, ")", node.getStart(file));
        markAwait(node.expression, file, names, edits);
      }
      const scope =
        ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node) || ts.isPropertyDeclaration(node);
      if (!scope) return outer;
      return { inFunction: true, hasArguments: hasArguments || !ts.isArrowFunction(node) };
    },
  );
}

function checkImportMeta(node: ts.MetaProperty, file: ts.SourceFile): void {
  if (node.name.text !== "meta") {
    const message = say("import.{0} does not work in a cell. Use import().", node.name.text);
    throw errorAt(file, node.getStart(file), message);
  }
  if (isWritten(node)) throw errorAt(file, node.getStart(file), say("import.meta cannot be assigned to."));
}

/** Lets the kernel say where a cell waits: no stack tells that of a promise which never settles. */
export function markAwait(
  awaited: ts.Expression,
  file: ts.SourceFile,
  { waits }: Pick<TopLevelNames, "waits">,
  edits: TextEdits,
): void {
  const start = awaited.getStart(file);
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  // The last expression of a cell may be a list with commas.
  edits.before(start, `${waits}(${line + 1},${character + 1},(`);
  edits.after(awaited.end, "))", start);
}

function isValue(id: ts.Identifier): boolean {
  const { parent } = id;
  return !("name" in parent && parent.name === id) && !ts.isQualifiedName(parent);
}
