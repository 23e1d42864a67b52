/** Python's types as TypeScript writes them. */
import { type ClassInfo, isLoss, isModule, type ParamInfo, paramType, type Type } from "../analysis/types.ts";
import { pathHere } from "../library/library.ts";
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
      return here === null ? null : rooted(emit, here);
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

/** Type of a parameter. A layer is taken by what it does, since any other would do. */
export function paramTypeText(emit: Emit, param: ParamInfo): string {
  if (param.tested || (param.optional && !asksForNone(emit, param))) return "any";
  const type = paramType(param);
  const module = isLoss(type) ? "Loss" : "Layer";
  const plain = isModule(type) ? `${emit.root("torch")}.nn.${module}` : typeText(emit, type);
  if (plain === null) return "any";
  const text =
    type.kind === "iterable" && isMeasured(emit, param) ? `${plain} & { readonly length: number }` : plain;
  return param.optional ? `${text} | null` : text;
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

/** Whether the class gets the field from another one of its own kind. */
export function inheritsField(info: ClassInfo, name: string): boolean {
  return info.bases.some(
    (base) => base.kind === "class" && (base.info.fields.has(name) || inheritsField(base.info, name)),
  );
}
