/** What one call of a module does, as the body of a Python function. */
import { Tensor } from "../../core/tensor.ts";
import type { Module } from "../../nn/module.ts";
import { say } from "../../payload/say.ts";
import type { TraceCall, TraceStep } from "../trace/trace.ts";
import type { BatchTrace, Extent } from "../trace/twoBatches.ts";
import { ATOM, type Expression, expressionOf } from "./operations.ts";
import { pathText } from "./layers.ts";
import { freeName, isIdentifier, literal, snake, tensorLiteral, wrapped } from "./python.ts";

/** Longer expressions get a line of their own. */
const INLINE = 60;

export interface Frame {
  /** What stands directly in the function, calls of parts included. */
  readonly events: readonly (TraceStep | TraceCall)[];
  readonly inputs: readonly unknown[];
  readonly output: unknown;
  /** Whose function it is; null for a function on its own. */
  readonly module: Module | null;
  /** Names of the parameters, in TypeScript. */
  readonly names: readonly string[];
}

/** Parameters with their types, and the lines of the body. */
export interface FunctionText {
  readonly parameters: readonly string[];
  readonly result: string;
  readonly lines: readonly string[];
}

/** Writes a {@link Frame}; the trace knows what depends on the batch. */
export function functionText(frame: Frame, batch: BatchTrace): FunctionText {
  return new FrameWriter(frame, batch).write();
}

class FrameWriter {
  readonly #frame: Frame;
  readonly #batch: BatchTrace;
  readonly #uses = new Map<Tensor, number>();
  readonly #known = new Map<Tensor, Expression>();
  readonly #taken = new Set<string>(["self", "torch", "nn", "F", "math"]);
  readonly #lines: string[] = [];
  readonly #parameters: string[] = [];

  constructor(frame: Frame, batch: BatchTrace) {
    this.#frame = { ...frame, events: withIndices(frame.events) };
    this.#batch = batch;
  }

  /** Columns before its lines. */
  get #indent(): number {
    return this.#frame.module ? 8 : 4;
  }

  write(): FunctionText {
    const { events, output } = this.#frame;
    this.#nameInputs();
    const needed = this.#count();
    for (const event of events) {
      if (!needed.has(event)) continue;
      if (event.kind === "step") this.#define(event.output, this.#expression(event), hintOf(event));
      else this.#callOf(event);
    }
    this.#lines.push(wrapped(`return ${this.#argument(output)}`, this.#indent));
    return { parameters: this.#parameters, result: typeOf(output), lines: this.#lines };
  }

  #nameInputs(): void {
    const { inputs, names } = this.#frame;
    for (const [i, input] of inputs.entries()) {
      const name = freeName(snake(names[i] ?? (inputs.length === 1 ? "x" : `x${i}`)), this.#taken);
      this.#taken.add(name);
      this.#parameters.push(`${name}: ${typeOf(input)}`);
      if (input instanceof Tensor) this.#known.set(input, { text: name, binds: ATOM });
      else if (Array.isArray(input)) {
        input.forEach((part, k) => {
          if (part instanceof Tensor) this.#known.set(part, { text: `${name}[${k}]`, binds: ATOM });
        });
      }
    }
  }

  /** What the output needs; how often each tensor is used. */
  #count(): Set<TraceStep | TraceCall> {
    const needed = new Set<TraceStep | TraceCall>();
    const use = (value: unknown): void => {
      for (const x of tensorsIn(value)) this.#uses.set(x, (this.#uses.get(x) ?? 0) + 1);
    };
    use(this.#frame.output);
    for (const event of [...this.#frame.events].reverse()) {
      if (!tensorsIn(event.output).some((x) => this.#uses.has(x))) continue;
      needed.add(event);
      use(event.inputs);
    }
    return needed;
  }

  #expression(step: TraceStep): Expression {
    return expressionOf({
      step,
      inputs: step.inputs.map((x) => this.#of(x)),
      shapeOf: (x) => this.#batch.shapeOf(x),
      extent: (extent) => this.#extent(extent),
    });
  }

  #extent(extent: Extent): string {
    if (typeof extent === "number") return String(extent);
    const input = this.#frame.inputs.find((one) => one instanceof Tensor);
    const size = `${input ? this.#of(input).text : "x"}.shape[0]`;
    return extent.batches === 1 ? size : `${extent.batches} * ${size}`;
  }

  #define(x: Tensor, expression: Expression, hint: string): void {
    const uses = this.#uses.get(x) ?? 0;
    // What is returned needs no name.
    if (uses < 2 && (expression.text.length <= INLINE || x === this.#frame.output)) {
      this.#known.set(x, expression);
      return;
    }
    const name = this.#fresh(hint);
    this.#assign(name, expression.text);
    this.#known.set(x, { text: name, binds: ATOM });
  }

  #fresh(hint: string): string {
    const name = freeName(hint, this.#taken);
    this.#taken.add(name);
    return name;
  }

  #assign(target: string, value: string): void {
    this.#lines.push(wrapped(`${target} = ${value}`, this.#indent));
  }

  #callOf({ module, inputs, output }: TraceCall): void {
    const path = this.#pathOf(module);
    const head = path === "self" ? "self" : pathText(this.#frame.module ?? module, path);
    const parts = inputs.flatMap((input) => this.#argumentsOf(input));
    const text = `${head}(${parts.join(", ")})`;
    const hint = snake(path.split(".").at(-1) ?? "x");
    if (output instanceof Tensor) {
      this.#define(output, { text, binds: ATOM }, /^\d/.test(hint) ? "x" : hint);
      return;
    }
    this.#assign(this.#target(output, hint), text);
  }

  /** `output, (h, c)`, what nobody uses as `_`. */
  #target(value: unknown, hint: string): string {
    if (value instanceof Tensor) {
      if (!this.#uses.has(value)) return "_";
      const name = this.#fresh(hint);
      this.#known.set(value, { text: name, binds: ATOM });
      return name;
    }
    if (!Array.isArray(value) || tensorsIn(value).every((x) => !this.#uses.has(x))) return "_";
    return value
      .map((part: unknown, i) => {
        const target = this.#target(part, i === 0 ? hint : `${hint}_state`);
        return Array.isArray(part) && target !== "_" ? `(${target})` : target;
      })
      .join(", ");
  }

  /** @throws {Error} for a module that is no part of the one whose function this is */
  #pathOf(module: Module): string {
    const own = this.#frame.module;
    for (const [path, part] of own?.namedModules() ?? []) if (part === module) return path;
    throw new Error(
      say`export: ${own?.typeName() ?? say`the function`} calls a ${module.typeName()} that is not a part of it. Keep the
        module in a field of its own, as in this.layer = new nn.Linear(…).`,
    );
  }

  #argumentsOf(value: unknown): string[] {
    if (isOptions(value)) {
      return Object.entries(value).flatMap(([name, option]) =>
        option === undefined || option === null ? [] : [`${snake(name)}=${this.#argument(option)}`],
      );
    }
    return value === undefined ? [] : [this.#argument(value)];
  }

  #argument(value: unknown): string {
    if (value instanceof Tensor) return this.#of(value).text;
    if (Array.isArray(value)) {
      const parts = value.map((part: unknown) => this.#argument(part));
      return `(${parts.join(", ")})`;
    }
    return literal(value);
  }

  #of(x: Tensor): Expression {
    return this.#known.get(x) ?? this.#outside(x);
  }

  /** A parameter, a buffer, or a constant. */
  #outside(x: Tensor): Expression {
    const { module } = this.#frame;
    const held = [...(module?.namedParameters() ?? []), ...(module?.namedBuffers() ?? [])];
    for (const [path, value] of held) {
      if (value === x) return { text: pathText(module as Module, path), binds: ATOM };
      const { storage, offset, size, shape } = value.array;
      const other = x.array;
      if (other.storage !== storage) continue;
      if (other.offset === offset && other.size === size && other.shape.join() === shape.join())
        return { text: `${pathText(module as Module, path)}.detach()`, binds: ATOM };
    }
    const constant = this.#batch.constantOf(x);
    if (constant.kind === "filled") return { text: this.#filled(x, constant), binds: ATOM };
    if (x.requiresGrad || x.array.size > 64) {
      throw new Error(
        say`export: ${module?.typeName() ?? say`the function`} uses a tensor of shape [${x.array.shape.join(", ")}] that is
          neither its parameter nor its buffer. Assign it to a field: a Parameter, or this.registerBuffer("name", x).`,
      );
    }
    return { text: tensorLiteral(x), binds: ATOM };
  }

  #filled(
    x: Tensor,
    { shape, value }: { readonly shape: readonly Extent[]; readonly value: number },
  ): string {
    if (shape.length === 0) return tensorLiteral(x);
    const sizes = shape.map((extent) => this.#extent(extent)).join(", ");
    const dtype = x.dtype === "float32" ? "" : `, dtype=torch.${x.dtype === "int32" ? "int64" : x.dtype}`;
    const input = this.#frame.inputs.find((one) => one instanceof Tensor);
    const device = input ? `, device=${this.#of(input).text}.device` : "";
    if (value === 0 || value === 1)
      return `torch.${value === 0 ? "zeros" : "ones"}(${sizes}${dtype}${device})`;
    return `torch.full((${sizes},), ${literal(value)}${dtype}${device})`;
  }
}

/** One place of an axis was recorded as a slice of one, whose axis is then dropped: `x[:, -1]`. */
function withIndices(events: Frame["events"]): Frame["events"] {
  const slices = new Map<Tensor, TraceStep>();
  return events.map((event) => {
    if (event.kind === "call") return event;
    if (event.name === "slice") slices.set(event.output, event);
    const slice = event.name === "select" ? slices.get(event.inputs[0]) : undefined;
    return slice ? { ...event, name: "index", inputs: slice.inputs, params: slice.params } : event;
  });
}

function isOptions(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  return Object.getPrototypeOf(value) === Object.prototype;
}

/** The tensors in lists and options. */
export function tensorsIn(value: unknown): Tensor[] {
  if (value instanceof Tensor) return [value];
  if (Array.isArray(value)) return value.flatMap(tensorsIn);
  return isOptions(value) ? Object.values(value).flatMap(tensorsIn) : [];
}

function typeOf(value: unknown): string {
  if (value instanceof Tensor) return "torch.Tensor";
  if (Array.isArray(value)) return `tuple[${value.map(typeOf).join(", ")}]`;
  if (value === null || value === undefined) return "None";
  return { number: "float", boolean: "bool", string: "str" }[typeof value as string] ?? "object";
}

function hintOf({ name }: TraceStep): string {
  const hints: Readonly<Record<string, string>> = {
    matmul: "product",
    linear: "affine",
    view: "x",
    cat: "joined",
    softmax: "weights",
  };
  return hints[name] ?? (isIdentifier(snake(name)) ? snake(name) : "x");
}
