import { context } from "../core/context.ts";
import { withGradMode } from "../core/gradMode.ts";
import { host, throwIfInterrupted } from "../core/host.ts";
import { bytesPerElement, type NDArray } from "../core/ndarray.ts";
import { clone, to } from "../ops/shape/convert.ts";
import { requireOwnPlaces } from "../ops/inPlace/inPlace.ts";
import { allocate, contiguousArray, release } from "../core/allocate.ts";
import { Tensor } from "../core/tensor.ts";
import { isOfRows } from "../core/gradient.ts";
import type { PlacedRows, RowGradient } from "../core/rowGradient.ts";
import { sameShape, showShape, sizeOf } from "../core/shape.ts";
import { checkOptions, shown } from "../core/options.ts";
import { say } from "../payload/say.ts";

/** What every optimiser can be told, for all parameters or for one group. */
export interface GroupOptions {
  /** Learning rate. */
  lr: number;
}

/** Parameters with options of their own; options left out are those of the optimiser. */
export type ParamGroupInput<G extends GroupOptions> = { params: Tensor | Iterable<Tensor> } & Partial<G>;

/** Parameters, or groups of them. */
export type Params<G extends GroupOptions> = Iterable<Tensor> | Iterable<ParamGroupInput<G>>;

/** Parameters and the options they are moved with. */
export type ParamGroup<G extends GroupOptions> = G & { params: Tensor[]; initialLr?: number };

/** What an optimiser remembers of one parameter. */
export type ParamState = Record<string, Tensor | number>;

/** Everything an optimiser would need to go on; parameters are numbered in the order of the groups. */
export interface OptimizerStateDict {
  state: Record<number, ParamState>;
  paramGroups: (GroupOptions & { params: number[] })[];
}

/**
 * The base of all optimisers: parameter groups, gradients, state. A subclass says how one parameter moves.
 * @example const trainer: optim.Optimizer = new optim.SGD(net.parameters(), { lr: 0.1 });
 */
export abstract class Optimizer<G extends GroupOptions = GroupOptions> {
  /** Options may be changed while training, `optimizer.paramGroups[0].lr = 0.01`. */
  readonly paramGroups: ParamGroup<G>[] = [];
  /** What is remembered of each parameter, such as its momentum. */
  readonly state = new Map<Tensor, ParamState>();
  readonly #defaults: G;
  /** Of each group, the variant of which all has been remembered. */
  #variants: number[] = [];
  /** How often the gradient that the last step used had been written to, that of the first parameter with one. */
  #used: { counter: NDArray["counter"]; version: number } | null = null;

  /** @throws {RangeError} when there is nothing to optimise, or for an option out of its range */
  constructor(params: Params<G>, defaults: G) {
    this.#defaults = defaults;
    if (
      typeof (params as Partial<typeof params> | null | undefined)?.[Symbol.iterator] !== "function" ||
      typeof params === "function"
    ) {
      throw this.#notParameters(params);
    }
    const given = Array.from<Tensor | ParamGroupInput<G>>(params);
    if (given.length === 0) {
      throw new RangeError(
        say`${this.#name}: there are no parameters; is the model empty, or its iterator used up?`,
      );
    }
    const isTensor = (entry: Tensor | ParamGroupInput<G>): entry is Tensor => entry instanceof Tensor;
    const tensors = given.filter(isTensor);
    if (tensors.length > 0) this.addParamGroup({ params: tensors } as unknown as ParamGroupInput<G>);
    for (const group of given) if (!isTensor(group)) this.addParamGroup(group);
  }

  /** Adds parameters with options of their own.
   * @throws {RangeError} when a parameter is in a group already
   * @example trainer.addParamGroup({ params: head.parameters(), lr: 0.01 }) */
  addParamGroup(group: ParamGroupInput<G>): void {
    if (typeof group !== "object" || (group as unknown) === null || (group.params as unknown) === undefined) {
      throw this.#notParameters(group);
    }
    checkOptions<object>(this.#name, group, { ...this.#defaults, params: 1, initialLr: 1 });
    const params = group.params instanceof Tensor ? [group.params] : [...group.params];
    if (new Set(params).size < params.length) {
      throw new RangeError(
        say`${this.#name}: a parameter is given twice, and would move twice. Give each once:
          [...new Set(parameters)].`,
      );
    }
    for (const param of params) {
      if (!((param as unknown) instanceof Tensor))
        throw new TypeError(say`${this.#name}: a parameter is not a tensor.`);
      if (!param.isLeaf) {
        throw new RangeError(
          say`${this.#name}: a parameter is the result of an operation; give leaf tensors.`,
        );
      }
      if (this.paramGroups.some((other) => other.params.includes(param))) {
        throw new RangeError(say`${this.#name}: a parameter is in more than one group.`);
      }
    }
    const full = { ...this.#defaults, ...group, params } as unknown as ParamGroup<G>;
    if (typeof full.lr !== "number")
      throw new TypeError(
        say`${this.#name}: lr is ${String(full.lr)}; give a learning rate, as in { lr: 0.1 }.`,
      );
    for (const [name, value] of Object.entries(full)) {
      if (typeof value === "number" && !(value >= 0)) {
        throw new RangeError(say`${this.#name}: ${name} is ${value}; it must be at least 0.`);
      }
    }
    this.paramGroups.push(full);
  }

  #notParameters(given: unknown): TypeError {
    return new TypeError(
      say`${this.#name}: give parameters, as in new ${this.#name}(net.parameters(), { lr: 0.1 }), or groups such
        as { params: [w], lr: 0.1 }; ${shown(given)} was given. Did you mean net.parameters()?`,
    );
  }

  /** Forgets the gradients of its parameters.
   * @example trainer.zeroGrad(); loss.backward(); trainer.step(); */
  zeroGrad(): void {
    for (const { params } of this.paramGroups) for (const param of params) param.grad = null;
  }

  /** Moves every parameter that has a gradient; when there is no memory for what it must remember, none. A closure
   * that zeroes the gradients, computes the loss and calls `backward` is run first, and its loss given back.
   * @throws {InterruptedError} while an interrupt is pending; nothing has moved then
   * @throws when a gradient, or what is remembered, no longer fits a parameter whose data was replaced
   * @example trainer.step()
   * @example trainer.step(() => { trainer.zeroGrad(); const value = loss(net(x), y); value.backward(); return value; }) */
  step(): void;
  step(closure: () => Tensor): Tensor;
  step(closure?: () => Tensor): Tensor | undefined {
    const loss = closure && withGradMode(true, closure);
    throwIfInterrupted();
    this.#noticeSums();
    for (const { params } of this.paramGroups) for (const param of params) requireMovable(param);
    for (let i = 0; i < this.paramGroups.length; i++) {
      const variant = this.variant(this.paramGroups[i]);
      if (variant === this.#variants[i]) continue;
      this.#remember();
      this.#variants[i] = variant;
    }
    for (const group of this.paramGroups) this.#requireFitting(group);
    for (const group of this.paramGroups) {
      for (const param of group.params) {
        const { gradient: grad } = param;
        if (grad === null) continue;
        const state = this.state.get(param) ?? this.#remember().get(param) ?? {};
        const array = contiguousArray("step", param.array);
        if (isOfRows(grad) && this.movesRows?.(group)) this.#moveRows(array, grad, state, group);
        else this.update(array, contiguousArray("step", grad.array), state, group);
        if (array !== param.array) context.backend.copy(array, param.array);
        param.array.counter.version++;
      }
    }
    return loss;
  }

  #requireKind(gradient: Tensor, group: ParamGroup<G>): void {
    if (this.requireKind) this.requireKind(gradient, group);
    else if (isOfRows(gradient)) {
      throw new TypeError(
        say`${this.#name}: the gradient is sparse; use SGD, Adagrad or SparseAdam, or an embedding without sparse.`,
      );
    }
  }

  #moveRows(param: NDArray, grad: RowGradient, state: ParamState, group: ParamGroup<G>): void {
    const placed = ((this.sumsRows?.(group) ?? true) ? grad.summed() : grad)?.placed();
    if (placed) this.updateRows(param, placed, state, group);
    else this.update(param, contiguousArray("step", grad.array), state, group);
  }

  /** Tells when the gradient is still that of the last step, and a backward pass has added to it. */
  #noticeSums(): void {
    const param = this.#firstWithGradient();
    const gradient = param?.gradient;
    if (!gradient || isOfRows(gradient)) return;
    const { counter } = gradient.array;
    // Who has asked for it may have set it to zero in place.
    if (this.#used?.counter === counter && this.#used.version !== counter.version && !param.gradientSeen) {
      host().notices?.("addedUp");
    }
    if (this.#used?.counter === counter) this.#used.version = counter.version;
    else this.#used = { counter, version: counter.version };
  }

  #firstWithGradient(): Tensor | null {
    for (const { params } of this.paramGroups) for (const param of params) if (param.gradient) return param;
    return null;
  }

  /** @throws when what is remembered of a parameter does not fit it any more; before any other has moved */
  #requireFitting(group: ParamGroup<G>): void {
    const names = this.buffers[this.variant(group)];
    for (const param of group.params) {
      if (param.gradient) this.#requireKind(param.gradient, group);
      const state = param.gradient === null ? undefined : this.state.get(param);
      if (state) for (const name of names) needArray(state, name, param.array);
    }
  }

  /** Makes what is missing in the state of all that will move, so that nothing has moved when there is no memory. */
  #remember(): Map<Tensor, ParamState> {
    for (const group of this.paramGroups) {
      const names = this.buffers[this.variant(group)];
      for (const param of group.params) {
        const before = this.state.get(param);
        if (!before && param.gradient === null) continue;
        const state = before ?? this.initialState();
        for (const name of names) {
          // A state that lacks what every variant has is another optimiser's.
          if (name in state || (before && this.buffers[0].includes(name))) continue;
          state[name] = stateLike(param, this.startOf?.(group) ?? 0);
        }
        this.state.set(param, state);
      }
    }
    return this.state;
  }

  /** Bytes that the state takes, or will take after the first step; a frozen parameter has none.
   * @example new optim.Adam(net.parameters()).stateBytes() */
  stateBytes(): number {
    let bytes = 0;
    for (const group of this.paramGroups) {
      const count = this.buffers[this.variant(group)].length;
      for (const param of group.params) {
        const { requiresGrad, array } = param;
        if (requiresGrad || this.state.has(param)) bytes += count * array.size * bytesPerElement[array.dtype];
      }
    }
    return bytes;
  }

  /** Names of the tensors that are kept for each parameter, in each variant; those of the first are in all. */
  protected abstract readonly buffers: readonly (readonly string[])[];

  /** Which of them the options of a group ask for. They may change between steps: what is new starts as at first. */
  protected abstract variant(group: ParamGroup<G>): number;

  /** What is remembered of a parameter besides tensors, before its first step. */
  protected initialState(): ParamState {
    return {};
  }

  /** What the tensors are filled with before the first step; zeros when left out. */
  protected startOf?(group: ParamGroup<G>): number;

  /** @throws {TypeError} for gradients that it cannot move a parameter by; left out, of rows */
  protected requireKind?(gradient: Tensor, group: ParamGroup<G>): void;

  /** Whether of a gradient of rows only these move; left out, no. */
  protected movesRows?(group: ParamGroup<G>): boolean;

  /** Whether every row must come once then; left out, yes. */
  protected sumsRows?(group: ParamGroup<G>): boolean;

  /** Moves rows of a parameter in place, each of which comes once where {@link sumsRows}. */
  protected updateRows(param: NDArray, placed: PlacedRows, state: ParamState, group: ParamGroup<G>): void {
    const own = rowsTaken(param, placed);
    const names = this.buffers[this.variant(group)];
    const whole = names.map((name) => needArray(state, name, param));
    const parts = whole.map((array) => rowsTaken(array, placed));
    const part: ParamState = { ...state };
    for (const [i, name] of names.entries()) part[name] = new Tensor(parts[i]);
    this.update(own, placed.rows, part, group);
    for (const [i, array] of [param, ...whole].entries()) {
      const rows = i === 0 ? own : parts[i - 1];
      context.backend.put(array, placed.places, rows, sizeOf(param.shape.slice(1)), 1, false);
      release(rows.storage);
    }
    for (const [name, value] of Object.entries(part)) if (typeof value === "number") state[name] = value;
  }

  /** Moves one parameter in place. */
  protected abstract update(param: NDArray, grad: NDArray, state: ParamState, group: ParamGroup<G>): void;

  /** Options and state; tensors are shared with the optimiser.
   * @example const state = trainer.stateDict(); */
  stateDict(): OptimizerStateDict {
    const numbers = this.#numbered();
    const state: Record<number, ParamState> = {};
    for (const [param, values] of this.state) state[numbers.get(param) ?? -1] = { ...values };
    const paramGroups = this.paramGroups.map((group) => ({
      ...group,
      params: group.params.map((param) => numbers.get(param) ?? -1),
    }));
    return { state, paramGroups };
  }

  /** Continues from a state; tensors are copied, into the dtype of their parameters.
   * @throws {RangeError} when the groups differ in number or size, or a tensor does not fit its parameter
   * @example trainer.loadStateDict(state) */
  loadStateDict(source: OptimizerStateDict): void {
    const sizes = (groups: readonly { params: readonly unknown[] }[]) => groups.map((g) => g.params.length);
    const [here, there] = [sizes(this.paramGroups), sizes(source.paramGroups)];
    if (here.join() !== there.join()) {
      throw new RangeError(
        say`${this.#name}: groups of ${here.join(", ")} parameters here, of ${there.join(", ")} in the state.`,
      );
    }
    const next = new Map<Tensor, ParamState>();
    for (const [param, number] of this.#numbered()) {
      if (!(number in source.state)) continue;
      const values = Object.entries(source.state[number]);
      next.set(
        param,
        Object.fromEntries(values.map(([name, value]) => [name, this.#adopt(param, name, value)])),
      );
    }
    for (const [i, group] of this.paramGroups.entries()) {
      Object.assign(group, { ...source.paramGroups[i], params: group.params });
    }
    this.state.clear();
    this.#variants = [];
    for (const [param, values] of next) this.state.set(param, values);
  }

  #adopt(param: Tensor, name: string, value: Tensor | number): Tensor | number {
    if (typeof value === "number") return value;
    if (!sameShape(param.array.shape, value.array.shape)) {
      throw new RangeError(
        say`${this.#name}: ${name} has shape ${showShape(value.array.shape)}, its parameter
          ${showShape(param.array.shape)}.`,
      );
    }
    const copy = withGradMode(false, () =>
      value.dtype === param.dtype ? clone(value) : to(value, param.dtype),
    );
    context.backend.retag(copy.array.storage, "optimiser");
    return copy;
  }

  #numbered(): Map<Tensor, number> {
    return new Map(this.paramGroups.flatMap((group) => group.params).map((param, i) => [param, i]));
  }

  get #name(): string {
    return this.constructor.name;
  }
}

/** The rows of `x` at their places. */
function rowsTaken(x: NDArray, { places, rows }: PlacedRows): NDArray {
  const out = allocate("step", x.dtype, rows.shape);
  context.backend.take(x, places, out, sizeOf(x.shape.slice(1)), 1);
  return out;
}

/** A buffer like `param`, accounted for as the optimiser's, filled with `value`. */
function stateLike(param: Tensor, value: number): Tensor {
  const array = allocate("optimiser state", param.dtype, param.array.shape, "optimiser");
  context.backend.fill(array, value);
  return new Tensor(array);
}

/** The array of a state tensor; null where there is none. */
function arrayOf(value: Tensor | number | undefined): NDArray | null {
  return value instanceof Tensor ? value.array : null;
}

/** @throws when an optimiser's state lacks what its step needs, as after loading that of another optimiser, or does
 * not fit the parameter */
export function needArray(state: ParamState, name: string, param: NDArray): NDArray {
  const array = arrayOf(state[name]);
  if (!array)
    throw new Error(say`step: the optimiser's state has no "${name}"; was it loaded from another kind?`);
  if (array.dtype === param.dtype && sameShape(array.shape, param.shape)) return array;
  throw new RangeError(
    say`step: the optimiser remembers a ${array.dtype} "${name}" of shape ${showShape(array.shape)} for a
      parameter that is ${param.dtype} ${showShape(param.shape)} now. Make a new optimiser after assigning other
      data, or let it forget: optimizer.state.delete(parameter).`,
  );
}

/** What the optimisers that take sparse gradients throw when all weights shall decay. */
export function noWeightDecay(optimiser: string): TypeError {
  return new TypeError(
    say`${optimiser}: weightDecay would move every row, but the gradient is sparse; leave one of the two out.`,
  );
}

/** @throws when the gradient of a parameter cannot move it; before any other has moved */
function requireMovable(param: Tensor): void {
  const { array, gradient } = param;
  if (gradient === null) return;
  const { dtype, shape } = isOfRows(gradient) ? gradient : gradient.array;
  if (dtype !== array.dtype || !sameShape(shape, array.shape)) {
    throw new RangeError(
      say`step: a ${dtype} gradient of shape ${showShape(shape)} for a parameter that is ${array.dtype}
        ${showShape(array.shape)} now. Call zeroGrad() after assigning other data.`,
    );
  }
  if (!array.contiguous) requireOwnPlaces("step", param);
}
