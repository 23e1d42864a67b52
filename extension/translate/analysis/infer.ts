/**
 * Finds the types of a notebook's expressions: from literals, PyTorch's functions, the calls of its own functions,
 * and from what is done with a value. It goes over the notebook several times, because a function is known from
 * calls that may stand below it.
 */
import type { Block, Expr, Param, Program, StmtOf } from "../python/ast.ts";
import { annotated } from "./annotations.ts";
import { Scope } from "./scope.ts";
import * as t from "./types.ts";
import type { ClassInfo, FunctionInfo, ParamInfo, Type } from "./types.ts";

const ROUNDS = 4;

/** Finds the types of the two kinds of parts that contain each other. */
export interface Visitor {
  expression(inference: Inference, value: Expr, scope: Scope): Type;
  block(inference: Inference, block: Block, scope: Scope): void;
}

export class Inference {
  readonly #visitor: Visitor;
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
  constructor(visitor: Visitor, programs: readonly Program[]) {
    this.#visitor = visitor;
    for (let round = 1; round <= ROUNDS; round++) {
      this.#final = round === ROUNDS;
      for (const info of this.#functions.values()) for (const param of info.params) forget(param);
      this.#assigned.clear();
      const scope = new Scope(null);
      for (const program of programs) {
        scope.node = program;
        visitor.block(this, program, scope);
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

  /** Finds types in a function's body, once what calls it has been seen. */
  later(run: () => void): void {
    this.#deferred.push(run);
  }

  record(value: Expr, type: Type): void {
    this.#types.set(value, type);
  }

  noteVariable(name: string): void {
    this.#variables.add(name);
  }

  /** @param foreign from a module that has no counterpart here */
  noteImport(name: string, foreign: boolean): void {
    this.#imports.add(name);
    if (foreign) this.#foreign.add(name);
  }

  /** The class's description, the same every time. */
  describeClass(node: StmtOf<"class">): ClassInfo {
    let info = this.#classes.get(node);
    if (!info) {
      info = { name: node.name, node, bases: [], fields: new Map(), optional: new Set(), methods: new Map() };
      this.#classes.set(node, info);
    }
    return info;
  }

  /** Whether the name is that of a module of Python which has no counterpart here, or from one. */
  isForeign(name: string): boolean {
    return this.#foreign.has(name);
  }

  /** Whether the notebook itself gives the name a value, rather than Python or an import. */
  isVariable(name: string): boolean {
    return this.#variables.has(name) && !this.#imports.has(name);
  }

  isImported(name: string): boolean {
    return this.#imports.has(name);
  }

  functionOf(node: object): FunctionInfo | null {
    return this.#functions.get(node) ?? null;
  }

  classOf(node: object): ClassInfo | null {
    return this.#classes.get(node) ?? null;
  }

  /** Finds the type of an expression in a scope and remembers it. */
  expr(value: Expr, scope: Scope): Type {
    const type = this.#visitor.expression(this, value, scope);
    this.#types.set(value, type);
    return type;
  }

  /** The type of what a loop over `source` gives. */
  iterated(source: Expr, scope: Scope): Type {
    return t.itemsOf(this.expr(source, scope));
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

  /** Everything that the name is given in the scope, in that order. */
  assignedTypes(scope: object, name: string): readonly Type[] {
    return this.#assigned.get(scope)?.get(name) ?? [];
  }

  /** Takes note of what a name of the notebook is given. */
  noteAssigned(name: string, type: Type, scope: Scope): void {
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
        this.noteAssigned(target.id, type, scope);
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
        if (owner.kind === "object") t.setField(owner.info, target.name, type);
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

  /** A list (or dict) of nothing known gets what is put into it, one of layers any other layer, too. */
  grow(target: Expr, type: Type, item: Type, scope: Scope, key?: Type): void {
    if (type.kind === "list" && t.isModule(type.of) && t.isModule(item) && !t.sameType(type.of, item)) {
      this.assign(target, t.list(t.join(type.of, item)), scope);
      return;
    }
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
          kinds: new Set(),
          form: null,
          optional: param.fallback?.kind === "constant" && param.fallback.value === null,
        })),
        returns: null,
        forms: null,
        inferForm: null,
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

  #runDeferred(): void {
    while (this.#deferred.length > 0) {
      const now = this.#deferred;
      this.#deferred = [];
      for (const run of now) run();
    }
  }
}

function forget(param: ParamInfo): void {
  param.before = param.given;
  param.given = null;
}

function partOf(type: Type, i: number): Type {
  return type.kind === "tuple" ? (type.of[i] ?? t.unknown) : t.itemsOf(type);
}
