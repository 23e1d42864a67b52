/** How a variable is written in the *Variables* view. Pure. */
import type { VariableSummary } from "../kernel/protocol/protocol.ts";
import { bytesText } from "../../renderer/views/text/bytesText.ts";

/** All but the name, in one line: `Tensor float32 (64, 3) · 768 B · min 0 · mean 0.5 · max 1`. */
export function variableLine({ type, dtype, shape, bytes, summary }: VariableSummary): string {
  const kind = [type, dtype, shape && dtype !== null && shapeText(shape)].filter(Boolean).join(" ");
  return [kind, bytes !== null && bytesText(bytes), summary].filter(Boolean).join(" · ");
}

/** As PyTorch's `torch.Size` reads: `(3)`, `(64, 3)`, `()` for a single number. */
export function shapeText(shape: readonly number[]): string {
  return `(${shape.join(", ")})`;
}

/** Name of a codicon that says at a glance what kind of value it is. */
export function variableIcon({ type, dtype, shape, bytes, summary }: VariableSummary): string {
  if (dtype !== null || shape !== null) return "symbol-array";
  if (type === "number" || type === "bigint") return "symbol-number";
  if (type === "boolean") return "symbol-boolean";
  if (type === "string") return "symbol-string";
  if (type === "function") return "symbol-method";
  if (type === "class") return "symbol-class";
  return bytes !== null && summary.includes("parameters") ? "layers" : "symbol-object";
}
