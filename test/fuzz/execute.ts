/** Runs a program in the engine, on the backend that is open. */
import * as torch from "../../engine/index.ts";
import type { Backend } from "../../engine/backend/backend.ts";
import { context, useBackend } from "../../engine/core/context.ts";
import { letters, type Program, type Step } from "./program.ts";
import type { Outcome, Shot, Trace } from "./trace.ts";

type Compiled = (engine: typeof torch, ...operands: unknown[]) => unknown;

const compiled = new Map<string, Compiled>();
/** Functions that examples of the op table are written with. */
const tableRuns = new Map<string, (...inputs: torch.Tensor[]) => unknown>();

/** Lets a step's text name the function of an example: `example("sum 3")(a)`. */
export function nameExample(name: string, run: (...inputs: torch.Tensor[]) => unknown): void {
  tableRuns.set(name, run);
}

function compile(text: string, operands: number): Compiled {
  const key = `${operands} ${text}`;
  let found = compiled.get(key);
  if (!found) {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- a program is text, as it is in a notebook
    const made = new Function("torch", "example", ...letters.slice(0, operands), `return (${text});`) as (
      ...all: unknown[]
    ) => unknown;
    found = (engine, ...values) => made(engine, (name: string) => tableRuns.get(name), ...values);
    // Tensors made from numbers are written once.
    if (!text.startsWith("torch.fromArray([")) compiled.set(key, found);
  }
  return found;
}

/** How a run departs from the program as it is written. */
export interface Departure {
  /** Everything in float64. */
  widened?: boolean;
  /** Called with each step's value before it is used. */
  disturb?: (value: unknown) => void;
}

function tensorsOf(value: unknown): torch.Tensor[] {
  if (value instanceof torch.Tensor) return [value];
  if (Array.isArray(value)) return value.flatMap(tensorsOf);
  if (value instanceof torch.nn.Module) return [...value.stateDict().values()];
  return [];
}

/** float32 tensors that a step drew or made by itself become float64. */
function widen(value: unknown): void {
  for (const x of tensorsOf(value)) if (x.dtype === "float32") x.array = torch.noGrad(() => x.double()).array;
}

function runStep(step: Step, values: unknown[], departure: Departure): unknown {
  const operands = step.in.map((i) => values[i]);
  if (step.make) {
    const { shape, dtype, values: numbers, requiresGrad } = step.make;
    const wide = departure.widened && dtype === "float32" ? "float64" : dtype;
    const stored = dtype === "float32" ? Float32Array.from(numbers, Number) : numbers.map(Number);
    return torch.fromArray(stored, [...shape], { dtype: wide, requiresGrad });
  }
  if (!departure.widened) return compile(step.ts, operands.length)(torch, ...operands);
  if (step.random || step.module) {
    const value = compile(step.ts, operands.length)(torch, ...operands);
    widen(value);
    return value;
  }
  const text = step.ts.replaceAll("float32", "float64").replaceAll(".float()", ".double()");
  const value = compile(text, operands.length)(torch, ...operands);
  // What comes of whole numbers is float32.
  if (value instanceof torch.Tensor && value.dtype === "float32" && !value.requiresGrad) widen(value);
  return value;
}

const MISSING = Symbol("missing");

/** Takes the steps one by one, for those who decide on the next by what the last gave. */
export class Execution {
  readonly values: unknown[] = [];
  readonly outcomes: Outcome[] = [];
  readonly #departure: Departure;

  constructor(seed: number, departure: Departure = {}) {
    this.#departure = departure;
    torch.manualSeed(seed);
  }

  step(step: Step): Outcome {
    const outcome = this.#run(step);
    this.outcomes.push(outcome);
    return outcome;
  }

  #run(step: Step): Outcome {
    if (step.in.some((i) => this.values[i] === MISSING)) {
      this.values.push(MISSING);
      return { skipped: true };
    }
    try {
      const result = runStep(step, this.values, this.#departure);
      const value = step.statement ? this.values[step.in[0]] : result;
      this.#departure.disturb?.(value);
      this.values.push(value);
      return { value: shotOf(value, false) };
    } catch (error) {
      this.values.push(MISSING);
      return { refused: error instanceof Error ? error.message : String(error) };
    }
  }

  has(i: number): boolean {
    return this.values[i] !== MISSING;
  }

  end(): Trace {
    return {
      steps: this.outcomes,
      end: this.values.map((value) => (value === MISSING ? null : shotOf(value, true))),
    };
  }
}

export function shotOf(value: unknown, withGradient: boolean): Shot {
  if (value instanceof torch.Tensor) {
    const shot = {
      d: value.dtype,
      s: [...value.array.shape],
      v: Array.from(value.toTypedArray()),
      r: value.requiresGrad,
    };
    return withGradient && value.gradient ? { ...shot, g: shotOf(value.gradient, false) } : shot;
  }
  if (value === null || value === undefined) return null;
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map((item: unknown) => shotOf(item, withGradient));
  if (value instanceof torch.nn.Module) {
    const buffers = Array.from(value.namedBuffers(), ([, buffer]) => buffer);
    return { o: [...value.parameters(), ...buffers].map((x) => shotOf(x, withGradient)) };
  }
  if (value instanceof torch.optim.Optimizer)
    return { o: (value as torch.optim.Optimizer).paramGroups.map(({ lr }) => lr) };
  if (typeof value === "object" && "values" in value && "indices" in value)
    return [shotOf(value.values, withGradient), shotOf(value.indices, withGradient)];
  return { o: [] };
}

export function execute(program: Program, backend: Backend, departure: Departure = {}): Trace {
  const before = context.backend;
  useBackend(backend);
  try {
    const execution = new Execution(program.seed, departure);
    for (const step of program.steps) execution.step(step);
    return execution.end();
  } finally {
    useBackend(before);
  }
}
