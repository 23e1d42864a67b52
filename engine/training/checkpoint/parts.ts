/** What a checkpoint is made of, in the engine's objects, and what keeps it from being another run's. */
import { expect } from "../../core/expect.ts";
import { shown } from "../../core/options.ts";
import { sameShape, showShape } from "../../core/shape.ts";
import { Tensor } from "../../core/tensor.ts";
import type { RawArray } from "../../data/idx.ts";
import { Module, stateFaults } from "../../nn/module.ts";
import { Optimizer, type OptimizerStateDict } from "../../optim/optimizer.ts";
import { fromArray } from "../../ops/create/create.ts";
import { say } from "../../payload/say.ts";
import { defaultGenerator, Generator } from "../../random/generator.ts";
import type { Callback } from "../callbacks/callback.ts";
import { History } from "../history.ts";
import { rawOf, rawOptimizer } from "../record.ts";
import type { CheckpointContent, CheckpointState, NamedState } from "./checkpointFile.ts";
import { historyOfFile, historyState } from "./historyState.ts";

/** A schedule of the learning rate, or anything else that can say and take back how far it has come. */
export interface Stateful {
  /** @example schedule.stateDict() */
  stateDict(): unknown;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what it takes is what it gave
  loadStateDict(state: any): void;
}

/** What goes into a checkpoint, and what one is loaded into; what is left out is left alone. */
export interface CheckpointParts {
  /** Its parameters and buffers. */
  model?: Module;
  /** Its groups with their learning rates, and what it remembers of each parameter. */
  optimizer?: Optimizer;
  /** Schedules of `optim.lrScheduler` that are stepped by hand; those among the callbacks go with these. */
  scheduler?: Stateful | readonly Stateful[];
  /** The callbacks of `fit`: patience and best weights of early stopping, schedules, what else they remember. */
  callbacks?: readonly Callback[];
  /**
   * The random numbers: true for those that `manualSeed` seeds, and beside them generators of your own, as a DataLoader may
   * have one. Default: true with an optimizer, false without.
   */
  random?: boolean | Generator | readonly Generator[];
}

export const partNames = { model: 1, optimizer: 1, scheduler: 1, callbacks: 1, random: 1 } as const;

/** @throws {TypeError} for what cannot be kept */
export function checkParts(owner: string, parts: CheckpointParts): void {
  const { model, optimizer, callbacks = [], random = false } = parts;
  const known = <T>(value: T | undefined, fits: (value: T) => boolean): boolean =>
    value === undefined || fits(value);
  expect(
    owner,
    "a module as model",
    model,
    known<unknown>(model, (m) => m instanceof Module),
  );
  const isOptimizer = known<unknown>(optimizer, (o) => o instanceof Optimizer);
  expect(owner, "an optimizer of optim, made with new", optimizer, isOptimizer);
  expect(owner, "a list of callbacks", callbacks, Array.isArray(callbacks));
  for (const schedule of schedulersOf(parts)) {
    const { stateDict, loadStateDict } = Object(schedule) as Partial<Stateful>;
    const fits = typeof stateDict === "function" && typeof loadStateDict === "function";
    expect(
      owner,
      "a scheduler of optim.lrScheduler, or one with stateDict and loadStateDict",
      schedule,
      fits,
    );
  }
  for (const generator of typeof random === "boolean" ? [] : [random].flat()) {
    const fits = (generator as unknown) instanceof Generator;
    expect(owner, "true, false, or generators as random", generator, fits);
  }
  // One that cannot say its state says so.
  for (const callback of keepers(parts)) callback.stateDict();
}

function schedulersOf({ scheduler }: CheckpointParts): readonly Stateful[] {
  return scheduler === undefined ? [] : [scheduler].flat();
}

type Keeper = Callback & Required<Pick<Callback, "stateDict">>;

/** Those that remember something. */
function keepers({ callbacks = [] }: CheckpointParts): Keeper[] {
  return callbacks.filter((each): each is Keeper => typeof each.stateDict === "function");
}

/** A class, and of schedules what is in them: those of schedules have other names inside. */
function described({ name, values }: NamedState): string {
  const keys = typeof values === "object" && values !== null ? Object.keys(values) : [];
  const nested = keys.filter((key) => key.includes("."));
  return nested.length > 0 ? `${name}(${nested.join(", ")})` : name;
}

function generatorsOf({ random, optimizer }: CheckpointParts): Generator[] {
  if (random === undefined ? optimizer === undefined : random === false) return [];
  const own = random === undefined || random === true ? [] : [random].flat();
  return [...new Set([defaultGenerator, ...(own as Generator[])])];
}

/** Everything as it is now, apart from the engine's memory. */
export function contentOf(parts: CheckpointParts, history: History | undefined): CheckpointContent {
  const { model, optimizer, scheduler, callbacks } = parts;
  const tensors = new Map<string, RawArray>();
  for (const [name, value] of model?.stateDict() ?? []) tensors.set(`model.${name}`, rawOf(value));
  const raw = optimizer && rawOptimizer(optimizer.stateDict());
  const numbers: Record<string, Record<string, number>> = {};
  for (const [number, values] of Object.entries(raw?.state ?? {})) {
    numbers[number] = {};
    for (const [name, value] of Object.entries(values)) {
      if (typeof value === "number") numbers[number][name] = value;
      else tensors.set(`optimizer.${number}.${name}`, value);
    }
  }
  const kept = keepers(parts).map((callback, i) => {
    const { values, tensors: own } = callback.stateDict();
    for (const [name, value] of own ?? []) tensors.set(`callbacks.${i}.${name}`, rawOf(value));
    return { name: callback.constructor.name, values };
  });
  const generators = generatorsOf(parts).map((generator, i) => {
    const { words, ...rest } = generator.getState();
    tensors.set(`rng.${i}`, { dtype: "int32", shape: [words.length], values: new Int32Array(words) });
    return rest;
  });
  const past = history && historyState(history);
  for (const [name, array] of past?.tensors ?? []) tensors.set(`history.${name}`, array);
  const state: CheckpointState = {
    model: model ? { name: model.typeName() } : null,
    optimizer: raw ? { name: classOf(optimizer), numbers, paramGroups: raw.paramGroups } : null,
    scheduler: scheduler
      ? schedulersOf(parts).map((each) => ({ name: classOf(each), values: each.stateDict() }))
      : null,
    callbacks: callbacks ? kept : null,
    history: past?.values ?? null,
    random: generators.length > 0 ? generators : null,
  };
  return { tensors, state };
}

function classOf(value: object): string {
  return value.constructor.name;
}

/**
 * Makes ready what `parts` take of a file.
 * @returns what puts it in place, which cannot fail any more
 * @throws {Error} naming what of the file is another run's; nothing is changed
 */
export function prepared(
  { tensors, state }: CheckpointContent,
  parts: CheckpointParts,
  path: string,
): { put: () => void; history: History | null } {
  const { model, optimizer } = parts;
  const faults: string[] = [];
  const within = (prefix: string): Map<string, RawArray> =>
    new Map(
      Array.from(tensors)
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, value]) => [name.slice(prefix.length), value]),
    );
  const wants = (given: boolean, there: unknown, what: string): boolean => {
    if (given && there === null) faults.push(say`there is no ${what} in the file`);
    return given && there !== null;
  };
  const own = model?.stateDict() ?? new Map<string, Tensor>();
  const weights = within("model.");
  const remembered = within("optimizer.");
  const wrong =
    model && wants(true, state.model, "model")
      ? [...stateFaults(own, weights, true), ...otherDtypes(own, weights)]
      : [];
  if (wrong.length > 0) faults.push(say`it is of another model: ${wrong.join("; ")}`);
  wants(optimizer !== undefined, state.optimizer, "optimizer");
  // What is remembered of the parameters of another model need not be told, too.
  if (optimizer && state.optimizer && wrong.length === 0) {
    faults.push(...optimizerFaults(optimizer, state.optimizer, remembered));
  }
  const schedulers = schedulersOf(parts);
  const callbacks = keepers(parts);
  const alike = (what: string, here: readonly NamedState[], there: readonly NamedState[] | null): void => {
    if (here.length === 0 && !there?.length) return;
    const [mine, theirs] = [here, there ?? []].map((list) => list.map(described).join(", "));
    if (mine !== theirs) faults.push(say`${what}: [${theirs}] in the file, [${mine}] here`);
  };
  const named = (each: Stateful): NamedState => ({ name: classOf(each), values: each.stateDict() });
  if (parts.scheduler) alike("scheduler", schedulers.map(named), state.scheduler);
  if (parts.callbacks) {
    const inner = callbacks.map((each) => ({ name: classOf(each), values: each.stateDict().values }));
    alike("callbacks", inner, state.callbacks);
  }
  const generators = generatorsOf(parts);
  const stored = state.random ?? [];
  if (generators.length > 0 && stored.length !== generators.length) {
    faults.push(say`random: ${stored.length} generators in the file, ${generators.length} here`);
  }
  if (faults.length > 0) {
    throw new Error(
      say`${path}: this checkpoint does not fit, and nothing was changed: ${faults.join("; ")}.`,
    );
  }
  // All memory is taken before anything is changed.
  const state_ = optimizer && state.optimizer && optimizerState(state.optimizer, remembered);
  const held = callbacks.map(
    (_, i) => new Map(Array.from(within(`callbacks.${i}.`), ([name, raw]) => [name, tensorOf(raw)])),
  );
  const next = new Map(Array.from(weights, ([name, raw]) => [name, tensorOf(raw)]));
  const words = generators.map((_, i) => tensors.get(`rng.${i}`)?.values ?? new Int32Array(0));
  const history = state.history && historyOfFile(state.history, within("history."));
  const put = (): void => {
    if (optimizer && state_) optimizer.loadStateDict(state_);
    model?.loadStateDict(next);
    for (const [i, each] of schedulers.entries()) each.loadStateDict(state.scheduler?.[i].values);
    for (const [i, each] of callbacks.entries()) {
      each.loadStateDict?.({ values: state.callbacks?.[i].values, tensors: held[i] });
    }
    for (const [i, generator] of generators.entries()) {
      generator.setState({ ...stored[i], words: Uint32Array.from(words[i], (word) => word >>> 0) });
    }
  };
  return { put, history };
}

function tensorOf({ values, shape, dtype }: RawArray): Tensor {
  return fromArray(values, shape, { dtype });
}

function otherDtypes(
  own: ReadonlyMap<string, Tensor>,
  there: ReadonlyMap<string, { dtype: string }>,
): string[] {
  return Array.from(own).flatMap(([name, { dtype }]) => {
    const other = there.get(name)?.dtype ?? dtype;
    return other === dtype ? [] : [say`${name} is ${dtype} here and ${other} there`];
  });
}

type StoredOptimizer = NonNullable<CheckpointState["optimizer"]>;

function optimizerFaults(
  optimizer: Optimizer,
  stored: StoredOptimizer,
  tensors: ReadonlyMap<string, RawArray>,
): string[] {
  const name = classOf(optimizer);
  if (stored.name !== name) return [say`optimizer: ${stored.name} in the file, ${name} here`];
  const groups = optimizer.paramGroups as readonly { params: readonly Tensor[] }[];
  const sizes = (list: readonly { params: readonly unknown[] }[]): string =>
    list.map(({ params }) => params.length).join(", ");
  if (sizes(groups) !== sizes(stored.paramGroups)) {
    return [
      say`optimizer: groups of ${sizes(stored.paramGroups)} parameters in the file, of ${sizes(groups)} here`,
    ];
  }
  const params = groups.flatMap((group) => group.params);
  return Array.from(tensors).flatMap(([key, { shape, dtype }]) => {
    const param = params.at(Number(key.split(".")[0]));
    if (param?.dtype === dtype && sameShape(param.array.shape, shape)) return [];
    const here = param ? `${param.dtype} ${showShape(param.array.shape)}` : shown(param);
    return [say`optimizer: ${key} is ${dtype} ${showShape(shape)}, its parameter ${here}`];
  });
}

function optimizerState(
  { numbers, paramGroups }: StoredOptimizer,
  tensors: ReadonlyMap<string, RawArray>,
): OptimizerStateDict {
  const state: OptimizerStateDict["state"] = {};
  for (const [number, values] of Object.entries(numbers)) state[Number(number)] = { ...values };
  for (const [key, raw] of tensors) {
    const [number, name] = key.split(".");
    state[Number(number)] = { ...state[Number(number)], [name]: tensorOf(raw) };
  }
  return { state, paramGroups: paramGroups.map((group) => ({ ...group, params: [...group.params] })) };
}
