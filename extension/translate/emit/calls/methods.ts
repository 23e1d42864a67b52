/** Methods of lists, dictionaries and strings, and those of tensors and modules that are nothing here. */
import type { Expr, ExprOf } from "../../python/ast.ts";
import { isModule, isNumber } from "../../analysis/types.ts";
import { arrayOf } from "./comprehensions.ts";
import type { Emit } from "../context.ts";
import type { Doc } from "../doc.ts";
import { braceFormat } from "../strings.ts";
import { type Code, Precedence, call, callDoc, inside } from "../code.ts";
import { operand } from "../operands.ts";

/** Null for a method that is nothing special. */
export function methodCall(emit: Emit, value: ExprOf<"call">, func: ExprOf<"attribute">): Code | null {
  const owner = emit.type(func.object);
  const args = value.args.map((arg) => arg.value);
  const given = args.map((arg) => emit.doc(arg));
  switch (owner.kind) {
    case "list":
    case "tuple":
      return listMethod(emit, func, args, given);
    case "dict":
      return dictMethod(emit, func, owner.keyed, args, given);
    case "file":
      if (func.name !== "write") return null;
      emit.nodeModules.add("fs");
      return call(callDoc("fs.writeSync", [emit.doc(func.object), ...given]));
    case "set":
      if (func.name === "add") return call(callDoc([operand(emit, func.object), ".add"], given));
      return null;
    case "string":
      if (func.name === "format" && func.object.kind === "string") {
        return braceFormat(emit, func.object.value, value);
      }
      return stringMethod(emit, func, args, given);
    case "tensor":
    case "numeric":
      // NumPy's goes over all elements; those of the book's arrays lie along one axis.
      if (func.name === "cumsum" && value.args.length === 0)
        return call([operand(emit, func.object), ".cumsum(0)"]);
      return transfer(emit, func, value);
    case "instance":
    case "object":
      return isModule(owner) ? transfer(emit, func, value) : null;
    case "unknown":
      if (func.name === "append" || func.name === "extend") {
        emit.mark("subscript", emit.text(func.object));
        return listMethod(emit, func, args, given);
      }
      return transfer(emit, func, value);
    default:
      return null;
  }
}

/** Arrays of NumPy's are the tensors themselves, and there is one device. */
function transfer(emit: Emit, func: ExprOf<"attribute">, { args }: ExprOf<"call">): Code | null {
  const here = ["cpu", "cuda", "numpy"].includes(func.name);
  const first = args[0]?.value;
  const device =
    func.name === "to" &&
    first !== undefined &&
    args.every((arg) => arg.name !== "dtype") &&
    isDevice(emit, first);
  return here || device ? emit.expr(func.object) : null;
}

function isDevice(emit: Emit, value: Expr): boolean {
  const { kind } = emit.type(value);
  if (kind === "string") return true;
  return kind === "unknown" && /device/i.test(emit.text(value));
}

function listMethod(
  emit: Emit,
  func: ExprOf<"attribute">,
  args: readonly Expr[],
  given: readonly Doc[],
): Code | null {
  const list = operand(emit, func.object);
  const [first = ""] = given;
  switch (func.name) {
    case "append":
      return call(callDoc([list, ".push"], given));
    case "extend":
      return call([list, ".push(...", args[0] ? arrayOf(emit, args[0]) : "", ")"]);
    case "pop":
      if (given.length === 0) return call([list, ".pop()!"]);
      return call(first === "0" ? [list, ".shift()!"] : [list, ".splice(", first, ", 1)[0]"]);
    case "insert":
      return call(callDoc([list, ".splice"], [first, "0", ...given.slice(1)]));
    case "remove":
      return call([list, ".splice(", list, ".indexOf(", first, "), 1)"]);
    case "index":
      return call([list, ".indexOf(", first, ")"]);
    case "count":
      return call([list, ".filter((x) => x === ", first, ").length"]);
    case "copy":
      return call(["[...", list, "]"]);
    case "clear":
      return call([list, ".splice(0)"]);
    case "reverse":
      return call([list, ".reverse()"]);
    case "sort": {
      const type = emit.type(func.object);
      const numbers = type.kind === "list" && isNumber(type.of);
      return given.length === 0 ? call([list, numbers ? ".sort((a, b) => a - b)" : ".sort()"]) : null;
    }
    default:
      return null;
  }
}

function dictMethod(
  emit: Emit,
  func: ExprOf<"attribute">,
  keyed: boolean,
  args: readonly Expr[],
  given: readonly Doc[],
): Code | null {
  const dict = operand(emit, func.object);
  const [first = "", second] = given;
  switch (func.name) {
    case "items":
      return call(keyed ? ["Object.entries(", dict, ")"] : ["[...", dict, "]"]);
    case "keys":
      return call(keyed ? ["Object.keys(", dict, ")"] : ["[...", dict, ".keys()]"]);
    case "values":
      return call(keyed ? ["Object.values(", dict, ")"] : ["[...", dict, ".values()]"]);
    case "get": {
      const found: Doc = keyed ? [dict, "[", first, "]"] : [dict, ".get(", first, ")"];
      const fallback =
        args[1] && second !== undefined ? inside(emit.expr(args[1]), Precedence.or + 1) : "null";
      return { doc: [found, " ?? ", fallback], precedence: Precedence.or };
    }
    case "update":
      return keyed ? call(["Object.assign(", dict, ", ", first, ")"]) : null;
    default:
      return null;
  }
}

const sameStrings: Record<string, string> = {
  strip: "trim",
  lstrip: "trimStart",
  rstrip: "trimEnd",
  lower: "toLowerCase",
  upper: "toUpperCase",
  startswith: "startsWith",
  endswith: "endsWith",
  replace: "replaceAll",
  find: "indexOf",
};

function stringMethod(
  emit: Emit,
  func: ExprOf<"attribute">,
  args: readonly Expr[],
  given: readonly Doc[],
): Code | null {
  const text = operand(emit, func.object);
  if (func.name === "join" && args[0]) return call([arrayOf(emit, args[0]), ".join(", text, ")"]);
  if (func.name === "split") {
    return call(
      given.length > 0 ? callDoc([text, ".split"], given.slice(0, 1)) : [text, ".trim().split(/\\s+/)"],
    );
  }
  const here = sameStrings[func.name];
  if (here === undefined || (here.startsWith("trim") && given.length > 0)) return null;
  return call(callDoc([text, `.${here}`], given));
}
