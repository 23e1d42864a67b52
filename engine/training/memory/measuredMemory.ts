import type { Trace } from "./dryRun.ts";
import type { MemoryEstimate, MemoryNeed } from "./estimateMemory.ts";

/** What was measured with one batch size, in bytes. */
export interface MeasuredMemory {
  /** Examples in the batch. */
  batchSize: number;
  /** One training step at its fullest point. */
  training: number;
  /** One prediction at its fullest layer. */
  prediction: number;
  /** The training step by kind. */
  kinds: MemoryNeed;
}

/** What a run of a training step and a prediction held, with what does not depend on the batch. */
export function measuredOf(batchSize: number, run: Trace, { training }: MemoryEstimate): MeasuredMemory {
  const { parameter, gradient, optimiser } = training;
  const { intermediate, forward, backward, prediction } = run;
  const input = run.input + run.target;
  const fullest = Math.max(gradient + Math.max(0, ...forward), ...backward);
  const total = parameter + optimiser + input + fullest;
  const temporary = Math.max(0, fullest - gradient - intermediate);
  return {
    batchSize,
    training: total,
    prediction: parameter + run.input + Math.max(0, ...prediction),
    kinds: { parameter, gradient, optimiser, input, intermediate, temporary, total },
  };
}
