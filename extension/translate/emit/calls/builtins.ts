/** Python's own functions: `len`, `print`, `enumerate`, … */
import { camelCase } from "../../library/signature.ts";
import { isArray, isNumber, itemsOf } from "../../analysis/types.ts";
import type { Expr, ExprOf } from "../../python/ast.ts";
import { plainArrow } from "../arrows.ts";
import { arrayOf, comprehensionCode } from "./comprehensions.ts";
import { condition } from "../truthiness.ts";
import type { Emit } from "../context.ts";
import type { Doc } from "../doc.ts";
import { flatText } from "../doc.ts";
import { instanceCode } from "./typeTests.ts";
import { asRange, rangeArray } from "../ranges.ts";
import { numberOf, operand } from "../operands.ts";
import { binaryCode } from "../operators.ts";
import { type Code, Precedence, atom, call, callDoc, inside } from "../code.ts";

/** Null for a function that has no counterpart. */
export function builtinCall(emit: Emit, value: ExprOf<"call">, name: string): Code | null {
  const positional = value.args
    .filter((arg) => arg.name === null && arg.spread === "")
    .map((arg) => arg.value);
  const [first, second] = positional;
  const plain = positional.length === value.args.length;
  if (name === "print") return printCall(emit, value);
  const range = asRange(emit, value);
  if (range) return call(rangeArray(emit, range));
  if (!plain && !["zip", "max", "min", "sorted", "enumerate", "dict"].includes(name))
    return emit.unsupported(value);
  switch (name) {
    case "len":
      return first ? lengthOf(emit, first) : null;
    case "type":
      return first ? typeOf(emit, first) : null;
    case "isinstance":
      return first && second ? instanceCode(emit, first, second) : null;
    // Identities are compared: the things themselves can be. Only what is printed needs a number.
    case "id":
      return first ? emit.expr(first) : null;
    case "slice":
      return first ? sliceObject(emit, positional) : null;
    case "dir":
      return first ? call(callDoc("Object.keys", [emit.doc(first)])) : null;
    case "help":
      return first ? helped(emit, first) : null;
    case "int":
      if (!first) return atom("0");
      if (isWhole(emit, first)) return emit.expr(first);
      return call(["Math.trunc(", numberOf(emit, first).doc, ")"]);
    case "float":
      if (!first) return atom("0");
      if (first.kind === "string") return infinite(first.value) ?? call(["Number(", emit.doc(first), ")"]);
      return numberOf(emit, first);
    case "bool":
      return first
        ? { doc: ["Boolean(", condition(emit, first).doc, ")"], precedence: Precedence.call }
        : atom("false");
    case "str":
      return first ? call(["String(", printed(emit, first), ")"]) : atom('""');
    case "repr":
      return first ? call(["String(", emit.doc(first), ")"]) : null;
    case "abs":
      if (!first) return null;
      return emit.type(first).kind === "tensor"
        ? call([operand(emit, first), ".abs()"])
        : call(["Math.abs(", emit.doc(first), ")"]);
    case "pow":
      return first && second
        ? binaryCode(emit, { ...value, kind: "binary", op: "**", left: first, right: second })
        : null;
    case "round":
      return first ? rounded(emit, first, second) : null;
    case "sum":
      return first ? sumOf(emit, first, second) : null;
    case "max":
    case "min":
      return extreme(emit, name, value, positional);
    case "any":
    case "all":
      return first ? anyOf(emit, name === "any" ? "some" : "every", first) : null;
    case "list":
    case "tuple":
      return copied(emit, first);
    case "set":
      return call(first ? callDoc("new Set", [emit.doc(first)]) : "new Set()");
    case "dict":
      return dictOf(emit, value);
    case "sorted":
      return first ? sorted(emit, value, first) : null;
    case "reversed":
      return first ? call([asCopy(emit, first), ".reverse()"]) : null;
    case "enumerate":
      return first
        ? enumerated(emit, first, second ?? value.args.find((arg) => arg.name === "start")?.value)
        : null;
    case "zip":
      return plain && positional.length > 1 ? zipped(emit, positional) : emit.unsupported(value);
    case "map":
    case "filter":
      return first && second
        ? call(callDoc([arrayOf(emit, second), `.${name}`], [handedOver(emit, first)]))
        : null;
    case "iter":
      return first ? call([operand(emit, first), "[Symbol.iterator]()"]) : null;
    case "next":
      return first && !second ? nextOf(emit, first) : emit.unsupported(value);
    case "hasattr":
      if (!first || second?.kind !== "string") return emit.unsupported(value);
      return attributeTest(emit, first, second.value);
    case "getattr":
      if (!first || second?.kind !== "string" || positional.length > 2) return emit.unsupported(value);
      return call([operand(emit, first), ".", camelCase(second.value)]);
    case "Exception":
    case "ValueError":
    case "TypeError":
    case "RuntimeError":
    case "NotImplementedError":
    case "IndexError":
    case "KeyError":
    case "AssertionError":
      return call(callDoc("new Error", first ? [emit.doc(first)] : []));
    default:
      return emit.unsupported(value);
  }
}

/** `next(it)`; of a list, what it begins with. */
function nextOf(emit: Emit, iterator: Expr): Code {
  const [of] = iterator.kind === "call" ? iterator.args : [];
  const fresh = iterator.kind === "call" && iterator.func.kind === "name" && iterator.func.id === "iter";
  const array = isArray(emit.type(iterator));
  if (fresh && of && array) return call([operand(emit, of.value), "[0]"]);
  return call([operand(emit, iterator), `.next().value${array ? "!" : ""}`]);
}

function sliceObject(emit: Emit, [first, second, step]: readonly Expr[]): Code {
  const parts = second ? [first, second, ...(step ? [step] : [])] : [null, first];
  const docs = parts.map((part) => (part ? emit.doc(part) : "null"));
  return call(callDoc(`${emit.root("torch")}.slice`, docs));
}

/** Documentation stands where the name is. */
function helped(emit: Emit, value: Expr): Code {
  const { doc } = emit.expr(value);
  const name = flatText(doc);
  return call(
    callDoc("console.log", [JSON.stringify(`${name}: point at its name to read its documentation.`)]),
  );
}

/** A function as an argument: one of the language's own gets more arguments than it should, so it is wrapped. */
function handedOver(emit: Emit, func: Expr): Doc {
  if (func.kind === "name" && func.id === "list" && emit.type(func).kind === "library")
    return "(x) => [...x]";
  const code = emit.expr(func);
  if (func.kind === "lambda" || code.doc === "Number" || code.doc === "String") return code.doc;
  return ["(x) => ", inside(code, Precedence.call), "(x)"];
}

/** `console.log`, which would take `%` in a first string for a format of its own. */
function printCall(emit: Emit, { args }: ExprOf<"call">): Code {
  const values: Doc[] = [];
  let separator: Doc | null = null;
  for (const arg of args) {
    if (arg.name === "sep") separator = emit.doc(arg.value);
    else if (arg.name === "end" || arg.name === "file") emit.mark("option", "print", arg.name);
    else if (arg.name === null)
      values.push(arg.spread === "*" ? ["...", operand(emit, arg.value)] : printed(emit, arg.value));
  }
  if (separator !== null && (values.length > 1 || args.some(({ spread }) => spread === "*"))) {
    return call(callDoc("console.log", [[bracketed(values), ".join(", separator, ")"]]));
  }
  const [first] = args;
  const formats =
    first && emit.type(first.value).kind === "string" && hasPercent(first.value) && values.length > 1;
  return call(callDoc("console.log", formats ? ['"%s"', ...values] : values));
}

/** Of an error, Python prints the message alone. */
function printed(emit: Emit, value: Expr): Doc {
  const type = emit.type(value);
  if (type.kind === "identity" && isIdCall(value)) {
    return callDoc(`${emit.root("d2l")}.id`, [emit.doc(value)]);
  }
  if (type.kind === "dtype") return ["`torch.${", emit.doc(value), "}`"];
  const error = type.kind === "instance" && type.path === "builtins.Exception";
  return error ? ["(", emit.doc(value), " as Error).message"] : emit.doc(value);
}

function isIdCall(value: Expr): boolean {
  return value.kind === "call" && value.func.kind === "name" && value.func.id === "id";
}

function bracketed(values: readonly Doc[]): Doc {
  return ["[", values.map((value, i) => [i > 0 ? ", " : "", value]), "]"];
}

function hasPercent(value: Expr): boolean {
  if (value.kind === "string") return value.value.includes("%");
  return (
    value.kind === "format" && value.parts.some((part) => typeof part === "string" && part.includes("%"))
  );
}

function lengthOf(emit: Emit, value: Expr): Code {
  const type = emit.type(value);
  if (type.kind === "dict" && type.keyed) return call(["Object.keys(", emit.doc(value), ").length"]);
  if (
    type.kind === "dict" ||
    type.kind === "set" ||
    (type.kind === "instance" && /^torch\.nn\.(Sequential|Module(List|Dict))$/.test(type.path))
  ) {
    return call([operand(emit, value), ".size"]);
  }
  return call([operand(emit, value), ".length"]);
}

function typeOf(emit: Emit, value: Expr): Code {
  const type = emit.type(value);
  if (isNumber(type) || type.kind === "string") {
    return { doc: ["typeof ", inside(emit.expr(value), Precedence.unary)], precedence: Precedence.unary };
  }
  if (type.kind === "tensor") return atom(`"torch.Tensor"`);
  return call([operand(emit, value), ".constructor.name"]);
}

/** Numbers and texts have no attributes that `in` would look at. */
function attributeTest(emit: Emit, value: Expr, name: string): Code {
  const here = name === "__len__" ? "length" : camelCase(name);
  const known = ["object", "instance", "tensor"].includes(emit.type(value).kind);
  const owner = known ? operand(emit, value) : ["Object(", emit.doc(value), ")"];
  return { doc: [`"${here}" in `, owner], precedence: Precedence.compare };
}

function isWhole(emit: Emit, value: Expr): boolean {
  const type = emit.type(value);
  return type.kind === "number" && type.whole;
}

function infinite(text: string): Code | null {
  if (/^\+?inf(inity)?$/i.test(text)) return atom("Infinity");
  if (/^-inf(inity)?$/i.test(text)) return { doc: "-Infinity", precedence: Precedence.unary };
  return /^nan$/i.test(text) ? atom("NaN") : null;
}

function rounded(emit: Emit, value: Expr, digits: Expr | undefined): Code {
  if (emit.type(value).kind === "tensor" && !digits) return call([operand(emit, value), ".round()"]);
  const number = numberOf(emit, value);
  if (!digits) return call(["Math.round(", number.doc, ")"]);
  return call(["Number(", inside(number, Precedence.call), ".toFixed(", emit.doc(digits), "))"]);
}

function sumOf(emit: Emit, value: Expr, start: Expr | undefined): Code {
  const type = emit.type(value);
  if (type.kind === "tensor") return call([operand(emit, value), ".sum(0)"]);
  const of = itemsOf(type);
  const items = arrayOf(emit, value);
  if (of.kind === "tensor") {
    return call([items, ".reduce((a, b) => a.add(b)", start ? [", ", emit.doc(start)] : "", ")"]);
  }
  if (!isNumber(of)) emit.mark("operands", "+", "add");
  return call([items, ".reduce((a, b) => a + b, ", start ? emit.doc(start) : "0", ")"]);
}

function extreme(emit: Emit, name: "max" | "min", value: ExprOf<"call">, positional: readonly Expr[]): Code {
  if (value.args.some((arg) => arg.name !== null)) return emit.unsupported(value);
  const [first] = positional;
  if (positional.length > 1) {
    const tensor = positional.find((arg) => emit.type(arg).kind === "tensor");
    if (tensor) emit.mark("operands", name, name === "max" ? "maximum" : "minimum");
    return call(
      callDoc(
        `Math.${name}`,
        positional.map((arg) => emit.doc(arg)),
      ),
    );
  }
  if (!first) return emit.unsupported(value);
  if (emit.type(first).kind === "tensor") return call([operand(emit, first), `.${name}()`]);
  return call([`Math.${name}(...`, arrayOf(emit, first), ")"]);
}

function anyOf(emit: Emit, method: "some" | "every", value: Expr): Code {
  if (value.kind === "comprehension" && value.clauses.length === 1 && value.clauses[0]) {
    // The last step is the test itself.
    const items = arrayOf(emit, { ...value, element: value.clauses[0].target });
    const [clause] = value.clauses;
    if (clause.target.kind === "name") {
      const param = emit.names.of(clause.target.id);
      return call(
        callDoc([items, `.${method}`], [plainArrow(emit, [param], () => condition(emit, value.element).doc)]),
      );
    }
  }
  if (emit.type(value).kind === "tensor")
    return call([operand(emit, value), method === "some" ? ".any()" : ".all()"]);
  return call([arrayOf(emit, value), `.${method}(Boolean)`]);
}

function copied(emit: Emit, value: Expr | undefined): Code {
  if (!value) return atom("[]");
  if (value.kind === "comprehension") return comprehensionCode(emit, value);
  return call(asCopy(emit, value));
}

/** An array of its own. */
function asCopy(emit: Emit, value: Expr): Doc {
  const type = emit.type(value);
  if (asRange(emit, value) || (value.kind === "call" && !isArray(type))) return arrayOf(emit, value);
  return isArray(type) || type.kind === "unknown"
    ? ["[...", operand(emit, value), "]"]
    : arrayOf(emit, value);
}

function dictOf(emit: Emit, { args }: ExprOf<"call">): Code {
  if (args.some((arg) => arg.name === null && arg.spread === "")) {
    const [first] = args;
    return first && args.length === 1
      ? call(callDoc("Object.fromEntries", [arrayOf(emit, first.value)]))
      : atom("{}");
  }
  const entries = args.map((arg): Doc => {
    if (arg.name === null) return ["...", operand(emit, arg.value)];
    const value = emit.doc(arg.value);
    return value === arg.name ? value : [arg.name, ": ", value];
  });
  return atom(
    entries.length === 0 ? "{}" : ["{ ", entries.map((entry, i) => [i > 0 ? ", " : "", entry]), " }"],
  );
}

function sorted(emit: Emit, value: ExprOf<"call">, first: Expr): Code {
  const of = itemsOf(emit.type(first));
  const key = value.args.find((arg) => arg.name === "key")?.value;
  const reverse = value.args.find((arg) => arg.name === "reverse")?.value;
  const down = reverse?.kind === "constant" && reverse.value === true;
  if (reverse && reverse.kind !== "constant") return emit.unsupported(value);
  const items = asCopy(emit, first);
  if (key) {
    if (key.kind !== "lambda" || !isNumber(emit.type(key.body))) return emit.unsupported(value);
    const [a = "", b = ""] = down ? ["b", "a"] : ["a", "b"];
    const [param] = key.params;
    const body = flatText(emit.doc(key.body));
    if (key.params.length === 1 && param && !/["`']/.test(body)) {
      const name = new RegExp(`(?<![\\w$.])${emit.names.of(param.name)}(?![\\w$:])`, "g");
      return call([items, `.sort((a, b) => ${body.replace(name, a)} - ${body.replace(name, b)})`]);
    }
    const by = ["(", emit.doc(key), ")"];
    return call([items, ".sort((a, b) => ", by, `(${a}) - `, by, `(${b}))`]);
  }
  if (of.kind === "string") return call([items, ".sort()", down ? ".reverse()" : ""]);
  if (!isNumber(of)) emit.mark("operands", "<", "lt");
  return call([items, `.sort((a, b) => ${down ? "b - a" : "a - b"})`]);
}

function enumerated(emit: Emit, value: Expr, start: Expr | undefined): Code {
  const items = arrayOf(emit, value);
  if (!start) return atom(["[...", items, ".entries()]"]);
  const number = ["i + ", inside(emit.expr(start), Precedence.add + 1)];
  return call([items, ".map((x, i) => [", number, ", x] as const)"]);
}

/** As long as the shortest. */
function zipped(emit: Emit, values: readonly Expr[]): Code {
  const [first = "", ...rest] = values.map((value) => arrayOf(emit, value));
  const items = rest.map((other) => [", ", other, "[i]"]);
  return call([first, ".map((x, i) => [x", items, "] as const)"]);
}
