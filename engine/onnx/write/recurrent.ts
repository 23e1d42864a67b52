/** Recurrent layers as ONNX's own: a node for each layer, with both directions. */
import { Tensor } from "../../core/tensor.ts";
import type { TraceCall } from "../../export/trace/trace.ts";
import { GRU, LSTM, RNN } from "../../nn/recurrent/recurrent.ts";
import { say } from "../../payload/say.ts";
import { cast } from "./elementwise.ts";
import type { GraphBuilder } from "./graph.ts";

export function isRecurrent(module: unknown): module is RNN | GRU | LSTM {
  return module instanceof RNN || module instanceof GRU || module instanceof LSTM;
}

/** In which order ONNX has the gates of ours: z, r, h of a GRU, i, o, f, c of an LSTM. */
const order: Readonly<Record<string, readonly number[]>> = { RNN: [0], GRU: [1, 0, 2], LSTM: [0, 3, 1, 2] };

type Part = `${"weight" | "bias"}${"Ih" | "Hh"}`;

/** Writes a call, and makes known what it gives. */
export function writeRecurrent(graph: GraphBuilder, { module, inputs, output }: TraceCall): void {
  if (!isRecurrent(module)) return;
  const [x, given] = inputs as [unknown, unknown];
  if (!(x instanceof Tensor)) {
    throw new Error(
      say`exportOnnx: ${module.typeName()} takes packed sequences, which ONNX does not know; give them padded.`,
    );
  }
  if (x.array.shape.length !== 3) {
    throw new Error(
      say`exportOnnx: ${module.typeName()} takes one sequence without a batch, which ONNX does not know; give a batch, of
        shape (L, N, inputSize).`,
    );
  }
  const { numLayers, hiddenSize, bidirectional, bias, batchFirst } = module;
  const kind = module instanceof LSTM ? "LSTM" : module instanceof GRU ? "GRU" : "RNN";
  const directions = bidirectional ? ["", "Reverse"] : [""];
  const starts = tensorsOf(given).map((state) => graph.of(state));
  const ends: string[][] = [[], []];
  const turned = (name: string): string => graph.op("Transpose", [name], { perm: [1, 0, 2] });
  let y = cast(graph, batchFirst ? turned(graph.of(x)) : graph.of(x), x.dtype, x.dtype);
  for (let layer = 0; layer < numLayers; layer++) {
    const all = (part: Part): string[] =>
      directions.map((direction) => {
        const parameter = Reflect.get(module, `${part}L${layer}${direction}`) as Tensor;
        return reordered(graph, graph.of(parameter), hiddenSize, order[kind]);
      });
    const stacked = (parts: readonly string[]): string => {
      const each = parts.map((name) => graph.op("Unsqueeze", [name, graph.ints([0])]));
      return each.length === 1 ? each[0] : graph.op("Concat", each, { axis: 0 });
    };
    const biases = (): string => {
      const [inner, outer] = [all("biasIh"), all("biasHh")];
      return stacked(inner.map((name, i) => graph.op("Concat", [name, outer[i]], { axis: 0 })));
    };
    const first = starts.map((name) => {
      const from = layer * directions.length;
      const places = [from, from + directions.length, 0, 1].map((value) => graph.ints([value]));
      return numLayers === 1 ? name : graph.op("Slice", [name, ...places]);
    });
    const results = graph.ops(
      kind,
      [y, stacked(all("weightIh")), stacked(all("weightHh")), bias ? biases() : "", "", ...first],
      kind === "LSTM" ? 3 : 2,
      {
        hidden_size: hiddenSize,
        direction: { kind: "text", value: bidirectional ? "bidirectional" : "forward" },
        ...(kind === "GRU" && { linear_before_reset: 1 }),
        ...(module instanceof RNN &&
          module.nonlinearity === "relu" && {
            activations: { kind: "texts", value: directions.map(() => "Relu") } as const,
          }),
      },
    );
    const [steps, ...last] = results;
    last.forEach((name, i) => ends[i].push(name));
    const beside = graph.op("Transpose", [steps], { perm: [0, 2, 1, 3] });
    y = graph.op("Reshape", [beside, graph.ints([0, 0, directions.length * hiddenSize])]);
  }
  const [outputs, state] = output as [Tensor, unknown];
  graph.know(outputs, batchFirst ? turned(y) : y);
  for (const [i, end] of tensorsOf(state).entries()) {
    graph.know(end, ends[i].length === 1 ? ends[i][0] : graph.op("Concat", ends[i], { axis: 0 }));
  }
}

function tensorsOf(value: unknown): Tensor[] {
  if (value instanceof Tensor) return [value];
  return Array.isArray(value) ? value.flatMap(tensorsOf) : [];
}

/** The rows of gates in another order. */
function reordered(graph: GraphBuilder, name: string, size: number, gates: readonly number[]): string {
  if (gates.length === 1) return name;
  const parts = gates.map((gate) =>
    graph.op("Slice", [name, graph.ints([gate * size]), graph.ints([(gate + 1) * size]), graph.ints([0])]),
  );
  return graph.op("Concat", parts, { axis: 0 });
}
