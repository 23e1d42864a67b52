/** What a contestant in a browser's worker is told and answers, one question at a time. Types only. */
import type { Hello } from "../harness/protocol.ts";
import type { ArrayPlace } from "../harness/taskData.ts";
import type { StepTask } from "../harness/tasks.ts";

export type ToWorker =
  /** `kernels` and `compute` are Gradbook's: WebAssembly, the best first, and the script of helping threads. */
  | { do: "open"; kernels: Uint8Array[]; compute: string; threads: number }
  | { do: "prepare"; task: StepTask; bytes: Uint8Array; arrays: Record<string, ArrayPlace> }
  | { do: "run"; count: number }
  | { do: "result" };

export type FromWorker =
  | { type: "opened"; hello: Hello }
  | { type: "prepared" }
  | { type: "ran"; seconds: number }
  | { type: "result"; values: number[] }
  | { type: "error"; message: string };
