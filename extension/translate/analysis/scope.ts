/** The names that a piece of Python sees while its types are found. */
import { type FunctionInfo, join, type ParamInfo, type Type } from "./types.ts";

export class Scope {
  readonly parent: Scope | null;
  readonly info: FunctionInfo | null;
  /** Changes as statements are walked through: what is known at this point. */
  vars = new Map<string, Type>();
  readonly params = new Map<string, ParamInfo>();
  readonly globals = new Set<string>();
  returns: Type | null = null;
  /** The program or function that it is the scope of; that of the scope around it otherwise. */
  node: object;

  constructor(parent: Scope | null, info: FunctionInfo | null = null) {
    this.parent = parent;
    this.info = info;
    this.node = parent?.node ?? this;
  }

  get module(): Scope {
    return this.parent ? this.parent.module : this;
  }

  /** The nearest scope that has the name. */
  holderOf(name: string): Scope | null {
    if (this.vars.has(name) && !this.globals.has(name)) return this;
    return this.parent?.holderOf(name) ?? null;
  }

  lookup(name: string): Type | null {
    return this.holderOf(name)?.vars.get(name) ?? null;
  }

  set(name: string, type: Type): void {
    if (!this.globals.has(name)) this.vars.set(name, type);
    else {
      const { vars } = this.holderOf(name) ?? this.module;
      vars.set(name, join(vars.get(name), type));
    }
  }

  /** The function whose body this is in. */
  get function(): FunctionInfo | null {
    return this.info ?? this.parent?.function ?? null;
  }
}

/** What is known where two ways meet. */
export function joinVars(a: ReadonlyMap<string, Type>, b: ReadonlyMap<string, Type>): Map<string, Type> {
  const out = new Map(a);
  for (const [name, type] of b) out.set(name, join(out.get(name), type));
  return out;
}
