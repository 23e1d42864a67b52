/** Python's types as TypeScript writes them. */
import {
  type ClassInfo,
  isLoss,
  isModule,
  methodOf,
  type ParamInfo,
  paramType,
  takes,
  type Type,
  unknown,
} from "../analysis/types.ts";
import { pathHere } from "../library/library.ts";
import { fieldNamed, mapsOneTensor } from "../library/moduleTables.ts";
import { visitAll } from "../analysis/walk.ts";
import type { Expr } from "../python/ast.ts";
import type { Emit } from "./context.ts";

/** Null where nothing is known that would be worth writing. */
export function typeText(emit: Emit, type: Type): string | null {
  switch (type.kind) {
    case "number":
      return "number";
    case "string":
      return "string";
    case "bool":
      return "boolean";
    case "tensor":
      return `${emit.root("torch")}.Tensor`;
    case "numeric":
      return `number | ${emit.root("torch")}.Tensor`;
    case "size":
      return "number[]";
    case "list": {
      // Pairs of numbers that are written as arrays are arrays of any length to TypeScript.
      if (
        type.of.kind === "tuple" &&
        type.of.of.length > 0 &&
        type.of.of.every(({ kind }) => kind === "number")
      )
        return "(readonly number[])[]";
      const of = typeText(emit, type.of);
      return of === null ? "any[]" : /[ |]/.test(of) ? `(${of})[]` : `${of}[]`;
    }
    case "tuple":
      return type.of.length === 0
        ? null
        : `readonly [${type.of.map((part) => typeText(emit, part) ?? "any").join(", ")}]`;
    case "iterable": {
      const of = typeText(emit, type.of) ?? "any";
      return `Iterable<${of}>`;
    }
    case "dict": {
      const of = typeText(emit, type.of) ?? "any";
      return type.keyed ? `Record<string, ${of}>` : `Map<any, ${of}>`;
    }
    case "set":
      return `Set<${typeText(emit, type.of) ?? "any"}>`;
    case "instance": {
      if (type.path === "torch.nn.Loss") return `${emit.root("torch")}.nn.Loss`;
      if (type.path === "torch.nn.Module") return `${emit.root("torch")}.nn.Layer`;
      const here = pathHere(type.path);
      if (here === null) return null;
      return type.bias ? `${rooted(emit, here)}<${type.bias}>` : rooted(emit, here);
    }
    case "object":
      return type.either ? null : emit.names.of(type.info.name);
    default:
      return null;
  }
}

/** What a variable may hold over its life; null where that is not known. */
export function variableText(emit: Emit, name: string): string | null {
  const known = emit.declaredType(name);
  const text = known && typeText(emit, known.type);
  return text === null ? null : known?.optional ? `${text} | null` : text;
}

/** `torch.nn.Linear` for `nn.Linear`, so that one import serves all types. */
function rooted(emit: Emit, here: string): string {
  const root = here.split(".")[0] ?? "";
  if (emit.roots.has(root)) return here;
  return root === "torch" ? `${emit.root("torch")}.${here.slice(6)}` : `${emit.root("torch")}.${here}`;
}

/**
 * Type of a parameter. A layer is taken by what it does, since any other would do.
 * @param scope the function whose parameter it is
 */
export function paramTypeText(emit: Emit, param: ParamInfo, scope: object): string {
  if (param.tested || (param.optional && !asksForNone(emit, param))) return "any";
  const type = widened(paramType(param), emit.inference.assignedTypes(scope, param.name));
  const plain = layerText(emit, type) ?? typeText(emit, type);
  if (plain === null) return "any";
  const text =
    type.kind === "iterable" && isMeasured(emit, param) ? `${plain} & { readonly length: number }` : plain;
  return param.optional ? `${text} | null` : text;
}

/** What takes all that the body gives the parameter's name: unknown where that is of several kinds. */
function widened(type: Type, given: readonly Type[]): Type {
  const odd = given.filter((other) => !takes(type, other));
  if (odd.length === 0) return type;
  return commonList([type, ...odd]);
}

/** A list of what is not known, as deep as all of them are lists. */
function commonList(types: readonly Type[]): Type {
  if (!types.every((type) => type.kind === "list")) return unknown;
  return { kind: "list", of: commonList(types.map(({ of }) => of)) };
}

/** Of a loss, or of a layer that maps one tensor to one; null for anything else. */
function layerText(emit: Emit, type: Type): string | null {
  if (!isModule(type)) return null;
  if (isLoss(type)) return `${emit.root("torch")}.nn.Loss`;
  return isLayer(type) ? `${emit.root("torch")}.nn.Layer` : null;
}

function isLayer(type: Type): boolean {
  if (type.kind === "instance") return mapsOneTensor(type.path);
  const forward = type.kind === "object" ? methodOf(type.info, "forward") : null;
  if (!forward) return true;
  const [, second] = forward.node.params.filter(({ name }) => name !== "self");
  const more = second !== undefined && second.fallback === null && second.spread === "";
  return !more && ["tensor", "numeric", "unknown"].includes((forward.returns ?? unknown).kind);
}

/** Whether the cell asks how long the parameter is. */
function isMeasured(emit: Emit, { name }: ParamInfo): boolean {
  let found = false;
  for (const s of emit.program.body) {
    visitAll(s, (part) => {
      if (part.kind !== "call" || part.func.kind !== "name" || part.func.id !== "len") return true;
      const [first] = part.args;
      found ||= first?.value.kind === "name" && first.value.id === name;
      return true;
    });
  }
  return found;
}

/** Whether the cell never uses the parameter, or looks whether the parameter is None: TypeScript then sees where it is not. */
function asksForNone(emit: Emit, { name }: ParamInfo): boolean {
  const seen = { asked: false, used: false };
  const isName = (value: Expr): boolean => value.kind === "name" && value.id === name;
  for (const s of emit.program.body) {
    visitAll(s, (part) => {
      if (part.kind === "compare" && isName(part.left) && part.rest.some(({ op }) => op.startsWith("is")))
        seen.asked = true;
      if (part.kind === "if" && part.branches.some(({ test }) => isName(test))) seen.asked = true;
      if (part.kind === "conditional" && isName(part.test)) seen.asked = true;
      if (part.kind === "unary" && part.op === "not" && isName(part.operand)) seen.asked = true;
      if (part.kind === "bool" && part.values.some(isName)) seen.asked = true;
      if (part.kind === "name" && part.id === name) seen.used = true;
      return !seen.asked;
    });
  }
  return seen.asked || !seen.used;
}

/** Whether the class gets the field from another one. */
export function inheritsField(info: ClassInfo, name: string): boolean {
  return info.bases.some((base) =>
    base.kind === "class"
      ? base.info.fields.has(name) || inheritsField(base.info, name)
      : base.kind === "library" && fieldNamed(base.path, name) !== null,
  );
}
