/** Types of calls, and what calls say about the functions called. */
import type { Argument, Expr, ExprOf } from "../python/ast.ts";
import { isClassPath, methodNamed, signatureOf } from "../library/library.ts";
import { resultOfCall } from "../library/moduleTables.ts";
import type { Signature } from "../library/signature.ts";
import { tensorMethods } from "../library/torchTables.ts";
import { binaryType } from "./expressionTypes.ts";
import type { Inference } from "./infer.ts";
import type { Scope } from "./scope.ts";
import * as t from "./types.ts";
import type { FunctionInfo, Type } from "./types.ts";

/** Methods that other things than tensors have too: they do not tell that their owner is a tensor. */
const ambiguous = new Set(
  (
    "add sum split type to size all any repeat clone max min where equal int float bool apply copy_ dim mul sub div " +
    "norm round requires_grad_ index_select chunk long double stride"
  ).split(" "),
);

export function callType(inference: Inference, call: ExprOf<"call">, scope: Scope): Type {
  if (call.func.kind === "name" && call.func.id === "super" && !scope.lookup("super")) {
    const owner = scope.function?.owner;
    return owner ? { kind: "super", info: owner } : t.unknown;
  }
  const args = call.args.map(({ value }) => inference.expr(value, scope));
  const func = inference.expr(call.func, scope);
  if (call.func.kind === "attribute" && func.kind !== "library" && func.kind !== "class") {
    const found = methodCall(inference, call, call.func, args, scope);
    if (found) return found;
  }
  switch (func.kind) {
    case "library":
      return libraryCall(inference, call, func.path, args, scope);
    case "function":
      return t
        .functionsOf(func)
        .map((info) => ownCall(inference, info, call.args, args, scope))
        .reduce(t.join);
    case "class": {
      const init = t.methodOf(func.info, "__init__");
      if (init) ownCall(inference, init, call.args, args, scope);
      return { kind: "object", info: func.info };
    }
    case "object": {
      const method = t.methodOf(func.info, t.isModuleClass(func.info) ? "forward" : "__call__");
      const result = method ? ownCall(inference, method, call.args, args, scope) : t.unknown;
      return result.kind === "unknown" && t.isModuleClass(func.info) ? t.tensor : result;
    }
    case "instance":
      if (!t.isModule(func)) return t.unknown;
      for (const { value } of call.args.slice(0, t.isLoss(func) ? 2 : 1))
        inference.need(value, t.tensor, scope);
      return resultOfCall(func.path);
    default:
      return t.unknown;
  }
}

function methodCall(
  inference: Inference,
  call: ExprOf<"call">,
  func: ExprOf<"attribute">,
  args: readonly Type[],
  scope: Scope,
): Type | null {
  const { name } = func;
  if (inference.typeOf(func.object).kind === "unknown" && tensorMethods.has(name) && !ambiguous.has(name)) {
    inference.need(func.object, t.tensor, scope);
  }
  const owner = inference.typeOf(func.object);
  if (owner.kind === "unknown" && tensorMethods.has(name) && !ambiguous.has(name)) {
    return tensorCall(name, call.args, args);
  }
  switch (owner.kind) {
    case "tensor":
      return tensorCall(name, call.args, args);
    case "numeric":
      return tensorMethods.has(name) ? tensorCall(name, call.args, args) : null;
    case "list":
      return listCall(inference, func, owner, args, scope);
    case "dict":
      if (name === "items") return t.iterable(t.tuple(owner.keyed ? t.string : t.unknown, owner.of));
      if (name === "keys") return t.iterable(owner.keyed ? t.string : t.unknown);
      if (name === "values") return t.iterable(owner.of);
      if (name === "get" && owner.of.kind === "unknown") return args[1] ?? t.unknown;
      return name === "get" || name === "pop" ? owner.of : t.unknown;
    case "string":
      return name === "split" ? t.list(t.string) : /^(?:starts|ends|is)/.test(name) ? t.bool : t.string;
    case "super": {
      const [base] = owner.info.bases;
      const layer = name === "forward" && base?.kind === "library" && base.path.startsWith("torch.nn.");
      return layer ? resultOfCall(base.path) : null;
    }
    case "object":
    case "instance": {
      if (owner.kind === "object" && t.methodOf(owner.info, name)) return null;
      if (owner.kind === "object" && !t.isModuleClass(owner.info)) return null;
      if (
        t.isModule(owner) &&
        ["train", "eval", "apply", "to", "cuda", "cpu", "requires_grad_"].includes(name)
      )
        return owner;
      if (owner.kind === "instance" && owner.path === "torch.nn.Sequential")
        addLayer(inference, func.object, owner, name === "add_module" ? args[1] : undefined, scope);
      if (name === "parameters") return t.list({ kind: "tensor", parameter: true });
      if (name === "named_parameters")
        return t.iterable(t.tuple(t.string, { kind: "tensor", parameter: true }));
      if (name === "state_dict") return { kind: "dict", of: t.tensor, keyed: false };
      const signature = methodNamed(owner, name);
      if (signature?.async && scope.function) scope.function.async = true;
      if (name === "apply") givenColumns(args[0]);
      return signature?.result ?? null;
    }
    default:
      return null;
  }
}

/** A chain of layers of the notebook's own is known by them: they may take and give more than one tensor. */
function addLayer(
  inference: Inference,
  target: Expr,
  owner: Extract<Type, { kind: "instance" }>,
  layer: Type | undefined,
  scope: Scope,
): void {
  if (!layer || !t.isModule(layer)) return;
  const layers = owner.layers ? t.join(owner.layers, layer) : layer;
  if (!owner.layers || !t.sameType(owner.layers, layers))
    inference.assign(target, { ...owner, layers }, scope);
}

/** The function that a table applies gets its columns. */
function givenColumns(func: Type | undefined): void {
  const [param] = func?.kind === "function" ? func.info.params : [];
  if (param) param.given = { kind: "instance", path: "pandas.Series" };
}

function tensorCall(name: string, given: readonly Argument[], args: readonly Type[]): Type {
  if (name === "numpy" || name === "cpu" || name === "cuda") return t.tensor;
  if (name === "size") return given.length > 0 ? t.whole : t.size;
  if (name === "type") return given.length > 0 ? t.tensor : t.dtype;
  if (name === "max" || name === "min") return extreme(given, args);
  return tensorMethods.get(name)?.result ?? t.unknown;
}

/** With a `dim`, the largest come with their places. */
function extreme(given: readonly Argument[], args: readonly Type[]): Type {
  const along = given.some(
    (arg, i) => ["dim", "axis"].includes(arg.name ?? "") || (args[i]?.kind === "number" && !arg.name),
  );
  if (!along) return t.tensor;
  return { kind: "tuple", of: [t.tensor, t.tensor], fields: ["values", "indices"] };
}

function listCall(
  inference: Inference,
  func: ExprOf<"attribute">,
  owner: Extract<Type, { kind: "list" }>,
  args: readonly Type[],
  scope: Scope,
): Type {
  switch (func.name) {
    case "append":
      inference.grow(func.object, owner, args[0] ?? t.unknown, scope);
      return t.none;
    case "extend":
      inference.grow(func.object, owner, t.itemsOf(args[0] ?? t.unknown), scope);
      return t.none;
    case "pop":
      return owner.of;
    case "copy":
      return owner;
    case "index":
    case "count":
      return t.whole;
    default:
      return t.none;
  }
}

/** Takes note of the arguments, and gives what the function returns. */
function ownCall(
  inference: Inference,
  info: FunctionInfo,
  given: readonly Argument[],
  args: readonly Type[],
  scope: Scope,
): Type {
  if (info.async && scope.function) scope.function.async = true;
  let place = 0;
  given.forEach((arg, i) => {
    const type = args[i];
    const at = place;
    // What is spread takes as many places as it has items, if that is known.
    if (arg.name === null)
      place += arg.spread !== "*" ? 1 : type?.kind === "tuple" ? type.of.length : Infinity;
    if (arg.spread === "*" && type?.kind === "tuple") {
      type.of.forEach((of, k) => giveTo(inference, paramAt(info, at + k), of));
      return;
    }
    const param = arg.name === null ? paramAt(info, at) : info.params.find(({ name }) => name === arg.name);
    if (!param || !type || arg.spread !== "") return;
    if (type.kind === "none") param.optional = true;
    if (type.kind !== "unknown" || inference.final) param.given = t.join(param.given, type);
    if (type.kind === "tensor") param.kinds.add("tensor");
    else if (t.isNumber(type)) param.kinds.add("number");
    if (param.needed?.kind === "tensor") inference.need(arg.value, t.tensor, scope);
  });
  const mixed = info.forms && t.mixedParam(info);
  if (info.forms && mixed) {
    const at = given.findIndex((arg, i) =>
      arg.name === null ? paramAt(info, i) === mixed : arg.name === mixed.name,
    );
    const kind = args[at]?.kind;
    if (kind === "tensor") return info.forms.tensor;
    if (args[at] && t.isNumber(args[at])) return info.forms.number;
  }
  return info.returns ?? t.unknown;
}

function giveTo(inference: Inference, param: FunctionInfo["params"][number] | undefined, type: Type): void {
  if (param && (type.kind !== "unknown" || inference.final)) param.given = t.join(param.given, type);
}

/** The parameter for a position; `*args` takes all the rest. */
function paramAt(info: FunctionInfo, i: number): FunctionInfo["params"][number] | undefined {
  const rest = info.node.params.findIndex(({ spread }) => spread === "*");
  const before = info.node.params.length - info.params.length;
  return info.params[rest >= 0 ? Math.min(i, rest - before) : i];
}

function libraryCall(
  inference: Inference,
  call: ExprOf<"call">,
  path: string,
  args: readonly Type[],
  scope: Scope,
): Type {
  if (path.startsWith("builtins.")) return builtinCall(inference, call, path.slice(9), args, scope);
  const signature = signatureOf(path);
  if (signature?.async && scope.function) scope.function.async = true;
  const [first] = call.args;
  if (path === "torch.Size") return t.size;
  if (path === "collections.Counter") return { kind: "dict", of: t.whole, keyed: false, missing: "0" };
  if (path === "collections.defaultdict") return emptyWith(args[0]);
  if (path === "re.sub") return t.string;
  if (path.startsWith("os.")) return path.startsWith("os.path.exists") ? t.bool : t.string;
  if (path === "torch.device") return t.string;
  if (path.startsWith("torch.cuda.")) return path.endsWith("count") ? t.whole : t.bool;
  if (path === "torch.load") {
    if (scope.function) scope.function.async = true;
    return t.unknown;
  }
  if (path === "torch.save" && scope.function) scope.function.async = true;
  // Columns beside each other are a table as much as rows below each other.
  if (path === "pandas.Series" && first) inference.need(first.value, t.tensor, scope);
  if (path === "torch.max" || path === "torch.min") return extreme(call.args.slice(1), args.slice(1));
  if (path.startsWith("math.") || path.startsWith("random.") || path.startsWith("time.")) return t.number;
  if (path.startsWith("numpy.")) {
    // NumPy's functions of numbers give numbers.
    if (
      args.length > 0 &&
      args.every(t.isNumber) &&
      !["array", "arange", "zeros", "ones"].some((n) => path.endsWith(n))
    ) {
      return /linspace|full|eye|random/.test(path) ? t.tensor : t.number;
    }
    const [list] = args;
    const reduces = /\.(?:mean|sum|max|min|prod|std)$/.test(path) && args.length === 1;
    if (reduces && list && t.isArray(list) && t.isNumber(t.itemsOf(list))) return t.number;
    return signature ? t.tensor : t.unknown;
  }
  if (!signature) return t.unknown;
  const given = argumentsOf(signature, call.args, args);
  giveToFunctions(inference, path, given);
  if (path === "d2l.EncoderDecoder")
    return { kind: "instance", path, parts: given.map((part) => part ?? t.unknown) };
  if (path === "d2l.predict_seq2seq") return t.tuple(t.string, t.list(attentionOf(given[0])));
  const takesTensor = ["input", "tensor"].includes(signature.params[0]?.name ?? "");
  if (takesTensor && first && first.name === null) inference.need(first.value, t.tensor, scope);
  if (path === "torch.nn.Parameter") return { kind: "tensor", parameter: true };
  if (path === "torch.utils.data.DataLoader") return loaderOf(args[0] ?? t.unknown, signature.here);
  if (path === "torch.utils.data.TensorDataset")
    return t.iterable(t.tuple(...args.map(() => t.tensor)), "data.TensorDataset");
  if (path === "d2l.load_array" && args[0]?.kind === "tuple") {
    return t.iterable(t.tuple(...args[0].of.map(() => t.tensor)), "data.DataLoader");
  }
  if (path.startsWith("pandas.")) return signature.result;
  if (biased.has(path)) return { kind: "instance", path, ...biasOf(signature, call.args) };
  if (isClassPath(path)) return { kind: "instance", path };
  return signature.result;
}

/** Layers whose type says whether they have a bias. */
const biased: ReadonlySet<string> = new Set(
  ["Linear", "Conv1d", "Conv2d", "ConvTranspose1d", "ConvTranspose2d"].map((name) => `torch.nn.${name}`),
);

function biasOf({ params }: Signature, given: readonly Argument[]): { bias?: "false" | "boolean" } {
  const place = params.findIndex(({ name }) => name === "bias");
  const value = given.find(({ name, spread }, i) =>
    name === null ? spread === "" && i === place : name === "bias",
  );
  if (!value || (value.value.kind === "constant" && value.value.value === true)) return {};
  return { bias: value.value.kind === "constant" ? "false" : "boolean" };
}

/** `defaultdict(int)`: what a key has that was never put in. */
function emptyWith(made: Type | undefined): Type {
  const name = made?.kind === "library" ? made.path.slice(9) : "";
  const missing = { int: "0", float: "0", list: "[]", str: '""' }[name];
  const of =
    name === "list" ? t.list(t.unknown) : name === "str" ? t.string : name === "int" ? t.whole : t.number;
  return missing === undefined
    ? { kind: "dict", of: t.unknown, keyed: false }
    : { kind: "dict", of, keyed: false, missing };
}

/** The arguments in the order of the parameters. */
function argumentsOf(
  { params }: Signature,
  given: readonly Argument[],
  types: readonly Type[],
): (Type | undefined)[] {
  const found: (Type | undefined)[] = [];
  given.forEach(({ name, spread }, i) => {
    const at = name === null ? i : params.findIndex((param) => param.name === name);
    if (spread === "" && at >= 0) found[at] = types[i];
  });
  return found;
}

/** What the book's helpers hand to the functions that they are given. */
function giveToFunctions(inference: Inference, path: string, given: readonly (Type | undefined)[]): void {
  const give = (func: Type | undefined, ...types: (Type | undefined)[]): void => {
    if (func?.kind !== "function") return;
    for (const { params } of t.functionsOf(func))
      params.forEach((param, i) => {
        const type = types[i];
        if (!type || (type.kind === "unknown" && !inference.final)) return;
        param.given = t.join(param.given, type);
        if (type.kind === "tensor") param.kinds.add("tensor");
        else if (t.isNumber(type)) param.kinds.add("number");
      });
  };
  const returned = (func: Type | undefined): Type =>
    func?.kind === "function" ? (func.info.returns ?? t.unknown) : t.unknown;
  switch (path) {
    case "d2l.train_ch11":
      return give(given[0], t.list({ kind: "tensor", parameter: true }), given[1], given[2]);
    case "d2l.train_2d":
      return give(given[0], t.number, t.number, t.number, t.number, given[2]);
    case "d2l.show_trace_2d":
      return give(given[0], t.tensor, t.tensor);
    case "d2l.RNNModelScratch":
      give(given[3], t.whole, t.whole, t.string);
      give(given[4], t.whole, t.whole, t.string);
      give(given[5], t.tensor, returned(given[4]), returned(given[3]));
  }
}

/** What the decoder of an encoder and decoder shows of its attention. */
function attentionOf(net: Type | undefined): Type {
  const decoder = net?.kind === "instance" ? net.parts?.[1] : undefined;
  if (decoder?.kind !== "object") return t.unknown;
  return (
    t.methodOf(decoder.info, "attention_weights")?.returns ??
    t.fieldOf(decoder.info, "attention_weights") ??
    t.unknown
  );
}

function loaderOf(dataset: Type, here: string): Type {
  if (dataset.kind === "iterable") return t.iterable(dataset.of, `data.${here}`);
  if (dataset.kind === "object") {
    return t.iterable(t.methodOf(dataset.info, "__getitem__")?.returns ?? t.unknown, `data.${here}`);
  }
  return t.iterable(t.tuple(t.tensor, t.tensor), `data.${here}`);
}

function builtinCall(
  inference: Inference,
  call: ExprOf<"call">,
  name: string,
  args: readonly Type[],
  scope: Scope,
): Type {
  const [first = t.unknown, second] = args;
  switch (name) {
    case "len":
    case "int":
      return t.whole;
    case "float":
      return t.number;
    case "pow":
      return binaryType("**", first, second ?? t.unknown);
    case "str":
    case "repr":
      return t.string;
    case "bool":
    case "all":
    case "any":
    case "isinstance":
    case "hasattr":
    case "callable":
      return t.bool;
    case "id":
      return { kind: "identity" };
    case "slice":
      return { kind: "slice" };
    case "dir":
      return t.list(t.string);
    case "help":
      return t.none;
    case "open":
      return { kind: "file" };
    case "range":
      for (const { value } of call.args) inference.need(value, t.whole, scope);
      return t.list(t.whole);
    case "sorted": {
      const key = call.args.findIndex(({ name }) => name === "key");
      if (args[key]) resultOf(inference, args[key], t.itemsOf(first));
      return t.list(t.itemsOf(first));
    }
    case "list":
    case "reversed":
      return t.list(t.itemsOf(first));
    case "tuple":
      return first.kind === "tuple" ? first : t.list(t.itemsOf(first));
    case "set":
      return { kind: "set", of: t.itemsOf(first) };
    case "dict":
      return { kind: "dict", of: args.length > 0 ? args.reduce(t.join) : t.unknown, keyed: true };
    case "enumerate":
      return t.iterable(t.tuple(t.whole, t.itemsOf(first)));
    case "zip":
      return t.iterable(t.tuple(...args.map(t.itemsOf)));
    case "map":
      return t.iterable(resultOf(inference, first, t.itemsOf(second ?? t.unknown)));
    case "filter":
      return t.iterable(t.itemsOf(second ?? t.unknown));
    case "abs":
      return first;
    case "round":
      return args.length > 1 ? t.number : t.whole;
    case "sum":
      return t.itemsOf(first);
    case "max":
    case "min":
      if (args.length > 1) return args.reduce(t.join);
      return t.itemsOf(first);
    case "next":
    case "iter":
      return name === "iter" ? first : t.itemsOf(first);
    case "print":
      return t.none;
    default:
      return t.unknown;
  }
}

/** What a function that is handed over gives for an item. */
function resultOf(inference: Inference, type: Type, item: Type): Type {
  if (type.kind === "library") {
    const builtin = type.path.slice(9);
    if (builtin === "float") return t.number;
    if (builtin === "int") return t.whole;
    if (builtin === "str") return t.string;
    if (builtin === "list") return t.list(t.itemsOf(item));
  }
  if (type.kind !== "function") return t.unknown;
  const [param] = type.info.params;
  if (param && (item.kind !== "unknown" || inference.final)) param.given = t.join(param.given, item);
  return type.info.returns ?? t.unknown;
}
