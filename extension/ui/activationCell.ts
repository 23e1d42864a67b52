/** The cell that *Plot an Activation Function…* inserts; pure. */

/** Draws the function and its derivative, which autograd finds. */
export function activationCell(name: string): string {
  return `import { plotActivation } from "gradbook";

plotActivation("${name}");`;
}
