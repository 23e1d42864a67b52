/** Calls: of the engine, of the notebook's own functions and classes, and of what is not known. */
import { isModuleClass, methodOf, type FunctionInfo, type Type } from "../../analysis/types.ts";
import { isClassPath, methodNamed, signatureOf } from "../../library/library.ts";
import { tensorMethods } from "../../library/torchTables.ts";
import type { Argument, ExprOf } from "../../python/ast.ts";
import { groupArgument, libraryArguments, ownArguments, unknownArguments } from "./arguments.ts";
import { builtinCall } from "./builtins.ts";
import type { Emit } from "../context.ts";
import type { Doc } from "../doc.ts";
import { libraryCode } from "../identifiers.ts";
import { specialCall } from "./libraryCalls.ts";
import { methodCall } from "./methods.ts";
import { type Code, Precedence, call, callDoc, entry, inside, objectDoc, propertyName } from "../code.ts";
import { operand } from "../operands.ts";

export function callCode(emit: Emit, value: ExprOf<"call">): Code {
  const { func, args } = value;
  const name = emit.text(func);
  const type = emit.type(func);
  if (type.kind === "library") {
    if (type.path.startsWith("builtins."))
      return builtinCall(emit, value, type.path.slice(9)) ?? unknownCall(emit, value);
    return specialCall(emit, value, type.path) ?? libraryCall(emit, value, type.path);
  }
  if (func.kind === "attribute") {
    const found =
      superCall(emit, value, func) ?? methodCall(emit, value, func) ?? engineMethod(emit, value, func);
    if (found) return found;
  }
  switch (type.kind) {
    case "function": {
      const callee = inside(emit.expr(func), Precedence.call);
      return awaited(emit, type.info, callDoc(callee, ownArguments(emit, name, type.info, args)));
    }
    case "class": {
      const init = methodOf(type.info, "__init__");
      const given = init ? ownArguments(emit, name, init, args) : unknownArguments(emit, name, args);
      return call(callDoc(["new ", inside(emit.expr(func), Precedence.call)], given));
    }
    case "object": {
      const layer = isModuleClass(type.info);
      const method = methodOf(type.info, layer ? "forward" : "__call__");
      const callee = [inside(emit.expr(func), Precedence.call), layer ? "" : ".call"];
      const given = method ? ownArguments(emit, name, method, args) : unknownArguments(emit, name, args);
      return method ? awaited(emit, method, callDoc(callee, given)) : call(callDoc(callee, given));
    }
    default:
      return unknownCall(emit, value);
  }
}

function unknownCall(emit: Emit, { func, args }: ExprOf<"call">): Code {
  const name = emit.text(func);
  const last = func.kind === "attribute" ? func.name : func.kind === "name" ? func.id : "";
  if (func.kind === "name" && emit.type(func).kind === "unknown" && /^[A-Z][a-z]/.test(last))
    emit.mark("class", name);
  const callee = inside(emit.expr(func), Precedence.call);
  return call(callDoc(callee, unknownArguments(emit, name, args)));
}

function libraryCall(emit: Emit, { func, args }: ExprOf<"call">, path: string): Code {
  const signature = signatureOf(path);
  const name = emit.text(func);
  const callee = libraryCode(emit, func, path).doc;
  if (!signature) {
    const last = path.slice(path.lastIndexOf(".") + 1);
    return call(callDoc([/^[A-Z]/.test(last) ? "new " : "", callee], unknownArguments(emit, name, args)));
  }
  const given = libraryArguments(emit, name, signature, args);
  if (givesInts(emit, path, args)) {
    given.push(objectDoc([entry("dtype", `${emit.root("torch")}.int64`)]));
  }
  const [first] = args;
  // A layer may be without a bias; one that is set up has it.
  const bias = first?.value.kind === "attribute" && first.value.name === "bias";
  if (path.startsWith("torch.nn.init.") && bias && given[0] !== undefined) given[0] = [given[0], "!"];
  const groups =
    path.startsWith("torch.optim.") && first?.name === null ? groupArgument(emit, first.value) : null;
  if (groups) given[0] = groups;
  const done = call(callDoc([isClassPath(path) ? "new " : "", callee], given));
  return signature.async ? waited(emit, done) : done;
}

/** Whether PyTorch makes whole numbers of it, where the engine's are float32 unless it is told. */
function givesInts(emit: Emit, path: string, args: readonly Argument[]): boolean {
  if (args.length === 0 || args.some(({ name, spread }) => name !== null || spread !== "")) return false;
  const types = args.map(({ value }) => emit.type(value));
  if (path === "torch.tensor" || path === "torch.as_tensor") return isWholeData(types[0]);
  if (path === "torch.arange") return types.every((type) => type.kind === "number" && type.whole);
  return path === "torch.full" && types[1]?.kind === "number" && types[1].whole;
}

function isWholeData(type: Type | undefined): boolean {
  if (!type) return false;
  if (type.kind === "size") return true;
  if (type.kind === "list") return isWholeData(type.of);
  if (type.kind === "tuple") return type.of.length > 0 && type.of.every(isWholeData);
  return type.kind === "number" && type.whole;
}

/** `x.sum(dim=0)`: a method that the tables know. */
function engineMethod(emit: Emit, { args }: ExprOf<"call">, func: ExprOf<"attribute">): Code | null {
  const owner = emit.type(func.object);
  if (owner.kind === "object" && methodOf(owner.info, func.name)) return null;
  if (owner.kind === "object" && !isModuleClass(owner.info)) return null;
  const name = emit.text(func);
  const tensor = owner.kind === "tensor" || owner.kind === "numeric";
  // What is not known is called as a tensor would be, if it looks like that.
  const guess = owner.kind === "unknown" ? (tensorMethods.get(func.name) ?? null) : null;
  const signature = methodNamed(owner, func.name) ?? guess;
  if (!signature) {
    if (tensor) emit.mark("missing", `Tensor.${func.name}`);
    return null;
  }
  const callee: Doc = [
    operand(emit, func.object),
    ".",
    owner.kind === "unknown" ? propertyName(func.name) : signature.here,
  ];
  const done = call(callDoc(callee, libraryArguments(emit, name, signature, args)));
  return signature.async ? waited(emit, done) : done;
}

/** `super().__init__(…)`, `super().forward(…)`, and the older `nn.Module.__init__(self)`. */
function superCall(emit: Emit, { args }: ExprOf<"call">, func: ExprOf<"attribute">): Code | null {
  const owner = emit.type(func.object);
  const old = func.name === "__init__" && args[0]?.value.kind === "name" && args[0].value.id === emit.self;
  if (owner.kind !== "super" && !old) return null;
  const rest = old ? args.slice(1) : args;
  if (func.name !== "__init__") {
    const method = owner.kind === "super" ? baseMethod(emit, func.name) : null;
    const given = method
      ? ownArguments(emit, func.name, method, rest)
      : unknownArguments(emit, func.name, rest);
    return call(callDoc(`super.${propertyName(func.name)}`, given));
  }
  const init = baseMethod(emit, "__init__");
  return call(
    callDoc("super", init ? ownArguments(emit, "super", init, rest) : unknownArguments(emit, "super", rest)),
  );
}

function baseMethod(emit: Emit, name: string): FunctionInfo | null {
  for (const base of emit.info?.owner?.bases ?? []) {
    const found = base.kind === "class" ? methodOf(base.info, name) : null;
    if (found) return found;
  }
  return null;
}

function awaited(emit: Emit, info: FunctionInfo, doc: Doc): Code {
  return info.async ? waited(emit, call(doc)) : call(doc);
}

function waited(emit: Emit, code: Code): Code {
  if (!emit.awaits) emit.mark("await", "await");
  return { doc: ["await ", code.doc], precedence: Precedence.unary };
}
