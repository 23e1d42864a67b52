/** What is said to the person in a folder of sources: the English of `say`, and English that goes around it. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { keyOf, type Messages } from "../../engine/payload/say.ts";

export interface SaidTexts {
  /** English texts, as translations know them. */
  readonly said: ReadonlySet<string>;
  /** Where English would reach the person untranslated, and what cannot be looked up. */
  readonly untranslated: readonly string[];
}

/** Two words, or one in a text of more than itself. */
const words = /[a-z]{2,} [a-z]{2,}/i;

/** @param skipped folders of `folder` that say nothing */
export function saidTexts(folder: string, skipped: readonly string[] = []): SaidTexts {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll(path.sep, "/"))
    .filter((file) => file.endsWith(".ts") && !skipped.some((room) => file.startsWith(`${room}/`)))
    .map((file) =>
      ts.createSourceFile(file, readFileSync(path.join(folder, file), "utf8"), ts.ScriptTarget.Latest, true),
    );
  const phrases = phrasePlaces(files);
  const said = new Set<string>();
  const untranslated: string[] = [];
  for (const file of files) {
    const fault = (node: ts.Node): void => {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      untranslated.push(`${file.fileName}:${line + 1}: ${node.getText().replace(/\s+/g, " ").slice(0, 120)}`);
    };
    /** English in a place where it would be shown as it is. */
    const refuseEnglish = (node: ts.Node): void => {
      if (isSay(node) || isFunction(node)) return;
      if (words.test(textIn(node) ?? "")) fault(node);
      ts.forEachChild(node, refuseEnglish);
    };
    const add = (node: ts.Expression): void => {
      if (ts.isConditionalExpression(node)) [node.whenTrue, node.whenFalse].forEach(add);
      else if (ts.isStringLiteralLike(node)) said.add(node.text);
      else if (!ts.isIdentifier(node) || !phrases.names.has(node.text)) fault(node);
    };
    const visit = (node: ts.Node): void => {
      if (isSay(node)) {
        if (ts.isTaggedTemplateExpression(node)) {
          const { template } = node;
          said.add(keyOf(partsOf(template)));
          if (ts.isTemplateExpression(template))
            template.templateSpans.forEach(({ expression }) => refuseEnglish(expression));
        } else if (node.arguments[0]) {
          add(node.arguments[0]);
        }
      } else if (ts.isNewExpression(node) && /Error$/.test(node.expression.getText())) {
        node.arguments?.forEach(refuseEnglish);
      } else if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
        const at = phrases.parameters.get(node.expression.text);
        const argument = at === undefined ? undefined : node.arguments[at];
        if (argument) add(argument);
      } else if (
        (ts.isVariableDeclaration(node) || ts.isParameter(node)) &&
        isPhrase(node) &&
        node.initializer
      ) {
        add(node.initializer);
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return { said, untranslated };
}

/** Parameters of the type `Phrase`, by the names of their functions; variables and parameters of it. */
function phrasePlaces(files: readonly ts.SourceFile[]): {
  parameters: ReadonlyMap<string, number>;
  names: ReadonlySet<string>;
} {
  const parameters = new Map<string, number>();
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if ((ts.isVariableDeclaration(node) || ts.isParameter(node)) && isPhrase(node)) {
      names.add(node.name.getText());
      if (ts.isParameter(node) && ts.isFunctionDeclaration(node.parent) && node.parent.name)
        parameters.set(node.parent.name.text, node.parent.parameters.indexOf(node));
    }
    ts.forEachChild(node, visit);
  };
  files.forEach(visit);
  return { parameters, names };
}

const isPhrase = ({ type }: ts.VariableDeclaration | ts.ParameterDeclaration): boolean =>
  type?.getText() === "Phrase";

function isSay(node: ts.Node): node is ts.TaggedTemplateExpression | ts.CallExpression {
  const called = ts.isTaggedTemplateExpression(node)
    ? node.tag
    : ts.isCallExpression(node)
      ? node.expression
      : null;
  return called !== null && ts.isIdentifier(called) && called.text === "say";
}

const isFunction = (node: ts.Node): boolean => ts.isArrowFunction(node) || ts.isFunctionExpression(node);

function textIn(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  return ts.isTemplateExpression(node) ? keyOf(partsOf(node)) : null;
}

function partsOf(template: ts.TemplateLiteral): string[] {
  return ts.isNoSubstitutionTemplateLiteral(template)
    ? [template.text]
    : [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)];
}

/** @throws where a text has no translation or a translation no text, or their places differ */
export function assertTranslated(said: ReadonlySet<string>, messages: Messages): void {
  assert.deepEqual(Object.keys(messages).sort(), [...said].sort());
  for (const [english, chinese] of Object.entries(messages)) {
    assert.deepEqual(placesOf(chinese), placesOf(english), english);
    assert.match(chinese, /[\u4e00-\u9fff]|Promise/, english);
  }
}

const placesOf = (text: string): string[] => [...new Set(text.match(/\{\d+\}/g) ?? [])].sort();
