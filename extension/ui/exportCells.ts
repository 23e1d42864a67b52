/** The cells that *Export to PyTorch…*, *Export to ONNX…* and *Watch Training Log…* insert, and what can be exported; pure. */
import type { VariableSummary } from "../kernel/protocol/protocol.ts";

/** A variable that holds a training, or a model that may have been trained. */
export interface Exportable {
  readonly name: string;
  readonly what: "history" | "model";
  readonly summary: string;
}

/** Histories first: each is one training, where a model stands for its last. */
export function exportables(variables: readonly VariableSummary[]): Exportable[] {
  const histories = variables.filter(({ type }) => type === "History");
  const models = variables.filter(
    ({ bytes, dtype, shape, summary }) =>
      bytes !== null && dtype === null && shape === null && summary.includes("parameters"),
  );
  const shown =
    (what: Exportable["what"]) =>
    (variable: VariableSummary): Exportable => ({
      name: variable.name,
      what,
      summary: `${variable.type} · ${variable.summary}`,
    });
  return [...histories.map(shown("history")), ...models.map(shown("model"))];
}

export function pyTorchCell(name: string): string {
  return `import { exportPyTorch } from "gradbook";

await exportPyTorch(${name}, ${JSON.stringify(`pytorch/${name}`)});`;
}

export function onnxCell(name: string): string {
  return `import { exportOnnx } from "gradbook";

await exportOnnx(${name}, ${JSON.stringify(`onnx/${name}.onnx`)});`;
}

/** @param path relative to the notebook where it can be */
export function watchCell(path: string): string {
  return `import { watchHistory } from "gradbook";

const watched = await watchHistory(${JSON.stringify(path)});`;
}
