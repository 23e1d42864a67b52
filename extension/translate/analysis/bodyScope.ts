import type { Param } from "../python/ast.ts";
import type { Inference } from "./infer.ts";
import { Scope } from "./scope.ts";
import * as t from "./types.ts";
import type { FunctionInfo } from "./types.ts";

/** The names of a function's body before its first statement: its parameters. */
export function bodyScope(
  inference: Inference,
  info: FunctionInfo,
  params: readonly Param[],
  scope: Scope,
): Scope {
  const inner = new Scope(scope, info);
  inner.node = info.node;
  params.forEach((param, i) => {
    const known = info.params[i];
    if (!known) return;
    inner.params.set(param.name, known);
    inference.noteVariable(param.name);
    const type = t.paramType(known);
    const rest = param.spread === "*" && type.kind !== "list" ? t.list(type) : type;
    const given = param.spread === "**" ? ({ kind: "dict", of: t.unknown, keyed: true } as const) : rest;
    inner.vars.set(param.name, given);
  });
  return inner;
}
