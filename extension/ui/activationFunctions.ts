/** What *Plot an Activation Function…* offers; pure. */
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
