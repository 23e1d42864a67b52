/**
 * Finds the types of a notebook's expressions: from literals, PyTorch's functions, the calls of its own functions,
 * and from what is done with a value. It goes over the notebook several times, because a function is known from
 * calls that may stand below it.
 */
import type { Block, Expr, Param, Program, Stmt, StmtOf } from "../python/ast.ts";
import { customary, member, moduleNamed } from "../library/library.ts";
import { callType } from "./callTypes.ts";
import { attributeType, binaryType, compareType, subscriptType } from "./expressionTypes.ts";
import { joinVars, Scope } from "./scope.ts";
import * as t from "./types.ts";
import type { ClassInfo, FunctionInfo, ParamInfo, Type } from "./types.ts";

const ROUNDS = 4;

/** Functions that Python has without an import. */
export const builtins: ReadonlySet<string> = new Set(
  (
    "abs all any bool dict enumerate filter float getattr hasattr id int isinstance len list map max min " +
    "print range reversed round set setattr sorted str sum super tuple type zip open input next iter repr " +
    "callable Exception ValueError TypeError RuntimeError NotImplementedError IndexError KeyError AssertionError object"
  ).split(" "),
);

export class Inference {
  readonly #types = new Map<Expr, Type>();
  readonly #functions = new Map<object, FunctionInfo>();
  readonly #classes = new Map<object, ClassInfo>();
  /** All types that assignments gave to names in the last round, by the node of the scope (program, function). */
  readonly #assigned = new Map<object, Map<string, Type[]>>();
  /** Names that imports bind, and names that anything else does. */
  readonly #imports = new Set<string>();
  readonly #variables = new Set<string>();
  readonly #foreign = new Set<string>();
  #deferred: (() => void)[] = [];
  #final = false;

  /** @param programs the cells of the notebook in order */
  constructor(programs: readonly Program[]) {
    for (let round = 1; round <= ROUNDS; round++) {
      this.#final = round === ROUNDS;
      for (const info of this.#functions.values()) for (const param of info.params) forget(param);
      this.#assigned.clear();
      const scope = new Scope(null);
      for (const program of programs) {
        scope.node = program;
        this.#block(program, scope);
      }
      this.#runDeferred();
    }
  }

  /** Whether this is the last time round, when what is unknown stays so. */
  get final(): boolean {
    return this.#final;
  }

  typeOf(value: Expr): Type {
    return this.#types.get(value) ?? t.unknown;
  }

  /** Whether the name is that of a module of Python which has no counterpart here, or from one. */
  isForeign(name: string): boolean {
    return this.#foreign.has(name);
  }

  /** Whether the notebook itself gives the name a value, rather than Python or an import. */
  isVariable(name: string): boolean {
    return this.#variables.has(name) && !this.#imports.has(name);
  }

  functionOf(node: object): FunctionInfo | null {
    return this.#functions.get(node) ?? null;
  }

  classOf(node: object): ClassInfo | null {
    return this.#classes.get(node) ?? null;
  }

  /** Finds the type of an expression in a scope and remembers it. */
  expr(value: Expr, scope: Scope): Type {
    const type = this.#find(value, scope);
    this.#types.set(value, type);
    return type;
  }

  /**
   * The type of a variable that is assigned in several places: a number, say, or a tensor. Null where it is not
   * known, or may be many things.
   */
  assignedType(scope: object, name: string): { type: Type; optional: boolean } | null {
    const all = this.#assigned.get(scope)?.get(name) ?? [];
    const types = all.filter(({ kind }) => kind !== "none");
    if (types.length === 0) return null;
    const joined = types.reduce(t.join);
    return joined.kind === "unknown" ? null : { type: joined, optional: types.length < all.length };
  }

  #noteAssigned(name: string, type: Type, scope: Scope): void {
    const names = this.#assigned.get(scope.node) ?? new Map<string, Type[]>();
    this.#assigned.set(scope.node, names);
    names.set(name, [...(names.get(name) ?? []), type]);
    this.#variables.add(name);
  }

  /** Takes note that a value must be of a type, where nothing is known of it. */
  need(value: Expr, type: Type, scope: Scope): void {
    if (value.kind !== "name" || this.typeOf(value).kind !== "unknown") return;
    const holder = scope.holderOf(value.id);
    const param = holder?.params.get(value.id);
    if (param) param.needed = t.join(param.needed, type);
    holder?.vars.set(value.id, type);
    this.#types.set(value, type);
  }

  assign(target: Expr, type: Type, scope: Scope): void {
    this.#types.set(target, type);
    switch (target.kind) {
      case "name":
        scope.set(target.id, type);
        this.#noteAssigned(target.id, type, scope);
        break;
      case "tuple":
      case "list":
        target.items.forEach((item, i) => this.assign(item, partOf(type, i), scope));
        break;
      case "starred":
        this.assign(target.value, t.list(t.itemsOf(type)), scope);
        break;
      case "attribute": {
        const owner = this.expr(target.object, scope);
        if (owner.kind === "object") setField(owner.info, target.name, type);
        break;
      }
      case "subscript": {
        const object = this.expr(target.object, scope);
        for (const item of target.items) this.expr(item, scope);
        if (target.tuple && target.items.some(({ kind }) => kind === "slice")) {
          this.need(target.object, t.tensor, scope);
        }
        const [key] = target.items;
        this.grow(target.object, object, type, scope, key && this.typeOf(key));
        break;
      }
      default:
        this.expr(target, scope);
    }
  }

  /** A list (or dict) of nothing known gets what is put into it. */
  grow(target: Expr, type: Type, item: Type, scope: Scope, key?: Type): void {
    if ((type.kind !== "list" && type.kind !== "dict") || type.of.kind !== "unknown") return;
    if (type.kind === "list") this.assign(target, t.list(item), scope);
    else this.assign(target, { kind: "dict", of: item, keyed: type.keyed && key?.kind === "string" }, scope);
  }

  /** The function's description, the same every time. */
  describe(
    node: FunctionInfo["node"],
    name: string,
    params: readonly Param[],
    owner: ClassInfo | null,
    scope: Scope,
  ): FunctionInfo {
    let info = this.#functions.get(node);
    if (!info) {
      info = {
        name,
        node,
        params: params.map((param) => ({
          name: param.name,
          given: null,
          before: null,
          needed: null,
          declared: null,
          tested: false,
          optional: param.fallback?.kind === "constant" && param.fallback.value === null,
        })),
        returns: null,
        async: node.kind === "def" && node.async,
        generator: false,
        owner,
        property: false,
      };
      this.#functions.set(node, info);
    }
    params.forEach((param, i) => {
      const known = info.params[i];
      if (known) known.declared = this.#declared(param, scope);
    });
    return info;
  }

  #declared(param: Param, scope: Scope): Type | null {
    const fallback = param.fallback && this.expr(param.fallback, scope);
    if (param.annotation) {
      const type = annotated(param.annotation, this.expr(param.annotation, scope));
      if (type) return type;
    }
    if (param.spread === "*") return t.list(t.unknown);
    // `alpha=1` says that a number is expected, not that it is a whole one.
    return fallback?.kind === "number" ? t.number : fallback;
  }

  #find(value: Expr, scope: Scope): Type {
    switch (value.kind) {
      case "number":
        return /^[\d_]+$|^0[xob]/i.test(value.text) ? t.whole : t.number;
      case "string":
        return t.string;
      case "format":
        for (const part of value.parts) if (typeof part !== "string") this.expr(part.value, scope);
        return t.string;
      case "constant":
        return value.value === null ? t.none : value.value === "..." ? t.unknown : t.bool;
      case "name":
        return this.#name(value.id, scope);
      case "list":
      case "set": {
        const items = value.items.map((item) => this.#item(item, scope));
        const of = items.length === 0 ? t.unknown : items.reduce(t.join);
        return value.kind === "list" ? t.list(of) : { kind: "set", of };
      }
      case "tuple":
        if (value.items.some(({ kind }) => kind === "starred")) {
          return t.list(value.items.map((item) => this.#item(item, scope)).reduce(t.join));
        }
        return t.tuple(...value.items.map((item) => this.expr(item, scope)));
      case "dict": {
        const keys = value.entries.map(({ key }) => (key ? this.expr(key, scope).kind : "string"));
        const values = value.entries.map((entry) => this.expr(entry.value, scope));
        const of = values.length === 0 ? t.unknown : values.reduce(t.join);
        return { kind: "dict", of, keyed: keys.every((kind) => kind === "string") };
      }
      case "unary": {
        const operand = this.expr(value.operand, scope);
        if (value.op === "not") return t.bool;
        return operand.kind === "bool" && value.op !== "~" ? t.whole : operand;
      }
      case "binary": {
        const [left, right] = [this.expr(value.left, scope), this.expr(value.right, scope)];
        if (value.op === "@") {
          this.need(value.left, t.tensor, scope);
          this.need(value.right, t.tensor, scope);
        }
        return binaryType(value.op, left, right);
      }
      case "bool":
        return value.values.map((part) => this.expr(part, scope)).reduce(t.join);
      case "compare":
        return compareType(
          this.expr(value.left, scope),
          value.rest.map(({ op, right }) => [op, this.expr(right, scope)] as const),
        );
      case "call":
        return callType(this, value, scope);
      case "attribute":
        return attributeType(this, value, scope);
      case "subscript":
        return subscriptType(this, value, scope);
      case "slice":
        for (const part of [value.from, value.to, value.step]) if (part) this.expr(part, scope);
        return t.unknown;
      case "lambda":
        return this.#lambda(value, scope);
      case "conditional": {
        this.expr(value.test, scope);
        return t.join(this.expr(value.yes, scope), this.expr(value.no, scope));
      }
      case "comprehension":
        return this.#comprehension(value, scope);
      case "walrus": {
        const type = this.expr(value.value, scope);
        this.assign(value.target, type, scope);
        return type;
      }
      case "starred":
      case "await":
        return this.expr(value.value, scope);
      case "yield": {
        const type = value.value ? this.expr(value.value, scope) : t.none;
        const info = scope.function;
        if (info) {
          info.generator = true;
          const given = value.from ? t.itemsOf(type) : type;
          info.returns = t.iterable(
            info.returns?.kind === "iterable" ? betterOf(info.returns.of, given) : given,
          );
        }
        return t.unknown;
      }
    }
  }

  #name(id: string, scope: Scope): Type {
    const found = scope.lookup(id);
    if (found) return found;
    const module = customary[id];
    if (module !== undefined) return { kind: "namespace", path: module };
    return builtins.has(id) ? { kind: "library", path: `builtins.${id}` } : t.unknown;
  }

  #item(item: Expr, scope: Scope): Type {
    if (item.kind !== "starred") return this.expr(item, scope);
    return t.itemsOf(this.expr(item, scope));
  }

  #lambda(value: Extract<Expr, { kind: "lambda" }>, scope: Scope): Type {
    const info = this.describe(value, "", value.params, null, scope);
    this.#deferred.push(() => {
      const inner = this.#bodyScope(info, value.params, scope);
      info.returns = this.expr(value.body, inner);
    });
    return { kind: "function", info };
  }

  #comprehension(value: Extract<Expr, { kind: "comprehension" }>, scope: Scope): Type {
    const inner = new Scope(scope);
    for (const { target, source, tests } of value.clauses) {
      this.assign(target, this.#iterated(source, inner), inner);
      for (const test of tests) this.expr(test, inner);
    }
    const element = this.expr(value.element, inner);
    if (value.of === "dict") {
      const of = value.value ? this.expr(value.value, inner) : t.unknown;
      return { kind: "dict", of, keyed: element.kind === "string" };
    }
    if (value.of === "set") return { kind: "set", of: element };
    return value.of === "list" ? t.list(element) : t.iterable(element);
  }

  #iterated(source: Expr, scope: Scope): Type {
    return t.itemsOf(this.expr(source, scope));
  }

  #block(block: Block, scope: Scope): void {
    for (const statement of block.body) this.#statement(statement, scope);
  }

  #statement(s: Stmt, scope: Scope): void {
    switch (s.kind) {
      case "expression":
        this.expr(s.value, scope);
        break;
      case "assign": {
        const found = this.expr(s.value, scope);
        const type = (s.annotation && annotated(s.annotation, this.expr(s.annotation, scope))) ?? found;
        for (const target of s.targets) this.assign(target, type, scope);
        break;
      }
      case "augment": {
        const before = this.expr(s.target, scope);
        const value = this.expr(s.value, scope);
        const type = before.kind === "list" ? t.join(before, value) : binaryType(s.op, before, value);
        if (s.target.kind === "name") {
          scope.set(s.target.id, type);
          this.#noteAssigned(s.target.id, type, scope);
        } else if (before.kind !== "tensor") this.assign(s.target, t.join(before, type), scope);
        this.#types.set(s.target, before);
        break;
      }
      case "if":
        this.#if(s, scope);
        break;
      case "for":
        this.#loop(scope, () => {
          this.assign(s.target, this.#iterated(s.source, scope), scope);
          this.#block(s.block, scope);
        });
        if (s.otherwise) this.#block(s.otherwise, scope);
        break;
      case "while":
        this.#loop(scope, () => {
          this.expr(s.test, scope);
          this.#block(s.block, scope);
        });
        if (s.otherwise) this.#block(s.otherwise, scope);
        break;
      case "def":
        this.#def(s, scope);
        break;
      case "class":
        this.#class(s, scope);
        break;
      case "return":
        scope.returns = t.join(scope.returns, s.value ? this.expr(s.value, scope) : t.none);
        break;
      case "import":
        for (const { path, as } of s.names) {
          const module = moduleNamed(as === null ? (path.split(".")[0] ?? path) : path);
          const name = as ?? path.split(".")[0] ?? path;
          this.#imports.add(name);
          if (!module || module === "matplotlib.pyplot") this.#foreign.add(name);
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
          this.#imports.add(as ?? name);
          if (!(whole ?? module) && !/^(?:typing|__future__|collections)/.test(s.module))
            this.#foreign.add(as ?? name);
          if (whole === "matplotlib.pyplot") this.#foreign.add(as ?? name);
          scope.set(as ?? name, type);
        }
        break;
      }
      case "with":
        for (const { value, target } of s.items) {
          const type = this.expr(value, scope);
          if (target) this.assign(target, type, scope);
        }
        this.#block(s.block, scope);
        break;
      case "try":
        this.#block(s.block, scope);
        for (const { name, type, block } of s.handlers) {
          if (type) this.expr(type, scope);
          if (name !== null) scope.set(name, { kind: "instance", path: "builtins.Exception" });
          this.#block(block, scope);
        }
        for (const block of [s.otherwise, s.lastly]) if (block) this.#block(block, scope);
        break;
      case "raise":
        if (s.value) this.expr(s.value, scope);
        break;
      case "assert":
        this.expr(s.test, scope);
        if (s.message) this.expr(s.message, scope);
        break;
      case "delete":
        for (const target of s.targets) this.expr(target, scope);
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
        break;
    }
  }

  #if(s: StmtOf<"if">, scope: Scope): void {
    const before = new Map(scope.vars);
    const ends: Map<string, Type>[] = [];
    for (const { test, block } of s.branches) {
      scope.vars = new Map(before);
      this.expr(test, scope);
      this.#narrow(test, scope);
      this.#block(block, scope);
      if (!leaves(block)) ends.push(scope.vars);
    }
    scope.vars = new Map(before);
    if (s.otherwise) this.#block(s.otherwise, scope);
    if (!s.otherwise || !leaves(s.otherwise)) ends.push(scope.vars);
    scope.vars = ends.length === 0 ? before : ends.reduce(joinVars);
  }

  /** Inside `if isinstance(x, C)`, x is a C. */
  #narrow(test: Expr, scope: Scope): void {
    if (test.kind !== "call" || test.func.kind !== "name" || test.func.id !== "isinstance") return;
    const [subject, kind] = test.args;
    if (subject?.value.kind !== "name" || !kind) return;
    const param = scope.params.get(subject.value.id);
    if (param) param.tested = true;
    const of = instanceType(this.typeOf(kind.value));
    if (of && this.typeOf(subject.value).kind === "unknown") scope.vars.set(subject.value.id, of);
  }

  /** Twice, because what the body assigns is seen by its next turn. */
  #loop(scope: Scope, turn: () => void): void {
    const before = new Map(scope.vars);
    turn();
    scope.vars = joinVars(before, scope.vars);
    turn();
    scope.vars = joinVars(before, scope.vars);
  }

  #def(s: StmtOf<"def">, scope: Scope): void {
    const added = s.decorators.map((decorator) => this.#classAddedTo(decorator, scope)).find((info) => info);
    const info = this.describe(s, s.name, added ? s.params.slice(1) : s.params, added ?? null, scope);
    if (added) added.methods.set(s.name, info);
    scope.set(s.name, { kind: "function", info });
    this.#deferred.push(() => {
      const inner = this.#bodyScope(info, info.owner ? s.params.slice(1) : s.params, scope);
      if (info.owner && s.params[0]) inner.vars.set(s.params[0].name, { kind: "object", info: info.owner });
      this.#body(info, s, inner);
    });
  }

  /** `@d2l.add_to_class(C)`. */
  #classAddedTo(decorator: Expr, scope: Scope): ClassInfo | null {
    this.expr(decorator, scope);
    if (decorator.kind !== "call" || decorator.func.kind !== "attribute") return null;
    if (decorator.func.name !== "add_to_class" || !decorator.args[0]) return null;
    const of = this.typeOf(decorator.args[0].value);
    return of.kind === "class" ? of.info : null;
  }

  #bodyScope(info: FunctionInfo, params: readonly Param[], scope: Scope): Scope {
    const inner = new Scope(scope, info);
    inner.node = info.node;
    params.forEach((param, i) => {
      const known = info.params[i];
      if (!known) return;
      inner.params.set(param.name, known);
      this.#variables.add(param.name);
      const type = t.paramType(known);
      const rest = param.spread === "*" && type.kind !== "list" ? t.list(type) : type;
      const given = param.spread === "**" ? ({ kind: "dict", of: t.unknown, keyed: true } as const) : rest;
      inner.vars.set(param.name, given);
    });
    return inner;
  }

  #body(info: FunctionInfo, s: StmtOf<"def">, inner: Scope): void {
    this.#block(s.block, inner);
    const annotation = s.returns && annotated(s.returns, this.expr(s.returns, inner));
    if (!info.generator) info.returns = annotation ?? inner.returns ?? t.none;
  }

  #class(s: StmtOf<"class">, scope: Scope): void {
    const bases = s.bases.filter(({ name }) => name === null).map(({ value }) => this.expr(value, scope));
    let info = this.#classes.get(s);
    if (!info) {
      info = { name: s.name, node: s, bases, fields: new Map(), optional: new Set(), methods: new Map() };
      this.#classes.set(s, info);
    }
    info.bases = bases;
    const own = info;
    scope.set(s.name, { kind: "class", info: own });
    const inner = new Scope(scope);
    for (const part of s.block.body) {
      if (part.kind !== "def") {
        this.#statement(part, inner);
        continue;
      }
      const free = part.decorators.some((d) => d.kind === "name" && d.id === "staticmethod");
      const params = free ? part.params : part.params.slice(1);
      const method = this.describe(part, part.name, params, own, scope);
      method.property = part.decorators.some((d) => d.kind === "name" && d.id === "property");
      own.methods.set(part.name, method);
      const first = part.params[0]?.name;
      this.#deferred.push(() => {
        const body = this.#bodyScope(method, params, scope);
        const ofClass = part.decorators.some((d) => d.kind === "name" && d.id === "classmethod");
        if (!free && first !== undefined)
          body.vars.set(first, { kind: ofClass ? "class" : "object", info: own });
        if (part.name === "forward" && t.isModuleClass(own)) assumeTensors(method, body);
        this.#body(method, part, body);
      });
    }
    for (const [name, type] of inner.vars) setField(own, name, type);
  }

  #runDeferred(): void {
    while (this.#deferred.length > 0) {
      const now = this.#deferred;
      this.#deferred = [];
      for (const run of now) run();
    }
  }
}

/** A layer's `forward` gets tensors where nobody says otherwise. */
function assumeTensors(method: FunctionInfo, body: Scope): void {
  for (const param of method.params) {
    if (t.paramType(param).kind !== "unknown" || param.declared) continue;
    param.needed = t.tensor;
    body.vars.set(param.name, t.tensor);
  }
}

function forget(param: ParamInfo): void {
  param.before = param.given;
  param.given = null;
}

function betterOf(a: Type, b: Type): Type {
  return a.kind === "unknown" ? b : b.kind === "unknown" ? a : t.join(a, b);
}

/** What is known of a field stays known when another assignment says nothing. */
function setField(info: ClassInfo, name: string, type: Type): void {
  const before = info.fields.get(name);
  if (type.kind === "none") info.optional.add(name);
  info.fields.set(name, before ? betterOf(before, type) : type);
}

function partOf(type: Type, i: number): Type {
  return type.kind === "tuple" ? (type.of[i] ?? t.unknown) : t.itemsOf(type);
}

/** Whether the block never reaches its end. */
export function leaves(block: Block): boolean {
  const last = block.body[block.body.length - 1];
  if (!last) return false;
  if (["return", "raise", "break", "continue"].includes(last.kind)) return true;
  return (
    last.kind === "if" &&
    last.otherwise !== null &&
    [...last.branches.map((b) => b.block), last.otherwise].every(leaves)
  );
}

/** What an annotation says; null when it says nothing that is known here. */
function annotated(annotation: Expr, type: Type): Type | null {
  if (annotation.kind === "name") {
    switch (annotation.id) {
      case "int":
        return t.whole;
      case "float":
        return t.number;
      case "str":
        return t.string;
      case "bool":
        return t.bool;
      case "list":
        return t.list(t.unknown);
    }
  }
  if (annotation.kind === "constant" && annotation.value === null) return t.none;
  return instanceType(type);
}

/** An instance of a class. */
export function instanceType(type: Type): Type | null {
  if (type.kind === "class") return { kind: "object", info: type.info };
  if (type.kind !== "library") return null;
  if (type.path === "torch.Tensor" || type.path === "torch.nn.Parameter") return t.tensor;
  return /^(?:torch\.nn|torch\.optim)\.[A-Z]\w*$/.test(type.path)
    ? { kind: "instance", path: type.path }
    : null;
}
