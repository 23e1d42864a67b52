/**
 * What the harness says to a contestant's process, one JSON object a line, and what that answers: one line each.
 * A contestant may be written in any language; ../peers has one in Python, ceiling.c is one in C.
 */
import type { TaskData } from "./taskData.ts";
import type { Task } from "./tasks.ts";

export type ToContestant =
  | { do: "hello" }
  /** Set the task up from the beginning: data read, parameters as they are in the file. */
  | { do: "prepare"; task: Task; data: TaskData }
  /** Do `count` steps; the answer tells how long they took, until their results were there. */
  | { do: "run"; count: number }
  /** What the last step came to: for training its loss, otherwise samples and sums of what was computed. */
  | { do: "result" };

export interface Hello {
  name: string;
  version: string;
  /** What of the machine it uses: backend, instructions, threads. */
  detail: string;
}

export type FromContestant =
  | ({ type: "hello" } & Hello)
  | { type: "prepared" }
  | { type: "ran"; seconds: number }
  | { type: "result"; values: number[] }
  | { type: "error"; message: string };
