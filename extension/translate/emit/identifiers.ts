/** Names and attributes: variables, `self`, and what Python's modules offer. */
import type { Expr, ExprOf } from "../python/ast.ts";
import { mathValues } from "../library/otherTables.ts";
import { isBookValue, moduleHere, pathHere, signatureOf } from "../library/library.ts";
import { camelCase } from "../library/signature.ts";
import { tensorMethods } from "../library/torchTables.ts";
import type { Emit } from "./context.ts";
import { type Code, Precedence, atom, call, inside } from "./code.ts";
import { operand } from "./operands.ts";

/** Python's functions where they are handed over rather than called. */
const functionsHere: Record<string, string> = {
  float: "Number",
  int: "Math.trunc",
  str: "String",
  bool: "Boolean",
  abs: "Math.abs",
  max: "Math.max",
  min: "Math.min",
  print: "console.log",
  len: "(xs) => xs.length",
};

export function nameCode(emit: Emit, value: ExprOf<"name">): Code {
  const { id } = value;
  if (id === emit.self) return atom("this");
  if (emit.inference.isVariable(id)) return atom(emit.names.of(id));
  const type = emit.type(value);
  if (isBookValue(`d2l.${id}`) && emit.inference.isImported(id)) return atom(id);
  if (type.kind === "namespace") return moduleCode(emit, type.path, id);
  if (type.kind === "library") {
    if (!type.path.startsWith("builtins.")) {
      return emit.bound.has(id) ? atom(emit.names.of(id)) : libraryCode(emit, value, type.path);
    }
    const here = functionsHere[id];
    if (here !== undefined) return id === "len" ? { doc: here, precedence: Precedence.arrow } : call(here);
    emit.mark("missing", id);
  }
  if (id === "__name__") return atom('"__main__"');
  return atom(emit.names.of(id));
}

/** A module by the name that the notebook gave it, or by the engine's own. */
function moduleCode(emit: Emit, path: string, alias: string): Code {
  const here = moduleHere(path);
  if (here === null) return atom(emit.names.of(alias));
  if (here === alias || !emit.bound.has(alias)) {
    emit.root(here.split(".")[0] ?? here);
    return atom(here);
  }
  return atom(emit.names.of(alias));
}

/** Fields of tensors that the engine has under Python's name in camel case. */
const tensorFields = new Set("shape T grad data dtype device ndim requires_grad is_leaf grad_fn".split(" "));

/** Fields of tables that are no columns. */
const frameFields = new Set("shape values index columns dtypes iloc".split(" "));

export function attributeCode(emit: Emit, value: ExprOf<"attribute">): Code {
  const { name, object } = value;
  const owner = emit.type(object);
  const type = emit.type(value);
  if (owner.kind === "namespace") {
    if (type.kind === "namespace") return submoduleCode(emit, value, type.path);
    return libraryCode(emit, value, `${owner.path}.${name}`);
  }
  if (owner.kind === "instance" && owner.path.startsWith("pandas.")) {
    if (owner.path === "pandas.DataFrame" && !frameFields.has(name)) {
      return call([operand(emit, object), `.get("${name}")`]);
    }
    return call([operand(emit, object), ".", camelCase(name)]);
  }
  if (name === "__getitem__" || name === "__call__")
    return call([operand(emit, object), name === "__call__" ? ".call" : ".get"]);
  if (name === "__name__") return call([inside(emit.expr(object), Precedence.call), ".name"]);
  if (name === "__class__") return call([inside(emit.expr(object), Precedence.call), ".constructor"]);
  if (owner.kind === "tensor" && !tensorFields.has(name) && !tensorMethods.has(name)) {
    emit.mark("missing", `Tensor.${name}`);
  }
  return call([operand(emit, object), ".", camelCase(name)]);
}

function submoduleCode(emit: Emit, value: ExprOf<"attribute">, path: string): Code {
  const here = moduleHere(path);
  if (here === null) {
    emit.mark("module", path);
    return call([emit.expr(value.object).doc, ".", camelCase(value.name)]);
  }
  return call(throughRoot(emit, here, rootName(value)));
}

/** What a module of Python offers, as the engine or the language has it. */
export function libraryCode(emit: Emit, value: Expr, path: string): Code {
  if (value.kind === "name" && emit.inference.isVariable(value.id)) return atom(emit.names.of(value.id));
  if (value.kind === "name" && emit.bound.has(value.id)) return atom(emit.names.of(value.id));
  const name = path.slice(path.lastIndexOf(".") + 1);
  if (/^(?:math|numpy|torch)\.\w+$/.test(path) && name in mathValues) return atom(mathValues[name] ?? "NaN");
  const here = pathHere(path);
  const dtype = emit.type(value).kind === "dtype";
  if (here === null || (!dtype && !isBookValue(path) && !signatureOf(path) && path !== "torch.Tensor")) {
    emit.mark("missing", emit.text(value));
    if (value.kind === "attribute") return call([emit.expr(value.object).doc, ".", camelCase(name)]);
    return atom(emit.names.of(name));
  }
  if (here.startsWith("Math.")) return call(here);
  // A module under a name of the notebook's own, such as F, keeps it.
  if (value.kind === "attribute" && value.object.kind === "name" && emit.bound.has(value.object.id)) {
    const module = emit.type(value.object);
    const prefix = module.kind === "namespace" ? moduleHere(module.path) : null;
    if (prefix !== null && here.startsWith(`${prefix}.`)) {
      return call([emit.expr(value.object).doc, here.slice(prefix.length)]);
    }
  }
  return call(throughRoot(emit, here, rootName(value)));
}

/** `torch.nn.Linear` where the notebook begins with `torch`, `nn.Linear` where it begins with `nn`. */
function throughRoot(emit: Emit, here: string, root: string | null): string {
  const first = here.split(".")[0] ?? here;
  if (root === "torch" && first !== "torch") return `${emit.root("torch")}.${here}`;
  emit.root(first);
  return here;
}

function rootName(value: Expr): string | null {
  if (value.kind === "name") return value.id;
  return value.kind === "attribute" ? rootName(value.object) : null;
}
