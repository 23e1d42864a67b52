/** Lists and dictionaries of modules, whose parameters the module that holds them finds. */
import { expectIterable, expectObject } from "../core/expect.ts";
import { shown } from "../core/options.ts";
import { say } from "../payload/say.ts";
import { Module } from "./module.ts";

function requireModule(container: string, place: string | number, value: unknown): void {
  if (value instanceof Module) return;
  throw new TypeError(
    say`${container}: entry ${place} is not a module; did you forget "new" or the parentheses? It is
      ${shown(value)}.`,
  );
}

export interface ModuleList<M extends Module = Module> {
  readonly [place: number]: M;
}

/**
 * Modules in order, to be called as `forward` likes: by place, `this.blocks[0]`, or one after the other.
 * @example
 * class Net extends nn.Module {
 *   blocks = new nn.ModuleList([new nn.Linear(4, 4), new nn.Linear(4, 4)]);
 *   forward(x: Tensor) {
 *     for (const block of this.blocks) x = block(x);
 *     return x;
 *   }
 * }
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- TypeScript has no other way to say that places can be read
export class ModuleList<M extends Module = Module> extends Module implements Iterable<M> {
  constructor(modules: Iterable<M> = []) {
    super();
    this.extend(modules);
  }

  /** How many there are; Python's `len(list)`. */
  get size(): number {
    return this.children().length;
  }

  /** Adds a module at the end. Returns the list.
   * @example blocks.append(new nn.Linear(4, 4)) */
  append(module: M): this {
    requireModule("ModuleList", this.size, module);
    (this as unknown as M[])[this.size] = module;
    return this;
  }

  /** Adds modules at the end. Returns the list.
   * @example blocks.extend([new nn.Linear(4, 4)]) */
  extend(modules: Iterable<M>): this {
    expectIterable("ModuleList", "modules, as in [new nn.Linear(4, 4)]", modules);
    for (const module of modules) this.append(module);
    return this;
  }

  /** Puts a module before the one at place `i`.
   * @example blocks.insert(0, new nn.Linear(4, 4)) */
  insert(i: number, module: M): void {
    requireModule("ModuleList", i, module);
    const all = this.children();
    all.splice(i, 0, module);
    Object.assign(this, all);
  }

  /** The module at place `i`, from the end when negative; undefined when there is none.
   * @example blocks.at(-1) */
  at(i: number): M | undefined {
    return (this.children() as M[]).at(i);
  }

  [Symbol.iterator](): Iterator<M> {
    return (this.children() as M[])[Symbol.iterator]();
  }

  /** @throws {TypeError} always: a list does not say what follows on what
   * @example blocks[0].forward(x) // of a module in it */
  forward(): never {
    throw new TypeError(
      say`ModuleList: a list of modules is not called; call its modules, or use nn.Sequential.`,
    );
  }
}

/**
 * Modules by name, to be called as `forward` likes.
 * @example
 * const choices = new nn.ModuleDict({ wide: new nn.Linear(4, 64), narrow: new nn.Linear(4, 8) });
 * choices.get("wide")(torch.rand(2, 4));
 */
export class ModuleDict<M extends Module = Module> extends Module implements Iterable<[string, M]> {
  constructor(modules: Readonly<Record<string, M>> = {}) {
    super();
    this.update(modules);
  }

  /** How many there are; Python's `len(dict)`. */
  get size(): number {
    return this.children().length;
  }

  /** Adds modules, or replaces those of the same names.
   * @throws {TypeError} for something that is not a module, or a name that the dictionary itself needs
   * @example choices.update({ deep: new nn.Linear(4, 4) }) */
  update(modules: Readonly<Record<string, M>>): void {
    expectObject("ModuleDict", "modules by name, as in { hidden: new nn.Linear(4, 4) }", modules);
    for (const [name, module] of Object.entries(modules)) {
      requireModule("ModuleDict", name, module);
      if (name in ModuleDict.prototype) {
        throw new TypeError(say`ModuleDict: ${shown(name)} is the name of a method; take another.`);
      }
      (this as unknown as Record<string, M>)[name] = module;
    }
  }

  /** The module of that name.
   * @throws {RangeError} when there is none
   * @example choices.get("wide") */
  get(name: string): M {
    for (const [own, module] of this.namedChildren()) if (own === name) return module as M;
    throw new RangeError(say`ModuleDict: there is no ${shown(name)}. It has ${this.keys().join(", ")}.`);
  }

  /** Whether there is a module of that name.
   * @example choices.has("wide") */
  has(name: string): boolean {
    return this.keys().includes(name);
  }

  /** The names.
   * @example choices.keys() */
  keys(): string[] {
    return Array.from(this.namedChildren(), ([name]) => name);
  }

  /** The modules.
   * @example choices.values() */
  values(): M[] {
    return this.children() as M[];
  }

  /** Names and modules.
   * @example for (const [name, module] of choices.items()) console.log(name, module); */
  items(): [string, M][] {
    return Array.from(this.namedChildren()) as [string, M][];
  }

  [Symbol.iterator](): Iterator<[string, M]> {
    return this.items()[Symbol.iterator]();
  }

  /** @throws {TypeError} always: a dictionary does not say what follows on what
   * @example choices.get("wide").forward(x) // of a module in it */
  forward(): never {
    throw new TypeError(say`ModuleDict: a dictionary of modules is not called; call one of its modules.`);
  }
}
