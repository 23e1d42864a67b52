/** The cell that *Plot an Activation Function…* inserts; pure. */
import { activations, type UnaryRow } from "../../engine/table/index.ts";

export interface ActivationFunction {
  /** The engine's function. */
  name: string;
  /** How people write it. */
  label: string;
  formula: string;
}

export const ACTIVATION_FUNCTIONS: readonly ActivationFunction[] = Object.entries<UnaryRow>(
  activations,
).flatMap(([name, { plotted }]) => (plotted ? [{ name, ...plotted }] : []));

/** Draws the function and its derivative, which autograd finds. */
export function activationCell(name: string): string {
  return `import { plotActivation } from "gradbook";

plotActivation("${name}");`;
}
