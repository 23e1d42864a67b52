/** What all parts of the emitter share while one cell is written. */
import type { Declarations } from "../analysis/declarations.ts";
import type { Inference } from "../analysis/infer.ts";
import type { FunctionInfo, Type } from "../analysis/types.ts";
import type { Block, Expr, Node, Program } from "../python/ast.ts";
import type { Mark, Wording } from "../marks.ts";
import { atom, type Code } from "./code.ts";
import type { Doc } from "./doc.ts";
import type { Names } from "./names.ts";

/** Writes the two kinds of parts that contain each other. What is below them asks for them through {@link Emit}. */
export interface Visitor {
  expression(emit: Emit, value: Expr): Code;
  /** The statements of a block, with their comments and marks. */
  block(emit: Emit, block: Block): Doc[];
}

export class Emit {
  readonly #visitor: Visitor;
  readonly source: string;
  readonly program: Program;
  readonly inference: Inference;
  readonly names: Names;
  /** Roots of `gradbook` that the cell uses: `torch`, `nn`. */
  readonly roots = new Set<string>();
  /** Names that the cell imports from `gradbook` itself: `tensor`. */
  readonly imported = new Set<string>();
  /** Modules of Node.js that the cell uses: `fs`. */
  readonly nodeModules = new Set<string>();
  readonly marks: Mark[] = [];
  /** Marks of the statement that is being written. */
  pending: Mark[] = [];
  /** Function whose body is being written. */
  info: FunctionInfo | null = null;
  /** What `self` is called there. */
  self: string | null = null;
  /** Names that later cells assign, though this one declares them. */
  readonly assignedBelow: ReadonlySet<string>;
  /** Python names of modules and their parts that this cell, or one above, has brought in under that name. */
  readonly bound: Set<string>;
  /** Variables of the loops around that count from 0 or above. */
  readonly counters = new Set<string>();
  /** The node of the scope that is being written: the program, or a function. */
  scope: object;
  /** Of that scope. */
  declarations: Declarations = { at: new Map(), before: new Map(), mutable: new Set(), earlier: new Set() };
  /** Whether each statement of the cell is read by TypeScript before it is taken. */
  checks = false;
  /** Whether code that is being written may use `await`. */
  awaits = true;
  /** Whether the function being written says what it returns. */
  typedReturn = false;
  /** What the error is called that the block being written has caught. */
  caught: string | null = null;
  readonly wording: Wording;

  constructor(
    visitor: Visitor,
    source: string,
    inference: Inference,
    names: Names,
    assignedBelow: ReadonlySet<string>,
    bound: Iterable<string>,
    wording: Wording,
    program: Program,
  ) {
    this.#visitor = visitor;
    this.program = program;
    this.scope = program;
    this.source = source;
    this.wording = wording;
    this.bound = new Set(bound);
    this.inference = inference;
    this.names = names;
    this.assignedBelow = assignedBelow;
  }

  expr(value: Expr): Code {
    return this.#visitor.expression(this, value);
  }

  /** The expression where nothing around it binds: an argument, an item, the right side of an assignment. */
  doc(value: Expr): Doc {
    return this.expr(value).doc;
  }

  block(block: Block): Doc[] {
    return this.#visitor.block(this, block);
  }

  /** What cannot be said here: a mark, and null in its place. */
  unsupported(value: Expr): Code {
    this.mark("expression", this.text(value));
    return atom("null");
  }

  type(value: Expr): Type {
    return this.inference.typeOf(value);
  }

  /** Whether the statements of the cell itself are being written. */
  get atTop(): boolean {
    return this.info === null;
  }

  /** What a variable that is assigned in several places may hold; null where that is not known. */
  declaredType(name: string): { type: Type; optional: boolean } | null {
    return this.inference.assignedType(this.scope, name);
  }

  /** The Python text of a part, on one line. */
  text({ start, end }: Node): string {
    return this.source.slice(start, end).replaceAll(/\s+/g, " ");
  }

  /** Says that something of the statement needs a look; the same thing once only. */
  mark(kind: Mark["kind"], subject: string, other?: string): void {
    const known = this.pending.some(
      (mark) => mark.kind === kind && mark.subject === subject && mark.other === other,
    );
    if (!known) this.pending.push(other === undefined ? { kind, subject } : { kind, subject, other });
  }

  /** A root of the engine, which the cell will import. */
  root(name: string): string {
    this.roots.add(name);
    return name;
  }
}
