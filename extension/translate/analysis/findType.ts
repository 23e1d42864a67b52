/** Types of expressions, by their kind. */
import type { Expr } from "../python/ast.ts";
import { customary } from "../library/library.ts";
import { bodyScope } from "./bodyScope.ts";
import { builtins } from "./builtins.ts";
import { callType } from "./callTypes.ts";
import { attributeType, binaryType, compareType, subscriptType } from "./expressionTypes.ts";
import type { Inference } from "./infer.ts";
import { Scope } from "./scope.ts";
import { inferSpecializations } from "./specializations.ts";
import * as t from "./types.ts";
import type { Type } from "./types.ts";

export function findType(inference: Inference, value: Expr, scope: Scope): Type {
  switch (value.kind) {
    case "number":
      return /^[\d_]+$|^0[xob]/i.test(value.text) ? t.whole : t.number;
    case "string":
      return t.string;
    case "format":
      for (const part of value.parts) if (typeof part !== "string") inference.expr(part.value, scope);
      return t.string;
    case "constant":
      return value.value === null ? t.none : value.value === "..." ? t.unknown : t.bool;
    case "name":
      return nameType(value.id, scope);
    case "list":
    case "set": {
      const items = value.items.map((item) => itemType(inference, item, scope));
      const of = items.length === 0 ? t.unknown : items.reduce(t.join);
      const isMixed = of.kind === "unknown" && items.some(({ kind }) => kind !== "unknown");
      if (isMixed && value.kind === "list" && items.length > 1) return t.tuple(...items);
      return value.kind === "list" ? t.list(of) : { kind: "set", of };
    }
    case "tuple":
      if (value.items.some(({ kind }) => kind === "starred")) {
        return t.list(value.items.map((item) => itemType(inference, item, scope)).reduce(t.join));
      }
      return t.tuple(...value.items.map((item) => inference.expr(item, scope)));
    case "dict": {
      const keys = value.entries.map(({ key }) => (key ? inference.expr(key, scope).kind : "string"));
      const values = value.entries.map((entry) => inference.expr(entry.value, scope));
      const of = values.length === 0 ? t.unknown : values.reduce(t.join);
      return { kind: "dict", of, keyed: keys.every((kind) => kind === "string") };
    }
    case "unary": {
      const operand = inference.expr(value.operand, scope);
      if (value.op === "not") return t.bool;
      return operand.kind === "bool" && value.op !== "~" ? t.whole : operand;
    }
    case "binary": {
      const [left, right] = [inference.expr(value.left, scope), inference.expr(value.right, scope)];
      if (value.op === "@") {
        inference.need(value.left, t.tensor, scope);
        inference.need(value.right, t.tensor, scope);
      }
      return binaryType(value.op, left, right);
    }
    case "bool":
      return value.values.map((part) => inference.expr(part, scope)).reduce(t.join);
    case "compare":
      return compareType(
        inference.expr(value.left, scope),
        value.rest.map(({ op, right }) => [op, inference.expr(right, scope)] as const),
      );
    case "call":
      return callType(inference, value, scope);
    case "attribute":
      return attributeType(inference, value, scope);
    case "subscript":
      return subscriptType(inference, value, scope);
    case "slice":
      for (const part of [value.from, value.to, value.step]) if (part) inference.expr(part, scope);
      return t.unknown;
    case "lambda":
      return lambdaType(inference, value, scope);
    case "conditional": {
      inference.expr(value.test, scope);
      return t.join(inference.expr(value.yes, scope), inference.expr(value.no, scope));
    }
    case "comprehension":
      return comprehensionType(inference, value, scope);
    case "walrus": {
      const type = inference.expr(value.value, scope);
      inference.assign(value.target, type, scope);
      return type;
    }
    case "starred":
    case "await":
      return inference.expr(value.value, scope);
    case "yield": {
      const type = value.value ? inference.expr(value.value, scope) : t.none;
      const info = scope.function;
      if (info) {
        info.generator = true;
        const given = value.from ? t.itemsOf(type) : type;
        info.returns = t.iterable(
          info.returns?.kind === "iterable" ? t.betterOf(info.returns.of, given) : given,
        );
      }
      return t.unknown;
    }
  }
}

function nameType(id: string, scope: Scope): Type {
  const found = scope.lookup(id);
  if (found) return found;
  const module = customary[id];
  if (module !== undefined) return { kind: "namespace", path: module };
  return builtins.has(id) ? { kind: "library", path: `builtins.${id}` } : t.unknown;
}

function itemType(inference: Inference, item: Expr, scope: Scope): Type {
  if (item.kind !== "starred") return inference.expr(item, scope);
  return t.itemsOf(inference.expr(item, scope));
}

function lambdaType(inference: Inference, value: Extract<Expr, { kind: "lambda" }>, scope: Scope): Type {
  const info = inference.describe(value, "", value.params, null, scope);
  const run = (): void => {
    const inner = bodyScope(inference, info, value.params, scope);
    info.returns = inference.expr(value.body, inner);
  };
  inference.later(() => inferSpecializations(info, run));
  return { kind: "function", info };
}

function comprehensionType(
  inference: Inference,
  value: Extract<Expr, { kind: "comprehension" }>,
  scope: Scope,
): Type {
  const inner = new Scope(scope);
  for (const { target, source, tests } of value.clauses) {
    inference.assign(target, inference.iterated(source, inner), inner);
    for (const test of tests) inference.expr(test, inner);
  }
  const element = inference.expr(value.element, inner);
  if (value.of === "dict") {
    const of = value.value ? inference.expr(value.value, inner) : t.unknown;
    return { kind: "dict", of, keyed: element.kind === "string" };
  }
  if (value.of === "set") return { kind: "set", of: element };
  return value.of === "list" ? t.list(element) : t.iterable(element);
}
