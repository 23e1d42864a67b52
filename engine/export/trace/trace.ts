/** Runs a model once and writes down what it does: operations on tensors, and calls of modules. */
import { context, type ModuleCall } from "../../core/context.ts";
import { withGradMode } from "../../core/gradMode.ts";
import { isFloating } from "../../core/ndarray.ts";
import type { Node } from "../../core/node.ts";
import { Tensor } from "../../core/tensor.ts";
import { observeCalls } from "../../nn/callable.ts";
import { Module } from "../../nn/module.ts";
import { modesFor, withModes } from "../../nn/trainingModes.ts";
import { say } from "../../payload/say.ts";

/** A use of an operation. */
export interface TraceStep {
  readonly kind: "step";
  name: string;
  inputs: readonly Tensor[];
  readonly output: Tensor;
  params: unknown;
  /** The innermost module that was being called. */
  readonly call: ModuleCall | null;
}

/** A call of a module, told after it has returned: parts before the whole. */
export interface TraceCall {
  readonly kind: "call";
  readonly module: Module;
  readonly inputs: readonly unknown[];
  readonly output: unknown;
  readonly call: ModuleCall;
}

export interface Trace {
  readonly inputs: readonly Tensor[];
  readonly output: unknown;
  readonly events: readonly (TraceStep | TraceCall)[];
}

/**
 * What `run` does with `inputs`, in prediction mode: dropout is a step of its own that drops nothing.
 * @param modules those whose modes and parameters are concerned
 * @param whole of which modules the calls are written down, and not what happens in them
 * @throws {Error} when a tensor is changed in place on the way, which the record would not show
 */
export function traceOf(
  run: (...inputs: Tensor[]) => unknown,
  inputs: readonly Tensor[],
  modules: readonly Module[],
  whole: (module: object) => boolean = () => false,
): Trace {
  const inside = (call: ModuleCall | null): boolean =>
    call !== null && (whole(call.module) || inside(call.outer));
  const fresh = inputs.map((x) => {
    const copy = withGradMode(false, () => x.detach().clone());
    copy.requiresGrad = isFloating(copy.dtype);
    return copy;
  });
  const events: (TraceStep | TraceCall)[] = [];
  const made = new Map<Tensor, TraceStep>();
  const nodes = new Map<Tensor, Node | null>();
  const before = context.tracer;
  context.tracer = {
    step(name, output, given, params) {
      if (inside(context.call)) return;
      for (const x of given as readonly Tensor[]) {
        if (!nodes.has(x) || nodes.get(x) === x.node) continue;
        throw new Error(
          say`export: a tensor that ${name} takes was changed in place before. Use the operations that give a new
            tensor: x.add(1) for x.add_(1).`,
        );
      }
      const step: TraceStep = {
        kind: "step",
        name,
        inputs: given as readonly Tensor[],
        output: output as Tensor,
        params,
        call: context.call,
      };
      events.push(step);
      made.set(step.output, step);
      nodes.set(step.output, step.output.node);
    },
    refine(name, output, given, params) {
      const step = made.get(output as Tensor);
      if (step) Object.assign(step, { name, inputs: given, params });
      else this.step(name, output, given, params);
    },
  };
  const frozen = modules.flatMap((module) => module.parameters()).filter((p) => !p.requiresGrad);
  for (const parameter of frozen) parameter.requiresGrad = true;
  try {
    const output = withModes(modesFor(modules, false), () =>
      withGradMode(true, () =>
        observeCalls(
          (module, given, result) => {
            if (!(module instanceof Module) || !context.call || inside(context.call.outer)) return;
            events.push({ kind: "call", module, inputs: given, output: result, call: context.call });
          },
          () => run(...fresh),
        ),
      ),
    );
    return { inputs: fresh, output, events };
  } finally {
    context.tracer = before;
    for (const parameter of frozen) parameter.requiresGrad = false;
  }
}
