/** Runs a master with its own solutions: a check that they do not pass would be unfair, or wrong. */
import type { Master } from "../exercises/master.ts";
import type { Proof } from "./gradeCopy.ts";
import type { CheckPart } from "../../engine/payload/check.ts";
import { runPlan } from "./runPlan.ts";
import type { SandboxOptions } from "./sandbox.ts";

export interface Proven {
  proof: Proof;
  /** The longest that a cell took, in seconds of processor time. */
  longest: number;
}

/** An exercise whose solution does not pass, and why. */
export interface Unproven {
  id: string;
  message: string;
}

/** For a master: a cell of it may well train for a while. */
const masterSeconds = 600;

export async function proveMaster(
  master: Master,
  options: SandboxOptions,
): Promise<Proven | { failed: Unproven[] }> {
  const limits = { ...options.limits, seconds: masterSeconds };
  const { cells, results, ended } = await runPlan(master.cells, null, { ...options, limits });
  const failed: Unproven[] = [];
  for (const { id, role, exercise } of master.cells) {
    const error = cells.get(id)?.error;
    if (error && role !== "check") failed.push({ id: exercise ?? id, message: error.stack });
  }
  for (const { id } of master.exercises) {
    const check = master.cells.find(({ role, exercise }) => role === "check" && exercise === id);
    const error = check && cells.get(check.id)?.error;
    const parts = results.get(id)?.parts;
    const wrong = parts?.filter(({ ok }) => !ok) ?? [];
    if (error) failed.push({ id, message: error.stack });
    else if (!parts) failed.push({ id, message: ended?.detail ?? "" });
    else if (wrong.length > 0)
      failed.push({ id, message: wrong.map(({ name, message }) => `${name}: ${message}`).join("\n") });
  }
  if (failed.length > 0) return { failed };
  const parts = new Map<string, readonly CheckPart[]>();
  for (const [id, result] of results) parts.set(id, result.parts);
  const answers = master.cells.filter(({ role }) => role === "answer");
  return {
    proof: { parts, only: Object.fromEntries(answers.map(({ id }) => [id, cells.get(id)?.declares ?? []])) },
    longest: Math.max(0, ...[...cells.values()].map(({ seconds }) => seconds)),
  };
}
