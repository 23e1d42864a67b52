import { context } from "../core/context.ts";
import { withGradMode } from "../core/gradMode.ts";
import { clone } from "../ops/shape/convert.ts";
import type { NestedArray } from "../core/ndarray.ts";
import { sameShape, showShape } from "../core/shape.ts";
import { Tensor } from "../core/tensor.ts";
import { addHook, type AfterHook, type BeforeHook, Callable } from "./callable.ts";
import { Parameter } from "./parameter.ts";
import { printModule } from "./printModule.ts";
import { overriddenMode, overrideMode } from "./trainingModes.ts";
import { checkOptions, shown } from "../core/options.ts";
import { say } from "../payload/say.ts";

/** Everything a module has learned, by name: parameters and buffers. */
export type StateDict = Map<string, Tensor>;

/** Anything that names tensors, as {@link Module.loadStateDict} takes it. */
export type StateSource = ReadonlyMap<string, Tensor> | Readonly<Record<string, Tensor>>;

/** A module that maps one tensor to one tensor, as `Sequential` chains them. */
export interface Layer extends Module {
  (x: Tensor): Tensor;
  forward(x: Tensor): Tensor;
}

/** What {@link Module.registerForwardHook} takes. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what a module takes and gives is its own
export type ForwardHook = (module: Module, inputs: readonly any[], output: any) => unknown;

/** What {@link Module.registerForwardPreHook} takes. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- see above
export type ForwardPreHook = (module: Module, inputs: readonly any[]) => unknown;

/** Takes a hook away again. */
export interface HookHandle {
  remove(): void;
}

const inspect: unique symbol = Symbol.for("nodejs.util.inspect.custom");

/**
 * The base of all layers, losses and models. A subclass defines `forward` and assigns parameters and other
 * modules to its fields, which registers them; calling the module runs `forward`.
 *
 * @example
 * class Net extends nn.Module {
 *   hidden = new nn.Linear(20, 256);
 *   out = new nn.Linear(256, 10);
 *   forward(x: Tensor) {
 *     return this.out(nn.functional.relu(this.hidden(x)));
 *   }
 * }
 * const net = new Net();
 * net(torch.rand(2, 20));
 */
export abstract class Module extends Callable {
  #training = true;
  /** Field of each buffer, and its name in the state dict. */
  readonly #buffers = new Map<string, { readonly key: string; readonly persistent: boolean }>();
  /** PyTorch's names of fields that are called otherwise here. */
  readonly #names = new Map<string, string>();

  /** Whether dropout drops and batch norm measures; `train()` and `eval()` set it. While `evaluate`, `predict` or a
   * picture runs the module it is false for them, and what they set is theirs; for all others it is as it was. */
  get training(): boolean {
    return overriddenMode(this) ?? this.#training;
  }
  set training(training: boolean) {
    if (!overrideMode(this, training)) this.#training = training;
  }

  /**
   * Declares a tensor as part of the state, though it is not learned: a field that there is already, or a new one that
   * holds `value`.
   * @param value the tensor; or, of a field that there is, its name in the state dict, the field's name by default
   * @param options `persistent: false` leaves it out of the state dict
   * @example this.registerBuffer("steps", torch.zeros(1));
   */
  registerBuffer(
    field: string,
    value: Tensor | string | null = field,
    options: { persistent?: boolean } = {},
  ): void {
    checkOptions("registerBuffer", options, { persistent: 1 });
    const fields = this as unknown as Record<string, unknown>;
    const key = typeof value === "string" ? value : field;
    if (typeof value !== "string") fields[field] = value;
    this.#buffers.set(field, { key, persistent: options.persistent ?? true });
    const held = fields[field];
    if (held instanceof Tensor) context.backend.retag(held.array.storage, "parameter");
  }

  /** Adds a part under a name that need not be that of a field. Returns nothing, as in PyTorch.
   * @throws {TypeError} for something that is not a module
   * @example for (let i = 0; i < 4; i++) net.addModule(`block ${i}`, new nn.Linear(4, 4)); */
  addModule(name: string, module: Module): void {
    if (!((module as unknown) instanceof Module)) {
      throw new TypeError(say`addModule: ${shown(name)} is not a module but ${shown(module)}.`);
    }
    (this as unknown as Record<string, Module>)[name] = module;
  }

  /**
   * Calls `hook` with the module, its inputs and its output after every call of it. What the hook returns, if anything,
   * takes the place of the output.
   * @returns a handle, whose `remove()` takes the hook away
   * @example const handle = net[0].registerForwardHook((_, __, output) => console.log(output.shape)); handle.remove();
   */
  registerForwardHook(hook: ForwardHook): HookHandle {
    return { remove: addHook(this, "after", hook as AfterHook) };
  }

  /**
   * Calls `hook` with the module and its inputs before every call of it. What the hook returns, if anything, takes the
   * place of the inputs; several of them in an array.
   * @returns a handle, whose `remove()` takes the hook away
   * @example net.registerForwardPreHook((_, [x]) => console.log(x.shape))
   */
  registerForwardPreHook(hook: ForwardPreHook): HookHandle {
    return { remove: addHook(this, "before", hook as BeforeHook) };
  }

  /**
   * Gives the parameter or part in a field the name that PyTorch has for it, in state dicts and in print.
   * @param name such as `weight_ih_l0` for the field weightIhL0
   */
  protected registerName(field: string, name: string): void {
    this.#names.set(field, name);
  }

  /** What a field holds, each with its name in PyTorch. */
  *#parts(): Generator<[string, unknown]> {
    for (const [field, value] of Object.entries(this)) yield [this.#names.get(field) ?? field, value];
  }

  /** Direct parts by the name of their field, in the order they were assigned.
   * @example for (const [name, layer] of net.namedChildren()) console.log(name, layer); */
  *namedChildren(): Generator<[string, Module]> {
    for (const [name, value] of this.#parts()) if (value instanceof Module) yield [name, value];
  }

  /** The direct parts, in the order they were assigned.
   * @example net.children().length */
  children(): Module[] {
    return Array.from(this.namedChildren(), ([, child]) => child);
  }

  /** This module and all parts of parts, each once; the name of this one is empty.
   * @example for (const [path, module] of net.namedModules()) console.log(path); */
  *namedModules(prefix = "", seen = new Set<Module>()): Generator<[string, Module]> {
    if (seen.has(this)) return;
    seen.add(this);
    yield [prefix, this];
    for (const [name, child] of this.namedChildren()) {
      yield* child.namedModules(prefix ? `${prefix}.${name}` : name, seen);
    }
  }

  /** This module and all parts of parts, each once.
   * @example net.modules().filter((m) => m instanceof nn.Linear) */
  modules(): Module[] {
    return Array.from(this.namedModules(), ([, module]) => module);
  }

  /** All parameters with their names, such as `0.weight`, each once.
   * @example for (const [name, w] of net.namedParameters()) console.log(name, w.shape); */
  *namedParameters(): Generator<[string, Parameter]> {
    const seen = new Set<Parameter>();
    for (const [path, module] of this.namedModules()) {
      for (const [name, value] of module.#parts()) {
        if (!(value instanceof Parameter) || seen.has(value)) continue;
        seen.add(value);
        yield [path ? `${path}.${name}` : name, value];
      }
    }
  }

  /** All parameters, each once: what an optimiser takes.
   * @example new optim.SGD(net.parameters(), { lr: 0.1 }) */
  parameters(): Parameter[] {
    return Array.from(this.namedParameters(), ([, parameter]) => parameter);
  }

  /** All buffers with their names in the state dict.
   * @example new Map(net.namedBuffers()).get("1.running_mean") */
  *namedBuffers(): Generator<[string, Tensor]> {
    for (const [path, module] of this.namedModules()) {
      for (const [field, { key }] of module.#buffers) {
        const value = (module as unknown as Record<string, unknown>)[field];
        if (value instanceof Tensor) yield [path ? `${path}.${key}` : key, value];
      }
    }
  }

  /** All buffers.
   * @example net.buffers().length */
  buffers(): Tensor[] {
    return Array.from(this.namedBuffers(), ([, buffer]) => buffer);
  }

  /** Calls `visit` with every part, the deepest first, this module last. Returns this module.
   * @example net.apply((m) => { if (m instanceof nn.Linear) nn.init.normal_(m.weight, 0, 0.01); }); */
  override apply(visit: (module: Module) => void): this {
    for (const child of this.children()) child.apply(visit);
    visit(this);
    return this;
  }

  /** Switches to training mode (or, with false, to prediction) throughout. Returns this module.
   * @example net.train() */
  train(mode = true): this {
    for (const module of this.modules()) module.training = mode;
    return this;
  }

  /** Switches to prediction: no dropout, batch norm with its running statistics. Returns this module.
   * @example net.eval() */
  eval(): this {
    return this.train(false);
  }

  /** Switches the gradients of all parameters on or off. Returns this module.
   * @example net[0].requiresGrad_(false) // freezes a layer */
  requiresGrad_(requiresGrad = true): this {
    for (const parameter of this.parameters()) parameter.requiresGrad = requiresGrad;
    return this;
  }

  /** Forgets the gradients of all parameters.
   * @example net.zeroGrad() */
  zeroGrad(): void {
    for (const parameter of this.parameters()) parameter.grad = null;
  }

  /** Parameters and buffers by name, sharing memory with the module; `clone` them to keep a snapshot. The
   * names are those of PyTorch, so that files can be exchanged.
   * @example await data.saveSafetensors("net.safetensors", net.stateDict()) */
  stateDict(): StateDict {
    const state: StateDict = new Map();
    const buffers = new Map(this.namedBuffers());
    for (const [path, module] of this.namedModules()) {
      const full = (name: string) => (path ? `${path}.${name}` : name);
      for (const [name, value] of module.#parts()) {
        if (value instanceof Parameter) state.set(full(name), value.detach());
      }
      for (const { key, persistent } of module.#buffers.values()) {
        const value = persistent && buffers.get(full(key));
        if (value) state.set(full(key), value.detach());
      }
    }
    return state;
  }

  /** Copies values into the parameters and buffers of the same names.
   * @param strict refuse names that are missing or too many; default true
   * @throws {Error} naming every missing and unexpected name, and every shape that differs; nothing is copied then
   * @example net.loadStateDict(await data.loadSafetensors("net.safetensors")) */
  loadStateDict(source: StateSource, options: { strict?: boolean } = {}): void {
    checkOptions("loadStateDict", options, { strict: 1 });
    const { strict = true } = options;
    if (typeof source !== "object" || (source as unknown) === null) {
      throw new TypeError(
        say`loadStateDict of ${this.typeName()}: tensors by name are expected, as stateDict() gives them;
          ${shown(source)} was given.`,
      );
    }
    const given = new Map(source instanceof Map ? source : Object.entries(source)) as StateDict;
    const own = this.stateDict();
    const faults = stateFaults(own, given, strict);
    if (faults.length > 0) throw new Error(say`loadStateDict of ${this.typeName()}: ${faults.join("; ")}.`);
    withGradMode(false, () => {
      for (const [name, target] of own) {
        const value = given.get(name);
        if (!value) continue;
        context.backend.copy(value.array, target.array);
        target.array.counter.version++;
      }
    });
  }

  /** Deep copy of the state, apart from the module's memory.
   * @example const best = net.snapshot(); net.loadStateDict(best); */
  snapshot(): StateDict {
    return withGradMode(
      false,
      () => new Map(Array.from(this.stateDict(), ([name, value]) => [name, clone(value)])),
    );
  }

  /** Name of the class, as it is printed.
   * @example new nn.Linear(2, 1).typeName() // "Linear" */
  typeName(): string {
    return this.constructor.name;
  }

  /** What stands between the parentheses when the module is printed.
   * @example new nn.Dropout(0.5).extraRepr() // "p=0.5, inplace=False" */
  extraRepr(): string {
    return "";
  }

  /** What `JSON.stringify` writes: parameters and buffers by name, as nested arrays.
   * @example JSON.stringify(new nn.Linear(1, 1)) // '{"weight":[[0.5]],"bias":[0.1]}' */
  toJSON(): Record<string, NestedArray> {
    return Object.fromEntries(Array.from(this.stateDict(), ([name, value]) => [name, value.toArray()]));
  }

  /** As PyTorch prints it.
   * @example console.log(net) */
  override toString(): string {
    return printModule(this);
  }

  [inspect](): string {
    return this.toString();
  }
}

/** What keeps tensors from being a module's state, in words: names and shapes. */
export function stateFaults(
  own: ReadonlyMap<string, Tensor>,
  given: ReadonlyMap<string, { readonly shape: readonly number[] }>,
  strict: boolean,
): string[] {
  const faults: string[] = [];
  if (strict) {
    const missing = [...own.keys()].filter((name) => !given.has(name));
    const unexpected = [...given.keys()].filter((name) => !own.has(name));
    if (missing.length > 0) faults.push(say`missing: ${missing.join(", ")}`);
    if (unexpected.length > 0) faults.push(say`unexpected: ${unexpected.join(", ")}`);
  }
  for (const [name, target] of own) {
    const value = given.get(name);
    if (!value) continue;
    const [here, there] = [target.array.shape, value.shape];
    if (!sameShape(here, there))
      faults.push(say`${name} has shape ${showShape(here)} here and ${showShape(there)} there`);
  }
  return faults;
}
