/** `==`, `<`, `in`, `is`: also several in a row. */
import type { CompareOp, Expr, ExprOf } from "../python/ast.ts";
import { isArray, isNumber, type Type } from "../analysis/types.ts";
import { call, type Code, type Emit, inside, Strength } from "./context.ts";
import { callDoc, chain, docOf, expr } from "./expressions.ts";
import { instanceCode } from "./calls/instances.ts";
import { operand } from "./operators.ts";

const methods: Partial<Record<CompareOp, string>> = {
  "==": "eq",
  "!=": "ne",
  "<": "lt",
  "<=": "le",
  ">": "gt",
  ">=": "ge",
};
const flipped: Partial<Record<CompareOp, string>> = {
  ...methods,
  "<": "gt",
  "<=": "ge",
  ">": "lt",
  ">=": "le",
};
const signs: Partial<Record<CompareOp, string>> = { "==": "===", "!=": "!==" };

/** `a < b < c` reads b twice; PyTorch would not take tensors there. */
export function compareCode(emit: Emit, value: ExprOf<"compare">): Code {
  let left = value.left;
  const codes = value.rest.map(({ op, right }) => {
    const code = one(emit, op, left, right);
    left = right;
    return code;
  });
  const [only] = codes;
  if (codes.length === 1 && only) return only;
  return chain(
    "&&",
    codes.map((code) => inside(code, Strength.and + 1)),
    Strength.and,
  );
}

function one(emit: Emit, op: CompareOp, left: Expr, right: Expr): Code {
  const [l, r] = [emit.type(left), emit.type(right)];
  if (op === "in" || op === "not in") return membership(emit, op, left, right);
  if (op === "is" || op === "is not") return plain(emit, op === "is" ? "===" : "!==", left, right);
  const type = typeTest(left) ?? typeTest(right);
  if (type && (op === "==" || op === "!=")) {
    const code = instanceCode(emit, type, typeTest(left) ? right : left);
    return op === "==" ? code : { doc: ["!", inside(code, Strength.call)], strength: Strength.unary };
  }
  if (l.kind === "none" || r.kind === "none") return plain(emit, signs[op] ?? op, left, right);
  if (l.kind === "tensor" || (l.kind === "instance" && l.path === "pandas.Series"))
    return call(callDoc([operand(emit, left), ".", methods[op] ?? ""], [docOf(emit, right)]));
  if (r.kind === "tensor")
    return call(callDoc([operand(emit, right), ".", flipped[op] ?? ""], [docOf(emit, left)]));
  if (isArray(l) && isArray(r) && (op === "==" || op === "!="))
    return arrays(emit, signs[op] ?? "", left, right);
  if (!comparable(l) && !comparable(r)) emit.mark("operands", op, methods[op]);
  else if ((l.kind === "unknown" || r.kind === "unknown") && (isNumber(l) || isNumber(r))) {
    emit.mark("operands", op, methods[op]);
  }
  return plain(emit, signs[op] ?? op, left, right);
}

/** Whether TypeScript compares such values as Python does. */
function comparable({ kind }: Type): boolean {
  return ["number", "bool", "string", "dtype", "identity", "none", "library", "class", "function"].includes(
    kind,
  );
}

/** The x of `type(x)`. */
function typeTest(value: Expr): Expr | null {
  if (value.kind !== "call" || value.func.kind !== "name" || value.func.id !== "type") return null;
  return value.args[0]?.value ?? null;
}

function plain(emit: Emit, sign: string, left: Expr, right: Expr): Code {
  const strength = sign.endsWith("==") ? Strength.equal : Strength.compare;
  const rest = remainderOfZero(left, right) ? restOf(emit, left) : expr(emit, left);
  return { doc: [inside(rest, strength), ` ${sign} `, inside(expr(emit, right), strength + 1)], strength };
}

/** `a % b == 0`: whatever the sign of the rest. */
function remainderOfZero(left: Expr, right: Expr): boolean {
  return left.kind === "binary" && left.op === "%" && right.kind === "number" && Number(right.text) === 0;
}

function restOf(emit: Emit, value: Expr): Code {
  if (value.kind !== "binary" || !isNumber(emit.type(value.left)) || !isNumber(emit.type(value.right))) {
    return expr(emit, value);
  }
  const [a, b] = [
    inside(expr(emit, value.left), Strength.multiply),
    inside(expr(emit, value.right), Strength.multiply + 1),
  ];
  return { doc: [a, " % ", b], strength: Strength.multiply };
}

function arrays(emit: Emit, sign: string, left: Expr, right: Expr): Code {
  const flat = (value: Expr): boolean => {
    const type = emit.type(value);
    if (type.kind === "size") return true;
    if (type.kind === "list") return isNumber(type.of) || type.of.kind === "string";
    return type.kind === "tuple" && type.of.every(isNumber);
  };
  const both = flat(left) && flat(right);
  const text = (value: Expr): Code["doc"] =>
    both ? [operand(emit, value), ".join()"] : ["JSON.stringify(", docOf(emit, value), ")"];
  return { doc: [text(left), ` ${sign} `, text(right)], strength: Strength.equal };
}

function membership(emit: Emit, op: "in" | "not in", item: Expr, of: Expr): Code {
  const found = contained(emit, item, of);
  return op === "in" ? found : { doc: ["!", inside(found, Strength.call)], strength: Strength.unary };
}

function contained(emit: Emit, item: Expr, of: Expr): Code {
  const type = emit.type(of);
  if (type.kind === "dict" && type.keyed) {
    return {
      doc: [inside(expr(emit, item), Strength.compare), " in ", operand(emit, of)],
      strength: Strength.compare,
    };
  }
  if (type.kind === "dict" || type.kind === "set")
    return call(callDoc([operand(emit, of), ".has"], [docOf(emit, item)]));
  if (type.kind === "tensor") {
    const any = [operand(emit, of), ".eq(", docOf(emit, item), ").any().item()"];
    return { doc: [any, " !== 0"], strength: Strength.equal };
  }
  if (!isArray(type) && type.kind !== "string") emit.mark("subscript", emit.text(of));
  return call(callDoc([operand(emit, of), ".includes"], [docOf(emit, item)]));
}
