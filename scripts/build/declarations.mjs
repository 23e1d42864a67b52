import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

const specifiers = /(?:\bfrom|\bimport)\s*\(?\s*["'](\.[^"']+)["']/g;

/**
 * The doc comment before a declaration, as it is written.
 *
 * @param {string} text
 * @param {ts.Node} node
 */
function commentOf(text, node) {
  const ranges = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
  return ranges.map(({ pos, end }) => `${text.slice(pos, end)}\n`).join("");
}

/**
 * @typedef {{ name: string; node: ts.Statement; signature: ts.SignatureDeclaration; isConstant: boolean }} Exported
 *   A function that a file of declarations exports, or a constant that holds one.
 */

/** @type {(node: ts.Statement) => Exported | null} */
function functionIn(node) {
  if (ts.isFunctionDeclaration(node)) {
    return { name: node.name?.text ?? "", node, signature: node, isConstant: false };
  }
  const [constant] = ts.isVariableStatement(node) ? node.declarationList.declarations : [];
  if (!constant?.type || !ts.isFunctionTypeNode(constant.type)) return null;
  return { name: constant.name.getText(), node, signature: constant.type, isConstant: true };
}

/**
 * Declarations as a person writes them, so that hovers say `(method) Tensor.exp()` and `function exp(x)`: constants that
 * hold functions become functions, and `interface Tensor extends Methods<typeof import("./itself.ts"), Names>` becomes
 * the methods with their comments.
 *
 * @param {string} text
 */
function written(text) {
  const file = ts.createSourceFile("x.d.ts", text, ts.ScriptTarget.Latest, true);
  const functions = file.statements.map(functionIn).filter((found) => found !== null);
  /** @type {[start: number, end: number, code: string][]} */
  const edits = [];
  /** @type {(name: string, signature: ts.SignatureDeclaration, from: number) => string} */
  const call = (name, signature, from) => {
    const parameters = signature.parameters.slice(from).map((parameter) => parameter.getText());
    return `${name}(${parameters.join(", ")}): ${signature.type?.getText() ?? "void"};`;
  };
  for (const { name, node, signature, isConstant } of functions) {
    if (!isConstant) continue;
    edits.push([node.getStart(), node.getEnd(), `export declare function ${call(name, signature, 0)}`]);
  }
  /** @type {(node: ts.Node) => void} */
  const visit = (node) => {
    if (!ts.isInterfaceDeclaration(node) || !node.heritageClauses) return ts.forEachChild(node, visit);
    const [{ expression, typeArguments }] = node.heritageClauses[0].types;
    if (expression.getText() !== "Methods") return;
    const wanted = typeArguments?.[1]?.getText().match(/\w+/g);
    const methods = functions
      .filter(({ name }) => !wanted || wanted.includes(name))
      .map(({ name, node: from, signature }) => `${commentOf(text, from)}${call(name, signature, 1)}\n`);
    edits.push([node.heritageClauses[0].getStart(), node.heritageClauses[0].getEnd(), ""]);
    edits.push([node.getEnd() - 1, node.getEnd() - 1, methods.join("")]);
  };
  visit(file);
  edits.sort(([a], [b]) => b - a);
  return edits.reduce((out, [start, end, code]) => out.slice(0, start) + code + out.slice(end), text);
}

/**
 * Writes the types of the engine's public door beside `dist/engine.js`: the compiler's declarations of
 * `engine/node.ts` and of everything it reaches, under `dist/types/`, and `dist/engine.d.ts` that leads there.
 *
 * @param {string} root the repository, after `tsc --build`
 */
export function writeDeclarations(root) {
  const from = path.join(root, "out", "engine");
  const to = path.join(root, "dist", "types");
  rmSync(to, { recursive: true, force: true });
  const queue = [path.join(from, "node.d.ts")];
  const seen = new Set(queue);
  for (const file of queue) {
    const text = readFileSync(file, "utf8").replace(/^\/\/# sourceMappingURL=.*\n?/m, "");
    const target = path.join(to, path.relative(from, file));
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, written(text));
    for (const [, specifier] of text.matchAll(specifiers)) {
      const next = path.join(path.dirname(file), specifier.replace(/\.(ts|js)$/, ".d.ts"));
      if (seen.has(next) || !existsSync(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  }
  writeFileSync(path.join(root, "dist", "engine.d.ts"), 'export * from "./types/node.js";\n');
}
