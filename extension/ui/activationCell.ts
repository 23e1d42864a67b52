/** The cell that *Plot an Activation Function…* inserts; pure. */

export interface ActivationFunction {
  /** The engine's function. */
  name: string;
  /** How people write it. */
  label: string;
  formula: string;
}

export const ACTIVATION_FUNCTIONS: readonly ActivationFunction[] = [
  { name: "relu", label: "ReLU", formula: "max(0, x)" },
  { name: "sigmoid", label: "sigmoid", formula: "1 / (1 + e⁻ˣ)" },
  { name: "tanh", label: "tanh", formula: "(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)" },
  { name: "leakyRelu", label: "leaky ReLU", formula: "max(0, x) + 0.01 · min(0, x)" },
  { name: "elu", label: "ELU", formula: "x > 0 ? x : eˣ − 1" },
  { name: "gelu", label: "GELU", formula: "x · Φ(x)" },
  { name: "silu", label: "SiLU", formula: "x · sigmoid(x)" },
  { name: "softplus", label: "softplus", formula: "log(1 + eˣ)" },
];

/** Draws the function and its derivative, which autograd finds. */
export function activationCell(name: string): string {
  return `import { plotActivation } from "gradbook";

plotActivation("${name}");`;
}
