/** Types of operators, attributes and subscripts. */
import type { BinaryOp, CompareOp, ExprOf } from "../python/ast.ts";
import { member } from "../library/library.ts";
import { fieldNamed } from "../library/moduleTables.ts";
import type { Inference } from "./infer.ts";
import type { Scope } from "./scope.ts";
import * as t from "./types.ts";
import type { Type } from "./types.ts";

export function binaryType(op: BinaryOp, left: Type, right: Type): Type {
  if (op === "@") return t.tensor;
  const column = [left, right].find(isColumn);
  if (column) return column;
  if (left.kind === "string" && op === "%") return t.string;
  if (left.kind === "tensor" || right.kind === "tensor") return t.tensor;
  if (left.kind === "string" && (op === "+" || op === "%" || op === "*")) return t.string;
  if (op === "+" && left.kind === "list" && right.kind === "list") return t.join(left, right);
  if (op === "*" && left.kind === "list" && t.isNumber(right)) return left;
  if (op === "*" && right.kind === "list" && t.isNumber(left)) return right;
  if (op === "+" && left.kind === "tuple" && right.kind === "tuple") return t.tuple(...left.of, ...right.of);
  if (op === "+" && t.isArray(left) && t.isArray(right))
    return t.list(t.join(t.itemsOf(left), t.itemsOf(right)));
  if (t.isNumber(left) && t.isNumber(right)) {
    const both = t.join(left, right);
    if ("&|^".includes(op) && both.kind === "bool") return t.bool;
    const stays = op === "//" || (op !== "/" && op !== "**");
    return stays && both.kind !== "number" ? t.whole : op === "/" ? t.number : both;
  }
  if (t.isNumberOrTensor(left) && t.isNumberOrTensor(right)) return t.numeric;
  return t.unknown;
}

function isColumn(type: Type): boolean {
  return type.kind === "instance" && type.path === "pandas.Series";
}

export function compareType(left: Type, rest: readonly (readonly [CompareOp, Type])[]): Type {
  let before = left;
  for (const [op, right] of rest) {
    const elementwise = !op.includes("in") && !op.includes("is");
    const operands = [before, right];
    if (elementwise && operands.some(({ kind }) => kind === "none")) return t.bool;
    const column = elementwise && operands.find(isColumn);
    if (column) return column;
    if (elementwise && operands.some(({ kind }) => kind === "tensor")) return t.tensor;
    if (elementwise && operands.some(({ kind }) => kind === "numeric")) return t.unknown;
    before = right;
  }
  return t.bool;
}

const tensorFields: Record<string, Type> = {
  shape: t.size,
  T: t.tensor,
  mT: t.tensor,
  grad: t.tensor,
  data: t.tensor,
  dtype: t.dtype,
  ndim: t.whole,
  requires_grad: t.bool,
  is_leaf: t.bool,
  device: t.string,
};

/** Fields that say that their owner is a tensor. */
const tellingFields = new Set(["shape", "T", "grad", "requires_grad", "ndim"]);

export function attributeType(inference: Inference, value: ExprOf<"attribute">, scope: Scope): Type {
  const { name } = value;
  const owner = inference.expr(value.object, scope);
  if (owner.kind === "unknown" && tellingFields.has(name)) inference.need(value.object, t.tensor, scope);
  const type = inference.typeOf(value.object);
  switch (type.kind) {
    case "namespace":
      return member(type.path, name);
    case "tensor":
      return tensorFields[name] ?? t.unknown;
    case "object":
    case "super": {
      const field = type.kind === "object" ? t.fieldOf(type.info, name) : null;
      if (field) return field;
      const method = type.kind === "super" ? t.baseMethodOf(type.info, name) : t.methodOf(type.info, name);
      if (method) return method.property ? (method.returns ?? t.unknown) : { kind: "function", info: method };
      return name === "training" && t.isModuleClass(type.info) ? t.bool : t.unknown;
    }
    case "class": {
      const method = t.methodOf(type.info, name);
      return method ? { kind: "function", info: method } : (t.fieldOf(type.info, name) ?? t.unknown);
    }
    case "instance":
      if (type.path.startsWith("pandas.")) return frameField(type.path, name);
      if (name === "training") return t.bool;
      return instanceField(type, name);
    case "tuple":
      return type.of[type.fields?.indexOf(name) ?? -1] ?? t.unknown;
    case "unknown":
      return tellingFields.has(name) ? (tensorFields[name] ?? t.unknown) : t.unknown;
    default:
      return t.unknown;
  }
}

function instanceField({ path, parts }: Extract<Type, { kind: "instance" }>, name: string): Type {
  if (parts && (name === "encoder" || name === "decoder"))
    return parts[name === "encoder" ? 0 : 1] ?? t.unknown;
  if ((name === "weight" || name === "bias") && path.startsWith("torch.nn."))
    return { kind: "tensor", parameter: true };
  if (name === "param_groups") return t.list({ kind: "dict", of: t.unknown, keyed: true });
  return fieldNamed(path, name) ?? t.unknown;
}

const frame: Type = { kind: "instance", path: "pandas.DataFrame" };
const column: Type = { kind: "instance", path: "pandas.Series" };

/** A field of a table of pandas; any other name is that of a column. */
function frameField(path: string, name: string): Type {
  if (name === "shape") return t.size;
  if (name === "values") return t.tensor;
  if (name === "index" || name === "columns") return t.list(t.string);
  if (name === "iloc") return { kind: "instance", path: `${path}.iloc` };
  return path === "pandas.DataFrame" ? column : t.unknown;
}

/** What stands between the brackets of a table or column. */
function frameItem(path: string, items: readonly Type[], value: ExprOf<"subscript">): Type {
  if (path === "pandas.Series") return items[0]?.kind === "number" ? t.number : column;
  if (path === "pandas.DataFrame") return items[0]?.kind === "string" ? column : frame;
  return value.items.length > 1 && items[1]?.kind === "number" ? column : frame;
}

export function subscriptType(inference: Inference, value: ExprOf<"subscript">, scope: Scope): Type {
  inference.expr(value.object, scope);
  const items = value.items.map((item) => inference.expr(item, scope));
  const sliced = value.items.some(({ kind }) => kind === "slice");
  const several =
    value.tuple &&
    items.some((item) => item.kind === "slice" || item.kind === "tensor" || item.kind === "list");
  if ((value.tuple && sliced) || several) inference.need(value.object, t.tensor, scope);
  const type = inference.typeOf(value.object);
  switch (type.kind) {
    case "tensor":
      return t.tensor;
    case "list":
      return sliced || items[0]?.kind === "slice" ? type : type.of;
    case "tuple": {
      const [index] = value.items;
      if (sliced) return t.list(t.itemsOf(type));
      return (index?.kind === "number" ? type.of[Number(index.text)] : undefined) ?? t.itemsOf(type);
    }
    case "size":
      return sliced ? t.list(t.whole) : t.whole;
    case "string":
      return t.string;
    case "dict":
      return type.of;
    case "iterable":
      return type.of;
    case "instance":
      if (type.path.startsWith("pandas.")) return frameItem(type.path, items, value);
      if (type.path === "d2l.Accumulator") return t.number;
      if (type.path === "d2l.Vocab")
        return items[0]?.kind === "string"
          ? t.whole
          : items[0] && t.isArray(items[0])
            ? t.list(t.whole)
            : t.unknown;
      return /^torch\.nn\.(Sequential|Module(List|Dict)?)$/.test(type.path)
        ? { kind: "instance", path: "torch.nn.Module" }
        : t.unknown;
    case "object":
      return t.methodOf(type.info, "__getitem__")?.returns ?? t.unknown;
    default:
      return items.some(({ kind }) => kind === "tensor") && value.tuple ? t.tensor : t.unknown;
  }
}
