/** What is known of a Python value: enough to choose between operators and methods. */
import type { ExprOf, StmtOf } from "../python/ast.ts";
import { bookModules } from "./bookModules.ts";

export type Type =
  | { kind: "unknown" }
  | { kind: "number"; whole: boolean }
  | { kind: "string" }
  | { kind: "bool" }
  | { kind: "none" }
  | { kind: "tensor"; parameter?: boolean }
  /** A number or a tensor: what adding up losses gives. */
  | { kind: "numeric" }
  | { kind: "size" }
  | { kind: "dtype" }
  | { kind: "list"; of: Type }
  /** `fields`: its items have names, by which alone they are had here. */
  | { kind: "tuple"; of: readonly Type[]; fields?: readonly string[] }
  /** `keyed`: all keys are strings, so that it becomes an object rather than a Map. */
  /** `missing`: what a key that is not there is taken for, in TypeScript. */
  | { kind: "dict"; of: Type; keyed: boolean; missing?: string }
  | { kind: "set"; of: Type }
  /** What a `for` goes over: a loader, a generator. */
  | { kind: "iterable"; of: Type; ts: string | null }
  /** `id(x)`: only ever compared, or printed. */
  | { kind: "identity" }
  /** `slice(a, b)`: a part of an axis. */
  | { kind: "slice" }
  /** What `open` gives. */
  | { kind: "file" }
  /** A module of Python that is known here, by its full name. */
  | { kind: "namespace"; path: string }
  /** A function or class of such a module. */
  | { kind: "library"; path: string }
  /** An instance of a class of such a module: `torch.nn.Linear`. */
  /**
   * `parts`: what an encoder and decoder is made of. `layers`: what was added to a chain of layers under names.
   * `bias`: of a layer that was made without one, or perhaps without.
   */
  | { kind: "instance"; path: string; parts?: readonly Type[]; layers?: Type; bias?: "false" | "boolean" }
  /** `others`: what else it may be, where it is one of several functions. */
  | { kind: "function"; info: FunctionInfo; others?: readonly FunctionInfo[] }
  | { kind: "class"; info: ClassInfo }
  /** `either`: of this class, or something else that is called like it. */
  | { kind: "object"; info: ClassInfo; either?: true }
  | { kind: "super"; info: ClassInfo };

export interface ParamInfo {
  name: string;
  /** From the calls that were seen in this round, and in the one before. */
  given: Type | null;
  before: Type | null;
  /** From what the body does with it. */
  needed: Type | null;
  /** From its annotation or default. */
  declared: Type | null;
  /** None is its default, or was given. */
  optional: boolean;
  /** Whether calls give it numbers, and whether others give it tensors. */
  kinds: Set<"number" | "tensor">;
  /** What it is while the body of a function for both is gone through once for each. */
  form: Type | null;
  /** The body asks whether it is of this class or that: what the calls give is not all it takes. */
  tested: boolean;
}

export interface FunctionInfo {
  name: string;
  node: StmtOf<"def"> | ExprOf<"lambda">;
  /** Without `self`. */
  params: ParamInfo[];
  returns: Type | null;
  /** What a function for numbers and for tensors returns for each; null for any other. */
  forms: Record<"number" | "tensor", Type> | null;
  /** Goes through the body again, to find the types that its parts have in one form. */
  inferForm: ((form: "number" | "tensor") => void) | null;
  async: boolean;
  generator: boolean;
  owner: ClassInfo | null;
  /** Of a method: read as a field. */
  property: boolean;
}

export interface ClassInfo {
  name: string;
  node: StmtOf<"class">;
  bases: readonly Type[];
  fields: Map<string, Type>;
  /** Fields that are None at times. */
  optional: Set<string>;
  methods: Map<string, FunctionInfo>;
}

export const unknown: Type = { kind: "unknown" };
export const number: Type = { kind: "number", whole: false };
export const whole: Type = { kind: "number", whole: true };
export const string: Type = { kind: "string" };
export const bool: Type = { kind: "bool" };
export const none: Type = { kind: "none" };
export const tensor: Type = { kind: "tensor" };
export const numeric: Type = { kind: "numeric" };
export const size: Type = { kind: "size" };
export const dtype: Type = { kind: "dtype" };
export const list = (of: Type): Type => ({ kind: "list", of });
export const tuple = (...of: Type[]): Type => ({ kind: "tuple", of });
export const iterable = (of: Type, ts: string | null = null): Type => ({ kind: "iterable", of, ts });

/** What a value is when it may be either. None does not count: `x = None` is given its type later. */
export function join(a: Type | null | undefined, b: Type | null | undefined): Type {
  if (!a) return b ?? unknown;
  if (!b || a === b) return a;
  if (a.kind === "none") return b;
  if (b.kind === "none") return a;
  if (isNumber(a) && isNumber(b)) {
    if (a.kind === "bool" && b.kind === "bool") return bool;
    return a.kind === "number" && b.kind === "number" && a.whole && b.whole ? whole : number;
  }
  if (a.kind === "tensor" && b.kind === "tensor") return a.parameter ? b : a;
  if (isNumberOrTensor(a) && isNumberOrTensor(b)) return numeric;
  if (a.kind === "list" && b.kind === "list") return list(joinItems(a.of, b.of));
  if (a.kind === "tuple" && b.kind === "tuple") {
    if (a.of.length === b.of.length) return tuple(...a.of.map((type, i) => join(type, b.of[i])));
    return list([...a.of, ...b.of].reduce(join));
  }
  if ((a.kind === "tuple" && b.kind === "list") || (a.kind === "list" && b.kind === "tuple"))
    return list(joinItems(itemsOf(a), itemsOf(b)));
  if (a.kind === "function" && b.kind === "function") return eitherFunction(a, b);
  // What can be called is called, whatever else it may be.
  if (isCallable(a) && !isCallable(b) && b.kind !== "unknown") return orElse(a);
  if (isCallable(b) && !isCallable(a) && a.kind !== "unknown") return orElse(b);
  if (isCallable(a) && isCallable(b) && !sameType(a, b)) return orElse(a);
  if (a.kind === "iterable" && b.kind === "iterable")
    return iterable(join(a.of, b.of), a.ts === b.ts ? a.ts : null);
  if (a.kind === "dict" && b.kind === "dict") {
    return { kind: "dict", of: joinItems(a.of, b.of), keyed: a.keyed && b.keyed };
  }
  if (isModule(a) && isModule(b)) {
    if (a.kind === "instance" && b.kind === "instance" && a.path === b.path) return eitherInstance(a, b);
    if (sameType(a, b)) return a;
    return { kind: "instance", path: isLoss(a) && isLoss(b) ? "torch.nn.Loss" : "torch.nn.Module" };
  }
  if (!sameType(a, b)) return unknown;
  return b.kind === "object" && b.either ? b : a;
}

type InstanceType = Extract<Type, { kind: "instance" }>;

/** Of one class, with what is known of either. */
function eitherInstance(a: InstanceType, b: InstanceType): Type {
  const bias = a.bias === b.bias ? a.bias : "boolean";
  const layers = a.layers && b.layers ? join(a.layers, b.layers) : (a.layers ?? b.layers);
  if (bias === a.bias && layers === a.layers) return a;
  return { ...a, ...(bias && { bias }), ...(layers && { layers }) };
}

type FunctionType = Extract<Type, { kind: "function" }>;

/** All functions that a value may be. */
export function functionsOf({ info, others = [] }: FunctionType): readonly FunctionInfo[] {
  return [info, ...others];
}

function eitherFunction(a: FunctionType, b: FunctionType): Type {
  const all = [...new Set([...functionsOf(a), ...functionsOf(b)])];
  const [info = a.info, ...others] = all;
  return others.length === 0 ? { kind: "function", info } : { kind: "function", info, others };
}

/** Treated as what it is, but not declared so. */
function orElse(type: Type): Type {
  return type.kind === "object" ? { ...type, either: true } : type;
}

/** A function, or an object of the notebook that has `__call__`. */
function isCallable(type: Type): boolean {
  if (type.kind === "function") return true;
  return type.kind === "object" && !isModuleClass(type.info) && methodOf(type.info, "__call__") !== null;
}

/** An empty list takes the items of the other. */
function joinItems(a: Type, b: Type): Type {
  return a.kind === "unknown" ? b : b.kind === "unknown" ? a : join(a, b);
}

export function sameType(a: Type, b: Type): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  if ("path" in a && "path" in b) return a.path === b.path;
  if ("info" in a && "info" in b) return a.info === b.info;
  if (a.kind === "tuple" && b.kind === "tuple") {
    return a.of.length === b.of.length && a.of.every((type, i) => sameType(type, b.of[i] ?? unknown));
  }
  if ("of" in a && "of" in b) return sameType(a.of as Type, b.of as Type);
  return true;
}

export function isNumber(type: Type): boolean {
  return type.kind === "number" || type.kind === "bool";
}

export function isNumberOrTensor(type: Type): boolean {
  return isNumber(type) || type.kind === "tensor" || type.kind === "numeric";
}

/** A layer, loss or model: something that maps tensors when it is called. */
export function isModule(type: Type): boolean {
  if (type.kind === "instance") {
    if (bookModules.has(type.path)) return true;
    return type.path.startsWith("torch.nn.") && !type.path.endsWith("Parameter");
  }
  return type.kind === "object" && isModuleClass(type.info);
}

/** A loss of PyTorch's: called with predictions and targets. */
export function isLoss(type: Type): boolean {
  return type.kind === "instance" && /^torch\.nn\.\w*Loss$/.test(type.path);
}

export function isModuleClass(info: ClassInfo): boolean {
  return info.bases.some(
    (base) =>
      (base.kind === "library" && (base.path.startsWith("torch.nn.") || bookModules.has(base.path))) ||
      (base.kind === "class" && isModuleClass(base.info)),
  );
}

/** A list, tuple or shape: what becomes an array. */
export function isArray(type: Type): boolean {
  return type.kind === "list" || type.kind === "tuple" || type.kind === "size";
}

/** What a `for` gets from a value. */
export function itemsOf(type: Type): Type {
  switch (type.kind) {
    case "list":
    case "set":
    case "iterable":
      return type.of;
    case "tuple":
      return type.of.length === 0 ? unknown : type.of.reduce(join);
    case "size":
      return whole;
    case "string":
      return string;
    case "tensor":
      return tensor;
    case "dict":
      return type.keyed ? string : unknown;
    case "function":
      return unknown;
    case "instance":
      if (type.path === "torch.nn.ModuleList") return { kind: "instance", path: "torch.nn.Module" };
      if (type.path !== "torch.nn.Sequential") return unknown;
      return type.layers ?? { kind: "instance", path: "torch.nn.Module" };
    default:
      return unknown;
  }
}

/** A method of a class or of those it derives from. */
export function methodOf(info: ClassInfo, name: string): FunctionInfo | null {
  return info.methods.get(name) ?? baseMethodOf(info, name);
}

export function baseMethodOf(info: ClassInfo, name: string): FunctionInfo | null {
  for (const base of info.bases) {
    const found = base.kind === "class" ? methodOf(base.info, name) : null;
    if (found) return found;
  }
  return null;
}

export function fieldOf(info: ClassInfo, name: string): Type | null {
  const own = info.fields.get(name);
  if (own) return own;
  for (const base of info.bases) {
    const found = base.kind === "class" ? fieldOf(base.info, name) : null;
    if (found) return found;
  }
  return null;
}

/** The type of a parameter: what the calls say, else its declaration, else what the body needs. */
export function paramType({ given: now, before, needed, declared, form }: ParamInfo): Type {
  if (form) return form;
  const given = now ?? before;
  if (given && given.kind !== "unknown" && given.kind !== "none") {
    return given.kind === "number" && needed?.kind === "tensor" ? numeric : given;
  }
  if (declared && declared.kind !== "none" && declared.kind !== "unknown") return declared;
  return needed ?? unknown;
}

/** The one parameter that is given numbers by some calls and tensors by others. */
export function mixedParam({ params }: FunctionInfo): ParamInfo | null {
  const mixed = params.filter(({ kinds, tested }) => kinds.size > 1 && !tested);
  return mixed.length === 1 ? (mixed[0] ?? null) : null;
}

/** The type that says more. */
export function betterOf(a: Type, b: Type): Type {
  return a.kind === "unknown" ? b : b.kind === "unknown" ? a : join(a, b);
}

/** What is known of a field stays known when another assignment says nothing. */
export function setField(info: ClassInfo, name: string, type: Type): void {
  const before = info.fields.get(name);
  if (type.kind === "none") info.optional.add(name);
  info.fields.set(name, before ? betterOf(before, type) : type);
}

/** Whether a variable of the one type, as TypeScript writes it, takes a value of the other; also where it is not known. */
export function takes(to: Type, from: Type): boolean {
  const open = ["unknown", "none"];
  if (open.includes(to.kind) || open.includes(from.kind)) return true;
  if (to.kind === "numeric") return isNumberOrTensor(from);
  if (isModule(to) && isModule(from)) return true;
  if (to.kind === "list" && from.kind === "list") return takes(to.of, from.of);
  if (isArray(to) && isArray(from)) return true;
  if (to.kind === "iterable") return from.kind === "iterable" || isArray(from);
  return to.kind === from.kind;
}
