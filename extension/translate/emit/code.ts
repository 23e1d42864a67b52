/** Written expressions, and how they are put together. */
import { camelCase } from "../library/signature.ts";
import { type Doc, enclosed, flatText, group, indent, line, soft } from "./doc.ts";

/** How strongly an expression holds together; a weaker one needs parentheses inside a stronger one. */
export const Precedence = {
  arrow: 2,
  conditional: 3,
  or: 4,
  and: 5,
  equal: 9,
  compare: 10,
  shift: 11,
  add: 12,
  multiply: 13,
  power: 14,
  unary: 15,
  call: 18,
  atom: 20,
} as const;

/** A written expression. */
export interface Code {
  doc: Doc;
  precedence: number;
}

export const atom = (doc: Doc): Code => ({ doc, precedence: Precedence.atom });
export const call = (doc: Doc): Code => ({ doc, precedence: Precedence.call });

/** The expression, in parentheses where it holds together less than it must. */
export function inside(code: Code, precedence: number): Doc {
  return code.precedence < precedence ? ["(", code.doc, ")"] : code.doc;
}

/** `a && b && c`, broken before an operator where it gets too long. */
export function chain(op: string, parts: readonly Doc[], precedence: number): Code {
  const [first = "", ...rest] = parts;
  return { doc: group([first, indent(rest.map((part) => [line, op, " ", part]))]), precedence };
}

export function stringLiteral(text: string): string {
  return JSON.stringify(text);
}

/** `key: value`, or `key` where both are the same. */
export function entry(key: Doc, value: Doc): Doc {
  return key === value ? key : [key, ": ", value];
}

export function objectDoc(entries: readonly Doc[]): Doc {
  return enclosed("{", entries, "}", true);
}

/** Property of a Python attribute. */
export function propertyName(name: string): string {
  return camelCase(name);
}

/** A call with its arguments, broken between them where it gets too long. */
export function callDoc(callee: Doc, args: readonly Doc[]): Doc {
  // One array, object or function may break within itself.
  if (args.length === 1 && hugs(args[0])) return [callee, "(", args[0] ?? "", ")"];
  const last = args[args.length - 1];
  const before = flatText(spread(args.slice(0, -1)));
  if (args.length > 1 && firstText(last) === "{" && before.length <= BESIDE && !before.includes("\n")) {
    return [callee, "(", before, ", ", last ?? "", ")"];
  }
  return [
    callee,
    group(["(", indent([soft, spread(args)]), { ifBroken: args.length > 0 ? "," : "" }, soft, ")"]),
  ];
}

/** Columns that the arguments before an object may take for the object to begin on their line. */
const BESIDE = 72;

function spread(args: readonly Doc[]): Doc {
  return args.flatMap((arg, i) => (i === 0 ? [arg] : [",", line, arg]));
}

function hugs(doc: Doc | undefined): boolean {
  const first = firstText(doc);
  return first !== null && (/^[[{]/.test(first) || (first === "(" && isArrow(doc)));
}

/** A function whose body is an array or an object. */
function isArrow(doc: Doc | undefined): boolean {
  if (!Array.isArray(doc)) return false;
  const body = (doc as readonly Doc[])[(doc as readonly Doc[]).length - 1];
  return Array.isArray(body) && typeof body[0] === "string" && body[0].startsWith(" ");
}

function firstText(doc: Doc | undefined): string | null {
  if (doc === undefined) return null;
  if (typeof doc === "string") return doc === "" ? null : doc;
  if (Array.isArray(doc))
    return (doc as readonly Doc[]).reduce<string | null>((found, part) => found ?? firstText(part), null);
  if ("group" in doc) return firstText(doc.group);
  return "indent" in doc ? firstText(doc.indent) : null;
}
