/** Runs a master's cells with somebody's answers in a kernel of its own, and collects what the checks say. */
import type { CheckPayload } from "../../engine/payload/check.ts";
import type { CellError } from "../kernel/protocol/protocol.ts";
import type { MasterCell } from "../exercises/master.ts";
import type { Excess } from "./processWatch.ts";
import { Sandbox, type SandboxOptions } from "./sandbox.ts";

export interface CellOutcome {
  error: CellError | null;
  /** It had its time, and was stopped. */
  tooLong: boolean;
  /** What it declares, by name. */
  declares: string[];
  seconds: number;
}

export interface PlanOutcome {
  /** By cell. Those that were not come to are missing. */
  cells: Map<string, CellOutcome>;
  /** By exercise: what its check cell found in a run that came to its end. */
  results: Map<string, CheckPayload>;
  /** The kernel ended, and what remained was not run. */
  ended: { at: MasterCell; why: Excess | "died"; detail: string } | null;
}

/** By cell, the names that others than answers see of it. */
export type VisibleNames = Readonly<Record<string, readonly string[]>>;

/** @param only of answers: what the master's own declare; null while that is being found out */
export async function runPlan(
  cells: readonly MasterCell[],
  only: VisibleNames | null,
  options: SandboxOptions,
): Promise<PlanOutcome> {
  const outcome: PlanOutcome = { cells: new Map(), results: new Map(), ended: null };
  const sandbox = new Sandbox(options);
  const { kernel, watch } = sandbox;
  try {
    const above: string[] = [];
    for (const [i, cell] of cells.entries()) {
      const found: CheckPayload[] = [];
      let tooLong = false;
      watch.begin(() => {
        tooLong = true;
        kernel.interrupt();
      });
      const result = await kernel.run(
        {
          cell: { id: cell.id, text: cell.text, points: cell.points },
          execution: i + 1,
          above,
          ...(only && cell.role !== "answer" && { only }),
        },
        (output) => {
          if (output.type === "checked") found.push(output.result);
        },
      );
      const seconds = watch.end();
      const declares = result.flow?.declares.map(({ name }) => name) ?? [];
      outcome.cells.set(cell.id, { error: result.error, tooLong, declares, seconds });
      if (cell.role === "check" && cell.exercise !== null && result.ok) keep(outcome, cell.exercise, found);
      if (sandbox.death || watch.excess !== null) {
        const why = watch.excess ?? (sandbox.death?.cause === "memory" ? "memory" : "died");
        outcome.ended = { at: cell, why, detail: sandbox.death?.message ?? "" };
        break;
      }
      above.push(cell.id);
    }
  } finally {
    await sandbox.dispose();
  }
  return outcome;
}

/** An answer that calls `check` itself while it is being checked counts for nothing. */
function keep(outcome: PlanOutcome, exercise: string, found: readonly CheckPayload[]): void {
  const [result, ...others] = found;
  if (result?.id === exercise && others.length === 0) outcome.results.set(exercise, result);
}
