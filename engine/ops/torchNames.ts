/** What PyTorch calls the backward passes whose names do not follow from the operation's. */
import type { Shape } from "../shape.ts";
import type { Node } from "./op.ts";

type Name = string | ((node: Node) => string);

/** 0 for a reduction of everything, 1 for one along axes. */
const numbered =
  (name: string) =>
  ({ params }: Node): string =>
    `${name}Backward${(params as { axes: unknown }).axes === null ? 0 : 1}`;

function product({ params }: Node): string {
  const { a, b } = params as { a: Shape; b: Shape };
  return a.length === 2 && b.length === 2 ? "MmBackward0" : "BmmBackward0";
}

const torchNames: Readonly<Record<string, Name | undefined>> = {
  bce: "BinaryCrossEntropyBackward0",
  bceWithLogits: "BinaryCrossEntropyWithLogitsBackward0",
  clamp: "ClampBackward1",
  copy: "CopyBackwards",
  copySlices: "CopySlices",
  crossEntropy: "NllLossBackward0",
  floorDivide: "DivBackward2",
  geluTanh: "GeluBackward0",
  huber: "HuberLossBackward0",
  l1: "L1LossBackward0",
  linear: ({ inputs }) => (inputs.length > 2 ? "AddmmBackward0" : "MmBackward0"),
  log1p: "Log1PBackward0",
  matmul: product,
  mean: numbered("Mean"),
  mse: "MseLossBackward0",
  norm: "NormBackward1",
  prod: numbered("Prod"),
  put: "IndexPutBackward0",
  remainder: "RemainderBackward1",
  smoothL1: "SmoothL1LossBackward0",
  square: "PowBackward0",
  sum: numbered("Sum"),
  take: "IndexBackward0",
  to: "ToCopyBackward0",
};

/** As PyTorch prints it: `MulBackward0`. */
export function torchName(operation: string, node: Node): string {
  const name = torchNames[operation];
  if (typeof name === "string") return name;
  return name?.(node) ?? `${operation.charAt(0).toUpperCase()}${operation.slice(1)}Backward0`;
}
