/** Python expressions → TypeScript expressions: one function a kind, the longer ones in files of their own. */
import type { Expr, ExprOf } from "../python/ast.ts";
import { callCode } from "./calls/calls.ts";
import { comprehensionCode } from "./calls/comprehensions.ts";
import type { Emit } from "./context.ts";
import { condition } from "./truthiness.ts";
import { compareCode } from "./comparisons.ts";
import { enclosed, group, indent, line, type Doc } from "./doc.ts";
import { arrow, withAwaits } from "./arrows.ts";
import { attributeCode, nameCode } from "./identifiers.ts";
import { binaryCode, unaryCode } from "./operators.ts";
import { formatCode } from "./strings.ts";
import { subscriptCode } from "./subscripts.ts";
import { type FunctionInfo, isArray, mixedParam } from "../analysis/types.ts";
import { chain, entry, objectDoc, type Code, Precedence, atom, call, inside, stringLiteral } from "./code.ts";

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
          value.items.map((item) => emit.doc(item)),
          "]",
        ),
      );
    case "set":
      return call([
        "new Set(",
        enclosed(
          "[",
          value.items.map((item) => emit.doc(item)),
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
      const twofold = info && overloadedArrow(emit, value, info);
      if (twofold) return twofold;
      return arrow(emit, value.params, info, value.body);
    }
    case "conditional":
      return {
        doc: group([
          inside(condition(emit, value.test), Precedence.or),
          indent([line, "? ", emit.doc(value.yes), line, ": ", emit.doc(value.no)]),
        ]),
        precedence: Precedence.conditional,
      };
    case "comprehension":
      return comprehensionCode(emit, value);
    case "walrus":
      return { doc: [emit.names.of(value.target.id), " = ", emit.doc(value.value)], precedence: 1 };
    case "starred":
      return atom(["...", inside(emit.expr(value.value), Precedence.call)]);
    case "await":
      return {
        doc: ["await ", inside(emit.expr(value.value), Precedence.unary)],
        precedence: Precedence.unary,
      };
    case "yield":
      return {
        doc: [
          value.from ? "yield* " : "yield",
          value.value ? [value.from ? "" : " ", emit.doc(value.value)] : "",
        ],
        precedence: 1,
      };
    case "slice":
      return emit.unsupported(value);
  }
}

/** `(x: any) => typeof x === "number" ? … : …`, for a function that is given numbers and tensors. */
function overloadedArrow(emit: Emit, value: ExprOf<"lambda">, info: FunctionInfo): Code | null {
  const mixed = mixedParam(info);
  if (
    !mixed ||
    !info.inferForm ||
    value.params.some(({ fallback, spread }) => fallback !== null || spread !== "")
  )
    return null;
  const [forNumbers, forTensors] = (["number", "tensor"] as const).map((form) => {
    info.inferForm?.(form);
    return withAwaits(emit, false, () => emit.doc(value.body));
  });
  const params = value.params.map((param, i) => `${i > 0 ? ", " : ""}${emit.names.of(param.name)}: any`);
  const test = `typeof ${emit.names.of(mixed.name)} === "number"`;
  const body = group(indent([line, test, " ? ", forNumbers ?? "", line, ": ", forTensors ?? ""]));
  return { doc: ["(", params, ") =>", body], precedence: Precedence.arrow };
}

function numberCode(emit: Emit, value: ExprOf<"number">): Code {
  const { text } = value;
  if (/j$/i.test(text)) return emit.unsupported(value);
  if (/^0[xob]/i.test(text)) return atom(text.toLowerCase());
  // 1. and .5 are numbers in TypeScript, too, but a method could not follow the first.
  const plain = text
    .replace(/^0+(?=\d)/, "")
    .replace(/^\./, "0.")
    .replace(/\.(?=e|$)/i, "");
  return atom(plain.toLowerCase());
}

function boolCode(emit: Emit, value: ExprOf<"bool">): Code {
  const precedence = value.op === "and" ? Precedence.and : Precedence.or;
  const parts = value.values.map((part) => {
    if (isArray(emit.type(part))) emit.mark("truth", emit.text(part));
    return inside(emit.expr(part), precedence + 1);
  });
  return chain(value.op === "and" ? "&&" : "||", parts, precedence);
}

function dictCode(emit: Emit, value: ExprOf<"dict">): Code {
  const type = emit.type(value);
  if (type.kind === "dict" && !type.keyed && value.entries.every(({ key }) => key !== null)) {
    const pairs = value.entries.map((entry) => [
      "[",
      entry.key ? emit.doc(entry.key) : "",
      ", ",
      emit.doc(entry.value),
      "]",
    ]);
    return call(["new Map(", enclosed("[", pairs, "]"), ")"]);
  }
  const entries = value.entries.map(({ key, value: part }): Doc => {
    if (!key) return ["...", inside(emit.expr(part), Precedence.call)];
    return entry(keyDoc(emit, key), emit.doc(part));
  });
  return atom(objectDoc(entries));
}

function keyDoc(emit: Emit, key: Expr): Doc {
  if (key.kind !== "string") return ["[", emit.doc(key), "]"];
  return /^[A-Za-z_$][\w$]*$/.test(key.value) ? key.value : stringLiteral(key.value);
}
