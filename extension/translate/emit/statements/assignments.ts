/** `=` and its relatives. */
import type { Expr, Stmt, StmtOf } from "../../python/ast.ts";
import { isNumber, sameType, takes } from "../../analysis/types.ts";
import { namesIn } from "../../analysis/references.ts";
import { contains } from "../../analysis/walk.ts";
import type { Emit } from "../context.ts";
import type { Doc } from "../doc.ts";
import { arithmetic, methodOfOperator, plainCode } from "../operators.ts";
import { assignItem, indices, isTensorAccess } from "../subscripts.ts";
import { targetDoc } from "./targets.ts";
import { typeText, variableText } from "../typeText.ts";
import { callDoc } from "../code.ts";
import { bracedLines } from "./lines.ts";
import { operand } from "../operands.ts";

export function assignCode(emit: Emit, s: StmtOf<"assign">): Doc[] | null {
  const [first, ...others] = s.targets;
  if (!first) return null;
  // a = b = x: the last one gets the value, the others get it from there.
  const last = others[others.length - 1] ?? first;
  const lines = assignTo(emit, s, last, valueDoc(emit, last, s.value), s.value);
  if (lines === null) return null;
  for (const target of s.targets.slice(0, -1)) {
    const more = assignTo(emit, s, target, emit.doc(last), s.value);
    if (more === null) return null;
    lines.push(...more);
  }
  return lines;
}

function assignTo(emit: Emit, s: Stmt, target: Expr, value: Doc, python: Expr): Doc[] | null {
  switch (target.kind) {
    case "name":
      return [
        [declared(emit, s, target.id, python), " = ", value, otherKind(emit, s, target.id, python), ";"],
      ];
    case "tuple":
    case "list":
      return unpack(emit, s, target, value, python);
    case "attribute":
      return [[emit.doc(target), " = ", value, ";"]];
    case "subscript": {
      const doc = assignItem(emit, target, value);
      return doc === null ? null : [[doc, ";"]];
    }
    default:
      return null;
  }
}

/** Python lets a loop's variable be something else from here on; TypeScript has it from what the loop goes over. */
function otherKind(emit: Emit, s: Stmt, name: string, value: Expr): Doc {
  const { at } = emit.declarations;
  if (at.get(s)?.has(name) || !["comprehension", "call", "list", "name"].includes(value.kind)) return "";
  const ofLoop = [...at].some(([by, names]) => by.kind === "for" && names.has(name));
  const [first] = ofLoop ? emit.inference.assignedTypes(emit.scope, name) : [];
  return first && !takes(first, emit.type(value)) ? " as any" : "";
}

/** `const x`, `let x: T`, or `x` for a name that was declared before. */
function declared(emit: Emit, s: Stmt, name: string, value: Expr): Doc {
  const here = emit.names.of(name);
  if (!emit.declarations.at.get(s)?.has(name)) return here;
  const type = emit.type(value);
  const mutable = isMutable(emit, name);
  const all = emit.declaredType(name);
  const empty = isEmpty(value);
  // TypeScript would take the first value's type for that of all.
  const same =
    all !== null && !all.optional && (sameType(all.type, type) || (isNumber(all.type) && isNumber(type)));
  // A list of different things has its places, which TypeScript would forget.
  if (value.kind === "list" && type.kind === "tuple" && !mutable)
    return `const ${here}: ${(typeText(emit, type) ?? "any").replace(/^readonly /, "")}`;
  const text = empty || (mutable && !same) ? `: ${variableText(emit, name) ?? "any"}` : "";
  return `${mutable ? "let" : "const"} ${here}${text}`;
}

/** A list or dictionary that will be filled. */
function isEmpty(value: Expr): boolean {
  if (value.kind === "dict" && value.entries.some((entry) => isEmpty(entry.value))) return true;
  return (
    (value.kind === "list" && value.items.length === 0) ||
    (value.kind === "dict" && value.entries.length === 0)
  );
}

/** An empty dictionary becomes what its later keys ask for. */
function valueDoc(emit: Emit, target: Expr, value: Expr): Doc {
  if (value.kind !== "dict" || value.entries.length > 0 || target.kind !== "name") return emit.doc(value);
  const known = emit.declaredType(target.id);
  return known?.type.kind === "dict" && !known.type.keyed ? "new Map()" : "{}";
}

export function isMutable(emit: Emit, name: string): boolean {
  return emit.declarations.mutable.has(name) || (emit.atTop && emit.assignedBelow.has(name));
}

/** `a, b = x`. */
function unpack(emit: Emit, s: Stmt, target: Expr, value: Doc, python: Expr): Doc[] | null {
  if (!isPattern(target)) return spreadOut(emit, s, target, value, python);
  const names = namesIn(target).filter((name) => name !== "_");
  const own = emit.declarations.at.get(s);
  const apart =
    python.kind === "tuple" && python.items.some(isEmpty) && names.every((name) => own?.has(name));
  if (apart && target.kind === "tuple" && target.items.length === python.items.length) {
    return target.items.flatMap((item, i) => {
      const part = python.items[i];
      return (part && assignTo(emit, s, item, valueDoc(emit, item, part), part)) ?? [];
    });
  }
  const fresh = names.filter((name) => own?.has(name));
  const constants = onlyNone(emit, s, target, python);
  if (constants) return constants;
  const pattern = targetDoc(emit, target);
  if (fresh.length === 0) return [[pattern, " = ", value, ";"]];
  if (fresh.length === names.length && namesOnly(target)) {
    const word = fresh.some((name) => isMutable(emit, name)) ? "let" : "const";
    return [[`${word} `, pattern, " = ", value, ";"]];
  }
  const lets = fresh.map((name): Doc => {
    return `let ${emit.names.of(name)}: ${variableText(emit, name) ?? "any"};`;
  });
  return [...lets, [pattern, " = ", value, ";"]];
}

/** `a, b = None, 0`: each is declared with what it will hold later. */
function onlyNone(emit: Emit, s: Stmt, target: Expr, python: Expr): Doc[] | null {
  if (target.kind !== "tuple" || python.kind !== "tuple") return null;
  if (target.items.length !== python.items.length || target.items.some(({ kind }) => kind !== "name"))
    return null;
  const isConstant = ({ kind }: Expr): boolean =>
    kind === "constant" || kind === "number" || kind === "string";
  const names = new Set(target.items.flatMap(namesIn));
  const own = emit.declarations.at.get(s);
  // One after the other gives the same where no value needs another name's old one.
  const apart =
    [...names].every((name) => own?.has(name)) &&
    !python.items.some((item) => contains(item, (part) => part.kind === "name" && names.has(part.id)));
  if (
    !(apart || python.items.every(isConstant)) ||
    !python.items.some((item) => item.kind === "constant" && item.value === null)
  )
    return null;
  return target.items.flatMap((item, i) => {
    const part = python.items[i];
    if (!part || item.kind !== "name") return [];
    const none = part.kind === "constant" && part.value === null;
    // Whether it still is None where it is used is for the reader to know: TypeScript would ask each time.
    if (none && emit.declarations.at.get(s)?.has(item.id) && isMutable(emit, item.id))
      return [`let ${emit.names.of(item.id)}: any = null;`];
    return assignTo(emit, s, item, emit.doc(part), part) ?? [];
  });
}

/** Whether a declaration can hold the pattern: it has no place for `self.b`. */
function namesOnly(target: Expr): boolean {
  if (target.kind === "starred") return namesOnly(target.value);
  return target.kind === "tuple" || target.kind === "list"
    ? target.items.every(namesOnly)
    : target.kind === "name";
}

/** Whether every place is a name or an attribute, or a pattern of such. */
function isPattern(target: Expr): boolean {
  if (target.kind === "starred") return isPattern(target.value);
  if (target.kind === "tuple" || target.kind === "list") {
    return target.items.every(
      (item, i) => isPattern(item) && (item.kind !== "starred" || i === target.items.length - 1),
    );
  }
  return target.kind === "name" || target.kind === "attribute";
}

/** One assignment after the other, from values that were worked out before: `x[0], x[1] = x[1], x[0]`. */
function spreadOut(emit: Emit, s: Stmt, target: Expr, value: Doc, python: Expr): Doc[] | null {
  if (
    (target.kind !== "tuple" && target.kind !== "list") ||
    target.items.some(({ kind }) => kind === "starred")
  ) {
    return null;
  }
  const names = target.items.map((_, i) => `value${i + 1}`);
  const lines: Doc[] = [["const [", names.join(", "), "] = ", value, ";"]];
  for (const [i, item] of target.items.entries()) {
    const more = assignTo(emit, s, item, names[i] ?? "", python);
    if (more === null) return null;
    lines.push(...more);
  }
  return [bracedLines(lines)];
}

/** `x += y`: in place for a tensor, as in PyTorch. */
export function augmentCode(emit: Emit, s: StmtOf<"augment">): Doc[] | null {
  const { target, op, value } = s;
  const [type, other] = [emit.type(target), emit.type(value)];
  if (target.kind === "subscript" && isTensorAccess(emit, target)) return changeItem(emit, s, target);
  if (type.kind === "tensor") {
    if (!(op in inPlace))
      return [
        [
          emit.doc(target),
          " = ",
          callDoc([operand(emit, target), ".", methodOfOperator[op]], [emit.doc(value)]),
          ";",
        ],
      ];
    return [[callDoc([operand(emit, target), ".", inPlace[op] ?? ""], [emit.doc(value)]), ";"]];
  }
  if (type.kind === "list" && op === "+") {
    return [[operand(emit, target), ".push(...", emit.doc(value), ");"]];
  }
  if (target.kind === "subscript" && emit.type(target.object).kind === "dict") {
    const sum = plainCode(emit, op, target, value).doc;
    const doc = assignItem(emit, target, sum);
    return doc === null ? null : [[doc, ";"]];
  }
  if (isNumber(type) && isNumber(other)) return numberLine(emit, s);
  if (type.kind === "string" && op === "+") return [[emit.doc(target), " += ", emit.doc(value), ";"]];
  if (other.kind === "tensor" || type.kind === "numeric" || other.kind === "numeric") {
    // The number becomes a tensor.
    const first = type.kind === "numeric" || type.kind === "unknown" || isNumber(type);
    if (first && other.kind !== "tensor" && type.kind !== "unknown")
      return [[emit.doc(target), " = ", arithmetic(emit, op, target, value).doc, ";"]];
    const named = `${emit.root("torch")}.${methodOfOperator[op]}`;
    if (first) return [[emit.doc(target), " = ", callDoc(named, [emit.doc(target), emit.doc(value)]), ";"]];
  }
  emit.mark("operands", `${op}=`, inPlace[op]);
  return numberLine(emit, s);
}

const inPlace: Partial<Record<string, string>> = {
  "+": "add_",
  "-": "sub_",
  "*": "mul_",
  "/": "div_",
  "**": "pow_",
};

function numberLine(emit: Emit, { target, op, value }: StmtOf<"augment">): Doc[] {
  const place = emit.doc(target);
  if (op === "//") return [[place, " = Math.floor(", plainCode(emit, "/", target, value).doc, ");"]];
  return [[place, ` ${op}= `, emit.doc(value), ";"]];
}

/** `x[0] += 1`: a view is changed in place, what is picked by lists or masks is put back. */
function changeItem(
  emit: Emit,
  { op, value }: StmtOf<"augment">,
  target: Extract<Expr, { kind: "subscript" }>,
): Doc[] | null {
  const view = target.items.every(
    (item) => item.kind === "slice" || isNumber(emit.type(item)) || item.kind === "constant",
  );
  if (view && op in inPlace) {
    return [[callDoc([emit.doc(target), ".", inPlace[op] ?? ""], [emit.doc(value)]), ";"]];
  }
  const changed = callDoc([emit.doc(target), ".", methodOfOperator[op]], [emit.doc(value)]);
  return [[callDoc([operand(emit, target.object), ".set"], [...indices(emit, target.items), changed]), ";"]];
}
