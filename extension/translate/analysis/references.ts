/** Where the names of a scope are stored and read. */
import type { Block, Expr, Program, Stmt, StmtOf } from "../python/ast.ts";
import { partsOf } from "./walk.ts";

/** Index −1 stands for the head of a `for`, whose target belongs to its block. */
export interface Place {
  block: Block;
  index: number;
}

export interface Reference {
  name: string;
  store: boolean;
  /** Happens when a function is called, not where it stands. */
  closure: boolean;
  /** From the outermost block of the scope to the statement. */
  path: readonly Place[];
}

export type ScopeNode = Program | StmtOf<"def">;

/** References in the order in which they happen; names of inner scopes are not among them. */
export function referencesOf(scope: ScopeNode, isInPlace: (s: StmtOf<"augment">) => boolean): Reference[] {
  return new Collector(isInPlace).run("block" in scope ? scope.block : scope);
}

/** Names that are a scope's own: assigned in it and not declared as another's. */
function localNames(scope: StmtOf<"def">): Set<string> {
  const names = new Set(scope.params.map(({ name }) => name));
  for (const reference of referencesOf(scope, () => false)) {
    if (reference.store && !reference.closure) names.add(reference.name);
  }
  for (const name of outerNames(scope.block)) names.delete(name);
  return names;
}

/** What `global` and `nonlocal` name. */
export function outerNames(block: Block): Set<string> {
  const names = new Set<string>();
  const visit = (statements: readonly Stmt[]): void => {
    for (const s of statements) {
      if (s.kind === "global" || s.kind === "nonlocal") for (const name of s.names) names.add(name);
      if (s.kind === "def" || s.kind === "class") continue;
      for (const part of partsOf(s)) if ("line" in part) visit([part]);
    }
  };
  visit(block.body);
  return names;
}

class Collector {
  readonly #found: Reference[] = [];
  readonly #isInPlace: (s: StmtOf<"augment">) => boolean;
  #path: readonly Place[] = [];

  constructor(isInPlace: (s: StmtOf<"augment">) => boolean) {
    this.#isInPlace = isInPlace;
  }

  run(block: Block): Reference[] {
    this.#block(block);
    return this.#found;
  }

  #add(name: string, store: boolean, closure = false): void {
    this.#found.push({ name, store, closure, path: this.#path });
  }

  #within(place: Place, run: () => void): void {
    const before = this.#path;
    this.#path = [...before, place];
    run();
    this.#path = before;
  }

  #block(block: Block): void {
    block.body.forEach((s, index) => this.#within({ block, index }, () => this.#statement(s)));
  }

  #statement(s: Stmt): void {
    switch (s.kind) {
      case "assign":
        this.#expr(s.value);
        for (const target of s.targets) this.#target(target);
        break;
      case "augment":
        this.#expr(s.value);
        this.#expr(s.target);
        if (!this.#isInPlace(s)) this.#target(s.target);
        break;
      case "for":
        this.#expr(s.source);
        this.#within({ block: s.block, index: -1 }, () => this.#target(s.target));
        this.#block(s.block);
        if (s.otherwise) this.#block(s.otherwise);
        break;
      case "if":
        for (const { test, block } of s.branches) {
          this.#expr(test);
          this.#block(block);
        }
        if (s.otherwise) this.#block(s.otherwise);
        break;
      case "while":
        this.#expr(s.test);
        this.#block(s.block);
        if (s.otherwise) this.#block(s.otherwise);
        break;
      case "with":
        for (const { value, target } of s.items) {
          this.#expr(value);
          // A file is declared where it is opened.
          if (target && !opensFile(value)) this.#target(target);
        }
        this.#block(s.block);
        break;
      case "try":
        this.#block(s.block);
        for (const { block } of s.handlers) this.#block(block);
        for (const block of [s.otherwise, s.lastly]) if (block) this.#block(block);
        break;
      case "def":
        for (const decorator of s.decorators) this.#expr(decorator);
        this.#add(s.name, true);
        this.#function(s);
        break;
      case "class":
        for (const { value } of s.bases) this.#expr(value);
        this.#add(s.name, true);
        for (const part of s.block.body) {
          if (part.kind === "def") this.#function(part);
          else if (part.kind === "assign") this.#expr(part.value);
        }
        break;
      case "import":
      case "from":
        break;
      default:
        for (const part of partsOf(s)) if (!("line" in part)) this.#expr(part);
    }
  }

  /** What a function reads from around it. */
  #function(s: StmtOf<"def">): void {
    for (const { fallback } of s.params) if (fallback) this.#expr(fallback);
    const own = localNames(s);
    const outer = outerNames(s.block);
    const inner = referencesOf(s, this.#isInPlace);
    for (const { name, store } of inner) {
      if (!own.has(name)) this.#add(name, store && outer.has(name), true);
    }
  }

  #target(target: Expr): void {
    switch (target.kind) {
      case "name":
        this.#add(target.id, true);
        break;
      case "tuple":
      case "list":
        for (const item of target.items) this.#target(item);
        break;
      case "starred":
        this.#target(target.value);
        break;
      default:
        this.#expr(target);
    }
  }

  #expr(value: Expr): void {
    if (value.kind === "name") this.#add(value.id, false);
    else if (value.kind === "walrus") {
      this.#expr(value.value);
      this.#add(value.target.id, true);
    } else if (value.kind === "lambda") {
      const own = new Set(value.params.map(({ name }) => name));
      for (const { fallback } of value.params) if (fallback) this.#expr(fallback);
      this.#hiding(own, () => this.#expr(value.body), true);
    } else if (value.kind === "comprehension") {
      const own = new Set<string>();
      for (const { target } of value.clauses) for (const name of namesIn(target)) own.add(name);
      const { clauses } = value;
      if (clauses[0]) this.#expr(clauses[0].source);
      this.#hiding(own, () => {
        for (const { source, tests } of clauses) [source, ...tests].forEach((part) => this.#expr(part));
        this.#expr(value.element);
        if (value.value) this.#expr(value.value);
      });
    } else for (const part of partsOf(value)) this.#expr(part as Expr);
  }

  /** Takes no note of references to `own`. */
  #hiding(own: ReadonlySet<string>, run: () => void, closure = false): void {
    const from = this.#found.length;
    run();
    const inner = this.#found.splice(from);
    for (const found of inner) {
      if (!own.has(found.name)) this.#found.push(closure ? { ...found, closure } : found);
    }
  }
}

function opensFile(value: Expr): boolean {
  return value.kind === "call" && value.func.kind === "name" && value.func.id === "open";
}

/** Names that a target assigns. */
export function namesIn(target: Expr): string[] {
  if (target.kind === "name") return [target.id];
  if (target.kind === "starred") return namesIn(target.value);
  return target.kind === "tuple" || target.kind === "list" ? target.items.flatMap(namesIn) : [];
}
