/** What a person has done for the first time, for the walkthrough: a step of it is ticked by doing, not by a click. */
import * as vscode from "vscode";
import type { CurvesPayload } from "../../engine/payload/curves.ts";

/** Context keys that package.json's walkthrough waits for. */
export type Deed =
  | "gradbook.hasOpenedCourse"
  | "gradbook.hasTrained"
  | "gradbook.hasStopped"
  | "gradbook.hasVerdict"
  | "gradbook.hasTranslated"
  | "gradbook.hasChecked"
  | "gradbook.hasShared";

/** Epochs without which curves say nothing. */
const tellable = 5;

/** What a training that has ended shows was done. Pure. */
export function deedsOf({ state, marks, series }: CurvesPayload): Deed[] {
  if (state !== "finished" && state !== "stopped") return [];
  const validation = series.find(({ name }) => name === "valLoss");
  return [
    "gradbook.hasTrained",
    ...(marks.stoppedEpoch !== undefined && marks.restoredEpoch !== undefined
      ? ["gradbook.hasStopped" as const]
      : []),
    ...(validation && validation.x.length >= tellable ? ["gradbook.hasVerdict" as const] : []),
  ];
}

const done = new Set<Deed>();

/** Told once in a window's life. */
export function did(deed: Deed): void {
  if (done.has(deed)) return;
  done.add(deed);
  void vscode.commands.executeCommand("setContext", deed, true);
}
