/** Arguments by position and by name → arguments by position and one object of options. */
import type { Argument, Expr } from "../../python/ast.ts";
import type { FunctionInfo } from "../../analysis/types.ts";
import { camelCase, optionName, type Signature } from "../../library/signature.ts";
import type { Emit } from "../context.ts";
import type { Doc } from "../doc.ts";
import { optimiserOptions } from "../subscripts.ts";
import { Precedence, entry, inside, objectDoc, stringLiteral } from "../code.ts";

/** Arguments of a call that the library's tables know. */
export function libraryArguments(
  emit: Emit,
  name: string,
  signature: Signature,
  args: readonly Argument[],
): Doc[] {
  const places: (Doc | undefined)[] = [];
  const options: Doc[] = [];
  const option = (python: string, value: Doc): void => void options.push(entry(optionName(python), value));
  let next = 0;
  let at = 0;
  for (const arg of args) {
    const value = argument(emit, arg);
    if (arg.spread === "**") options.push(["...", inside(emit.expr(arg.value), Precedence.call)]);
    else if (arg.spread === "*" && !signature.open) places[at++] = spread(emit, arg.value, null);
    else if (arg.name === null) {
      const param = signature.open || arg.spread === "*" ? undefined : signature.params[next++];
      if (param?.dropped) continue;
      if (param?.place === "after") option(param.name, value);
      else places[at++] = value;
    } else {
      const { name: python } = arg;
      const param = signature.params.find((each) => each.name === python);
      if (!param) emit.mark("option", name, python);
      if (param?.dropped) continue;
      if (param?.place === "before") {
        places[signature.params.filter(({ dropped }) => !dropped).indexOf(param)] = value;
      } else option(python, value);
    }
  }
  return filled(places, options);
}

/** Arguments of a function of the notebook: all by position, which its definition tells. */
export function ownArguments(emit: Emit, name: string, info: FunctionInfo, args: readonly Argument[]): Doc[] {
  const places: (Doc | undefined)[] = [];
  const options: Doc[] = [];
  let next = 0;
  for (const arg of args) {
    const value = argument(emit, arg);
    if (arg.spread === "**") options.push(["...", inside(emit.expr(arg.value), Precedence.call)]);
    else if (arg.spread === "*" && !info.node.params.some((param) => param.spread === "*"))
      places[next++] = spread(emit, arg.value, missing(info, args));
    else if (arg.name === null) places[next++] = value;
    else {
      const at = info.params.findIndex((param) => param.name === arg.name);
      if (at >= 0) places[at] = value;
      else {
        const collected = "params" in info.node && info.node.params.some(({ spread }) => spread === "**");
        if (!collected) emit.mark("option", name, arg.name);
        options.push(entry(emit.names.of(arg.name), value));
      }
    }
  }
  return filled(places, options);
}

/** Arguments of something unknown, as most of the engine's functions would take them. */
export function unknownArguments(emit: Emit, name: string, args: readonly Argument[]): Doc[] {
  const places = args
    .filter((arg) => arg.name === null && arg.spread !== "**")
    .map((arg) => argument(emit, arg));
  const named = args.filter((arg) => arg.name !== null || arg.spread === "**");
  if (named.length > 0) emit.mark("keywords", name);
  const options = named.map((arg): Doc => {
    if (arg.name === null) return ["...", inside(emit.expr(arg.value), Precedence.call)];
    return entry(camelCase(arg.name), emit.doc(arg.value));
  });
  return filled(places, options);
}

function filled(places: readonly (Doc | undefined)[], options: readonly Doc[]): Doc[] {
  const args = Array.from(places, (place) => place ?? "undefined");
  return options.length > 0 ? [...args, objectDoc(options)] : args;
}

function argument(emit: Emit, arg: Argument): Doc {
  if (arg.spread === "*") return ["...", inside(emit.expr(arg.value), Precedence.call)];
  // Names of the engine's own, in camel case there: mode="fan_in".
  if ((arg.name === "mode" || arg.name === "nonlinearity") && arg.value.kind === "string") {
    return stringLiteral(camelCase(arg.value.value));
  }
  return emit.doc(arg.value);
}

/** How many arguments the function asks for that a list must hold which is spread among them. */
function missing({ node, params }: FunctionInfo, args: readonly Argument[]): number {
  const optional = node.params.filter(({ fallback }) => fallback !== null).length;
  return params.length - optional - args.filter((arg) => arg.spread === "").length;
}

/** Items of a list among other arguments: TypeScript wants to know how many there are. */
function spread(emit: Emit, value: Expr, wanted: number | null): Doc {
  const items = inside(emit.expr(value), Precedence.call);
  if (emit.type(value).kind === "tuple") return ["...", items];
  const count = lengthKnown(emit, value) ?? wanted;
  if (count === null || count < 1) return ["...", items];
  return ["...(", emit.doc(value), ` as [${new Array<string>(count).fill("any").join(", ")}])`];
}

/** The number of items, where the text tells it. */
function lengthKnown(emit: Emit, value: Expr): number | null {
  const type = emit.type(value);
  if (type.kind === "tuple") return type.of.length;
  if (value.kind === "list")
    return value.items.some(({ kind }) => kind === "starred") ? null : value.items.length;
  if (value.kind === "binary" && value.op === "*" && value.right.kind === "number") {
    const once = lengthKnown(emit, value.left);
    return once === null ? null : once * Number(value.right.text);
  }
  if (value.kind !== "call" || value.func.kind !== "name" || emit.type(value.func).kind !== "library")
    return null;
  const of = { list: 0, tuple: 0, zip: 0, reversed: 0, sorted: 0, enumerate: 0, map: 1 }[value.func.id];
  const inner = of === undefined ? undefined : value.args[of];
  return inner?.spread === "" ? lengthKnown(emit, inner.value) : null;
}

/** Groups of parameters, whose options the engine has in camel case. */
export function groupArgument(emit: Emit, value: Expr): Doc | null {
  if (value.kind !== "list" || value.items.length === 0) return null;
  const groups = value.items.map((item): Doc | null => {
    if (item.kind !== "dict") return null;
    const entries = item.entries.map(({ key, value: part }) => {
      if (key?.kind !== "string") return null;
      const name = optimiserOptions.has(key.value) ? camelCase(key.value) : key.value;
      return entry(name, emit.doc(part));
    });
    return entries.every((each) => each !== null) ? objectDoc(entries) : null;
  });
  if (!groups.every((each) => each !== null)) return null;
  return ["[", groups.map((each, i) => [i > 0 ? ", " : "", each]), "]"];
}
