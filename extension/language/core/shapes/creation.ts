/** Shapes of what the engine's creation functions make, where their arguments are written out. */
import ts from "typescript";
import { bySizes } from "./engineNames.ts";
import type { KnownShape } from "./rules.ts";

/** What is known of expressions. */
export interface Literals {
  /** The value, if it is certain. */
  number: (node: ts.Expression | undefined) => number | null;
  /** Whether it is a number by its type. */
  isNumber: (node: ts.Expression) => boolean;
}

/** Null for other functions, and where nothing is certain. */
export function creationShape(
  name: string,
  args: readonly ts.Expression[],
  literals: Literals,
): KnownShape | null {
  const [first, second] = args;
  const given = args.filter((argument) => !ts.isObjectLiteralExpression(argument));
  if (bySizes.has(name)) return sizesOf(given, literals);
  switch (name) {
    case "full":
      return first ? sizesOf([first], literals) : null;
    case "tensor":
      return first ? literalShape(first, literals) : null;
    case "eye": {
      const n = literals.number(first);
      const m = second === undefined || ts.isObjectLiteralExpression(second) ? n : literals.number(second);
      return n === null || m === null ? null : [n, m];
    }
    case "linspace": {
      const steps = literals.number(args[2]);
      return steps === null ? null : [steps];
    }
    case "arange":
      return rangeShape(given, literals);
    default:
      return null;
  }
}

function rangeShape(given: readonly ts.Expression[], { number }: Literals): KnownShape | null {
  const [a = null, b, step = 1] = given.map(number);
  if (a === null || b === null || step === null) return null;
  const count = b === undefined ? Math.ceil(a) : Math.ceil((b - a) / step);
  return Number.isFinite(count) && count >= 0 ? [count] : null;
}

/** `2, 3` or `[2, 3]` */
export function sizesOf(args: readonly ts.Expression[], { number }: Literals): number[] | null {
  const [only] = args;
  const list = args.length === 1 && only && ts.isArrayLiteralExpression(only) ? [...only.elements] : args;
  const sizes: number[] = [];
  for (const argument of list) {
    const size = number(argument);
    if (size === null) return null;
    sizes.push(size);
  }
  return sizes.length > 0 ? sizes : null;
}

/** Of nested lists that are written out. */
function literalShape(node: ts.Expression, literals: Literals): KnownShape | null {
  const list = bare(node);
  if (!ts.isArrayLiteralExpression(list)) return literals.number(node) === null ? null : [];
  if (list.elements.some((element) => ts.isSpreadElement(element))) return null;
  const [first] = list.elements;
  if (!first) return [0];
  if (list.elements.every((element) => literals.isNumber(element))) return [list.elements.length];
  if (!list.elements.every((element) => ts.isArrayLiteralExpression(element))) return null;
  const inner = literalShape(first, literals);
  return inner && [list.elements.length, ...inner];
}

/** Without parentheses and types. */
export function bare(expression: ts.Expression): ts.Expression {
  let node = expression;
  while (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isSatisfiesExpression(node)
  ) {
    node = node.expression;
  }
  return node;
}
