/** Exports of trainings as soon as they have ended: what the headless runner is asked for. */
import type { KernelOptions } from "../protocol/protocol.ts";

/** What of the engine it calls; its types are not ours to know. */
type Engine = Readonly<Record<string, unknown>>;

interface TrainingFacts {
  /** The title, or the model's class. */
  title: string;
  model: object;
  /** Examples. */
  input: object;
}

/**
 * @param engine the engine once it is loaded
 * @returns what to call with the history of a training that has ended; undefined where nothing is asked for
 */
export function trainingExports(
  { exports }: KernelOptions,
  engine: () => Engine,
): ((history: object) => Promise<void>) | undefined {
  const { pytorch, onnx } = exports ?? {};
  if (pytorch === undefined && onnx === undefined) return undefined;
  let count = 0;
  return async (history) => {
    const { exportPyTorch, exportOnnx, describeTraining } = engine() as {
      exportPyTorch: (history: object, folder: string) => Promise<void>;
      exportOnnx: (model: object, path: string, options: { input: object }) => Promise<void>;
      describeTraining: (history: object) => TrainingFacts | null;
    };
    const training = describeTraining(history);
    if (!training) return;
    const name = `${++count}-${fileName(training.title)}`;
    if (pytorch !== undefined) await exportPyTorch(history, `${pytorch}/${name}`);
    const { model, input } = training;
    if (onnx !== undefined) await exportOnnx(model, `${onnx}/${name}.onnx`, { input });
  };
}

/** Letters and digits of any script; what file systems do not take becomes a dash. */
function fileName(title: string): string {
  return (
    title
      .replace(/[^\p{L}\p{N}._-]+/gu, "-")
      .replace(/^[-.]+|-+$/g, "")
      .slice(0, 60) || "training"
  );
}
