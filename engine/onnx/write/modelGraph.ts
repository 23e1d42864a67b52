/** A traced model as an ONNX graph. */
import type { ModuleCall } from "../../core/context.ts";
import { showShape } from "../../core/shape.ts";
import { Tensor } from "../../core/tensor.ts";
import { tensorsIn } from "../../export/pytorch/forward.ts";
import type { BatchTrace } from "../../export/trace/twoBatches.ts";
import type { Module } from "../../nn/module.ts";
import { say } from "../../payload/say.ts";
import type { OnnxModel, OnnxValue } from "../format/onnxModel.ts";
import { elementwise } from "./elementwise.ts";
import { elementTypeOf, GraphBuilder } from "./graph.ts";
import { isRecurrent, writeRecurrent } from "./recurrent.ts";
import { shapes } from "./shapes.ts";
import { windows } from "./windows.ts";
import type { Write } from "./writing.ts";

export const OPSET = 17;

const writes: Readonly<Record<string, Write>> = { ...elementwise, ...shapes, ...windows };

/** @throws {Error} naming what ONNX has no words for */
export function modelGraph(
  model: Module,
  batch: BatchTrace,
  names: readonly string[],
  axis: number,
): OnnxModel {
  const { trace } = batch;
  const graph = new GraphBuilder(model, batch, axis);
  const inputs = trace.inputs.map((x, i): OnnxValue => {
    const name = graph.fresh(names[i] ?? (trace.inputs.length === 1 ? "input" : `input_${i}`));
    graph.know(x, name);
    return valueOf(name, x, graph);
  });
  graph.source = inputs[0];
  const paths = new Map<object, string>(Array.from(model.namedModules(), ([path, part]) => [part, path]));
  const scopeOf = (call: ModuleCall | null): string => {
    const path = call && paths.get(call.module);
    return path ? `/${path.replaceAll(".", "/")}` : "";
  };
  const refused: string[] = [];
  const live = leadingTo(tensorsIn(trace.output), trace.events);
  for (const event of trace.events) {
    if (!live.has(event)) continue;
    graph.scope = scopeOf(event.call);
    if (event.kind === "call") {
      if (isRecurrent(event.module)) writeRecurrent(graph, event);
      continue;
    }
    if (!Object.hasOwn(writes, event.name)) {
      const shape = showShape(event.inputs[0]?.array.shape ?? []);
      const where = graph.scope === "" ? model.typeName() : graph.scope.slice(1).replaceAll("/", ".");
      refused.push(say`${event.name} on a tensor of shape ${shape}, in ${where}`);
      graph.know(event.output, graph.fresh("missing"));
      continue;
    }
    const names = event.inputs.map((x) => graph.of(x));
    graph.know(event.output, writes[event.name]({ graph, step: event, inputs: names }));
  }
  if (refused.length > 0) {
    throw new Error(
      say`exportOnnx: ONNX has no words for ${[...new Set(refused)].join("; ")}. Nothing was written; compute it in
        another way, or outside of the model.`,
    );
  }
  graph.scope = "";
  const given = tensorsIn(trace.output);
  if (given.length === 0) {
    throw new Error(say`exportOnnx: the model gives no tensor.`);
  }
  const outputs = given.map((x, i): OnnxValue => {
    const name = graph.fresh(given.length === 1 ? "output" : `output_${i}`);
    graph.nodes.push({
      name: graph.fresh("/Identity"),
      op: "Identity",
      inputs: [graph.of(x)],
      outputs: [name],
      attributes: {},
      domain: "",
    });
    return valueOf(name, x, graph);
  });
  const nodes = needed(graph.nodes, outputs);
  const used = new Set(nodes.flatMap((node) => node.inputs));
  return {
    opset: OPSET,
    name: model.typeName(),
    nodes,
    initializers: new Map([...graph.initializers].filter(([name]) => used.has(name))),
    inputs,
    outputs,
    metadata: { parameters: JSON.stringify(graph.learned.filter((name) => used.has(name))) },
  };
}

/** Those that the outputs need. */
function leadingTo(
  outputs: readonly Tensor[],
  events: BatchTrace["trace"]["events"],
): Set<BatchTrace["trace"]["events"][number]> {
  const wanted = new Set(outputs);
  const live = new Set<(typeof events)[number]>();
  for (const event of [...events].reverse()) {
    // What happens in a module is written down by itself, but for those that are written as a whole.
    if (event.kind === "call" && !isRecurrent(event.module)) continue;
    if (!tensorsIn(event.output).some((x) => wanted.has(x))) continue;
    live.add(event);
    for (const x of tensorsIn(event.inputs)) wanted.add(x);
  }
  return live;
}

function valueOf(name: string, x: Tensor, graph: GraphBuilder): OnnxValue {
  const shape = graph
    .shapeOf(x)
    .map((extent) =>
      typeof extent === "number" ? extent : extent.batches === 1 ? "batch" : `${extent.batches}*batch`,
    );
  return { name, type: elementTypeOf(x.dtype), shape };
}

/** Without nodes that nothing leads on from; and an Identity at the end gives its name to what is before. */
function needed(nodes: OnnxModel["nodes"], outputs: readonly OnnxValue[]): OnnxModel["nodes"] {
  const wanted = new Set(outputs.map(({ name }) => name));
  const kept = [...nodes].reverse().filter((node) => {
    if (!node.outputs.some((name) => wanted.has(name))) return false;
    for (const input of node.inputs) wanted.add(input);
    return true;
  });
  return kept.reverse();
}
