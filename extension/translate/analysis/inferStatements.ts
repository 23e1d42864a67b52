/** What statements say of the names that they assign. */
import type { Block, Expr, Stmt, StmtOf } from "../python/ast.ts";
import { member, moduleNamed } from "../library/library.ts";
import { annotated, instanceType } from "./annotations.ts";
import { bodyScope } from "./bodyScope.ts";
import { binaryType } from "./expressionTypes.ts";
import type { Inference } from "./infer.ts";
import { inferSpecializations } from "./specializations.ts";
import { joinVars, Scope } from "./scope.ts";
import * as t from "./types.ts";
import type { ClassInfo, FunctionInfo, Type } from "./types.ts";
import { leaves } from "./walk.ts";

export function inferBlock(inference: Inference, block: Block, scope: Scope): void {
  for (const statement of block.body) inferStatement(inference, statement, scope);
}

function inferStatement(inference: Inference, s: Stmt, scope: Scope): void {
  switch (s.kind) {
    case "expression":
      inference.expr(s.value, scope);
      break;
    case "assign": {
      const found = inference.expr(s.value, scope);
      const type = (s.annotation && annotated(s.annotation, inference.expr(s.annotation, scope))) ?? found;
      for (const target of s.targets) inference.assign(target, type, scope);
      break;
    }
    case "augment": {
      const before = inference.expr(s.target, scope);
      const value = inference.expr(s.value, scope);
      const type = before.kind === "list" ? t.join(before, value) : binaryType(s.op, before, value);
      if (s.target.kind === "name") {
        scope.set(s.target.id, type);
        inference.noteAssigned(s.target.id, type, scope);
      } else if (before.kind !== "tensor") inference.assign(s.target, t.join(before, type), scope);
      inference.record(s.target, before);
      break;
    }
    case "if":
      inferIf(inference, s, scope);
      break;
    case "for":
      loop(scope, () => {
        inference.assign(s.target, inference.iterated(s.source, scope), scope);
        inferBlock(inference, s.block, scope);
      });
      if (s.otherwise) inferBlock(inference, s.otherwise, scope);
      break;
    case "while":
      loop(scope, () => {
        inference.expr(s.test, scope);
        inferBlock(inference, s.block, scope);
      });
      if (s.otherwise) inferBlock(inference, s.otherwise, scope);
      break;
    case "def":
      inferDef(inference, s, scope);
      break;
    case "class":
      inferClass(inference, s, scope);
      break;
    case "return":
      scope.returns = t.join(scope.returns, s.value ? inference.expr(s.value, scope) : t.none);
      break;
    case "import":
      for (const { path, as } of s.names) {
        const module = moduleNamed(as === null ? (path.split(".")[0] ?? path) : path);
        const name = as ?? path.split(".")[0] ?? path;
        inference.noteImport(name, !module || module === "matplotlib.pyplot");
        scope.set(name, module ? { kind: "namespace", path: module } : t.unknown);
      }
      break;
    case "from": {
      const module = moduleNamed(s.module);
      for (const { name, as } of s.names) {
        const whole = moduleNamed(`${s.module}.${name}`);
        const type: Type = whole
          ? { kind: "namespace", path: whole }
          : module
            ? member(module, name)
            : t.unknown;
        const foreign = !(whole ?? module) && !/^(?:typing|__future__|collections)/.test(s.module);
        inference.noteImport(as ?? name, foreign || whole === "matplotlib.pyplot");
        scope.set(as ?? name, type);
      }
      break;
    }
    case "with":
      for (const { value, target } of s.items) {
        const type = inference.expr(value, scope);
        if (target) inference.assign(target, type, scope);
      }
      inferBlock(inference, s.block, scope);
      break;
    case "try":
      inferBlock(inference, s.block, scope);
      for (const { name, type, block } of s.handlers) {
        if (type) inference.expr(type, scope);
        if (name !== null) scope.set(name, { kind: "instance", path: "builtins.Exception" });
        inferBlock(inference, block, scope);
      }
      for (const block of [s.otherwise, s.lastly]) if (block) inferBlock(inference, block, scope);
      break;
    case "raise":
      if (s.value) inference.expr(s.value, scope);
      break;
    case "assert":
      inference.expr(s.test, scope);
      if (s.message) inference.expr(s.message, scope);
      break;
    case "delete":
      for (const target of s.targets) inference.expr(target, scope);
      break;
    case "global":
    case "nonlocal":
      for (const name of s.names) scope.globals.add(name);
      break;
    case "declare":
    case "break":
    case "continue":
    case "pass":
    case "magic":
    case "drawing":
      break;
  }
}

function inferIf(inference: Inference, s: StmtOf<"if">, scope: Scope): void {
  const before = new Map(scope.vars);
  const ends: Map<string, Type>[] = [];
  for (const { test, block } of s.branches) {
    scope.vars = new Map(before);
    inference.expr(test, scope);
    narrow(inference, test, scope);
    inferBlock(inference, block, scope);
    if (!leaves(block)) ends.push(scope.vars);
  }
  scope.vars = new Map(before);
  if (s.otherwise) inferBlock(inference, s.otherwise, scope);
  if (!s.otherwise || !leaves(s.otherwise)) ends.push(scope.vars);
  scope.vars = ends.length === 0 ? before : ends.reduce(joinVars);
  instead(s, scope, ends[0]);
}

/** `if x is None: x = []`: a parameter that nobody gives is what takes its place. */
function instead(s: StmtOf<"if">, scope: Scope, end: ReadonlyMap<string, Type> | undefined): void {
  const [branch] = s.branches;
  const test = branch?.test;
  if (s.branches.length > 1 || s.otherwise || test?.kind !== "compare" || test.left.kind !== "name") return;
  const [only] = test.rest;
  const none = only?.right.kind === "constant" && only.right.value === null;
  if (test.rest.length > 1 || only?.op !== "is" || !none) return;
  const type = end?.get(test.left.id);
  const param = scope.params.get(test.left.id);
  if (!type || type.kind === "unknown" || !param || t.paramType(param).kind !== "unknown") return;
  scope.vars.set(test.left.id, type);
}

/** Inside `if isinstance(x, C)`, x is a C. */
function narrow(inference: Inference, test: Expr, scope: Scope): void {
  if (test.kind !== "call" || test.func.kind !== "name" || test.func.id !== "isinstance") return;
  const [subject, kind] = test.args;
  if (subject?.value.kind !== "name" || !kind) return;
  const param = scope.params.get(subject.value.id);
  if (param) param.tested = true;
  const of = instanceType(inference.typeOf(kind.value));
  if (of && inference.typeOf(subject.value).kind === "unknown") scope.vars.set(subject.value.id, of);
}

/** Twice, because what the body assigns is seen by its next turn. */
function loop(scope: Scope, turn: () => void): void {
  const before = new Map(scope.vars);
  turn();
  scope.vars = joinVars(before, scope.vars);
  turn();
  scope.vars = joinVars(before, scope.vars);
}

function inferDef(inference: Inference, s: StmtOf<"def">, scope: Scope): void {
  const added = s.decorators
    .map((decorator) => classAddedTo(inference, decorator, scope))
    .find((info) => info);
  const info = inference.describe(s, s.name, added ? s.params.slice(1) : s.params, added ?? null, scope);
  if (added) added.methods.set(s.name, info);
  scope.set(s.name, { kind: "function", info });
  const run = (): void => {
    const inner = bodyScope(inference, info, info.owner ? s.params.slice(1) : s.params, scope);
    if (info.owner && s.params[0]) inner.vars.set(s.params[0].name, { kind: "object", info: info.owner });
    inferBody(inference, info, s, inner);
  };
  inference.later(() => inferSpecializations(info, run));
}

/** `@d2l.add_to_class(C)`. */
function classAddedTo(inference: Inference, decorator: Expr, scope: Scope): ClassInfo | null {
  inference.expr(decorator, scope);
  if (decorator.kind !== "call" || decorator.func.kind !== "attribute") return null;
  if (decorator.func.name !== "add_to_class" || !decorator.args[0]) return null;
  const of = inference.typeOf(decorator.args[0].value);
  return of.kind === "class" ? of.info : null;
}

function inferBody(inference: Inference, info: FunctionInfo, s: StmtOf<"def">, inner: Scope): void {
  inferBlock(inference, s.block, inner);
  const annotation = s.returns && annotated(s.returns, inference.expr(s.returns, inner));
  if (!info.generator) info.returns = annotation ?? inner.returns ?? t.none;
}

function inferClass(inference: Inference, s: StmtOf<"class">, scope: Scope): void {
  const bases = s.bases.filter(({ name }) => name === null).map(({ value }) => inference.expr(value, scope));
  const own = inference.describeClass(s);
  own.bases = bases;
  scope.set(s.name, { kind: "class", info: own });
  const inner = new Scope(scope);
  for (const part of s.block.body) {
    if (part.kind !== "def") {
      inferStatement(inference, part, inner);
      continue;
    }
    const free = part.decorators.some((d) => d.kind === "name" && d.id === "staticmethod");
    const params = free ? part.params : part.params.slice(1);
    const method = inference.describe(part, part.name, params, own, scope);
    method.property = part.decorators.some((d) => d.kind === "name" && d.id === "property");
    own.methods.set(part.name, method);
    const first = part.params[0]?.name;
    inference.later(() => {
      const body = bodyScope(inference, method, params, scope);
      const ofClass = part.decorators.some((d) => d.kind === "name" && d.id === "classmethod");
      if (!free && first !== undefined)
        body.vars.set(first, { kind: ofClass ? "class" : "object", info: own });
      if (part.name === "forward" && t.isModuleClass(own)) assumeTensors(method, body);
      inferBody(inference, method, part, body);
    });
  }
  for (const [name, type] of inner.vars) t.setField(own, name, type);
}

/** A layer's `forward` gets tensors where nobody says otherwise. */
function assumeTensors(method: FunctionInfo, body: Scope): void {
  for (const param of method.params) {
    if (t.paramType(param).kind !== "unknown" || param.declared) continue;
    param.needed = t.tensor;
    body.vars.set(param.name, t.tensor);
  }
}
