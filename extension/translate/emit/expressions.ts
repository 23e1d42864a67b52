/** Python expressions → TypeScript expressions: one function a kind, the longer ones in files of their own. */
import type { Expr, ExprOf } from "../python/ast.ts";
import { camelCase } from "../library/signature.ts";
import { callCode } from "./calls/calls.ts";
import { comprehensionCode } from "./calls/comprehensions.ts";
import { atom, call, type Code, type Emit, inside, Strength } from "./context.ts";
import { condition } from "./conditions.ts";
import { compareCode } from "./comparisons.ts";
import { enclosed, group, flatText, indent, line, soft, type Doc } from "./doc.ts";
import { arrow, withAwaits } from "./arrows.ts";
import { attributeCode, nameCode } from "./identifiers.ts";
import { binaryCode, unaryCode } from "./operators.ts";
import { formatCode, stringLiteral } from "./strings.ts";
import { subscriptCode } from "./subscripts.ts";
import { type FunctionInfo, isArray, mixedParam } from "../analysis/types.ts";

export function expr(emit: Emit, value: Expr): Code {
  switch (value.kind) {
    case "name":
      return nameCode(emit, value);
    case "number":
      return numberCode(emit, value);
    case "string":
      return atom(stringLiteral(value.value));
    case "format":
      return formatCode(emit, value.parts);
    case "constant":
      return atom(value.value === null ? "null" : value.value === "..." ? '"..."' : String(value.value));
    case "list":
    case "tuple":
      return atom(
        enclosed(
          "[",
          value.items.map((item) => docOf(emit, item)),
          "]",
        ),
      );
    case "set":
      return call([
        "new Set(",
        enclosed(
          "[",
          value.items.map((item) => docOf(emit, item)),
          "]",
        ),
        ")",
      ]);
    case "dict":
      return dictCode(emit, value);
    case "unary":
      return unaryCode(emit, value);
    case "binary":
      return binaryCode(emit, value);
    case "bool":
      return boolCode(emit, value);
    case "compare":
      return compareCode(emit, value);
    case "call":
      return callCode(emit, value);
    case "attribute":
      return attributeCode(emit, value);
    case "subscript":
      return subscriptCode(emit, value);
    case "lambda": {
      const info = emit.inference.functionOf(value);
      const twofold = info && twofoldArrow(emit, value, info);
      if (twofold) return twofold;
      return arrow(emit, value.params, info, value.body);
    }
    case "conditional":
      return {
        doc: group([
          inside(condition(emit, value.test), Strength.or),
          indent([line, "? ", docOf(emit, value.yes), line, ": ", docOf(emit, value.no)]),
        ]),
        strength: Strength.conditional,
      };
    case "comprehension":
      return comprehensionCode(emit, value);
    case "walrus":
      return { doc: [emit.names.of(value.target.id), " = ", docOf(emit, value.value)], strength: 1 };
    case "starred":
      return atom(["...", inside(expr(emit, value.value), Strength.call)]);
    case "await":
      return { doc: ["await ", inside(expr(emit, value.value), Strength.unary)], strength: Strength.unary };
    case "yield":
      return {
        doc: [
          value.from ? "yield* " : "yield",
          value.value ? [value.from ? "" : " ", docOf(emit, value.value)] : "",
        ],
        strength: 1,
      };
    case "slice":
      return leftOut(emit, value);
  }
}

/** `(x: any) => typeof x === "number" ? … : …`, for a function that is given numbers and tensors. */
function twofoldArrow(emit: Emit, value: ExprOf<"lambda">, info: FunctionInfo): Code | null {
  const mixed = mixedParam(info);
  if (
    !mixed ||
    !info.inferForm ||
    value.params.some(({ fallback, spread }) => fallback !== null || spread !== "")
  )
    return null;
  const [forNumbers, forTensors] = (["number", "tensor"] as const).map((form) => {
    info.inferForm?.(form);
    return withAwaits(emit, false, () => docOf(emit, value.body));
  });
  const params = value.params.map((param, i) => `${i > 0 ? ", " : ""}${emit.names.of(param.name)}: any`);
  const test = `typeof ${emit.names.of(mixed.name)} === "number"`;
  const body = group(indent([line, test, " ? ", forNumbers ?? "", line, ": ", forTensors ?? ""]));
  return { doc: ["(", params, ") =>", body], strength: Strength.arrow };
}

/** The expression where nothing around it binds: an argument, an item, the right side of an assignment. */
export function docOf(emit: Emit, value: Expr): Doc {
  return expr(emit, value).doc;
}

/** What cannot be said here: a mark, and null in its place. */
export function leftOut(emit: Emit, value: Expr): Code {
  emit.mark("expression", emit.text(value));
  return atom("null");
}

function numberCode(emit: Emit, value: ExprOf<"number">): Code {
  const { text } = value;
  if (/j$/i.test(text)) return leftOut(emit, value);
  if (/^0[xob]/i.test(text)) return atom(text.toLowerCase());
  // 1. and .5 are numbers in TypeScript, too, but a method could not follow the first.
  const plain = text
    .replace(/^0+(?=\d)/, "")
    .replace(/^\./, "0.")
    .replace(/\.(?=e|$)/i, "");
  return atom(plain.toLowerCase());
}

function boolCode(emit: Emit, value: ExprOf<"bool">): Code {
  const strength = value.op === "and" ? Strength.and : Strength.or;
  const parts = value.values.map((part) => {
    if (isArray(emit.type(part))) emit.mark("truth", emit.text(part));
    return inside(expr(emit, part), strength + 1);
  });
  return chain(value.op === "and" ? "&&" : "||", parts, strength);
}

/** `a && b && c`, broken before an operator where it gets too long. */
export function chain(op: string, parts: readonly Doc[], strength: number): Code {
  const [first = "", ...rest] = parts;
  return { doc: group([first, indent(rest.map((part) => [line, op, " ", part]))]), strength };
}

function dictCode(emit: Emit, value: ExprOf<"dict">): Code {
  const type = emit.type(value);
  if (type.kind === "dict" && !type.keyed && value.entries.every(({ key }) => key !== null)) {
    const pairs = value.entries.map((entry) => [
      "[",
      entry.key ? docOf(emit, entry.key) : "",
      ", ",
      docOf(emit, entry.value),
      "]",
    ]);
    return call(["new Map(", enclosed("[", pairs, "]"), ")"]);
  }
  const entries = value.entries.map(({ key, value: part }): Doc => {
    if (!key) return ["...", inside(expr(emit, part), Strength.call)];
    return entry(keyDoc(emit, key), docOf(emit, part));
  });
  return atom(objectDoc(entries));
}

function keyDoc(emit: Emit, key: Expr): Doc {
  if (key.kind !== "string") return ["[", docOf(emit, key), "]"];
  return /^[A-Za-z_$][\w$]*$/.test(key.value) ? key.value : stringLiteral(key.value);
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
