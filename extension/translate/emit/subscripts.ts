/** `x[…]`, read and written. */
import type { Expr, ExprOf } from "../python/ast.ts";
import { isArray, isNumber, type Type } from "../analysis/types.ts";
import { camelCase } from "../library/signature.ts";
import type { Emit } from "./context.ts";
import type { Doc } from "./doc.ts";
import { type Code, Precedence, call, callDoc, stringLiteral } from "./code.ts";
import { operand } from "./operands.ts";

export function subscriptCode(emit: Emit, value: ExprOf<"subscript">): Code {
  const type = emit.type(value.object);
  const owner = operand(emit, value.object);
  const [first] = value.items;
  if (!first) return call(owner);
  if (isTensorAccess(emit, value)) {
    const numbers = value.items.every((item) => item.kind !== "slice" && isNumber(emit.type(item)));
    return call(callDoc([owner, numbers ? ".at" : ".get"], indices(emit, value.items)));
  }
  switch (type.kind) {
    case "size":
      if (first.kind === "slice") return part(emit, owner, first, type);
      if (isNegative(first) && value.object.kind === "attribute" && value.object.name === "shape") {
        return call(callDoc([operand(emit, value.object.object), ".size"], [emit.doc(first)]));
      }
      return item(emit, owner, first, true);
    case "tuple": {
      const field = first.kind === "number" ? type.fields?.[Number(first.text)] : undefined;
      if (field !== undefined) return call([owner, ".", field]);
      return first.kind === "slice" ? part(emit, owner, first, type) : item(emit, owner, first, true);
    }
    case "list":
    case "string":
      return first.kind === "slice" ? part(emit, owner, first, type) : item(emit, owner, first, true);
    case "dict":
      if (type.missing !== undefined) {
        const found = callDoc([owner, ".get"], [emit.doc(first)]);
        return { doc: [found, " ?? ", type.missing], precedence: Precedence.or };
      }
      if (!type.keyed) return call([callDoc([owner, ".get"], [emit.doc(first)]), "!"]);
      return call([owner, property(emit, first)]);
    case "instance":
      if (type.path.startsWith("pandas."))
        return call(
          callDoc(
            [owner, ".get"],
            value.items.map((each) => indices(emit, [each])),
          ),
        );
      // Layers under names of their own are had by their place all the same.
      if (type.path === "torch.nn.Module") {
        // To TypeScript the layer at a place is one that takes a tensor, whatever else it has.
        if (value.object.kind === "subscript")
          return call(callDoc(["(", owner, " as any).at"], [emit.doc(first)]));
        return call([callDoc([owner, ".at"], [emit.doc(first)]), "!"]);
      }
      if (type.path === "d2l.Vocab") return call(callDoc([owner, ".get"], [emit.doc(first)]));
      return item(emit, owner, first, false);
    case "iterable":
    case "object":
      return call(callDoc([owner, ".get"], [emit.doc(first)]));
    default:
      if (first.kind === "string") return call([owner, property(emit, first)]);
      emit.mark("subscript", emit.text(value.object));
      return first.kind === "slice"
        ? part(emit, owner, first, type)
        : call([owner, "[", emit.doc(first), "]"]);
  }
}

/** `x[i] = value` as an expression; null when it cannot be said. */
export function assignItem(emit: Emit, target: ExprOf<"subscript">, value: Doc): Doc | null {
  const type = emit.type(target.object);
  const owner = operand(emit, target.object);
  const [first] = target.items;
  if (!first) return null;
  if (isTensorAccess(emit, target)) return callDoc([owner, ".set"], [...indices(emit, target.items), value]);
  if (type.kind === "instance" && type.path === "pandas.DataFrame")
    return callDoc([owner, ".set"], [emit.doc(first), value]);
  if (first.kind === "slice") return listPart(emit, owner, first, type, value);
  if (type.kind === "dict") {
    return type.keyed
      ? [owner, property(emit, first), " = ", value]
      : callDoc([owner, ".set"], [emit.doc(first), value]);
  }
  if (isArray(type) && isNegative(first)) {
    return [owner, "[", owner, ".length - ", emit.doc(first.operand), "] = ", value];
  }
  if (type.kind === "unknown") {
    if (first.kind === "string") return [owner, property(emit, first), " = ", value];
    emit.mark("subscript", emit.text(target.object));
  }
  return [owner, "[", emit.doc(first), "] = ", value];
}

/** `xs[1:3] = ys`: the items between make room for the new ones. */
function listPart(
  emit: Emit,
  owner: Doc,
  { from, to, step }: ExprOf<"slice">,
  type: Type,
  value: Doc,
): Doc | null {
  if (type.kind !== "list" || (step && literal(step) !== "1")) return null;
  const start = from ? emit.doc(from) : "0";
  if (!to) return callDoc([owner, ".splice"], [start, "Infinity", ["...", value]]);
  const first = literal(from);
  const end = literal(to);
  const known = first !== null && end !== null && !first.startsWith("-") && !end.startsWith("-");
  if (!known) return null;
  return callDoc(
    [owner, ".splice"],
    [start, String(Math.max(0, Number(end) - Number(first))), ["...", value]],
  );
}

/** Whether it goes to the engine: a tensor's, or in a form that only tensors know. */
export function isTensorAccess(emit: Emit, { object, items, tuple }: ExprOf<"subscript">): boolean {
  const { kind } = emit.type(object);
  if (kind === "tensor" || kind === "numeric") return true;
  const telling = (each: Expr): boolean =>
    each.kind === "slice" || ["slice", "tensor", "list"].includes(emit.type(each).kind);
  return kind === "unknown" && tuple && items.some(telling);
}

/** What stands between the brackets, as `get` and `set` take it. */
export function indices(emit: Emit, items: readonly Expr[]): Doc[] {
  const texts = items.map(indexText);
  if (
    items.length > 1 &&
    items.some(({ kind }) => kind === "slice" || kind === "constant") &&
    texts.every((text) => text !== null)
  ) {
    return [`"${texts.join(", ")}"`];
  }
  return items.map((each) => {
    if (each.kind === "slice") return sliceIndex(emit, each);
    return each.kind === "tuple" && each.items.length === 0 ? "[]" : emit.doc(each);
  });
}

/** An index that is written down, as the engine reads it from a text; null for one that must be worked out. */
function indexText(item: Expr): string | null {
  if (item.kind === "constant") return item.value === "..." ? "..." : item.value === null ? "None" : null;
  if (item.kind !== "slice") return literal(item);
  const [from, to, step] = [literal(item.from), literal(item.to), literal(item.step)];
  return from === null || to === null || step === null ? null : `${from}:${to}${item.step ? `:${step}` : ""}`;
}

/** `"1:3"` where the ends are written down, else `torch.slice(a, b)`. */
function sliceIndex(emit: Emit, slice: ExprOf<"slice">): Doc {
  const text = indexText(slice);
  if (text !== null) return `"${text}"`;
  const { from, to, step } = slice;
  const parts = [from, to, ...(step ? [step] : [])].map((each) => (each ? emit.doc(each) : "null"));
  if (parts[1] === "null" && parts.length === 2) parts.pop();
  return callDoc(`${emit.root("torch")}.slice`, parts);
}

/** The text of a whole number that is written down; empty for none, null for what must be worked out. */
function literal(value: Expr | null): string | null {
  if (!value) return "";
  if (value.kind === "number") return /^\d+$/.test(value.text) ? value.text : null;
  const inner = isNegative(value) ? literal(value.operand) : null;
  return inner === null ? null : `-${inner}`;
}

function isNegative(value: Expr): value is ExprOf<"unary"> {
  return value.kind === "unary" && value.op === "-" && value.operand.kind === "number";
}

/** From the end where the number is negative. `checked`: an item that TypeScript may think missing. */
function item(emit: Emit, owner: Doc, index: Expr, checked: boolean): Code {
  if (isNegative(index)) return call([callDoc([owner, ".at"], [emit.doc(index)]), checked ? "!" : ""]);
  return call([owner, "[", emit.doc(index), "]"]);
}

function part(emit: Emit, owner: Doc, { from, to, step }: ExprOf<"slice">, type: Type): Code {
  const every = literal(step);
  const from0 = from ? emit.doc(from) : "0";
  const args = to ? [from0, emit.doc(to)] : from ? [from0] : [];
  const whole = args.length === 0 && step !== null;
  const taken = whole ? owner : callDoc([owner, ".slice"], args);
  if (step === null || every === "1") return call(taken);
  if (every === "-1" && whole && isArray(type)) return call(["[...", owner, "].reverse()"]);
  if (every !== null && !every.startsWith("-") && isArray(type)) {
    return call([taken, `.filter((_, i) => i % ${every} === 0)`]);
  }
  emit.mark("expression", `[…:${emit.text(step)}]`);
  return call(taken);
}

/** `.key` or `["key"]`. */
function property(emit: Emit, key: Expr): Doc {
  if (key.kind !== "string") return ["[", emit.doc(key), "]"];
  const name = optimiserOptions.has(key.value) ? camelCase(key.value) : key.value;
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${stringLiteral(name)}]`;
}

/** Keys of an optimiser's groups, which the engine has in camel case. */
export const optimiserOptions: ReadonlySet<string> = new Set(["weight_decay", "lr_decay", "initial_lr"]);
