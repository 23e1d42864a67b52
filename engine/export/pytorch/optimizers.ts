/** Optimisers and schedules as PyTorch makes them, and what PyTorch calls their state. */
import * as optim from "../../optim/index.ts";
import { shown } from "../../core/options.ts";
import { say } from "../../payload/say.ts";
import type { RawOptimizerState, TrainingRecord } from "../../training/record.ts";
import { EarlyStopping } from "../../training/callbacks/earlyStopping.ts";
import { LearningRateScheduler, ReduceLROnPlateau } from "../../training/callbacks/learningRate.ts";
import { directionOf } from "../../training/metrics/direction.ts";
import { call, indented, literal, snake, text } from "./python.ts";

interface Kind {
  /** PyTorch's defaults, by our names. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** PyTorch's names of what is kept for a parameter, by ours. */
  readonly state: Readonly<Record<string, string>>;
}

const adam: Kind = {
  defaults: { betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0, amsgrad: false, maximize: false },
  state: { step: "step", mean: "exp_avg", square: "exp_avg_sq", maxSquare: "max_exp_avg_sq" },
};

const kinds: Readonly<Record<string, Kind>> = {
  SGD: {
    defaults: { momentum: 0, dampening: 0, weightDecay: 0, nesterov: false, maximize: false },
    state: { momentum: "momentum_buffer" },
  },
  Adam: adam,
  AdamW: { ...adam, defaults: { ...adam.defaults, weightDecay: 0.01 } },
  RMSprop: {
    defaults: { alpha: 0.99, eps: 1e-8, weightDecay: 0, momentum: 0, centered: false, maximize: false },
    state: { square: "square_avg", momentum: "momentum_buffer", average: "grad_avg" },
  },
  Adagrad: {
    defaults: { lrDecay: 0, weightDecay: 0, initialAccumulatorValue: 0, eps: 1e-10, maximize: false },
    state: { step: "step", sum: "sum" },
  },
  Adadelta: {
    defaults: { rho: 0.9, eps: 1e-6, weightDecay: 0, maximize: false },
    state: { square: "square_avg", delta: "acc_delta" },
  },
  NAdam: {
    defaults: { betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0, momentumDecay: 4e-3 },
    state: { step: "step", mean: "exp_avg", square: "exp_avg_sq", muProduct: "mu_product" },
  },
  RAdam: {
    defaults: { betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0 },
    state: { step: "step", mean: "exp_avg", square: "exp_avg_sq" },
  },
};

/** Those that count steps, which our optimiser does without. */
const counting = new Set(["RMSprop", "Adadelta"]);

/** @throws {TypeError} for an optimiser of one's own */
function kindOf(trainer: unknown): { name: string; kind: Kind; optimizer: optim.Optimizer } {
  const { name } = (trainer as object).constructor;
  if (trainer instanceof optim.Optimizer && name in kinds)
    return { name, kind: kinds[name], optimizer: trainer as optim.Optimizer };
  throw new TypeError(
    say`export: ${shown(trainer)} is an optimizer of your own; use one of ${Object.keys(kinds).join(", ")}.`,
  );
}

/** The lines that make the optimiser of `model`, as it was when the training began. */
export function optimizerText({ trainer, start, model }: TrainingRecord): string {
  const { name, kind, optimizer } = kindOf(trainer);
  const names = new Map(Array.from(model.namedParameters(), ([path, value]) => [value as object, path]));
  const groups = optimizer.paramGroups.map(({ params }, i) => {
    const given = start.optimizer?.paramGroups[i] ?? optimizer.paramGroups[i];
    const options = Object.entries(given).filter(([key]) => key !== "params" && key !== "initialLr");
    const base = (given as { initialLr?: number }).initialLr;
    return {
      params: params.map((param) => names.get(param) ?? refuseOther()),
      options: Object.fromEntries<unknown>(
        options.map(([key, value]) => [key, key === "lr" ? (base ?? value) : value]),
      ),
    };
  });
  const shared = Object.entries(groups[0].options).filter(
    ([key, value]) =>
      key === "lr" || (key in kind.defaults && JSON.stringify(value) !== JSON.stringify(kind.defaults[key])),
  );
  const keywords = shared.map(([key, value]) => `${snake(key)}=${value_(value)}`);
  const all = [...names.values()];
  const [only] = groups;
  if (groups.length === 1 && only.params.length === all.length) {
    return `return ${call(`torch.optim.${name}`, ["model.parameters()", ...keywords], 11)}`;
  }
  const entries = groups.map(({ params, options }) => {
    const own = Object.entries(options).filter(
      ([key, value]) =>
        JSON.stringify(value) !== JSON.stringify(groups[0].options[key]) &&
        (key === "lr" || key in kind.defaults),
    );
    const list = params.map((path) => `parameters[${text(path)}]`);
    const lines = [
      `"params": [\n${list.map((one) => `    ${one},\n`).join("")}]`,
      ...own.map(([key, value]) => `${text(snake(key))}: ${value_(value)}`),
    ];
    return `{\n${lines.map((line) => `${indented(line, "    ")},\n`).join("")}}`;
  });
  return [
    "parameters = dict(model.named_parameters())",
    `groups = [\n${entries.map((entry) => `${indented(entry, "    ")},\n`).join("")}]`,
    `return ${call(`torch.optim.${name}`, ["groups", ...keywords], 11)}`,
  ].join("\n");
}

function value_(value: unknown): string {
  return Array.isArray(value) ? `(${value.map(literal).join(", ")})` : literal(value);
}

function refuseOther(): never {
  throw new Error(say`export: the optimizer moves a tensor that is not a parameter of the model.`);
}

/** State under PyTorch's names: `3.exp_avg`; parameters are numbered as both number them. */
export function torchState(
  trainer: unknown,
  { state }: RawOptimizerState,
): [string, RawOptimizerState["state"][0][string]][] {
  const { name, kind } = kindOf(trainer);
  return Object.entries(state).flatMap(([number, values]) => {
    // Without a first step there is a buffer, of which nothing is to be used.
    if (name === "SGD" && values["first"] !== 0) return [];
    const named = Object.entries(values).flatMap(([key, value]) =>
      key in kind.state ? [[`${number}.${kind.state[key]}`, value] as [string, typeof value]] : [],
    );
    if (counting.has(name)) named.push([`${number}.step`, 0]);
    return named;
  });
}

/** How a schedule of the learning rate is made. @throws {Error} for one of one's own */
function scheduleText(schedule: unknown, epochs: number): string {
  if (!(schedule instanceof optim.lrScheduler.LRScheduler)) {
    throw new Error(say`export: ${shown(schedule)} is a schedule of your own; use one of optim.lrScheduler.`);
  }
  const { settings, constructor } = schedule;
  const { name } = constructor;
  if (typeof settings["lrLambda"] === "function") {
    const lambda = settings["lrLambda"] as (epoch: number) => number;
    const factors = Array.from({ length: epochs + 1 }, (_, epoch) => lambda(epoch));
    return `torch.optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: ${literal(factors)}[min(epoch, ${epochs})])`;
  }
  const parts = Object.entries(settings).map(([key, value]) => {
    if (key !== "schedulers") return `${PYTHON_NAMES[key] ?? snake(key)}=${literal(value)}`;
    const inner = (value as unknown[]).map((each) => scheduleText(each, epochs));
    return `${name === "SequentialLR" ? "schedulers=" : ""}[${inner.join(", ")}]`;
  });
  const args = name === "ChainedScheduler" ? parts : ["optimizer", ...parts];
  return call(`torch.optim.lr_scheduler.${name}`, args, 8);
}

/** Names that PyTorch writes otherwise. */
const PYTHON_NAMES: Readonly<Record<string, string>> = { tMax: "T_max" };

/** Schedules that are stepped after each epoch, in the order of the callbacks. */
export interface ScheduleText {
  readonly text: string;
  /** The series that it looks at; null for one that depends on the epoch alone. */
  readonly monitor: string | null;
  /** Steps that it had made before the training. */
  readonly stepped: number;
}

export function schedulesOf(record: TrainingRecord): ScheduleText[] {
  return record.callbacks.flatMap((callback, i): ScheduleText[] => {
    if (callback instanceof LearningRateScheduler) {
      const text = scheduleText(callback.schedule, record.epochs);
      return [{ text, monitor: null, stepped: record.start.schedules[i] ?? 0 }];
    }
    if (!(callback instanceof ReduceLROnPlateau)) return [];
    const { monitor = "valLoss", mode = "auto", ...rest } = callback.options;
    const direction = mode === "auto" ? directionOf(monitor) : mode;
    const options = Object.entries(rest).map(([key, value]) => `${snake(key)}=${literal(value)}`);
    const parts = ["optimizer", `mode=${text(direction)}`, ...options];
    return [{ text: call("torch.optim.lr_scheduler.ReduceLROnPlateau", parts, 8), monitor, stepped: 0 }];
  });
}

/** The rule of early stopping; null without one. */
export function stoppingOf({ callbacks }: TrainingRecord): EarlyStopping | null {
  return callbacks.find((callback) => callback instanceof EarlyStopping) ?? null;
}
