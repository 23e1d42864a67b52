/** `+`, `@`, `-x`: TypeScript's operators for numbers, methods for tensors. */
import type { BinaryOp, Expr, ExprOf } from "../python/ast.ts";
import { isArray, isNumber, isNumberOrTensor, type Type } from "../analysis/types.ts";
import type { Emit } from "./context.ts";
import type { Doc } from "./doc.ts";
import { group, indent, line } from "./doc.ts";
import { notCode } from "./truthiness.ts";
import { percentFormat } from "./strings.ts";
import { type Code, Precedence, atom, call, callDoc, inside } from "./code.ts";
import { operand } from "./operands.ts";

/** The engine's methods, which are its functions' names too. */
export const methodOfOperator: Record<BinaryOp, string> = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "div",
  "//": "floorDivide",
  "%": "remainder",
  "**": "pow",
  "@": "matmul",
  "&": "logicalAnd",
  "|": "logicalOr",
  "^": "logicalXor",
  "<<": "mul",
  ">>": "div",
};

const precedences: Record<string, number> = {
  "+": Precedence.add,
  "-": Precedence.add,
  "*": Precedence.multiply,
  "/": Precedence.multiply,
  "%": Precedence.multiply,
  "**": Precedence.power,
  "<<": Precedence.shift,
  ">>": Precedence.shift,
  "&": 8,
  "^": 7,
  "|": 6,
};

export function binaryCode(emit: Emit, { op, left, right }: ExprOf<"binary">): Code {
  const [l, r] = [emit.type(left), emit.type(right)];
  if (l.kind === "tensor" || op === "@" || l.kind === "instance") return methodCode(emit, op, left, right);
  if (l.kind === "string" && op === "%") return stringCode(emit, op, left, right);
  if (r.kind === "tensor") {
    if (op === "+" || op === "*") return methodCode(emit, op, right, left);
    return functionCode(emit, op, left, right);
  }
  if (isNumber(l) && isNumber(r)) return numberCode(emit, op, left, right);
  if (isNumberOrTensor(l) && isNumberOrTensor(r)) return arithmetic(emit, op, left, right);
  if (l.kind === "string") return stringCode(emit, op, left, right);
  if (op === "+" && isArray(l) && isArray(r))
    return atom(["[", itemsDoc(emit, left), ", ", itemsDoc(emit, right), "]"]);
  if (op === "*" && l.kind === "list" && isNumber(r)) return repeated(emit, left, right);
  if (op === "*" && r.kind === "list" && isNumber(l)) return repeated(emit, right, left);
  if (op === "+" && r.kind === "string") return plainCode(emit, op, left, right);
  emit.mark("operands", op, methodOfOperator[op]);
  return op === "//" ? floored(emit, left, right) : plainCode(emit, op, left, right);
}

/** The items of a list that becomes part of another. */
function itemsDoc(emit: Emit, list: Expr): Doc {
  if ((list.kind !== "list" && list.kind !== "tuple") || list.items.length === 0)
    return ["...", operand(emit, list)];
  return list.items.map((item, i) => [i > 0 ? ", " : "", emit.doc(item)]);
}

/** `x.add(y)`. */
function methodCode(emit: Emit, op: BinaryOp, owner: Expr, other: Expr): Code {
  return call(callDoc([operand(emit, owner), ".", methodOfOperator[op]], [emit.doc(other)]));
}

/** `torch.sub(1, x)`. */
function functionCode(emit: Emit, op: BinaryOp, left: Expr, right: Expr): Code {
  const name = `${emit.root("torch")}.${methodOfOperator[op]}`;
  return call(callDoc(name, [emit.doc(left), emit.doc(right)]));
}

/** Operands of which either may be a number or a tensor. */
export function arithmetic(emit: Emit, op: BinaryOp, left: Expr, right: Expr): Code {
  if (!["+", "-", "*", "/", "//", "%", "**"].includes(op)) return functionCode(emit, op, left, right);
  return call(callDoc(`${emit.root("d2l")}.arithmetic`, [`"${op}"`, emit.doc(left), emit.doc(right)]));
}

function numberCode(emit: Emit, op: BinaryOp, left: Expr, right: Expr): Code {
  if (op === "//") return floored(emit, left, right);
  if (op === "%" && !(isCount(emit, left) && isCount(emit, right))) {
    // Python's rest has the sign of the divisor.
    const divisor = inside(emit.expr(right), Precedence.multiply + 1);
    const first = [inside(emit.expr(left), Precedence.multiply), " % ", divisor];
    return { doc: ["((", first, ") + ", divisor, ") % ", divisor], precedence: Precedence.multiply };
  }
  return plainCode(emit, op, left, right);
}

/** Whether a number is certainly not negative. */
function isCount(emit: Emit, value: Expr): boolean {
  switch (value.kind) {
    case "number":
      return true;
    case "name":
      return emit.counters.has(value.id);
    case "call":
      return value.func.kind === "name" && value.func.id === "len";
    case "subscript":
      return emit.type(value.object).kind === "size";
    case "binary":
      return "+*/%".includes(value.op) && isCount(emit, value.left) && isCount(emit, value.right);
    default:
      return false;
  }
}

function floored(emit: Emit, left: Expr, right: Expr): Code {
  return call(callDoc("Math.floor", [plainCode(emit, "/", left, right).doc]));
}

/** The operator as it is; long chains of the same precedence break before operators. */
export function plainCode(emit: Emit, op: BinaryOp, left: Expr, right: Expr): Code {
  const precedence = precedences[op] ?? Precedence.multiply;
  const power = op === "**";
  const first = inside(emit.expr(left), power ? Precedence.call : precedence);
  const second = inside(emit.expr(right), power ? precedence : precedence + 1);
  return { doc: group([first, indent([line, op, " ", second])]), precedence };
}

function stringCode(emit: Emit, op: BinaryOp, left: Expr, right: Expr): Code {
  if (op === "%" && left.kind === "string") return percentFormat(emit, left, right);
  if (op === "*") return call(callDoc([operand(emit, left), ".repeat"], [emit.doc(right)]));
  if (op !== "+") emit.mark("operands", op);
  return plainCode(emit, op, left, right);
}

/** `[x] * n`. */
function repeated(emit: Emit, list: Expr, count: Expr): Code {
  if (list.kind === "list" && list.items.length === 1 && list.items[0]) {
    const numbers = isNumber(emit.type(list.items[0])) ? "Array<number>" : "new Array";
    return call([callDoc(numbers, [emit.doc(count)]), callDoc(".fill", [emit.doc(list.items[0])])]);
  }
  return call([
    callDoc("Array.from", [
      ["{ length: ", emit.doc(count), " }"],
      ["() => ", emit.doc(list)],
    ]),
    ".flat()",
  ]);
}

export function unaryCode(emit: Emit, value: ExprOf<"unary">): Code {
  const type: Type = emit.type(value.operand);
  if (value.op === "not") return notCode(emit, value.operand);
  if (type.kind === "tensor") {
    if (value.op === "+") return emit.expr(value.operand);
    return call([operand(emit, value.operand), value.op === "-" ? ".neg()" : ".logicalNot()"]);
  }
  if (!isNumber(type)) emit.mark("operands", value.op, value.op === "-" ? "neg" : "logicalNot");
  return {
    doc: [value.op, inside(emit.expr(value.operand), Precedence.unary + 1)],
    precedence: Precedence.unary,
  };
}
