/** `==`, `<`, `in`, `is`: also several in a row. */
import type { CompareOp, Expr, ExprOf } from "../python/ast.ts";
import { isArray, isNumber, type Type } from "../analysis/types.ts";
import type { Emit } from "./context.ts";
import { instanceCode } from "./calls/typeTests.ts";
import { type Code, Precedence, call, callDoc, chain, inside } from "./code.ts";
import { operand } from "./operands.ts";

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
    codes.map((code) => inside(code, Precedence.and + 1)),
    Precedence.and,
  );
}

function one(emit: Emit, op: CompareOp, left: Expr, right: Expr): Code {
  const [l, r] = [emit.type(left), emit.type(right)];
  if (op === "in" || op === "not in") return membership(emit, op, left, right);
  if (op === "is" || op === "is not") return plain(emit, op === "is" ? "===" : "!==", left, right);
  const scheduler = schedulerTest(emit, left, right);
  if (scheduler && (op === "==" || op === "!="))
    return op === "==" ? scheduler : { doc: ["!(", scheduler.doc, ")"], precedence: Precedence.unary };
  const type = typeTest(left) ?? typeTest(right);
  if (type && (op === "==" || op === "!=")) {
    const code = instanceCode(emit, type, typeTest(left) ? right : left);
    return op === "==" ? code : { doc: ["!", inside(code, Precedence.call)], precedence: Precedence.unary };
  }
  if (l.kind === "none" || r.kind === "none") return plain(emit, signs[op] ?? op, left, right);
  if (l.kind === "tensor" || (l.kind === "instance" && l.path === "pandas.Series"))
    return call(callDoc([operand(emit, left), ".", methods[op] ?? ""], [emit.doc(right)]));
  if (r.kind === "tensor")
    return call(callDoc([operand(emit, right), ".", flipped[op] ?? ""], [emit.doc(left)]));
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

/** `x.__module__ == lr_scheduler.__name__`: whether x is one of PyTorch's schedules. */
function schedulerTest(emit: Emit, left: Expr, right: Expr): Code | null {
  if (left.kind !== "attribute" || left.name !== "__module__") return null;
  if (right.kind !== "attribute" || right.name !== "__name__") return null;
  const module = emit.type(right.object);
  if (module.kind !== "namespace" || module.path !== "torch.optim.lr_scheduler") return null;
  const base = [emit.doc(right.object), ".LRScheduler"];
  return { doc: [operand(emit, left.object), " instanceof ", base], precedence: Precedence.compare };
}

/** The x of `type(x)`. */
function typeTest(value: Expr): Expr | null {
  if (value.kind !== "call" || value.func.kind !== "name" || value.func.id !== "type") return null;
  return value.args[0]?.value ?? null;
}

function plain(emit: Emit, sign: string, left: Expr, right: Expr): Code {
  const precedence = sign.endsWith("==") ? Precedence.equal : Precedence.compare;
  const rest = remainderOfZero(left, right) ? restOf(emit, left) : emit.expr(left);
  return {
    doc: [inside(rest, precedence), ` ${sign} `, inside(emit.expr(right), precedence + 1)],
    precedence,
  };
}

/** `a % b == 0`: whatever the sign of the rest. */
function remainderOfZero(left: Expr, right: Expr): boolean {
  return left.kind === "binary" && left.op === "%" && right.kind === "number" && Number(right.text) === 0;
}

function restOf(emit: Emit, value: Expr): Code {
  if (value.kind !== "binary" || !isNumber(emit.type(value.left)) || !isNumber(emit.type(value.right))) {
    return emit.expr(value);
  }
  const [a, b] = [
    inside(emit.expr(value.left), Precedence.multiply),
    inside(emit.expr(value.right), Precedence.multiply + 1),
  ];
  return { doc: [a, " % ", b], precedence: Precedence.multiply };
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
    both ? [operand(emit, value), ".join()"] : ["JSON.stringify(", emit.doc(value), ")"];
  return { doc: [text(left), ` ${sign} `, text(right)], precedence: Precedence.equal };
}

function membership(emit: Emit, op: "in" | "not in", item: Expr, of: Expr): Code {
  const found = contained(emit, item, of);
  return op === "in" ? found : { doc: ["!", inside(found, Precedence.call)], precedence: Precedence.unary };
}

function contained(emit: Emit, item: Expr, of: Expr): Code {
  const type = emit.type(of);
  if (type.kind === "dict" && type.keyed) {
    return {
      doc: [inside(emit.expr(item), Precedence.compare), " in ", operand(emit, of)],
      precedence: Precedence.compare,
    };
  }
  if (type.kind === "dict" || type.kind === "set")
    return call(callDoc([operand(emit, of), ".has"], [emit.doc(item)]));
  if (type.kind === "tensor") {
    const any = [operand(emit, of), ".eq(", emit.doc(item), ").any().item()"];
    return { doc: [any, " !== 0"], precedence: Precedence.equal };
  }
  if (!isArray(type) && type.kind !== "string") emit.mark("subscript", emit.text(of));
  return call(callDoc([operand(emit, of), ".includes"], [emit.doc(item)]));
}
